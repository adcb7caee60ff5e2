"""The vault checks, counts, writes the event, and only then opens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import A_PHOTOGRAPH, CASE_WORKER, MOTHER, ask

from antigone.bureau.enquiries import intake, opening
from antigone.bureau.enquiries.models import Opening
from antigone.bureau.enquiries.opening import OpeningRefused, OpeningRequest, StepUp, opened_for
from antigone.bureau.enquiries.sealing import PrivateKey, new_private_key
from antigone.bureau.enquiries.values import KeepRecord, SealBroken
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.server.secrets import key_named

pytestmark = pytest.mark.django_db


def the_vault_key() -> PrivateKey:
    _ = settings.ENQUIRY_KEYS.vault_public
    return PrivateKey(key_named(settings.DATA_DIR, "vault"))


@pytest.fixture(autouse=True)
def case_worker() -> User:
    user = User.objects.create(username=CASE_WORKER.name)
    user.groups.add(Group.objects.get(name="case worker"))
    return user


@pytest.fixture
def enquiry() -> UUID:
    ask(replace(MOTHER, photograph=A_PHOTOGRAPH))
    return assigned()


def assigned() -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET assigned_to = %s RETURNING id", [CASE_WORKER.name])
        return UUID(str(cursor.fetchone()[0]))


@pytest.fixture
def as_vault() -> Iterator[None]:
    with acting_as("antigone_vault"):
        yield


def request(enquiry: UUID, what: str = opening.CONTACT, **changed: object) -> OpeningRequest:
    asked = OpeningRequest(
        enquiry, what, "to tell her what was found", CASE_WORKER, StepUp("passkey", datetime.now(tz=UTC))
    )
    return replace(asked, **changed)  # type: ignore[arg-type]


def test_a_case_worker_opens_the_contact_of_her_case(enquiry: UUID, as_vault: None) -> None:
    contact = json.loads(opened_for(request(enquiry), the_vault_key()))
    assert contact["phone"] == "+380 50 000 17 29"
    with acting_as("antigone_staff"):
        event = Event.objects.get(verb="enquiries.open_seal")
    assert (event.actor_name, event.subject_id) == (CASE_WORKER.name, str(enquiry))
    assert event.detail == {"what": "contact", "reason": "to tell her what was found", "second_factor": "passkey"}


def test_messages_and_a_photograph_open(enquiry: UUID, as_vault: None) -> None:
    messages = json.loads(opened_for(request(enquiry, opening.MESSAGES), the_vault_key()))
    assert [(one["kind"], one["text"]) for one in messages] == [("message", "Останній дзвінок був у неділю.")]
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM intake.letter WHERE kind = 'photograph'")
        (number,) = cursor.fetchone()
    assert opened_for(request(enquiry, f"photograph/{number}"), the_vault_key()) == A_PHOTOGRAPH


def test_the_event_is_there_before_the_seal_is_touched(enquiry: UUID, as_vault: None) -> None:
    with pytest.raises(SealBroken):
        opened_for(request(enquiry), new_private_key())
    with acting_as("antigone_staff"):
        assert Event.objects.filter(verb="enquiries.open_seal").count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"actor": Actor("bohdan", "case worker")}, "only a case worker"),
        ({"actor": Actor(CASE_WORKER.name, "administrator")}, "only a case worker"),
        ({"actor": Actor(CASE_WORKER.name, "registrar")}, "only a case worker"),
        ({"reason": "because"}, "say in 10 to 500"),
        ({"reason": " " * 40}, "say in 10 to 500"),
        ({"step_up": StepUp("passkey", datetime.now(tz=UTC) - timedelta(minutes=6))}, "second factor again"),
        ({"step_up": StepUp("passkey", datetime.now(tz=UTC) + timedelta(hours=1))}, "second factor again"),
        ({"what": "lookup"}, "nothing that can be opened"),
        ({"enquiry": uuid4()}, "not assigned to you"),
    ],
)
def test_everything_else_is_refused_and_the_refusal_is_an_event(
    enquiry: UUID, as_vault: None, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(OpeningRefused, match=sentence):
        opened_for(replace(request(enquiry), **changed), the_vault_key())  # type: ignore[arg-type]
    with acting_as("antigone_staff"):
        event = Event.objects.get(verb="enquiries.refuse_opening")
        assert not Event.objects.filter(verb="enquiries.open_seal").exists()
    assert sentence in str(event.detail["refused"])


def test_a_closed_account_opens_nothing(enquiry: UUID, case_worker: User) -> None:
    case_worker.is_active = False
    case_worker.save()
    with acting_as("antigone_vault"), pytest.raises(OpeningRefused, match="only a case worker"):
        opened_for(request(enquiry), the_vault_key())


def test_a_colleagues_case_is_not_opened(enquiry: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET assigned_to = 'bohdan'")
    with acting_as("antigone_vault"), pytest.raises(OpeningRefused, match="not assigned to you"):
        opened_for(request(enquiry), the_vault_key())


def test_the_fifty_first_opening_of_a_day_is_refused_and_written_down(enquiry: UUID, as_vault: None) -> None:
    key = the_vault_key()
    for _ in range(opening.QUOTA):
        opened_for(request(enquiry), key)
    with pytest.raises(OpeningRefused, match="opened 50 today"):
        opened_for(request(enquiry), key)
    with acting_as("antigone_staff"):
        assert Opening.objects.filter(allowed=True).count() == 50
        assert Event.objects.filter(verb="enquiries.refuse_opening").count() == 1


def test_the_database_itself_counts(enquiry: UUID, as_vault: None) -> None:
    insert = (
        "INSERT INTO enquiries_opening (enquiry, what, reason, opened_by, role, allowed)"
        " SELECT gen_random_uuid(), 'contact', 'a reason', 'daryna', 'case worker', true FROM generate_series(1, %s)"
    )
    connection.cursor().execute(insert, [50])
    with pytest.raises(IntegrityError, match="quota"), transaction.atomic():
        connection.cursor().execute(insert, [1])
    with pytest.raises(IntegrityError, match="of today"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO enquiries_opening (enquiry, what, reason, opened_by, role, day, allowed)"
            " VALUES (gen_random_uuid(), 'contact', 'r', 'other', 'case worker', '2020-01-01', true)"
        )


@pytest.mark.parametrize("statement", ["DELETE FROM enquiries_opening", "UPDATE enquiries_opening SET opened_by = 'x'"])
@pytest.mark.parametrize("role", ["antigone_vault", "antigone_staff", "antigone_worker", "antigone_public"])
def test_nobody_makes_an_opening_unseen(statement: str, role: str) -> None:
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_not_even_the_owner_makes_an_opening_unseen(enquiry: UUID) -> None:
    with acting_as("antigone_vault"):
        opened_for(request(enquiry), the_vault_key())
    for statement in ("DELETE FROM enquiries_opening", "UPDATE enquiries_opening SET opened_by = 'x'"):
        with pytest.raises(IntegrityError, match="as it was"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_vault_reads_no_password() -> None:
    with acting_as("antigone_vault"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT password FROM auth_user")


def test_what_the_family_withdrew_opens_no_more() -> None:
    receipt = ask()
    enquiry = assigned()
    intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
    with acting_as("antigone_vault"), pytest.raises(OpeningRefused, match="nothing of this enquiry opens"):
        opened_for(request(enquiry), the_vault_key())
