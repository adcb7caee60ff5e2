"""The website's database role sees the published schema and nothing else; staff cannot touch what stands for ever."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR, arrive, dead

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import public_search
from antigone.bureau.disclosure.values import PublicQuery

pytestmark = pytest.mark.django_db


def refused(role: str, statement: str) -> bool:
    with acting_as(role):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except ProgrammingError as error:
            return "permission denied" in str(error)
    return False


def private_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname = 'public' ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def test_the_public_can_search() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    with acting_as("antigone_public"):
        assert public_search(PublicQuery("Гончаровський Остап Лукич", born="1987")).found


def test_the_public_reads_no_table_outside_the_published_schema() -> None:
    tables = private_tables()
    assert {"registry_record", "registry_name", "ledger_event", "auth_user"} <= set(tables)
    readable = [table for table in tables if not refused("antigone_public", f"SELECT * FROM {table} LIMIT 1")]
    assert readable == []


def test_the_public_does_not_learn_which_record_a_person_comes_from() -> None:
    assert refused("antigone_public", "SELECT record_id FROM published.person")


@pytest.mark.parametrize("table", ["published.person", "published.name", "published.word"])
def test_the_public_changes_nothing(table: str) -> None:
    assert refused("antigone_public", f"DELETE FROM {table}")
    assert refused("antigone_public", f"INSERT INTO {table} DEFAULT VALUES")


def test_staff_cannot_lift_a_tombstone_or_rewrite_the_ledger() -> None:
    assert refused("antigone_staff", "DELETE FROM registry_tombstone")
    assert refused("antigone_staff", "UPDATE ledger_event SET verb = 'nothing.happened'")


def test_staff_can_do_the_whole_work() -> None:
    with acting_as("antigone_staff"):
        arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
        arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1988"))
        assert publish_what_may_be(actor=REGISTRAR) == 1
