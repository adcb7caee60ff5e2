"""`antigone photos add, show, withdraw`: the register of photographs from the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.photos import photos

if TYPE_CHECKING:
    from antigone.bureau.photographs.marks.values import MarkFound, MarkSought

__all__ = ["photos"]

RecordNumber = Annotated[UUID, typer.Argument(help="The record's number, as its page shows it.", metavar="RECORD")]
PhotographNumber = Annotated[UUID, typer.Argument(help="The photograph's number.", metavar="PHOTOGRAPH")]


def add(
    record: RecordNumber,
    file: Annotated[Path, typer.Argument(help="JPEG, PNG, WebP or HEIC, at most 20 MB.")],
    shows: Annotated[str, typer.Option(help="face, tattoo, scar, clothing, effect, document, body or scene.")] = "face",
    obtained: Annotated[str, typer.Option(help="Where it comes from, in words; name no informant.")] = "",
    taken: Annotated[str, typer.Option(help="When it was taken: 2022-03-12, 2022-03, 2022~.")] = "",
    as_json: Json = False,
) -> None:
    """Keep a photograph of a record. The file itself is sealed to the vault; what staff see is made from its pixels."""
    from antigone.bureau.photographs.values import LARGEST_FILE, PhotographRefused

    if file.stat().st_size > LARGEST_FILE:
        raise PhotographRefused(f"{file}: the photograph is larger than 20 MB; send a smaller copy")
    data = file.read_bytes()
    with at_work():
        from antigone.bureau.photographs.actions import add_photograph
        from antigone.bureau.photographs.intake import prepared
        from antigone.bureau.photographs.queries import photograph_card
        from antigone.bureau.photographs.values import PhotographDraft

        added = add_photograph(record, prepared(data), PhotographDraft(shows, obtained, taken), actor=operator())
        print_json(asdict(photograph_card(added))) if as_json else print(f"The photograph is kept: {added}")


def show(record: RecordNumber, as_json: Json = False) -> None:
    """List the photographs of a record: what is said of each, and never the picture."""
    with at_work():
        from antigone.bureau.photographs.queries import photographs_of_records

        found = photographs_of_records([record])
        if as_json:
            print_json([asdict(one) for one in found])
            return
        for one in found:
            print(f"{one.public_id}  {one.shows}, {one.width} x {one.height} {one.file_format}, {one.sensitivity}")
        if not found:
            print("There is no photograph of this record.", file=sys.stderr)


def marks(
    place: Annotated[str, typer.Option(help="Where on the body: forearm, chest, shoulder blade.")] = "",
    side: Annotated[str, typer.Option(help="left or right.")] = "",
    shows: Annotated[str, typer.Option(help="tattoo, scar, clothing, effect, document.")] = "",
    words: Annotated[str, typer.Option(help="In Russian, Ukrainian or English; «anchor» finds «якір».")] = "",
    picture: Annotated[
        Path | None, typer.Option(help="Put what answers in the order of likeness to this picture of the mark.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 100,
    as_json: Json = False,
) -> None:
    """Find marks and things: by the place of the body, by what they are, by words, and then by a picture."""
    from antigone.bureau.photographs.marks.values import MarkSought

    sought = MarkSought(place, side, shows, words)
    if picture is not None:
        _marks_by_picture(picture, sought, limit=limit, as_json=as_json)
        return
    with at_work():
        from antigone.bureau.photographs.marks.queries import marks as marked

        found = marked(sought, limit=limit)
        if as_json:
            print_json([asdict(one) for one in found])
            return
        for one in found:
            print(_in_words(one))
        if not found:
            print("No part is marked so.", file=sys.stderr)


def _marks_by_picture(file: Path, sought: MarkSought, *, limit: int, as_json: bool) -> None:
    from antigone.bureau.photographs.values import LARGEST_FILE, PhotographRefused
    from antigone.imaging.decoding import decoded
    from antigone.imaging.derivatives import LARGE

    if file.stat().st_size > LARGEST_FILE:
        raise PhotographRefused(f"{file}: the photograph is larger than 20 MB; send a smaller copy")
    picture = decoded(file.read_bytes(), longest=LARGE)
    with at_work():
        from antigone.bureau.photographs.marks.actions import search_marks

        answer = search_marks(picture, sought, limit=limit, actor=operator())
        if as_json:
            print_json(asdict(answer))
            return
        for one in answer.found:
            print(f"{_in_words(one)}; fits in {one.fitting} places{', mirrored' if one.mirrored else ''}")
        waiting = f"; {answer.waiting:,} more are not measured yet" if answer.waiting else ""
        print(
            f"{answer.compared:,} pictures compared, each of them, the most alike first{waiting}. "
            "Whether two marks are one, a human says."
        )


def _in_words(one: MarkFound) -> str:
    said = ", ".join(filter(None, (one.place, one.side, one.shows, one.words)))
    return f"{one.record}  photograph {one.photograph}: {said}"


def withdraw(
    photograph: PhotographNumber, reason: Annotated[str, typer.Option(help="Why; it stays in the ledger.")]
) -> None:
    """Destroy a photograph: the sealed file, all copies, and what was measured in it. It cannot be taken back."""
    with at_work():
        from antigone.bureau.photographs.actions import withdraw_photograph

        withdraw_photograph(photograph, reason=reason, actor=operator())
        print("The photograph is destroyed; that there was one, and why it went, stays written.")


def original(
    photograph: PhotographNumber,
    out: Annotated[Path, typer.Argument(help="A new file, which only this account will read.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the ledger.")],
) -> None:
    """Open the sealed file as it came, with its place and camera. Runs where the vault's key lies."""
    from antigone.server.configuration import Zone
    from antigone.server.vault_keys import vault_private_key

    with at_work(Zone.VAULT) as configuration:
        from antigone.bureau.photographs.originals import original_of

        key = vault_private_key(configuration).of_hpke
        content = original_of(photograph, key, reason=reason, actor=operator())
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        print(f"The original is in {out}. Delete it when you are done.")


def copies() -> None:
    """Look now for copies of photographs that are new; the worker does it by itself."""
    with at_work():
        from antigone.bureau.photographs.copies import find_copies
        from antigone.interfaces.terminal import progress_bar

        total = 0
        with progress_bar("photographs") as advance:
            while found := find_copies(actor=operator()):
                total += found
                advance(total)
        print(f"{total:,} photographs compared with all others.")


for _command in (add, show, marks, withdraw, original, copies):
    photos.command()(_command)
