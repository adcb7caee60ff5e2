"""The model is a value: the same numbers for a pair wherever it stands, written and read back without loss."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from antigone.evidence.linkage import (
    Correction,
    Kin,
    Model,
    NotAParameterSet,
    Particulars,
    Prior,
    as_columns,
    starting_model,
)  # fmt: skip
from antigone.evidence.linkage.coded import Coded

SOUGHT = [
    Particulars(kind="missing", names=("Гончарук Остап Лукич",), birth_date="1987-05-13", birthplace="г. Кострома"),
    Particulars(kind="missing", names=("Иванов Иван",), birth_date="1990", unit="45 бригада"),
    Particulars(kind="missing"),
    Particulars(kind="missing", names=("Ромашко Тарас",), service_number="АБ-123456"),
]
FOUND = [
    Particulars(kind="prisoner", names=("Ostap Lukych Honcharuk",), birth_date="1987-05-13"),
    Particulars(kind="dead", names=("Иванов Иван Петрович",), birth_date="1990-02-01", unit="45 бригада"),
    Particulars(kind="remains", service_number="АБ-123456"),
    Particulars(kind="remains"),
]


def _all_pairs() -> tuple[np.ndarray, np.ndarray]:
    left = np.repeat(np.arange(len(SOUGHT)), len(FOUND))
    return left, np.tile(np.arange(len(FOUND)), len(SOUGHT))


def test_weights_in_bulk_are_those_that_are_explained() -> None:
    model = starting_model()
    left, right = _all_pairs()
    weights = model.weigh(model.encode(as_columns(SOUGHT)), model.encode(as_columns(FOUND)), left, right)
    assert weights.shape == (16, len(model.lines))
    for a, b, row in zip(left, right, weights, strict=True):
        explained = model.explain(SOUGHT[a], FOUND[b])
        of_lines = [weight for weight in explained if weight.line != "dependence"]
        assert [weight.line for weight in of_lines] == [line.name for line in model.lines]
        assert np.allclose([weight.log10_lr for weight in of_lines], row, atol=1e-9)
        assert math.isclose(sum(weight.log10_lr for weight in explained), model.totals(row[None])[0], abs_tol=1e-9)


def test_a_pair_weighs_the_same_alone_and_in_any_company() -> None:
    model = starting_model()
    left, right = _all_pairs()
    sought, found = model.encode(as_columns(SOUGHT)), model.encode(as_columns(FOUND))
    together = model.weigh(sought, found, left, right)
    backwards = model.weigh(sought, found, left[::-1].copy(), right[::-1].copy())[::-1]
    assert np.array_equal(together, backwards)
    for at, (a, b) in enumerate(zip(left, right, strict=True)):
        alone = model.weigh(
            model.encode(as_columns([SOUGHT[a]])), model.encode(as_columns([FOUND[b]])), np.array([0]), np.array([0])
        )
        assert np.array_equal(alone[0], together[at])
        assert model.totals(alone)[0] == model.totals(together)[at]


def test_reading_once_what_several_records_say_changes_no_weight() -> None:
    dice = random.Random(3)
    some = [
        Particulars(
            kind=dice.choice(["missing", "remains"]),
            source_kind=dice.choice(["family", "press"]),
            names=dice.choice([(), ("Ромашко Тарас",), ("Romashko Taras", "Ромашко Т. Л.")]),
            sex=dice.choice(["", "male"]),
            birth_date=dice.choice(["", "1990", "1990-02-01", "not a date"]),
            birthplace=dice.choice(["", "Полтава"]),
            residence=dice.choice(["", "Суми"]),
            age_low=dice.choice([None, 0, 30]),
            age_high=dice.choice([None, 36]),
            unit=dice.choice(["", "36 омбр", "45 бригада"]),
            service_number=dice.choice(["", f"АБ-{dice.randrange(10**6)}"]),
            call_sign=dice.choice(["", "Сокіл"]),
            last_seen_date=dice.choice(["", "2022-03"]),
            occurred_place=dice.choice(["", "Mariupol"]),
            description=dice.choice(["", "рост 180, тату орел на плече", "blue eyes"]),
        )
        for _ in range(100)
    ]
    some *= 2
    columns = as_columns(some)
    coded = {}
    for name, column in columns.items():
        numbers: dict[Any, int] = {}
        of = np.array([numbers.setdefault(value, len(numbers)) for value in column])
        coded[name] = Coded(list(numbers), of)
    model = starting_model()
    left, right = (at.ravel() for at in np.meshgrid(np.arange(200), np.arange(200)))
    each, distinct = model.encode(columns), model.encode_distinct(coded)
    assert all(of is not None for of in distinct.alike)
    assert np.array_equal(model.weigh(each, each, left, right), model.weigh(distinct, distinct, left, right))
    # A record that was read for itself meets one that was read with others.
    assert np.array_equal(model.weigh(each, each, left, right), model.weigh(each, distinct, left, right))


def test_empty_records_say_nothing() -> None:
    model = starting_model()
    assert all(weight.log10_lr == 0 for weight in model.explain(Particulars(), Particulars()))


def test_a_model_is_read_back_as_it_was_written() -> None:
    model = replace(starting_model(), correction=Correction((-3.0, 0.0, 6.0), (-3.0, 0.0, 4.0)), prior=Prior(0.31))
    again = Model.from_json(model.to_json())
    assert again == model
    assert again.version == model.version
    assert again.to_json() == model.to_json()


def test_the_version_changes_with_any_number() -> None:
    model = starting_model()
    assert replace(model, prior=Prior(0.123)).version != model.version
    assert replace(model, lines=model.lines[::-1]).version != model.version


def test_a_parameter_set_that_was_tampered_with_is_refused() -> None:
    data = json.loads(starting_model().to_json())
    data["prior"]["matched_share"] = 0.9
    with pytest.raises(NotAParameterSet, match="changed after it was written"):
        Model.from_json(json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "lines": [{"is": "os.system"}], "prior": 1, "correction": 1}',
    ],
)
def test_what_is_no_parameter_set_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(NotAParameterSet):
        Model.from_json(text)


def test_a_parameter_set_brings_nothing_but_values_of_evidence() -> None:
    for kind in ("builtins.dict", "names.compare", "linkage.starting_model", "names.lexicon", "dates.datetime"):
        text = json.dumps({"format": 1, "lines": [{"is": kind}], "prior": {}, "correction": {}})
        with pytest.raises(NotAParameterSet):
            Model.from_json(text)


def test_the_correction_keeps_order_and_what_lies_beyond_its_knots() -> None:
    correction = Correction((-2.0, 1.0, 5.0), (-2.0, 1.0, 3.0))
    sums = np.linspace(-20, 20, 401)
    worth = correction.corrected(sums)
    assert (np.diff(worth) > 0).all()
    assert worth[0] == -20
    assert worth[-1] == 18
    with pytest.raises(ValueError, match="must rise"):
        Correction((0.0, 1.0), (1.0, 0.5))


def test_a_corrected_model_explains_the_correction() -> None:
    model = replace(starting_model(), correction=Correction((0.0, 8.0), (0.0, 4.0)))
    explained = model.explain(SOUGHT[0], FOUND[0])
    assert explained[-1].line == "dependence"
    assert "is worth" in explained[-1].reason
    weights = np.array([[weight.log10_lr for weight in explained[:-1]]])
    assert math.isclose(model.totals(weights)[0], sum(weight.log10_lr for weight in explained))


def test_one_thing_told_twice_counts_once_and_the_reasons_say_so() -> None:
    left = Particulars(kind="missing", call_sign="Ворон", description="шеврон с позывным «Ворон»")
    right = Particulars(kind="remains", call_sign="Ворон", description="нашивка с позывным «Ворон»")
    explained = starting_model().explain(left, right)
    by_line = {weight.line: weight.log10_lr for weight in explained}
    assert by_line["call-sign"] > 0
    assert by_line["effects"] > 0
    assert math.isclose(by_line["dependence"], -min(by_line["call-sign"], by_line["effects"]))
    assert "call-sign and effects may tell of one thing, counted once" in explained[-1].reason
    lines = np.array([[weight.log10_lr for weight in explained[:-1]]])
    assert math.isclose(starting_model().totals(lines)[0], sum(weight.log10_lr for weight in explained))


def test_kin_of_one_name_and_home_are_thought_of_and_named_as_the_reason() -> None:
    says = {"names": ("Лешачихін Вадим Анатолійович",), "birthplace": "с. Дормани, Сумська область"}
    left, right = Particulars(kind="missing", **says), Particulars(kind="dead", **says)
    explained = {weight.line: weight for weight in starting_model().explain(left, right)}
    together = explained["name"].log10_lr + explained["birthplace"].log10_lr
    assert together > 7
    off = explained["dependence"]
    assert together + off.log10_lr < 7
    assert "they may be relatives or neighbours of one name" in off.reason


def test_no_agreement_of_kin_counts_for_more_than_they_are_rare_and_order_is_kept() -> None:
    correction = Correction(kin=(Kin(("a", "b"), 1e-6, "cousins"),))
    weights = np.column_stack([np.linspace(-10, 40, 400), np.full(400, 1.0), np.full(400, 3.0)])
    off = correction.taken_off(("a", "b", "c"), weights)
    together = weights[:, 0] + weights[:, 1]
    assert (off[together < 4] == 0).all()
    assert ((together - off)[weights[:, 0] > 0] <= 6.0).all()
    assert (np.diff(together - off) > -0.02).all()
    # What speaks against one person still does, in full.
    assert off[0] == 0
    with pytest.raises(ValueError, match=r"in \(0, 1\)"):
        Kin(("a",), 0.0, "nobody")


def test_what_speaks_against_one_person_is_never_taken_off_as_told_twice() -> None:
    correction = Correction(once=(("a", "b"),))
    weights = np.array([[2.0, 3.0, 0.5], [-2.0, 3.0, 0.5], [-2.0, -3.0, 0.5], [0.0, 3.0, 0.5]])
    assert correction.taken_off(("a", "b", "c"), weights).tolist() == [2.0, 0.0, 0.0, 0.0]
    assert correction.taken_off(("a", "c", "b"), weights).tolist() == [0.5, 0.0, 0.0, 0.0]
    assert correction.taken_off(("a",), weights[:, :1]).tolist() == [0.0] * 4


def test_the_prior_of_a_pair_falls_with_the_number_of_the_found() -> None:
    prior = Prior(0.5)
    assert prior.log10_odds(1) == 0
    assert math.isclose(prior.log10_odds(1_000_000), math.log10(0.5e-6), abs_tol=1e-6)
    with pytest.raises(ValueError, match="share"):
        Prior(0.0)
