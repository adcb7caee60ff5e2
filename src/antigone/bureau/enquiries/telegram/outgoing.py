"""What waits to be said in Telegram: put here in the transaction of what it answers, sealed to the bot, sent in order.

Never lost; said twice at most in the moment of a crash or of a line that breaks, and then counted: the Bot API has no
way of saying a thing once (it takes no idempotency key). One sender works at a time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from antigone.bureau.enquiries.sealing import PrivateKey, opened, sealed
from antigone.bureau.enquiries.statements import first_row, rows

#: Times that a message may be tried before it is given up.
MOST_ATTEMPTS = 12
_PLACE = "telegram"
#: One number for all senders of one database: "telegram" in ASCII.
_LOCK = 0x74656C656772616D


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """One call of the Bot API.

    Attributes:
        chat: to whom.
        method: the Bot API's name of it, such as ``sendMessage``.
        arguments: its fields besides the chat, as JSON has them.
    """

    chat: int
    method: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A call that is being made now; `attempts` counts this one."""

    number: int
    call: Call
    attempts: int


def sealed_call(call: Call) -> tuple[UUID, bytes]:
    """A reference, and the call sealed to the bot under it."""
    reference = uuid4()
    plain = json.dumps([call.chat, call.method, dict(call.arguments)], ensure_ascii=False).encode()
    return reference, sealed(plain, settings.TELEGRAM_KEYS.public, enquiry=reference, place=_PLACE)


def opened_call(reference: UUID, content: bytes, key: PrivateKey) -> Call:
    """What `sealed_call` sealed.

    Raises:
        SealBroken: it was sealed to another key.
    """
    chat, method, arguments = json.loads(opened(content, key, enquiry=reference, place=_PLACE))
    return Call(chat, method, arguments)


def claim(key: PrivateKey, *, most: int) -> list[Claimed]:
    """The next calls, marked as being made: of each chat at most one."""
    found = rows("SELECT id, reference, sealed, attempts FROM telegram.claim(%s)", [most])
    return [
        Claimed(number, opened_call(UUID(str(reference)), bytes(content), key), attempts)
        for number, reference, content, attempts in sorted(found)
    ]


def mark_sent(done: Sequence[tuple[int, bytes, int | None]]) -> None:
    """These were taken: their numbers, lookups of their chats, and the numbers of the messages that came of them."""
    numbers, chats, messages = ([*column] for column in zip(*done, strict=True))
    rows("SELECT telegram.sent(%s::bigint[], %s::bytea[], %s::bigint[])", [numbers, chats, messages])


def put_off(numbers: Sequence[int], *, seconds: float) -> None:
    """Telegram wants these later, and has not taken them."""
    rows("SELECT telegram.put_off(%s::bigint[], %s, true)", [list(numbers), seconds])


def doubt(numbers: Sequence[int], *, seconds: float) -> None:
    """Nobody knows whether these were taken: they are tried once more after a while, and counted."""
    rows("SELECT telegram.put_off(%s::bigint[], %s, false)", [list(numbers), seconds])


def give_up(numbers: Sequence[int]) -> None:
    """Telegram will never take these."""
    rows("SELECT telegram.give_up(%s::bigint[])", [list(numbers)])


def recover() -> int:
    """Take up what a sender that died was about to say; how many that were."""
    row = first_row("SELECT telegram.recover()", [])
    return int(row[0]) if row else 0


def forget_what_is_old() -> None:
    """Let go of what nobody needs any more: see `telegram.forget` in migration 0005."""
    rows("SELECT telegram.forget()", [])


def become_the_only_sender() -> bool:
    """Whether nobody else sends, from now on until this connection ends, however it ends."""
    row = first_row("SELECT pg_try_advisory_lock(%s)", [_LOCK])
    return bool(row and row[0])
