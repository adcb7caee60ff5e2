"""How the tests talk with the bot."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import override
from tests.interfaces.telegram.bot_api import BotApi

from antigone.interfaces.telegram.dialogue import words

MOTHER, STRANGER, FATHER = 5001, 5002, 5003
NAME = "Колодій Вадим Сергійович"


def button(api: BotApi, chat: int, data: str) -> bool:
    """Whether a button stands in the chat."""
    return any(to == data for one in api.chats[chat] if not one.deleted for _, to in one.buttons)


def awaits(api: BotApi, chat: int, data: str, *, after: int = 0) -> None:
    """Wait until a button stands under one of the bot's messages, those up to the number `after` left aside."""
    api.wait(
        lambda: any(
            to == data
            for one in list(api.chats[chat])
            if one.number > after and not one.deleted
            for _, to in one.buttons
        )
    )


def asks(api: BotApi, chat: int, name: str = NAME) -> str:
    """Somebody leaves an enquiry with a name and nothing else; gives the ten words."""
    api.says(chat, "/ask")
    awaits(api, chat, "cancel")
    api.says(chat, name)
    awaits(api, chat, "skip:ask:birth_date")
    api.presses(chat, "ask:review")
    awaits(api, chat, "ask:send")
    api.presses(chat, "ask:send")
    return ten_words(api, chat)


def ten_words(api: BotApi, chat: int) -> str:
    """Wait for the ten words."""
    awaits(api, chat, "kept")
    return next(one.text for one in api.chats[chat] if any(to == "kept" for _, to in one.buttons))


def comes_back(api: BotApi, chat: int, receipt: str) -> None:
    """Somebody opens her enquiry with her ten words."""
    api.says(chat, "/words")
    awaits(api, chat, "cancel")
    api.says(chat, receipt)
    awaits(api, chat, "words:close")


def nothing(language: str = "uk") -> str:
    """The one answer."""
    with override(language):
        return words.nothing()


def count(statement: str) -> int:
    """What the database counts."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def names_sought() -> list[str]:
    """Whom families seek, as the intake has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sought->'names'->>0, '') FROM intake.enquiry ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
