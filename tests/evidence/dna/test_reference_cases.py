"""Cases that other software answered: every number of every kind, to the tolerance that each case states."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from antigone.evidence import dna

ROOT = Path(__file__).parents[3]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference")) / "dna" / "cases"
CASES = sorted(REFERENCE.glob("O*.json"))
#: Not answers: remarks, noisy simulations, and verdicts of a staged procedure that this engine does not follow.
REMARKS = {"rel_tol", "pairwise_note", "dviSolve", "mispitools_mc_200000"}


@pytest.mark.skipif(not CASES and not os.environ.get("CI"), reason="the reference cases are not beside the checkout")
def test_the_reference_cases_are_there() -> None:
    assert {json.loads(path.read_text(encoding="utf-8"))["kind"] for path in CASES} == {
        "kinship_lr",
        "linked_pair_lr",
        "dvi",
        "genotype_posterior",
        "direct_match",
        "mutation_matrix",
        "ibd_coefficients",
        "exclusion_power",
        "trait_lr",
        "birthdate_lr",
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_expected_number_comes_out(path: Path) -> None:
    case = dna.read_case(path.read_text(encoding="utf-8"))
    expected = case["expected"]
    answer = dna.evaluate({name: part for name, part in case.items() if name != "expected" or "by_rho" in part})
    tolerance = expected["rel_tol"]
    if "cases" in case:
        assert_equal(answer["cases"], case["cases"], tolerance, path.stem)
    else:
        assert_equal(answer, expected, tolerance, path.stem)


def assert_equal(found: Any, expected: Any, tolerance: float, where: str) -> None:
    if isinstance(expected, dict):
        for name, part in expected.items():
            if name == "rows" and isinstance(part[0], dict):
                assert_same_assignments(found[name], part, tolerance, where)
            elif name not in REMARKS:
                assert_equal(found[name], part, tolerance, f"{where}/{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for place, (left, right) in enumerate(zip(found, expected, strict=True)):
            assert_equal(left, right, tolerance, f"{where}[{place}]")
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        assert found == pytest.approx(expected, rel=tolerance, abs=1e-300), where
    else:
        assert found == expected, where


def assert_same_assignments(found: Any, expected: Any, tolerance: float, where: str) -> None:
    """Rows of equal likelihood may stand in any order; the last of a cut list may be any of its equals."""
    assert len(found) == len(expected), where
    of = {json.dumps(row["assign"], sort_keys=True): row for row in found}
    last = expected[-1]["LR_vs_null"]
    for row in expected:
        mine = of.get(json.dumps(row["assign"], sort_keys=True))
        assert mine is not None or row["LR_vs_null"] == pytest.approx(last, rel=1e-9), row
        if mine is not None:
            assert_equal(mine, row, tolerance, where)
