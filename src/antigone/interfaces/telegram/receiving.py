"""Taking updates in: each has its effect once, those of one chat in their order, and none is confirmed before.

Updates of many chats share a transaction. Where one of them cannot be taken in at once (its photograph must be fetched,
something fails), it is taken in alone, and so is whoever shared a transaction that failed.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import telegram
from django.db import DatabaseError, connection
from django.utils.translation import override
from telegram import error

from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.conversations import Heard, Outcome, State, take_in, take_in_together
from antigone.bureau.enquiries.telegram.outgoing import Call
from antigone.interfaces.telegram.dialogue import FileWanted, Surroundings, respond
from antigone.interfaces.telegram.dialogue.words import ours_to_mend
from antigone.interfaces.telegram.gateway import seconds_of
from antigone.interfaces.telegram.incoming import WANTED, Incoming, incoming

#: Seconds for which Telegram holds a question for updates back when there are none.
LONG = 20
#: Transactions that are worked on at once, and the updates that one of them has when many come.
THREADS = 4
TOGETHER = 25
#: Times that an update is tried before its sender is told that something is wrong on our side.
_MOST_TRIES = 3
_PAUSE = 1.0

log = logging.getLogger(__name__)


class Receiver:
    """Works through updates, wherever they come from."""

    def __init__(self, bot: telegram.Bot, chats: Chats, *, site: str, wake: Callable[[], None]) -> None:
        self._bot = bot
        self._chats = chats
        self._site = site
        self._wake = wake
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="telegram-receiver")

    async def take(self, updates: Sequence[telegram.Update]) -> None:
        """Let each have its effect; returns when all have, however long the database is away."""
        came = {one.update: one for update in updates if (one := incoming(update)) is not None}
        by_chat: dict[int, list[Incoming]] = defaultdict(list)
        for number in sorted(came):
            by_chat[came[number].chat].append(came[number])
        await asyncio.gather(*(self._together(group) for group in _groups(by_chat.values())))

    async def _together(self, group: Sequence[Incoming]) -> None:
        try:
            left = await asyncio.get_running_loop().run_in_executor(self._pool, self._effects, group)
        except Exception as fault:
            if len(group) > 1:
                _say_where(fault)
            left = group
        else:
            self._wake()
        by_chat: dict[int, list[Incoming]] = defaultdict(list)
        for came in left:
            by_chat[came.chat].append(came)
        await asyncio.gather(*(self._in_order(chat) for chat in by_chat.values()))

    def _effects(self, group: Sequence[Incoming]) -> Sequence[Incoming]:
        """Take a group in; those that must be taken in alone, in their order."""
        by_number = {came.update: came for came in group}
        now = time.time()

        def answer(heard: Heard, state: State, late: bool) -> Outcome:
            return respond(by_number[heard.update], state, late, Surroundings(self._site, now))

        try:
            left = take_in_together([_heard(came) for came in group], self._chats, answer)
        except DatabaseError:
            connection.close()
            raise
        return [by_number[heard.update] for heard in left]

    async def _in_order(self, of_one_chat: Sequence[Incoming]) -> None:
        for came in of_one_chat:
            await self._one(came)

    async def _one(self, came: Incoming) -> None:
        files: dict[str, bytes | None] = {}
        tries = 0
        while True:
            around = Surroundings(self._site, time.time(), files)
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._pool, self._effect, came, around, tries >= _MOST_TRIES
                )
            except FileWanted as wanted:
                files[wanted.file] = await self._fetched(wanted.file)
            except Exception as fault:
                tries += not isinstance(fault, DatabaseError) or await asyncio.get_running_loop().run_in_executor(
                    self._pool, _database_answers
                )
                _say_where(fault)
                await asyncio.sleep(_PAUSE)
            else:
                self._wake()
                return

    def _effect(self, came: Incoming, around: Surroundings, give_up: bool) -> None:
        def answer(state: State, late: bool) -> Outcome:
            if give_up:
                with override(str(state.get("language", came.language))):
                    return Outcome(state, (Call(came.chat, "sendMessage", {"text": ours_to_mend()}),))
            return respond(came, state, late, around)

        try:
            take_in(_heard(came), self._chats, answer)
        except DatabaseError:
            connection.close()
            raise

    async def _fetched(self, file: str) -> bytes | None:
        """A photograph's bytes; None when Telegram refuses it or cannot be reached."""
        for again in range(_MOST_TRIES):
            try:
                kept = await self._bot.get_file(file)
                return bytes(await kept.download_as_bytearray())
            except error.RetryAfter as later:
                await asyncio.sleep(seconds_of(later))
            except (error.BadRequest, error.Forbidden):
                return None
            except error.TelegramError:
                await asyncio.sleep(_PAUSE * 2**again)
        return None

    def close(self) -> None:
        """Let the threads end, with their connections."""
        self._pool.shutdown(wait=True)


def _heard(came: Incoming) -> Heard:
    return Heard(came.update, came.chat, None if came.press else came.message)


def _groups(chats: Iterable[Sequence[Incoming]]) -> Iterator[list[Incoming]]:
    """Whole chats, as many together as make about `TOGETHER` updates."""
    group: list[Incoming] = []
    for of_one_chat in chats:
        group += of_one_chat
        if len(group) >= TOGETHER:
            yield group
            group = []
    if group:
        yield group


async def poll(bot: telegram.Bot, receiver: Receiver, stop: asyncio.Event, *, long: int = LONG) -> None:
    """Ask for updates until `stop` is set. What was given is confirmed by the next question, after its effect.

    Raises:
        telegram.error.InvalidToken, telegram.error.Conflict: another bot, or a webhook, takes the updates.
    """
    offset: int | None = None
    pause = _PAUSE
    while not stop.is_set():
        asking = asyncio.create_task(bot.get_updates(offset=offset, limit=100, timeout=long, allowed_updates=WANTED))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([asking, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            return
        try:
            updates = asking.result()
        except (error.InvalidToken, error.Conflict):
            raise
        except error.RetryAfter as later:
            await _until(stop, seconds_of(later))
            continue
        except error.TelegramError as broken:
            log.warning("Telegram cannot be asked: %s; trying again in %.0f s", type(broken).__name__, pause)
            await _until(stop, pause)
            pause = min(60.0, pause * 2)
            continue
        pause = _PAUSE
        if updates:
            await receiver.take(updates)
            offset = max(update.update_id for update in updates) + 1


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def _database_answers() -> bool:
    """Whether the database is there, so that a failure is the update's own."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _say_where(fault: Exception) -> None:
    """The kind and the place of a fault; its text may repeat what somebody wrote."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    log.error("telegram: %s at %s:%s", type(fault).__name__, place.filename, place.lineno)
