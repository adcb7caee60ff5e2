"""What the rules hold against each other, and what they leave alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from antigone.evidence.claims import Claim, Force, Rule, claim_of, conflicts
from antigone.interfaces.exchange.claims import read_claims

ROOT = Path(__file__).parents[3]
LEDGER = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "figures/claims/claims_2022.json"


def claim(key: str, best: int | None, **more: Any) -> Claim:
    document = {
        "key": key,
        "speaker": "staff of the north",
        "force": "the north",
        "as_of": "2022-04-14",
        "standing": "official, of its own side",
        "counted": "killed",
    }
    return claim_of(document | ({"best": best} if best is not None else {}) | more)


def found(*claims: Claim) -> list[tuple[Rule, Force, str, str]]:
    return [(one.rule, one.force, one.first, one.second) for one in conflicts(claims)]


@pytest.mark.skipif(not LEDGER.exists(), reason=f"reference claims not found: {LEDGER}")
def test_more_bodies_held_than_dead_admitted_later_cannot_both_hold() -> None:
    ledger = read_claims(LEDGER)
    assert len({one.key.partition("/")[0] for one in ledger}) == 16
    among = found(*ledger)
    assert (Rule.PART_ABOVE_WHOLE, Force.CONTRADICTION, "ua-morgue-2022-04", "ru-2022-09-21") in among
    assert (Rule.PART_ABOVE_WHOLE, Force.TENSION, "ua-morgue-2022-04", "ru-2022-03-25") in among
    assert not any("kp-2022-03-21" in entry[2:] for entry in among)


def test_a_part_above_its_whole_of_the_same_day_is_a_contradiction() -> None:
    bodies = claim("bodies", None, counted="bodies held", tally="stock", low=7_000, qualifier="more than", speaker="x")
    assert found(bodies, claim("dead", 1_351)) == [(Rule.PART_ABOVE_WHOLE, Force.CONTRADICTION, "bodies", "dead")]


def test_a_part_above_an_earlier_whole_is_a_tension_that_names_the_growth() -> None:
    bodies = claim("bodies", 7_000, counted="bodies held", tally="stock", speaker="x")
    only = conflicts([bodies, claim("dead", 1_351, as_of="2022-03-25")])
    assert [(one.force, one.gap, one.days) for one in only] == [(Force.TENSION, 5_649, 20)]
    assert "grew by at least 5,649 in the 20 days" in only[0].sentence


def test_an_open_end_contradicts_nothing() -> None:
    dead = claim("dead", None, low=1_000, qualifier="at least")
    assert found(claim("bodies", 7_000, counted="bodies held", tally="stock", speaker="x"), dead) == []


def test_dead_of_another_force_or_of_a_wider_population_are_no_whole() -> None:
    bodies = claim("bodies", 7_000, counted="bodies held", tally="stock", speaker="x")
    assert found(bodies, claim("dead", 1_351, force="the south")) == []
    assert found(bodies, claim("dead", 1_351, excludes=["militia"])) == []


def test_a_cumulative_count_that_falls_is_told_and_a_correction_is_not() -> None:
    first, second = claim("a", 900, as_of="2022-03-01"), claim("b", 700, as_of="2022-04-01")
    assert found(first, second) == [(Rule.COUNT_FELL, Force.CONTRADICTION, "a", "b")]
    assert found(first, claim("b", 700, as_of="2022-04-01", corrects="a")) == []
    assert found(first, claim("b", 700, as_of="2022-04-01", tally="stock")) == []


def test_one_number_for_two_things_is_worth_a_look() -> None:
    killed = claim("a", 23_367)
    lost = claim("b", 23_367, counted="killed and wounded")
    assert (Rule.SAME_NUMBER_AGAIN, Force.NOTICE, "a", "b") in found(killed, lost)


def test_repetitions_and_withdrawn_claims_are_left_out() -> None:
    bodies = claim("bodies", 7_000, counted="bodies held", tally="stock", speaker="x")
    assert found(bodies, claim("dead", 1_351, same_as="other")) == []
    assert found(bodies, claim("dead", 1_351, standing="withdrawn by its publisher")) == []
