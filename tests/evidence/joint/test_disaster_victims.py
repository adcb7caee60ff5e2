"""Published disaster cases: marginal posteriors of dvir's joint identification, from weights alone."""

from __future__ import annotations

import json
import math
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from antigone.evidence import joint

ROOT = Path(__file__).resolve().parents[3]
CASES = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "dna" / "cases"

pytestmark = pytest.mark.skipif(
    not CASES.exists() and "CI" not in os.environ, reason=f"reference cases not found: {CASES}; set ANTIGONE_REFERENCE"
)


def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def pairs_of(table: dict[str, Any]) -> tuple[list[str], list[str], np.ndarray]:
    cells = [(v, m, value) for v, row in zip(table["rows"], table["values"], strict=True)
             for m, value in zip(table["cols"], row, strict=True) if value is not None]  # fmt: skip
    with np.errstate(divide="ignore"):
        return [v for v, _, _ in cells], [m for _, m, _ in cells], np.log10([value for _, _, value in cells])


def test_planecrash_from_its_pairs() -> None:
    """Five families, one missing each: the pairs say all there is, whatever the number of assignments."""
    expected = case("O055_dvi_planecrash_pairwise")["expected"]
    answer = joint.posterior(*pairs_of(expected["pairwise_LR"]), joint.FLAT)
    marginal = np.array(expected["joint"]["marginal_posterior"]["values"])
    np.testing.assert_allclose(answer.pair.reshape(8, 5), marginal[:, :5], rtol=1e-8)
    np.testing.assert_allclose(answer.not_here, marginal[:, 5], rtol=1e-8)
    ratio = (expected["joint"]["log_sum_exp"] - expected["joint"]["null_loglik"]) / math.log(10)
    assert answer.log10_evidence == pytest.approx(ratio, rel=1e-10)


def test_twelve_families_and_twenty_bodies() -> None:
    """A blind search: the joint posterior is never above the odds of the pair alone, and finds every family's body."""
    rows, cols, weights = pairs_of(case("O056_blind_search_20x12")["expected"]["pairwise_LR"])
    answer = joint.posterior(rows, cols, weights)
    alone = 1 / (1 + 10.0 ** -np.clip(weights, -300, 300))
    assert answer.components.method.tolist() == [joint.Method.EXACT]
    assert np.all(answer.pair <= alone * (1 + 1e-9))
    assert np.count_nonzero(answer.pair > 0.999) == np.count_nonzero(weights > 6)


def families_of(found: dict[str, Any]) -> list[joint.Family]:
    """Each family's alternatives: the listed assignments that differ only in this family, against its none."""
    families = []
    for family in found["families"]:
        groups: dict[frozenset[tuple[str, str]], dict[frozenset[tuple[str, str]], float]] = defaultdict(dict)
        for row in found["expected"]["joint"]["rows"]:
            if row["LR_vs_null"] <= 0:
                continue
            made = frozenset((v, m) for v, m in row["assign"].items() if m != "*")
            own = frozenset(pair for pair in made if pair[1] in family["missing"])
            groups[made - own][own] = math.log10(row["LR_vs_null"])
        choices = max(groups.values(), key=len)
        none = choices[frozenset()]
        families.append(
            joint.Family(
                family["name"],
                tuple(joint.Alternative(tuple(sorted(own)), weight - none) for own, weight in choices.items()),
            )
        )
    return families


@pytest.mark.parametrize(
    "name",
    [
        "O050_dvi_example2",
        "O051_dvi_fire",
        "O052_dvi_KETPchap481",
        "O053_dvi_KETPexer498",
        "O054_dvi_symmetricSibs",
    ],
)
def test_families_with_several_missing(name: str) -> None:
    found = case(name)
    answer = joint.family_posterior(families_of(found))
    marginal = found["expected"]["joint"]["marginal_posterior"]
    for body, row in zip(marginal["rows"], marginal["values"], strict=True):
        for member, expected in zip(marginal["cols"], row, strict=True):
            told = answer.nobody_of_ours[body] if member == "*" else answer.pair.get((body, member), 0.0)
            assert told == pytest.approx(expected, rel=1e-8)
