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
from antigone.bureau.enquiries.values import SealBroken

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
        press: fields of an ``answerCallbackQuery`` that is made just before it, if any; made twice it does no harm.
    """

    chat: int
    method: str
    arguments: Mapping[str, Any]
    press: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A call that is being made now; `attempts` counts this one."""

    number: int
    call: Call
    attempts: int


def sealed_call(call: Call) -> tuple[UUID, bytes]:
    """A reference, and the call sealed to the bot under it."""
    reference = uuid4()
    said = [call.chat, call.method, dict(call.arguments), *([dict(call.press)] if call.press is not None else [])]
    plain = json.dumps(said, ensure_ascii=False).encode()
    return reference, sealed(plain, settings.TELEGRAM_KEYS.public, enquiry=reference, place=_PLACE)


def opened_call(reference: UUID, content: bytes, key: PrivateKey) -> Call:
    """What `sealed_call` sealed.

    Raises:
        SealBroken: it was sealed to another key.
    """
    chat, method, arguments, *press = json.loads(opened(content, key, enquiry=reference, place=_PLACE))
    return Call(chat, method, arguments, *press)


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """A call that Telegram took.

    Attributes:
        number: of `Claimed`.
        chat: the lookup of its chat.
        message: the number of the message that came of it, if any.
        calls: of the Bot API that it took.
    """

    number: int
    chat: bytes
    message: int | None = None
    calls: int = 1


def claim(key: PrivateKey, *, most: int, done: Sequence[Sent] = ()) -> list[Claimed]:
    """Write down what was sent, and mark the next calls as being made, of each chat at most one: one transaction.

    What was sealed to another key is given up and counted, as what Telegram will never take.
    """
    found = rows(
        "SELECT id, reference, sealed, attempts FROM telegram.claim(%s, %s::bigint[], %s, %s::bytea[], %s::bigint[])",
        [most, *_columns(done)],
    )
    claimed, lost = list[Claimed](), list[int]()
    for number, reference, content, attempts in sorted(found):
        try:
            claimed.append(Claimed(number, opened_call(UUID(str(reference)), bytes(content), key), attempts))
        except SealBroken:
            # Sealed to a key that is no more: one such message must not keep all others from being said.
            lost.append(number)
    if lost:
        give_up(lost)
    return claimed


def mark_sent(done: Sequence[Sent]) -> None:
    """These were taken."""
    rows("SELECT telegram.sent(%s::bigint[], %s, %s::bytea[], %s::bigint[])", _columns(done))


def _columns(done: Sequence[Sent]) -> list[Any]:
    return [
        [one.number for one in done],
        sum(one.calls for one in done),
        [one.chat for one in done],
        [one.message for one in done],
    ]


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
