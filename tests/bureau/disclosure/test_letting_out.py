"""Who may be listed, who only found; what a partner gets; and that every file is an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import CLOSED_LIST, OPEN_LIST, REGISTRAR, arrive, dead, prisoner

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.letting_out import (
    PARTNER_FIELDS,
    FileAudience,
    NoPartnerNamed,
    OutgoingPerson,
    WrittenFile,
    let_out,
)
from antigone.bureau.disclosure.queries import is_published, public_search
from antigone.bureau.disclosure.values import PublicQuery
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, keep_source, release_record, withhold_record
from antigone.bureau.registry.agreements import AgreementDraft, ShownTo, keep_agreement
from antigone.bureau.registry.models import Record, Source

pytestmark = pytest.mark.django_db


def out(audience: FileAudience = FileAudience.PUBLIC, partner: str = "") -> list[OutgoingPerson]:
    taken: list[OutgoingPerson] = []

    def write(persons: Iterator[OutgoingPerson]) -> WrittenFile:
        taken.extend(persons)
        return WrittenFile(len(taken), "0" * 64)

    let_out(audience, write, file_format="csv", file_name="list.csv", actor=REGISTRAR, partner=partner)
    return taken


def names(persons: list[OutgoingPerson]) -> list[str]:
    return [one.name for one in persons]


def departed() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id::text FROM published.departed")
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def people() -> None:
    """One whose source published its list, one whose family was informed, one in confidence, one who lives."""
    arrive(dead("open", "Гончаровський Остап Лукич", birth_date="1987-05-13", residence="Ізюм, вул. Миру 5"))
    arrive(
        dead("informed", "Мельниченко Ярина Іванівна", birth_date="1990", family_informed_on="2023-01-01"),
        dead("closed", "Яремчук Назар Петрович"),
        source=CLOSED_LIST,
    )
    arrive(prisoner("held", "Савчук Денис Олегович"))
    publish_what_may_be(actor=REGISTRAR)


def test_only_those_whose_source_published_its_list_are_listed(people: None) -> None:
    assert names(out()) == ["Гончаровський Остап Лукич"]
    # Who may be found without being listed is found as before.
    assert public_search(PublicQuery("Мельниченко Ярина Іванівна")).found


def test_the_public_gets_name_years_and_region_and_nothing_else(people: None) -> None:
    (one,) = out()
    said = {name: value for name, value in asdict(one).items() if value}
    assert said.keys() <= {"public_id", "kind", "name", "birth_year", "region", "source", "changed_at"}
    assert said["birth_year"] == "1987"
    assert all(getattr(one, name) == "" for name in PARTNER_FIELDS)


def test_a_file_is_an_event_that_names_its_hash(people: None) -> None:
    out()
    detail = Event.objects.get(verb="disclosure.let_out").detail
    assert detail == {"partner": "", "format": "csv", "file": "list.csv", "persons": 1, "sha256": "0" * 64}


def test_a_file_that_cannot_be_written_is_no_event(people: None) -> None:
    def write(persons: Iterator[OutgoingPerson]) -> WrittenFile:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        let_out(FileAudience.PUBLIC, write, file_format="csv", file_name="x", actor=REGISTRAR)
    assert not Event.objects.filter(verb="disclosure.let_out").exists()


def test_a_partner_gets_what_its_agreement_allows_and_must_be_named(people: None) -> None:
    with pytest.raises(NoPartnerNamed, match="name it with --partner"):
        out(FileAudience.PARTNER)
    assert names(out(FileAudience.PARTNER, "Agency")) == ["Гончаровський Остап Лукич"]
    closed = Source.objects.get(name=CLOSED_LIST.name).pk
    keep_agreement(closed, AgreementDraft("may go to agencies", shown_to=(ShownTo.PARTNER,)), actor=REGISTRAR)
    publish_what_may_be(actor=REGISTRAR)
    assert sorted(names(out(FileAudience.PARTNER, "Agency"))) == [
        "Гончаровський Остап Лукич", "Мельниченко Ярина Іванівна", "Яремчук Назар Петрович",
    ]  # fmt: skip
    assert names(out()) == ["Гончаровський Остап Лукич"]
    withhold_record(str(Record.objects.get(source_record_id="closed").public_id), reason="wrong", actor=REGISTRAR)
    assert "Яремчук Назар Петрович" not in names(out(FileAudience.PARTNER, "Agency"))


def test_a_prisoner_goes_to_partners_only_where_an_agreement_says_so(people: None) -> None:
    assert "Савчук Денис Олегович" not in names(out(FileAudience.PARTNER, "Agency"))
    source = Source.objects.get(name=OPEN_LIST.name).pk
    keep_agreement(source, AgreementDraft("to agencies", shown_to=(ShownTo.PARTNER,)), actor=REGISTRAR)
    publish_what_may_be(actor=REGISTRAR)
    assert "Савчук Денис Олегович" in names(out(FileAudience.PARTNER, "Agency"))
    assert out() == []


def test_what_leaves_the_list_leaves_its_id_behind_and_comes_back_under_it(people: None) -> None:
    (one,) = out()
    record = str(Record.objects.get(source_record_id="open").public_id)
    withhold_record(record, reason="wrong person", actor=REGISTRAR)
    assert (out(), departed()) == ([], {one.public_id})
    release_record(record, reason="right after all", actor=REGISTRAR)
    publish_what_may_be(actor=REGISTRAR)
    (again,) = out()
    assert (again.public_id, departed()) == (one.public_id, set())
    assert again.changed_at > one.changed_at
    delete_record(record, reason="asked", actor=REGISTRAR)
    assert (out(), departed()) == ([], {one.public_id})


def test_a_source_that_is_open_no_more_takes_its_people_off_the_list(people: None) -> None:
    arrive(dead("told", "Ткаченко Леся Юріївна", family_informed_on="2023-01-01"))
    publish_what_may_be(actor=REGISTRAR)
    assert len(out()) == 2
    keep_source(CLOSED_LIST.__class__(OPEN_LIST.name, kind=OPEN_LIST.kind, publication="private"), actor=REGISTRAR)
    assert (out(), len(departed())) == ([], 2)
    # Her family knows: whoever knows her still finds her.
    assert is_published(str(Record.objects.get(source_record_id="told").public_id))
    keep_source(OPEN_LIST, actor=REGISTRAR)
    publish_what_may_be(actor=REGISTRAR)
    assert (len(out()), departed()) == (2, set())


def test_not_even_staff_list_in_sql_whom_no_source_published(people: None) -> None:
    record = Record.objects.get(source_record_id="informed").pk
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM published.person WHERE record_id = %s", [record])
        cursor.execute(
            "INSERT INTO published.person (record_id, listed, kind, name, other_names, birth_year, death_year, region,"
            " source, as_of, birth_date, places, unit, service_number)"
            " VALUES (%s, true, 'dead', 'Мельниченко Ярина', '{}', '', '', '', '', '', '', '', '', '')",
            [record],
        )
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE published.person SET listed = true")
    assert is_published(str(Record.objects.get(pk=record).public_id))
    assert names(out()) == ["Гончаровський Остап Лукич"]


def test_nothing_younger_than_a_transaction_at_work_is_settled() -> None:
    """A row of that transaction will have an earlier moment than rows that others commit meanwhile."""

    def settled() -> datetime:
        with acting_as("antigone_public"), connection.cursor() as cursor:
            cursor.execute("SELECT published.settled_until()")
            return cursor.fetchone()[0]  # type: ignore[no-any-return]

    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("CREATE TEMP TABLE at_work ()")
        began = other.execute("SELECT now()").fetchone()
        assert began is not None
        assert settled() <= began[0]
        other.rollback()
    assert settled() < datetime.now(UTC)
