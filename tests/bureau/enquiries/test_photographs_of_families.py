"""What a family sent is taken in through the vault and the sandbox, and goes when the family goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import A_PHOTOGRAPH, MOTHER, WORKER, ask
from tests.imaging.drawn import photograph

from antigone.bureau.enquiries import intake, queries
from antigone.bureau.enquiries.handing_over import photograph_for_intake
from antigone.bureau.enquiries.opening import OpeningRefused
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.upkeep import photographs
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import KeepRecord
from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.models import Original, Photograph, Purpose, SetAside
from antigone.bureau.photographs.queries import content_of, photographs_of_enquiry, set_aside_of_enquiry
from antigone.server.secrets import key_named

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vault that is asked in this process, with its own rights."""

    def asked(question: dict[str, Any]) -> bytes:
        assert question["ask"] == "photograph"
        _ = settings.ENQUIRY_KEYS.vault_public
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE antigone_vault")
            try:
                return photograph_for_intake(
                    UUID(question["letter"]), PrivateKey(key_named(settings.DATA_DIR, "vault"))
                )
            finally:
                cursor.execute("SET ROLE antigone_worker")

    monkeypatch.setattr(photographs, "asked", asked)


def taken_in() -> int:
    with acting_as("antigone_worker"):
        take_in(actor=WORKER)
        return photographs.take_in_photographs(actor=WORKER)


def asks(content: bytes) -> tuple[Receipt, UUID]:
    receipt = ask(replace(MOTHER, photograph=content))
    (line,) = queries.enquiries()
    return receipt, line.id


def test_a_photograph_is_kept_with_the_record_of_the_person_sought() -> None:
    _, enquiry = asks(photograph())
    assert taken_in() == 1
    (card,) = photographs_of_enquiry(enquiry)
    (line,) = queries.enquiries()
    assert (card.record, card.sensitivity, card.from_family) == (line.record, "family", True)
    assert content_of(card.public_id, Purpose.SMALL)
    assert not Original.objects.exists()
    assert taken_in() == 0
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["enquiries.hand_over_photograph", "enquiries.take_in_photograph"]


def test_one_that_cannot_be_read_is_set_aside_and_not_tried_again() -> None:
    _, enquiry = asks(A_PHOTOGRAPH)
    assert taken_in() == 1
    assert taken_in() == 0
    (why,) = set_aside_of_enquiry(enquiry)
    assert "damaged" in why
    assert not Photograph.objects.exists()


def test_it_goes_at_the_moment_that_the_family_withdraws() -> None:
    """Also where the record stays: the photograph was the family's."""
    receipt, _ = asks(photograph())
    taken_in()
    assert Photograph.objects.exists()
    with acting_as("antigone_public"):
        intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
    assert not Photograph.objects.exists()
    assert not SetAside.objects.exists()


def test_a_family_that_withdraws_while_its_photograph_is_read_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    receipt, _ = asks(photograph())
    prepared = photographs.prepared

    def read_slowly(data: bytes) -> Any:
        with acting_as("antigone_public"):
            intake.withdraw(receipt, keep_record=KeepRecord.KEEP)
        connection.cursor().execute("SET ROLE antigone_worker")
        return prepared(data)

    monkeypatch.setattr(photographs, "prepared", read_slowly)
    taken_in()
    assert not Photograph.objects.exists()
    assert not SetAside.objects.exists()


def test_the_vault_hands_nothing_over_twice() -> None:
    asks(photograph())
    taken_in()
    letter = Photograph.objects.get().letter
    with pytest.raises(OpeningRefused), acting_as("antigone_vault"):
        photograph_for_intake(letter, PrivateKey(key_named(settings.DATA_DIR, "vault")))
