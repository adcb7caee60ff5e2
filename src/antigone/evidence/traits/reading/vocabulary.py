"""The words of descriptions: stems of three languages with the codes that they stand for, and forgiveness for slips.

The tables lie in ``data/``; docs/traits.md says where the shares come from. A word may stand in several groups (a cross
is a tattoo's subject and a thing in a pocket); which one is meant, `reading` decides by its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from rapidfuzz.distance import OSA

_SHORTEST_MISSPELT = 6
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the body.

    Attributes:
        code: ``forearm``.
        region: ``head``, ``neck``, ``arm``, ``torso`` or ``leg``; a place whose code is its region holds the others.
        paired: whether there are a left and a right one.
        tattoo, skin, bone: its share of such marks, over both sides, not yet summing to one.
    """

    code: str
    region: str
    paired: bool
    tattoo: float
    skin: float
    bone: float


def _lines(name: str) -> Iterator[list[str]]:
    text = resources.files("antigone.evidence.traits.reading").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def places() -> tuple[Place, ...]:
    """Every place of the body, in the order of the file."""
    return tuple(
        Place(code, region, paired == "1", float(tattoo), float(skin), float(bone))
        for code, region, paired, tattoo, skin, bone, _ in _lines("places.tsv")
    )


@cache
def shares(group: str) -> Mapping[str, float]:
    """Codes of a group of ``words.tsv`` with their shares, in the order of the file."""
    return MappingProxyType({code: float(share) for name, code, share, _ in _lines("words.tsv") if name == group})


class _Stems:
    """Exact words and stems, each to the codes it stands for by group."""

    def __init__(self) -> None:
        self.exact: dict[str, dict[str, str]] = {}
        self.stems: dict[str, dict[str, str]] = {}
        self.shortened: dict[str, list[str]] = {}
        for group, code, _, words in _lines("words.tsv"):
            self._add(group, code, words)
        for code, *_, words in _lines("places.tsv"):
            self._add("place", code, words)
        for table in (self.exact, self.stems):
            for stem in table:
                if len(stem) >= _SHORTEST_MISSPELT:
                    for at in range(1, len(stem)):
                        self.shortened.setdefault(stem[:at] + stem[at + 1 :], []).append(stem)

    def _add(self, group: str, code: str, words: str) -> None:
        for word in words.split():
            table = self.stems if word.endswith("*") else self.exact
            table.setdefault(word.rstrip("*"), {}).setdefault(group, code)

    def of(self, word: str) -> dict[str, str]:
        found = dict(self.exact.get(word, {}))
        for length in range(len(word), 1, -1):
            for group, code in self.stems.get(word[:length], {}).items():
                found.setdefault(group, code)
        return found

    def nearly(self, word: str) -> dict[str, str]:
        """Codes of the longest stem that begins the word with one slip; the first letter must be right."""
        for length in range(min(len(word), 20), _SHORTEST_MISSPELT - 2, -1):
            start = word[:length]
            cut = [start[:at] + start[at + 1 :] for at in range(1, length)]
            near = self.shortened.get(start, []) + [stem for short in cut for stem in self.shortened.get(short, ())]
            near += [short for short in cut if len(short) >= _SHORTEST_MISSPELT and short in self.stems]
            for stem in near:
                whole = stem not in self.stems
                if whole and length != len(word):
                    continue
                if OSA.distance(start, stem, score_cutoff=1) <= 1:
                    return self.of(stem)
        return {}


@cache
def _stems() -> _Stems:
    return _Stems()


@lru_cache(maxsize=100_000)
def meanings(word: str) -> Mapping[str, str]:
    """What a normalised word may mean: group to code; empty for an unknown word.

    A word of six letters or more with one slip of spelling after its first letter is still known.
    """
    if len(word) > _LONGEST_WORD:
        return MappingProxyType({})
    stems = _stems()
    found = stems.of(word)
    if not found and len(word) >= _SHORTEST_MISSPELT:
        found = stems.nearly(word)
    return MappingProxyType(found)
