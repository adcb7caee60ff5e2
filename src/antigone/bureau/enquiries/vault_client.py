"""Asking the vault: one connection to its Unix socket, one question, one answer.

The question and the answer are one JSON document each, followed by the end of the stream.
"""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from antigone.bureau.enquiries.opening import CONTACT, MESSAGES, OpeningRefused, StepUp
from antigone.bureau.enquiries.values import Contact, EnquiryError, LetterKind
from antigone.bureau.ledger import Actor

_SECONDS = 15.0
#: A photograph in base64, and room around it.
LARGEST_ANSWER = 9_000_000


class VaultAway(EnquiryError):
    """Nobody answers at the vault's socket: it does not run, or this account may not ask."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenedLetter:
    """One letter of an enquiry, read. `written_by` is empty for the family."""

    number: UUID
    kind: LetterKind
    day: date
    text: str
    written_by: str


def opened(enquiry: UUID, field: str, *, reason: str, actor: Actor, step_up: StepUp) -> str:
    """What the vault says to `opening.opened_for`, as text: JSON of the contact or of the messages.

    Raises:
        OpeningRefused: the vault's own sentence.
        VaultAway: nobody answers.
    """
    return _open(enquiry, field, reason, actor, step_up).decode()


def opened_contact(enquiry: UUID, *, reason: str, actor: Actor, step_up: StepUp) -> Contact:
    """How the family may be reached.

    Raises:
        OpeningRefused, VaultAway: see `opened`.
    """
    return Contact(**json.loads(_open(enquiry, CONTACT, reason, actor, step_up)))


def opened_messages(enquiry: UUID, *, reason: str, actor: Actor, step_up: StepUp) -> tuple[OpenedLetter, ...]:
    """What was written both ways, the oldest first.

    Raises:
        OpeningRefused, VaultAway: see `opened`.
    """
    return tuple(
        OpenedLetter(
            UUID(one["number"]), LetterKind(one["kind"]), date.fromisoformat(one["day"]), one["text"], one["written_by"]
        )
        for one in json.loads(_open(enquiry, MESSAGES, reason, actor, step_up))
    )


def opened_photograph(enquiry: UUID, number: UUID, *, reason: str, actor: Actor, step_up: StepUp) -> bytes:
    """A photograph as the family sent it: unknown bytes, to be looked at only where nothing can come to harm.

    Raises:
        OpeningRefused, VaultAway: see `opened`.
    """
    return _open(enquiry, f"photograph/{number}", reason, actor, step_up)


def opened_telling(enquiry: UUID, telling: UUID, *, actor: Actor) -> str:
    """What a family is to be told, or was told: for its second reader, and for every case worker.

    Raises:
        OpeningRefused, VaultAway: see `opened`.
    """
    step_up = StepUp("none", datetime.now(tz=UTC))
    return _open(enquiry, f"telling/{telling}", "to read what a family is told", actor, step_up).decode()


def notice_address(reference: UUID) -> str:
    """Where a notice that is being sent goes.

    Raises:
        OpeningRefused, VaultAway: see `opened`.
    """
    return asked({"ask": "address", "notice": str(reference)}).decode()


def _open(enquiry: UUID, what: str, reason: str, actor: Actor, step_up: StepUp) -> bytes:
    return asked(
        {
            "ask": "open",
            "enquiry": str(enquiry),
            "what": what,
            "reason": reason,
            "name": actor.name,
            "role": actor.role,
            "second_factor": step_up.method,
            "shown_at": step_up.at.isoformat(),
        }
    )


def asked(question: dict[str, Any]) -> bytes:
    """The vault's answer to a question.

    Raises:
        OpeningRefused: its own sentence.
        VaultAway: nobody answers, or not as the vault does.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_SECONDS)
            line.connect(str(settings.VAULT_SOCKET))
            line.sendall(json.dumps(question).encode())
            line.shutdown(socket.SHUT_WR)
            said = read_to_end(line, LARGEST_ANSWER)
        answer = json.loads(said)
        if "refused" in answer:
            raise OpeningRefused(str(answer["refused"]))
        return base64.b64decode(answer["content"])
    except (OSError, ValueError, KeyError) as error:
        raise VaultAway("the vault does not answer; start it with «antigone vault», then ask again") from error


def read_to_end(line: socket.socket, most: int) -> bytes:
    """Everything until the other side ends, at most `most` bytes.

    Raises:
        ValueError: there was more.
    """
    parts: list[bytes] = []
    while part := line.recv(65_536):
        parts.append(part)
        most -= len(part)
        if most < 0:
            raise ValueError("too long")
    return b"".join(parts)
