"""How strongly the places of two records speak for one person: in bulk, and in words.

Two places are compared at the finest level that both name: the same settlement, another one near by, the same district,
the same region, elsewhere. Each level has the chance m of being seen of one person and u of two people; an agreeing
settlement is weighed by the share of people who come from it, so that Київ says less than a village (term frequency,
Winkler 2000). What the gazetteer knows goes first: names of one place are one, equal names of two places are two. What
it does not know is compared as words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.places.gazetteer import MOST_CANDIDATES, Entry, Known, given
from antigone.evidence.places.reading import (
    MOST_KEYS,
    Place,
    area_keys,
    as_number,
    most_apart,
    read,
    settlement_keys,
    sounds,
)
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Phrase, figure, joined, phrase

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: How two places stand to each other; the codes of `_levels`.
SILENT, SETTLEMENT, NEAR, DISTRICT, REGION, ELSEWHERE, NAMESAKE = range(7)
_IN_WORDS: Final = {
    SETTLEMENT: phrase("the same place"),
    NEAR: phrase("places near each other"),
    DISTRICT: phrase("the same district"),
    REGION: phrase("the same region"),
    ELSEWHERE: phrase("different places"),
    NAMESAKE: phrase("two places of one name"),
}
_AREA_KEYS: Final = 2
_DEGREE: Final = math.pi / 180
_DIAMETER_KM: Final = 2 * 6371.0088
_AT_ONCE: Final = 8192


@dataclass(frozen=True, slots=True)
class PlaceLevels:
    """Chances of each level, of one person (m) and of two (u), where both records name a settlement.

    Attributes:
        m: the same settlement, near, the same district, the same region, elsewhere; adds up to 1.
        u: the same; its first is used where nobody knows how many people live in the settlement.
        rarest: no settlement is taken to be rarer than this.
        near_km: how far apart "near" reaches, where coordinates are known.
    """

    m: tuple[float, float, float, float, float]
    u: tuple[float, float, float, float, float]
    rarest: float = 2e-4
    near_km: float = 30.0

    def __post_init__(self) -> None:
        for chances in (self.m, self.u):
            if len(chances) != 5 or min(chances) <= 0 or abs(sum(chances) - 1) > 1e-6:
                raise ValueError(f"chances of five levels must be above 0 and add up to 1: {chances}")


#: Both records give the birthplace, or both the home.
ALIKE: Final = PlaceLevels(m=(0.72, 0.05, 0.04, 0.07, 0.12), u=(0.003, 0.007, 0.01, 0.05, 0.93))
#: One gives the birthplace and the other the home.
IN_TURN: Final = PlaceLevels(m=(0.55, 0.07, 0.06, 0.10, 0.22), u=(0.003, 0.007, 0.01, 0.05, 0.93))
#: Where somebody was last seen, and where he was captured, died or was found.
OF_EVENT: Final = PlaceLevels(m=(0.55, 0.22, 0.04, 0.11, 0.08), u=(0.006, 0.02, 0.024, 0.11, 0.84), rarest=0.003)


class EncodedPlaces(NamedTuple):
    """n records and the distinct places that they name.

    Attributes:
        rows: int32[n, k]: row of each of a record's k places in the arrays below; row 0 is "not said".
        keys: int64[places, 4]: how the settlement's name sounds, as numbers; 0 fills up.
        ids: int64[places, 4]: entries of the gazetteer that it may be; 0 fills up.
        districts, regions: int64[places, 2]; an entry of the gazetteer, or how the name sounds.
        stated: bool[places]: the text itself names the region.
        points: float64[places, 3]: the settlement's point on the unit sphere; NaN where not known.
        shares: float64[places]: share of people who live there; NaN where not known.
        heard: str[places]: the sounds of the settlement's name; keys keep its consonants only.
    """

    rows: NDArray[np.int32]
    keys: Ints
    ids: Ints
    districts: Ints
    regions: Ints
    stated: Bools
    points: Floats
    shares: Floats
    heard: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class BirthplaceLine:
    """Birthplaces and homes: people are described by one or the other.

    Where both records give the same of the two, those are compared; where both give both, the mean of the two
    likelihood ratios counts, since most people live where they were born; else the one is compared with the other.

    Attributes:
        gazetteer: fingerprint of the gazetteer to use; empty for the built-in one. See `gazetteer.give`.
        alike: levels of two birthplaces or two homes.
        in_turn: levels of a birthplace and a home.
    """

    gazetteer: str = ""
    alike: PlaceLevels = ALIKE
    in_turn: PlaceLevels = IN_TURN

    @property
    def name(self) -> str:
        return "birthplace"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("birthplace", "residence")

    def encode(self, columns: Columns) -> EncodedPlaces:
        """Each distinct place read once."""
        return _encoded((columns["birthplace"], columns["residence"]), self.gazetteer)

    def weigh(self, left: EncodedPlaces, right: EncodedPlaces, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        for start in range(0, len(left_rows), _AT_ONCE):
            at = slice(start, start + _AT_ONCE)
            weights[at] = self._weighed(left, right, left_rows[at], right_rows[at])
        return weights

    def _weighed(self, left: EncodedPlaces, right: EncodedPlaces, left_rows: Rows, right_rows: Rows) -> Floats:
        ratio, parts = np.zeros(len(left_rows)), np.zeros(len(left_rows))
        alike = np.zeros(len(left_rows), dtype=np.bool_)
        places_left, places_right = left.rows[left_rows], right.rows[right_rows]
        for one, other, levels in ((0, 0, self.alike), (1, 1, self.alike), (0, 1, self.in_turn), (1, 0, self.in_turn)):
            a, b = places_left[:, one], places_right[:, other]
            speak = (a > 0) & (b > 0)
            if (one, other) == (0, 1):
                alike = parts > 0
            if one != other:
                # Birthplace with home only where nothing alike could be compared.
                speak &= ~alike
            at = np.flatnonzero(speak)
            if len(at):
                ratio[at] += _ratios(levels, left, right, a[at], b[at])[0]
                parts[at] += 1
        return np.where(parts > 0, np.log10(np.where(parts > 0, ratio / np.maximum(parts, 1), 1.0)), 0.0)

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, and how the two places stand to each other."""
        a = _encoded(([left.birthplace], [left.residence]), self.gazetteer)
        b = _encoded(([right.birthplace], [right.residence]), self.gazetteer)
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        texts_a, texts_b = (left.birthplace, left.residence), (right.birthplace, right.residence)
        said: dict[Phrase, None] = {}
        alike = any(a.rows[0, at] and b.rows[0, at] for at in (0, 1))
        for one, other in ((0, 0), (1, 1), (0, 1), (1, 0)):
            rows = a.rows[:, one], b.rows[:, other]
            if rows[0][0] and rows[1][0] and (one == other or not alike):
                levels = self.alike if one == other else self.in_turn
                level = int(_ratios(levels, a, b, *rows)[1][0])
                said[_in_words(level, texts_a[one], texts_b[other], a, b, int(rows[0][0]), int(rows[1][0]))] = None
        return Weight(self.name, weight, joined("; ", said) or phrase("no birthplace or home on one side"))


