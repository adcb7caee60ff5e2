"""The learned numbers: how likely a likeness of two words is in one person and in two, and how parts add up.

Written by ``python -m benchmarks.names.learn`` into ``data/parameters.json``; nothing here is set by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

FINE_STEPS, COARSE_STEPS, LENGTH_STEPS = 7, 5, 4
GRID = FINE_STEPS * COARSE_STEPS * LENGTH_STEPS
FORMAL_CELL = GRID
"""Both words are document spellings of one given name (or patronymics of one father's name)."""
PET_CELL = GRID + 1
"""One of the words is a pet form of the other's given name, or both of one."""
CLASH_CELL = GRID + 2
"""Both are known and name different names; five cells, by the distance of their sounds."""
CELLS = GRID + 7

FEATURES = (
    "constant",
    *(f"{role} {what}" for role in ("family", "given", "patronymic", "middle")
      for what in ("likeness", "rarity", "unlikeness", "clash", "agrees", "missing on one side", "extra on one side")),
    "initial agrees",
    "initial differs",
    "sexes differ",
    "roles unsure",
    "family differs, woman",
    "given and patronymic both differ",
    "no full surname agrees",
    "nothing agrees",
)  # fmt: skip
"""Names of the terms of the final sum, in order."""

Floats = NDArray[np.float64]


class Strangers(StrEnum):
    """Who "different people" are: the alternative against which a weight is taken."""

    ALIKE = "alike"
    """The people whom a search or a list puts beside this one, because they share a part of the name or nearly
    do: namesakes, relatives, near surnames. The prior that goes with it is one in the number of such people."""
    ANYBODY = "anybody"
    """Any other person of the population. The prior that goes with it is one in the size of the population."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Coefficients of `FEATURES` and the bounds of their sum."""

    weights: Floats
    bounds: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything learned.

    Attributes:
        likeness: log10 P(cell | same person) / P(cell | two people), over [4 roles, `CELLS`].
        initial: the same for an initial against a word, over [4 roles, differs / agrees].
        typical_rarity: over [4 roles], the mean rarity of an agreed word, from which rarity is measured.
        carries_rarity: over [`CELLS`], whether words in this cell are near enough for rarity to count.
        role_doubt: what pairing two words of different roles costs in the search for the best pairing.
        sums: for each population of strangers the coefficients of `FEATURES`, in log10 units, and the least
            and greatest weight that the training data can vouch for.
    """

    likeness: Floats
    initial: Floats
    typical_rarity: Floats
    carries_rarity: NDArray[np.bool_]
    role_doubt: float
    sums: dict[Strangers, Sum]


def grid_cell(fine: NDArray[np.int32], coarse: NDArray[np.int32], length: NDArray[np.int16]) -> NDArray[np.int32]:
    """The cell of a likeness: distance of sounds, distance of skeletons, length of the longer word."""
    steps = np.minimum((np.maximum(length, 3) - 3) // 2, LENGTH_STEPS - 1)
    return np.asarray(
        (steps * FINE_STEPS + np.minimum(fine, FINE_STEPS - 1)) * COARSE_STEPS + np.minimum(coarse, COARSE_STEPS - 1),
        dtype=np.int32,
    )


def rarity_cells() -> NDArray[np.bool_]:
    """Cells in which two spellings are one word: the same sounds, or the same skeleton and nearly the same sounds."""
    out = np.zeros(CELLS, dtype=np.bool_)
    for step in range(LENGTH_STEPS):
        for fine in range(FINE_STEPS):
            for coarse in range(COARSE_STEPS):
                near = fine <= 1 or (coarse == 0 and fine <= 3)
                out[(step * FINE_STEPS + fine) * COARSE_STEPS + coarse] = near
    out[[FORMAL_CELL, PET_CELL]] = True
    return out


def from_json(data: dict[str, Any]) -> Parameters:
    """Parameters from what `parameters.json` holds."""
    return Parameters(
        np.array(data["likeness"]),
        np.array(data["initial"]),
        np.array(data["typical_rarity"]),
        rarity_cells(),
        float(data["role_doubt"]),
        {
            strangers: Sum(
                np.array([data[strangers]["weights"].get(name, 0.0) for name in FEATURES]),
                (float(data[strangers]["bounds"][0]), float(data[strangers]["bounds"][1])),
            )
            for strangers in Strangers
        },
    )


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """The parameters that the repository ships."""
    text = resources.files("antigone.evidence.names").joinpath("data/parameters.json").read_text("utf-8")
    return from_json(json.loads(text))
