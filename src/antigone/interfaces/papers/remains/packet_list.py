"""The list of sealed packets of effects (GC III, article 122): every seal, what is under it, and both signatures."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.bureau.remains.values import PartPage
from antigone.interfaces.papers.described_words import packet_words
from antigone.interfaces.papers.remains.form import Form, Imprint, NotWritable, Section, both, pdf_of, phrases


def packet_list(parts: Sequence[PartPage], imprint: Imprint) -> bytes:
    """The packets of these parts as PDF; the same arguments give the same bytes.

    Raises:
        NotWritable: no packet belongs to them, or the languages cannot be so.
    """
    _ = phrases(imprint.languages)
    states = packet_words(_)
    packets = [(part, packet) for part in parts for packet in part.packets]
    if not packets:
        raise NotWritable("no sealed packet of effects belongs to these parts")
    things = sum(len(packet.contents) for _part, packet in packets if packet.state == "sealed")
    form = Form(
        title=_("List of sealed packets"),
        about=parts[0].now.number if len(parts) == 1 else f"{parts[0].now.number} + {len(parts) - 1}",
        facts=[
            (_("parts"), ", ".join(part.now.number for part in parts if part.packets)),
            (_("packets under seal"), str(sum(packet.state == "sealed" for _part, packet in packets))),
            (_("things in them"), str(things)),
        ],
        sections=[
            Section(
                heading=_("Packets"),
                columns=[_("seal"), _("part"), _("contents"), _("state"), _("sealed by"), _("before")],
                rows=[
                    [
                        f"{packet.seal} ← {packet.replaces}" if packet.replaces else packet.seal,
                        part.now.number,
                        "\n".join(packet.contents),
                        both(states[packet.state]),
                        packet.links[0].gives,
                        packet.links[0].takes,
                    ]
                    for part, packet in packets
                ],
                widths=["auto", "auto", "1fr", "auto", "auto", "auto"],
            )
        ],
        signatures=[_("gives: name, office, date, signature"), _("takes: name, office, date, signature")],
        notes=[
            _(
                "Geneva Convention III, article 122: effects go in sealed packets with a full list of what is in them."
                " A seal is never used again; an arrow names the packet that was opened before."
            )
        ],
    )
    return pdf_of(form, imprint)
