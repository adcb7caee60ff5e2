"""A gazetteer as a plain value: which places there are, under which names, where, and how many people live there.

Reading one from a file belongs elsewhere (`antigone.bureau.gazetteer`); `from_rows` takes what was read. A small one is
built in: regions and big cities of the two countries with the names that they bore before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import OSA

from antigone.evidence.places.reading import Place, area_keys, begins, most_apart, settlement_keys, sounds

#: Mean radius of the Earth in kilometres (IUGG).
_EARTH_KM: Final = 6371.0088
#: Candidates that are kept where several places bear one name.
MOST_CANDIDATES: Final = 4
_DEEPEST: Final = 10
#: A country of which so many settlements are listed is taken to be listed whole.
_LISTED_WHOLE: Final = 5_000


class GazetteerInvalid(ValueError):
    """Entries do not make a gazetteer; the message names the entry and the cure."""


class GazetteerUnknown(LookupError):
    """A line of evidence asks for a gazetteer that this process has not been given."""


class PlaceKind(StrEnum):
    """What an entry is. A community (громада) lies between district and settlement and is never compared."""

    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    COMMUNITY = "community"
    SETTLEMENT = "settlement"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Entry:
    """One place.

    Attributes:
        id: the gazetteer's own id, unique within it.
        names: the usual name first, then every other: in other languages, former ones.
        parent: id of the place that this one lies in; empty at the top.
        latitude, longitude: degrees (WGS 84), or None.
        population: inhabitants, or None where not known.
    """

    id: str
    names: tuple[str, ...]
    kind: PlaceKind
    parent: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a gazetteer knows of a place that a text names.

    Attributes:
        settlements: entries that bear the settlement's name and lie in the district and region named, the biggest
            first; empty where the text names none, the gazetteer knows none, or more than `MOST_CANDIDATES`.
        region, district: the entry of each, named or known from the only settlement; None where not known.
        share: share of their country's people who live in places of that name, of all people where no country is
            named; None where nobody knows.
    """

    settlements: tuple[Entry, ...] = ()
    district: Entry | None = None
    region: Entry | None = None
    share: float | None = None


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Places by their names. Two gazetteers are equal when their fingerprints are.

    Attributes:
        name: what the staff call it.
        entries: id to entry.
        fingerprint: sixteen hexadecimal digits of the SHA-256 of all entries: the same entries, the same digits.
    """

    name: str
    entries: dict[str, Entry]
    fingerprint: str
    _settlements: dict[str, list[str]] = field(repr=False)
    _areas: dict[tuple[PlaceKind, str], list[str]] = field(repr=False)
    _people: dict[str, int] = field(repr=False)
    _settled: dict[str, int] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gazetteer) and other.fingerprint == self.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __len__(self) -> int:
        return len(self.entries)

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[Entry]) -> Gazetteer:
        """Put entries together.

        Raises:
            GazetteerInvalid: an id stands twice, a parent is missing or lies in itself, a coordinate is impossible.
        """
        entries: dict[str, Entry] = {}
        digest = sha256()
        for entry in rows:
            _check(entry, entries)
            entries[entry.id] = entry
            digest.update(repr((entry.id, entry.names, entry.kind.value, entry.parent, entry.latitude, entry.longitude,
                                entry.population)).encode())  # fmt: skip
        settlements: dict[str, list[str]] = {}
        areas: dict[tuple[PlaceKind, str], list[str]] = {}
        people: dict[str, int] = {}
        settled: dict[str, int] = {}
        for entry in entries.values():
            if entry.parent and entry.parent not in entries:
                raise GazetteerInvalid(f"«{entry.id}» lies in «{entry.parent}», which is not in the list; add that row")
            if len(_above(entries, entry)) > _DEEPEST:
                raise GazetteerInvalid(f"«{entry.id}» lies in itself; correct its parent")
            if entry.kind is PlaceKind.SETTLEMENT:
                top = _country(entries, entry)
                people[top] = people.get(top, 0) + (entry.population or 0)
                settled[top] = settled.get(top, 0) + 1
                for key in _keys_of(entry):
                    settlements.setdefault(key, []).append(entry.id)
            elif entry.kind in (PlaceKind.REGION, PlaceKind.DISTRICT):
                for key in dict.fromkeys(key for called in entry.names for key in area_keys(called)):
                    areas.setdefault((entry.kind, key), []).append(entry.id)
        for top, counted in people.items():
            people[top] = max(counted, (entries[top].population or 0) if top else 0)
        return cls(name, entries, digest.hexdigest()[:16], settlements, areas, people, settled)

    def known(self, place: Place) -> Known:
        """What this gazetteer knows of a place."""
        region = self._area(PlaceKind.REGION, place.region)
        district = self._area(PlaceKind.DISTRICT, place.district, within=region)
        if region is None and district is not None and not place.region:
            region = self.above(district, PlaceKind.REGION)
        found = self._candidates(place, region, district)
        if len(found) == 1:
            region = region or self.above(found[0], PlaceKind.REGION)
            district = district or self.above(found[0], PlaceKind.DISTRICT)
        share = sum(map(self._share, found)) or None
        # So many of one name that nobody can tell which: the name is all that can be compared.
        settlements = tuple(found) if len(found) <= MOST_CANDIDATES else ()
        return Known(settlements, district, region, share)

    def _share(self, entry: Entry) -> float:
        top = _country(self.entries, entry)
        if entry.population is not None:
            return entry.population / self._people[top] if self._people[top] else 0.0
        # Of a country that is listed whole, villages without a count share what half of the people there are.
        count = self._settled[top]
        return 0.5 / count if count >= _LISTED_WHOLE else 0.0

    def above(self, entry: Entry, kind: PlaceKind) -> Entry | None:
        """The region or district that a place lies in."""
        return next((other for other in _above(self.entries, entry) if other.kind is kind), None)

    def within(self, entry: Entry) -> tuple[str, ...]:
        """Usual names of the places that a place lies in, from the nearest up."""
        return tuple(other.names[0] for other in _above(self.entries, entry))

    def _candidates(self, place: Place, region: Entry | None, district: Entry | None) -> list[Entry]:
        ids = dict.fromkeys(
            found for key in settlement_keys(place.settlement) for found in self._settlements.get(key, ())
        )
        entries = [self.entries[found] for found in ids]
        for area in (region, district):
            if area is not None:
                inside = [entry for entry in entries if area in _above(self.entries, entry)]
                if area.kind is PlaceKind.REGION or inside:
                    # District borders were redrawn (Ukraine 2020): an old district must not hide the settlement.
                    entries = inside
        return sorted(_heard_as(place.settlement, entries), key=lambda entry: (-(entry.population or 0), entry.id))

    def _area(self, kind: PlaceKind, called: str, within: Entry | None = None) -> Entry | None:
        for key in area_keys(called):
            found = [self.entries[place] for place in self._areas.get((kind, key), ())]
            if within is not None:
                found = [entry for entry in found if within in _above(self.entries, entry)]
            if len(found) > 1:
                # Sounds of consonants alone make Харківська and Горьковская one; their beginnings tell them apart.
                found = [entry for entry in found if begins(called) in map(begins, entry.names)]
            if len(found) == 1:
                return found[0]
        return None


def _heard_as(called: str, entries: list[Entry]) -> list[Entry]:
    """Of entries whose consonants agree, those that sound like the name: the exact ones if there are any."""
    heard = sounds(called)

    def apart(entry: Entry) -> int:
        found = 1 << 30
        for name in entry.names:
            distance = OSA.distance(heard, sounds(name))
            if distance <= most_apart(max(len(heard), len(sounds(name)))):
                found = min(found, distance)
        return found

    distances = [apart(entry) for entry in entries]
    most = 0 if 0 in distances else most_apart(len(heard) + 4)
    return [entry for entry, distance in zip(entries, distances, strict=True) if distance <= most]


def merged(base: Gazetteer, more: Gazetteer) -> Iterator[Entry]:
    """The entries of `base`, with what `more` knows besides: other names, coordinates, numbers of people, other places.

    A place of `more` is the place of `base` that bears one of its names in the region of one of its region's names,
    where exactly one does; else it is added under an id of its own. Nothing that `base` says is changed.
    """
    same: dict[str, str] = {}
    for entry in more.entries.values():
        found = _same_place(base, more, entry, same)
        if found is not None:
            same[entry.id] = found
    by_base: dict[str, Entry] = {}
    for theirs, ours in same.items():
        by_base.setdefault(ours, more.entries[theirs])
    for entry in base.entries.values():
        other = by_base.get(entry.id)
        yield entry if other is None else _completed(entry, other)
    for entry in more.entries.values():
        if entry.id not in same:
            parent = same.get(entry.parent, f"+{entry.parent}" if entry.parent else "")
            yield replace(entry, id=f"+{entry.id}", parent=parent)


def _same_place(base: Gazetteer, more: Gazetteer, entry: Entry, same: dict[str, str]) -> str | None:
    if entry.kind is PlaceKind.COUNTRY:
        alike = [
            other.id
            for other in base.entries.values()
            if other.kind is PlaceKind.COUNTRY and set(other.names) & set(entry.names)
        ]
        return alike[0] if len(alike) == 1 else None
    if entry.parent and entry.parent not in same:
        return None
    above = {same[other.id] for other in _above(more.entries, entry) if other.id in same}
    if entry.kind is PlaceKind.SETTLEMENT:
        named = {found for key in _keys_of(entry) for found in base._settlements.get(key, ())}
    else:
        keys = {key for called in entry.names for key in area_keys(called)}
        named = {found for key in keys for found in base._areas.get((entry.kind, key), ())}
        named = {found for found in named if _begin_alike(base.entries[found], entry)}
    inside = [found for found in named if above <= {other.id for other in _above(base.entries, base.entries[found])}]
    exactly = [found for found in inside if base.entries[found].names[0].strip() == entry.names[0]]
    # Several places of one name: the one that lies in the same place directly, as a capital in its country.
    beside = [found for found in exactly if base.entries[found].parent == same.get(entry.parent)]
    return next((chosen[0] for chosen in (exactly, beside, inside) if len(chosen) == 1), None)


def _begin_alike(left: Entry, right: Entry) -> bool:
    return bool(set(map(begins, left.names)) & set(map(begins, right.names)))


def _completed(entry: Entry, other: Entry) -> Entry:
    placed = entry.latitude is not None and entry.longitude is not None
    return replace(
        entry,
        names=tuple(dict.fromkeys((*entry.names, *other.names))),
        latitude=entry.latitude if placed else other.latitude,
        longitude=entry.longitude if placed else other.longitude,
        population=entry.population if entry.population is not None else other.population,
    )


def distance_km(left: Entry, right: Entry) -> float | None:
    """Great-circle distance by the haversine formula; None where a coordinate is not known."""
    if left.latitude is None or left.longitude is None or right.latitude is None or right.longitude is None:
        return None
    return haversine_km(left.latitude, left.longitude, right.latitude, right.longitude)


def haversine_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance of two points given in degrees.

    Source: Sinnott, "Virtues of the haversine", Sky and Telescope 68 (2), 1984.
    """
    one, two = math.radians(latitude), math.radians(other_latitude)
    across = math.radians(other_longitude - longitude)
    half = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _check(entry: Entry, entries: dict[str, Entry]) -> None:
    if not entry.id or not entry.names or not entry.names[0]:
        raise GazetteerInvalid(f"an entry has no id or no name: {entry.id or entry.names}; give it both")
    if entry.id in entries:
        raise GazetteerInvalid(f"the id «{entry.id}» stands twice; every place needs one of its own")
    for value, bound, what in ((entry.latitude, 90, "latitude"), (entry.longitude, 180, "longitude")):
        if value is not None and not -bound <= value <= bound:
            raise GazetteerInvalid(f"the {what} of «{entry.id}» is {value}; write degrees from -{bound} to {bound}")
    if entry.population is not None and entry.population < 0:
        raise GazetteerInvalid(f"the population of «{entry.id}» is {entry.population}; leave it out if not known")


