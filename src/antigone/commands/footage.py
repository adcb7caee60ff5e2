"""`antigone footage`: the commands put together."""

from __future__ import annotations

import typer

from antigone.commands.footage_cases import add, case, describe, list_, load, open_
from antigone.commands.footage_looking import align, compare, read, same
from antigone.commands.footage_proofs import stamp, verify

footage = typer.Typer(
    no_args_is_help=True, help="Incidents: published media with their custody, what they show, and what stays unclear."
)
footage.command(name="open")(open_)
footage.command(name="list")(list_)
for _command in (add, describe, load, read, same, align, compare, stamp, case, verify):
    footage.command()(_command)
