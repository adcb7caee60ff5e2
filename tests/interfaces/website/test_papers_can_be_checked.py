"""Whoever holds a paper learns whether it is the bureau's and holds, and nothing of what it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from django.test import Client

from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.remains.papers.actions import PaperRefused, checked_paper, sign_paper, withdraw_paper
from antigone.server import settings as antigone_settings

pytestmark = pytest.mark.django_db

KEEPER = Actor("keeper", "custodian")
SIGNER = Signer("antigone/papers", Ed25519PrivateKey.generate())
PAPER = b"%PDF-1.7 whom nobody outside may learn of: P-117"


@pytest.fixture
def visitor(settings: Any) -> Iterator[Client]:
    """The families' website with the rights that it has."""
    settings.ROOT_URLCONF = "antigone.server.urls_website"
    settings.MIDDLEWARE = [name for name in antigone_settings._WEBSITE if "whitenoise" not in name]
    yield Client()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def signed() -> UUID:
    code = uuid4()
    sign_paper(code, "custody sheet", "P-117", PAPER, signer=SIGNER, actor=KEEPER)
    return code


def seen(visitor: Client, code: UUID) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_public")
    answer = visitor.get(f"/en/verify/{code}/")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return answer.status_code, answer.text


def test_a_paper_is_ours_until_it_is_withdrawn(visitor: Client) -> None:
    code = signed()
    status, page = seen(visitor, code)
    assert (status, "A paper with this code is ours" in page) == (200, True)
    assert hashlib.sha256(PAPER).hexdigest() in page
    assert "P-117" not in page
    assert "custody" not in page
    withdraw_paper(code, because="a mistake", actor=KEEPER)
    status, page = seen(visitor, code)
    assert (status, "This paper no longer holds" in page, "a mistake" in page) == (200, True, False)


def test_a_code_that_is_not_ours_is_said_to_be_none(visitor: Client) -> None:
    status, page = seen(visitor, uuid4())
    assert (status, "We know no such paper" in page) == (404, True)


def test_the_public_sees_no_more_than_that(visitor: Client) -> None:
    signed()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_public")
        for statement in ("SELECT * FROM remains_signedpaper", "DELETE FROM published.paper"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_what_was_signed_is_not_changed_and_a_checkpoint_is_no_paper() -> None:
    signed()
    with pytest.raises(DatabaseError, match="what was signed stays"), transaction.atomic():
        connection.cursor().execute("UPDATE remains_signedpaper SET sha256 = 'x'")
    with pytest.raises(PaperRefused, match="not one under a paper"):
        checked_paper(PAPER, SIGNER.sign(7, b"\x00" * 32), SIGNER.verifier)
