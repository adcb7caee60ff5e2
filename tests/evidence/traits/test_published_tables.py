"""The likelihood ratios of mispitools, from its formulas and from the reference cases."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from antigone.evidence import traits

ROOT = Path(__file__).parents[3]
CASES = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "dna" / "cases"

needs_reference = pytest.mark.skipif(
    not CASES.exists() and not os.environ.get("CI"), reason=f"reference cases not found: {CASES}"
)


def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / name).read_text("utf-8"))
    return found


@needs_reference
def test_tables_of_sex_age_and_hair() -> None:
    reference = case("O066_trait_lr.json")
    tolerance = reference["expected"]["rel_tol"]
    for one in reference["cases"]:
        same, other = one["h1_args"], one["h2_args"]
        sex = np.array([1 - same["eps"], same["eps"]])
        population = np.array(other["propS"])
        if same["MPs"] == "M":
            sex = sex[::-1]
        # Their interval of age is open at one end, of the eighty years that a life may have reached.
        inside = 2 * other["MPr"] / 80
        missing = traits.conditional_table(sex, [1 - same["epa"], same["epa"]], same["epc"][same["MPc"] - 1])
        anyone = traits.conditional_table(population, [inside, 1 - inside], other["propC"])
        assert missing.reshape(4, -1) == pytest.approx(np.array(one["cpt_h1"]), rel=tolerance)
        assert anyone.reshape(4, -1) == pytest.approx(np.array(one["cpt_h2"]), rel=tolerance)
        ratio = traits.trait_likelihood_ratio(missing, anyone)
        assert ratio.reshape(4, -1) == pytest.approx(np.array(one["lr"]), rel=tolerance)


@needs_reference
def test_discrepancies_of_birth_dates() -> None:
    reference = case("O067_birthdate_lr.json")
    for one in reference["cases"]:
        days = (datetime.date.fromisoformat(one["DBD"]) - datetime.date.fromisoformat(one["ABD"])).days
        assert days == one["diff_days"]
        ratio = traits.discrepancy_ratio(days, one["cuts"], one["alpha"])
        assert ratio == pytest.approx(one["lr"], rel=reference["expected"]["rel_tol"])


def test_a_table_of_independent_traits_sums_to_one() -> None:
    table = traits.conditional_table([0.9, 0.1], [0.2, 0.3, 0.5])
    assert table.shape == (2, 3)
    assert table.sum() == pytest.approx(1)
    assert table[1, 2] == pytest.approx(0.05)


def test_the_mean_ratio_over_anyone_is_one() -> None:
    missing = traits.conditional_table([0.95, 0.05], [0.9, 0.05, 0.05])
    anyone = traits.conditional_table([0.6, 0.4], [0.3, 0.3, 0.4])
    ratio = traits.trait_likelihood_ratio(missing, anyone)
    assert (ratio * anyone).sum() == pytest.approx(1)


def test_classes_that_do_not_fit_their_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="2 bounds make 3 classes, but 2 were given"):
        traits.discrepancy_ratio(3, [-10, 10], [1, 2])
