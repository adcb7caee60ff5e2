"""`antigone remains import`, `receive`, `move` and other acts that custodians signed on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.remains_options import At, Gives, Numbers, Paper, Takes, Words, moment, numbers_from

TakenBy = Annotated[str, typer.Option(help="Who took them in.")]
BroughtBy = Annotated[str, typer.Option(help="Who brought them.")]


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV, TSV or XLSX.")],
    taken_by: TakenBy,
    brought_by: BroughtBy = "",
    at: At = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and say what is in it; keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in all parts of a spreadsheet, or none: number, place, who checked for explosives; see docs/remains.md."""
    from antigone.interfaces.terminal import progress_bar

    with at_work():
        from antigone.bureau.remains.actions import receive as take_in
        from antigone.interfaces.exchange.remains import read_parts

        with progress_bar("parts"):
            drafts = read_parts(file)
            if not dry_run:
                take_in(drafts, brought_by=brought_by, taken_by=taken_by, at=moment(at), actor=operator())
    if as_json:
        print_json({"parts": len(drafts), "kept": not dry_run})
    else:
        print(f"{file.name} holds {len(drafts):,} parts" if dry_run else f"{len(drafts):,} parts are taken in")


def receive(
    number: Annotated[str, typer.Argument(help="On its tag; «-» lets the register give the next one.")],
    place: Annotated[str, typer.Option(help="Code of the place where it lies now.")],
    explosives_checked_by: Annotated[str, typer.Option(help="Who checked it for explosives.")],
    taken_by: TakenBy,
    brought_by: BroughtBy = "",
    what: Annotated[str, typer.Option(help="What it is, without a name.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag that was on it; once for each.")] = None,
    at: At = "",
    as_json: Json = False,
) -> None:
    """Take one part in, under a number that is never used again."""
    with at_work():
        from antigone.bureau.remains.actions import receive as take_in
        from antigone.bureau.remains.values import PartDraft

        draft = PartDraft("" if number == "-" else number, place, explosives_checked_by, what, tuple(tag or ()))
        (given,) = take_in([draft], brought_by=brought_by, taken_by=taken_by, at=moment(at), actor=operator())
    print_json({"number": given}) if as_json else print(f"part {given} is taken in")


def move(
    numbers: Numbers,
    to: Annotated[str, typer.Option(help="Code of the new place.")],
    gives: Gives,
    takes: Takes,
    paper: Paper,
    origin: Annotated[str, typer.Option("--from", help="Code of the place where all of them lay.")] = "",
    words: Words = "",
    at: At = "",
) -> None:
    """Write down a move that two people signed on paper."""
    with at_work():
        from antigone.bureau.remains import actions
        from antigone.bureau.remains.values import Signed

        parts = numbers_from(numbers)
        signed = Signed(gives, takes, paper)
        actions.move(parts, to, signed=signed, origin=origin, words=words, at=moment(at), actor=operator())
    print(f"{len(parts):,} parts lie in {to.upper()} now")


def return_(
    numbers: Numbers,
    to: Annotated[str, typer.Option(help="Code of the place where they lie now.")],
    gives: Gives,
    takes: Takes,
    paper: Paper,
    words: Words = "",
    at: At = "",
) -> None:
    """Write down that parts came back, from a party or out of a grave."""
    with at_work():
        from antigone.bureau.remains import actions
        from antigone.bureau.remains.values import Signed

        parts = numbers_from(numbers)
        actions.take_back(parts, to, signed=Signed(gives, takes, paper), words=words, at=moment(at), actor=operator())
    print(f"{len(parts):,} parts came back and lie in {to.upper()}")


def bury(
    numbers: Numbers,
    grave: Annotated[str, typer.Option(help="All that is needed to find it: cemetery, plot, row, number.")],
    gives: Gives,
    takes: Takes,
    paper: Paper = "",
    words: Words = "",
    at: At = "",
) -> None:
    """Write down a burial with the particulars of the grave (GC III, art. 120)."""
    with at_work():
        from antigone.bureau.remains import actions
        from antigone.bureau.remains.values import Signed

        parts = numbers_from(numbers)
        signed = Signed(gives, takes, paper)
        actions.bury(parts, grave, signed=signed, words=words, at=moment(at), actor=operator())
    print(f"{len(parts):,} parts are buried")


def examine(
    number: Annotated[str, typer.Argument(help="Of the part.")],
    found: Annotated[list[str], typer.Argument(metavar="SUBJECT=STEP...", help="Such as «dental=not possible».")],
    words: Words = "",
    at: At = "",
) -> None:
    """Say how far an examination is: effects, radiology, fingerprints, anthropology, pathology, dental, dna."""
    with at_work():
        from antigone.bureau.remains import actions
        from antigone.bureau.remains.models import Step, Subject

        lines = {}
        for one in found:
            subject, _, step = one.partition("=")
            if subject not in Subject.values or step not in Step.values:
                raise typer.BadParameter(
                    f"«{one}» is not SUBJECT=STEP; subjects are {', '.join(Subject.values)}; steps are"
                    f" {', '.join(Step.values)}"
                )
            lines[Subject(subject)] = Step(step)
        actions.examine(number, lines, words=words, at=moment(at), actor=operator())
    print(f"part {number.upper()}: {', '.join(found)}")


def sample(
    number: Annotated[str, typer.Argument(help="Of the part.")],
    label: Annotated[str, typer.Argument(help="The laboratory's label of the sample.")],
    at: At = "",
) -> None:
    """Say that a sample was taken of a part."""
    with at_work():
        from antigone.bureau.remains import actions

        actions.note_sample(number, label, at=moment(at), actor=operator())
    print(f"part {number.upper()}: sample {label}")


def describe(
    number: Annotated[str, typer.Argument(help="Of the part.")],
    record: Annotated[str, typer.Argument(help="Public id of the record of kind remains; «-» unties it.")],
) -> None:
    """Tie a part to the registry's record that describes it, where matching and the laboratory find it."""
    try:
        public_id = None if record == "-" else UUID(record)
    except ValueError:
        raise typer.BadParameter(f"«{record}» is no public id of a record; it stands on the record's page") from None
    with at_work():
        from antigone.bureau.remains import actions

        actions.describe(number, public_id, actor=operator())
    print(f"part {number.upper()} is described by {record}" if public_id else f"part {number.upper()} is untied")
