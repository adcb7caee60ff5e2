"""Issuing the papers about one person: read from the register, written, signed, and kept as signed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from antigone.bureau.identification.deciding.queries import identification_card, pair_card
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.remains.commingling.queries import why_not_identified
from antigone.bureau.remains.description.groups import Side
from antigone.bureau.remains.description.queries import Described, description_of, teeth_compared
from antigone.bureau.remains.queries import part_page
from antigone.bureau.remains.values import PartPage
from antigone.interfaces.papers.remains.decisions import certificate, comparison_report
from antigone.interfaces.papers.remains.form import NotWritable
from antigone.interfaces.papers.remains.issuing import Issued, imprint_for, signed
from antigone.interfaces.papers.remains.notices import DeathNotice, capture_card, death_notification
from antigone.interfaces.papers.remains.packet_list import packet_list
from antigone.interfaces.papers.remains.summaries import summary


def issue_summary(record: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The ante-mortem summary of a person, or the post-mortem summary of remains.

    Raises:
        UnknownNumber: there is no such record.
        NotWritable: the languages cannot be so.
    """
    described = description_of(record)
    kind = "ante-mortem summary" if described.side is Side.AM else "post-mortem summary"
    imprint = imprint_for(languages)
    return signed(imprint, kind, _about(described), summary(described, _parts(described), imprint), actor)


def issue_capture_card(record: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The capture card of a prisoner.

    Raises:
        UnknownNumber: there is no such record.
        NotWritable: the record is of no prisoner, or the languages cannot be so.
    """
    described = description_of(record)
    said = described.record.said
    if said.kind is not RecordKind.PRISONER:
        raise NotWritable(f"a capture card is written of a prisoner; this record is of kind {said.kind}")
    imprint = imprint_for(languages)
    content = capture_card(said, described.record.source.name, imprint)
    return signed(imprint, "capture card", _about(described), content, actor)


def issue_death_notification(record: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The notification of a death that a record of the dead tells of.

    Raises:
        UnknownNumber: there is no such record.
        NotWritable: the record is of nobody who is named among the dead, or the languages cannot be so.
    """
    described = description_of(record)
    said = described.record.said
    if said.kind is not RecordKind.DEAD:
        raise NotWritable(
            f"a death is notified of a record of the dead, or of a signed identification; this is of kind {said.kind}"
        )
    imprint = imprint_for(languages)
    content = death_notification(DeathNotice(said, said), imprint)
    return signed(imprint, "death notification", _about(described), content, actor)


def issue_death_of_identified(identification: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The notification of the death of somebody whose remains were identified.

    Raises:
        UnknownIdentification, UnknownNumber: it or a record is not there.
        NotWritable: the identification is not signed, or the languages cannot be so.
    """
    card = identification_card(identification)
    if card.state != "signed":
        raise NotWritable(f"the identification is {card.state}; a death is notified of a signed one only")
    person, found = description_of(card.sought.public_id), description_of(card.found.public_id)
    parts = _parts(found)
    notice = DeathNotice(
        person.record.said,
        found.record.said,
        "; ".join(dict.fromkeys(link.grave for part in parts for link in part.chain if link.grave)),
        tuple(packet for part in parts for packet in part.packets if packet.state == "sealed"),
        tuple(part.now.number for part in parts),
        f"{card.public_id}, {max(one.on for one in card.approvals).isoformat()}",
    )
    imprint = imprint_for(languages)
    return signed(imprint, "death notification", _about(person), death_notification(notice, imprint), actor)


def issue_packet_list(parts: Sequence[UUID], languages: Sequence[str], *, actor: Actor) -> Issued:
    """The list of sealed packets of these parts (their public ids).

    Raises:
        UnknownNumber: a part is not there.
        NotWritable: no packet belongs to them, or the languages cannot be so.
    """
    pages = [part_page(part) for part in parts]
    imprint = imprint_for(languages)
    content = packet_list(pages, imprint)
    return signed(imprint, "sealed packet list", pages[0].now.number, content, actor)


def issue_comparison_report(sought: UUID, found: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The report on two records.

    Raises:
        UnknownPair: the records cannot be one sought and one found.
        NotWritable: the languages cannot be so.
    """
    pair = pair_card(sought, found)
    imprint = imprint_for(languages)
    content = comparison_report(
        pair,
        description_of(sought),
        description_of(found),
        teeth_compared(sought, found),
        why_not_identified(found),
        imprint,
    )
    about = f"{pair.sought.source_record_id} {pair.found.source_record_id}"
    return signed(imprint, "comparison report", about[:100], content, actor)


def issue_certificate(identification: UUID, languages: Sequence[str], *, actor: Actor) -> Issued:
    """The certificate of a signed identification.

    Raises:
        UnknownIdentification: there is none.
        NotWritable: it is not signed, or the languages cannot be so.
    """
    card = identification_card(identification)
    parts = [number for number, _ in description_of(card.found.public_id).parts]
    imprint = imprint_for(languages)
    content = certificate(card, parts, imprint)
    return signed(imprint, "identification certificate", str(card.public_id), content, actor)


def _parts(described: Described) -> list[PartPage]:
    return [part_page(public_id) for _, public_id in described.parts]


def _about(described: Described) -> str:
    return described.record.said.source_record_id[:100]
