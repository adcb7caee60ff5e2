"""One update of Telegram's has one effect: whatever it does, that it was taken in, and what is said to it, are one
transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from antigone.bureau.enquiries.statements import first_row, rows
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.outgoing import Call, sealed_call
from antigone.bureau.enquiries.values import SealBroken

#: A conversation as JSON has it; empty for a new one.
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heard:
    """An update, as far as it matters here.

    Attributes:
        update: its number.
        chat: whose.
        message: the number of the message that came with it, to be deleted on request; None for none.
    """

    update: int
    chat: int
    message: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What an update leads to.

    Attributes:
        state: the conversation from now on; None forgets it.
        calls: what is said, in this order.
        seconds: for how long it is held back.
    """

    state: State | None
    calls: Sequence[Call] = field(default_factory=tuple)
    seconds: float = 0.0


#: State so far, whether a later update of this chat was taken in before -> what follows.
Answer = Callable[[State, bool], Outcome]


def take_in(heard: Heard, chats: Chats, answer: Answer) -> bool:
    """Let an update have its effect, unless it had it before. False when it had.

    What `answer` raises undoes all of it, so that the update can come again.
    """
    lookup = chats.lookup(heard.chat)
    with transaction.atomic():
        row = first_row("SELECT last_update, state FROM telegram.take(%s, %s)", [heard.update, lookup])
        if row is None:
            return False
        outcome = answer(_opened(chats, heard.chat, row[1]), heard.update < row[0])
        said = [sealed_call(call) for call in outcome.calls]
        rows(
            "SELECT telegram.keep(%s, %s, %s, %s::bigint[], %s::uuid[], %s::bytea[], %s)",
            [
                heard.update,
                lookup,
                None if outcome.state is None else chats.closed(heard.chat, _bytes(outcome.state)),
                [] if heard.message is None else [heard.message],
                [reference for reference, _ in said],
                [content for _, content in said],
                outcome.seconds,
            ],
        )
    return True


def messages_of(chat: int, chats: Chats) -> list[int]:
    """The numbers of this chat's messages that Telegram may still let be deleted."""
    return [int(number) for (number,) in rows("SELECT telegram.messages(%s)", [chats.lookup(chat)])]


def note_gone(chat: int, numbers: Sequence[int], chats: Chats) -> None:
    """These messages are deleted."""
    rows("SELECT telegram.messages_gone(%s, %s::bigint[])", [chats.lookup(chat), list(numbers)])


def _bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False).encode()


def _opened(chats: Chats, chat: int, content: Any) -> State:
    if content is None:
        return {}
    try:
        state = json.loads(chats.opened(chat, bytes(content)))
    except (SealBroken, ValueError):
        return {}  # sealed with a key that is gone: the conversation begins anew
    return state if isinstance(state, dict) else {}
