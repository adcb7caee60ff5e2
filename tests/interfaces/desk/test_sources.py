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


AGREED = {"text": "лист № 14 від комітету", "purpose": "розшук", "shown_to": ["public"], "valid_until": "1.3.2999"}


def agree(client: Client, **fields: object) -> str:
    address = f"/sources/{number_of(MEMORIAL.name)}/agreement/"
    answer = client.post(address, AGREED | fields, follow=True)
    return str(answer.text)


def test_an_agreement_says_what_may_be_shown_to_whom_why_and_until_when(registrar: Client) -> None:
    page = agree(registrar, shown_to=["public", "enquirer"])
    for told in (
        "лист № 14 від комітету",
        "розшук",
        "families who search; a relative whose relation is verified",
        "until 2999-03-01",
        "olena",
    ):
        assert told in page, told
    assert published_count() == 2
    assert Event.objects.get(verb="registry.keep_agreement").actor_name == "olena"


def test_an_agreement_that_ran_out_takes_its_people_out_of_sight_and_every_page_says_so(registrar: Client) -> None:
    page = agree(registrar, valid_until="31.12.2020")
    assert published_count() == 0
    warning = "ran out after 2020-12-31: since then nothing of it is public"
    assert warning in page
    assert "ran out: nothing is public" in registrar.get("/sources/").text
    record = Source.objects.get(name=MEMORIAL.name).records.first()
    assert record is not None
    assert warning in registrar.get(f"/records/{record.public_id}/").text


def test_a_renewed_agreement_brings_them_back_and_the_earlier_one_stays_readable(registrar: Client) -> None:
    agree(registrar, valid_until="31.12.2020", text="перша угода")
    page = agree(registrar)
    assert published_count() == 2
    assert "Earlier agreements" in page
    assert "перша угода" in page


def test_the_next_agreement_begins_with_the_words_of_the_last(registrar: Client) -> None:
    agree(registrar)
    page = registrar.get(f"/sources/{number_of(MEMORIAL.name)}/agreement/").text
    assert "лист № 14 від комітету" in page
    assert 'value="2999-03-01"' in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": " "}, "Please fill this in."),
        ({"valid_until": "2027"}, "Write one whole day, like 12.03.2027."),
        ({"valid_from": "31.02.2027"}, "Write one whole day, like 12.03.2027."),
        ({"valid_from": "2.1.2027", "valid_until": "1.1.2027"}, "The agreement ends before it begins."),
        ({"shown_to": ["everybody"]}, 'class="error"'),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(change: dict[str, object], told: str, registrar: Client) -> None:
    assert told in agree(registrar, **change)
    assert not Event.objects.filter(verb="registry.keep_agreement").exists()


def test_a_new_source_is_kept_once(registrar: Client) -> None:
    answer = registrar.post("/sources/new/", GRADES | {"name": " Комітет  Старого міста "}, follow=True)
    assert "Комітет Старого міста" in answer.text
    assert Source.objects.get(name="Комітет Старого міста").reliability == "A"
    again = registrar.post("/sources/new/", GRADES | {"name": "Комітет Старого міста"})
    assert again.status_code == 400
    assert "There is a source of this name already." in again.text


def test_who_only_reads_sees_the_agreement_and_cannot_change_it(office: None) -> None:
    agree(signed_in("olena"))
    page = signed_in("counts").get(f"/sources/{number_of(MEMORIAL.name)}/").text
    assert "лист № 14 від комітету" in page
    assert "renew the agreement" not in page
