"""Who acted and upon what: the plain values that every event carries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

#: What a detail may be made of. Floats must be finite; see `encoding.canonical_json`.
JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"

_LONGEST = 200
_VERB = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class LedgerError(Exception):
    """The ledger refuses; the message is one sentence that says what and why."""


class EventError(LedgerError, ValueError):
    """A value cannot stand in an event."""


def checked_word(value: str, meaning: str) -> str:
    """`value` itself when PostgreSQL can keep it and it says something.

    Raises:
        EventError: empty, longer than 200 characters, or with a NUL or a lone surrogate.
    """
    if not value.strip():
        raise EventError(f"{meaning} is empty; an event must say who did what to which thing")
    if len(value) > _LONGEST:
        raise EventError(f"{meaning} has {len(value)} characters; at most {_LONGEST} are kept")
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise EventError(f"{meaning} holds a character that is no text (NUL or half a surrogate pair)")
    return value


def checked_verb(verb: str) -> str:
    """`verb` itself when it reads ``room.act``, such as ``registry.import_records``.

    Raises:
        EventError: it does not.
    """
    if not _VERB.fullmatch(verb):
        raise EventError(f"«{verb}» is no verb; write room.act, such as registry.import_records")
    return checked_word(verb, "the verb")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a staff member's user name, or a program's, and the role in which it acts."""

    name: str
    role: str

    def __post_init__(self) -> None:
        checked_word(self.name, "the actor's name")
        checked_word(self.role, "the actor's role")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon: a kind of thing (``record``, ``batch``) and its public, random id."""

    kind: str
    public_id: str

    def __post_init__(self) -> None:
        checked_word(self.kind, "the subject's kind")
        checked_word(self.public_id, "the subject's public id")
