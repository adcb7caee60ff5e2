"""What comes in from Telegram, as plain values: of an update nothing is kept that no dialogue needs."""

from __future__ import annotations

from dataclasses import dataclass

import telegram

#: What Telegram is asked for; everything else it keeps to itself.
WANTED = ("message", "callback_query")
LANGUAGES = ("uk", "ru", "en")


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A photograph in Telegram's keeping; `size` in bytes as far as it says one."""

    file: str
    size: int


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """One update.

    Attributes:
        update, chat: their numbers; the chat is one with a single person.
        message: the message's number; of a pressed button, the message under which it stands.
        language: of the person's Telegram, uk, ru or en.
        text: what was written; a command begins with a stroke.
        picture: a photograph that was sent.
        press: the data of a pressed button, and `press_id` by which Telegram knows the pressing.
        strange: something came that we take from nobody: a voice message, a place, a contact.
    """

    update: int
    chat: int
    message: int
    language: str
    text: str = ""
    picture: Picture | None = None
    press: str = ""
    press_id: str = ""
    strange: bool = False


def incoming(update: telegram.Update) -> Incoming | None:
    """The update as a value; None for what concerns no chat with a single person."""
    pressed, message = update.callback_query, update.message
    if pressed is not None:
        under = pressed.message
        if under is None or under.chat.type != "private":
            return None
        language = _language(pressed.from_user)
        return Incoming(
            update.update_id, under.chat.id, under.message_id, language, press=pressed.data or "", press_id=pressed.id
        )
    if message is None or message.chat.type != "private":
        return None
    text, picture = message.text or message.caption or "", _picture(message)
    return Incoming(
        update.update_id,
        message.chat.id,
        message.message_id,
        _language(message.from_user),
        text=text,
        picture=picture,
        strange=not text and picture is None,
    )


def _language(person: telegram.User | None) -> str:
    code = (person.language_code or "" if person else "")[:2].lower()
    return code if code in LANGUAGES else ("uk" if not code else "en")


def _picture(message: telegram.Message) -> Picture | None:
    """The largest form of a photograph, or a picture that was sent as a file."""
    if message.photo:
        best = max(message.photo, key=lambda one: one.width * one.height)
        return Picture(best.file_id, best.file_size or 0)
    document = message.document
    if document is not None and (document.mime_type or "").startswith("image/"):
        return Picture(document.file_id, document.file_size or 0)
    return None
