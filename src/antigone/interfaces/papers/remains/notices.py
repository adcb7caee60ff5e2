"""Papers of the third Geneva Convention about one person: the capture card and the notification of a death."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.remains.values import PacketCard
from antigone.interfaces.papers.remains.form import Form, Imprint, Section, both, pdf_of, phrases
from antigone.interfaces.papers.remains.persons import NOTHING, person_facts


@dataclass(frozen=True, slots=True)
class DeathNotice:
    """A death, as it is told to the other side and to the family.

    Attributes:
        person: who died.
        occurred: of the death: day, place, cause, grave; the same record, or that of the remains.
        grave: as the burial was written down; it comes before what the record says.
        packets: of effects that are kept.
        parts: numbers of the remains.
        identified: number and day of the signed identification; empty where none was needed.
    """

    person: RecordDraft
    occurred: RecordDraft
    grave: str = ""
    packets: tuple[PacketCard, ...] = ()
    parts: tuple[str, ...] = ()
    identified: str = ""


def capture_card(prisoner: RecordDraft, source: str, imprint: Imprint) -> bytes:
    """The capture card (GC III, article 70 and annex IV B) as PDF.

    Args:
        prisoner: what the record says.
        source: who says it.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    form = Form(
        title=_("Capture card"),
        about=prisoner.source_record_id,
        facts=[
            *person_facts(prisoner, _),
            (_("captured: day"), prisoner.occurred_date or NOTHING),
            (_("captured: place"), prisoner.occurred_place or NOTHING),
            (_("state of health"), prisoner.status or NOTHING),
            (_("last seen by his own side: day"), prisoner.last_seen_date or NOTHING),
            (_("last seen by his own side: place"), prisoner.last_seen_place or NOTHING),
            (_("family informed on"), prisoner.family_informed_on or NOTHING),
            (_("source"), source),
        ],
        sections=[],
        signatures=[_("the prisoner's signature, if he can be asked"), _("written by: name, office, date, signature")],
        notes=[
            _(
                "Geneva Convention III, article 70 and annex IV B: within one week after capture every prisoner may"
                " write to his family and to the Central Agency. A dash is a gap in the record, not an answer."
            )
        ],
    )
    return pdf_of(form, imprint)


def death_notification(notice: DeathNotice, imprint: Imprint) -> bytes:
    """The notification of a death (GC III, article 120 and annex IV D) as PDF.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    of = notice.occurred
    packets = notice.packets
    form = Form(
        title=_("Notification of a death"),
        about=notice.person.source_record_id,
        facts=[
            *person_facts(notice.person, _),
            (_("death: day"), of.occurred_date or NOTHING),
            (_("death: place"), of.occurred_place or NOTHING),
            (_("cause of death"), of.cause or NOTHING),
            (_("circumstances"), of.circumstances or notice.person.circumstances or NOTHING),
            (_("the grave, and how it is found"), notice.grave or of.burial_place or NOTHING),
            (_("numbers of the remains"), ", ".join(notice.parts) or NOTHING),
            (_("identified"), notice.identified or NOTHING),
            (_("personal effects are kept"), both(_("yes")) if packets else NOTHING),
            (_("family informed on"), of.family_informed_on or notice.person.family_informed_on or NOTHING),
        ],
        sections=[
            Section(
                heading=_("Sealed packets of effects"),
                columns=[_("seal"), _("contents")],
                rows=[[one.seal, "; ".join(one.contents)] for one in packets],
                widths=["auto", "1fr"],
            )
        ]
        if packets
        else [],
        signatures=[_("for the bureau: name, office, date, signature"), _("second signature: name, office, date")],
        notes=[
            _(
                "Geneva Convention III, article 120 and annex IV D. A family is told by a person, before this paper"
                " reaches it. A dash is a gap in the record, not an answer."
            )
        ],
    )
    return pdf_of(form, imprint)
