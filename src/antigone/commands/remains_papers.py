"""`antigone papers`: labels, transfer lists and custody sheets as PDF; and whether a paper is genuine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from antigone.commands.bench import refuse_if_there, write_for_ourselves
from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.remains_options import Numbers, numbers_from

if TYPE_CHECKING:
    from antigone.interfaces.papers.remains.issuing import Issued

Out = Annotated[Path, typer.Option(help="PDF file to write; it must not exist. Its signature comes beside it (.sig).")]
Languages = Annotated[str, typer.Option(help="One or two of uk, ru and en, in the order of the paper.")]


def label_sheet(
    numbers: Numbers,
    out: Annotated[Path, typer.Option(help="PDF file to write; it must not exist.")],
) -> None:
    """Print labels with QR codes, 24 on a sheet (A4, 3 by 8)."""
    refuse_if_there(out)
    with at_work():
        from antigone.interfaces.papers.remains.issuing import print_labels

        parts = numbers_from(numbers)
        made = print_labels(parts)
    write_for_ourselves(out, made)
    print(f"{out}: {len(parts):,} labels")


def list_paper(
    list_number: Annotated[str, typer.Argument(metavar="LIST", help="Number of the transfer list.")],
    out: Out,
    languages: Languages = "uk,en",
    as_json: Json = False,
) -> None:
    """Write a transfer list with totals per place; after a handover, the list of what was handed over."""
    from antigone.interfaces.terminal import progress_bar

    refuse_if_there(out)
    with at_work():
        from antigone.bureau.remains.transfers.actions import transfer_numbered
        from antigone.interfaces.papers.remains.issuing import issue_transfer_list

        with progress_bar("papers"):
            issued = issue_transfer_list(transfer_numbered(list_number), languages.split(","), actor=operator())
    write_paper(out, issued, as_json)


def sheet(
    number: Annotated[str, typer.Argument(help="Of the part.")],
    out: Out,
    languages: Languages = "uk,en",
    as_json: Json = False,
) -> None:
    """Write the custody sheet of a part."""
    refuse_if_there(out)
    with at_work():
        from antigone.bureau.remains.queries import public_id_of
        from antigone.interfaces.papers.remains.issuing import issue_custody_sheet

        issued = issue_custody_sheet(public_id_of(number), languages.split(","), actor=operator())
    write_paper(out, issued, as_json)


def check_paper(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The PDF.")],
    signature: Annotated[Path | None, typer.Option(help="Its signature; else FILE.sig.")] = None,
    with_key: Annotated[
        str, typer.Option("--key", help="The bureau's public key, NAME+ID+BASE64; then no database is asked.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Say whether a paper is as the bureau signed it, and whether it still holds. Exit status 1 if not."""
    from antigone.bureau.ledger.notes import Verifier

    content = file.read_bytes()
    note = (signature or file.with_name(f"{file.name}.sig")).read_text(encoding="utf-8", errors="replace")
    with at_work():
        from antigone.bureau.remains.papers.actions import checked_paper, withdrawn_on
        from antigone.interfaces.papers.remains.issuing import papers_signer

        verifier = Verifier.from_text(with_key) if with_key else papers_signer().verifier
        said = checked_paper(content, note, verifier)
        ended = None if with_key else withdrawn_on(said.code)
    if as_json:
        print_json({
            "genuine": True, "code": str(said.code), "kind": said.kind, "about": said.about, "made_on": said.made_on,
            "withdrawn_on": ended,
        })  # fmt: skip
    else:
        stands = f"but it was withdrawn on {ended}" if ended else "and it stands" if not with_key else "by that key"
        print(f"genuine: {said.kind} {said.about}, signed on {said.made_on}, {stands}")
    if ended:
        raise typer.Exit(1)


def withdraw(
    code: Annotated[str, typer.Argument(help="The code at the foot of the paper.")],
    reason: Annotated[str, typer.Option(help="Why it no longer holds; it stands in the ledger.")],
) -> None:
    """Say that a signed paper no longer holds; whoever checks it reads so."""
    try:
        number = UUID(code)
    except ValueError:
        raise typer.BadParameter(f"«{code}» is no code of a paper; it stands at the foot of each page") from None
    with at_work():
        from antigone.bureau.remains.papers.actions import withdraw_paper

        withdraw_paper(number, because=reason, actor=operator())
    print("the paper is withdrawn")


def key() -> None:
    """Print the public key under the bureau's papers, so that others can keep it and check papers by themselves."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing import papers_signer

        print(papers_signer().verifier.text())


def write_paper(out: Path, issued: Issued, as_json: bool) -> None:
    """The file and its signature beside it, for ourselves alone."""
    beside = out.with_name(f"{out.name}.sig")
    refuse_if_there(beside)
    write_for_ourselves(out, issued.content)
    write_for_ourselves(beside, issued.signature.encode())
    if as_json:
        print_json({"file": str(out), "signature": str(beside), "bytes": len(issued.content)})
    else:
        print(f"{out} is written and signed; check it with: antigone papers verify {out}")
