"""`antigone footage verify` and `stamp`: whether a case is whole, and outsiders' tokens of time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json

if TYPE_CHECKING:
    from antigone.bureau.incidents.exporting.verifying import Trust

Key = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="The bureau's key under papers («antigone papers key»), as a file."),
]
Roots = Annotated[
    Path | None, typer.Option("--tsa-roots", exists=True, dir_okay=False, help="PEM of authorities that you trust.")
]
Blocks = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="Bitcoin's blocks, a line each: height, Merkle root, seconds."),
]
_LONGEST_ANSWER = 1_000_000


def verify(
    case: Annotated[Path, typer.Argument(metavar="FOLDER|FILE", exists=True, help="An exported case, or one file.")],
    key: Key = None,
    tsa_roots: Roots = None,
    blocks: Blocks = None,
    proof: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Of the one file.")] = None,
    token: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Of time, over its head.")] = None,
    as_json: Json = False,
) -> None:
    """Check an exported case, or one file by its proof and token. Needs no database, no network and no bureau."""
    from antigone.bureau.incidents.exporting.verifying import verify_file, verify_folder
    from antigone.interfaces.terminal import progress_bar

    trust = _trust(key, tsa_roots, blocks)
    if not case.is_dir():
        if proof is None or token is None:
            raise typer.BadParameter("one file is checked with --proof and --token; a case is a folder")
        head, stamped = verify_file(case, proof.read_text(encoding="utf-8"), token.read_bytes(), trust)
        said = {
            "case": head.case,
            "says": stamped.says,
            "authority": stamped.authority,
            "checked": stamped.checked,
        }
        if as_json:
            print_json(said)
        else:
            print(f"{case.name} belongs to case {head.case}; it was there at {stamped.says} says «{stamped.authority}»")
            print("The authority's signature is good." if stamped.checked else "Nobody said whom to trust for that.")
        return
    with progress_bar("bytes") as advance:
        done = 0

        def further(count: int) -> None:
            nonlocal done
            done += count
            advance(done)

        verdict = verify_folder(case, trust, progress=further)
    if as_json:
        print_json(
            {
                "holds": verdict.holds, "case": verdict.case, "files": verdict.files, "events": verdict.events,
                "originals": verdict.originals, "tokens": verdict.tokens, "faults": verdict.faults,
                "notes": verdict.notes,
            }
        )  # fmt: skip
    else:
        for fault in verdict.faults:
            print(f"WRONG  {fault}")
        for note in verdict.notes:
            print(f"note   {note}")
        print(
            f"case {verdict.case}: {verdict.files} files, {verdict.events} events, {verdict.originals} originals,"
            f" {verdict.tokens} tokens; {'all as it was signed' if verdict.holds else 'NOT as it was signed'}"
        )
    raise typer.Exit(0 if verdict.holds else 1)


def stamp(
    case_code: Annotated[str, typer.Argument(metavar="CASE", help="Code of the case.")],
    request: Annotated[Path | None, typer.Option(help="Write a request for an authority to this new file.")] = None,
    head: Annotated[Path | None, typer.Option(help="Write the head, to be stamped, to this new file.")] = None,
    token: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Keep this authority's reply (RFC 3161).")
    ] = None,
    ots: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Keep this OpenTimestamps file.")
    ] = None,
    ask: Annotated[str, typer.Option(help="Send the request to this authority now, over the network: https://…")] = "",
    tsa_roots: Roots = None,
    blocks: Blocks = None,
) -> None:
    """Have an outsider vouch for the time. Only --ask goes to a network, and sends nothing but a hash."""
    if sum(bool(one) for one in (request, head, token, ots, ask)) != 1:
        raise typer.BadParameter("give one of --request, --head, --token, --ots and --ask")
    trust = _trust(None, tsa_roots, blocks)
    with at_work():
        from antigone.bureau.incidents.models import TokenKind
        from antigone.bureau.incidents.stamping.actions import head_now, keep_token
        from antigone.bureau.incidents.stamping.tokens import request_for

        now = head_now(case_code)
        if request or head:
            out, content = (request, request_for(now)) if request else (head, now.text().encode())
            with Path(out or "").open("xb") as file:
                file.write(content)
            print(f"{out}: over {now.events} events and {now.files} files of case {now.case}")
            return
        if ots:
            kind, content = TokenKind.OTS, ots.read_bytes()
        else:
            kind, content = TokenKind.RFC3161, token.read_bytes() if token else _asked(ask, request_for(now))
        number = keep_token(case_code, kind, content, roots=trust.roots, blocks=trust.blocks, actor=operator())
    print(f"token {number} of case {case_code.upper()} is kept")


def _asked(address: str, request: bytes) -> bytes:
    """The reply of an authority; it learns a hash and when it was asked."""
    import urllib.error
    import urllib.request

    if not address.startswith("https://"):
        raise typer.BadParameter(f"«{address}» is no address of an authority; write https://…")
    asking = urllib.request.Request(  # noqa: S310
        address, data=request, headers={"Content-Type": "application/timestamp-query"}, method="POST"
    )
    try:
        with urllib.request.urlopen(asking, timeout=30) as answer:  # noqa: S310
            content: bytes = answer.read(_LONGEST_ANSWER)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise typer.BadParameter(f"the authority does not answer: {error}") from None
    return content


def _trust(key: Path | None, roots: Path | None, blocks: Path | None) -> Trust:
    from antigone.bureau.incidents.exporting.verifying import Trust
    from antigone.bureau.incidents.stamping.tokens import roots_in
    from antigone.bureau.ledger.notes import Verifier

    return Trust(
        Verifier.from_text(key.read_text(encoding="utf-8")) if key else None,
        roots_in(roots.read_bytes()) if roots else (),
        _read_blocks(blocks) if blocks else None,
    )


def _read_blocks(path: Path) -> dict[int, tuple[str, int]]:
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            height, root, seconds = line.split()
            bytes.fromhex(root)
            found[int(height)] = (root, int(seconds))
        except ValueError:
            raise typer.BadParameter(f"{path.name}, line {number}: write height, Merkle root and seconds") from None
    return found
