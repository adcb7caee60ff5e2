"""What a partner's program brings: one request has one effect, and what is kept of it opens with the program's key."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR
from tests.interfaces.api.programs import Answer, Program, program
from tests.interfaces.exchange.pfif.documents import read

from antigone.bureau.disclosure.partners import (
    PartnerDraft,
    Scope,
    close_delivery,
    delivery_document,
    partner_deliveries,
)
from antigone.bureau.disclosure.partners.once import forget_old_answers
from antigone.bureau.enquiries.intake import open_enquiry
from antigone.bureau.enquiries.receipts import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partners_site")]
SON = {"sought": {"names": ["Колодій Вадим Сергійович"], "birth_date": "1987-05-13"}, "message": "Де він?"}
ONE = {
    "person_record_id": "agency.example/1", "full_name": "Гончар Остап", "source_date": "2026-09-01T10:00:00Z",
    "notes": [{"note_record_id": "agency.example/n1", "text": "Бачила.", "status": "believed_dead"}],
}  # fmt: skip


@pytest.fixture
def agency() -> Program:
    return program()


def sends(agency: Program, path: str, body: Any, name: str = "") -> Answer:
    return agency.posts(path, body, Idempotency_Key=name or str(uuid4()))


def enquiries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake.enquiry")
        return int(cursor.fetchone()[0])


def test_an_enquiry_is_left_and_its_ten_words_open_its_page(agency: Program) -> None:
    answer = sends(agency, "enquiries", SON)
    assert (answer.status, answer.body["language"]) == (201, "uk")
    receipt = parsed(answer.body["receipt"])
    with acting_as("antigone_public"):
        page = open_enquiry(receipt)
    assert page is not None
    assert [letter.text for letter in page.letters] == ["Де він?"]


def test_the_same_request_is_done_once_and_answered_alike(agency: Program) -> None:
    first = sends(agency, "enquiries", SON, "a-name-of-ours")
    again = sends(agency, "enquiries", dict(reversed(SON.items())), "a-name-of-ours")
    assert (again.status, again.body) == (first.status, first.body)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert enquiries() == 1
    other = sends(agency, "enquiries", SON | {"message": "Інше"}, "a-name-of-ours")
    elsewhere = sends(agency, "records", {"persons": [ONE]}, "a-name-of-ours")
    assert [other.status, elsewhere.status] == [422, 422]
    assert "another request" in other.body["detail"]
    assert enquiries() == 1
    assert sends(agency, "enquiries", SON, "another-name").body["receipt"] != first.body["receipt"]
    # Names of requests are each partner's own.
    another = program(PartnerDraft("Another", (Scope.ENQUIRE,)))
    assert sends(another, "enquiries", SON, "a-name-of-ours").body["receipt"] != first.body["receipt"]


def test_what_is_kept_of_a_request_says_nothing_without_the_key(agency: Program) -> None:
    answer = sends(agency, "enquiries", SON, "a-name-of-ours")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(o::text, ''), string_agg(encode(answer, 'escape'), '') FROM disclosure_once o"
        )
        kept = "".join(cursor.fetchone())
    for word in (*answer.body["receipt"].split(), "Колодій", "a-name-of-ours", agency.key):
        assert word not in kept


def test_what_was_refused_can_be_sent_again_under_its_name(agency: Program) -> None:
    wrong = sends(agency, "enquiries", {"sought": {"names": ["Остап"], "birth_date": "31.02.1999"}}, "a-name-of-ours")
    assert (wrong.status, enquiries()) == (422, 0)
    assert "31.02.1999" in wrong.body["detail"]
    assert sends(agency, "enquiries", SON, "a-name-of-ours").status == 201


@pytest.mark.parametrize("name", ["", "short", "with a blank in it", "я-не-латиниця", "x" * 201])
def test_a_request_that_writes_needs_a_name_for_itself(agency: Program, name: str) -> None:
    headers = {"Idempotency_Key": name} if name else {}
    answer = agency.posts("enquiries", SON, **headers)
    assert (answer.status, enquiries()) == (400, 0)
    assert "Idempotency-Key" in answer.body["detail"]


def test_answers_are_forgotten_the_day_after_next(agency: Program) -> None:
    sends(agency, "enquiries", SON, "a-name-of-ours")
    for days, left in ((1, 0), (2, 1)):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE disclosure_once SET day = current_date - %s::int", [days])
        with acting_as("antigone_worker"):
            assert forget_old_answers() == left
    assert sends(agency, "enquiries", SON, "a-name-of-ours").status == 201


def test_records_wait_for_a_registrar_and_their_partner_hears_what_became_of_them(agency: Program) -> None:
    stray = {"person_record_id": "elsewhere.example/1", "full_name": "Хтось"}
    answer = sends(agency, "records", {"persons": [ONE, stray]})
    delivery = answer.body["delivery"]
    assert (answer.status, answer.body) == (202, {
        "delivery": delivery, "persons": 1, "notes": 1, "skipped": [
            {"id": "elsewhere.example/1", "why": "not in authorized domain: this key writes for agency.example"}],
    })  # fmt: skip
    assert agency.gets(f"records/{delivery}").body["state"] == "waiting"
    stranger = program(PartnerDraft("Another", (Scope.WRITE,), "another.example"))
    assert stranger.gets(f"records/{delivery}").status == 404
    (waiting,) = partner_deliveries()
    (person,) = read(delivery_document(waiting.number)[1])
    assert person.fields["full_name"] == "Гончар Остап"
    assert person.notes[0].fields["status"] == "believed_dead"
    close_delivery(waiting.number, batch_id=None, reason="not wanted", actor=REGISTRAR)
    said = agency.gets(f"records/{delivery}").body
    assert (said["state"], said["records"], said["closed_on"] is None) == ("dropped", 1, False)


def test_nothing_fit_to_be_kept_is_no_delivery(agency: Program) -> None:
    answer = sends(agency, "records", {"notes": [{"note_record_id": "agency.example/n2", "text": "Сама."}]})
    assert (answer.body["delivery"], answer.body["notes"]) == (None, 0)
    assert "person_record_id" in answer.body["skipped"][0]["why"]
    assert partner_deliveries() == ()


def test_more_than_a_hundred_at_once_are_refused_whole(agency: Program) -> None:
    persons = [ONE | {"person_record_id": f"agency.example/{number}", "notes": []} for number in range(100)]
    note = {"note_record_id": "agency.example/n", "person_record_id": "agency.example/1", "text": "x"}
    assert sends(agency, "records", {"persons": persons, "notes": [note]}).status == 422
    assert partner_deliveries() == ()
