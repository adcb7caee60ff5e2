"""`antigone figures`: claims, documented counts, estimates; the commands put together."""

from __future__ import annotations

import typer

from antigone.commands.figures_estimating import estimate, excess
from antigone.commands.figures_keeping import (
    claims,
    count,
    estimates,
    import_,
    plot,
    publish,
    release,
    reproduce,
    withdraw,
)
from antigone.commands.figures_registry import persons, remains, undocumented

figures = typer.Typer(no_args_is_help=True, help="Claims, documented counts, and estimates of the undocumented.")
figures.command(name="import")(import_)
for _command in (
    claims,
    release,
    count,
    persons,
    remains,
    estimate,
    undocumented,
    excess,
    estimates,
    reproduce,
    plot,
    publish,
    withdraw,
):
    figures.command()(_command)
