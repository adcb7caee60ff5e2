"""`antigone remains assemble`, `take-out` and `split`: which parts are of one body, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from antigone.commands.frame import at_work, operator
from antigone.commands.remains_options import At, Numbers, moment, numbers_from

Because = Annotated[str, typer.Option(help="What says so; it is kept for ever.")]


def assemble(
    body: Annotated[str, typer.Argument(help="Number of the body; a new one makes a new body.")],
    numbers: Numbers,
    because: Because,
    out_of: Annotated[str, typer.Option(help="The body that they are in until now, if any.")] = "",
    at: At = "",
) -> None:
    """Put parts together into one body, or from one body into another."""
    with at_work():
        from antigone.bureau.remains.bodies import actions

        parts = numbers_from(numbers)
        if out_of:
            actions.reassociate(parts, out_of=out_of, into=body, because=because, at=moment(at), actor=operator())
        else:
            actions.assemble(body, parts, because=because, at=moment(at), actor=operator())
    print(f"body {body.upper()} has {len(parts):,} parts more")


def take_out(numbers: Numbers, because: Because, at: At = "") -> None:
    """Take parts out of the bodies that they are in."""
    with at_work():
        from antigone.bureau.remains.bodies import actions

        parts = numbers_from(numbers)
        actions.take_out(parts, because=because, at=moment(at), actor=operator())
    print(f"{len(parts):,} parts belong to no body now")


def split(
    number: Annotated[str, typer.Argument(help="Of the part that turned out to be several.")],
    pieces: Annotated[list[str], typer.Argument(metavar="NUMBER[=WHAT]...", help="New number and what it is.")],
    explosives_checked_by: Annotated[str, typer.Option(help="Who checked when the bag was opened.")],
    because: Because,
    at: At = "",
) -> None:
    """Give what lay in one bag numbers of its own."""
    with at_work():
        from antigone.bureau.remains.bodies import actions

        new = [(piece.partition("=")[0], piece.partition("=")[2]) for piece in pieces]
        actions.split(
            number,
            new,
            explosives_checked_by=explosives_checked_by,
            because=because,
            at=moment(at),
            actor=operator(),
        )
    print(f"out of part {number.upper()} came {len(new)} more")
