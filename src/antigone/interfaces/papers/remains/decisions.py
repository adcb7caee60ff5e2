"""Papers about who somebody is: the comparison of two records, and the certificate of a signed identification."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from antigone.bureau.identification.deciding.values import (
    ComparisonCard,
    IdentificationCard,
    Method,
    PairCard,
    RecordInDecision,
)
from antigone.bureau.remains.description.queries import Described
from antigone.evidence.teeth import ChartComparison
from antigone.interfaces.papers.described_words import identifier_words, standing_words, verdict_words
from antigone.interfaces.papers.remains.form import (
    Form,
    Imprint,
    NotWritable,
    Section,
    Translate,
    both,
    pdf_of,
    phrases,
)
from antigone.interfaces.papers.remains.persons import NOTHING, Fact, teeth_compared_section, teeth_drawn


def comparison_report(
    pair: PairCard,
    sought: Described,
    found: Described,
    teeth: ChartComparison,
    blocked: str,
    imprint: Imprint,
) -> bytes:
    """What was compared of two records and what it came to, as PDF.

    Args:
        pair: with every comparison; those that count are shown.
        sought, found: descriptions of both.
        teeth: both charts compared; without teeth where a side tells of none.
        blocked: why nobody can be identified with these remains; empty where nothing stands in the way.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    facts: list[Fact] = [
        *_named(_("who is missed"), pair.sought),
        *_named(_("who was found"), pair.found),
        (_("all together"), both(standing_words(_)[pair.standing])),
    ]
    if pair.finding:
        one, loci, posterior = pair.finding, _("loci"), _("posterior")
        facts.append((
            _("the laboratory's finding"),
            f"{one.sample} – {one.family}: LR 10^{one.log10_lr}, {one.loci} {both(loci)}, "
            f"{both(posterior)} {one.posterior} (1 : {one.among})",
        ))  # fmt: skip
    if blocked:
        facts.append((_("stands in the way"), blocked))
    if teeth.teeth:
        facts.append((
            _("teeth: agree / time explains / nothing explains"),
            f"{teeth.same} / {teeth.explainable} / {teeth.incompatible}",
        ))  # fmt: skip
    form = Form(
        title=_("Comparison report"),
        about=f"{pair.sought.source_record_id} – {pair.found.source_record_id}",
        facts=facts,
        drawings=[
            *teeth_drawn(sought, _, "before", _("Teeth in life")),
            *teeth_drawn(found, _, "after", _("Teeth after death")),
        ],
        sections=[*teeth_compared_section(teeth, _), *_comparisons(pair.counting, _)],
        signatures=[_("compared by: name, office, date, signature"), _("seen by: name, office, date, signature")],
        notes=[
            _(
                "Clothing, belongings, documents, tattoos and recognition by sight identify no remains, however many"
                " agree. A report identifies nobody: an identification is decided and signed by two people."
            )
        ],
    )
    return pdf_of(form, imprint)


def certificate(card: IdentificationCard, parts: Sequence[str], imprint: Imprint) -> bytes:
    """The certificate of an identification as PDF.

    Args:
        card: signed by everybody whose signature is needed.
        parts: numbers of the parts that the found record describes.

    Raises:
        NotWritable: it is not signed, or was taken back; or the languages cannot be so.
    """
    if card.state != "signed":
        raise NotWritable(f"the identification is {card.state}; a certificate is written of a signed one only")
    _ = phrases(imprint.languages)
    methods = {
        Method.PASSKEY: _("own passkey"),
        Method.SERVER: _("one-time code; the server signed"),
    }
    digest = hashlib.sha256(card.canonical).hexdigest()
    acts = {"propose": _("has proposed"), "sign": _("has signed")}
    form = Form(
        title=_("Certificate of identification"),
        about=str(card.public_id),
        facts=[
            *_named(_("identified as"), card.sought),
            *_named(_("record of the remains"), card.found),
            (_("numbers of the remains"), ", ".join(parts) or NOTHING),
            (_("grounds"), card.because),
            (
                _("decision of the board"),
                f"{card.board.document} ({', '.join(card.board.members)})" if card.board else NOTHING,
            ),
            (_("SHA-256 of the decision"), f"{digest[:32]}\n{digest[32:]}"),
        ],
        sections=[
            *_comparisons(card.comparisons, _),
            Section(
                heading=_("Signatures"),
                columns=[_("who"), _("act"), _("on"), _("how")],
                rows=[
                    [one.by, both(acts[one.act]), one.on.isoformat(), both(methods[one.method])]
                    for one in card.approvals
                    if one.act in acts
                ],
                widths=["1fr", "auto", "auto", "1fr"],
            ),
        ],
        signatures=[_("for the bureau: name, office, date, signature"), _("second signature: name, office, date")],
        notes=[
            _(
                "Two people signed, neither of them alone. It holds until it is taken back; whoever scans the square"
                " learns whether this paper still holds."
            )
        ],
    )
    return pdf_of(form, imprint)


def _named(heading: list[str], record: RecordInDecision) -> list[Fact]:
    said = "; ".join(filter(None, [", ".join(record.names), record.birth_date]))
    return [(heading, f"{said or record.source_record_id} ({record.source}, {record.source_record_id})")]


def _comparisons(cards: Sequence[ComparisonCard], _: Translate) -> list[Section]:
    identifiers, verdicts = identifier_words(_), verdict_words(_)
    return [
        Section(
            heading=_("Comparisons"),
            columns=[_("identifier"), _("result"), _("grounds"), _("evidence"), _("by"), _("on")],
            rows=[
                [
                    both(identifiers[one.identifier]),
                    both(verdicts[one.verdict]),
                    one.grounds,
                    one.evidence,
                    one.by,
                    one.on.isoformat(),
                ]
                for one in cards
            ],
            widths=["auto", "auto", "1fr", "0.7fr", "auto", "auto"],
        )
    ]
