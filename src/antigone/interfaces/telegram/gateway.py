"""Telegram's server, called through python-telegram-bot: each call, and what its refusals mean for what was to be said.

The library's own limiter and its conversations are not used: what is said waits in our own queue, where a crash, a
refusal and a restart lose nothing.
"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import httpx
import telegram
from telegram import error

from antigone.bureau.enquiries.telegram.outgoing import Call
from antigone.interfaces.telegram.lines import LineNotOpened, Lines

#: Seconds for which an answer of Telegram's is waited for; a long poll is given its own time besides.
PATIENCE = 10.0
#: Calls that are under way at once.
AT_ONCE = 24


class Fate(StrEnum):
    """What became of a call."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram said.

    Attributes:
        fate: see `Fate`.
        message: number of the message that came of it.
        seconds: for `Fate.LATER`, for how long Telegram wants to hear nothing; 0 where only the line broke.
        why: for `Fate.NEVER`, in Telegram's words.
    """

    fate: Fate
    message: int | None = None
    seconds: float = 0.0
    why: str = ""


def new_bot(token: str, api: str) -> telegram.Bot:
    """A bot of this token at this Bot API server; `async with` it."""
    return telegram.Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=Lines(most=AT_ONCE + 8, patience=PATIENCE),
        get_updates_request=Lines(most=1, patience=PATIENCE),
    )


async def made(bot: telegram.Bot, call: Call) -> Answer:
    """Make one call of the queue.

    Raises:
        telegram.error.InvalidToken: the token is good no more; nothing was said.
    """
    return await attempted(lambda: _CALLS[call.method](bot, call.chat, dict(call.arguments)))


async def attempted(what: Callable[[], Awaitable[telegram.Message | bool]]) -> Answer:
    """What Telegram says to a call, as a value.

    Raises:
        telegram.error.InvalidToken: see `made`.
    """
    try:
        answer = await what()
    except error.RetryAfter as later:
        return Answer(Fate.LATER, seconds=seconds_of(later))
    except error.InvalidToken:
        raise
    except error.TimedOut as slow:
        return Answer(Fate.LATER if _never_left(slow) else Fate.UNKNOWN)
    except (error.BadRequest, error.Forbidden, error.ChatMigrated) as refused:
        return Answer(Fate.NEVER, why=refused.message)
    except error.TelegramError as broken:
        return Answer(Fate.LATER if _never_left(broken) else Fate.UNKNOWN)
    return Answer(Fate.TAKEN, message=answer.message_id if isinstance(answer, telegram.Message) else None)


def seconds_of(later: error.RetryAfter) -> float:
    """For how long Telegram wants to hear nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the library will one day give it as a span of time
        wanted = later.retry_after
    return wanted.total_seconds() if isinstance(wanted, datetime.timedelta) else float(wanted)


def _never_left(broken: BaseException) -> bool:
    """Whether the line broke before anything was sent."""
    return isinstance(broken.__cause__, LineNotOpened | httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


async def _send(bot: telegram.Bot, chat: int, arguments: dict[str, Any]) -> telegram.Message:
    keyboard = arguments.get("reply_markup")
    preview = arguments.get("link_preview_options")
    return await bot.send_message(
        chat,
        arguments["text"],
        protect_content=arguments.get("protect_content"),
        link_preview_options=telegram.LinkPreviewOptions(**preview) if preview else None,
        reply_markup=telegram.InlineKeyboardMarkup.de_json(keyboard, bot) if keyboard else None,
    )


async def _answer_press(bot: telegram.Bot, _chat: int, arguments: dict[str, Any]) -> bool:
    return await bot.answer_callback_query(arguments["callback_query_id"], arguments.get("text") or None)


async def _delete(bot: telegram.Bot, chat: int, arguments: dict[str, Any]) -> bool:
    return await bot.delete_message(chat, arguments["message_id"])


async def _delete_many(bot: telegram.Bot, chat: int, arguments: dict[str, Any]) -> bool:
    return await bot.delete_messages(chat, arguments["message_ids"])


_CALLS: Mapping[str, Callable[[telegram.Bot, int, dict[str, Any]], Awaitable[telegram.Message | bool]]] = (
    MappingProxyType(
        {
            "sendMessage": _send,
            "answerCallbackQuery": _answer_press,
            "deleteMessage": _delete,
            "deleteMessages": _delete_many,
        }
    )
)
