"""Rows into drafts, with nothing lost in silence.

A row that names somebody arrives. It is rejected only when it is structurally broken (too few or too many cells, a
cell that swallowed other rows), names nobody, has an impossible date of birth, or stands in the file already. Any
other value that cannot be read is left out with a warning, and the original row keeps it.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind
from antigone.interfaces.exchange.errors import MappingInvalid
from antigone.interfaces.exchange.fields import DATES, IDENTIFYING, NAME_PARTS, OTHER_NAMES, Field
from antigone.interfaces.exchange.header_words import plain
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms, RejectedDate, read_date
from antigone.interfaces.exchange.people.mapping import ColumnMapping, NoHeader
from antigone.interfaces.exchange.people.rows import ParsedRow, RejectedRow, RowWarning, shortened
from antigone.interfaces.exchange.people.values import (
    clean,
    hides_something,
    is_known,
    other_names,
    read_age,
    read_sex,
    why_not_a_name,
)
from antigone.interfaces.exchange.tables import Table, TableFormat

_TEXTS = tuple(
    field
    for field in Field
    if field not in DATES
    and field not in NAME_PARTS
    and field not in OTHER_NAMES
    and field not in {Field.ID, Field.NAME, Field.SEX, Field.AGE}
)
_NAME_KINDS = {
    Field.ALIAS: NameKind.ALIAS,
    Field.MAIDEN: NameKind.MAIDEN,
    Field.TRANSLITERATION: NameKind.TRANSLITERATION,
}
_STANDS_FOR_A_NAME = (Field.SERVICE_NUMBER, Field.DOCUMENTS)
_HEADING = re.compile(
    r"(?:^|\b)(?:област[ьи]|обл\.|район|р-н|місто|город|село|отделение|відділ|отдел|рота|взвод|батальон|батальйон|бригада|полк|раздел|розділ"
    r"|region|district|oblast|section|page|страница|сторінка|часть|частина)\b",
    re.IGNORECASE,
)
_LONGEST_ID = 200
_HASHED = "row-"


@dataclass(frozen=True, slots=True)
class _Reader:
    """One use of one column, ready to run."""

    at: int
    column: str
    field: Field
    customs: DateCustoms


def read_drafts(
    table: Table, mapping: ColumnMapping, *, today: datetime.date | None = None
) -> Iterator[ParsedRow | RejectedRow]:
    """Every row below the header, in order, as a draft or a rejection; blank rows alone are passed over.

    `today` bounds dates (a later one is impossible); None takes the machine's day.

    Raises:
        MappingInvalid: at once, when the mapping names columns that the table does not have.
        UnreadableFile: at any row, when the file turns out to be broken there; nothing of it may be kept then.
    """
    reading = _Reading(table, mapping, today or datetime.date.today())
    return reading.items()


class _Reading:
    def __init__(self, table: Table, mapping: ColumnMapping, today: datetime.date) -> None:
        self._table = table
        self._mapping = mapping
        self._header_line = (
            None
            if mapping.header is NoHeader.NONE
            else mapping.header
            if isinstance(mapping.header, int)
            else table.header_line
        )
        self._columns = table.columns_with(self._header_line)
        self._width = _needed_width(self._columns) if self._header_line is not None else 0
        self._readers = self._bind(today)
        self._identifying = self._id_positions()
        self._constants = dict(mapping.constants)
        self._nul_possible = table.format in (TableFormat.XLSX, TableFormat.JSON)
        self._seen: dict[str, int] = {}
        first = self._readers[0].at if self._readers else 0
        self._telltale = (first, self._columns[first] if self._columns else "")

    def _bind(self, today: datetime.date) -> list[_Reader]:
        readers = []
        for use in self._mapping.columns:
            customs = DateCustoms(use.day_order, today, self._mapping.two_digit_years_from)
            readers.append(_Reader(self._position(use.column), use.column, use.field, customs))
        if self._header_line is None:
            self._width = max((reader.at for reader in readers), default=-1) + 1
        return readers

    def _position(self, column: str) -> int:
        if column in self._columns:
            return self._columns.index(column)
        alike = [at for at, label in enumerate(self._columns) if plain(label) == plain(column) and plain(column)]
        if len(alike) == 1:
            return alike[0]
        shown = ", ".join(f"«{label}»" for label in self._columns[:8])
        raise MappingInvalid(
            f"{self._table.name}: the mapping names the column «{column}», and the table's columns are {shown}; correct the "
            "mapping, or say with «header» on which line the columns are named"
        )

    def _id_positions(self) -> tuple[int, ...]:
        return tuple(self._position(column) for column in self._mapping.id_columns)

    def items(self) -> Iterator[ParsedRow | RejectedRow]:
        columns, width, count = self._columns, self._width, len(self._columns)
        telltale, label = self._telltale
        headed = self._header_line is not None
        for line, cells in self._table.rows(self._header_line):
            if len(cells) < width:
                yield self._cut_off(line, cells)
                continue
            if len(cells) > count:
                if any(cell.strip() for cell in cells[count:]):
                    yield self._too_long(line, cells)
                    continue
                cells = cells[:count]
            joined = "\x1f".join(cells)
            if "\n" in joined or "\r" in joined:
                swallowed = self._swallowed(line, cells)
                if swallowed:
                    yield swallowed
                    continue
            if self._nul_possible and not _storable(joined):
                yield RejectedRow(
                    line, "", shortened(joined), "a cell holds a character that is no text (NUL or half a character)"
                )
                continue
            if headed and cells[telltale].strip() == label and self._is_header(cells):
                yield RejectedRow(
                    line, "", shortened(" | ".join(cells)), "the header stands here again; this is no person"
                )
                continue
            if not joined.strip("\x1f \t\r\n\u00a0"):
                continue
            yield self._read(line, cells, joined, dict(zip(columns, cells, strict=False)))

    def _cut_off(self, line: int, cells: list[str]) -> RejectedRow:
        reason = f"the row has {_counted(len(cells), 'cell')} and needs {self._width}; it is cut off, or a delimiter is missing"
        return RejectedRow(line, "", shortened(" | ".join(cells)), reason + self._runs_on(line, cells))

    def _too_long(self, line: int, cells: list[str]) -> RejectedRow:
        reason = (
            f"the row has {_counted(len(cells), 'cell')} and the header {len(self._columns)}; "
            "put quotation marks around a cell that holds the delimiter"
        )
        return RejectedRow(line, "", shortened(" | ".join(cells)), reason + self._runs_on(line, cells))

    @staticmethod
    def _runs_on(line: int, cells: list[str]) -> str:
        longest = max((cell.count("\n") for cell in cells), default=0)
        return (
            f"; one of its cells runs on to line {line + longest}, perhaps for want of a closing quotation mark"
            if longest
            else ""
        )

    def _swallowed(self, line: int, cells: list[str]) -> RejectedRow | None:
        """A cell with lines that look like whole rows: an unclosed quotation mark met the next one."""
        delimiter, needed = self._table.delimiter, len(self._columns) - 1
        if not delimiter or needed < 1:
            return None
        for at, cell in enumerate(cells):
            later = re.split(r"\r\n|\r|\n", cell)[1:]
            if any(part.count(delimiter) >= needed for part in later):
                return RejectedRow(
                    line,
                    self._columns[at],
                    shortened(cell),
                    f"this cell runs on to line {line + len(later)} and holds what look like whole rows; "
                    'a quotation mark (") is not closed',
                )
        return None

    def _is_header(self, cells: list[str]) -> bool:
        same = sum(" ".join(cell.split()) == label for cell, label in zip(cells, self._columns, strict=False))
        return same * 5 >= len(self._columns) * 4

    def _read(self, line: int, cells: list[str], joined: str, original: dict[str, str]) -> ParsedRow | RejectedRow:
        values: dict[Field, str] = {}
        dates: dict[str, str] = {}
        warnings: list[RowWarning] = []
        further: list[tuple[Field, str]] = []
        found_at: dict[Field, str] = {}
        for reader in self._readers:
            raw = cells[reader.at]
            if not raw:
                continue
            field = reader.field
            text = clean(raw)
            if field in DATES:
                read = read_date(text, reader.customs)
                if isinstance(read, RejectedDate):
                    if field is Field.BIRTH_DATE and read.impossible:
                        return RejectedRow(line, reader.column, shortened(raw), read.reason)
                    warnings.append(
                        RowWarning(line, reader.column, shortened(raw), f"{read.reason}; the row is kept without it")
                    )
                    continue
                if read.remark:
                    warnings.append(RowWarning(line, reader.column, shortened(raw), read.remark))
                if read.edtf:
                    dates[field] = read.edtf
                continue
            if not is_known(text):
                continue
            if field in _NAME_KINDS:
                further.append((field, text))
            elif field in values:
                values[field] = f"{values[field]}; {text}"
            else:
                values[field] = text
                found_at[field] = reader.column
                if (field is Field.NAME or field in NAME_PARTS) and hides_something(raw):
                    warnings.append(
                        RowWarning(
                            line, reader.column, shortened(text), "invisible characters were taken out of this name"
                        )
                    )
        return self._draft(line, cells, joined, original, values, dates, further, found_at, warnings)

    def _draft(
        self,
        line: int,
        cells: list[str],
        joined: str,
        original: dict[str, str],
        values: dict[Field, str],
        dates: dict[str, str],
        further: list[tuple[Field, str]],
        found_at: dict[Field, str],
        warnings: list[RowWarning],
    ) -> ParsedRow | RejectedRow:
        kind = self._mapping.kind
        name, at_fault, why = self._name(values, found_at)
        others = self._other_names(values, further, name)
        if not name and others:
            name, others = others[0].value, others[1:]
        if not name:
            rejected = self._nobody(line, cells, original, values, dates, at_fault, why, warnings)
            if rejected:
                return rejected
        elif len(self._columns) >= 3 and _HEADING.search(name) and sum(1 for cell in cells if cell.strip()) == 1:
            return RejectedRow(line, at_fault, shortened(name), "this is a heading between the rows and not a person")
        for field, value in self._constants.items():
            if field in DATES:
                dates.setdefault(field, value)
            else:
                values.setdefault(field, value)
        extra = self._traits(line, values, found_at, warnings)
        _check_order(line, dates, found_at, warnings, self._readers)
        source_id, repeated = self._source_id(line, cells, joined, values, dates, warnings)
        if repeated:
            return repeated
        names = (NameDraft(name), *others) if name else ()
        texts = {str(field): values[field] for field in _TEXTS if field in values}
        draft = RecordDraft(
            kind=kind, names=names, source_record_id=source_id, original=original, **texts, **dates, **extra
        )
        return ParsedRow(line, draft, tuple(warnings))

    def _name(self, values: dict[Field, str], found_at: dict[Field, str]) -> tuple[str, str, str]:
        """The primary name, the column it came from, and why it is none."""
        whole = values.get(Field.NAME, "")
        parts = " ".join(values[part] for part in NAME_PARTS if part in values)
        at_fault = found_at.get(Field.NAME) or next((found_at[part] for part in NAME_PARTS if part in found_at), "")
        for candidate in (whole, parts):
            if candidate:
                why = why_not_a_name(candidate)
                if not why:
                    return candidate, at_fault, ""
                return "", at_fault, why
        return "", at_fault, ""

    def _other_names(
        self, values: dict[Field, str], further: list[tuple[Field, str]], name: str
    ) -> tuple[NameDraft, ...]:
        drafts: list[NameDraft] = []
        known = {name}
        surname, given, patronymic = (values.get(part, "") for part in NAME_PARTS)
        for field, text in further:
            found = (text,) if field is Field.TRANSLITERATION and not why_not_a_name(text) else ()
            if field is not Field.TRANSLITERATION:
                found = other_names(text, surname, given, patronymic)
            for value in found:
                if value not in known:
                    known.add(value)
                    drafts.append(NameDraft(value, _NAME_KINDS[field]))
        return tuple(drafts)

    def _nobody(
        self,
        line: int,
        cells: list[str],
        original: dict[str, str],
        values: dict[Field, str],
        dates: dict[str, str],
        at_fault: str,
        why: str,
        warnings: list[RowWarning],
    ) -> RejectedRow | None:
        """Refuses a row without a name, unless something else in it stands for one."""
        shown = shortened(original.get(at_fault, "") or " | ".join(cell for cell in cells if cell.strip()))
        if self._mapping.kind is RecordKind.REMAINS:
            return (
                None
                if values or dates
                else RejectedRow(line, "", shown, "none of the columns that are read says anything")
            )
        number = next((field for field in _STANDS_FOR_A_NAME if field in values), None)
        if number and "total" not in why:
            warnings.append(
                RowWarning(
                    line, at_fault, shown, f"there is no name; the row is kept by its {number.replace('_', ' ')}"
                )
            )
            return None
        return RejectedRow(
            line, at_fault, shown, why or "the row names nobody: every column that holds a name is empty"
        )

    def _traits(
        self, line: int, values: dict[Field, str], found_at: dict[Field, str], warnings: list[RowWarning]
    ) -> dict[str, object]:
        traits: dict[str, object] = {}
        if sex := values.get(Field.SEX):
            read = read_sex(sex)
            if read is None:
                reason = f"{sex[:20]} is not a sex; write m, f or other; the row is kept without it"
                warnings.append(RowWarning(line, found_at.get(Field.SEX, ""), shortened(sex), reason))
            else:
                traits["sex"] = read
        if age := values.get(Field.AGE):
            years = read_age(age)
            if isinstance(years, str):
                reason = f"{years}; the row is kept without it"
                warnings.append(RowWarning(line, found_at.get(Field.AGE, ""), shortened(age), reason))
            else:
                traits["age_low"], traits["age_high"] = years.low, years.high
        return traits

    def _source_id(
        self,
        line: int,
        cells: list[str],
        joined: str,
        values: dict[Field, str],
        dates: dict[str, str],
        warnings: list[RowWarning],
    ) -> tuple[str, RejectedRow | None]:
        """The source's own id of the row, or a stable one, and the rejection of a row that stands there already."""
        own = values.get(Field.ID, "")
        content = hash(joined) & 0xFFFF_FFFF_FFFF_FFFF
        if own and len(own) <= _LONGEST_ID:
            before = self._seen.setdefault(own, line << 64 | content)
            if before >> 64 == line:
                return own, None
            return own, self._again(line, cells, before, content, own)
        made = self._made_id(cells, values, dates)
        before = self._seen.setdefault(made, line << 64 | content)
        if before >> 64 == line:
            return made, None
        if before & 0xFFFF_FFFF_FFFF_FFFF != content:
            first_line = before >> 64
            made = f"{made}-{_digest(joined)[:8]}"
            before = self._seen.setdefault(made, line << 64 | content)
            if before >> 64 == line:
                reason = f"name, birth and what else tells people apart are as on line {first_line}; both are kept as records"
                warnings.append(RowWarning(line, "", shortened(" | ".join(filter(None, cells))), reason))
                return made, None
        return made, self._again(line, cells, before, content, "")

    def _again(self, line: int, cells: list[str], before: int, content: int, own: str) -> RejectedRow:
        first_line = before >> 64
        shown = shortened(" | ".join(cell for cell in cells if cell.strip()))
        if before & 0xFFFF_FFFF_FFFF_FFFF == content:
            return RejectedRow(line, "", shown, f"the same row stands on line {first_line}")
        column = next((reader.column for reader in self._readers if reader.field is Field.ID), "")
        return RejectedRow(
            line,
            column,
            shortened(own),
            f"the id {shortened(own)} stands on line {first_line} with other content; each needs its own",
        )

    def _made_id(self, cells: list[str], values: dict[Field, str], dates: dict[str, str]) -> str:
        if self._identifying:
            said = [clean(cells[at]) if at < len(cells) else "" for at in self._identifying]
        else:
            said = [f"{field}={values.get(field) or dates.get(field) or ''}" for field in IDENTIFYING]
            if not any(field in values for field in (Field.NAME, *NAME_PARTS)):
                said = [f"{field}={value}" for field, value in sorted({**values, **dates}.items())]
        return _HASHED + _digest("\x1f".join((self._mapping.kind, *said)).casefold())


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _storable(text: str) -> bool:
    """Whether the text can be kept: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _needed_width(columns: tuple[str, ...]) -> int:
    """Up to the last column that has a name of its own."""
    unnamed: Callable[[int], bool] = lambda at: columns[at] == f"column {at + 1}"  # noqa: E731
    width = len(columns)
    while width and unnamed(width - 1):
        width -= 1
    return width


def _check_order(
    line: int, dates: dict[str, str], found_at: dict[Field, str], warnings: list[RowWarning], readers: list[_Reader]
) -> None:
    """Warns where somebody is born after what befell him; both dates stay as the source says them."""
    born, occurred = dates.get(Field.BIRTH_DATE, ""), dates.get(Field.OCCURRED_DATE, "")
    if not born[:4].isdigit() or not occurred[:4].isdigit() or "/" in occurred:
        return
    length = 10 if len(born) == len(occurred) == 10 else 4
    if born[:length] > occurred[:length]:
        column = next((reader.column for reader in readers if reader.field is Field.BIRTH_DATE), "")
        warnings.append(
            RowWarning(line, column, born, f"the birth is later than {occurred}; both are kept as the source has them")
        )
