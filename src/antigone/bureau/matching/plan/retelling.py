"""Found records as those who seek the same people would tell of them, with slips at the rates of real lists.

Where case workers have confirmed too few pairs, what a blocking rule finds is tried on such copies.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from antigone.bureau.matching.engines.scoring import columns_of
from antigone.evidence.names import RomanisationScheme, parse, romanise
from antigone.evidence.places.reading import read as read_place

_SEED = 1949


def as_relatives_write(table: pa.Table) -> dict[str, list[Any]]:
    """Records as those who seek the same people would give them; the same for the same table.

    Of names one in seven loses the patronymic, one in six has a letter wrong in the surname (one in twelve on either
    side), one in twenty gives initials, three in ten are written in the other alphabet. Of birth dates one in five is
    the year alone, one in ten is a year off, one in twenty swaps day and month, one in ten is not told. Other fields
    are told every second time; of places three in ten are the region alone; remains were last seen up to a year before.
    The rates are of the order that linked sanctions and memorial lists show (`docs/bulk-matching.md`).
    """
    chance = random.Random(_SEED)
    columns = columns_of(table)
    kinds = columns["kind"]
    columns["kind"] = ["missing"] * len(table)
    columns["names"] = [tuple(_retold_name(name, chance) for name in names[:1]) for names in columns["names"]]
    columns["birth_date"] = [_retold_date(born, chance) for born in columns["birth_date"]]
    for field in ("service_number", "call_sign", "unit", "description", "father_name"):
        columns[field] = [value if chance.random() < 0.5 else "" for value in columns[field]]
    # What happened to the found is what the relatives last knew; remains are found later.
    columns["last_seen_place"] = [
        _retold_place(seen or here, chance)
        for seen, here in zip(columns["last_seen_place"], columns["occurred_place"], strict=True)
    ]
    columns["last_seen_date"] = [
        seen or (_earlier(here, chance) if kind == "remains" else here)
        for seen, here, kind in zip(columns["last_seen_date"], columns["occurred_date"], kinds, strict=True)
    ]
    for field in ("occurred_place", "occurred_date"):
        columns[field] = [""] * len(table)
    return columns


def _retold_name(name: str, chance: random.Random) -> str:
    parts = parse(name)
    family, given, patronymic = parts.family or name, parts.given, parts.patronymic
    if chance.random() < 1 / 6 and len(family) > 3:
        at = chance.randrange(1, len(family) - 1)
        family = chance.choice(
            (family[:at] + family[at + 1 :], family[:at] + family[at + 1] + family[at] + family[at + 2 :])
        )
    if chance.random() < 1 / 7:
        patronymic = ""
    if chance.random() < 1 / 20:
        given, patronymic = (f"{part[0]}." if part else "" for part in (given, patronymic))
    told = " ".join(part for part in (family, given, patronymic) if part)
    return romanise(told, RomanisationScheme.RU_BGN) if chance.random() < 0.3 else told


def _retold_date(told: str, chance: random.Random) -> str:
    how = chance.random()
    if len(told) != 10 or not told.replace("-", "").isdigit():
        return told if how < 0.9 else ""
    year, month, day = told.split("-")
    if how < 0.1:
        return ""
    if how < 0.3:
        return year
    if how < 0.4:
        return f"{int(year) + chance.choice((-1, 1)):04}"
    if how < 0.45 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    return told


def _retold_place(place: str, chance: random.Random) -> str:
    region = read_place(place).region
    return f"{region} область" if region and chance.random() < 0.3 else place


def _earlier(day: str, chance: random.Random) -> str:
    before = timedelta(days=int(365 * chance.random() ** 2))
    try:
        return (date.fromisoformat(day) - before).isoformat()
    except (ValueError, OverflowError):
        return day
