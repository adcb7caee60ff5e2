"""Photographs that families sent are taken in: opened by the vault, decoded in the sandbox, kept with the record.

The original stays under the enquiry's seal; what is kept besides is made from its pixels and goes with the enquiry when
the family withdraws. A photograph that cannot be read is set aside, and the desk says so; the family is told nothing,
now or later, of what a photograph was compared with.
"""

from __future__ import annotations

import contextlib
from uuid import UUID

from django.db import connection

from antigone.bureau.enquiries.opening import OpeningRefused
from antigone.bureau.enquiries.statements import rows
from antigone.bureau.enquiries.values import EnquiryError
from antigone.bureau.enquiries.vault_client import asked
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.actions import keep
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.models import SetAside, Shows
from antigone.bureau.photographs.values import PhotographDraft, PhotographKept, PhotographRefused, Prepared
from antigone.imaging.decoding import PictureRefused

#: Photographs of one pass; the next pass goes on.
_AT_ONCE = 20
_WAITING = (
    "SELECT l.number, l.enquiry, r.public_id FROM intake.letter l JOIN intake.enquiry e ON e.id = l.enquiry"
    " JOIN registry_record r ON r.id = e.record_id"
    " WHERE l.kind = 'photograph' AND NOT l.waits AND NOT l.ignored AND e.state NOT IN ('withdrawn', 'erased')"
    " AND NOT EXISTS (SELECT FROM photographs_photograph p WHERE p.letter = l.number)"
    " AND NOT EXISTS (SELECT FROM photographs_setaside a WHERE a.letter = l.number) ORDER BY l.id LIMIT %s"
)
# Holds a withdrawal off until the photograph is kept, which then deletes it.
_STILL_THERE = "SELECT 1 FROM intake.enquiry WHERE id = %s AND state NOT IN ('withdrawn', 'erased') FOR SHARE"


class EnquiryGone(EnquiryError):
    """The family withdrew while its photograph was read; nothing of it is kept."""


def take_in_photographs(*, actor: Actor) -> int:
    """One pass over photographs that wait; how many were looked at.

    Raises:
        VaultAway: the vault does not answer; they wait.
        SandboxUnavailable: nothing can be decoded on this machine now; they wait.
    """
    waiting = rows(_WAITING, [_AT_ONCE])
    for letter, enquiry, record in waiting:
        with contextlib.suppress(EnquiryGone):
            try:
                data = asked({"ask": "photograph", "letter": str(letter)})
                take_in_photograph(enquiry, letter, record, prepared(data), actor=actor)
            except (OpeningRefused, PictureRefused, PhotographRefused, PhotographKept) as refusal:
                set_photograph_aside(enquiry, letter, why=str(refusal), actor=actor)
    return len(waiting)


@action
def take_in_photograph(enquiry: UUID, letter: UUID, record: UUID, photograph: Prepared, *, actor: Actor) -> UUID:
    """Keep what a family sent with the record of the person it seeks.

    Raises:
        EnquiryGone: the family has withdrawn.
        PhotographKept, PhotographRefused: see `photographs.actions.keep`.
    """
    _hold(enquiry)
    kept = keep(record, photograph, PhotographDraft(Shows.FACE), actor=actor, letter=(enquiry, letter))
    record_event(
        "enquiries.take_in_photograph",
        actor=actor,
        subject=Subject("enquiry", str(enquiry)),
        detail={"letter": str(letter), "photograph": str(kept)},
    )
    return kept


@action
def set_photograph_aside(enquiry: UUID, letter: UUID, *, why: str, actor: Actor) -> None:
    """Say why a photograph was not taken in; it stays under the enquiry's seal.

    Raises:
        EnquiryGone: the family has withdrawn.
    """
    _hold(enquiry)
    SetAside.objects.create(enquiry=enquiry, letter=letter, why=why)
    record_event(
        "enquiries.set_photograph_aside",
        actor=actor,
        subject=Subject("enquiry", str(enquiry)),
        detail={"letter": str(letter), "why": why},
    )


def _hold(enquiry: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STILL_THERE, [enquiry])
        if cursor.fetchone() is None:
            raise EnquiryGone("the family has withdrawn its enquiry")
