"""Mappings as YAML: written by a person once, used for every release of the same list."""

from __future__ import annotations

import datetime
import difflib
import json
from pathlib import Path
from typing import TypeVar

import yaml

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange.errors import MappingInvalid
from antigone.interfaces.exchange.fields import DATES, JOINABLE, NAME_PARTS, OTHER_NAMES, Field
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms, RejectedDate, read_date
from antigone.interfaces.exchange.people.mapping import ColumnMapping, ColumnUse, DayOrder, IgnoredColumn, NoHeader
from antigone.interfaces.exchange.people.values import read_age, read_sex

_KEYS = ("kind", "header", "columns", "constants", "id", "ignore", "two_digit_years_from")
_LARGEST = 1024 * 1024
_Word = TypeVar("_Word", RecordKind, Field, DayOrder)


def load_mapping(path: str | Path) -> ColumnMapping:
    """Read a mapping file; `docs/import.md` describes it.

    Raises:
        MappingInvalid: with the line of the mapping file that is wrong, and the words that are known.
    """
    source = Path(path)
    try:
        if source.stat().st_size > _LARGEST:
            raise MappingInvalid(f"{source.name} is too long for a mapping file; check the path")
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not UTF-8 text"
        raise MappingInvalid(f"{source.name} cannot be read ({reason}); check the path of the mapping file") from None
    return parse_mapping(text, source.name)


def parse_mapping(text: str, name: str) -> ColumnMapping:
    """A mapping from the text of a mapping file; `name` is what sentences call it.

    Raises:
        MappingInvalid: see `load_mapping`.
    """
    return _Document(name, text).mapping()


def dump_mapping(mapping: ColumnMapping) -> str:
    """`mapping` as a mapping file with comments; `load_mapping` reads it back equal."""
    lines = [
        "# How the columns of this list are read. Words on the right: see «Mapping files» in docs/import.md.",
        "",
        "# Whom the list names: missing, prisoner, dead or remains.",
        f"kind: {mapping.kind}",
    ]
    if mapping.header is not None:
        lines += ["", "# The line of the header, or none.", f"header: {mapping.header}"]
    lines += ["", "columns:"]
    for use in mapping.columns:
        value = str(use.field)
        if use.day_order is not DayOrder.UNKNOWN:
            value = f"{{field: {use.field}, order: {use.day_order}}}"
        lines.append(f"  {_quoted(use.column)}: {value}")
    if mapping.constants:
        lines += ["", "# Given to every row that does not say itself.", "constants:"]
        lines += [f"  {field}: {_quoted(value)}" for field, value in mapping.constants]
    if mapping.id_columns:
        lines += ["", "# What tells one row from another, where there is no id.", "id:"]
        lines += [f"  - {_quoted(column)}" for column in mapping.id_columns]
    if mapping.two_digit_years_from is not None:
        lines += ["", "# The first of the hundred years that a year of two digits belongs to."]
        lines.append(f"two_digit_years_from: {mapping.two_digit_years_from}")
    if mapping.ignored:
        lines += ["", "# Not read; the original row keeps them.", "ignore:"]
        lines += [f"  {_quoted(column.column)}: {_quoted(column.why)}" for column in mapping.ignored]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar, what cannot be printed as its code."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)


