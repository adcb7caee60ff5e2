"""What changed between two releases of a list of persons, with nobody silently dropped.

A named list is never final: entries come, go, get another number, turn out to be one person, are corrected. Every
entry of both releases is in exactly one class of the revision.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list.

    Attributes:
        number: the list's own number of the person; unique within a release.
        name: as written. sex, birth (EDTF), age: as written, empty if not said.
    """

    number: str
    name: str
    sex: str = ""
    birth: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry before and the entry after that speaks of the same person."""

    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Revision:
    """How one release became the next.

    Attributes:
        kept: same number, nothing changed.
        edited: same number, something else changed.
        renumbered: the old number is gone and the same person stands there under a new one.
        merged: the old number is gone because the person already stood there under another number, which stays.
        removed: gone, and nobody like that stands in the new release.
        added: new, and nobody like that stood in the old release.
        doubled: new, though somebody of that name and birth stands there already under another number: the pair's
            `before` is who stood there, `after` the new entry.
    """

    kept: tuple[Entry, ...]
    edited: tuple[Pair, ...]
    renumbered: tuple[Pair, ...]
    merged: tuple[Pair, ...]
    removed: tuple[Entry, ...]
    added: tuple[Entry, ...]
    doubled: tuple[Pair, ...]

    @property
    def numbers_gone(self) -> int:
        """Numbers of the old release that the new one lacks."""
        return len(self.renumbered) + len(self.merged) + len(self.removed)

    @property
    def numbers_new(self) -> int:
        """Numbers of the new release that the old one lacked."""
        return len(self.renumbered) + len(self.added) + len(self.doubled)


def revision(before: Sequence[Entry], after: Sequence[Entry]) -> Revision:
    """Compare two releases, each with unique numbers; linear time.

    Two numbers are taken for one person when the names are equal but for the writing of letters, and sex and birth do
    not contradict; of several candidates the one that agrees in most wins, and each entry serves once.
    """
    old, new = {entry.number: entry for entry in before}, {entry.number: entry for entry in after}
    gone = [entry for number, entry in old.items() if number not in new]
    fresh = [entry for number, entry in new.items() if number not in old]
    stayed = [Pair(old[number], entry) for number, entry in new.items() if number in old]

    renumbered = _paired(gone, fresh)
    left = _without(gone, (pair.before for pair in renumbered))
    merged = _paired(left, [pair.after for pair in stayed], once=False)
    removed = _without(left, (pair.before for pair in merged))
    unexplained = _without(fresh, (pair.after for pair in renumbered))
    doubled = [
        Pair(pair.after, pair.before)
        for pair in _paired(unexplained, [pair.after for pair in stayed], once=False)
        if pair.before.birth and pair.before.birth == pair.after.birth
    ]
    return Revision(
        kept=tuple(pair.after for pair in stayed if pair.before == pair.after),
        edited=tuple(pair for pair in stayed if pair.before != pair.after),
        renumbered=tuple(renumbered),
        merged=tuple(merged),
        removed=tuple(removed),
        added=tuple(_without(unexplained, (pair.after for pair in doubled))),
        doubled=tuple(doubled),
    )


def doubles(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """Groups of entries of one release with one name and one birth date under several numbers."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.birth:
            groups[_folded(entry.name), entry.birth].append(entry)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _without(entries: Iterable[Entry], taken: Iterable[Entry]) -> list[Entry]:
    numbers = {entry.number for entry in taken}
    return [entry for entry in entries if entry.number not in numbers]


def _paired(left: Sequence[Entry], right: Sequence[Entry], *, once: bool = True) -> list[Pair]:
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in right:
        by_name[_folded(entry.name)].append(entry)
    taken: set[str] = set()
    found = []
    for entry in left:
        fitting = [
            other
            for other in by_name.get(_folded(entry.name), ())
            if other.number not in taken and not _contradict(entry, other)
        ]
        if not fitting:
            continue
        best = max(fitting, key=lambda other: _agreement(entry, other))
        if once:
            taken.add(best.number)
        found.append(Pair(entry, best))
    return found


def _contradict(one: Entry, other: Entry) -> bool:
    sexes = bool(one.sex and other.sex and one.sex != other.sex)
    years = bool(one.birth and other.birth and one.birth[:4] != other.birth[:4])
    return sexes and years


def _agreement(one: Entry, other: Entry) -> int:
    return (
        2 * (bool(one.birth) and one.birth == other.birth)
        + (bool(one.sex) and one.sex == other.sex)
        + (bool(one.age) and one.age == other.age)
    )


#: Letters that writers of Arabic, Ukrainian and Russian lists use for one another.
_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ё": "е", "ґ": "г", "’": "'"}
)


def _folded(name: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_ALIKE).split())
