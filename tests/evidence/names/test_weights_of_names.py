"""The weight of two names: the same number one by one and in bulk, reasons in words, any string accepted."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import names

_WORDS = (
    "Игнат Петрович Дрозд Ihnat DROZD Петровна Olga Ольга Соснова-Гай Шевченко Kuznetsov Кузнецов И. P. al-Hamid "
    "Мухаммед محمد оглы Саша Сашка Yevhen, Євген Сергiй Jean-Luc"
)
_SOME_NAMES = st.lists(st.sampled_from(_WORDS.split()), max_size=6).map(" ".join)
_ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_SOME_NAMES | _ANY_TEXT, _SOME_NAMES | _ANY_TEXT), min_size=1, max_size=8))
def test_many_pairs_at_once_weigh_what_each_weighs_alone(pairs: list[tuple[str, str]]) -> None:
    together = names.compare_many([left for left, _ in pairs], [right for _, right in pairs])
    assert together.dtype == np.float64
    for weight, (left, right) in zip(together, pairs, strict=True):
        assert math.isfinite(weight)
        assert names.compare(left, right).log10_lr == weight


@settings(max_examples=200, deadline=None)
@given(_ANY_TEXT)
def test_no_string_breaks_anything(text: str) -> None:
    names.parse(text)
    names.words(text)
    names.sort_key(text)
    assert names.query_keys(text) <= names.keys(text) | names.query_keys(text)
    assert math.isfinite(names.compare(text, "Игнат Дрозд").log10_lr)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "\x00\x00\n\t",
        "?!,.-'",
        "І" * 100_000,
        "а б " * 30_000,
        "a" * 100_000,
        "Å̸̧" * 9_000,
        "-" * 100_000,
    ],
    ids=["empty", "blank", "NUL", "controls", "marks", "one letter", "words", "long word", "accents", "dashes"],
)
def test_hostile_strings_are_names_without_consequence(text: str) -> None:
    assert math.isfinite(names.compare(text, text).log10_lr)
    assert len(names.keys(text)) <= 96
    assert len(names.words(text)) <= 8


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1"):
        names.compare_many(["a", "b"], ["c"])


def test_no_pairs_have_no_weights() -> None:
    assert names.compare_many([], []).shape == (0,)


def test_a_name_without_letters_says_nothing() -> None:
    assert names.compare("", "Игнат Дрозд").log10_lr == 0
    assert names.compare("", "Игнат Дрозд").reason == "no name to compare"


def test_the_order_of_pairs_and_their_number_change_nothing() -> None:
    rng = random.Random(3)
    words = _WORDS.split()
    left = [" ".join(rng.sample(words, 3)) for _ in range(300)]
    right = [" ".join(rng.sample(words, 3)) for _ in range(300)]
    once = names.compare_many(left, right)
    again = names.compare_many(left[::-1] * 3, right[::-1] * 3)
    assert np.array_equal(np.tile(once[::-1], 3), again)


def test_the_reason_names_what_agrees_what_differs_and_what_is_missing() -> None:
    weight = names.compare("Игнат Петрович Дрозд", "Ihnat Drozd")
    assert weight.line == "name"
    assert "family name agrees" in weight.reason
    assert "given name agrees across spellings (Игнат / Ihnat)" in weight.reason
    assert "patronymic is missing on the right" in weight.reason
    assert [part.line for part in weight.parts] == ["family name", "given name", "patronymic"]


def test_a_contradiction_is_named_and_weighs_against() -> None:
    weight = names.compare("Игнат Петрович Дрозд", "Игнат Маркович Дрозд")
    assert "patronymic is a different name (Петрович / Маркович)" in weight.reason
    assert {part.line: part.log10_lr < 0 for part in weight.parts}["patronymic"]


def test_a_pet_name_is_explained() -> None:
    assert "pet form of Никита" in names.compare("Никитка Дрозд", "Микита Дрозд").reason


def test_against_anybody_a_rare_name_singles_out_and_a_common_one_does_not() -> None:
    def weight(name: str) -> float:
        return names.compare(name, name, against=names.Strangers.ANYBODY).log10_lr

    assert weight("Деряба Никифор Платонович") > 8
    assert weight("Иванов Иван Иванович") < 5
    assert weight("Иванов Иван") < weight("Деряба Никифор")


def test_a_forefather_who_differs_weighs_against_whoever_the_strangers_are() -> None:
    left, right = "Yusuf Omar Hamid Nasser", "Yusuf Karim Hamid Nasser"
    for against in names.Strangers:
        agreed = names.compare(left, left, against=against).log10_lr
        assert names.compare(left, right, against=against).log10_lr < agreed - 1.5


def test_against_anybody_a_full_agreement_weighs_more_than_against_the_alike() -> None:
    left, right = "Игнат Петрович Дрозд", "Ihnat Petrovych Drozd"
    anybody = names.compare(left, right, against=names.Strangers.ANYBODY).log10_lr
    assert anybody > names.compare(left, right).log10_lr
    assert names.compare_many([left], [right], against=names.Strangers.ANYBODY)[0] == anybody
