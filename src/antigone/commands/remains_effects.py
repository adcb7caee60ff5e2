"""`antigone remains seal` and what becomes of packets of effects (GC III, art. 122)."""

from __future__ import annotations

from typing import Annotated

import typer

from antigone.commands.frame import at_work, operator
from antigone.commands.remains_options import At, Gives, Paper, Takes, moment

Seal = Annotated[str, typer.Argument(metavar="SEAL", help="Stamped on the seal.")]


def seal(
    seal_number: Seal,
    part: Annotated[str, typer.Option(help="Number of the part that the effects were found with.")],
    item: Annotated[list[str], typer.Option(help="What is in it; once for each.")],
    gives: Annotated[str, typer.Option(help="Who sealed it.")],
    takes: Annotated[str, typer.Option(help="Who saw it sealed.")],
    paper: Paper = "",
    replaces: Annotated[str, typer.Option(help="Seal of the opened packet that this takes the place of.")] = "",
    at: At = "",
) -> None:
    """Seal effects in a packet with the full list of its contents and two signatures (GC III, art. 122)."""
    with at_work():
        from antigone.bureau.remains.effects import actions
        from antigone.bureau.remains.values import Signed

        signed = Signed(gives, takes, paper)
        actions.seal(seal_number, part, item, signed=signed, replaces=replaces, at=moment(at), actor=operator())
    print(f"packet {seal_number.upper()} is sealed with {len(item)} items")


def open_packet(
    seal_number: Seal,
    because: Annotated[str, typer.Option(help="Why it is opened.")],
    gives: Annotated[str, typer.Option(help="Who opened it.")],
    takes: Annotated[str, typer.Option(help="Who saw it opened.")],
    at: At = "",
) -> None:
    """Open a packet before a witness; what lay in it is sealed anew under another seal."""
    with at_work():
        from antigone.bureau.remains.effects import actions
        from antigone.bureau.remains.values import Signed

        signed = Signed(gives, takes)
        actions.open_packet(seal_number, because=because, signed=signed, at=moment(at), actor=operator())
    print(f"packet {seal_number.upper()} is opened; seal it anew with: antigone remains seal --replaces {seal_number}")


def packet_out(
    seal_number: Seal,
    to: Annotated[str, typer.Option(help="Who receives it.")],
    gives: Gives,
    takes: Takes,
    paper: Paper,
    at: At = "",
) -> None:
    """Hand a packet over by itself, apart from the remains."""
    with at_work():
        from antigone.bureau.remains.effects import actions
        from antigone.bureau.remains.values import Signed

        signed = Signed(gives, takes, paper)
        actions.hand_packet_over(seal_number, to=to, signed=signed, at=moment(at), actor=operator())
    print(f"packet {seal_number.upper()} is handed over to {to}")


def packet_back(seal_number: Seal, gives: Gives, takes: Takes, paper: Paper, at: At = "") -> None:
    """Write down that a packet came back with its seal whole."""
    with at_work():
        from antigone.bureau.remains.effects import actions
        from antigone.bureau.remains.values import Signed

        signed = Signed(gives, takes, paper)
        actions.take_packet_back(seal_number, signed=signed, at=moment(at), actor=operator())
    print(f"packet {seal_number.upper()} came back")
