"""Whatever is answered about one person fills the same length, its head included."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.disclosure.values import PublicPerson
from antigone.interfaces.api.even_length import STEP, filled, is_about_one_person
from antigone.interfaces.api.v1.gate import told
from antigone.interfaces.api.v1.shapes import Found, person_of

WORDY = PublicPerson(
    "4e8c1a54-8d7c-4ac2-ae73-56c2b1a6b53d", "Гончаровський-Мельниченко Остап Лукич", ("Остап " * 20,) * 10, "1985/1987",
    "2022~", "Автономна Республіка Крим", "dead", "Книга пам’яті " * 10, "2024-01-31",
)  # fmt: skip


def length(response: HttpResponse) -> int:
    """Bytes of the answer as a server writes it, without what stands in every answer alike."""
    said = sum(len(f"{name}: {value}\r\n") for name, value in response.items() if name != "Content-Length")
    return len(response.reason_phrase) + said + len(response.content)


@given(st.binary(max_size=3 * STEP), st.sampled_from([200, 201, 404, 410, 422]), st.text("ab", max_size=50))
def test_content_and_head_together_fill_whole_steps_and_nothing_is_lost(content: bytes, status: int, said: str) -> None:
    response = filled(HttpResponse(content, status=status, headers={"X-Said": said}))
    assert length(response) % STEP == 0
    assert response.content.rstrip(b" ") == content.rstrip(b" ")
    assert response.content.startswith(content)
    assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_whoever_is_singled_out_fits_into_the_length_of_nobody(most: int) -> None:
    answer = filled(told(Found(found=[person_of(WORDY)] * most)))
    assert length(answer) == STEP
    assert [one["name"] for one in json.loads(answer.content)["found"]] == [WORDY.name] * most


@pytest.mark.parametrize(
    ("address", "about_one"),
    [
        ("/api/v1/persons/search", True),
        ("/api/v1/persons/4e8c1a54-8d7c-4ac2-ae73-56c2b1a6b53d", True),
        ("/api/v1/enquiries", True),
        ("/api/v1/records", True),
        ("/partners/feeds/note?person_record_id=x", True),
        ("/partners/feeds/note", False),
        ("/api/v1/changes", False),
        ("/api/v1/figures", False),
        ("/api/v1/key", False),
    ],
)
def test_answers_about_one_person_are_filled_and_lists_are_not(address: str, about_one: bool) -> None:
    assert is_about_one_person(RequestFactory().get(address)) is about_one
