"""What the audience «enquirer» may see of a record that is not its own: one picture, of one whom it seeks.

The rule stands once, in the database (`disclosure_relative_may_see`, migration 0008), because the website's role can
read none of what it asks: the record stands and nobody withholds it nor whom the family seeks; its source lets
relatives know; no family sent the picture; no examination speaks against that both are one; and two people have
identified them with each other, or, of the dead, there is a match that nobody excluded.

That two people grant it, for which days, and how often it is looked at is held where grants are kept
(`enquiries.pictures`). There this rule is asked when a picture is granted, when it is signed, whenever the family
opens its page, and at each look.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.pictures import LONGEST, Door, outgoing_picture
from antigone.bureau.photographs.models import Purpose
from antigone.bureau.photographs.queries import content_of
from antigone.imaging.decoding import decoded
from antigone.imaging.derivatives import encoded, marked

_LONGEST: Final = LONGEST[Door.RELATIVE]


class NotForRelatives(Exception):
    """This picture is not for who seeks this person."""


def relative_may_see(sought: int | None, photograph: UUID) -> bool:
    """Whether who seeks this person may see this photograph now.

    Args:
        sought: number of the record of whom a family seeks; None where it has none, and may see nothing.
        photograph: its public id.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_relative_may_see(%s, %s)", [sought, photograph])
        (may,) = cursor.fetchone()
    return bool(may)


def picture_for_relative(sought: int | None, photograph: UUID, *, mark: str) -> bytes:
    """The picture as it leaves for one family: made anew from pixels, reduced, with a mark that leads to the grant.

    Raises:
        NotForRelatives: the rule does not let them see it.
        UnknownPhotograph, SealBroken: see `photographs.queries.content_of`.
    """
    if not relative_may_see(sought, photograph):
        raise NotForRelatives
    pixels = decoded(content_of(photograph, Purpose.LARGE), longest=_LONGEST).pixels
    return outgoing_picture(marked(encoded(pixels, longest=_LONGEST).content, mark), Door.RELATIVE)
