"""The bot at work: takes updates in, says what waits, keeps the channel as the desk wants it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from typing import Any
from urllib.parse import urlsplit

import telegram
from django.utils.translation import override
from telegram import error

from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.interfaces.telegram.apart import Ear, Voice, saying_apart, until_asked
from antigone.interfaces.telegram.channel import look_after_channel
from antigone.interfaces.telegram.dialogue import labels
from antigone.interfaces.telegram.dialogue.answering import WRITTEN
from antigone.interfaces.telegram.gateway import new_bot
from antigone.interfaces.telegram.incoming import LANGUAGES, WANTED
from antigone.interfaces.telegram.receiving import Receiver, poll
from antigone.interfaces.telegram.sending import Sender
from antigone.interfaces.telegram.values import BotSettings, BotTrouble
from antigone.interfaces.telegram.webhook import AT_ONCE, Door

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 60.0
#: Command -> what Telegram's list says of it.
_MENU = dict(
    zip(
        WRITTEN,
        (
            labels.SEARCH,
            labels.ASK,
            labels.WORDS,
            labels.HELP,
            labels.DATA,
            labels.LANGUAGE,
            labels.CLEAR,
            labels.CANCEL,
        ),
        strict=True,
    )
)

log = logging.getLogger(__name__)


def run_bot(settings: BotSettings, key: PrivateKey) -> None:
    """Work until SIGTERM or SIGINT. Needs Django set up in zone telegram, and no other thread at work.

    With two processes one takes in and the other says: neither waits for the other's work.

    Raises:
        BotTrouble: the token is not good, another process takes the updates, the address is taken.
    """
    if settings.processes < 2:
        asyncio.run(until_asked(lambda stop: work(settings, key, stop)))
        return
    with saying_apart(lambda stop, ear: say(settings, key, stop, ear)) as voice:
        asyncio.run(until_asked(lambda stop: hear(settings, key, stop, voice)))


async def work(settings: BotSettings, key: PrivateKey, stop: asyncio.Event) -> None:
    """Take in and say, in this process, until `stop` is set.

    Raises:
        BotTrouble: see `run_bot`.
    """
    async with _bot_of(settings) as bot:
        chats = Chats(key)
        sender = Sender(bot, chats, per_second=settings.per_second)
        receiver = Receiver(bot, chats, site=settings.site, wake=sender.wake)
        if await _met(bot, stop, commands=True):
            await _as_long_as_both(
                [_received(bot, receiver, settings, stop), sender.run(stop, _beside(bot, settings, sender))], stop
            )
        await asyncio.to_thread(receiver.close)


async def hear(settings: BotSettings, key: PrivateKey, stop: asyncio.Event, voice: Voice) -> None:
    """Take in until `stop` is set.

    Raises:
        BotTrouble: see `run_bot`; or the other process ended.
    """
    async with _bot_of(settings) as bot:
        receiver = Receiver(bot, Chats(key), site=settings.site, wake=voice.wake)
        if await _met(bot, stop, commands=True):
            await _as_long_as_both([_received(bot, receiver, settings, stop), voice.watched(stop)], stop)
        await asyncio.to_thread(receiver.close)


async def say(settings: BotSettings, key: PrivateKey, stop: asyncio.Event, ear: Ear) -> None:
    """Say what waits until `stop` is set or whoever takes in has gone.

    Raises:
        BotTrouble: the token is not good.
    """
    async with _bot_of(settings) as bot:
        sender = Sender(bot, Chats(key), per_second=settings.per_second)
        ear.listen(wake=sender.wake, gone=stop.set)
        if await _met(bot, stop, commands=False):
            await sender.run(stop, _beside(bot, settings, sender))


def _beside(bot: telegram.Bot, settings: BotSettings, sender: Sender) -> Callable[[], Awaitable[None]] | None:
    return look_after_channel(bot, settings.channel, sender) if settings.channel else None


def _received(
    bot: telegram.Bot, receiver: Receiver, settings: BotSettings, stop: asyncio.Event
) -> Coroutine[Any, Any, None]:
    return _deliveries(bot, receiver, settings, stop) if settings.webhook else _asked(bot, receiver, stop)


async def _as_long_as_both(parts: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Until one fails, or `stop` is set and all have ended."""
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def _bot_of(settings: BotSettings) -> AsyncIterator[telegram.Bot]:
    bot = new_bot(settings.token, settings.api)
    try:
        yield bot
    except error.InvalidToken:
        raise BotTrouble("Telegram does not know this token; see: antigone bot --check") from None
    except error.Conflict:
        raise BotTrouble("another process takes this bot's updates; stop it, or make a new token") from None
    finally:
        with contextlib.suppress(error.TelegramError, RuntimeError):
            await bot.shutdown()


async def _met(bot: telegram.Bot, stop: asyncio.Event, *, commands: bool) -> bool:
    """Meet Telegram, and tell it our commands; waits for a network that is away. False when asked to stop before."""
    pause = _FIRST_PAUSE
    while not stop.is_set():
        try:
            await bot.initialize()
            for language in LANGUAGES if commands else ():
                with override(language):
                    ours = [telegram.BotCommand(name, str(said)) for name, said in _MENU.items()]
                    await bot.set_my_commands(ours, language_code="" if language == "en" else language)
            return True
        except error.InvalidToken:
            raise
        except error.TelegramError as broken:
            log.warning("Telegram cannot be reached: %s; trying again in %.0f s", type(broken).__name__, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(_LONGEST_PAUSE, pause * 2)
    return False


async def _asked(bot: telegram.Bot, receiver: Receiver, stop: asyncio.Event) -> None:
    """Long polling; what waits at Telegram is kept when a webhook is taken away."""
    await bot.delete_webhook(drop_pending_updates=False)
    await poll(bot, receiver, stop)


async def _deliveries(bot: telegram.Bot, receiver: Receiver, settings: BotSettings, stop: asyncio.Event) -> None:
    """A webhook, for as long as the bot runs; it stays set, so that Telegram keeps what comes meanwhile."""
    path = urlsplit(settings.webhook).path
    try:
        door = Door(
            settings.listen,
            path,
            settings.webhook_secret,
            bot=bot,
            receiver=receiver,
            loop=asyncio.get_running_loop(),
        )
    except OSError as taken:
        raise BotTrouble(
            f"ANTIGONE_TELEGRAM_LISTEN: {settings.listen[0]}:{settings.listen[1]} cannot be listened on "
            f"({taken.strerror}); choose another port"
        ) from None
    thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        await bot.set_webhook(
            settings.webhook,
            secret_token=settings.webhook_secret,
            allowed_updates=WANTED,
            max_connections=AT_ONCE,
        )
        await stop.wait()
    finally:
        await asyncio.to_thread(door.shutdown)
        door.server_close()