def _above(entries: dict[str, Entry], entry: Entry) -> list[Entry]:
    found: list[Entry] = []
    while entry.parent in entries and len(found) <= _DEEPEST:
        entry = entries[entry.parent]
        found.append(entry)
    return found


def _country(entries: dict[str, Entry], entry: Entry) -> str:
    """Id of the country that a place lies in; empty where the gazetteer names none."""
    return next((other.id for other in _above(entries, entry) if other.kind is PlaceKind.COUNTRY), "")


def _keys_of(entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for called in entry.names for key in settlement_keys(called)))


_given: dict[str, Gazetteer] = {}


def give(gazetteer: Gazetteer) -> None:
    """Let this process know a gazetteer, so that a line of evidence that names it by its fingerprint can be used."""
    _given[gazetteer.fingerprint] = gazetteer


def given(fingerprint: str) -> Gazetteer:
    """The gazetteer of a fingerprint; the built-in one for an empty fingerprint.

    Raises:
        GazetteerUnknown: it was never given to this process.
    """
    if not fingerprint:
        return built_in()
    if fingerprint in _given:
        return _given[fingerprint]
    raise GazetteerUnknown(
        f"the parameters want the gazetteer {fingerprint}, which is not installed here; "
        "install it with «antigone gazetteer install», or train again without it"
    )


@lru_cache(maxsize=1)
def built_in() -> Gazetteer:
    """Regions and big cities of Ukraine and Russia, with former names; written by hand, `data/renamed.tsv`."""
    text = files("antigone.evidence.places").joinpath("data", "renamed.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]
    return Gazetteer.from_rows("built in", (entry_of(row) for row in rows))


def entry_of(cells: list[str]) -> Entry:
    """An entry from the cells of a row: id, name, alternatives (divided by «|»), kind, parent, degrees, population.

    Raises:
        ValueError: a cell is not what it should be.
    """
    place, name, others, kind, parent, latitude, longitude, population = (cell.strip() for cell in cells)
    names = (name, *(other.strip() for other in others.split("|") if other.strip()))
    return Entry(
        place, names, PlaceKind(kind), parent,
        float(latitude) if latitude else None, float(longitude) if longitude else None,
        int(population) if population else None,
    )  # fmt: skip
