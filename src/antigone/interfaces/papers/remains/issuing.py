"""Issuing papers of remains: read from the register, written, signed, and kept as signed. Needs Django set up.

What is kept is the signature, not the file: the file holds what the register holds, and goes to whoever asked for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.conf import settings

from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.remains.counting.queries import listed_now
from antigone.bureau.remains.papers.actions import sign_paper
from antigone.bureau.remains.queries import handed_over_from, part_page, seals_of, transfer_card, transfer_parts
from antigone.bureau.remains.values import ListedPart, TransferCard
from antigone.interfaces.papers.remains.custody_sheet import custody_sheet
from antigone.interfaces.papers.remains.form import Imprint, NotWritable
from antigone.interfaces.papers.remains.labels import Label, labels
from antigone.interfaces.papers.remains.transfer_list import ListLine, transfer_list


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper and the signature that lies beside it, a C2SP signed note. `name` is the file's, without its ending."""

    name: str
    content: bytes
    signature: str


def papers_signer() -> Signer:
    """The bureau's name and key under papers.

    Raises:
        UnsafeKey, ServerTrouble: see `server.secrets.papers_key`.
    """
    return Signer(f"{settings.CONFIGURATION.ledger_name}/papers", settings.STAFF_KEYS.papers)


def issue_transfer_list(public_id: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The list with where each part lies; once parts were handed over, a list of those alone: the protocol to sign.

    Raises:
        UnknownNumber: there is no such list.
        NotWritable: the languages cannot be so.
    """
    card = transfer_card(public_id)
    imprint = imprint_for(languages)
    content = transfer_list(card, _lines(card, transfer_parts(public_id)), imprint)
    return signed(imprint, "transfer list", card.number, content, actor)


def issue_custody_sheet(public_id: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The custody sheet of a part.

    Raises:
        UnknownNumber: there is no such part.
        NotWritable: the languages cannot be so.
    """
    part = part_page(public_id)
    imprint = imprint_for(languages)
    return signed(imprint, "custody sheet", part.now.number, custody_sheet(part, imprint), actor)


def print_labels(numbers: Sequence[str]) -> bytes:
    """A sheet of labels for parts, by their numbers; numbers that nothing bears yet are printed too, for the next bags.

    Raises:
        NotWritable: there is no number.
    """
    written = [number.strip().upper() for number in numbers if number.strip()]
    known = {part.number: part.what for part in listed_now(written)}
    wanted = [Label(number, known.get(number, "")[:40]) for number in written]
    return labels(wanted, bureau=settings.CONFIGURATION.bureau_name)


def verify_address(code: UUID, language: str) -> str:
    """Where anybody checks a paper; empty while the bureau has no public address."""
    host = settings.CONFIGURATION.public_hosts[0]
    if host in ("*", "localhost", "127.0.0.1", ""):
        return ""
    return f"https://{host}/{language}/verify/{code}/"


def imprint_for(languages: Sequence[str]) -> Imprint:
    """An imprint with a new code.

    Raises:
        NotWritable: no language is named.
    """
    if not languages:
        raise NotWritable("name at least one language")
    code = uuid4()
    return Imprint(
        bureau=settings.CONFIGURATION.bureau_name,
        code=code,
        address=verify_address(code, languages[0]),
        made_on=datetime.now(UTC).date().isoformat(),
        languages=tuple(languages),
    )


def signed(imprint: Imprint, kind: str, about: str, content: bytes, actor: Actor) -> Issued:
    """A paper, signed and kept as signed."""
    note = sign_paper(imprint.code, kind, about, content, signer=papers_signer(), actor=actor)
    safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in about)
    return Issued(f"{kind.replace(' ', '-')}-{safe}", content, note)


def _lines(card: TransferCard, parts: Sequence[ListedPart]) -> list[ListLine]:
    gone = {part.number for part in parts if part.holder != "place"} if card.handed_over else set()
    shown = [part for part in parts if not gone or part.number in gone]
    lay = handed_over_from(card.public_id) if gone else {}
    seals = seals_of(part.number for part in shown)
    lines = [
        ListLine(
            part.number,
            part.what,
            part.body,
            part.place or lay.get(part.number, ""),
            tuple(seals.get(part.number, ())),
        )
        for part in shown
    ]
    return sorted(lines, key=lambda line: (line.place, line.number))
