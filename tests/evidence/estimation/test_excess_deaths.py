"""Deaths above the expected, from registries."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from antigone.evidence.estimation.excess import NotARegistry, excess_by_ratio, excess_by_registry
from antigone.interfaces.exchange.mortality import read_deaths

ROOT = Path(__file__).parents[3]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference"))
DEATHS = REFERENCE / "figures/excess/deaths-by-age-gender-region-year-1990-2023.csv.gz"


@pytest.mark.skipif(not DEATHS.exists(), reason=f"reference figures not found: {DEATHS}")
def test_the_published_excess_is_reproduced_to_the_person() -> None:
    ages = ["15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49"]
    table = read_deaths(DEATHS, ages=ages, region="Российская Федерация")
    found = excess_by_ratio(table.deaths, table.years, baseline=(2015, 2019), targets=[2022, 2023])
    assert [round(one.n) for one in found] == [23_594, 40_542]
    for one in found:
        assert one.low < one.n < one.high


def test_the_interval_covers_what_is_there() -> None:
    rng = np.random.default_rng(4)
    years = list(range(2010, 2023))
    inside = 0
    for _ in range(100):
        ratio = 3.0 - 0.02 * (np.array(years) - 2015) + rng.normal(0, 0.03, (3, len(years)))
        women = rng.poisson(5_000, (3, len(years))).astype(float)
        men = rng.poisson(ratio * women).astype(float)
        men[:, -1] += rng.poisson(600, 3)
        found = excess_by_ratio(np.stack([men, women], axis=2), years, baseline=(2015, 2021), targets=[2022])[0]
        inside += found.low <= 1_800 <= found.high
    assert inside >= 88


def test_a_registry_that_catches_half_is_doubled() -> None:
    found = excess_by_registry(3_000, [1_000, 1_010, 990, 1_000], named=400, named_in_registry=200)
    assert found.n == pytest.approx(4_000)
    assert found.low < 4_000 < found.high


@pytest.mark.parametrize(
    ("usual", "named", "caught", "sentence"),
    [
        ([10], 5, 1, "two periods"),
        ([10, 11], 5, 6, "6 of 5"),
        ([10, 11], 5, 0, "says nothing of the others"),
        ([10, -1], 5, 1, "negative"),
    ],
)
def test_what_says_nothing_is_refused(usual: list[int], named: int, caught: int, sentence: str) -> None:
    with pytest.raises(NotARegistry, match=sentence):
        excess_by_registry(20, usual, named=named, named_in_registry=caught)


def test_years_and_women_must_be_there() -> None:
    deaths = np.ones((1, 5, 2))
    with pytest.raises(NotARegistry, match="no deaths of the year 2022"):
        excess_by_ratio(deaths, [2015, 2016, 2017, 2018, 2019], baseline=(2015, 2019), targets=[2022])
    deaths[0, 2, 1] = 0
    with pytest.raises(NotARegistry, match="without a woman's death"):
        excess_by_ratio(deaths, [2015, 2016, 2017, 2018, 2019], baseline=(2015, 2018), targets=[2019])
