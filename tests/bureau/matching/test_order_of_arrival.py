"""In whatever order records come, once nothing is due the matches are those of a bulk run, to the last bit."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.bureau.matching.lists import (
    a_village,
    compare,
    everything_kept,
    found,
    missing,
    record,
)
from tests.bureau.people import REGISTRAR, arrive

from antigone.bureau.matching import runs
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.models import Match
from antigone.bureau.matching.runs import keeping
from antigone.bureau.registry.actions import delete_record, withhold_record
from antigone.evidence.linkage.blocking import Blocking

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[20, 250_000], ids=["crowded", "roomy"], autouse=True)
def bound(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many pairs one key may bring: so few that most blocks of a village become too large, or as many as usual."""
    monkeypatch.setattr(keeping, "BLOCKING", Blocking(pairs_per_block=request.param))


def bulk_changes_nothing() -> bool:
    before = everything_kept()
    summary = runs.match_all(LocalEngine(processes=0), "local", actor=REGISTRAR)
    return (summary.proposed, summary.changed, summary.withdrawn) == (0, 0, 0) and everything_kept() == before


def test_a_bulk_run_changes_nothing_after_any_order_of_arrival() -> None:
    village = a_village(30, seed=1)
    dice = random.Random(1)
    dice.shuffle(village)
    while village:
        count = dice.choice([1, 5, 17])
        coming, village = village[:count], village[count:]
        arrive(*coming)
        compare(batch=dice.choice([3, 100]))
    assert Match.objects.filter(relation="across").count() > 10
    assert bulk_changes_nothing()


def test_nor_after_records_have_changed_and_gone() -> None:
    arrive(*a_village(30, seed=3))
    compare(batch=15)
    for number in (1, 4, 9):
        delete_record(str(record(f"p{number}").public_id), reason="asked", actor=REGISTRAR)
    withhold_record(str(record("p7").public_id), reason="contested", actor=REGISTRAR)
    arrive(missing("p5", "Гончар Остап", birth_date="1987"), found("p6"), missing("p8", "Мельник Іван Лукич"))
    compare(batch=5)
    assert bulk_changes_nothing()


def test_two_orders_of_arrival_give_the_same_weights() -> None:
    """Posteriors too, but where a record is as likely one person with this one as with that: there the older prevails.

    So what is compared here are weights, prior and posterior of each pair by itself.
    """
    village = a_village(20, seed=4)
    arrive(*village)
    compare()
    at_once = everything_kept()[0]
    for person in village:
        delete_record(str(record(person.source_record_id).public_id), reason="asked", actor=REGISTRAR)
    compare()
    assert not Match.objects.exists()
    # A deleted record does not come back, so everybody needs another identifier.
    again = [replace(person, source_record_id=f"again {person.source_record_id}") for person in reversed(village)]
    for start in range(0, len(again), 4):
        arrive(*again[start : start + 4])
        compare()
    in_turn = {tuple(part.removeprefix("again ") for part in key): kept for key, kept in everything_kept()[0].items()}
    assert len(in_turn) > 10
    assert in_turn.keys() == at_once.keys()
    joint = 3
    for key, numbers in in_turn.items():
        other = at_once[key]
        assert numbers[:joint] == pytest.approx(other[:joint], abs=1e-9)
        assert numbers[joint + 1 :] == pytest.approx(other[joint + 1 :], abs=1e-9)
