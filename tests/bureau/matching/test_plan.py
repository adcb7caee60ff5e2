"""The plan says what each blocking rule costs and finds; its numbers are those of the comparison that follows."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pytest

from antigone.bureau.matching.engines import Task, quietly, records_table
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.plan import FEWEST_CONFIRMED, Plan, plan_of, trying
from antigone.bureau.matching.plan.choice import Masks
from antigone.bureau.matching.plan.trying import tried
from antigone.evidence.linkage import Particulars, starting_model
from antigone.evidence.linkage.blocking import NARROWER_RULES, RULES, Blocking, rules_named

SURNAMES = ("Гончар", "Мельник", "Ковальчук", "Дрозд", "Кравець", "Шевчук", "Бойко", "Лисенко", "Мороз", "Савчук")
GIVEN = ("Остап", "Павло", "Іван", "Олексій", "Тарас", "Юрій", "Богдан", "Степан")
PATRONYMICS = ("Лукич", "Іванович", "Петрович", "Олегович", "")


@lru_cache(maxsize=1)
def two_lists(count: int = 600) -> tuple[pa.Table, pa.Table]:
    """People of two villages, half of whom stand on both lists under the same row, with a year for some birth dates."""
    dice = random.Random(5)
    left, right = [], []
    for _ in range(count):
        name = " ".join(filter(None, (dice.choice(SURNAMES), dice.choice(GIVEN), dice.choice(PATRONYMICS))))
        born = f"{dice.randint(1970, 2003)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        who = Particulars("missing", names=(name,), birth_date=dice.choice([born, born[:4]]))
        left.append(who)
        if dice.random() < 0.5:
            right.append(replace(who, kind="dead", birth_date=born))
        else:
            right.append(Particulars("dead", names=(f"{dice.choice(SURNAMES)} {dice.choice(GIVEN)}",), birth_date=born))
    return records_table(range(count), left), records_table(range(count), right)


def plan(**options: object) -> Plan:
    left, right = two_lists()
    return plan_of(left, right, **options)  # type: ignore[arg-type]


def weighed_by(blocking: Blocking) -> int:
    left, right = two_lists()
    engine = LocalEngine(processes=0)
    for _ in engine.scored(Task(left, right, starting_model(), blocking, floor=1e9)):
        pass
    return engine.tally.weighed


def test_the_plan_foretells_how_many_pairs_are_weighed() -> None:
    for made in (plan(), plan(negligible=0, wanted=0.9)):
        assert made.candidates == weighed_by(made.blocking) > 0
        for rule in made.rules:
            its = rules_named([rule.rule])
            assert rule.candidates == weighed_by(replace(made.blocking, rules=its))


def test_rules_stand_in_the_order_of_their_worth() -> None:
    made = plan()
    taken = [rule for rule in made.rules if rule.taken]
    assert [rule.taken for rule in taken] == list(range(1, len(taken) + 1))
    assert {rule.rule for rule in taken} == {rule.name for rule in made.blocking.rules} == {rule.name for rule in RULES}
    assert {rule.rule for rule in made.rules} == {rule.name for rule in (*RULES, *NARROWER_RULES)}
    assert sum(rule.new_candidates for rule in taken) == made.candidates
    assert abs(sum(rule.new_recall for rule in taken) - made.recall) < 1e-9
    assert made.recall > 0.95


def test_where_all_rules_cost_next_to_nothing_all_are_used() -> None:
    assert plan().whole
    assert "All rules are used" in plan().in_words()
    assert not plan(negligible=0).whole


@pytest.mark.parametrize("wanted", [0.5, 0.9, 0.99, 1.0])
def test_no_choice_that_finds_enough_is_cheaper(wanted: float) -> None:
    left, right = two_lists()
    seen = tried(left, right, (), RULES[:8], Blocking().pairs_per_block, quietly)
    choices = seen.choices
    chosen = choices.cheapest(wanted, besides=0)
    enough = wanted * choices.found[0][-1]
    assert choices.found[0][chosen] >= enough
    for choice in range(1 << 8):
        if choices.found[0][choice] >= enough:
            assert choices.seconds[choice] >= choices.seconds[chosen]


def test_what_choices_bring_is_what_counting_pair_by_pair_gives() -> None:
    dice = np.random.default_rng(3)
    mask, count = dice.integers(0, 64, 40), dice.integers(1, 9, 40)
    brought = Masks(mask, count).brought(6)
    assert brought.tolist() == [int(count[(mask & choice) > 0].sum()) for choice in range(64)]


def test_who_wishes_for_less_pays_less() -> None:
    made = plan(negligible=0)
    costs = [wish.seconds for wish in made.wishes]
    assert costs == sorted(costs)
    assert all(wish.recall >= wish.wanted * made.recall_of_all - 1e-9 for wish in made.wishes)
    assert set(plan(negligible=0, wanted=0.5).blocking.rules) < set(rules_named(made.wishes[-1].rules))


def test_the_nameless_are_not_saved_on_though_they_are_few() -> None:
    left, right = two_lists()
    said = [f"tattoo of an eagle on the left shoulder, height {150 + row}" for row in range(10)]
    sought = records_table(
        range(1000, 1010), [Particulars("missing", names=("Гай Юрій",), sex="male", description=one) for one in said]
    )
    remains = records_table(range(1000, 1010), [Particulars("remains", sex="male", description=one) for one in said])
    sides = pa.concat_tables([left, sought]), pa.concat_tables([right, remains])
    made = plan_of(*sides, negligible=0, wanted=0.9)
    assert "mark" in {rule.name for rule in made.blocking.rules}
    assert "three words" not in {rule.name for rule in made.blocking.rules}


def test_the_same_records_give_the_same_choice() -> None:
    assert plan(negligible=0) == plan(negligible=0)


def test_of_a_large_register_some_records_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = plan(negligible=0, wanted=0.9)
    monkeypatch.setattr(trying, "TRIED", 300)
    estimated = plan(negligible=0, wanted=0.9)
    assert estimated.part == 0.5
    assert "Estimated from 50.0% of the records." in estimated.in_words()
    counts = [{rule.rule: rule.candidates for rule in made.rules} for made in (exact, estimated)]
    for rule, candidates in counts[0].items():
        if candidates > 1000:
            assert 0.6 < counts[1][rule] / candidates < 1.6


def test_a_share_of_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="must be from 0 to 1"):
        plan(wanted=1.5)


def test_confirmed_pairs_are_what_recall_is_tried_on() -> None:
    left, right = two_lists()
    names = [table.column("names").to_pylist() for table in (left, right)]
    same = [(row, row) for row in range(len(left)) if names[0][row] == names[1][row]]
    assert len(same) >= FEWEST_CONFIRMED
    made = plan(confirmed=[*same, (10**9, 1)])
    assert (made.tried, made.recall) == (len(same), 1.0)
    assert f"100.0% of {len(same)} pairs that case workers confirmed" in made.in_words()
    assert "rewritten as relatives write" in plan(confirmed=same[:5]).in_words()


def test_words_and_json_say_the_same() -> None:
    made = plan()
    said = made.in_words()
    told = json.loads(json.dumps(made.as_json()))
    assert Blocking.from_json(told["blocking"]) == made.blocking
    assert f"600 sought against 600 found: about {told['candidates']:,} pairs to weigh" in said
    assert f"No key may bring more than {made.blocking.pairs_per_block:,} pairs." in said
    assert [rule["rule"] for rule in told["rules"]] == [rule.rule for rule in made.rules]
    assert all(rule.rule in said for rule in made.rules)


def test_nobody_on_one_side_is_no_error() -> None:
    left, _ = two_lists()
    made = plan_of(left, left.slice(0, 0))
    assert (made.candidates, made.tried, made.recall) == (0, 0, 0)


def crowd(count: int, *, years: int) -> tuple[pa.Table, pa.Table]:
    """So many «Иванов Иван» on each side, born in so many years, or nobody knows when."""
    sides = []
    for kind in ("missing", "dead"):
        born = [str(1960 + row % years) if years else "" for row in range(count)]
        sides.append([Particulars(kind, names=("Иванов Иван",), birth_date=date) for date in born])
    left, right = (records_table(range(count), people) for people in sides)
    return left, right


def test_ten_thousand_namesakes_are_narrowed_by_year_and_the_plan_says_so() -> None:
    made = plan_of(*crowd(10_000, years=40))
    # A hundred million pairs, of which years of birth within the rules' reach leave a few.
    assert made.candidates <= 10_000_000
    assert made.crowding.refined_blocks > 0
    assert "are borne by too many records and were narrowed by birth year" in made.in_words()


def test_ten_thousand_namesakes_of_no_known_year_are_left_out_and_counted() -> None:
    left, right = crowd(10_000, years=0)
    engine = LocalEngine(processes=0)
    assert list(engine.scored(Task(left, right, starting_model()))) == []
    assert engine.tally.weighed == 0
    assert engine.tally.crowding.yearless_keys >= 20_000
    assert "keys of records that tell no birth year" in engine.tally.crowding.in_words()
