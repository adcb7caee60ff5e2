"""The methods of the Bot API that the bot uses, as they are published (core.telegram.org/bots/api)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and low <= len(value) <= high


def _chat(value: Any) -> bool:
    return _integer(value) or (isinstance(value, str) and re.fullmatch(r"@\w{4,32}", value) is not None)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= 100 and all(_integer(one) for one in value)


def _button(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"text", "callback_data"}
        and isinstance(value["text"], str)
        and bool(value["text"])
        and 1 <= len(value["callback_data"].encode()) <= 64
    )


def _keyboard(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"inline_keyboard"}
        and sum(len(row) for row in value["inline_keyboard"]) <= 100
        and all(_button(button) for row in value["inline_keyboard"] for button in row)
    )


def _preview(value: Any) -> bool:
    known = {"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"}
    return isinstance(value, dict) and set(value) <= known


def _commands(value: Any) -> bool:
    return isinstance(value, list) and all(
        set(one) == {"command", "description"}
        and re.fullmatch(r"[a-z0-9_]{1,32}", one["command"])
        and 1 <= len(one["description"]) <= 256
        for one in value
    )


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _updates(value: Any) -> bool:
    known = {"message", "edited_message", "channel_post", "callback_query", "my_chat_member", "inline_query"}
    return isinstance(value, list) and set(value) <= known


_SHARED = {"disable_notification": _boolean, "protect_content": _boolean, "reply_markup": _keyboard}
#: Method -> fields that are needed, fields that may be there, each with what it must be.
METHODS: dict[str, tuple[dict[str, Callable[[Any], bool]], dict[str, Callable[[Any], bool]]]] = {
    "getMe": ({}, {}),
    "getUpdates": (
        {},
        {
            "offset": _integer,
            "limit": lambda value: _integer(value) and 1 <= value <= 100,
            "timeout": lambda value: _integer(value) and value >= 0,
            "allowed_updates": _updates,
        },
    ),
    "sendMessage": ({"chat_id": _chat, "text": _text(1, 4096)}, {**_SHARED, "link_preview_options": _preview}),
    "sendPhoto": (
        {"chat_id": _chat, "photo": lambda value: isinstance(value, bytes) and len(value) <= 10_000_000},
        {**_SHARED, "caption": _text(0, 1024), "has_spoiler": _boolean},
    ),
    "editMessageText": (
        {"chat_id": _chat, "message_id": _integer, "text": _text(1, 4096)},
        {"link_preview_options": _preview, "reply_markup": _keyboard},
    ),
    "editMessageCaption": (
        {"chat_id": _chat, "message_id": _integer},
        {"caption": _text(0, 1024), "reply_markup": _keyboard},
    ),
    "deleteMessage": ({"chat_id": _chat, "message_id": _integer}, {}),
    "deleteMessages": ({"chat_id": _chat, "message_ids": _numbers}, {}),
    "answerCallbackQuery": ({"callback_query_id": _text(1, 64)}, {"text": _text(0, 200), "show_alert": _boolean}),
    "getFile": ({"file_id": _text(1, 200)}, {}),
    "setWebhook": (
        {"url": lambda value: isinstance(value, str) and (value == "" or value.startswith("https://"))},
        {
            "secret_token": lambda value: re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value) is not None,
            "allowed_updates": _updates,
            "max_connections": lambda value: _integer(value) and 1 <= value <= 100,
            "drop_pending_updates": _boolean,
        },
    ),
    "deleteWebhook": ({}, {"drop_pending_updates": _boolean}),
    "getWebhookInfo": ({}, {}),
    "getChat": ({"chat_id": _chat}, {}),
    "getChatMember": ({"chat_id": _chat, "user_id": _integer}, {}),
    "setMyCommands": ({"commands": _commands}, {"language_code": _text(0, 2)}),
}
#: What is said in a chat; of these a bot may make about thirty a second.
SPOKEN = frozenset({"sendMessage", "sendPhoto", "editMessageText", "editMessageCaption"})


def wrong_with(method: str, said: dict[str, Any]) -> str:
    """What Telegram would not take of a call; empty for nothing."""
    needed, allowed = METHODS[method]
    for name in needed:
        if name not in said:
            return f"{name} is missing"
    for name, value in said.items():
        check = needed.get(name) or allowed.get(name)
        if check is None:
            return f"there is no field {name}"
        if not check(value):
            return f"{name} is not what it must be: {str(value)[:80]}"
    return ""
