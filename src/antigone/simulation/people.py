"""The people of the world: families of three generations, their names, homes and service.

A world of N people holds whole families (a couple, their children, the children's spouses and children) and a few
soldiers whose family is not known. Everything is an array with one entry a person, parents before their children.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.simulation import words
from antigone.simulation.looks import Looks, draw_looks
from antigone.simulation.places import Map
from antigone.simulation.stock import CULTURES, NameBook

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EPOCH: Final = date(1900, 1, 1)
"""Days of the world are counted from here."""
WAR_BEGAN: Final = (date(2023, 3, 1) - EPOCH).days
AS_OF: Final = (date(2026, 10, 1) - EPOCH).days
"""The day on which the lists are closed."""
YEAR: Final = 365.25
NOBODY: Final = -1
NEVER: Final = -1
SMALLEST_WORLD: Final = 100

FATHER, MOTHER, CHILD, SPOUSE, GRANDCHILD, ALONE = range(6)
ROLES: Final = ("father", "mother", "child", "spouse", "grandchild", "alone")

# Peoples of either side, by the order of CULTURES. The shares differ because the names must; nothing else does.
_CULTURE_SHARES: Final = (
    (0.720, 0.045, 0.015, 0.055, 0.030, 0.025, 0.015, 0.035, 0.010, 0.020, 0.015, 0.015),
    (0.130, 0.760, 0.015, 0.010, 0.005, 0.005, 0.002, 0.013, 0.015, 0.015, 0.020, 0.010),
)
_NO_PATRONYMIC: Final = (0.003, 0.003, 0.003, 0.03, 0.03, 0.05, 0.12, 0.15, 0.35, 0.12, 0.03, 0.05)
_EASTERN_PATRONYMIC: Final = (0, 0, 0, 0, 0, 0, 0, 0.02, 0, 0, 0, 0.6)
NO_PATRONYMIC, USUAL_PATRONYMIC, EASTERN_PATRONYMIC = range(3)
_BRIGADES_A_SIDE: Final = 48


class ImpossibleWorld(ValueError):
    """A world that cannot be made as asked for; the text says why and what to ask for."""


@dataclass(frozen=True)
class Units:
    """Brigades of both sides: rows 0 to 47 are side 0's, 48 to 95 side 1's.

    `number` is invented and unique; `branch` points into `words.BRANCHES`; `sector` is the height on the map where
    the brigade stands; `code` the five signs by which it is called in papers.
    """

    number: Ints
    branch: Ints
    sector: Floats
    code: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Everybody, as parallel arrays; a person is a row number.

    Attributes:
        side: 0 Velmaria, 1 Dorvania.
        culture: code into `stock.CULTURES`.
        female: sex.
        family: number of the family, -1 for those alone.
        role: code into `ROLES`.
        generation: 0 for those whose parents are not in the world.
        father, mother, spouse: rows, or `NOBODY`. The pedigree that DNA profiles can follow.
        born: day of birth counted from `EPOCH`.
        died: day of a death that has nothing to do with the war, or `NEVER`.
        surname, maiden: rows of the name book; `maiden` is what a person was born with.
        given, father_given: rows of the name book.
        patronymic: `NO_PATRONYMIC`, `USUAL_PATRONYMIC` or `EASTERN_PATRONYMIC`.
        birthplace, home: rows of the map.
        soldier: whether he or she serves in the war.
        enlisted: day of entry into service, or `NEVER`.
        unit, battalion, rank: rows of `Units`, 1 to 4, rows of `words.RANKS`; -1 where not a soldier.
        service_number: unique on its side; -1 where not a soldier.
        call_sign: row of `words.CALL_SIGNS` or -1.
        looks: what the body looks like.
    """

    side: Ints
    culture: Ints
    female: Bools
    family: Ints
    role: Ints
    generation: Ints
    father: Ints
    mother: Ints
    spouse: Ints
    born: Ints
    died: Ints
    surname: Ints
    maiden: Ints
    given: Ints
    father_given: Ints
    patronymic: Ints
    birthplace: Ints
    home: Ints
    soldier: Bools
    enlisted: Ints
    unit: Ints
    battalion: Ints
    rank: Ints
    service_number: Ints
    call_sign: Ints
    looks: Looks

    def __len__(self) -> int:
        return len(self.side)


