"""A deleted record stays deleted, whatever the next list says."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.people import REGISTRAR, arrive, dead

from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.models import Name, Record, Tombstone
from antigone.bureau.registry.values import UnknownRecord

pytestmark = pytest.mark.django_db


def delete(identifier: str) -> None:
    public_id = str(Record.objects.get(source_record_id=identifier).public_id)
    delete_record(public_id, reason="the family asked for it", actor=REGISTRAR)


def test_a_deleted_record_leaves_a_tombstone_and_nothing_else() -> None:
    arrive(dead("17", "Гончар Остап"))
    delete("17")
    assert not Record.objects.exists()
    assert not Name.objects.exists()
    assert Tombstone.objects.get().reason == "the family asked for it"


def test_the_next_import_does_not_bring_it_back() -> None:
    arrive(dead("17", "Гончар Остап"))
    delete("17")
    summary = arrive(dead("17", "Гончар Остап"), dead("18", "Мельник Ярина"))
    assert summary.added == 1
    assert "was deleted and stays deleted: the family asked for it" in summary.rejections[0].reason


def test_a_replaced_record_can_be_deleted_too() -> None:
    arrive(dead("17", "Гончар Остап"))
    arrive(dead("17", "Гончаренко Остап"))
    delete("17")
    assert not Record.objects.exists()


def test_not_even_plain_sql_brings_it_back() -> None:
    arrive(dead("17", "Гончар Остап"), dead("18", "Мельник Ярина"))
    delete("17")
    with pytest.raises(DatabaseError, match="stays deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_record SELECT (r).* FROM (SELECT jsonb_populate_record(r, jsonb_build_object("
            "'id', r.id + 100, 'public_id', gen_random_uuid(), 'source_record_id', '17')) AS r"
            " FROM registry_record r) AS copy"
        )


def test_a_tombstone_cannot_be_removed() -> None:
    arrive(dead("17", "Гончар Остап"))
    delete("17")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_tombstone")


def test_deleting_what_is_not_there_is_a_sentence() -> None:
    with pytest.raises(UnknownRecord, match="there is no record"):
        delete_record("00000000-0000-4000-8000-000000000000", reason="none", actor=REGISTRAR)
