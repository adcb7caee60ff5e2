"""Who stands on which list, from a file: a table of persons or of patterns (CSV, TSV), or overlaps as JSON."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from antigone.evidence.estimation import NotATable, OverlapTable, from_patterns
from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    MappingNeeded,
    UndecodableText,
)

#: The column that says how many persons a row stands for, where it is not one.
COUNT_COLUMNS = frozenset({"count", "persons", "n", "число", "кількість"})
#: The column that numbers persons; a number that comes twice is a person counted twice.
ID_COLUMNS = frozenset({"id", "person", "number"})
_MOST_BYTES = 256 * 1024 * 1024
_YES = frozenset({"1", "true", "yes", "x", "да", "так", "+"})
_NO = frozenset({"0", "", "false", "no", "нет", "ні", "-"})
_LEAST_LISTS = 2

Progress = Callable[[int], None]


def read_overlaps(
    path: Path, *, stratum: str = "", lists: Sequence[str] = (), progress: Progress = lambda _done: None
) -> dict[str, OverlapTable]:
    """The table of overlaps of a file, one a stratum; the only key is empty where no stratum is asked for.

    JSON is ``{"lists": [...], "patterns": {"110": 6, ...}}``. A CSV or TSV file has a line of column names; columns
    whose cells are all 0 or 1 (also yes and no, or x and empty) are lists, and a row is a person, or as many persons
    as its column «count» says. Other columns are ignored unless one is named as stratum.

    Args:
        path: the file, UTF-8.
        stratum: a column by whose values the persons are parted; a person without a value is in the stratum «».
        lists: the columns that are lists; empty for all that look like one.

    Raises:
        UnreadableFile: one sentence that names the file, the line and the column.
        NotATable: the numbers are no table of overlaps.
    """
    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise UndecodableText(f"{path.name}, line {line}: this is not UTF-8; save the table as UTF-8 text") from None
    if text.lstrip()[:1] == "{":
        if stratum:
            raise MappingNeeded(f"{path.name}: overlaps in JSON have no column «{stratum}»; give a table of persons")
        return {"": _from_json(path.name, text)}
    return _from_rows(path.name, text, stratum, tuple(lists), progress)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileTooLarge(f"{path.name} is larger than {_MOST_BYTES // 1024 // 1024} MiB; part it by stratum")
        return path.read_bytes()
    except OSError as trouble:
        raise FileMissing(f"{path} cannot be read: {trouble.strerror}") from trouble


def _from_json(name: str, text: str) -> OverlapTable:
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as trouble:
        line = f", line {trouble.lineno}" if isinstance(trouble, json.JSONDecodeError) else ""
        raise BrokenTable(f"{name}{line}: this is not JSON; check the brackets and commas there") from None
    lists, patterns = document.get("lists"), document.get("patterns")
    if not isinstance(lists, list) or not isinstance(patterns, dict):
        raise BrokenTable(f'{name}: it needs "lists" (names) and "patterns" (such as "110": 6)')
    if any(not isinstance(count, int) for count in patterns.values()):
        key = next(key for key, count in patterns.items() if not isinstance(count, int))
        raise BrokenTable(f"{name}: the count of «{key}» is {patterns[key]!r}; it must be a whole number")
    try:
        return from_patterns([str(one) for one in lists], patterns)
    except NotATable as trouble:
        raise NotATable(f"{name}: {trouble}") from trouble


def _from_rows(
    name: str, text: str, stratum: str, wanted: tuple[str, ...], progress: Progress
) -> dict[str, OverlapTable]:
    columns, rows = _opened(name, text)
    count_at = next((place for place, column in enumerate(columns) if column.casefold() in COUNT_COLUMNS), None)
    stratum_at = _place_of(name, columns, stratum) if stratum else None
    kept = list(rows)
    if not kept:
        raise EmptyTable(f"{name}: there is nothing below the column names")
    if wanted:
        places = [_place_of(name, columns, one) for one in wanted]
    else:
        apart = {count_at, stratum_at}
        places = [at for at in range(len(columns)) if at not in apart and _like_a_list(kept, at)]
    if len(places) < _LEAST_LISTS:
        raise MappingNeeded(
            f"{name}: {len(places)} columns hold only 0 and 1; at least {_LEAST_LISTS} lists are needed, "
            "each a column of 0 and 1"
        )
    _refuse_doubles(name, columns, kept)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for done, (line, row) in enumerate(kept, 1):
        pattern = "".join(_digit(name, line, columns[at], row[at]) for at in places)
        persons = _persons(name, line, columns[count_at], row[count_at]) if count_at is not None else 1
        if persons and "1" not in pattern:
            raise BrokenTable(f"{name}, line {line}: this person stands on no list; take the row out")
        counted[row[stratum_at].strip() if stratum_at is not None else ""][pattern] += persons
        if done % 10_000 == 0:
            progress(done)
    names = [columns[at] for at in places]
    try:
        return {key: from_patterns(names, patterns) for key, patterns in sorted(counted.items())}
    except NotATable as trouble:
        raise NotATable(f"{name}: {trouble}") from trouble


def _refuse_doubles(name: str, columns: list[str], rows: list[tuple[int, list[str]]]) -> None:
    """Whoever stands in two rows would be counted twice, or in two strata; a column «id» shows it."""
    at = next((place for place, column in enumerate(columns) if column.casefold() in ID_COLUMNS), None)
    seen: dict[str, int] = {}
    for line, row in rows if at is not None else ():
        person = row[at or 0].strip()
        if person and person in seen:
            raise BrokenTable(
                f"{name}, line {line}: the person «{person[:40]}» stands in line {seen[person]} already; "
                "give each person one row, with 1 for every list that names him"
            )
        seen[person] = line


def _opened(name: str, text: str) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    columns = [cell.strip() for cell in next(reader, [])]
    if twice := [column for column in columns if column and columns.count(column) > 1]:
        raise BrokenTable(f"{name}, line 1: the column «{twice[0]}» comes twice; name each column once")

    def rows() -> Iterator[tuple[int, list[str]]]:
        try:
            for row in reader:
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) != len(columns):
                    raise BrokenTable(
                        f"{name}, line {reader.line_num}: {len(row)} cells under {len(columns)} columns; "
                        "check for a missing or unquoted comma"
                    )
                yield reader.line_num, row
        except csv.Error as trouble:
            raise BrokenTable(f"{name}, line {reader.line_num + 1}: {trouble}; check the quotation marks") from None

    return columns, rows()


def _place_of(name: str, columns: list[str], wanted: str) -> int:
    if wanted not in columns:
        raise MappingNeeded(f"{name}: there is no column «{wanted}»; the columns are {', '.join(columns)}")
    return columns.index(wanted)


def _like_a_list(rows: list[tuple[int, list[str]]], at: int) -> bool:
    said = {row[at].strip().casefold() for _, row in rows}
    return said <= _YES | _NO and bool(said & _YES)


def _digit(name: str, line: int, column: str, cell: str) -> str:
    said = cell.strip().casefold()
    if said in _YES:
        return "1"
    if said in _NO:
        return "0"
    raise BrokenTable(f"{name}, line {line}, column «{column}»: «{cell[:40]}» says neither 0 nor 1")


def _persons(name: str, line: int, column: str, cell: str) -> int:
    said = cell.strip()
    if not said.isdecimal():
        raise BrokenTable(
            f"{name}, line {line}, column «{column}»: «{cell[:40]}» is no number of persons; write digits"
        )
    return int(said)


def overlaps_document(table: OverlapTable) -> dict[str, Any]:
    """The table as JSON that `read_overlaps` reads back to an equal one."""
    return {"lists": list(table.lists), "patterns": table.as_patterns()}
