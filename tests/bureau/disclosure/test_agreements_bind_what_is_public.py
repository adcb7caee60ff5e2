"""What was agreed with a source decides what is public of it: from the first day to the last, whatever else happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import OPEN_LIST, REGISTRAR, arrive, dead

from antigone.bureau.disclosure.actions import clear_what_ended, publish_what_may_be
from antigone.bureau.disclosure.queries import is_published, public_search, unpublished_count
from antigone.bureau.disclosure.values import PublicQuery
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.agreements import (
    AgreementDraft,
    Force,
    ShownTo,
    UnfitAgreement,
    agreements_of,
    keep_agreement,
    may_show,
)
from antigone.bureau.registry.models import Agreement, Record, Source
from antigone.bureau.registry.values import UnknownSource

pytestmark = pytest.mark.django_db

ASKED = PublicQuery("Гончаровський Остап Лукич", born="1987")


def day(from_today: int) -> date:
    return datetime.now(UTC).date() + timedelta(days=from_today)


def agree(*shown_to: ShownTo, begins: date | None = None, ends: date | None = None) -> None:
    draft = AgreementDraft("letter of the committee", "tracing", shown_to, begins, ends)
    keep_agreement(Source.objects.get().pk, draft, actor=REGISTRAR)


def found() -> bool:
    """Whether a stranger who knows the man is told of him, with the website's own rights."""
    with acting_as("antigone_public"):
        return public_search(ASKED).found


@pytest.fixture
def a_public_record() -> Iterator[str]:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    assert found()
    return str(Record.objects.get().public_id)


def test_an_agreement_that_allows_the_public_changes_nothing(a_public_record: str) -> None:
    agree(ShownTo.PUBLIC, ends=day(0))
    assert found()
    assert is_published(a_public_record)


@pytest.mark.parametrize(
    ("shown_to", "begins", "ends"),
    [
        ((ShownTo.PUBLIC,), None, day(-1)),
        ((ShownTo.PUBLIC,), day(1), None),
        ((), None, None),
        ((ShownTo.ENQUIRER, ShownTo.PARTNER), None, day(100)),
    ],
    ids=["ran out", "not yet", "to nobody", "to others only"],
)
def test_what_is_not_agreed_is_out_of_sight_at_once(
    shown_to: tuple[ShownTo, ...], begins: date | None, ends: date | None, a_public_record: str
) -> None:
    agree(*shown_to, begins=begins, ends=ends)
    assert not found()
    assert unpublished_count() == 0
    assert publish_what_may_be(actor=REGISTRAR) == 0


def test_a_family_that_was_informed_does_not_stand_over_an_agreement_that_ran_out() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13", family_informed_on="2024-01-01"))
    agree(ShownTo.PUBLIC, ends=day(-1))
    assert publish_what_may_be(actor=REGISTRAR) == 0
    assert not found()


