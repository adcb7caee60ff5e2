"""A frozen record leaves the published schema in the same transaction, and nothing but a release brings it back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from tests.bureau.people import REGISTRAR, arrive, dead

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import is_published, published_of_batch
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import release_record, withhold_record
from antigone.bureau.registry.models import Record
from antigone.bureau.registry.values import AlreadyWithheld, NotWithheld, UnknownRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def ostap() -> str:
    """A dead man whom families can find."""
    arrive(dead("17", "Гончар Остап Лукич"))
    publish_what_may_be(actor=REGISTRAR)
    public_id = str(Record.objects.get().public_id)
    assert is_published(public_id)
    return public_id


def test_a_frozen_record_is_out_of_sight_without_any_further_step(ostap: str) -> None:
    withhold_record(ostap, reason="contested", actor=REGISTRAR)
    assert not is_published(ostap)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM published.person), (SELECT count(*) FROM published.name)")
        assert cursor.fetchone() == (0, 0)


def test_publishing_again_leaves_a_frozen_record_out(ostap: str) -> None:
    withhold_record(ostap, reason="contested", actor=REGISTRAR)
    assert publish_what_may_be(actor=REGISTRAR) == 0
    assert published_of_batch(Record.objects.get().batch_id) == 0


def test_a_released_record_can_be_published(ostap: str) -> None:
    withhold_record(ostap, reason="contested", actor=REGISTRAR)
    release_record(ostap, reason="settled", actor=REGISTRAR)
    assert publish_what_may_be(actor=REGISTRAR) == 1
    assert is_published(ostap)


def test_each_is_one_event_with_its_reason(ostap: str) -> None:
    withhold_record(ostap, reason="contested", actor=REGISTRAR)
    release_record(ostap, reason="settled", actor=REGISTRAR)
    events = Event.objects.filter(subject_kind="record", subject_id=ostap).order_by("pk")
    assert [(event.verb, event.detail) for event in events] == [
        ("registry.withhold_record", {"reason": "contested"}),
        ("registry.release_record", {"reason": "settled"}),
    ]


def test_a_freeze_that_stands_and_one_that_does_not_are_told_apart(ostap: str) -> None:
    with pytest.raises(NotWithheld):
        release_record(ostap, reason="settled", actor=REGISTRAR)
    withhold_record(ostap, reason="contested", actor=REGISTRAR)
    with pytest.raises(AlreadyWithheld):
        withhold_record(ostap, reason="contested", actor=REGISTRAR)
    assert Event.objects.filter(subject_kind="record").count() == 1


def test_a_record_that_is_not_there_cannot_be_frozen() -> None:
    with pytest.raises(UnknownRecord):
        withhold_record(str(uuid4()), reason="contested", actor=REGISTRAR)
    assert not Event.objects.exists()
