"""Sources: their grades, and changing them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import CONFIDENCE, MEMORIAL

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.models import Source

GRADES = {
    "kind": "authority",
    "speaks_for": "Лубенська громада",
    "reliability": "A",
    "credibility": "1",
    "publication": "open",
    "licence": "CC0",
    "contact": "архів\nкімната 5",
}


def number_of(name: str) -> int:
    return Source.objects.get(name=name).pk


def published_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM published.person")
        row = cursor.fetchone()
    return int(row[0])


def test_the_list_shows_grade_publication_and_how_much_each_said(registrar: Client) -> None:
    page = registrar.get("/sources/").text
    assert "B2" in page
    assert "A3" in page
    assert "published by the source itself" in page


def test_a_source_shows_what_is_kept_of_it(registrar: Client) -> None:
    page = registrar.get(f"/sources/{number_of(MEMORIAL.name)}/").text
    for said in (MEMORIAL.name, "Лубенська громада", "B: usually reliable", "CC BY 4.0", "архів, кімната 4"):
        assert said in page, said


def test_only_who_may_change_a_source_sees_how_it_is_reached(office: None) -> None:
    page = signed_in("counts").get(f"/sources/{number_of(MEMORIAL.name)}/").text
    assert MEMORIAL.contact not in page
    assert "Change these" not in page


def test_changing_a_source_is_an_event_and_keeps_its_name(registrar: Client) -> None:
    number = number_of(MEMORIAL.name)
    answer = registrar.post(f"/sources/{number}/edit/", GRADES | {"name": "another"}, follow=True)
    assert "What we keep of this source is changed." in answer.text
    source = Source.objects.get(pk=number)
    assert (source.name, source.reliability, source.credibility, source.licence) == (MEMORIAL.name, "A", 1, "CC0")
    assert source.contact.split() == ["архів", "кімната", "5"]
    event = Event.objects.get(verb="registry.change_source")
    assert (event.actor_name, event.actor_role) == ("olena", "registrar")


def test_a_source_that_is_no_longer_public_takes_its_people_out_of_sight_and_back(registrar: Client) -> None:
    number = number_of(MEMORIAL.name)
    assert published_count() == 2
    registrar.post(f"/sources/{number}/edit/", GRADES | {"publication": "private"})
    assert published_count() == 0
    registrar.post(f"/sources/{number}/edit/", GRADES)
    assert published_count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"reliability": "G"},
        {"credibility": "7"},
        {"credibility": "x"},
        {"kind": ""},
        {"publication": "secret"},
        {"licence": "x" * 201},
    ],
)
def test_grades_that_do_not_exist_are_refused(change: dict[str, str], registrar: Client) -> None:
    number = number_of(CONFIDENCE.name)
    answer = registrar.post(f"/sources/{number}/edit/", GRADES | change)
    assert answer.status_code == 400
    assert 'class="error"' in answer.text
    assert Source.objects.get(pk=number).licence == ""
