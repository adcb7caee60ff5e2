"""Granting a picture to one family: one case worker grants, another signs, any of them ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from antigone.bureau.disclosure.relatives import NotForRelatives, picture_for_relative
from antigone.bureau.enquiries.pictures.values import LONGEST_DAYS, PictureRefused
from antigone.bureau.enquiries.sealing import PublicKey, sealed
from antigone.bureau.enquiries.statements import first_row, run
from antigone.bureau.ledger import Actor, Subject, action, record_event

_NOT_FOR_THEM = (
    "this picture is not for this family: a prisoner's is shown only where two people have identified him, nobody's "
    "where the match is excluded, contested or frozen or the source does not let relatives know, and nothing that "
    "another family sent"
)
_GRANT = (
    "INSERT INTO intake.picture (number, enquiry, photograph, sealed, because, granted_by, until)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def picture_place(number: UUID) -> str:
    """Where a picture stands in its enquiry, for `sealing.sealed` and `sealing.opened`."""
    return f"picture/{number}"


@action
def grant_picture(enquiry: UUID, photograph: UUID, *, because: str, days: int, actor: Actor) -> UUID:
    """Let one family see one photograph, once a colleague has signed. Gives the number of the grant.

    Args:
        because: how it was verified who the family is to the person.
        days: from today, at most `LONGEST_DAYS`.

    Raises:
        PictureRefused: the enquiry is not the actor's or has ended, or the picture is not for who seeks this person
            (`disclosure.relatives`).
    """
    said = " ".join(because.split())[:500]
    if len(said) < 10:
        raise PictureRefused("say in a few words how it was verified who the family is to the person")
    if not 1 <= days <= LONGEST_DAYS:
        raise PictureRefused(f"a family may see a picture for 1 to {LONGEST_DAYS} days")
    row = first_row("SELECT assigned_to, public_key, record_id FROM intake.enquiry WHERE id = %s", [enquiry])
    if row is None or row[0] != actor.name:
        raise PictureRefused("take the enquiry on before you show this family a picture")
    number = uuid4()
    try:
        picture = picture_for_relative(row[2], photograph, mark=number.hex[:10].upper())
    except NotForRelatives:
        raise PictureRefused(_NOT_FOR_THEM) from None
    content = sealed(picture, PublicKey(bytes(row[1])), enquiry=enquiry, place=picture_place(number))
    until = datetime.now(tz=UTC).date() + timedelta(days=days)
    try:
        with transaction.atomic():
            run(_GRANT, [number, enquiry, photograph, content, said, actor.name, until])
    except DatabaseError as error:
        raise _refusal(error) from error
    record_event(
        "enquiries.grant_picture",
        actor=actor,
        subject=Subject("enquiry", str(enquiry)),
        detail={"picture": str(number), "photograph": str(photograph), "because": said, "until": until.isoformat()},
    )
    return number


@action
def sign_picture(number: UUID, *, actor: Actor) -> None:
    """The second signature; from now on the family's ten words open the picture.

    Raises:
        PictureRefused: the granter's own, nothing waits, or its ground is gone.
    """
    row = first_row("SELECT enquiry, granted_by FROM intake.picture WHERE number = %s", [number])
    if row is not None and row[1] == actor.name:
        raise PictureRefused("you granted this; another person signs it")
    try:
        with transaction.atomic():
            done = run(
                "UPDATE intake.picture SET signed_by = %s, signed_on = current_date"
                " WHERE number = %s AND signed_by = '' AND ended_by = ''",
                [actor.name, number],
            )
    except DatabaseError as error:
        raise _refusal(error) from error
    if row is None or not done:
        raise PictureRefused("there is no such picture that waits for a signature")
    record_event(
        "enquiries.sign_picture",
        actor=actor,
        subject=Subject("enquiry", str(row[0])),
        detail={"picture": str(number)},
    )


@action
def end_picture(number: UUID, *, actor: Actor) -> None:
    """The family does not see it any more; its sealed bytes are destroyed.

    Raises:
        PictureRefused: there is none that could end.
    """
    row = first_row("SELECT enquiry FROM intake.picture WHERE number = %s AND ended_by = ''", [number])
    if row is None:
        raise PictureRefused("there is no such picture any more")
    run("UPDATE intake.picture SET ended_by = %s, ended_on = current_date WHERE number = %s", [actor.name, number])
    record_event(
        "enquiries.end_picture",
        actor=actor,
        subject=Subject("enquiry", str(row[0])),
        detail={"picture": str(number)},
    )


def _refusal(error: DatabaseError) -> Exception:
    if "not for this family" in str(error):
        return PictureRefused(_NOT_FOR_THEM)
    return error
