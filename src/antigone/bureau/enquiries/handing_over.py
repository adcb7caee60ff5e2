"""The vault hands a family's photograph to the worker, once, so that it can be decoded where it does no harm.

A photograph is the one thing of a letter that a machine must look at, to compare it. Runs in the vault's process; that
the letter is a photograph, was taken in, and has not been handed over before, the vault looks up itself.
"""

from __future__ import annotations

from uuid import UUID

from antigone.bureau.enquiries.opening import SENDER, OpeningRefused, enquiry_key
from antigone.bureau.enquiries.sealing import PrivateKey, letter_place, opened
from antigone.bureau.enquiries.statements import first_row
from antigone.bureau.enquiries.values import LetterKind
from antigone.bureau.ledger import Subject, action, record_event

_WAITING = (
    "SELECT l.enquiry, l.sealed FROM intake.letter l JOIN intake.enquiry e ON e.id = l.enquiry"
    " WHERE l.number = %s AND l.kind = 'photograph' AND NOT l.waits AND NOT l.ignored"
    " AND e.state NOT IN ('withdrawn', 'erased')"
    " AND NOT EXISTS (SELECT FROM photographs_photograph p WHERE p.letter = l.number)"
    " AND NOT EXISTS (SELECT FROM photographs_setaside a WHERE a.letter = l.number)"
)


def photograph_for_intake(letter: UUID, key: PrivateKey) -> bytes:
    """The photograph of a letter as it was sent, after an event about it is in the ledger.

    Raises:
        OpeningRefused: no such photograph waits to be taken in.
        SealBroken: what is kept does not open with the vault's key.
    """
    row = first_row(_WAITING, [letter])
    if row is None:
        raise OpeningRefused("no such photograph waits to be taken in")
    enquiry, sealed = row
    hand_over_photograph(enquiry, letter)
    own = enquiry_key(enquiry, key)
    return opened(bytes(sealed), own, enquiry=enquiry, place=letter_place(LetterKind.PHOTOGRAPH, letter))


@action
def hand_over_photograph(enquiry: UUID, letter: UUID) -> None:
    """That the worker is given one photograph, to decode it and to compare it."""
    record_event(
        "enquiries.hand_over_photograph",
        actor=SENDER,
        subject=Subject("enquiry", str(enquiry)),
        detail={"letter": str(letter)},
    )
