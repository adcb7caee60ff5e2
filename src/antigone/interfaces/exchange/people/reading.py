"""Rows into drafts, with nothing lost in silence.

A row that names somebody arrives. It is rejected only when it is structurally broken (too few or too many cells, a
cell that swallowed other rows), names nobody, has an impossible date of birth, or stands in the file already. Any
other value that cannot be read is left out with a warning, and the original row keeps it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.interfaces.exchange.errors import MappingInvalid
from antigone.interfaces.exchange.fields import DATES, NAME_PARTS, OTHER_NAMES, Field
from antigone.interfaces.exchange.header_words import plain
from antigone.interfaces.exchange.people.contents import (
    Contents,
    PrimaryName,
    age_of,
    cell_reader,
    check_order_of_dates,
    further_names,
    primary_name,
    read_cells,
    sex_of,
)
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms
from antigone.interfaces.exchange.people.identity import RowsSeen
from antigone.interfaces.exchange.people.mapping import ColumnMapping, NoHeader
from antigone.interfaces.exchange.people.rows import ParsedRow, RejectedRow, shortened
from antigone.interfaces.exchange.tables import Table, TableFormat

_NOT_A_TEXT_OF_THE_DRAFT = {Field.ID, Field.NAME, Field.SEX, Field.AGE, *NAME_PARTS, *OTHER_NAMES}
_WORDS = {what: what.value for what in Field if what not in _NOT_A_TEXT_OF_THE_DRAFT}
_NAMING = {Field.NAME, *NAME_PARTS, *OTHER_NAMES}
_STANDS_FOR_A_NAME = (Field.SERVICE_NUMBER, Field.DOCUMENTS)
_HEADING = re.compile(
    r"\b(?:област[ьи]|обл|район|р-н|місто|город|село|отделение|відділ|отдел|рота|взвод|батальон|батальйон|бригада|полк"
    r"|раздел|розділ|страница|сторінка|часть|частина|region|district|oblast|section|page)\b",
    re.IGNORECASE,
)


def read_drafts(
    table: Table, mapping: ColumnMapping, *, today: datetime.date | None = None
) -> Iterator[ParsedRow | RejectedRow]:
    """Every row below the header, in order, as a draft or a rejection; blank rows alone are passed over.

    `today` bounds dates (a later one is impossible); None takes the machine's day.

    Raises:
        MappingInvalid: at once, when the mapping names columns that the table does not have.
        UnreadableFile: at any row, when the file turns out to be broken there; nothing of it may be kept then.
    """
    return _Reading(table, mapping, today or datetime.date.today()).items()


class _Reading:
    """One pass over one table."""

    def __init__(self, table: Table, mapping: ColumnMapping, today: datetime.date) -> None:
        self._table = table
        self._mapping = mapping
        if mapping.header is NoHeader.NONE:
            self._header_line = None
        else:
            self._header_line = table.header_line if mapping.header is None else mapping.header
        self._columns = table.columns_with(self._header_line)
        self._readers = [
            cell_reader(
                self._position(use.column),
                use.column,
                use.field,
                DateCustoms(use.day_order, today, mapping.two_digit_years_from),
            )
            for use in mapping.columns
        ]
        id_positions = tuple(self._position(column) for column in mapping.id_columns)
        if self._header_line is None:
            self._width = max((*(reader.at for reader in self._readers), *id_positions, -1)) + 1
        else:
            self._width = _needed_width(self._columns)
        naming = [reader.column for reader in self._readers if reader.field in _NAMING]
        self._name_column = naming[0] if naming else ""
        self._seen = RowsSeen(mapping.kind, id_positions)
        self._strange_text_possible = table.format in (TableFormat.XLSX, TableFormat.JSON)

    def _position(self, column: str) -> int:
        if column in self._columns:
            return self._columns.index(column)
        alike = [at for at, label in enumerate(self._columns) if plain(column) and plain(label) == plain(column)]
        if len(alike) == 1:
            return alike[0]
        shown = ", ".join(f"«{shortened(label)}»" for label in self._columns[:8])
        raise MappingInvalid(
            f"{self._table.name}: the mapping names the column «{column}», and the table's columns are {shown}; "
            "correct the mapping, or say with «header» on which line the columns are named"
        )

    def items(self) -> Iterator[ParsedRow | RejectedRow]:
        columns, count = self._columns, len(self._columns)
        for line, cells in self._table.rows(self._header_line):
            if len(cells) > count and not any(cell.strip() for cell in cells[count:]):
                cells = cells[:count]
            joined = "\x1f".join(cells)
            rejected = self._misshapen(line, cells, joined)
            if rejected:
                yield rejected
            else:
                yield self._read(line, cells, joined, dict(zip(columns, cells, strict=False)))

    def _misshapen(self, line: int, cells: list[str], joined: str) -> RejectedRow | None:
        """Why the row is no row of this table, whatever its cells say."""
        if len(cells) < self._width:
            held = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            reason = f"the row has {held} and needs {self._width}; it is cut off, or a delimiter is missing"
            return _whole_row(line, cells, reason + _runs_on(line, cells))
        if len(cells) > len(self._columns):
            reason = f"the row has {len(cells)} cells and the table {len(self._columns)} columns"
            cure = "; put quotation marks around a cell that holds the delimiter"
            return _whole_row(line, cells, reason + cure + _runs_on(line, cells))
        if "\n" in joined or "\r" in joined:
            swallowed = self._swallowed(line, cells)
            if swallowed:
                return swallowed
        if self._strange_text_possible and not _storable(joined):
            return _whole_row(line, cells, "a cell holds what is no text (NUL, or half of a character)")
        if self._header_line is not None and self._is_header(cells):
            return _whole_row(line, cells, "the header stands here again; this is no person")
        return None

    def _swallowed(self, line: int, cells: list[str]) -> RejectedRow | None:
        """A cell with lines that look like whole rows: an unclosed quotation mark met the next one."""
        delimiter, needed = self._table.delimiter, len(self._columns) - 1
        if not delimiter or needed < 1:
            return None
        for at, cell in enumerate(cells):
            later = re.split(r"\r\n|\r|\n", cell)[1:]
            if any(part.count(delimiter) >= needed for part in later):
                reason = f"this cell runs on to line {line + len(later)} and holds what look like whole rows"
                cure = '; a quotation mark (") is not closed'
                return RejectedRow(line, self._columns[at], shortened(cell), reason + cure)
        return None

    def _is_header(self, cells: list[str]) -> bool:
        columns = self._columns
        first = self._readers[0].at if self._readers else 0
        if cells[first].strip() != columns[first]:
            return False
        same = sum(" ".join(cell.split()) == label for cell, label in zip(cells, columns, strict=False))
        return same * 5 >= len(columns) * 4

    def _read(self, line: int, cells: list[str], joined: str, original: dict[str, str]) -> ParsedRow | RejectedRow:
        said = read_cells(line, cells, self._readers)
        if isinstance(said, RejectedRow):
            return said
        primary = primary_name(said)
        further = further_names(said, primary.value)
        names = (NameDraft(primary.value), *further) if primary.value else ()
        if not names and further:
            names = (NameDraft(further[0].value), *further[1:])
        rejected = self._names_nobody(said, cells, primary) if not names else self._heading(said, cells, primary)
        if rejected:
            return rejected
        for what, value in self._mapping.constants:
            (said.dates if what in DATES else said.texts).setdefault(what, value)
        sex, age = sex_of(said), age_of(said)
        check_order_of_dates(said)
        identity = self._seen.identify(said, cells, joined)
        if isinstance(identity, RejectedRow):
            return identity
        texts = {_WORDS[what]: text for what, text in said.texts.items() if what in _WORDS}
        for what, edtf in said.dates.items():
            texts[_WORDS[what]] = edtf
        draft = _draft(
            texts,
            kind=self._mapping.kind,
            names=names,
            source_record_id=identity.source_record_id,
            sex=sex,
            age_low=age.low,
            age_high=age.high,
            original=original,
        )
        return ParsedRow(line, draft, tuple(said.warnings))

    def _names_nobody(self, said: Contents, cells: list[str], primary: PrimaryName) -> RejectedRow | None:
        """Refuses a row without a name, unless something else in it stands for one."""
        shown = shortened(" | ".join(cell for cell in cells if cell.strip()))
        if self._mapping.kind is RecordKind.REMAINS:
            if said.texts or said.dates:
                return None
            return RejectedRow(said.line, "", shown, "none of the columns that are read says anything")
        number = next((what for what in _STANDS_FOR_A_NAME if what in said.texts), None)
        if number is not None:
            said.warn(self._name_column, shown, f"there is no name; the row is kept by its {number.replace('_', ' ')}")
            return None
        why = primary.why_none or "the row names nobody: every column that holds a name is empty"
        return RejectedRow(said.line, primary.column or self._name_column, shown, why)

    def _heading(self, said: Contents, cells: list[str], primary: PrimaryName) -> RejectedRow | None:
        """A row such as "Київська область" alone, which divides a list."""
        if len(said.texts) > 1 or said.dates or len(self._columns) < 3 or not _HEADING.search(primary.value):
            return None
        if sum(1 for cell in cells if cell.strip()) > 1:
            return None
        reason = "this is a heading between the rows and not a person"
        return RejectedRow(said.line, primary.column, shortened(primary.value), reason)


def _draft(said: dict[str, str], **settled: object) -> RecordDraft:
    """`said` holds only fields of the draft that are texts, by the names in `Field`."""
    return RecordDraft(**said, **settled)  # type: ignore[arg-type]


def _whole_row(line: int, cells: list[str], reason: str) -> RejectedRow:
    return RejectedRow(line, "", shortened(" | ".join(cells)), reason)


def _runs_on(line: int, cells: list[str]) -> str:
    longest = max((cell.count("\n") for cell in cells), default=0)
    if not longest:
        return ""
    return f"; one of its cells runs on to line {line + longest}, perhaps for want of a closing quotation mark"


def _storable(text: str) -> bool:
    """Whether the text can be kept: no NUL, no half of a surrogate pair."""
    if "\0" in text:
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _needed_width(columns: tuple[str, ...]) -> int:
    """Up to the last column that has a name of its own."""
    width = len(columns)
    while width and columns[width - 1] == f"column {width}":
        width -= 1
    return width
