"""Summaries of what is known: of somebody who is missed (ante mortem), and of remains (post mortem)."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.bureau.remains.description.groups import Side
from antigone.bureau.remains.description.queries import Described
from antigone.bureau.remains.values import PartPage
from antigone.interfaces.papers.described_words import group_words
from antigone.interfaces.papers.remains.custody_sheet import step_words, subject_words
from antigone.interfaces.papers.remains.form import Form, Imprint, Section, Translate, both, pdf_of, phrases
from antigone.interfaces.papers.remains.persons import (
    NOTHING,
    age_of,
    described_blocks,
    estimates_block,
    person_facts,
    teeth_drawn,
    teeth_told,
)


def summary(described: Described, parts: Sequence[PartPage], imprint: Imprint) -> bytes:
    """The summary of a record as PDF; the same arguments give the same bytes.

    Args:
        described: of the missed person, or of the remains.
        parts: that a record of remains describes; none of a person.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    alive = described.side is Side.AM
    said = described.record.said
    if alive:
        title, facts = _("Ante-mortem summary"), person_facts(said, _)
        facts += [
            (_("last seen: day"), said.last_seen_date or NOTHING),
            (_("last seen: place"), said.last_seen_place or NOTHING),
            (_("circumstances"), said.circumstances or NOTHING),
        ]
    else:
        sexes = {"male": _("male"), "female": _("female"), "other": _("another sex")}
        title = _("Post-mortem summary")
        facts = [
            (_("parts"), ", ".join(part.now.number for part in parts) or NOTHING),
            (_("bodies"), ", ".join(sorted({part.now.body for part in parts if part.now.body})) or NOTHING),
            (_("sex"), both(sexes[said.sex]) if said.sex else NOTHING),
            (_("age, years"), age_of(said)),
            (_("found: day"), said.occurred_date or NOTHING),
            (_("found: place"), said.occurred_place or NOTHING),
            (_("cause of death"), said.cause or NOTHING),
        ]
    facts.append((_("description in words"), said.description or NOTHING))
    facts.append((_("source"), f"{described.record.source.name}, {said.source_record_id}"))
    form = Form(
        title=title,
        about=said.source_record_id,
        facts=facts,
        blocks=[*described_blocks(described, _), *estimates_block(described, _)],
        drawings=teeth_drawn(described, _, "one"),
        sections=[*teeth_told(described, _), *(_of_parts(parts, _) if parts else []), *_written(described, _)],
        signatures=[_("written by: name, office, date, signature"), _("seen by: name, office, date, signature")],
        notes=[_("A summary identifies nobody: an identification is decided and signed by two people.")],
    )
    return pdf_of(form, imprint)


def _of_parts(parts: Sequence[PartPage], _: Translate) -> list[Section]:
    subjects, steps = subject_words(_), step_words(_)
    return [
        Section(
            heading=_("Recovery and examination"),
            columns=[_("part"), _("recovered"), _("examined"), _("sealed packets of effects")],
            rows=[
                [
                    part.now.number,
                    f"{part.recovery.site}, {part.recovery.grid}, {part.recovery.on}" if part.recovery else NOTHING,
                    "; ".join(
                        f"{both(subjects[subject])}: {both(steps[step])}"
                        for subject, (step, _by) in part.checklist.items()
                        if step != "not started"
                    )
                    or NOTHING,
                    "; ".join(f"{one.seal}: {', '.join(one.contents)}" for one in part.packets) or NOTHING,
                ]
                for part in parts
            ],
            widths=["auto", "1fr", "1.4fr", "1fr"],
        )
    ]


def _written(described: Described, _: Translate) -> list[Section]:
    groups = group_words(_)
    rows = [
        [both(groups[group]), card.by, card.at.strftime("%Y-%m-%d"), str(card.versions)]
        for group, card in described.told.items()
    ]
    if not rows:
        return []
    return [
        Section(
            heading=_("Who wrote what down"),
            columns=[_("group"), _("by"), _("on"), _("how many times")],
            rows=sorted(rows),
            widths=["1fr", "auto", "auto", "auto"],
            numbers=[3],
        )
    ]
