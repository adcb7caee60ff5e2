"""Partners' programs: keys, quotas, feeds that miss nothing, and records that a registrar takes in."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.urls import resolve
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import CLOSED_LIST, REGISTRAR, arrive, dead
from tests.interfaces.exchange.pfif.documents import read, written

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import (
    PartnerDraft,
    Scope,
    UnfitPartner,
    UnknownDelivery,
    UnknownPartner,
    add_partner,
    close_delivery,
    delivery_document,
    partner_deliveries,
    partners_with_keys,
    revoke_partner,
)
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.models import Record
from antigone.interfaces.exchange.pfif import Note, Person

pytestmark = pytest.mark.django_db
BOTH = PartnerDraft("Repository", (Scope.FEED, Scope.WRITE), "repository.example", quota=50)


@pytest.fixture(autouse=True)
def bureau(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, public_hosts=("bureau.example",), bureau_name="The bureau"
    )
    # Nothing else writes in a test, and its own transaction holds everything back: all is settled.
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION published.settled_until() RETURNS timestamptz LANGUAGE sql STABLE"
            " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT ''infinity''::timestamptz'"
        )


@pytest.fixture
def key() -> str:
    return add_partner(BOTH, actor=REGISTRAR)


def asked(path: str, key: str = "", body: bytes = b"", method: str = "GET", **parameters: object) -> HttpResponse:
    """What a program gets, with the rights of the public's role."""
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": urlencode(parameters), "SERVER_NAME": "x",
        "SERVER_PORT": "80", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
    }  # fmt: skip
    if key:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    with acting_as("antigone_public"):
        return resolve(path, "antigone.server.urls_partners").func(WSGIRequest(environ))


def persons(key: str, **parameters: object) -> list[Person]:
    response = asked("/partners/feeds/person", key, **parameters)
    assert response.status_code == 200, response.content
    if b"<entry>" not in response.content:
        return []
    return [one for one in read(response.content) if isinstance(one, Person)]


def test_without_a_good_key_there_is_one_answer(key: str) -> None:
    feeds_only = add_partner(PartnerDraft("Reader"), actor=REGISTRAR)
    gone = add_partner(PartnerDraft("Gone"), actor=REGISTRAR)
    revoke_partner("Gone", reason="left", actor=REGISTRAR)
    answers = [
        asked("/partners/feeds/person"),
        asked("/partners/feeds/person", "wrong"),
        asked("/partners/feeds/person", gone),
        asked("/partners/write", feeds_only, method="POST"),
    ]
    assert {(one.status_code, one.content, one["WWW-Authenticate"]) for one in answers} == {
        (401, answers[0].content, "Bearer")
    }
    document = json.loads(answers[0].content)
    assert (document["status"], answers[0]["Content-Type"]) == (401, "application/problem+json; charset=utf-8")


def test_a_keys_quota_is_counted_by_the_database() -> None:
    key = add_partner(PartnerDraft("Reader", quota=2), actor=REGISTRAR)
    assert [asked("/partners/feeds/note", key).status_code for _ in range(3)] == [200, 200, 429]
    assert partners_with_keys()[0].used_today == 3