@dataclass(frozen=True, slots=True)
class EventPlaceLine:
    """Where somebody was last seen, and where he was captured, died or was found; also two records of one event.

    A record stands for the place of its event, or else the place where the person was last seen.

    Attributes:
        gazetteer: as of `BirthplaceLine`.
        levels: chances of each level.
    """

    gazetteer: str = ""
    levels: PlaceLevels = OF_EVENT

    @property
    def name(self) -> str:
        return "place of event"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("last_seen_place", "occurred_place")

    def encode(self, columns: Columns) -> EncodedPlaces:
        """Each distinct place read once."""
        texts = [
            there or seen for there, seen in zip(columns["occurred_place"], columns["last_seen_place"], strict=True)
        ]
        return _encoded((texts,), self.gazetteer)

    def weigh(self, left: EncodedPlaces, right: EncodedPlaces, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        for start in range(0, len(left_rows), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            a, b = left.rows[left_rows[rows], 0], right.rows[right_rows[rows], 0]
            speak = (a > 0) & (b > 0)
            ratio = np.ones(len(a))
            at = np.flatnonzero(speak)
            if len(at):
                ratio[at] = _ratios(self.levels, left, right, a[at], b[at])[0]
            weights[rows] = np.log10(ratio)
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, and how the two places stand to each other."""
        text_a, text_b = (one.occurred_place or one.last_seen_place for one in (left, right))
        a, b = _encoded(([text_a],), self.gazetteer), _encoded(([text_b],), self.gazetteer)
        if not a.rows[0, 0] or not b.rows[0, 0]:
            return Weight(self.name, 0.0, phrase("no place of an event on one side"))
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        level = int(_ratios(self.levels, a, b, a.rows[:, 0], b.rows[:, 0])[1][0])
        return Weight(self.name, weight, _in_words(level, text_a, text_b, a, b, 1, 1))


_FIRST = np.zeros(1, dtype=np.int64)


def _any_equal(left: Ints, right: Ints) -> Bools:
    """Whether any key of a row on the left is a key of the row on the right; 0 is no key."""
    found = np.zeros(len(left), dtype=np.bool_)
    for at in range(left.shape[1]):
        key = left[:, at]
        if at and not key.any():
            break
        known = key != 0
        for other in range(right.shape[1]):
            found |= known & (key == right[:, other])
    return found


def _sound_alike(left: NDArray[np.object_], right: NDArray[np.object_]) -> Bools:
    """Whether names with the same consonants sound like one name, pair by pair."""
    alike: Bools = np.asarray(left == right, dtype=np.bool_)
    differ = np.flatnonzero(~alike)
    one, other = left[differ].tolist(), right[differ].tolist()
    most = np.array([most_apart(max(len(a), len(b))) for a, b in zip(one, other, strict=True)], dtype=np.int32)
    alike[differ] = cpdist(one, other, scorer=OSA.distance, dtype=np.int32) <= most
    return alike


def _ratios(
    levels: PlaceLevels, left: EncodedPlaces, right: EncodedPlaces, a: NDArray[Any], b: NDArray[Any]
) -> tuple[Floats, NDArray[np.int8]]:
    """Likelihood ratio and level of pairs of rows of places: float64[n], int8[n]."""
    same_region = _any_equal(left.regions[a], right.regions[b])
    both_regions = (left.regions[a, 0] != 0) & (right.regions[b, 0] != 0)
    same_district = _any_equal(left.districts[a], right.districts[b])
    both_districts = (left.districts[a, 0] != 0) & (right.districts[b, 0] != 0)
    resolved_a, resolved_b = left.ids[a, 0] != 0, right.ids[b, 0] != 0
    both_settlements = (left.keys[a, 0] != 0) & (right.keys[b, 0] != 0)
    same_name = _any_equal(left.keys[a], right.keys[b])
    same_id = _any_equal(left.ids[a], right.ids[b])
    doubtful = np.flatnonzero(same_name & ~same_id)
    if len(doubtful):
        same_name[doubtful] = _sound_alike(left.heard[a[doubtful]], right.heard[b[doubtful]])
    other_region = left.stated[a] & right.stated[b] & both_regions & ~same_region
    same = same_id | (same_name & ~(resolved_a & resolved_b) & ~other_region)
    namesake = same_name & ~same
    between = left.points[a] - right.points[b]
    # The chord between two points of the unit sphere; NaN where one is not known compares as far.
    half_chord = np.sqrt(between[:, 0] ** 2 + between[:, 1] ** 2 + between[:, 2] ** 2) / 2
    placed = ~np.isnan(half_chord)
    near = placed & (_DIAMETER_KM * np.arcsin(np.minimum(np.nan_to_num(half_chord), 1.0)) <= levels.near_km)

    (m_same, m_near, m_district, m_region, m_else), (u_same, u_near, u_district, u_region, u_else) = levels.m, levels.u
    level = np.full(len(a), ELSEWHERE, dtype=np.int8)
    ratio = np.full(len(a), m_else / u_else)

    def put(where: Bools, code: int, value: float) -> None:
        level[where] = code
        ratio[where] = value

    # From the coarse to the fine; where a finer level cannot be compared, its mass lies with the coarser.
    put(~both_regions, SILENT, 1.0)
    inside = m_same + m_near + m_district + m_region
    put(same_region & ~both_settlements, REGION, inside / (u_same + u_near + u_district + u_region))
    finer = m_same + m_near + m_district
    put(same_district & ~both_settlements, DISTRICT, finer / (u_same + u_near + u_district))
    # Elsewhere within the region, or not known where.
    put(both_settlements & ~same, ELSEWHERE, m_else / u_else)
    put(both_settlements & ~same & ~both_regions & ~placed, ELSEWHERE, (1 - m_same) / (1 - u_same))
    put(both_settlements & ~same & same_region & ~placed, REGION, (m_near + m_region) / (u_near + u_region))
    put(both_settlements & ~same & same_region & placed, REGION, m_region / u_region)
    if m_district:
        put(
            both_settlements & ~same & same_region & ~both_districts & ~placed,
            REGION,
            (m_near + m_district + m_region) / (u_near + u_district + u_region),
        )
    put(both_settlements & ~same & same_district & placed, DISTRICT, m_district / u_district)
    put(both_settlements & ~same & same_district & ~placed, DISTRICT, (m_near + m_district) / (u_near + u_district))
    put(both_settlements & ~same & near, NEAR, m_near / u_near)
    # Equal names in two regions: as likely a slip in the region as two places.
    put(namesake & ~near & ~same_region, NAMESAKE, 1.0)
    common = np.fmax(left.shares[a], right.shares[b])
    common = np.where(np.isnan(common), u_same, common).clip(levels.rarest, 1.0)
    level[same] = SETTLEMENT
    ratio[same] = np.maximum(m_same / common[same], 1.0)
    return ratio, level


@lru_cache(maxsize=200_000)
def _known(text: str, gazetteer: str) -> tuple[Place, Known]:
    place = read(text)
    return place, given(gazetteer).known(place) if place else Known()


def _encoded(texts: Sequence[Sequence[Any]], gazetteer: str) -> EncodedPlaces:
    count = len(texts[0])
    distinct: dict[str, int] = {"": 0}
    rows = np.zeros((count, len(texts)), dtype=np.int32)
    for at, column in enumerate(texts):
        rows[:, at] = [distinct.setdefault(text or "", len(distinct)) for text in column]
    size = len(distinct)
    keys, ids = np.zeros((size, MOST_KEYS), dtype=np.int64), np.zeros((size, MOST_CANDIDATES), dtype=np.int64)
    districts, regions = (np.zeros((size, _AREA_KEYS), dtype=np.int64) for _ in range(2))
    stated, says = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    points, shares = np.full((size, 3), np.nan), np.full(size, np.nan)
    heard = np.full(size, "", dtype=np.object_)
    for text, row in distinct.items():
        place, known = _known(text, gazetteer)
        if not place:
            continue
        says[row], stated[row] = True, bool(place.region)
        heard[row] = sounds(place.settlement)
        _fill(keys[row], [as_number("settlement", key) for key in settlement_keys(place.settlement)])
        _fill(ids[row], [as_number("id", entry.id) for entry in known.settlements])
        _fill(districts[row], _area_numbers(known.district, place.district))
        _fill(regions[row], _area_numbers(known.region, place.region))
        if known.settlements and known.settlements[0].latitude is not None:
            points[row] = _on_sphere(known.settlements[0])
        if known.share is not None:
            shares[row] = known.share
    return EncodedPlaces(np.where(says[rows], rows, 0), keys, ids, districts, regions, stated, points, shares, heard)


def _area_numbers(entry: Entry | None, called: str) -> list[int]:
    if entry is not None:
        return [as_number("id", entry.id)]
    return [as_number("area", key) for key in area_keys(called)]


def _fill(cells: Ints, numbers: Sequence[int]) -> None:
    cells[: len(numbers)] = numbers[: len(cells)]


def _on_sphere(entry: Entry) -> tuple[float, float, float]:
    latitude, longitude = (entry.latitude or 0.0) * _DEGREE, (entry.longitude or 0.0) * _DEGREE
    ring = math.cos(latitude)
    return ring * math.cos(longitude), ring * math.sin(longitude), math.sin(latitude)


def _in_words(level: int, left: str, right: str, a: EncodedPlaces, b: EncodedPlaces, row: int, other: int) -> Phrase:
    one, two = left[:80], right[:80]
    if level == SILENT:
        return phrase("«{one}» and «{two}» cannot be compared", one=one, two=two)
    words = phrase("{how}: «{one}» and «{two}»", how=_IN_WORDS[level], one=one, two=two)
    if level in (NEAR, DISTRICT, REGION, ELSEWHERE):
        chord = float(np.linalg.norm(a.points[row] - b.points[other]))
        if not math.isnan(chord):
            km = figure(_DIAMETER_KM * math.asin(min(chord / 2, 1.0)), ".0f")
            return phrase("{places}, {km} km apart", places=words, km=km)
    return words
