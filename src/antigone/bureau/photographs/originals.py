"""The file as it came, opened by whoever holds the vault's key. Runs with the vault's rights; the event comes first."""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.sealing import opened_original
from antigone.bureau.photographs.values import PhotographRefused, UnknownPhotograph

_SEALED = (
    "SELECT p.letter, o.sealed FROM photographs_photograph p LEFT JOIN photographs_original o ON o.photograph_id = p.id"
    " WHERE p.public_id = %s AND p.withdrawn_on IS NULL"
)


def original_of(photograph: UUID, key: MLKEM768X25519PrivateKey, *, reason: str, actor: Actor) -> bytes:
    """The bytes as they came, after an event that says who opened them and why is in the ledger.

    Raises:
        UnknownPhotograph: there is none.
        PhotographRefused: no reason; or it came with an enquiry, whose seal keeps it.
        SealBroken: another key, or changed bytes.
    """
    if len(reason.strip()) < 10:
        raise PhotographRefused("say in a few words why the original is opened")
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, [photograph])
        row = cursor.fetchone()
    if row is None:
        raise UnknownPhotograph("there is no such photograph; it may have been withdrawn")
    letter, sealed = row
    if letter is not None or sealed is None:
        raise PhotographRefused("the family's file is under the seal of its enquiry; a case worker opens it there")
    note_opening(photograph, reason=reason.strip(), actor=actor)
    return opened_original(bytes(sealed), key, photograph)


@action
def note_opening(photograph: UUID, *, reason: str, actor: Actor) -> None:
    """That somebody opens an original."""
    record_event(
        "photographs.open_original",
        actor=actor,
        subject=Subject("photograph", str(photograph)),
        detail={"reason": reason[:500]},
    )