def invent_units(rng: np.random.Generator) -> Units:
    """The brigades of both sides, spread along the front."""
    count = 2 * _BRIGADES_A_SIDE
    number = rng.permutation(np.arange(201, 400))[:count]
    # Each side's brigades stand evenly from south to north, jittered.
    place = np.concatenate([rng.permutation(_BRIGADES_A_SIDE) for _ in range(2)])
    sector = (place + rng.random(count)) / _BRIGADES_A_SIDE * 500
    digits = rng.permutation(9000)[:count] + 1000
    letters = "ВД"
    code = tuple(f"{letters[row // _BRIGADES_A_SIDE]}{digit}" for row, digit in enumerate(digits.tolist()))
    return Units(number, rng.choice(len(words.BRANCHES), count, p=words.BRANCH_SHARES), sector, code)


def _cultures(rng: np.random.Generator, side: Ints) -> Ints:
    uniform = rng.random(len(side))
    drawn = np.zeros(len(side), dtype=np.int64)
    for code in (0, 1):
        cumulative = np.cumsum(_CULTURE_SHARES[code]) / sum(_CULTURE_SHARES[code])
        here = side == code
        drawn[here] = np.searchsorted(cumulative, uniform[here], side="right").clip(max=len(CULTURES) - 1)
    return drawn


@dataclass(frozen=True)
class _Skeleton:
    """Who is whose, before names: blocks of rows in the order of `ROLES`."""

    family: Ints
    role: Ints
    female: Bools
    born: Ints
    father: Ints
    mother: Ints
    spouse: Ints


