"""Entities read line by line, and what a `Person` becomes in the registry."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from antigone.bureau.registry.drafts import (
    NameDraft,
    NameKind,
    ParsedRow,
    RecordDraft,
    RecordKind,
    RejectedRow,
    RowWarning,
    Sex,
)
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.interfaces.exchange.errors import BrokenTable, UndecodableText
from antigone.interfaces.exchange.ftm.properties import TEXTS, country_name
from antigone.interfaces.exchange.limits import DEFAULT_LIMITS, Limits
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.people.values import clean, why_not_a_name
from antigone.interfaces.exchange.tables.sources import reading
from antigone.interfaces.exchange.tables.table import open_checked

_NAMES: Final = (
    ("name", NameKind.PRIMARY),
    ("alias", NameKind.ALIAS),
    ("previousName", NameKind.MAIDEN),
)
_MOST_VALUES: Final = 1_000


@dataclass(frozen=True, slots=True)
class EntityFile:
    """An open file of entities."""

    name: str
    file: IO[bytes]
    limits: Limits

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line that holds something, with its number.

        Raises:
            UnreadableFile: it is no UTF-8, or a line is longer than any entity.
        """
        text = io.TextIOWrapper(reading(self.file), "utf-8-sig", errors="strict")
        longest, number = self.limits.line_characters, 0
        try:
            while line := text.readline(longest + 1):
                number += 1
                if len(line) > longest:
                    raise BrokenTable(f"{self.name}, line {number:,}: a line of more than {longest:,} characters")
                if line.strip():
                    yield number, line
        except UnicodeDecodeError:
            raise UndecodableText(
                f"{self.name}, near line {number + 1:,}: these bytes are not UTF-8; export the entities again"
            ) from None


@contextmanager
def open_entities(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[EntityFile]:
    """Opens and closes a file of entities.

    Raises:
        UnreadableFile: it is missing, empty or above the limit.
    """
    file = open_checked(path, path.name, limits)
    try:
        yield EntityFile(path.name, file, limits)
    finally:
        file.close()


def rows_of(file: EntityFile, *, kind: RecordKind, as_of: str = "") -> Iterator[ParsedRow | RejectedRow]:
    """Each entity as a draft, or why not.

    Args:
        kind: what the file lists; the format itself does not say whether somebody is alive.
        as_of: the file's date (EDTF), for entities without `modifiedAt`.

    Raises:
        UnreadableFile: a line is no JSON; nothing of the file may be kept then.
    """
    for number, line in file.lines():
        yield _row(file.name, number, line, kind, as_of)


def _row(name: str, number: int, line: str, kind: RecordKind, as_of: str) -> ParsedRow | RejectedRow:
    try:
        entity = json.loads(line)
    except (ValueError, RecursionError):
        raise BrokenTable(
            f"{name}, line {number:,}: this is no JSON; a file of entities has one JSON object on each line"
        ) from None
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        return RejectedRow(number, "", shortened(line), "is no FollowTheMoney entity: it has no schema and properties")
    identifier, schema = str(entity.get("id") or ""), str(entity.get("schema") or "")
    if schema != "Person":
        return RejectedRow(number, "schema", shortened(schema), "is no person; only entities of schema Person arrive")
    if not identifier:
        return RejectedRow(number, "id", "", "the entity has no id")
    properties = {str(key): _texts(values) for key, values in entity["properties"].items()}
    warnings: list[RowWarning] = []
    names = _names(properties)
    if not names and kind is not RecordKind.REMAINS:
        said = shortened(next(iter(properties.get("name", ())), ""))
        return RejectedRow(number, "name", said, "names nobody; an entity needs a name")
    draft = RecordDraft(
        kind=kind,
        names=names,
        source_record_id=identifier,
        sex=_sex(properties),
        birth_date=_date(properties, "birthDate", number, warnings),
        occurred_date=_date(properties, "deathDate", number, warnings) if kind is RecordKind.DEAD else "",
        nationality="; ".join(country_name(code) for code in properties.get("nationality", ())),
        call_sign="; ".join(properties.get("weakAlias", ())),
        source_date=max(properties.get("modifiedAt", ()), default=as_of),
        original={key: "\n".join(values) for key, values in properties.items()},
    )
    texts: dict[str, Any] = {column: "; ".join(properties.get(key, ())) for column, key in TEXTS.items()}
    return ParsedRow(number, replace(draft, **texts), tuple(warnings))


def _texts(values: Any) -> tuple[str, ...]:
    """A property's values as clean texts; nested entities are passed over."""
    listed: Sequence[Any] = values if isinstance(values, list) else [values]
    plain = (clean(str(value)) for value in listed[:_MOST_VALUES] if isinstance(value, str | int | float))
    return tuple(dict.fromkeys(text for text in plain if text))


def _names(properties: Mapping[str, Sequence[str]]) -> tuple[NameDraft, ...]:
    found: dict[str, NameKind] = {}
    for key, kind in _NAMES:
        for value in properties.get(key, ()):
            if not why_not_a_name(value):
                found.setdefault(value, kind)
    if not found:
        parts = [text for key in ("lastName", "firstName", "middleName") for text in properties.get(key, ())[:1]]
        whole = " ".join(parts)
        if whole and not why_not_a_name(whole):
            found[whole] = NameKind.PRIMARY
    kinds = list(found.items())
    return tuple(
        NameDraft(value, NameKind.PRIMARY if place == 0 else NameKind.ALIAS if kind is NameKind.PRIMARY else kind)
        for place, (value, kind) in enumerate(kinds)
    )


def _sex(properties: Mapping[str, Sequence[str]]) -> Sex:
    told = set(properties.get("gender", ()))
    return Sex(told.pop()) if len(told) == 1 and told <= set(Sex) else Sex.UNKNOWN


def _date(properties: Mapping[str, Sequence[str]], key: str, line: int, warnings: list[RowWarning]) -> str:
    """The first date; others of the same property, which FollowTheMoney allows, are named in a warning."""
    values = properties.get(key, ())
    if len(values) > 1:
        warnings.append(RowWarning(line, key, shortened(", ".join(values)), "several dates; the first is taken"))
    if not values:
        return ""
    try:
        return UncertainDate.parse(values[0]).edtf
    except NotADate as trouble:
        warnings.append(RowWarning(line, key, shortened(values[0]), f"{trouble}; left out"))
        return ""
