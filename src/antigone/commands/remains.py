"""`antigone remains` and `antigone papers`: the commands put together."""

from __future__ import annotations

import typer

from antigone.commands.remains_acts import bury, describe, examine, import_, move, receive, return_, sample
from antigone.commands.remains_bodies import assemble, split, take_out
from antigone.commands.remains_bones import commingling, estimate, inventory, teeth
from antigone.commands.remains_effects import open_packet, packet_back, packet_out, seal
from antigone.commands.remains_forms import capture_card, certificate, comparison, death, packets, summary
from antigone.commands.remains_papers import check_paper, key, label_sheet, list_paper, sheet, withdraw
from antigone.commands.remains_reading import close, count, list_, place, show, stature, stock, temperature
from antigone.commands.remains_transfers import accept, draw_up, hand_over, offer, refuse, silence, status
from antigone.commands.remains_transfers import withdraw as withdraw_offer

remains = typer.Typer(no_args_is_help=True, help="Remains: where each lies, what was done, who was offered whom.")
remains.command(name="import")(import_)
remains.command(name="list")(list_)
remains.command(name="return")(return_)
remains.command(name="take-out")(take_out)
remains.command(name="open-packet")(open_packet)
remains.command(name="packet-out")(packet_out)
remains.command(name="packet-back")(packet_back)
for _command in (
    *(place, close, temperature, receive, move, examine, sample, describe),
    *(seal, assemble, split, bury, show, count, stock, stature),
    *(estimate, inventory, commingling, teeth),
):
    remains.command()(_command)

transfer = typer.Typer(no_args_is_help=True, help="Lists of remains that are offered, answered and handed over.")
transfer.command(name="draw-up")(draw_up)
transfer.command(name="hand-over")(hand_over)
transfer.command(name="list")(status)
transfer.command(name="withdraw")(withdraw_offer)
for _answer in (offer, accept, refuse, silence):
    transfer.command()(_answer)
remains.add_typer(transfer, name="transfer")

papers = typer.Typer(no_args_is_help=True, help="Papers of remains as PDF, signed; and whether one is genuine.")
papers.command(name="labels")(label_sheet)
papers.command(name="transfer")(list_paper)
papers.command(name="custody")(sheet)
papers.command(name="capture-card")(capture_card)
for _paper in (summary, death, packets, comparison, certificate):
    papers.command()(_paper)
papers.command(name="verify")(check_paper)
papers.command(name="withdraw")(withdraw)
papers.command(name="key")(key)
