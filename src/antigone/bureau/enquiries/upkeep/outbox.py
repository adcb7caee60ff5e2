"""The outbox: never lost, sent twice at most in the moment of a crash, and then counted.

A notice is put here in the transaction of the act that it is about. The sender marks it as being sent and commits,
calls the mail server, and marks it sent. Whoever finds one «being sent» at the start knows that a process died between
the two: it is tried once more under the same reference, counted as doubtful, and after a second time given up. One
sender works at a time; a lock of the database's sees to it, and goes with its connection however that ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection

from antigone.bureau.enquiries.models import NoticeState
from antigone.bureau.enquiries.opening import OpeningRefused
from antigone.bureau.enquiries.values import Notices
from antigone.bureau.locks import alone

#: One number for all senders of one database: "notices" in ASCII.
_LOCK = 0x6E6F7469636573
#: Times that a mail server may say «later» before a notice is given up.
MOST_ATTEMPTS = 12


class Outcome(StrEnum):
    """What became of one attempt to send."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"


#: Address, language, reference -> what became of it.
Post = Callable[[str, str, UUID], Outcome]


@dataclass(frozen=True, slots=True)
class Letterbox:
    """How a notice leaves.

    Attributes:
        address_of: reference of a notice that is being sent -> e-mail address or chat; asks the vault.
        post: by e-mail: address, language, reference -> outcome; never raises for what a mail server says. None where
            there is no mail server: what is to go by e-mail waits.
        post_to_chat: the same in Telegram; None where there is no bot.
    """

    address_of: Callable[[UUID], str]
    post: Post | None
    post_to_chat: Post | None = None

    def ways(self) -> dict[str, Post]:
        """How each kind of notice leaves."""
        ways = {Notices.EMAIL.value: self.post, Notices.TELEGRAM.value: self.post_to_chat}
        return {notices: post for notices, post in ways.items() if post is not None}


@dataclass(frozen=True, slots=True)
class Posted:
    """What one pass did. `doubtful` may have arrived twice, `failed` did not arrive."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How the outbox stands: notices by state, and how many of all may have arrived twice."""

    waiting: int
    sending: int
    sent: int
    failed: int
    doubtful: int


def send_notices(letterbox: Letterbox, *, most: int = 100) -> Posted:
    """Send what waits, at most so many. Another sender at work means that nothing is to do.

    A mail server that says «later» ends the pass: the next notice would hear the same.

    Raises:
        VaultAway: the vault does not answer; what waits goes on waiting.
    """
    sent = later = failed = 0
    with alone(_LOCK) as only_sender:
        if not only_sender:
            return Posted()
        doubtful, ways = _recover(), letterbox.ways()
        for _ in range(most):
            claimed = _claim(list(ways))
            if claimed is None:
                break
            number, reference, language, attempts, notices = claimed
            outcome = _attempt(letterbox.address_of, ways[notices], number, reference, language)
            sent += outcome is Outcome.SENT
            if outcome is Outcome.SENT:
                _mark(number, NoticeState.SENT)
            elif outcome is Outcome.REFUSED or attempts >= MOST_ATTEMPTS:
                _mark(number, NoticeState.FAILED)
                failed += 1
            elif outcome is Outcome.DOUBTFUL:
                doubtful += 1
                failed += not _doubt(number)
            else:
                _mark(number, NoticeState.WAITING)
                later += 1
                break
    return Posted(sent, later, failed, doubtful)


def _attempt(address_of: Callable[[UUID], str], post: Post, number: int, reference: UUID, language: str) -> Outcome:
    try:
        address = address_of(reference)
    except OpeningRefused:
        return Outcome.REFUSED  # withdrawn or changed meanwhile: there is nobody to write to
    except BaseException:
        _mark(number, NoticeState.WAITING)
        raise
    return post(address, language, reference)


def outbox_counts() -> OutboxCounts:
    """How the outbox stands now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'sending'),"
            " count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'failed'),"
            " count(*) FILTER (WHERE doubtful) FROM enquiries_notice"
        )
        return OutboxCounts(*cursor.fetchone())


def _recover() -> int:
    """Take up what a dead sender left: once more if it was not doubtful before. Gives how many are doubtful now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM enquiries_notice WHERE state = 'sending' ORDER BY id")
        left = [number for (number,) in cursor.fetchall()]
    for number in left:
        _doubt(number)
    return len(left)


def _doubt(number: int) -> bool:
    """Whether a notice whose fate nobody knows is tried once more. A newer one that waits says the same: then not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enquiries_notice n SET doubtful = true, state = CASE WHEN doubtful OR EXISTS"
            " (SELECT FROM enquiries_notice o WHERE o.enquiry = n.enquiry AND o.state = 'waiting')"
            " THEN 'failed' ELSE 'waiting' END WHERE id = %s RETURNING state",
            [number],
        )
        row = cursor.fetchone()
    return row is not None and row[0] == "waiting"


def _claim(ways: list[str]) -> tuple[int, UUID, str, int, str] | None:
    """The oldest notice that can leave by one of these ways or is not wanted any more, marked as being sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE enquiries_notice n SET state = 'sending', attempts = attempts + 1 FROM intake.enquiry e"
            " WHERE e.id = n.enquiry AND n.id = (SELECT w.id FROM enquiries_notice w JOIN intake.enquiry o"
            " ON o.id = w.enquiry WHERE w.state = 'waiting' AND (o.notices = ANY (%s) OR o.notices = 'none')"
            " ORDER BY w.id LIMIT 1 FOR UPDATE OF w SKIP LOCKED)"
            " RETURNING n.id, n.reference, e.language, n.attempts, e.notices",
            [ways],
        )
        row = cursor.fetchone()
    return (row[0], UUID(str(row[1])), row[2], row[3], row[4] if row[4] in ways else ways[0]) if row else None


def _mark(number: int, state: NoticeState) -> None:
    with connection.cursor() as cursor:
        if state is NoticeState.WAITING:
            # A newer notice that came meanwhile says the same.
            cursor.execute(
                "UPDATE enquiries_notice n SET state = CASE WHEN EXISTS (SELECT FROM enquiries_notice o"
                " WHERE o.enquiry = n.enquiry AND o.state = 'waiting') THEN 'failed' ELSE 'waiting' END WHERE id = %s",
                [number],
            )
        else:
            cursor.execute("UPDATE enquiries_notice SET state = %s WHERE id = %s", [state.value, number])
