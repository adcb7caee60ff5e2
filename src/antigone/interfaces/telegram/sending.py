"""Saying what waits: in order within a chat, no faster than Telegram bears, and after a 429 not before it allows.

Telegram lets a bot say about thirty things a second, and one a second in one chat (Bots FAQ, "My bot is hitting
limits"). When it says 429, everything rests for as long as it says, not only that chat.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import telegram
from django.db import DatabaseError, connection

from antigone.bureau.enquiries.telegram import conversations, outgoing
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.outgoing import MOST_ATTEMPTS, Call, Claimed, Sent
from antigone.interfaces.telegram.dialogue.talk import CLEAR
from antigone.interfaces.telegram.gateway import AT_ONCE, Answer, Fate, made
from antigone.interfaces.telegram.values import PER_SECOND

#: Seconds after which a call whose line broke is made again; it doubles with every time.
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
_IDLE = 0.2
#: Messages that one call deletes (`deleteMessages`).
_MOST_DELETED = 100
_FORGET_EVERY = 3600.0

_T = TypeVar("_T")


@dataclass(slots=True)
class Budget:
    """How many calls may be made now, at so many a second, and after a rest that Telegram asked for."""

    per_second: float
    rests_until: float = 0.0
    _left: float = 0.0
    _at: float = field(default_factory=time.monotonic)

    def now(self) -> int:
        """Calls that may be made at this moment; at most a second's worth."""
        at = time.monotonic()
        self._left = min(self.per_second, self._left + (at - self._at) * self.per_second)
        self._at = at
        return 0 if at < self.rests_until else int(self._left)

    def resting(self) -> float:
        """Seconds for which nothing may be said yet."""
        return max(0.0, self.rests_until - time.monotonic())

    def spend(self, calls: int) -> None:
        """So many were made."""
        self._left -= calls

    def rest(self, seconds: float) -> None:
        """Telegram wants to hear nothing for so long."""
        self.rests_until = max(self.rests_until, time.monotonic() + seconds)
        self._left = 0.0


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of a call, and how many calls of the Bot API Telegram took for it."""

    one: Claimed
    answer: Answer
    calls: int = 0

    @property
    def is_over(self) -> bool:
        """Whether Telegram will never take it."""
        fate = self.answer.fate
        return fate is Fate.NEVER or (fate is Fate.UNKNOWN and self.one.attempts >= MOST_ATTEMPTS)


class Sender:
    """The one sender of a database. `wake` it when something new waits."""

    def __init__(self, bot: telegram.Bot, chats: Chats, *, per_second: float = PER_SECOND) -> None:
        self._bot = bot
        self._chats = chats
        self.budget = Budget(per_second)
        self._woken = asyncio.Event()
        # One thread, one connection: the lock of the only sender hangs on it.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="telegram-sender")

    def wake(self) -> None:
        """Something waits; call it from the loop's own thread."""
        self._woken.set()

    async def run(self, stop: asyncio.Event, beside: Callable[[], Awaitable[None]] | None = None) -> None:
        """Send until `stop` is set; `beside` is done about once a second, under the same lock and budget.

        Raises:
            telegram.error.InvalidToken: the token is good no more.
        """
        while not stop.is_set():
            try:
                if await self.in_thread(outgoing.become_the_only_sender):
                    await self.in_thread(outgoing.recover)
                    await self._send_while_alone(stop, beside)
            except DatabaseError:
                await self.in_thread(_close)
            await _pause(stop, 1.0)
        await self.in_thread(_close)
        self._pool.shutdown(wait=False)

    async def _send_while_alone(self, stop: asyncio.Event, beside: Callable[[], Awaitable[None]] | None) -> None:
        under_way: set[asyncio.Task[_Made]] = set()
        sent: list[Sent] = []
        next_beside = next_forgetting = 0.0
        try:
            while not stop.is_set() or under_way or sent:
                now = time.monotonic()
                if now >= next_forgetting:
                    await self.in_thread(outgoing.forget_what_is_old)
                    next_forgetting = now + _FORGET_EVERY
                if beside is not None and now >= next_beside and self.budget.now():
                    await beside()
                    next_beside = now + 1.0
                room = 0 if stop.is_set() else min(AT_ONCE - len(under_way), self.budget.now())
                claimed = await self.in_thread(partial(self._claim, room, sent)) if room or sent else []
                sent = []
                self.budget.spend(sum(1 + (one.call.press is not None) for one in claimed))
                under_way |= {asyncio.create_task(self._make(one)) for one in claimed}
                if under_way:
                    done, under_way = await asyncio.wait(under_way, timeout=_IDLE, return_when=asyncio.FIRST_COMPLETED)
                    sent = await self._settle([task.result() for task in done])
                else:
                    await self._wait_for_work(stop)
        finally:
            for task in under_way:
                task.cancel()

    def _claim(self, most: int, sent: Sequence[Sent]) -> list[Claimed]:
        if not most:
            outgoing.mark_sent(sent)
            return []
        return outgoing.claim(self._chats.key, most=most, done=sent)

    async def _make(self, one: Claimed) -> _Made:
        if (seconds := self.budget.resting()) > 0:
            return _Made(one, Answer(Fate.LATER, seconds=seconds))  # another call has just been told to wait
        call, calls = one.call, 0
        if call.press is not None:
            answer = await made(self._bot, Call(call.chat, "answerCallbackQuery", call.press))
            if answer.fate in (Fate.LATER, Fate.UNKNOWN):
                return _Made(one, answer)
            calls += answer.fate is Fate.TAKEN
        if call.method != CLEAR:
            return _Made(one, await made(self._bot, call), calls + 1)
        numbers = await self.in_thread(lambda: conversations.messages_of(call.chat, self._chats))
        for start in range(0, len(numbers), _MOST_DELETED):
            some = numbers[start : start + _MOST_DELETED]
            answer = await made(self._bot, Call(call.chat, "deleteMessages", {"message_ids": some}))
            if answer.fate in (Fate.LATER, Fate.UNKNOWN):
                return _Made(one, answer)
            await self.in_thread(partial(conversations.note_gone, call.chat, some, self._chats))
        return _Made(one, Answer(Fate.TAKEN), calls + 1)

    async def _settle(self, done: Sequence[_Made]) -> list[Sent]:
        """Write down what became of the calls that were not taken; gives back those that were."""
        never = [each.one.number for each in done if each.is_over]
        if never:
            await self.in_thread(lambda: outgoing.give_up(never))
        for each in done:
            one, answer = each.one, each.answer
            if each.is_over or answer.fate is Fate.TAKEN:
                continue
            if answer.seconds:
                self.budget.rest(answer.seconds)
            seconds = answer.seconds or min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (one.attempts - 1))
            again = outgoing.put_off if answer.fate is Fate.LATER else outgoing.doubt
            await self.in_thread(partial(again, [one.number], seconds=seconds))
        return [
            Sent(each.one.number, self._chats.lookup(each.one.call.chat), each.answer.message, each.calls)
            for each in done
            if each.answer.fate is Fate.TAKEN
        ]

    async def _wait_for_work(self, stop: asyncio.Event) -> None:
        self._woken.clear()
        waiting = [asyncio.create_task(self._woken.wait()), asyncio.create_task(stop.wait())]
        await asyncio.wait(waiting, timeout=_IDLE, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    async def in_thread(self, what: Callable[[], _T]) -> _T:
        """What `what` gives, in the one thread in which this sender speaks with the database."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, what)


def _close() -> None:
    # Looked up here, in the thread whose connection is meant.
    connection.close()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
