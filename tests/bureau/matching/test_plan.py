"""The plan says what each blocking rule costs and finds; its numbers are those of the comparison that follows."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from antigone.bureau.matching.engines import Task, records_table
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.plan import FEWEST_CONFIRMED, Plan, plan_of
from antigone.evidence.linkage import Particulars, starting_model
from antigone.evidence.linkage.blocking import RULES, Blocking

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
    made = plan()
    assert made.candidates == weighed_by(made.blocking) > 0
    assert made.candidates <= made.budget == 50 * 1200
    for rule in made.rules:
        (its,) = (one for one in RULES if one.name == rule.rule)
        assert rule.candidates == weighed_by(replace(made.blocking, rules=(its,)))


def test_rules_stand_in_the_order_in_which_they_were_worth_taking() -> None:
    made = plan()
    taken = [rule for rule in made.rules if rule.taken]
    assert [rule.taken for rule in taken] == list(range(1, len(taken) + 1))
    assert {rule.rule for rule in taken} == {rule.name for rule in made.blocking.rules}
    assert {rule.rule for rule in made.rules} == {rule.name for rule in RULES}
    assert sum(rule.new_candidates for rule in taken) == made.candidates
    assert abs(sum(rule.new_recall for rule in taken) - made.recall) < 1e-9
    assert made.recall > 0.95


def test_a_small_budget_is_kept_and_costs_recall() -> None:
    small, usual = plan(budget=500), plan()
    assert small.candidates <= 500 < usual.candidates
    assert small.recall < usual.recall
    assert set(small.blocking.rules) < set(RULES)


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
    # A hundred million pairs, of which years of birth within the rules' reach leave what the budget affords.
    assert made.candidates <= made.budget == 1_000_000
    assert made.crowding.refined_blocks > 0
    assert "are borne by too many records and were narrowed by birth year" in made.in_words()


def test_ten_thousand_namesakes_of_no_known_year_are_left_out_and_counted() -> None:
    left, right = crowd(10_000, years=0)
    engine = LocalEngine(processes=0)
    assert list(engine.scored(Task(left, right, starting_model()))) == []
    assert engine.tally.weighed == 0
    assert engine.tally.crowding.yearless_keys >= 20_000
    assert "keys of records that tell no birth year" in engine.tally.crowding.in_words()
