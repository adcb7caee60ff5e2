"""Which column says what, told from the words in the header and a look at the values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange.errors import MappingNeeded, NamesNobody
from antigone.interfaces.exchange.fields import DATES, JOINABLE, NAME_PARTS, Field
from antigone.interfaces.exchange.header_words import HeaderWord, kinds_spoken_of, recognised, speaks_of_events
from antigone.interfaces.exchange.people.dates_in_tables import day_order_of
from antigone.interfaces.exchange.people.mapping import ColumnMapping, ColumnUse, DayOrder, IgnoredColumn
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.tables import Table

_UNREAD = "no word of its header is known; name it in a mapping file to read it"
_SHOT = frozenset({"shot", "executed", "расстрелян", "дата расстрела"})


@dataclass(slots=True)
class _Choice:
    uses: list[ColumnUse]
    ignored: list[IgnoredColumn]
    words: dict[str, HeaderWord]


def propose_mapping(table: Table, kind: RecordKind | None = None) -> ColumnMapping:
    """The mapping that the header of `table` calls for.

    `kind` says whom the list names; None reads it from the header ("дата гибели"), the title above it and the
    file's name, in this order.

    Raises:
        NamesNobody: the columns speak of events or counts.
        MappingNeeded: no column is a name, two columns claim one field, or nothing tells the kind.
    """
    if table.header_line is None:
        raise MappingNeeded(
            f"{table.name}: the first row looks like a person and not like a header; put a row with "
            "column names on top, "
            "or write a mapping file with «header: none» and columns by number, as «1: name»"
        )
    choice = _choose(table)
    fields = {use.field for use in choice.uses}
    kind = kind or _kind_of(table, choice)
    named = Field.NAME in fields or bool(fields & {Field.SURNAME, Field.GIVEN}) or Field.TRANSLITERATION in fields
    if not named and not (kind is RecordKind.REMAINS and fields):
        raise _nobody(table)
    if kind is None:
        raise MappingNeeded(
            f"{table.name}: nothing in the header, the title or the file's name says whom the list names; "
            "say which kind it is: missing, prisoner, dead or remains"
        )
    constants: tuple[tuple[Field, str], ...] = ()
    if Field.CAUSE not in fields and any(
        use.field is Field.OCCURRED_DATE and choice.words[use.column].plain in _SHOT for use in choice.uses
    ):
        constants = ((Field.CAUSE, "shot"),)
    return ColumnMapping(kind, tuple(choice.uses), tuple(choice.ignored), constants)


def uses_by_header(columns: Sequence[str]) -> dict[str, Field]:
    """What each column is by the words of its header alone, each field once: for a person to settle the rest."""
    meant = {
        column: word.field for column in columns if (word := recognised(_unnumbered(column))) and word.field is not None
    }
    _settle_given_names(meant)
    uses: dict[str, Field] = {}
    for column, field in meant.items():
        if field in JOINABLE or field not in uses.values():
            uses[column] = field
    return uses


def _choose(table: Table) -> _Choice:
    words = {column: word for column in table.columns if (word := recognised(_unnumbered(column)))}
    meant = {column: word.field for column, word in words.items() if word.field is not None}
    _settle_given_names(meant)
    twice = [
        column
        for column in meant
        if column != _unnumbered(column) and _unnumbered(column) in meant and meant[column] not in JOINABLE
    ]
    for column in twice:
        if meant[column] in {Field.NAME, *NAME_PARTS, Field.ID, Field.BIRTH_DATE}:
            raise MappingNeeded(
                f"{table.name}, line {table.header_line}: the column «{_unnumbered(column)}» stands twice; "
                "rename one of "
                f"them, or name both in a mapping file as «{_unnumbered(column)}» and «{column}»"
            )
    uses: list[ColumnUse] = []
    ignored: list[IgnoredColumn] = []
    taken: dict[Field, str] = {}
    for column in table.columns:
        field = meant.get(column)
        if field is None:
            word = words.get(column)
            ignored.append(IgnoredColumn(column, word.ignored if word and word.ignored else _UNREAD))
        elif field in taken and field not in JOINABLE:
            ignored.append(IgnoredColumn(column, f"«{taken[field]}» is already read as {field}"))
        else:
            taken[field] = column
            order = day_order_of(table.values_of(column)) if field in DATES else DayOrder.UNKNOWN
            uses.append(ColumnUse(column, field, order))
    return _Choice(_with_one_day_order(uses), ignored, words)


def _with_one_day_order(uses: list[ColumnUse]) -> list[ColumnUse]:
    """One program wrote all dates of a table: what one column proves holds for those that prove nothing."""
    proven = {use.day_order for use in uses} - {DayOrder.UNKNOWN}
    if len(proven) != 1:
        return uses
    (order,) = proven
    return [replace(use, day_order=order) if use.field in DATES else use for use in uses]


def _unnumbered(column: str) -> str:
    return re.sub(r" \(\d+\)$", "", column)


def _settle_given_names(meant: dict[str, Field]) -> None:
    """ "Имя" beside "Фамилия" is a given name, alone it is the whole name; so are "name" and "ім'я"."""
    fields = set(meant.values())
    for column, field in meant.items():
        if field is Field.NAME and Field.SURNAME in fields and Field.GIVEN not in fields:
            meant[column] = Field.GIVEN
        elif field is Field.GIVEN and not fields & {Field.SURNAME, Field.NAME}:
            meant[column] = Field.NAME


def _kind_of(table: Table, choice: _Choice) -> RecordKind | None:
    """The kind that the most telling place speaks of; a place that speaks of two kinds says nothing."""
    telling = {
        Field.OCCURRED_DATE,
        Field.OCCURRED_PLACE,
        Field.LAST_SEEN_DATE,
        Field.LAST_SEEN_PLACE,
        Field.BURIAL_PLACE,
    }
    telling |= {Field.NAME, Field.CAUSE, Field.CIRCUMSTANCES}
    headers = Counter(
        kind for use in choice.uses if use.field in telling for kind in kinds_spoken_of(choice.words[use.column].plain)
    )
    strongest = headers.most_common(2)
    if strongest and (len(strongest) == 1 or strongest[0][1] > strongest[1][1]):
        return strongest[0][0]
    for text in (*reversed(table.title), table.sheet, table.name):
        spoken = kinds_spoken_of(text)
        if len(spoken) == 1:
            return next(iter(spoken))
    return None


def _nobody(table: Table) -> NamesNobody | MappingNeeded:
    columns = ", ".join(f"«{shortened(column)}»" for column in table.columns[:8]) + (
        ", …" if len(table.columns) > 8 else ""
    )
    events = speaks_of_events(table.columns)
    if len(events) >= 2:
        shown = ", ".join(f"«{shortened(event)}»" for event in events[:4])
        return NamesNobody(
            f"{table.name}: its rows are events or counts and name no person ({shown}); "
            "Antigone imports lists of people, claims and counts belong to figures"
        )
    return MappingNeeded(
        f"{table.name}, line {table.header_line}: no column is known to hold a person's name (columns: {columns}); "
        "say which one does in a mapping file, as «columns: {…: name}»"
    )
