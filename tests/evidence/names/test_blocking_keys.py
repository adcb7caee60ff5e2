"""Keys under which an index files a name and a query finds it. The people are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import names

FILED = "Дрозд Игнат Петрович"


@pytest.mark.parametrize(
    "query",
    [
        "Игнат Петрович Дрозд",
        "Ihnat Petrovych DROZD",
        "Drozd, Ignat",
        "Дрозд Гнат",
        "Дрозд И. П.",
        "Drozd I.",
        "I. P. Drozd",
        "Дрозд",
        "Дрозд Иннат",
    ],
)
def test_every_usual_way_to_ask_meets_the_name(query: str) -> None:
    assert names.query_keys(query) & names.keys(FILED)


def test_a_stranger_is_not_met() -> None:
    assert not names.query_keys("Роман Сомов") & names.keys(FILED)


def test_a_full_query_meets_its_name_under_the_most_selective_key() -> None:
    shared = names.query_keys("Ihnat Petrovych Drozd") & names.keys(FILED)
    assert any(key.startswith(names.KEY_ORDER[0]) for key in shared)


def test_the_order_of_words_does_not_matter() -> None:
    assert names.keys("Игнат Петрович Дрозд") == names.keys(FILED)


def test_an_ordinary_name_has_few_keys() -> None:
    assert len(names.keys(FILED)) <= 16
    assert len(names.keys("Вера Ильинична Соснова-Гай")) <= 20


def test_a_pet_name_of_two_given_names_is_filed_under_both() -> None:
    asked = names.query_keys("Саша Дрозд")
    assert asked & names.keys("Александр Дрозд")
    assert asked & names.keys("Александра Дрозд")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_every_key_is_of_a_known_kind(text: str) -> None:
    for key in names.keys(text) | names.query_keys(text):
        assert key.startswith(names.KEY_ORDER)


def test_a_dictionary_word_has_the_codes_of_the_word_it_came_from() -> None:
    for name in ("Щербакова", "Игнат", "Петрович", "Shevchenko", "Чайковский"):
        (word,) = names.words(name)
        assert word.codes[0] in names.word_codes(word.folded)


def test_a_misspelt_word_is_found_by_the_codes_of_its_neighbour() -> None:
    neighbour = names.words("Дрозд")[0].folded
    given_name = names.words("Ihnat")[0].codes
    assert names.join_keys([given_name, names.word_codes(neighbour)]) & names.keys(FILED)


def test_both_scripts_fold_to_one_spelling() -> None:
    cyrillic, latin = names.words("Щербаков"), names.words("Shcherbakov")
    assert cyrillic[0].folded == latin[0].folded
    assert cyrillic[0].folded.isascii()


def test_names_sort_as_in_a_dictionary_cyrillic_first() -> None:
    people = [
        "Янчук Іван",
        "Єрмак Яна",
        "Eagle John",
        "Ёлкин Пётр",
        "Жук Анна",
        "Ґудзь Анна",
        "Гай Юрий",
        "Іванюк Олег",
    ]
    ordered = sorted(people, key=names.sort_key)
    assert ordered == [
        "Гай Юрий", "Ґудзь Анна", "Ёлкин Пётр", "Єрмак Яна", "Жук Анна", "Іванюк Олег", "Янчук Іван", "Eagle John",
    ]  # fmt: skip


def test_the_surname_sorts_first_whatever_the_order() -> None:
    assert names.sort_key("Игнат Петрович Дрозд") == names.sort_key("Дрозд Игнат Петрович")
