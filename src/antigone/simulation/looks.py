"""How people look: what a relative remembers and a pathologist sees.

Stature follows age-blind normal laws (men 176.5 cm, s.d. 7; women 164.5, s.d. 6.5) and shoe sizes follow stature; blood
groups are inherited by ABO and Rh alleles; the rest is drawn for each person on his own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.simulation import words

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ABO_FREQUENCIES: Final = (0.25, 0.18, 0.57)
"""Allele frequencies of A, B and O, about those published for Eastern Europe."""
_RH_NEGATIVE_ALLELE: Final = 0.38
_DARK_CULTURES: Final = (3, 4, 5, 6, 7, 8, 9, 11)
NOTHING: Final = -1
"""Code for "has none" in columns of marks."""
# FDI two-digit tooth numbers of the permanent teeth.
TEETH: Final = tuple(10 * quadrant + tooth for quadrant in (1, 2, 3, 4) for tooth in range(1, 9))


@dataclass(frozen=True)
class Looks:
    """Parallel arrays, one entry a person; codes point into the tables of `words`.

    `tattoo`, `second_tattoo`, `scar`, `missing_tooth` and `crowned_tooth` are `NOTHING` where there is none; a tattoo's
    place is its entry in `tattoo_place`. `blood` holds the two ABO alleles (0 A, 1 B, 2 O) and `rhesus` two Rh alleles
    (1 positive).
    """

    height_cm: Ints
    build: Ints
    hair: Ints
    eyes: Ints
    blood: NDArray[np.int8]
    rhesus: NDArray[np.int8]
    left_handed: Bools
    shoe: Ints
    tattoo: Ints
    tattoo_place: Ints
    second_tattoo: Ints
    second_place: Ints
    scar: Ints
    missing_tooth: Ints
    crowned_tooth: Ints

    def blood_group(self) -> Ints:
        """Phenotype: 0 O, 1 A, 2 B, 3 AB, plus 4 where Rh-negative."""
        has_a = (self.blood == 0).any(axis=1)
        has_b = (self.blood == 1).any(axis=1)
        group: Ints = has_a * 1 + has_b * 2 + 4 * (self.rhesus.sum(axis=1) == 0)
        return group


BLOOD_GROUPS: Final = ("O(I) Rh+", "A(II) Rh+", "B(III) Rh+", "AB(IV) Rh+", "O(I) Rh-", "A(II) Rh-", "B(III) Rh-",
                       "AB(IV) Rh-")  # fmt: skip


def _marked(rng: np.random.Generator, count: int, share: float, kinds: int) -> Ints:
    return np.where(rng.random(count) < share, rng.integers(0, kinds, count), NOTHING)


def draw_looks(
    rng: np.random.Generator,
    female: Bools,
    culture: Ints,
    age: Ints,
    soldier: Bools,
    father: Ints,
    mother: Ints,
    generation: Ints,
) -> Looks:
    """Looks for everybody.

    Args:
        rng: where chance comes from.
        female: sex of each.
        culture: codes into `stock.CULTURES`.
        age: whole years when the war began (negative for those born later).
        soldier: tattoos are commoner among soldiers.
        father: row of the father or -1.
        mother: row of the mother or -1.
        generation: 0 for those without parents in the world; parents always have a lower number.
    """
    count = len(female)
    height = np.where(female, rng.normal(164.5, 6.5, count), rng.normal(176.5, 7.0, count)).clip(146, 208)
    dark = np.isin(culture, _DARK_CULTURES)
    fair_hair = rng.choice(6, count, p=(0.30, 0.27, 0.09, 0.18, 0.13, 0.03))
    dark_hair = rng.choice(6, count, p=(0.10, 0.02, 0.70, 0.17, 0.005, 0.005))
    hair = np.where(dark, dark_hair, fair_hair)
    old = rng.random(count) < ((age - 40) / 45).clip(0, 0.9)
    hair = np.where(old, 6, hair)
    hair = np.where(~female & (age > 28) & (rng.random(count) < 0.07), 7, hair)
    eyes = np.where(
        dark,
        rng.choice(4, count, p=(0.86, 0.02, 0.06, 0.06)),
        rng.choice(4, count, p=(0.29, 0.31, 0.28, 0.12)),
    )
    blood = np.zeros((count, 2), dtype=np.int8)
    rhesus = np.zeros((count, 2), dtype=np.int8)
    founders = generation == 0
    blood[founders] = rng.choice(3, (int(founders.sum()), 2), p=ABO_FREQUENCIES).astype(np.int8)
    rhesus[founders] = rng.random((int(founders.sum()), 2)) >= _RH_NEGATIVE_ALLELE
    for number in range(1, int(generation.max(initial=0)) + 1):
        born = np.flatnonzero(generation == number)
        for column, parent in ((0, father[born]), (1, mother[born])):
            which = rng.integers(0, 2, (2, len(born)))
            blood[born, column] = blood[parent, which[0]]
            rhesus[born, column] = rhesus[parent, which[1]]
    adult = age >= 16
    share = np.where(soldier, 0.42, np.where(female, 0.10, 0.16)) * adult
    tattooed = rng.random(count) < share
    tattoo = np.where(tattooed, rng.integers(0, len(words.MOTIFS), count), NOTHING)
    second = np.where(tattooed & (rng.random(count) < 0.35), rng.integers(0, len(words.MOTIFS), count), NOTHING)
    teeth = np.array(TEETH)
    missing, crowned = _marked(rng, count, 0.45, len(teeth)), _marked(rng, count, 0.30, len(teeth))
    return Looks(
        height_cm=height.round().astype(np.int64),
        build=rng.choice(4, count, p=(0.26, 0.48, 0.19, 0.07)),
        hair=hair.astype(np.int64),
        eyes=eyes.astype(np.int64),
        blood=blood,
        rhesus=rhesus,
        left_handed=rng.random(count) < 0.1,
        shoe=(height * 0.245 + rng.normal(-0.3, 0.9, count)).round().astype(np.int64).clip(34, 49),
        tattoo=tattoo,
        tattoo_place=rng.integers(0, len(words.BODY_PLACES), count),
        second_tattoo=second,
        second_place=rng.integers(0, len(words.BODY_PLACES), count),
        scar=np.where(adult, _marked(rng, count, 0.32, len(words.SCARS)), NOTHING),
        missing_tooth=np.where(adult & (missing >= 0), teeth[missing], NOTHING),
        crowned_tooth=np.where(adult & (crowned >= 0) & (crowned != missing), teeth[crowned], NOTHING),
    )
