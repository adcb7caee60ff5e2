"""Tables whose answers are published, or were given by the field's own programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from antigone.evidence.estimation import (
    Estimate,
    Method,
    MethodEstimate,
    NotIdentifiable,
    estimate,
    from_patterns,
)
from antigone.evidence.estimation.decomposable import decomposable
from antigone.evidence.estimation.log_linear import log_linear

ROOT = Path(__file__).parents[3]
FIGURES = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "figures"

pytestmark = pytest.mark.skipif(not FIGURES.exists(), reason=f"reference figures not found: {FIGURES}")


def published(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FIGURES / "peers" / f"{name}.json").read_text())
    return content


@pytest.mark.parametrize(
    "name", ["kosovo_aggregate", "gaza_lancet_3list", "rcapture_HIV", "slavery_UKdat_5", "slavery_NewOrl_5"]
)
def test_the_best_log_linear_model_has_the_profile_interval_of_the_reference_program(name: str) -> None:
    table = published(name)
    wanted = table["peers"]["rcapture_ms"]
    found = log_linear(from_patterns(table["lists"], table["patterns"]))
    assert isinstance(found, MethodEstimate)
    assert [found.n, found.low, found.high] == pytest.approx([wanted["est"], wanted["lo"], wanted["hi"]], rel=1e-5)


@pytest.mark.parametrize("name", ["kosovo_aggregate", "rcapture_HIV", "slavery_UKdat_5", "slavery_NewOrl_5"])
def test_averaging_over_graphs_agrees_with_the_reference_program(name: str) -> None:
    table = published(name)
    wanted = table["peers"]["dga"]
    found = decomposable(from_patterns(table["lists"], table["patterns"]))
    assert isinstance(found, MethodEstimate)
    assert [found.n, found.low, found.high] == pytest.approx([wanted["est"], wanted["lo"], wanted["hi"]], rel=0.02)


@pytest.mark.parametrize("name", ["ph_manila_police", "ph_caloocan_police", "ph_quezon_unidentified"])
def test_many_lists_have_the_published_interval(name: str) -> None:
    table = published(name)
    wanted = table["published"]
    found = estimate(table).by(Method.LATENT_CLASS)
    assert isinstance(found, MethodEstimate)
    assert found.n == pytest.approx(wanted["CI_med"], rel=0.05)
    assert [found.low, found.high] == pytest.approx([wanted["CI_lo"], wanted["CI_hi"]], rel=0.1)


def test_kosovo_is_told_as_a_range_with_the_documented_names_as_floor() -> None:
    found = estimate(published("kosovo_aggregate"))
    assert isinstance(found, Estimate)
    assert found.documented == 4400
    assert found.documented < found.range.low <= found.n <= found.range.high
    assert {one.method for one in found.panel} == set(Method) - {Method.CHAPMAN}


def test_lists_that_share_nobody_are_refused() -> None:
    with pytest.raises(NotIdentifiable, match="nobody stands both on A, B and on C"):
        estimate(published("slavery_Artificial_3"))


@pytest.mark.parametrize("replicate", range(3))
def test_where_some_are_hidden_latent_classes_find_them_and_one_log_linear_model_misleads(replicate: int) -> None:
    design = json.loads((FIGURES / "simulated" / f"sim1_r{replicate:02}.json").read_text())
    found = estimate(design)
    latent, single = found.by(Method.LATENT_CLASS), found.by(Method.LOG_LINEAR)
    assert isinstance(latent, MethodEstimate)
    assert isinstance(single, MethodEstimate)
    assert latent.low <= design["true_N"] <= latent.high
    assert single.low > design["true_N"]