def test_a_key_is_kept_as_a_hash_and_taken_back_for_good(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_partner::text FROM disclosure_partner")
        assert key not in cursor.fetchone()[0]
    assert key not in json.dumps([event.detail for event in Event.objects.all()])
    revoke_partner("Repository", reason="asked", actor=REGISTRAR)
    with pytest.raises(UnknownPartner, match="antigone partner list"):
        revoke_partner("Repository", reason="again", actor=REGISTRAR)
    for change in ("SET revoked_on = NULL, revoked_by = ''", "SET quota = 9"):
        with (
            pytest.raises(DatabaseError, match="taken back, for good"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE disclosure_partner {change}")
    assert [event.verb for event in Event.objects.order_by("id")] == [
        "disclosure.add_partner",
        "disclosure.revoke_partner",
    ]


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (PartnerDraft(" "), "name the partner"),
        (PartnerDraft("A", ()), "say what the key is good for"),
        (PartnerDraft("A", (Scope.WRITE,)), "give --domain"),
        (PartnerDraft("A", domain="a b/c"), "is no domain"),
        (PartnerDraft("A", quota=0), "a quota is 1"),
        (PartnerDraft("Repository"), "has a key; take that back first"),
    ],
)
def test_a_partner_that_cannot_be_is_refused_with_the_reason(key: str, draft: PartnerDraft, sentence: str) -> None:
    with pytest.raises(UnfitPartner, match=sentence):
        add_partner(draft, actor=REGISTRAR)


def test_the_feed_has_who_may_be_listed_and_nobody_else(key: str) -> None:
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    arrive(dead("2", "Мельниченко Ярина Іванівна", family_informed_on="2023-01-01"), source=CLOSED_LIST)
    publish_what_may_be(actor=REGISTRAR)
    (one,) = persons(key)
    assert one.fields["full_name"] == "Гончаровський Остап Лукич"
    assert one.fields["date_of_birth"] == "1987"
    assert one.notes[0].fields["status"] == "believed_dead"
    (note,) = read(asked("/partners/feeds/note", key, person_record_id=one.record_id).content)
    assert note.fields == one.notes[0].fields
    (old,) = persons(key, version="1.2")
    assert old.fields["family_name"] == "Гончаровський Остап Лукич"


def test_whoever_follows_by_dates_gets_everybody_and_hears_who_left(key: str) -> None:
    arrive(*(dead(str(number), f"Гончаровський Остап {number}ович") for number in range(25)))
    publish_what_may_be(actor=REGISTRAR)
    seen: dict[str, str] = {}

    def follow() -> int:
        asked_for = 0
        while True:
            newest = max(seen.values(), default="2000-01-01T00:00:00Z")
            skip = sum(when == newest for when in seen.values())
            page = persons(key, min_entry_date=newest, skip=skip, max_results=10)
            asked_for += 1
            seen.update({one.record_id: one.fields["entry_date"] for one in page})
            if not page:
                return asked_for

    assert follow() == 4
    assert len(seen) == 25
    gone = str(Record.objects.get(source_record_id="7").public_id)
    delete_record(gone, reason="asked", actor=REGISTRAR)
    entries = persons(key, min_entry_date="2000-01-01T00:00:00Z", max_results=200)
    assert len(entries) == 25
    (placeholder,) = (one for one in entries if "full_name" not in one.fields)
    assert placeholder.record_id in seen
    assert placeholder.fields.keys() == {"person_record_id", "entry_date", "expiry_date", "source_date"}
    assert [one.record_id for one in persons(key, max_results=1)] == [placeholder.record_id]


@pytest.mark.parametrize(
    "parameters",
    [{"min_entry_date": "yesterday"}, {"skip": "-1"}, {"skip": "100001"}, {"max_results": "201"}, {"version": "2"}],
)
def test_a_question_that_cannot_be_answered_is_named(key: str, parameters: dict[str, str]) -> None:
    response = asked("/partners/feeds/person", key, **parameters)
    assert response.status_code == 400
    assert next(iter(parameters.values())) in json.loads(response.content)["detail"]


def test_another_method_is_answered_with_the_right_one(key: str) -> None:
    response = asked("/partners/write", key)
    assert (response.status_code, response["Allow"]) == (405, "POST")


ONE = Person(
    {"person_record_id": "repository.example/1", "full_name": "Гончар Остап", "author_email": "sister@example.org"},
    (Note({"note_record_id": "repository.example/n1", "text": "Бачила.", "author_phone": "+380500000001"}),),
)


def test_what_a_partner_brings_waits_for_a_registrar_without_anybodys_contact(key: str) -> None:
    stray = Person({"person_record_id": "elsewhere.example/1", "full_name": "Хтось"})
    response = asked("/partners/write", key, written([ONE, stray]), "POST")
    assert response.status_code == 200
    assert response.content.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<status:status xmlns:status="http://zesty.ca/pfif/1.4/status" xmlns:pfif="http://zesty.ca/pfif/1.4">\n'
        "  <status:write>\n    <status:record_type>pfif:person</status:record_type>\n"
        "    <status:parsed>2</status:parsed>\n    <status:written>1</status:written>\n    <status:skipped>\n"
        "      <pfif:person_record_id>elsewhere.example/1</pfif:person_record_id>\n"
        "      <status:error>not in authorized domain: this key writes for repository.example</status:error>\n"
        "    </status:skipped>\n  </status:write>\n  <status:write>\n"
        "    <status:record_type>pfif:note</status:record_type>\n"
        "    <status:parsed>1</status:parsed>\n    <status:written>1</status:written>\n"
        "  </status:write>\n</status:status>\n"
    )
    asked("/partners/write", key, written([ONE, stray]), "POST")
    (delivery,) = partner_deliveries()
    name, document = delivery_document(delivery.number)
    assert (name, delivery.records, Record.objects.count()) == ("Repository", 1, 0)
    assert b"sister@" not in document
    assert b"+3805" not in document
    (back,) = read(document)
    assert back.fields == {"person_record_id": "repository.example/1", "full_name": "Гончар Остап"}
    close_delivery(delivery.number, batch_id=None, reason="not wanted", actor=REGISTRAR)
    assert partner_deliveries() == ()
    with pytest.raises(UnknownDelivery, match="antigone partner deliveries"):
        delivery_document(delivery.number)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no xml", 400),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 400),
        (b"<" + b"a" * 1_100_000, 413),
        (written([Person({"person_record_id": f"repository.example/{n}", "full_name": "X"}) for n in range(101)]), 413),
    ],
    ids=["no xml", "entities", "too long", "too many"],
)
def test_what_cannot_be_taken_is_refused_whole(key: str, body: bytes, status: int) -> None:
    assert asked("/partners/write", key, body, "POST").status_code == status
    assert partner_deliveries() == ()


def test_staff_change_nothing_of_a_key_but_to_take_it_back(key: str) -> None:
    for change in ("UPDATE disclosure_partner SET quota = 1000000", "DELETE FROM disclosure_partner",
                   "DELETE FROM disclosure_partner_day", "INSERT INTO disclosure_delivery DEFAULT VALUES"):  # fmt: skip
        with (
            acting_as("antigone_staff"),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_publics_role_reads_no_table_of_partners(key: str) -> None:
    for table in ("disclosure_partner", "disclosure_partner_day", "disclosure_delivery"):
        with (
            acting_as("antigone_public"),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {table}")
