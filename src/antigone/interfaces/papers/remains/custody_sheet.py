"""The custody sheet of one part: what it is, what was examined, and every hand that it went through."""

from __future__ import annotations

from antigone.bureau.remains.values import ChainLink, PartPage
from antigone.interfaces.papers.remains.form import Form, Imprint, Said, Section, Translate, moment, pdf_of, phrases


def custody_sheet(part: PartPage, imprint: Imprint) -> bytes:
    """The sheet as PDF; the same arguments give the same bytes.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    verbs, subjects, steps = _verbs(_), subject_words(_), step_words(_)
    found = part.recovery
    form = Form(
        title=_("Custody sheet"),
        about=part.now.number,
        facts=[
            (_("what"), part.now.what or "–"),
            (_("body"), part.now.body or "–"),
            (_("tags"), ", ".join(part.tags) or "–"),
            (_("recovered"), f"{found.site}, {found.grid}, {found.on}; {found.finder}" if found else "–"),
            (_("came out of part"), part.split_from or "–"),
            (_("parts that came out of it"), ", ".join(part.pieces) or "–"),
            (_("checked for explosives by"), part.explosives_checked_by),
            (_("where it is"), part.now.place or part.now.party or " / ".join(verbs["buried"])),
        ],
        sections=[
            Section(
                heading=_("Chain of custody"),
                columns=[_("time (UTC)"), _("event"), _("where, to whom"), _("gives"), _("takes"), _("paper, words")],
                rows=[_row(link, verbs) for link in part.chain],
                widths=["auto", "auto", "1fr", "auto", "auto", "1.3fr"],
            ),
            Section(
                heading=_("Examination"),
                columns=[_("subject"), _("how far"), _("by")],
                rows=[
                    [" / ".join(subjects[subject]), " / ".join(steps[step]), by]
                    for subject, (step, by) in part.checklist.items()
                ],
                widths=["1fr", "1fr", "auto"],
            ),
            *(
                [
                    Section(
                        heading=_("Sealed packets of effects"),
                        columns=[_("seal"), _("contents"), _("sealed by"), _("before")],
                        rows=[
                            [one.seal, "; ".join(one.contents), one.links[0].gives, one.links[0].takes]
                            for one in part.packets
                        ],
                        widths=["auto", "1fr", "auto", "auto"],
                    )
                ]
                if part.packets
                else []
            ),
        ],
        signatures=[_("written by: name, office, date, signature"), _("seen by: name, office, date, signature")],
    )
    return pdf_of(form, imprint)


def _row(link: ChainLink, verbs: dict[str, Said]) -> list[str]:
    where = link.detail or link.place or link.party or link.grave
    said = [link.document, link.words, link.source, link.grave if where != link.grave else ""]
    list_number = f"№ {link.transfer}" if link.transfer else ""
    return [
        moment(link.at),
        " / ".join(verbs[link.verb]),
        " ".join(filter(None, [where, list_number])),
        link.gives or link.by,
        link.takes,
        "; ".join(filter(None, said)),
    ]


def _verbs(_: Translate) -> dict[str, Said]:
    return {
        "received": _("received"),
        "split": _("came out of another part"),
        "moved": _("moved"),
        "examined": _("examined"),
        "sampled": _("sample taken"),
        "offered": _("offered"),
        "accepted": _("accepted"),
        "refused": _("refused"),
        "unanswered": _("no answer"),
        "withdrawn": _("offer taken back"),
        "handed_over": _("handed over"),
        "returned": _("came back"),
        "buried": _("buried"),
        "assembled": _("put into a body"),
        "taken_out": _("taken out of a body"),
        "reassociated": _("put into another body"),
    }


def subject_words(_: Translate) -> dict[str, Said]:
    """Subjects of an examination."""
    return {
        "effects": _("effects"),
        "radiology": _("radiology"),
        "fingerprints": _("fingerprints"),
        "anthropology": _("anthropology"),
        "pathology": _("pathology"),
        "dental": _("teeth"),
        "dna": _("DNA"),
    }


def step_words(_: Translate) -> dict[str, Said]:
    """How far a subject is."""
    return {
        "not started": _("not started"),
        "assigned": _("assigned"),
        "in progress": _("in progress"),
        "completed": _("completed"),
        "not applicable": _("not applicable"),
        "not possible": _("not possible"),
    }
