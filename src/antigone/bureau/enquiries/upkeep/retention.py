"""Nothing is kept for ever: an enquiry without a sign of its family for 180 days sheds contact and messages.

Thirty days before, a family that wanted notices is sent one. The record, and the matches that it has, stay.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from antigone.bureau.enquiries.models import NoticeKind
from antigone.bureau.enquiries.notices import enqueue_notice
from antigone.bureau.ledger import Actor, Subject, action, record_event

#: Days before the end at which a notice is sent.
REMINDED_BEFORE = 30
_AT_ONCE = 500

_DUE = (
    "SELECT id FROM intake.enquiry WHERE shed_on IS NULL AND renew_by < current_date"
    " AND state NOT IN ('withdrawn', 'erased') ORDER BY renew_by, id LIMIT %s"
)
_TO_REMIND = (
    "SELECT e.id FROM intake.enquiry e WHERE e.shed_on IS NULL AND e.notices <> 'none' AND NOT e.paused"
    " AND e.renew_by BETWEEN current_date AND current_date + %s::int AND e.state NOT IN ('withdrawn', 'erased')"
    " AND NOT EXISTS (SELECT FROM enquiries_notice n WHERE n.enquiry = e.id AND n.kind = 'renewal'"
    " AND n.day > e.renew_by - 60) ORDER BY e.id LIMIT %s"
)


def keep_to_retention(*, actor: Actor) -> tuple[int, int]:
    """Remind, then shed, all that is due. Gives the numbers of reminded and of shed enquiries."""
    reminded = shed = 0
    while due := _ids(_TO_REMIND, [REMINDED_BEFORE, _AT_ONCE]):
        done = remind_of_renewal(due, actor=actor)
        reminded += done
        if done < len(due):
            break
    while due := _ids(_DUE, [_AT_ONCE]):
        shed += shed_idle_enquiries(due, actor=actor)
    return reminded, shed


@action
def remind_of_renewal(enquiries: list[str], *, actor: Actor) -> int:
    """Put a notice into the outbox for each."""
    put = [enquiry for enquiry in enquiries if enqueue_notice(UUID(enquiry), NoticeKind.RENEWAL)]
    record_event(
        "enquiries.remind_of_renewal",
        actor=actor,
        subject=Subject("intake", "renewal"),
        detail={"enquiries": put},
    )
    return len(put)


@action
def shed_idle_enquiries(enquiries: list[str], *, actor: Actor) -> int:
    """Delete contact, messages and key of each for ever; the database checks once more that it is due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM unnest(%s::uuid[]) AS one (id) WHERE intake.shed(one.id)", [enquiries])
        shed = [str(one) for (one,) in cursor.fetchall()]
    record_event(
        "enquiries.shed_idle_enquiries",
        actor=actor,
        subject=Subject("intake", "retention"),
        detail={"enquiries": shed},
    )
    return len(shed)


def _ids(statement: str, values: list[int]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [str(one) for (one,) in cursor.fetchall()]
