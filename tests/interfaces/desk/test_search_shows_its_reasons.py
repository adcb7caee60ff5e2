"""A search finds records in any script, and says of each how strong the evidence is and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.translation import override
from tests.interfaces.desk.office import DEAD_NAME, PRISONER_NAME

from antigone.bureau.registry.values import SearchHit
from antigone.evidence.weight import strength_in_words
from antigone.interfaces.desk import words
from antigone.interfaces.desk.templatetags.desk_words import grouped, said_as, signed
from antigone.interfaces.desk.views import search as search_view


def test_a_name_in_another_script_finds_the_record_with_strength_and_reasons(registrar: Client) -> None:
    page = registrar.post("/search/", {"name": "Haidabura Yukhym", "born": "04.07.1991"}).text
    assert PRISONER_NAME in page
    assert "support for the view that this is the same person" in page
    assert "birth date" in page
    assert "birth dates agree: 1991-07-04 and 1991-07-04" in page


def test_a_living_prisoner_is_found_here_who_is_never_shown_outside(registrar: Client) -> None:
    page = registrar.post("/search/", {"name": PRISONER_NAME}).text
    assert "prisoner" in page
    assert PRISONER_NAME in page


def test_every_line_that_was_asked_is_weighed(registrar: Client) -> None:
    form = {"name": DEAD_NAME, "born": "1987", "place": "Лубни", "unit": "45-та окрема рота"}
    page = registrar.post("/search/", form).text
    row = page[page.index("<tbody") : page.index("</tr>", page.index("<tbody"))]
    for line in ("name", "birth date", "place", "unit"):
        assert f"<b>{line}</b>" in row, line


def test_nothing_that_was_asked_stands_in_an_address(registrar: Client) -> None:
    page = registrar.post("/search/", {"name": DEAD_NAME}).text
    assert "?name" not in page
    assert 'method="post"' in page
    assert registrar.get("/search/", {"name": DEAD_NAME}).text.count(DEAD_NAME) == 0


def test_a_name_that_nobody_bears_is_answered_with_a_sentence(registrar: Client) -> None:
    assert "No record bears a name like this" in registrar.post("/search/", {"name": "Цимбалистий Касьян"}).text


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": " "}, {"name": "x" * 201}, {"name": "Гончар", "born": "31.02.1987"}]
)
def test_a_form_that_cannot_be_read_is_given_back_with_what_was_typed(form: dict[str, str], registrar: Client) -> None:
    answer = registrar.post("/search/", form)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert form["name"].strip() in answer.text


@pytest.mark.parametrize("born", ["1987", "12.03.1987", "1987-03", "1987~", "1985/1988", "03.1987"])
def test_a_birth_date_can_be_written_as_people_write_it(born: str, registrar: Client) -> None:
    answer = registrar.post("/search/", {"name": DEAD_NAME, "born": born})
    assert answer.status_code == 200
    assert "<b>birth date</b>" in answer.text


@pytest.mark.parametrize(
    "name", ["%", "' OR 1=1 --", "<script>alert(1)</script>", "\u202e\u0000", "ʼ" * 200, "а " * 100]
)
def test_odd_names_are_no_fault(name: str, registrar: Client) -> None:
    answer = registrar.post("/search/", {"name": name})
    assert answer.status_code in {200, 400}
    assert "<script>alert" not in answer.text


def test_a_search_that_takes_too_long_asks_for_more(registrar: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object, **__: object) -> tuple[SearchHit, ...]:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(search_view, "search", too_long)
    answer = registrar.post("/search/", {"name": DEAD_NAME})
    assert answer.status_code == 503
    assert "This search would take too long" in answer.text
    assert DEAD_NAME in answer.text


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_strength_that_the_scale_knows_has_words_in_each_language(language: str) -> None:
    scale = {strength_in_words(tenth / 10) for tenth in range(-80, 81)}
    assert scale == set(words.STRENGTHS)
    with override(language):
        for strength in scale:
            assert str(words.STRENGTHS[strength]) != strength


@pytest.mark.parametrize(
    ("number", "shown"), [(6.18, "+6.2"), (-1.04, "−1.0"), (0.0, "0.0"), (-0.04, "0.0"), (float("-inf"), "−∞")]
)
def test_a_weight_is_shown_with_its_sign(number: float, shown: str) -> None:
    assert signed(number) == shown


def test_large_numbers_are_grouped_and_unknown_terms_shown_as_they_are() -> None:
    assert grouped(1234567) == "1\u202f234\u202f567"
    said: Callable[[object, str], object] = said_as
    assert said("a new line of evidence", "line") == "a new line of evidence"
