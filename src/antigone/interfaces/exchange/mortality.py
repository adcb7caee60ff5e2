"""Deaths by year, age group and sex from a statistical office's table (CSV, also .gz)."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.interfaces.exchange.errors import BrokenTable, FileMissing, FileTooLarge, MappingNeeded, UndecodableText
from antigone.interfaces.exchange.tables.unpacking import gunzipped

_COLUMNS = {
    "year": ("year", "год", "рік"),
    "age": ("age", "возраст", "вік"),
    "sex": ("sex", "gender", "пол", "стать"),
    "deaths": ("deaths", "умершие", "смерті", "count"),
    "region": ("region", "регион", "регіон"),
}
_MEN = frozenset({"m", "male", "men", "м", "муж", "мужчины", "чол", "чоловіки"})
_WOMEN = frozenset({"f", "female", "women", "ж", "жен", "женщины", "жін", "жінки"})
_MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class DeathTable:
    """Deaths, float64[ages, years, 2] (men, women), with what the axes stand for."""

    ages: tuple[str, ...]
    years: tuple[int, ...]
    deaths: NDArray[np.float64]


def read_deaths(path: Path, *, ages: Sequence[str] = (), region: str = "") -> DeathTable:
    """The table of one region.

    An age group may be named by its beginning («15-19» finds «15-19 лет»).

    Args:
        ages: groups to keep, in this order; all, as the file has them, when empty.
        region: whose deaths; needed where the file has a column of regions with several.

    Raises:
        UnreadableFile: one sentence that names the file, the line and the cure.
    """
    rows = csv.DictReader(io.StringIO(_text(path)))
    place = _places(path.name, list(rows.fieldnames or ()))
    counted: dict[tuple[str, int, int], float] = defaultdict(float)
    seen_ages: dict[str, None] = {}
    regions: dict[str, None] = {}
    for line, row in enumerate(rows, 2):
        if "region" in place:
            regions.setdefault(row[place["region"]] or "")
            if region and row[place["region"]] != region:
                continue
        sex = _sex(path.name, line, row[place["sex"]] or "")
        number = (row[place["deaths"]] or "").strip()
        year = (row[place["year"]] or "").strip()
        if not year.isdecimal():
            raise BrokenTable(f"{path.name}, line {line}: «{year}» is no year")
        try:
            deaths = float(number) if number else 0.0
        except ValueError:
            raise BrokenTable(f"{path.name}, line {line}: «{number}» is no number of deaths") from None
        age = row[place["age"]] or ""
        seen_ages.setdefault(age)
        counted[age, int(year), sex] += deaths
    if "region" in place and not region and len(regions) > 1:
        raise MappingNeeded(f"{path.name} has {len(regions)} regions; choose one with --region")
    if region and region not in regions:
        raise MappingNeeded(f"{path.name} has no region «{region}»")
    chosen = _chosen(path.name, list(seen_ages), ages)
    years = tuple(sorted({year for _, year, _ in counted}))
    table = np.array([[[counted[age, year, sex] for sex in (0, 1)] for year in years] for age in chosen])
    return DeathTable(tuple(chosen), years, table)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = _unpacked(path.name, content)
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UndecodableText(f"{path.name} is not UTF-8; save the table as UTF-8 text") from None
    except OSError as trouble:
        raise FileMissing(f"{path} cannot be read: {trouble}") from trouble


def _unpacked(name: str, packed: bytes) -> bytes:
    content = bytearray()
    for piece in gunzipped(name, io.BytesIO(packed)):
        content += piece
        if len(content) > _MOST_BYTES:
            raise FileTooLarge(f"{name} unpacks to more than {_MOST_BYTES:,} bytes, more than such a table has")
    return bytes(content)


def _places(name: str, columns: list[str]) -> dict[str, str]:
    found = {
        what: column for what, words in _COLUMNS.items() for column in columns if column.strip().casefold() in words
    }
    if missing := [what for what in ("year", "age", "sex", "deaths") if what not in found]:
        raise MappingNeeded(f"{name} has no column «{missing[0]}»; its columns are {', '.join(columns) or 'none'}")
    return found


def _sex(name: str, line: int, said: str) -> int:
    word = said.strip().casefold()
    if word in _MEN:
        return 0
    if word in _WOMEN:
        return 1
    raise BrokenTable(f"{name}, line {line}: «{said}» is no sex; write m or f")


def _chosen(name: str, known: list[str], wanted: Sequence[str]) -> list[str]:
    if not wanted:
        return known
    chosen = []
    for one in wanted:
        fitting = [age for age in known if age == one or age.startswith(f"{one} ")]
        if len(fitting) != 1:
            raise MappingNeeded(f"{name} has no age group «{one}»; it has {', '.join(known)}")
        chosen.append(fitting[0])
    return chosen
