"""Any text at all is read in bounded work and never raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.traits.crowd import CLAUSES

from antigone.evidence.traits import read, read_all


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from((*CLAUSES, "«", "\x00", "🦅", "татуировка", "нет", "зуб", ";", ",", "1", "II", "рост")),
        max_size=30,
    )
)
def test_words_in_any_order_can_be_read(words: list[str]) -> None:
    read(" ".join(words))


@pytest.mark.parametrize(
    "text",
    [
        "а" * 1_000_000,
        "татуировка " * 100_000,
        "1" * 1_000_000,
        "1," * 500_000,
        "«" * 100_000,
        "\x00" * 100_000,
        "левый " * 100_000 + "якорь",
        "🦅👩‍👩‍👧‍👦" * 50_000,
        "зуб 11 " * 100_000,
        "." * 1_000_000,
        "́" * 100_000,
        "имя " * 100_000,
        "-" * 1_000_000,
        "рост 17" + "0" * 500_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_million_signs_are_a_short_text(text: str) -> None:
    said = read(text)
    assert len(said.marks) <= 32
    assert len(said.unread) <= 32
    assert sum(map(len, said.unread)) <= 20_000


def test_invisible_signs_do_not_hide_words() -> None:
    assert read("рост\x00178\x00глаза карие").eyes == "brown"
    assert read("гла́за ка́рие").eyes == "brown"
    assert read("РОСТ 178; ГЛАЗА КАРИЕ").eyes == "brown"


def test_an_impossible_size_is_no_size() -> None:
    assert read("рост 999 см").stature is None
    assert read("рост -5").stature is None
    assert read("размер обуви 300").shoe is None
    assert read("нет зуба 99").teeth == ()


def test_many_are_read_as_one_by_one() -> None:
    texts = [*CLAUSES, "", "; ".join(CLAUSES)]
    assert read_all(texts) == [read(text) for text in texts]
