"""A bulk run chooses its rules, keeps the choice, and whoever compares after it compares by the same."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.bureau.matching.lists import a_village, compare, missing
from tests.bureau.people import REGISTRAR, arrive

from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.models import Match, Run
from antigone.bureau.matching.plan import planning
from antigone.bureau.matching.runs import FLOOR, both_sides, match_all, repeat_run, rules_in_force
from antigone.bureau.matching.values import RunSummary
from antigone.evidence.linkage import starting_model
from antigone.evidence.linkage.blocking import RULES, Blocking, rules_named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules_are_worth_choosing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "NEGLIGIBLE", 0.0)


def in_bulk(recall: float | None) -> RunSummary:
    return match_all(LocalEngine(processes=0), "local", actor=REGISTRAR, recall=recall)


def rules_of_keys() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT rule FROM matching_key")
        return {rule for (rule,) in cursor.fetchall()}


Weights = set[tuple[int, int, float]]


def weights_kept() -> Weights:
    return set(Match.objects.values_list("left_id", "right_id", "log10_lr"))


def weights_by(blocking: Blocking) -> Weights:
    """What a bulk run by these rules would weigh, whatever rules it would choose."""
    return {
        pair
        for _, task in both_sides().tasks(starting_model(), blocking, FLOOR)
        for batch in LocalEngine(processes=0).scored(task)
        for pair in zip(*(column.to_pylist() for column in batch.columns[:3]), strict=True)
    }


def again(run_id: int) -> bool:
    return repeat_run(run_id, lambda _: LocalEngine(processes=0)).same


def test_what_comes_after_a_bulk_run_is_compared_by_its_rules() -> None:
    arrive(*a_village(40, seed=3))
    compare()
    assert len(rules_in_force().rules) == len(RULES)
    by_all_rules = rules_of_keys()
    bulk = in_bulk(recall=0.5)
    chosen = rules_in_force().rules
    assert 0 < len(chosen) < len(RULES)
    assert rules_of_keys() <= {rule.number for rule in chosen}
    kept = Run.objects.get(pk=bulk.run_id).blocking
    assert rules_named(kept["rules"]) == chosen
    assert kept["recall"] >= 0.5 * kept["recall_of_all"] > 0

    arrive(*a_village(12, seed=4)[:9], missing("late", "Гончар Остап Лукич", birth_date="1986"))
    (due,) = compare()
    assert Run.objects.get(pk=due.run_id).blocking["rules"] == kept["rules"]
    assert weights_kept() == weights_by(rules_in_force())

    every = in_bulk(recall=None)
    assert every.pairs > bulk.pairs
    assert len(rules_in_force().rules) == len(RULES)
    assert rules_of_keys() == by_all_rules
    assert [again(run.run_id) for run in (due, every)] == [True] * 2
    assert rules_of_keys() == by_all_rules, "a repetition leaves the keys as they were"


def test_the_choice_is_the_same_each_time() -> None:
    arrive(*a_village(40, seed=5))
    one, other = in_bulk(recall=0.9), in_bulk(recall=0.9)
    kept = [Run.objects.get(pk=run.run_id) for run in (one, other)]
    assert kept[0].blocking == kept[1].blocking
    assert one.results == other.results
    assert (other.proposed, other.changed, other.withdrawn) == (0, 0, 0)
