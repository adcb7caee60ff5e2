"""A word that only one name has contradicts nothing; another father, given name or forefather does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import names


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Гончар Остап Лукич", "Honchar Ostap"),
        ("Гончар Остап Лукич", "Лукич Остап ГОНЧАР"),
        ("Гончар О. Л.", "Гончар Остап Лукич"),
        ("Гончар Остпа Лукич", "Гончар Остап Лукич"),
        ("Никитка Поморцев", "Поморцев Никита Андреевич"),
        ("Oleksii Kovalchuk", "Ковальчук Алексей Иванович"),
        ("Мельник-Гончар Ярина", "Гончар Ярина"),
    ],
)
def test_one_person_written_two_ways_is_no_contradiction(left: str, right: str) -> None:
    assert not names.contradict(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Гончар Остап Лукич", "Гончар Остап Іванович"),
        ("Гончар Остап Лукич", "Гончар Марина Лукич"),
        ("Гончар Мария", "Гончар Марина"),
        ("نوار غسان طلعت أبو زيتون", "نوار غسان حاتم أبو زيتون"),
        ("Гончар И. Л.", "Гончар Остап Лукич"),
        ("Гончар Остап", "Кравець Остап"),
    ],
)
def test_another_name_in_its_place_is_a_contradiction(left: str, right: str) -> None:
    assert names.contradict(left, right)


@given(st.text(max_size=60))
def test_no_name_contradicts_itself(name: str) -> None:
    assert not names.contradict(name, name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_breaks_it(left: str, right: str) -> None:
    assert names.contradict(left, right) in (True, False)
