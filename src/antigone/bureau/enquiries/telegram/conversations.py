"""One update of Telegram's has one effect: whatever it does, that it was taken in, and what is said to it, are one
transaction. Updates of many chats may share it: a disk is as long at writing one as a hundred."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from antigone.bureau.enquiries.statements import rows
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.outgoing import Call, sealed_call
from antigone.bureau.enquiries.values import SealBroken

_PRESS = "answerCallbackQuery"
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


class NotYet(Exception):
    """An answer that cannot be given now, and has done nothing."""


#: State so far, whether a later update of this chat was taken in before -> what follows. May raise `NotYet`.
Answer = Callable[[State, bool], Outcome]


@dataclass(slots=True)
class _Chat:
    """How far a chat has got within one transaction; `content` is its state in JSON."""

    number: int
    last: int
    content: bytes | None
    changed: bool = False


def take_in(heard: Heard, chats: Chats, answer: Answer) -> bool:
    """Let an update have its effect, unless it had it before. False when it had.

    What `answer` raises undoes all of it, so that the update can come again.
    """
    asked = False
    not_yet: NotYet | None = None

    def noted(_: Heard, state: State, late: bool) -> Outcome:
        nonlocal asked, not_yet
        asked = True
        try:
            return answer(state, late)
        except NotYet as wanted:
            not_yet = wanted
            raise

    take_in_together([heard], chats, noted)
    if not_yet is not None:
        raise not_yet
    return asked


def take_in_together(
    heard: Sequence[Heard], chats: Chats, answer: Callable[[Heard, State, bool], Outcome]
) -> list[Heard]:
    """Let updates have their effects in one transaction, those of a chat in the order given; each that had it before
    is passed over.

    Where `answer` raises `NotYet`, that update and what follows it in its chat have none; they are given back. What
    else it raises undoes all, so that the updates can come again, one by one.
    """
    left_out: list[Heard] = []
    lookups = {one.chat: chats.lookup(one.chat) for one in heard}
    with transaction.atomic():
        found = rows(
            "SELECT id, last_update, state FROM telegram.take(%s::bigint[], %s::bytea[])",
            [[one.update for one in heard], [lookups[one.chat] for one in heard]],
        )
        fresh = {number: (last, content) for number, last, content in found}
        known: dict[int, _Chat] = {}
        done: list[tuple[Heard, Outcome]] = []
        for one in heard:
            if one.update not in fresh:
                continue
            last, sealed_state = fresh.pop(one.update)
            if one.chat not in known:
                known[one.chat] = _Chat(one.chat, last, _opened(chats, one.chat, sealed_state))
            chat = known[one.chat]
            if any(other.chat == one.chat for other in left_out):
                left_out.append(one)
                continue
            try:
                outcome = answer(one, _read(chat.content), one.update < chat.last)
            except NotYet:
                left_out.append(one)
                continue
            chat.content, chat.changed = None if outcome.state is None else _bytes(outcome.state), True
            chat.last = -1 if outcome.state is None else max(chat.last, one.update)
            done.append((one, outcome))
        if done:
            _keep(done, [chat for chat in known.values() if chat.changed], lookups, chats)
    return left_out


def _keep(
    done: Sequence[tuple[Heard, Outcome]], changed: Sequence[_Chat], lookups: Mapping[int, bytes], chats: Chats
) -> None:
    states = [None if chat.content is None else chats.closed(chat.number, chat.content) for chat in changed]
    messages = [(lookups[one.chat], one.message) for one, _ in done if one.message is not None]
    said = [
        (lookups[one.chat], *sealed_call(call), outcome.seconds)
        for one, outcome in done
        for call in _with_presses(outcome.calls)
    ]
    rows(
        "SELECT telegram.keep(%s::bigint[], %s::bytea[], %s::bigint[], %s::bytea[], %s::bytea[], %s::bigint[],"
        " %s::bytea[], %s::uuid[], %s::bytea[], %s::float8[])",
        [
            [one.update for one, _ in done],
            [lookups[chat.number] for chat in changed],
            [chat.last for chat in changed],
            states,
            *_columns(messages, 2),
            *_columns(said, 4),
        ],
    )


def _columns(lines: Sequence[tuple[Any, ...]], number: int) -> list[list[Any]]:
    return [[line[place] for line in lines] for place in range(number)]


def _with_presses(calls: Sequence[Call]) -> Iterator[Call]:
    """The calls, an answer to a pressed button laid to what is said after it."""
    press: Call | None = None
    for call in calls:
        if press is not None and call.method == _PRESS:
            yield press
        if call.method == _PRESS:
            press = call
        else:
            yield call if press is None else replace(call, press=press.arguments)
            press = None
    if press is not None:
        yield press


def messages_of(chat: int, chats: Chats) -> list[int]:
    """The numbers of this chat's messages that Telegram may still let be deleted."""
    return [int(number) for (number,) in rows("SELECT telegram.messages(%s)", [chats.lookup(chat)])]


def note_gone(chat: int, numbers: Sequence[int], chats: Chats) -> None:
    """These messages are deleted."""
    rows("SELECT telegram.messages_gone(%s, %s::bigint[])", [chats.lookup(chat), list(numbers)])


def _bytes(state: State) -> bytes:
    return json.dumps(state, ensure_ascii=False).encode()


def _opened(chats: Chats, chat: int, content: Any) -> bytes | None:
    if content is None:
        return None
    try:
        return chats.opened(chat, bytes(content))
    except SealBroken:
        return None  # sealed with a key that is gone: the conversation begins anew


def _read(content: bytes | None) -> State:
    try:
        state = json.loads(content or b"{}")
    except ValueError:
        return {}
    return state if isinstance(state, dict) else {}
