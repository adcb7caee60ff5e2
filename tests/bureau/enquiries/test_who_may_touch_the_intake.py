"""Every grant of the schema `intake`, tried as the role that must not."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import ask

pytestmark = pytest.mark.django_db

TABLES = ("enquiry", "key", "letter", "errand")
EVERYONE = ("antigone_public", "antigone_staff", "antigone_worker", "antigone_vault", "antigone_laboratory")


def refused(role: str, statement: str) -> None:
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ["SELECT * FROM", "SELECT 1 FROM", "DELETE FROM", "TRUNCATE"])
def test_the_website_has_no_right_on_any_table(table: str, act: str) -> None:
    ask()
    refused("antigone_public", f"{act} intake.{table}")
    refused("antigone_laboratory", f"{act} intake.{table}")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO intake.letter (number, kind, sealed) VALUES (gen_random_uuid(), 'told', '')",
        "UPDATE intake.enquiry SET state = 'open'",
        "SELECT intake.reply(gen_random_uuid(), gen_random_uuid(), '', 'x')",
        "SELECT intake.withdraw_for(gen_random_uuid(), 'keep')",
        "SELECT intake.shed(gen_random_uuid())",
        "SELECT intake.shred(gen_random_uuid())",
        "SELECT intake.erase_record(gen_random_uuid(), 'x')",
    ],
)
def test_the_website_cannot_act_as_the_bureau(statement: str) -> None:
    refused("antigone_public", statement)


def test_a_family_cannot_leave_a_reply_of_the_bureau() -> None:
    from antigone.bureau.enquiries.intake import _LEAVE
    from antigone.bureau.enquiries.sealing import new_private_key

    key = new_private_key().public.raw
    arguments = [
        "6f9619ff-8b86-d011-b42d-00c04fc964ff", b"x" * 32, key, b"k", b"k", b"12345678", "uk", "", [], "keep", "none",
        '{"names": ["a"]}', ["6f9619ff-8b86-d011-b42d-00c04fc964fe"], ["told"], [b"s" * 2_000],
    ]  # fmt: skip
    with (
        acting_as("antigone_public"),
        pytest.raises((InternalError, DatabaseError), match="no reply"),
        transaction.atomic(),
    ):
        connection.cursor().execute(_LEAVE, arguments)


@pytest.mark.parametrize("role", ["antigone_staff", "antigone_worker", "antigone_public", "antigone_laboratory"])
@pytest.mark.parametrize(
    "what", ["for_vault FROM intake.key", "for_receipt FROM intake.key", "sealed FROM intake.letter"]
)
def test_only_the_vault_sees_sealed_bytes(role: str, what: str) -> None:
    ask()
    refused(role, f"SELECT {what}")


@pytest.mark.parametrize("role", EVERYONE)
def test_nobody_sees_a_lookup_or_the_half_that_is_for_the_receipt(role: str) -> None:
    ask()
    refused(role, "SELECT lookup FROM intake.enquiry")
    refused(role, "SELECT for_receipt FROM intake.key")


@pytest.mark.parametrize("role", ["antigone_staff", "antigone_vault"])
def test_staff_and_vault_do_not_see_who_is_sought_before_it_is_taken_in(role: str) -> None:
    refused(role, "SELECT sought FROM intake.enquiry")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM intake.enquiry",
        "DELETE FROM intake.letter",
        "DELETE FROM intake.key",
        "DELETE FROM intake.errand",
        "INSERT INTO intake.letter (number) VALUES (gen_random_uuid())",
        "UPDATE intake.letter SET sealed = ''",
        "UPDATE intake.letter SET hidden = true",
        "UPDATE intake.enquiry SET record_id = NULL",
        "UPDATE intake.enquiry SET public_key = ''",
        "UPDATE intake.enquiry SET keep_record = 'keep'",
        "SELECT intake.shred(gen_random_uuid())",
        "SELECT intake.erase(''::bytea)",
        "SELECT intake.page(''::bytea)",
    ],
)
def test_staff_act_only_through_what_is_theirs(statement: str) -> None:
    refused("antigone_staff", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE intake.enquiry SET state = 'open'",
        "DELETE FROM intake.key",
        "INSERT INTO intake.letter (number) VALUES (gen_random_uuid())",
        "SELECT language FROM intake.enquiry",
        "SELECT record_id FROM intake.enquiry",
        "SELECT value FROM registry_name",
        "SELECT father_name FROM registry_record",
        "SELECT intake.page(''::bytea)",
        "SELECT detail FROM ledger_event",
    ],
)
def test_the_vault_opens_and_does_nothing_else(statement: str) -> None:
    refused("antigone_vault", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM registry_record",
        "DELETE FROM registry_name",
        "UPDATE registry_record SET sensitivity = ''",
        "UPDATE registry_source SET publication = 'open'",
        "INSERT INTO registry_tombstone (source_id) VALUES (1)",
        "DELETE FROM intake.letter",
        "UPDATE intake.enquiry SET lookup = ''",
        "SELECT intake.reply(gen_random_uuid(), gen_random_uuid(), '', 'x')",
    ],
)
def test_the_worker_takes_in_and_deletes_nobody(statement: str) -> None:
    refused("antigone_worker", statement)


def test_an_enquiry_that_is_not_deleted_by_its_family_stays() -> None:
    ask()
    with (
        acting_as("antigone_worker"),
        pytest.raises(IntegrityError, match="stays until the family"),
        transaction.atomic(),
    ):
        connection.cursor().execute("DELETE FROM intake.enquiry")


def test_what_has_ended_does_not_come_back() -> None:
    from antigone.bureau.enquiries import intake
    from antigone.bureau.enquiries.values import KeepRecord

    intake.withdraw(ask(), keep_record=KeepRecord.KEEP)
    with acting_as("antigone_staff"), pytest.raises(IntegrityError, match="has ended"), transaction.atomic():
        connection.cursor().execute("UPDATE intake.enquiry SET state = 'open'")


def test_the_owner_cannot_rewrite_a_letter() -> None:
    ask()
    with pytest.raises(IntegrityError, match="as it was written"), transaction.atomic():
        connection.cursor().execute("UPDATE intake.letter SET sealed = sealed || '\\x00'::bytea")
