"""What a list of scored pairs is worth: F1, recall at a precision, calibration with its reliability diagram."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
EDGES = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


@dataclass(frozen=True)
class Measures:
    """Pairwise accuracy against all true pairs, found by blocking or not."""

    best_f1: float
    recall_at_99: float
    recall_at_95: float
    candidate_recall: float


def measure(scores: Floats, same: Bools, true_pairs: int) -> Measures:
    """Best F1 over all thresholds, recall where precision is 0.99 or 0.95 at least, recall of the candidates."""
    order = np.argsort(-scores, kind="stable")
    ranked, truth = scores[order], same[order]
    last = np.append(ranked[1:] != ranked[:-1], True)
    hits, accepted = np.cumsum(truth)[last], np.arange(1, len(truth) + 1)[last]
    precision = hits / accepted

    def recall_at(bound: float) -> float:
        return float(hits[precision >= bound].max(initial=0) / true_pairs)

    f1 = 2 * hits / (accepted + true_pairs)
    return Measures(float(f1.max()), recall_at(0.99), recall_at(0.95), float(same.sum() / true_pairs))


@dataclass(frozen=True)
class Reliability:
    """How often pairs at a posterior are right: per class of posteriors the count, mean posterior and share right."""

    rows: tuple[tuple[float, float, int, float, float], ...]

    @property
    def expected_error(self) -> float:
        """Expected calibration error: the mean gap between posterior and share right, by pairs."""
        total = sum(row[2] for row in self.rows)
        return sum(row[2] * abs(row[3] - row[4]) for row in self.rows) / total if total else 0.0

    def above(self, bound: float) -> Reliability:
        """The classes from `bound` on; most pairs are hopeless and flatter the mean."""
        return Reliability(tuple(row for row in self.rows if row[0] >= bound))


def reliability(posterior: Floats, same: Bools) -> Reliability:
    """Posteriors in classes against what is true."""
    rows = []
    for low, high in pairwise(EDGES):
        its = (posterior >= low) & ((posterior < high) | (high == 1.0))
        if its.any():
            rows.append((low, high, int(its.sum()), float(posterior[its].mean()), float(same[its].mean())))
    return Reliability(tuple(rows))


def in_words(found: Reliability) -> str:
    """The diagram as a table."""
    lines = [f"{'posterior':>14}{'pairs':>9}{'mean':>8}{'right':>8}"]
    lines += [
        f"{low:>6g} to {high:<4g}{count:>9,}{mean:>8.3f}{right:>8.3f}" for low, high, count, mean, right in found.rows
    ]
    return "\n".join(lines)
