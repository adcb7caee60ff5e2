"""`antigone remains estimate`, `inventory`, `commingling`, `teeth`: what bones and teeth say, and of whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.remains_forms import RecordId, id_of

if TYPE_CHECKING:
    from antigone.bureau.remains.commingling.queries import People

Number = Annotated[str, typer.Argument(help="Of the part.")]


def estimate(
    record: RecordId,
    measured: Annotated[
        list[str],
        typer.Argument(metavar="NAME=VALUE...", help="femur=45.2 tibia=37 head=4.9 phase=3 sex=male; lengths in cm."),
    ],
    tell: Annotated[
        bool, typer.Option("--tell", help="Also put it into the record, where matching weighs it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Estimate sex, age and stature from bones with their errors, and keep it with the record of the remains."""
    said = dict(one.partition("=")[::2] for one in measured)
    with at_work():
        from antigone.bureau.remains.bones.actions import estimates_as_json, keep_estimate, tell_record

        actor = operator()
        found = keep_estimate(id_of(record), said, actor=actor)
        changed = tell and tell_record(id_of(record), found, actor=actor)
        kept = estimates_as_json(found)
    if as_json:
        print_json(kept | {"told": changed})
        return
    if found.by_femur:
        one = found.by_femur
        print(f"a man with probability {one.male:.4f} ({one.low:.4f} to {one.high:.4f}), by {one.by}")
    if found.age:
        low, high = found.age.interval.low, found.age.interval.high
        print(f"age {low:.0f} to {high:.0f}, best {found.age.best}, standard deviation {found.age.error}")
    if found.stature:
        tall = found.stature
        print(f"stature {tall.interval.low} to {tall.interval.high} cm, best {tall.best}, standard error {tall.error}")
    print("the record says so" if changed else "kept beside the record; with --tell it goes into it")


def inventory(
    number: Number,
    bones: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A text file, a kind of bone a line.")],
) -> None:
    """Keep which bones lie in a part: «2 femur left proximal adult», a line each; only the bone must be named."""
    with at_work():
        from antigone.bureau.remains.commingling.actions import pieces_written, take_inventory

        pieces = pieces_written(bones.read_text(encoding="utf-8-sig", errors="replace"))
        take_inventory(number, pieces, actor=operator())
    print(f"{sum(piece.count for piece in pieces):,} bones in {number.upper()} are counted")


def commingling(as_json: Json = False) -> None:
    """Show bodies that hold more than one person, and how many people at least came out of each grave."""
    with at_work():
        from antigone.bureau.remains.commingling.queries import graves, mixed_bodies

        bodies, found = mixed_bodies(), graves()
    if as_json:
        print_json({"bodies": [asdict(one) for one in bodies], "graves": [asdict(one) for one in found]})
        return
    for body in bodies:
        blocked = "; nobody can be identified with it" if body.blocked else ""
        print(f"body {body.number}: at least {body.people.number} people{_by(body.people)}{blocked}")
    for grave in found:
        print(f"{grave.reference}, {grave.site}: at least {grave.people.number} people{_by(grave.people)}")
    if not bodies and not found:
        print("no body holds more than one person, and no part came out of a recovery")


def teeth(
    sought: Annotated[str, typer.Argument(help="Public id of the record of who is missed.")],
    found: Annotated[str, typer.Argument(help="Public id of the record of remains.")],
    as_json: Json = False,
) -> None:
    """Hold the teeth of somebody who is missed against those of remains. Exit status 1 if time cannot explain one."""
    with at_work():
        from antigone.bureau.remains.description.queries import teeth_compared

        said = teeth_compared(id_of(sought), id_of(found))
    if as_json:
        print_json([asdict(tooth) | {"agreement": tooth.agreement} for tooth in said.teeth])
    elif not said.teeth:
        print("one of the two has no chart of teeth; write it down at the desk")
    else:
        for tooth in said.teeth:
            print(f"{tooth.number}  {tooth.agreement:13} {tooth.reason}")
        print(f"{said.same} agree ({said.telling} of them treated or lost), time explains {said.explainable}, "
              f"nothing explains {said.incompatible}")  # fmt: skip
    if said.incompatible:
        raise typer.Exit(1)


def _by(people: People) -> str:
    told = []
    if people.bones.number:
        told.append(f"by bones {people.bones.number}")
    if people.dna:
        told.append(f"by DNA {people.dna}")
    return f" ({', '.join(told)})" if told else ""
