"""Names part by part: one weight in bulk and in words, kin are not strangers, words of the register count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antigone.evidence.dates import BirthDateLine
from antigone.evidence.linkage import Model, NameLevels, Particulars, as_columns, learn, namelevels_compiled
from antigone.evidence.linkage.namelevels import SHARED, SeenNames
from antigone.evidence.names import Agreement

FIRST = np.zeros(1, dtype=np.int64)


def _weight(left: str, right: str, line: NameLevels | None = None) -> float:
    line = line or NameLevels()
    one, other = (line.encode(as_columns([Particulars(names=(name,) if name else ())])) for name in (left, right))
    return float(line.weigh(one, other, FIRST, FIRST)[0])


def test_the_more_parts_agree_the_more_it_says_and_a_contradiction_takes_it_back() -> None:
    name = "Гончаровський Остап Лукич"
    full = _weight(name, "Honcharovskyi Ostap Lukych")
    without_father = _weight(name, "Honcharovskyi Ostap")
    other_father = _weight(name, "Honcharovskyi Ostap Petrovych")
    other_given = _weight(name, "Honcharovskyi Taras Lukych")
    assert full > without_father > other_father
    assert without_father > 4
    assert other_given < full - 4
    assert _weight(name, "Мельник Ярина Олегівна") < -2
    assert _weight(name, "") == 0


def test_a_rare_surname_does_not_buy_the_identity_of_two_brothers() -> None:
    line = NameLevels()
    brothers = "Рогащук Николай Лукич", "Рогащук Сергей Лукич"
    # One pair of strangers in a million are brothers or the like: no surname weighs more against them than that.
    assert line.kin[5] == 1e-6
    assert _weight(*brothers) < 6 + np.log10(line.same[1][Agreement.DIFFERS])
    assert _weight(*brothers) < _weight(brothers[0], brothers[0]) - 2
    assert _weight(*brothers) < _weight(*brothers, replace(line, kin=(0.0,) * 8))


def test_a_weight_is_the_same_in_words_and_in_bulk() -> None:
    line = NameLevels()
    for left, right in (("Иванов И. П.", "Ivanov Ivan"), ("Саша Мороз", "Мороз Александр"), ("", "Иванов")):
        one, other = (Particulars(names=(name,) if name else ()) for name in (left, right))
        assert line.explain(one, other).log10_lr == pytest.approx(_weight(left, right), abs=1e-12)


def test_several_names_to_choose_from_cost_what_the_choice_is_worth() -> None:
    line = NameLevels()
    one = Particulars(names=("Гончаровський Остап",))
    many = Particulars(names=("Гончаровський Остап", "Коваль Остап", "Ткач Остап", "Мороз Остап"))
    alone, among = (line.explain(one, other).log10_lr for other in (one, many))
    assert alone - among == pytest.approx(np.log10(4), abs=1e-9)


def test_a_surname_that_is_common_in_the_register_says_less() -> None:
    register = as_columns([Particulars(names=("Рогащук Остап",))] * 150 + [Particulars(names=("Мельник Остап",))] * 50)
    counted = NameLevels().counted(register, register)
    assert _weight("Рогащук Остап", "Рогащук Остап", counted) < _weight("Рогащук Остап", "Рогащук Остап") - 1


def test_learning_moves_spelling_towards_what_the_records_show() -> None:
    surnames = [f"{first}{last}" for first in ("Гонча", "Моро", "Ткаче", "Бонда", "Лисе", "Шевче") for last in
                ("ровський", "зенко", "ньов", "рчук", "левич", "мський", "тинський", "пченко")]  # fmt: skip
    given = ("Остап", "Тарас", "Лука", "Юхим")
    born = [f"19{60 + n % 40}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(len(surnames))]
    left = as_columns(
        Particulars(names=(f"{family} {given[n % 4]}",), birth_date=born[n]) for n, family in enumerate(surnames)
    )
    # Every second office writes another word altogether for the surname.
    right = as_columns(
        Particulars(
            names=(f"{family if n % 2 else 'Ш' + family[::-1].capitalize()} {given[n % 4]}",), birth_date=born[n]
        )
        for n, family in enumerate(surnames)
    )
    rows = np.arange(len(surnames))
    line = NameLevels()
    learned = learn(
        Model((line, BirthDateLine())), left, right, rows, rows, random_pairs=2000, strength=5.0
    ).model.lines[0]
    assert isinstance(learned, NameLevels)
    was, now = dict(line.weights_by_level()), dict(learned.weights_by_level())
    assert now["surname: differs"] > was["surname: differs"]
    assert all(np.isfinite(list(now.values())))


def test_compiled_code_knows_the_levels() -> None:
    assert Agreement.NEAR == namelevels_compiled._NEAR
    assert len(Agreement) == namelevels_compiled._LEVELS
    assert len(SHARED) == namelevels_compiled._SHARED


def test_compiled_weights_are_those_of_the_formula() -> None:
    dice = np.random.default_rng(8)
    seen = SeenNames(
        dice.integers(-1, 512, 300).astype(np.int16),
        np.where(dice.random((300, 3)) < 0.5, 10.0 ** dice.uniform(-6, 0, (300, 3)), 0.0),
        np.log10(dice.integers(1, 6, 300).astype(np.float64)),
    )
    line = NameLevels()
    different = line._by_sharing(seen).sum(axis=1)
    weight = line._log10_same[seen.pattern] - np.log10(different)
    weight = np.maximum(weight - seen.chances, np.minimum(weight, 0.0))
    np.testing.assert_allclose(line.weighed(seen), np.where(seen.pattern < 0, 0.0, weight), rtol=0, atol=1e-12)
