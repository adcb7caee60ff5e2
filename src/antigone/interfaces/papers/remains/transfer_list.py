"""The list of remains that a party is offered, or has taken over, with totals per place of storage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.bureau.remains.values import TransferCard
from antigone.interfaces.papers.remains.form import Form, Imprint, Section, moment, pdf_of, phrases


@dataclass(frozen=True, slots=True)
class ListLine:
    """A part on the list. `place` is where it lies, or lay until it was handed over; `seals` go along with it."""

    number: str
    what: str
    body: str
    place: str
    seals: tuple[str, ...] = ()
    note: str = ""


def transfer_list(card: TransferCard, lines: Sequence[ListLine], imprint: Imprint) -> bytes:
    """The list as PDF; the same arguments give the same bytes.

    Raises:
        NotWritable: the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    places = Counter(line.place or "–" for line in lines)
    numbered = [
        [str(at), line.number, line.what, line.body, line.place, ", ".join(line.seals), line.note]
        for at, line in enumerate(lines, 1)
    ]
    form = Form(
        title=_("Transfer list"),
        about=card.number,
        facts=[
            (_("for"), card.party),
            (_("through"), card.channel or "–"),
            (_("drawn up by"), f"{card.drawn_up_by}, {moment(card.drawn_up_at)}"),
            (_("remains on this paper"), str(len(lines))),
            (_("sealed packets of effects"), str(sum(len(line.seals) for line in lines))),
            (_("offered / accepted / refused"), f"{card.offered} / {card.accepted} / {card.refused}"),
            (_("handed over / came back"), f"{card.handed_over} / {card.returned}"),
        ],
        sections=[
            Section(
                heading=_("Totals by place of storage"),
                columns=[_("place"), _("remains")],
                rows=[[place, str(count)] for place, count in sorted(places.items())],
                widths=["auto", "auto"],
                numbers=[1],
                total=["", str(len(lines))],
            ),
            Section(
                heading=_("Remains"),
                columns=[_("no."), _("number"), _("what"), _("body"), _("place"), _("seals"), _("remark")],
                rows=numbered,
                widths=["auto", "auto", "1fr", "auto", "auto", "auto", "auto"],
                numbers=[0],
            ),
        ],
        signatures=[_("gives: name, office, date, signature"), _("takes: name, office, date, signature")],
        notes=[
            _("Numbers are never used again. Remains leave the bureau's keeping only by both signatures on this paper.")
        ],
    )
    return pdf_of(form, imprint)
