"""Learning without labels: what was planted is found again, the same each time, and little data change little."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from tests.evidence.linkage.planted import KEPT, Planted, innocent_model, planted

from antigone.evidence.linkage import (
    Correction,
    Decided,
    Equality,
    Graded,
    Kin,
    LevelLine,
    Model,
    NothingToLearnFrom,
    Pairing,
    Particulars,
    Prior,
    as_columns,
    learn,
    starting_model,
)  # fmt: skip
from antigone.evidence.linkage.learning import competing

NOBODY = np.zeros(0, dtype=np.int64)


@pytest.fixture(scope="module")
def lists() -> Planted:
    return planted()


def _level_lines(model: Model) -> list[LevelLine]:
    return [line for line in model.lines if isinstance(line, LevelLine)]


def _learned(lists: Planted, model: Model | None = None, **options: object) -> Model:
    return learn(
        model or innocent_model(), lists.left, lists.right, lists.left_rows, lists.right_rows,
        random_pairs=30_000, **options,  # type: ignore[arg-type]
    ).model  # fmt: skip


@pytest.mark.parametrize("pairing", Pairing)
def test_the_parameters_that_were_planted_are_found_again(lists: Planted, pairing: Pairing) -> None:
    model = _learned(lists, pairing=pairing, strength=2.0)
    for line in _level_lines(model):
        assert line.m[0] == pytest.approx(KEPT[line.name], abs=0.06)
        assert line.u[0] == pytest.approx(lists.coincidences(line.name), rel=0.15)
    assert model.prior.matched_share == pytest.approx(130 / 180, abs=0.06)


def test_it_settles_and_says_how_many_pairs_it_expects(lists: Planted) -> None:
    learned = learn(innocent_model(), lists.left, lists.right, lists.left_rows, lists.right_rows, random_pairs=30_000)
    assert learned.history[-1].change < 1e-3
    assert learned.history[-1].expected == pytest.approx(130, abs=8)
    # Calibrated without a label: the expected pairs are the true ones.
    assert learned.expected[lists.same].sum() > 120
    assert learned.expected[~lists.same].sum() < 12
    assert learned.prior == learned.model.prior


def test_rare_values_say_more_than_common_ones() -> None:
    draw = np.random.default_rng(5)
    names = np.array(["Kovalenko"] * 60 + [f"Rare{n}" for n in range(200)])
    left = {"surname": draw.choice(names, 300).tolist(), "town": [f"town {n}" for n in range(300)]}
    right = {"surname": list(left["surname"]), "town": list(left["town"])}
    rows = np.repeat(np.arange(300), 300), np.tile(np.arange(300), 300)
    lines = tuple(LevelLine(name, Equality(name), (0.9, 0.1), (0.05, 0.95)) for name in ("surname", "town"))
    model = learn(Model(lines), left, right, *rows, random_pairs=50_000).model
    people = [{name: [value]} for name, value in (("surname", "Kovalenko"), ("surname", "Rare7"))]
    first = np.zeros(1, dtype=np.int64)
    line = _level_lines(model)[0]
    common, rare = (line.weigh(line.encode(person), line.encode(person), first, first)[0] for person in people)
    assert rare - common == pytest.approx(np.log10(60 / 1), abs=0.6)


def test_the_same_records_give_the_same_parameters_to_the_last_bit(lists: Planted) -> None:
    once, again = _learned(lists), _learned(lists)
    assert once.to_json() == again.to_json()
    assert once.version == again.version
    assert _learned(lists, seed=3).version != once.version


def test_a_learned_model_is_read_back_to_the_last_bit(lists: Planted) -> None:
    model = _learned(lists)
    again = Model.from_json(model.to_json())
    assert again == model
    one, other = model.encode(lists.left), model.encode(lists.right)
    weights = model.weigh(one, other, lists.left_rows, lists.right_rows)
    assert np.array_equal(again.weigh(one, other, lists.left_rows, lists.right_rows), weights)


@pytest.mark.parametrize(("lefts", "rights"), [(0, 3), (3, 0), (0, 0), (3, 3)])
def test_nothing_to_learn_from_is_said_with_the_counts(lefts: int, rights: int) -> None:
    left, right = (as_columns([Particulars(names=("Гончарук Остап",))] * count) for count in (lefts, rights))
    with pytest.raises(NothingToLearnFrom, match=f"{lefts} records on one side, {rights} on the other, 0 pairs"):
        learn(starting_model(), left, right, NOBODY, NOBODY)


def test_a_handful_of_records_hardly_moves_the_starting_values() -> None:
    left = as_columns([Particulars(kind="missing", names=("Гончарук Остап Лукич",), birth_date="1987-05-13")] * 2)
    right = as_columns([Particulars(kind="dead", names=("Мельник Тарас Ілліч",), birth_date="1961-02-01")] * 2)
    learned = learn(starting_model(), left, right, np.array([0, 1]), np.array([0, 1]), random_pairs=200)
    for row in learned.old_and_new:
        if row.line not in ("prior", "name"):
            assert row.new == pytest.approx(row.old, abs=0.15), row
    # The prior is a share of what was seen, and two pairs that are not one person have been seen.
    assert learned.prior.matched_share < 0.01


def test_empty_records_teach_nothing() -> None:
    blank = as_columns([Particulars(kind="missing")] * 3)
    model = learn(starting_model(), blank, blank, np.array([0, 0, 1]), np.array([1, 2, 2]), random_pairs=50).model
    assert all(weight.log10_lr == 0 for weight in model.explain(Particulars(), Particulars()))


def test_what_was_decided_is_certain_and_teaches(lists: Planted) -> None:
    rows = np.flatnonzero(lists.same)[:40]
    excluded = Decided(lists.left_rows[rows], lists.right_rows[rows], np.zeros(40, dtype=np.bool_))
    learned = learn(
        innocent_model(), lists.left, lists.right, lists.left_rows, lists.right_rows, decided=excluded,
        random_pairs=30_000,
    )  # fmt: skip
    # Candidates come back sorted, the decided among them.
    assert (learned.expected[rows] == 0).all()
    confirmed = replace(excluded, same=np.ones(40, dtype=np.bool_))
    sure = learn(
        innocent_model(), lists.left, lists.right, lists.left_rows, lists.right_rows, decided=confirmed,
        random_pairs=30_000,
    )  # fmt: skip
    assert (sure.expected[rows] > 0.999).all()


def test_a_line_that_weighs_wrongly_is_set_right_grade_by_grade(lists: Planted) -> None:
    timid = LevelLine("trade", Equality("trade"), (0.5, 0.5), (0.07, 0.93))
    others = tuple(line for line in innocent_model().lines if line.name != "trade")
    model = _learned(lists, Model((Graded(timid), *others), Prior(0.3)), strength=2.0)
    (graded,) = (line for line in model.lines if isinstance(line, Graded))
    chance = lists.coincidences("trade")
    for (was, now), (m, u) in zip(
        ((np.log10(0.5 / 0.07), 6), (np.log10(0.5 / 0.93), 3)),
        ((KEPT["trade"], chance), (1 - KEPT["trade"], 1 - chance)),
        strict=True,
    ):
        assert was + graded.offsets[now] == pytest.approx(np.log10(m / u), abs=0.2)
    assert not any(added for at, added in enumerate(graded.offsets) if at not in (3, 6))


def test_kin_are_counted_where_lines_agree_and_others_speak_against_one_person() -> None:
    draw = np.random.default_rng(11)
    count, kin = 200, 40
    others = ("born", "eyes", "shoes", "tooth", "scar")
    left = {field: [f"{field} {value}" for value in draw.integers(0, 400, count)] for field in ("name", "home")}
    left |= {field: [f"{field} {value}" for value in draw.integers(0, 30, count)] for field in others}
    right = {field: list(values) for field, values in left.items()}
    for field in others:
        right[field][:kin] = [f"{field} {value}" for value in draw.integers(0, 30, kin)]
    rows = np.repeat(np.arange(count), count), np.tile(np.arange(count), count)
    lines = tuple(LevelLine(field, Equality(field), (0.9, 0.1), (0.01, 0.99)) for field in left)
    model = Model(lines, Prior(0.5), Correction(kin=(Kin(("name", "home"), 3e-4, "kin"),)))
    learned = learn(model, left, right, *rows, pairing=Pairing.REPEATEDLY, random_pairs=30_000).model
    assert learned.correction.kin[0].chance == pytest.approx(kin / count**2, rel=0.25)


def test_pairs_that_share_a_record_share_the_probability() -> None:
    odds = np.array([3.0, 3.0, 0.5, 8.0, 2.0])
    left, right = np.array([0, 0, 1, 2, 3]), np.array([0, 1, 1, 2, 2])
    found = competing(odds, left, right)
    exact, total = np.zeros(5), 0.0
    for chosen in product((0, 1), repeat=5):
        its = np.flatnonzero(chosen)
        if len(set(left[its])) == len(its) == len(set(right[its])):
            weight = float(odds[its].prod())
            total += weight
            exact[its] += weight
    assert found == pytest.approx(exact / total, abs=0.01)
