"""The channel as the bot sees it: the next thing to do, and what became of it. Runs under the bot's role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection


class Act(StrEnum):
    """What is to be done."""

    POST = "post"
    EDIT = "edit"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, repr=False)
class Errand:
    """One thing to do in the channel.

    Attributes:
        post: the post's number in the database.
        number: of the wording, which two people signed.
        message: the number of its message in the channel; None before it was posted.
    """

    post: int
    act: Act
    number: int
    text: str
    picture: bytes | None
    message: int | None


def claim() -> Errand | None:
    """The next thing to do, marked as being done; None when the channel is as the desk wants it."""
    found = _rows("SELECT id, act, number, text, picture, message FROM channel.claim()", [])
    if not found:
        return None
    post, act, number, text, picture, message = found[0]
    return Errand(post, Act(act), number, text, bytes(picture) if picture is not None else None, message)


def settle(errand: Errand, message: int | None) -> None:
    """It is done; `message` is the number of a new message."""
    _rows("SELECT channel.settle(%s, %s, %s, %s)", [errand.post, errand.act.value, errand.number, message])


def put_off(errand: Errand, seconds: float) -> None:
    """Not now, but after so many seconds; nothing of it has happened."""
    _rows("SELECT channel.put_off(%s, %s)", [errand.post, seconds])


def give_up(errand: Errand, why: str) -> None:
    """Telegram will not; the desk shows its words."""
    _rows("SELECT channel.give_up(%s, %s)", [errand.post, why or "Telegram refuses it"])


def recover() -> int:
    """Take up what a process that died, or a broken line, left open; how many errands."""
    return int(_rows("SELECT channel.recover()", [])[0][0])


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
