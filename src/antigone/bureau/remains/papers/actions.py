"""Signing papers. A signature stands beside the file, over a short text that names the file's SHA-256.

The text is no checkpoint and cannot be taken for one: its second line is no number. Anybody who holds the bureau's
public key checks it without asking the bureau; the random code on the paper asks the bureau, and tells validity only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.ledger.notes import NoteError, Signer, Verifier
from antigone.bureau.remains.models import SignedPaper
from antigone.bureau.remains.values import RemainsError, UnknownNumber

_FORMAT = "antigone-paper/v1"


class PaperRefused(RemainsError):
    """The file or the signature is not what the bureau signed."""


@dataclass(frozen=True, slots=True)
class PaperStatement:
    """What a signature under a paper says."""

    code: UUID
    kind: str
    about: str
    sha256: str
    made_on: date

    def text(self) -> str:
        """The signed lines."""
        about = " ".join(self.about.split())
        return f"{_FORMAT}\n{self.code}\n{self.kind}\n{about}\n{self.sha256}\n{self.made_on.isoformat()}\n"

    @classmethod
    def from_text(cls, text: str) -> PaperStatement:
        """The inverse of `text`.

        Raises:
            PaperRefused: it is no such text.
        """
        try:
            first, code, kind, about, sha256, made_on = text.removesuffix("\n").split("\n")
            if first != _FORMAT:
                raise ValueError(first)
            return cls(UUID(code), kind, about, sha256, date.fromisoformat(made_on))
        except ValueError:
            raise PaperRefused("the signature is not one under a paper of the bureau") from None


@action
def sign_paper(code: UUID, kind: str, about: str, content: bytes, *, signer: Signer, actor: Actor) -> str:
    """Sign a paper that bears this code, and keep that it was signed. Gives the signature's file, a C2SP signed note.

    Args:
        code: random, printed on the paper; drawn by `uuid.uuid4` before the paper is made.
        kind: «transfer list», «custody sheet».
        about: the number that it is about.
        content: the file.
    """
    made = PaperStatement(code, kind, about, hashlib.sha256(content).hexdigest(), datetime.now(UTC).date())
    note = signer.sign_text(made.text())
    SignedPaper.objects.create(
        code=code, kind=kind, about=about, sha256=made.sha256, note=note, made_by=actor.name, made_on=made.made_on
    )
    record_event(
        "remains.sign_paper",
        actor=actor,
        subject=Subject("paper", str(code)),
        detail={"kind": kind, "about": about, "sha256": made.sha256},
    )
    return note


@action
def withdraw_paper(code: UUID, *, because: str, actor: Actor) -> None:
    """Say that a signed paper no longer holds; who checks it reads so.

    Raises:
        UnknownNumber: no such paper stands.
    """
    if not because.strip():
        raise RemainsError("say why the paper no longer holds", "remains_reason")
    if not SignedPaper.objects.filter(code=code, withdrawn_on=None).update(withdrawn_on=datetime.now(UTC).date()):
        raise UnknownNumber("no paper with this code stands")
    record_event(
        "remains.withdraw_paper", actor=actor, subject=Subject("paper", str(code)), detail={"because": because.strip()}
    )


def checked_paper(content: bytes, note: str, verifier: Verifier) -> PaperStatement:
    """What the bureau says of this file, once the signature over it is found good. Asks no database.

    Raises:
        PaperRefused: the signature is wrong, by another key, or over another file.
    """
    try:
        said = PaperStatement.from_text(verifier.signed_text(note, "signature"))
    except NoteError as error:
        raise PaperRefused(str(error)) from error
    if hashlib.sha256(content).hexdigest() != said.sha256:
        raise PaperRefused("the file is not the one that was signed: somebody changed it, or it is another paper")
    return said


def withdrawn_on(code: UUID) -> date | None:
    """The day on which a signed paper was withdrawn; None where it stands.

    Raises:
        UnknownNumber: the bureau keeps no such paper.
    """
    found = SignedPaper.objects.filter(code=code).first()
    if found is None:
        raise UnknownNumber("the bureau keeps no paper with this code")
    return found.withdrawn_on