def days_later() -> None:
    """What midnight does: the last day of every published row is yesterday, and no transaction has seen to it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE published.person SET shown_until = shown_until - 1")


def test_the_night_after_the_last_day_hides_it_without_anybody_acting(a_public_record: str) -> None:
    agree(ShownTo.PUBLIC, ends=day(0))
    assert found()
    days_later()
    assert not found()
    assert not is_published(a_public_record)
    with acting_as("antigone_public"), connection.cursor() as cursor:
        cursor.execute("SELECT count(id) FROM published.person")
        assert cursor.fetchone() == (0,)


def test_the_worker_clears_what_ended_with_its_own_rights(a_public_record: str) -> None:
    agree(ShownTo.PUBLIC, ends=day(0))
    days_later()
    with acting_as("antigone_worker"):
        assert clear_what_ended(actor=REGISTRAR) == 1
        assert clear_what_ended(actor=REGISTRAR) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM published.person), (SELECT count(*) FROM published.name)")
        assert cursor.fetchone() == (0, 0)
    assert Event.objects.filter(verb="disclosure.clear_ended").count() == 1


def test_a_new_agreement_brings_it_back(a_public_record: str) -> None:
    agree(ShownTo.PUBLIC, ends=day(-1))
    assert not found()
    agree(ShownTo.PUBLIC, ends=day(30))
    publish_what_may_be(actor=REGISTRAR)
    assert found()


def test_a_longer_agreement_moves_the_last_day_of_what_is_public(a_public_record: str) -> None:
    agree(ShownTo.PUBLIC, ends=day(0))
    agree(ShownTo.PUBLIC, ends=day(30))
    days_later()
    assert found()
    agree(ShownTo.PUBLIC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT shown_until FROM published.person")
        assert cursor.fetchone() == (None,)


def test_what_is_published_later_carries_the_last_day_too() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    agree(ShownTo.PUBLIC, ends=day(3))
    publish_what_may_be(actor=REGISTRAR)
    with connection.cursor() as cursor:
        cursor.execute("SELECT shown_until FROM published.person")
        assert cursor.fetchone() == (day(3),)


@pytest.mark.parametrize("role", ["antigone_staff", "antigone_worker"])
def test_no_zone_can_publish_against_an_agreement_in_sql(role: str) -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    agree(ShownTo.PUBLIC, ends=day(-1))
    insert = (
        "INSERT INTO published.person (record_id, kind, name, other_names, birth_year, death_year, region, source,"
        " as_of, birth_date, places, unit, service_number, shown_until)"
        " SELECT id, 'dead', 'x', '{}', '', '', '', '', '', '', '', '', '', '2999-01-01' FROM registry_record"
    )
    with acting_as(role), connection.cursor() as cursor:
        cursor.execute(insert)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM published.person")
        assert cursor.fetchone() == (0,)


def test_a_withheld_record_is_not_published_by_hand_either() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    Record.objects.update(sensitivity="withheld")
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO published.person (record_id, kind, name, other_names, birth_year, death_year, region, source,"
            " as_of, birth_date, places, unit, service_number)"
            " SELECT id, 'dead', 'x', '{}', '', '', '', '', '', '', '', '', '' FROM registry_record"
        )
        cursor.execute("SELECT count(*) FROM published.person")
        assert cursor.fetchone() == (0,)


def test_agreements_only_grow() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич"))
    agree(ShownTo.PUBLIC)
    agree(ends=day(10))
    assert [one.agreed.shown_to for one in agreements_of(Source.objects.get().pk)] == [(), (ShownTo.PUBLIC,)]
    for statement in ("UPDATE registry_agreement SET valid_until = NULL", "DELETE FROM registry_agreement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("begins", "ends", "force"),
    [
        (None, None, Force.IN_FORCE),
        (None, 31, Force.IN_FORCE),
        (None, 30, Force.ENDS_SOON),
        (None, 0, Force.ENDS_SOON),
        (None, -1, Force.RAN_OUT),
        (1, None, Force.NOT_YET),
        (0, None, Force.IN_FORCE),
    ],
)
def test_how_an_agreement_stands_and_the_databases_rule_agree(
    begins: int | None, ends: int | None, force: Force
) -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич"))
    agree(
        ShownTo.PARTNER,
        begins=None if begins is None else day(begins),
        ends=None if ends is None else day(ends),
    )
    number = Source.objects.get().pk
    (view,) = agreements_of(number)
    assert view.force is force
    assert view.allows == may_show(number, ShownTo.PARTNER)
    assert not may_show(number, ShownTo.PUBLIC)


def test_a_source_without_an_agreement_is_bound_by_its_publication_alone() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич"), source=OPEN_LIST)
    assert may_show(Source.objects.get().pk, ShownTo.PUBLIC)


def test_an_agreement_without_words_or_that_ends_before_it_begins_is_refused() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич"))
    number = Source.objects.get().pk
    for draft in (AgreementDraft("  "), AgreementDraft("letter", valid_from=day(2), valid_until=day(1))):
        with pytest.raises(UnfitAgreement):
            keep_agreement(number, draft, actor=REGISTRAR)
    with pytest.raises(UnknownSource):
        keep_agreement(0, AgreementDraft("letter"), actor=REGISTRAR)
    assert not Agreement.objects.exists()


def test_the_desks_own_role_keeps_agreements_and_the_public_reads_none(a_public_record: str) -> None:
    with acting_as("antigone_staff"):
        agree(ShownTo.PUBLIC, ends=day(-1))
    assert not found()
    with acting_as("antigone_public"), pytest.raises(DatabaseError), transaction.atomic():
        may_show(Source.objects.get().pk, ShownTo.PUBLIC)
