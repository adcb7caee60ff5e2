"""What the house knows of single words: given names across languages, fathers' names, how common a word is.

The given-name table (`data/given.tsv`) is written by hand; the frequencies (`data/frequency.tsv`) and the
model's numbers are learned by ``python -m benchmarks.names.learn``. Both are read once, on first use.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from antigone.evidence.names.reading.phones import readings

_MAX_GROUPS = 4


@dataclass(frozen=True, slots=True)
class GivenName:
    """One given name in all its spellings.

    Attributes:
        number: its number in the table, the ``17`` of the code ``g17``.
        sex: ``m`` or ``f``.
        name: the Russian spelling, by which reasons call it.
        formal: spellings that a document would have.
        pet: what family and friends say.
    """

    number: int
    sex: str
    name: str
    formal: tuple[str, ...]
    pet: tuple[str, ...]


@lru_cache(maxsize=1)
def given_names() -> tuple[GivenName, ...]:
    """Every group of the given-name table, in order."""
    text = resources.files("antigone.evidence.names").joinpath("data/given.tsv").read_text("utf-8")
    groups: list[GivenName] = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        sex, formal, pet = (line + "\t\t").split("\t")[:3]
        spellings = tuple(formal.split())
        groups.append(GivenName(len(groups), sex, spellings[0], spellings, tuple(pet.split())))
    return tuple(groups)


@lru_cache(maxsize=1)
def _given_by_sounds() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    formal: dict[str, list[int]] = defaultdict(list)
    pet: dict[str, list[int]] = defaultdict(list)
    for group in given_names():
        for spellings, table in ((group.formal, formal), (group.pet, pet)):
            for spelling in spellings:
                # A Latin spelling of the table may be read in several ways; a Cyrillic one has its own.
                for sounds in readings(spelling)[:1]:
                    if group.number not in table[sounds]:
                        table[sounds].append(group.number)
    return (
        {sounds: tuple(numbers) for sounds, numbers in formal.items()},
        {sounds: tuple(n for n in numbers if n not in formal.get(sounds, ())) for sounds, numbers in pet.items()},
    )


_PET_ENDINGS = (
    ("ka", "a"),
    ("oqka", "a"),
    ("eqka", "a"),
    ("enka", "a"),
    ("uwka", "a"),
    ("iuwa", ""),
    ("qik", ""),
    ("ik", ""),
)


def formal_given(sounds: str) -> tuple[int, ...]:
    """Numbers of the given names of which these sounds are a document spelling; empty when none."""
    return _given_by_sounds()[0].get(sounds, ())


def pet_given(sounds: str) -> tuple[int, ...]:
    """Numbers of the given names of which these sounds are a pet form, listed or built in the usual way."""
    formal, pet = _given_by_sounds()
    found = pet.get(sounds)
    if found:
        return found[:_MAX_GROUPS]
    if not sounds.endswith(_PET_TAILS) or sounds in formal:
        return ()
    for ending, vowel in _PET_ENDINGS:
        if len(sounds) > len(ending) + 1 and sounds.endswith(ending):
            stem = sounds[: -len(ending)]
            for base in (stem + vowel, stem + "i" + vowel, stem):
                numbers = pet.get(base) or formal.get(base)
                if numbers:
                    return numbers[:_MAX_GROUPS]
    return ()


_IRREGULAR_FATHERS = {
    "pavl": "Павел", "lv": "Лев", "iakovl": "Яков", "mixail": "Михаил", "mixal": "Михаил", "petr": "Пётр",
    "ignat": "Игнат", "afanas": "Афанасий", "lavrent": "Лаврентий", "sav": "Савелий", "danil": "Даниил",
    "gavril": "Гавриил", "il": "Илья", "xariton": "Харитон", "kirilov": "Кирилл", "leont": "Леонтий",
    "ark": "Аркадий", "vasil": "Василий", "piatr": "Пётр", "iakavl": "Яков", "leu": "Лев", "iak": "Яков",
}  # fmt: skip


@lru_cache(maxsize=1)
def _fathers_by_stem() -> dict[str, tuple[int, ...]]:
    stems: dict[str, list[int]] = defaultdict(list)
    by_name = {group.name: group.number for group in reversed(given_names())}
    for group in given_names():
        if group.sex != "m":
            continue
        for spelling in group.formal:
            sounds = readings(spelling)[0]
            for stem in {sounds, sounds.rstrip("i"), sounds.rstrip("aeio")}:
                if len(stem) >= 2 and group.number not in stems[stem]:
                    stems[stem].append(group.number)
    for stem, name in _IRREGULAR_FATHERS.items():
        if name in by_name:
            stems[stem] = [by_name[name]]
    return {stem: tuple(numbers[:_MAX_GROUPS]) for stem, numbers in stems.items()}


def fathers(stem: str) -> tuple[int, ...]:
    """Numbers of the given names that a patronymic's stem may come from, the nearest first."""
    table = _fathers_by_stem()
    return table.get(stem) or table.get(stem.rstrip("aeio")) or ()


_PET_TAILS = tuple(ending for ending, _ in _PET_ENDINGS)


@lru_cache(maxsize=4_000)
def one_sex(numbers: tuple[int, ...]) -> str:
    """The sex that all these given names have in common, ``m`` or ``f``; empty when they differ."""
    sexes = {given_names()[number].sex for number in numbers}
    return sexes.pop() if len(sexes) == 1 else ""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common words are, as log10 of their share among the people of the source.

    Attributes:
        surname: by sounds (masculine form).
        given: by given-name number.
        father: by given-name number of the father.
        given_word: by sounds, for given names outside the table.
        rare_surname, rare_given, rare_father: what an unlisted word counts as.
    """

    surname: dict[str, float]
    given: dict[int, float]
    father: dict[int, float]
    given_word: dict[str, float]
    rare_surname: float
    rare_given: float
    rare_father: float


@lru_cache(maxsize=1)
def frequencies() -> Frequencies:
    """The frequency tables that ``benchmarks.names.learn`` wrote."""
    text = resources.files("antigone.evidence.names").joinpath("data/frequency.tsv").read_text("utf-8")
    surname: dict[str, float] = {}
    given: dict[int, float] = {}
    father: dict[int, float] = {}
    given_word: dict[str, float] = {}
    rare = {"surname": -6.0, "given": -5.0, "father": -5.0}
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        kind, key, value = line.split("\t")
        number = -int(value) / 100
        if kind == "s":
            surname[key] = number
        elif kind == "g":
            given[int(key)] = number
        elif kind == "p":
            father[int(key)] = number
        elif kind == "w":
            given_word[key] = number
        else:
            rare[key] = number
    return Frequencies(surname, given, father, given_word, rare["surname"], rare["given"], rare["father"])


def rather_given(sounds: str) -> bool:
    """Whether a word outside the given-name table is a given name rather than a surname, by what is counted."""
    table = frequencies()
    share = table.given_word.get(sounds)
    return share is not None and share > table.surname.get(sounds, -99.0) + 0.5


def prepare() -> None:
    """Build every table now, so that no comparison waits for one; about a quarter of a second, once a process."""
    given_names()
    _given_by_sounds()
    _fathers_by_stem()
    frequencies()