class _Document:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise MappingInvalid(
                f"{name}, line {line}: this is not YAML ({error.problem or 'unreadable'}); see docs/import.md"
            ) from None
        except (yaml.YAMLError, RecursionError):
            raise MappingInvalid(f"{name} is not YAML; see docs/import.md for how a mapping file is written") from None
        if not isinstance(node, yaml.MappingNode):
            raise MappingInvalid(
                f"{name}, line 1: a mapping file begins with «kind:» and «columns:»; see docs/import.md"
            )
        self._parts = self._pairs(node, "the file")
        for key, (line, _) in self._parts.items():
            if key not in _KEYS:
                raise self._wrong(line, f"«{key}» is not known; the words here are {', '.join(_KEYS)}")

    def _wrong(self, line: int, sentence: str) -> MappingInvalid:
        return MappingInvalid(f"{self._name}, line {line}: {sentence}")

    def _pairs(self, node: yaml.Node, what: str) -> dict[str, tuple[int, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node.start_mark.line + 1, f"{what} holds lines of the form «key: value»")
        pairs: dict[str, tuple[int, yaml.Node]] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            key = self._scalar(key_node, "a key")
            if key in pairs:
                raise self._wrong(
                    line, f"«{key}» stands here for the second time; the first is on line {pairs[key][0]}"
                )
            pairs[key] = (line, value)
        return pairs

    def _scalar(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node.start_mark.line + 1, f"{what} is one word or text")
        return str(node.value)

    def _word(self, words: type[_Word], node: yaml.Node, what: str) -> _Word:
        return self._known(words, self._scalar(node, what), node.start_mark.line + 1, what)

    def _known(self, words: type[_Word], text: str, line: int, what: str) -> _Word:
        try:
            return words(text)
        except ValueError:
            known = [str(word) for word in words]
            near = difflib.get_close_matches(text, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(known)}"
            raise self._wrong(line, f"«{text}» is not {what}; {hint}") from None

    def mapping(self) -> ColumnMapping:
        for key in ("kind", "columns"):
            if key not in self._parts:
                raise self._wrong(1, f"«{key}:» is missing")
        kind = self._word(RecordKind, self._parts["kind"][1], "a kind of record")
        columns = self._columns()
        mapping = ColumnMapping(
            kind=kind,
            columns=columns,
            ignored=self._ignored(),
            constants=self._constants(),
            id_columns=self._id_columns(),
            header=self._header(),
            two_digit_years_from=self._hundred(),
        )
        fields = {use.field for use in columns}
        if kind is not RecordKind.REMAINS and not fields & {Field.NAME, Field.TRANSLITERATION, *NAME_PARTS}:
            raise self._wrong(
                self._parts["columns"][0], "no column is read as a name; say which one holds it, as «ФИО: name»"
            )
        return mapping

    def _columns(self) -> tuple[ColumnUse, ...]:
        uses: list[ColumnUse] = []
        taken: dict[Field, str] = {}
        for column, (line, node) in self._pairs(self._parts["columns"][1], "«columns»").items():
            order = DayOrder.UNKNOWN
            if isinstance(node, yaml.MappingNode):
                inner = self._pairs(node, f"«{column}»")
                if "field" not in inner or set(inner) - {"field", "order"}:
                    raise self._wrong(line, f"«{column}» takes a field, or {{field: …, order: day_first}}")
                field = self._word(Field, inner["field"][1], "a field")
                if "order" in inner:
                    order = self._word(DayOrder, inner["order"][1], "an order of day and month")
            else:
                field = self._word(Field, node, "a field")
            if field in taken and field not in JOINABLE:
                raise self._wrong(line, f"«{column}» and «{taken[field]}» are both read as {field}; only one can be")
            taken[field] = column
            uses.append(ColumnUse(column, field, order))
        if not uses:
            raise self._wrong(self._parts["columns"][0], "«columns» is empty; name the column that holds the name")
        return tuple(uses)

    def _constants(self) -> tuple[tuple[Field, str], ...]:
        if "constants" not in self._parts:
            return ()
        constants = []
        for key, (line, node) in self._pairs(self._parts["constants"][1], "«constants»").items():
            field = self._known(Field, key, line, "a field")
            value = " ".join(self._scalar(node, f"«{key}»").split())
            if field in {Field.ID, Field.NAME, *NAME_PARTS, *OTHER_NAMES}:
                raise self._wrong(line, f"«{key}» cannot be the same for every row")
            constants.append((field, self._checked(field, value, line)))
        return tuple(constants)

    def _checked(self, field: Field, value: str, line: int) -> str:
        if field in DATES:
            read = read_date(value, DateCustoms(DayOrder.UNKNOWN, datetime.date.max))
            if isinstance(read, RejectedDate):
                raise self._wrong(line, read.reason)
            return read.edtf
        if field is Field.SEX and read_sex(value) is None:
            raise self._wrong(line, f"«{value}» is not a sex; write m, f or other")
        if field is Field.AGE and isinstance(years := read_age(value), str):
            raise self._wrong(line, years)
        return value

    def _id_columns(self) -> tuple[str, ...]:
        if "id" not in self._parts:
            return ()
        line, node = self._parts["id"]
        if isinstance(node, yaml.SequenceNode) and node.value:
            return tuple(self._scalar(item, "a column's name") for item in node.value)
        raise self._wrong(
            line, "«id» is a list of columns, as [surname, given, birth]; one id column is named under «columns»"
        )

    def _ignored(self) -> tuple[IgnoredColumn, ...]:
        if "ignore" not in self._parts:
            return ()
        node = self._parts["ignore"][1]
        if isinstance(node, yaml.SequenceNode):
            return tuple(
                IgnoredColumn(self._scalar(item, "a column's name"), "the mapping says so") for item in node.value
            )
        pairs = self._pairs(node, "«ignore»")
        return tuple(IgnoredColumn(column, self._scalar(why, "the reason")) for column, (_, why) in pairs.items())

    def _header(self) -> int | NoHeader | None:
        if "header" not in self._parts:
            return None
        line, node = self._parts["header"]
        text = self._scalar(node, "«header»")
        if text == "auto":
            return None
        if text == NoHeader.NONE:
            return NoHeader.NONE
        if text.isascii() and text.isdigit() and int(text[:9]) > 0:
            return int(text[:9])
        raise self._wrong(line, "«header» is the line of the header (1 is the first), none, or auto")

    def _hundred(self) -> int | None:
        if "two_digit_years_from" not in self._parts:
            return None
        line, node = self._parts["two_digit_years_from"]
        text = self._scalar(node, "«two_digit_years_from»")
        if text.isascii() and text.isdigit() and 1700 <= int(text[:9]) <= 2000:
            return int(text)
        raise self._wrong(line, "«two_digit_years_from» is a year from 1700 to 2000, as 1920 for 1920 to 2019")
