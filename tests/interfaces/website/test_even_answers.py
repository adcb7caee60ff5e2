"""Answers that neither a clock nor a watcher of the line can tell apart."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.website.asking import LANGUAGES, PERSON, search_fails, search_finds, stranger

from antigone.bureau.disclosure.values import PublicPerson
from antigone.interfaces.website.even_answers import LENGTH_STEP, SLOT_SECONDS, next_release, padded_length

LONGEST = {
    "name": '"' * 200,
    "born": "1987",
    "father": '"' * 100,
    "place": '"' * 100,
    "unit": '"' * 100,
    "service_number": '"' * 40,
}


@given(st.floats(0, 30))
def test_work_is_released_at_the_next_instant_of_the_grid_and_never_before_it_is_done(elapsed: float) -> None:
    release = next_release(elapsed)
    assert release >= elapsed
    assert release - elapsed <= SLOT_SECONDS * (1 + 1e-9)
    assert round(release / SLOT_SECONDS) * SLOT_SECONDS == pytest.approx(release)


def test_work_of_any_length_within_one_slot_is_released_at_the_same_instant() -> None:
    assert {next_release(elapsed) for elapsed in (0.0, 0.001, 0.02, 0.0599)} == {SLOT_SECONDS}


@given(st.integers(0, 200_000))
def test_lengths_are_whole_steps(length: int) -> None:
    assert padded_length(length) >= length
    assert padded_length(length) % LENGTH_STEP == 0
    assert padded_length(length) - length <= LENGTH_STEP


def test_no_answer_leaves_before_its_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    client = stranger()
    for people in ((), (PERSON,)):
        search_finds(monkeypatch, *people)
        started = time.monotonic()
        client.post("/uk/", {"name": "Верещака Остап"})
        assert time.monotonic() - started >= SLOT_SECONDS


def test_a_slow_search_is_released_on_the_grid_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow() -> Exception:
        time.sleep(SLOT_SECONDS * 1.2)
        return OperationalError()

    search_fails(monkeypatch, slow)
    started = time.monotonic()
    stranger().post("/uk/", {"name": "Верещака Остап"})
    assert time.monotonic() - started >= 2 * SLOT_SECONDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [{"name": "Ян"}, {"name": " "}, LONGEST], ids=["short", "empty", "longest"])
@pytest.mark.parametrize("people", [(), (PERSON,), (PERSON, PERSON, PERSON)], ids=["nothing", "one", "three"])
def test_every_answer_has_the_same_length(
    language: str, asked: dict[str, str], people: tuple[PublicPerson, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    search_finds(monkeypatch, *people)
    assert len(stranger().post(f"/{language}/", asked).content) == LENGTH_STEP


def test_the_filling_is_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch)
    assert stranger().post("/en/", {"name": "Ян"}).text.rstrip(" ").endswith("</html>\n")