def _families(rng: np.random.Generator, people: int) -> _Skeleton:
    """Births and kinship of about `people` persons, cut to whole families, filled up with lone soldiers."""
    families = people // 5 + 10
    # The eldest child is the anchor: 18 to 52 years old when the war begins, thus of an age to serve.
    eldest = WAR_BEGAN - ((18.2 + 34 * rng.beta(1.6, 2.6, families)) * YEAR).astype(np.int64)
    mother_age = 18.5 + 16 * rng.beta(1.6, 2.4, families)
    mother_born = eldest - (mother_age * YEAR).astype(np.int64)
    father_age = (mother_age + rng.normal(2.5, 3.5, families)).clip(18.5, 50)
    father_born = eldest - (father_age * YEAR).astype(np.int64)
    children = rng.choice((1, 2, 3, 4), families, p=(0.30, 0.43, 0.19, 0.08))
    gaps = ((1.1 + rng.exponential(2.6, (families, 4))) * YEAR).astype(np.int64)
    gaps[:, 0] = 0
    births = eldest[:, None] + np.cumsum(gaps, axis=1)
    latest = mother_born + int(45.5 * YEAR)
    exists = (np.arange(4) < children[:, None]) & (births < latest[:, None]) & (births < WAR_BEGAN)
    exists[:, 0] = True
    child_family, child_order = np.nonzero(exists)
    child_born = births[child_family, child_order]
    child_female = rng.random(len(child_family)) < np.where(child_order == 0, 0.06, 0.5)
    # Some children are married when the war begins; husbands are a little older.
    age = (WAR_BEGAN - child_born) / YEAR
    married = np.flatnonzero((age > 20) & (rng.random(len(age)) < ((age - 19) * 0.06).clip(0, 0.78)))
    shift = np.where(child_female[married], -1.5, 1.5) + rng.normal(0, 2.5, len(married))
    spouse_born = np.minimum(child_born[married] + (shift * YEAR).astype(np.int64), WAR_BEGAN - int(19.5 * YEAR))
    # Grandchildren are born when both parents are nineteen at least and the mother not over 44.
    wife_born = np.where(child_female[married], child_born[married], spouse_born)
    young = np.maximum(child_born[married], spouse_born)
    wanted = rng.poisson(1.15, len(married)).clip(0, 3)
    later = ((rng.exponential(3.0, (len(married), 3)) + np.array([0.0, 1.1, 1.1])) * YEAR).astype(np.int64)
    grand_births = young[:, None] + int(19.2 * YEAR) + np.cumsum(later, axis=1)
    wives = wife_born[:, None] + int(44 * YEAR)
    real = (np.arange(3) < wanted[:, None]) & (grand_births < WAR_BEGAN) & (grand_births < wives)
    couple, order = np.nonzero(real)

    # Whole families only, as many as fit.
    sizes = 2 + np.bincount(child_family, minlength=families)
    sizes += np.bincount(child_family[married], minlength=families)
    sizes += np.bincount(child_family[married][couple], minlength=families)
    room = people - max(1, people // 200)
    keep = int(np.searchsorted(np.cumsum(sizes), room, side="right"))
    alone = people - int(sizes[:keep].sum())

    kept_child = child_family < keep
    kept_married = kept_child[married]
    kept_grand = kept_married[couple]
    first_child = 2 * keep
    child_row = first_child + np.cumsum(kept_child) - 1
    first_spouse = first_child + int(kept_child.sum())
    spouse_row = first_spouse + np.cumsum(kept_married) - 1
    first_grand = first_spouse + int(kept_married.sum())
    first_alone = first_grand + int(kept_grand.sum())

    family = np.full(people, -1, dtype=np.int64)
    role = np.full(people, ALONE, dtype=np.int64)
    female = np.zeros(people, dtype=np.bool_)
    born = np.zeros(people, dtype=np.int64)
    father = np.full(people, NOBODY, dtype=np.int64)
    mother = np.full(people, NOBODY, dtype=np.int64)
    spouse = np.full(people, NOBODY, dtype=np.int64)

    numbers = np.arange(keep)
    family[:keep] = family[keep:first_child] = numbers
    role[:keep], role[keep:first_child] = FATHER, MOTHER
    female[keep:first_child] = True
    born[:keep], born[keep:first_child] = father_born[:keep], mother_born[:keep]
    spouse[:keep], spouse[keep:first_child] = numbers + keep, numbers

    block = slice(first_child, first_spouse)
    family[block] = child_family[kept_child]
    role[block] = CHILD
    female[block] = child_female[kept_child]
    born[block] = child_born[kept_child]
    father[block], mother[block] = family[block], family[block] + keep

    block = slice(first_spouse, first_grand)
    partner = child_row[married[kept_married]]
    family[block] = family[partner]
    role[block] = SPOUSE
    female[block] = ~female[partner]
    born[block] = spouse_born[kept_married]
    spouse[block] = partner
    spouse[partner] = np.arange(first_spouse, first_grand)

    block = slice(first_grand, first_alone)
    parent, other = child_row[married[couple[kept_grand]]], spouse_row[couple[kept_grand]]
    family[block] = family[parent]
    role[block] = GRANDCHILD
    female[block] = rng.random(len(parent)) < 0.49
    born[block] = grand_births[couple[kept_grand], order[kept_grand]]
    father[block] = np.where(female[parent], other, parent)
    mother[block] = np.where(female[parent], parent, other)

    lone = slice(first_alone, people)
    born[lone] = WAR_BEGAN - ((18.2 + 34 * rng.beta(1.6, 2.6, alone)) * YEAR).astype(np.int64)
    return _Skeleton(family, role, female, born, father, mother, spouse)


def _peaceful_deaths(rng: np.random.Generator, kin: _Skeleton) -> Ints:
    """Days of death from age and illness up to `AS_OF`; nobody dies before his youngest child is born."""
    count = len(kin.born)
    age = (AS_OF - kin.born) / YEAR
    dead = rng.random(count) < ((age - 45) / 70).clip(0, 0.65) ** 1.6
    youngest = np.zeros(count, dtype=np.int64)
    for parent in (kin.father, kin.mother):
        known = parent >= 0
        np.maximum.at(youngest, parent[known], kin.born[known])
    earliest = np.maximum.reduce([youngest + 1, kin.born + int(45 * YEAR), np.full(count, WAR_BEGAN - 5478)])
    day = earliest + (rng.random(count) * (AS_OF - earliest)).astype(np.int64)
    return np.where(dead & (earliest < AS_OF), day, NEVER)


def people_of(rng: np.random.Generator, people: int, book: NameBook, land: Map, units: Units) -> People:
    """Exactly `people` persons of both sides.

    Raises ImpossibleWorld when fewer than `SMALLEST_WORLD` are asked for.
    """
    if people < SMALLEST_WORLD:
        raise ImpossibleWorld(f"a world needs at least {SMALLEST_WORLD} people, not {people}; ask for more")
    kin = _families(rng, people)
    families = int(kin.family.max(initial=-1)) + 1
    count = people
    in_family = kin.family >= 0
    family_side = rng.integers(0, 2, families)
    side = np.where(in_family, family_side[kin.family], rng.integers(0, 2, count))
    generation = np.where(kin.role == CHILD, 1, np.where(kin.role == GRANDCHILD, 2, 0))

    # Spouses mostly come from the same people; children take the father's.
    family_culture = _cultures(rng, family_side)
    own = _cultures(rng, side)
    mixed = rng.random(count) < 0.15
    culture = np.where(in_family & ~(mixed & (kin.role != FATHER)), family_culture[kin.family], own)
    child = kin.role == CHILD
    culture[child] = culture[kin.father[child]]
    grand = kin.role == GRANDCHILD
    culture[grand] = culture[kin.father[grand]]

    year = 1900 + (kin.born / YEAR).astype(np.int64)
    given = book.draw_given(rng, culture, kin.female, year, side)
    # Every fourteenth eldest son or so bears his father's name.
    namesake = (generation > 0) & ~kin.female & (rng.random(count) < 0.07)
    given[namesake] = given[kin.father[namesake]]
    nobody_female = np.zeros(count, dtype=np.bool_)
    father_given = book.draw_given(rng, culture, nobody_female, year - 27, side)
    known = kin.father >= 0
    father_given[known] = given[kin.father[known]]

    maiden = book.draw_surnames(rng, culture)
    for number in (1, 2):
        born_here = generation == number
        maiden[born_here] = maiden[kin.father[born_here]]
    surname = maiden.copy()
    wife = kin.female & (kin.spouse >= 0) & (rng.random(count) < 0.88)
    surname[wife] = maiden[kin.spouse[wife]]

    usual = rng.random(count)
    none, eastern = np.array(_NO_PATRONYMIC)[culture], np.array(_EASTERN_PATRONYMIC)[culture]
    patronymic = np.where(usual < none, NO_PATRONYMIC, np.where(usual < none + eastern, EASTERN_PATRONYMIC, 1))
    brothers = (generation > 0) & (rng.random(count) < 0.95)
    patronymic[brothers] = patronymic[kin.father[brothers]]

    lone_home = land.draw_home(rng, side)
    family_home = land.draw_home(rng, family_side)
    birthplace = np.where(in_family, family_home[kin.family], lone_home)
    moved = rng.random(count) < np.where(kin.role == SPOUSE, 0.7, np.where(generation == 0, 0.35, 0.12))
    birthplace = np.where(moved, land.draw_home(rng, side), birthplace)
    left = (kin.role == CHILD) & (rng.random(count) < 0.3)
    home = np.where(in_family & ~left, family_home[kin.family], lone_home)

    died = _peaceful_deaths(rng, kin)
    age = (WAR_BEGAN - kin.born) / YEAR
    willing = np.select(
        [kin.role == ALONE, kin.female, child, kin.role == SPOUSE, kin.role == FATHER],
        [1.0, 0.03, 0.80, 0.22, 0.14],
        0.0,
    )
    soldier = (rng.random(count) < willing) & (age >= 18.1) & (age < 57) & ((died < 0) | (kin.role == ALONE))
    died[soldier] = NEVER
    before = rng.random(count) < 0.3
    years_served = rng.random(count) * (age - 18.05).clip(0, 15)
    enlisted = np.where(
        before,
        WAR_BEGAN - (years_served * YEAR).astype(np.int64),
        WAR_BEGAN + rng.exponential(260, count).astype(np.int64),
    ).clip(max=AS_OF - 150)
    enlisted[~soldier] = NEVER

    def of_soldiers(values: Ints) -> Ints:
        return np.where(soldier, values, -1)

    brigades = len(units.number) // 2
    service = np.full(count, -1, dtype=np.int64)
    for code in (0, 1):
        serving = np.flatnonzero(soldier & (side == code))
        # Nine times as many numbers as people, so that one wrong digit seldom hits somebody else.
        service[serving] = 100_000 + rng.permutation(len(serving)) * 9 + rng.integers(0, 9, len(serving))
    looks = draw_looks(rng, kin.female, culture, age.astype(np.int64), soldier, kin.father, kin.mother, generation)
    return People(
        side=side, culture=culture, female=kin.female, family=kin.family, role=kin.role, generation=generation,
        father=kin.father, mother=kin.mother, spouse=kin.spouse, born=kin.born, died=died, surname=surname,
        maiden=maiden, given=given, father_given=father_given, patronymic=patronymic, birthplace=birthplace, home=home,
        soldier=soldier, enlisted=enlisted, unit=of_soldiers(side * brigades + rng.integers(0, brigades, count)),
        battalion=of_soldiers(rng.integers(1, 5, count)),
        rank=of_soldiers(rng.choice(len(words.RANKS), count, p=words.RANK_SHARES)),
        service_number=service,
        call_sign=np.where(soldier & (rng.random(count) < 0.6), rng.integers(0, len(words.CALL_SIGNS), count), -1),
        looks=looks,
    )  # fmt: skip
