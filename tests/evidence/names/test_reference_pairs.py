"""Accuracy on real spellings with known answers: floors, for each half of the people.

The pairs lie outside the repository; `ANTIGONE_REFERENCE` says where. The parameters were learned from invented
people, so both halves are unseen; halves are by person, so that one lucky half cannot carry the other.
"""

from __future__ import annotations

import csv
import os
import zlib
from pathlib import Path

import numpy as np
import pytest

from antigone.evidence import names

ROOT = Path(__file__).parents[3]
PAIRS = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "names" / "pairs.csv"

pytestmark = pytest.mark.skipif(
    not PAIRS.exists(), reason=f"reference pairs not found: {PAIRS}; set ANTIGONE_REFERENCE"
)


class Half:
    """Pairs of one half of the people, weighed."""

    def __init__(self, number: int) -> None:
        with PAIRS.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if zlib.crc32(row["left_id"].encode()) % 2 == number]
        self.same = np.array([row["same"] == "1" for row in rows])
        self.kind = np.array([row["kind"] for row in rows])
        self.weight = names.compare_many([row["left"] for row in rows], [row["right"] for row in rows])

    def at_precision(self, least: float) -> tuple[float, float]:
        """Recall at a precision, and the threshold that gives it."""
        best = (0.0, np.inf)
        for threshold in np.unique(self.weight):
            accepted = self.weight >= threshold
            recall = (accepted & self.same).sum() / self.same.sum()
            if (accepted & self.same).sum() / accepted.sum() >= least and recall > best[0]:
                best = (float(recall), float(threshold))
        return best


@pytest.fixture(scope="module", params=[0, 1], ids=["first half", "second half"])
def half(request: pytest.FixtureRequest) -> Half:
    return Half(request.param)


def test_recall_at_precision_99_keeps_its_floor(half: Half) -> None:
    assert half.at_precision(0.99)[0] >= 0.96


def test_best_f1_keeps_its_floor(half: Half) -> None:
    accepted = half.weight[None, :] >= np.unique(half.weight)[:, None]
    hits = (accepted & half.same).sum(axis=1)
    assert (2 * hits / (accepted.sum(axis=1) + half.same.sum())).max() >= 0.975


def test_ranking_keeps_its_floor(half: Half) -> None:
    same, other = half.weight[half.same], half.weight[~half.same]
    area = ((same[:, None] > other).mean() + (same[:, None] >= other).mean()) / 2
    assert area >= 0.987


@pytest.mark.parametrize(
    ("kind", "floor"), [("lat-lat", 0.90), ("cyr-cyr-be/ru", 0.94), ("cyr-cyr-ru/uk", 0.90), ("cyr-lat", 0.96)]
)
def test_no_kind_of_spelling_is_left_behind(half: Half, kind: str, floor: float) -> None:
    _, threshold = half.at_precision(0.99)
    assert (half.weight[half.kind == kind] >= threshold).mean() >= floor


@pytest.mark.parametrize(
    ("kind", "ceiling"),
    [("same surname+given, other patronymic", 0.005), ("same surname+patronymic, other given", 0.01)],
)
def test_another_patronymic_or_given_name_is_another_person(half: Half, kind: str, ceiling: float) -> None:
    _, threshold = half.at_precision(0.99)
    assert (half.weight[half.kind == kind] >= threshold).mean() <= ceiling


def test_the_weight_is_calibrated(half: Half) -> None:
    """Cllr (Bruemmer and du Preez 2006): 0 is perfect, 1 says nothing."""
    costs = [np.log2(1 + 10 ** (-half.weight[half.same])).mean(), np.log2(1 + 10 ** half.weight[~half.same]).mean()]
    assert np.mean(costs) <= 0.15
