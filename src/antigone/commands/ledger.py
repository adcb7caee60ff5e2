"""`antigone ledger`: verify every act, keep checkpoints outside, prove an event."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, print_json, say, this_configuration

if TYPE_CHECKING:
    from antigone.bureau.ledger.notes import Verifier
    from antigone.server.configuration import Configuration

ledger = typer.Typer(
    help="The ledger of every act: verify it, keep its checkpoints, prove an event.", no_args_is_help=True
)

LogKey = Annotated[str, typer.Option("--key", help="The log's public key, NAME+KEYID+BASE64; else this bureau's own.")]


@ledger.command(name="verify")
def ledger_verify(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint kept outside; may be repeated.", exists=True, dir_okay=False, readable=True),
    ] = None,
    key: LogKey = "",
    as_json: Json = False,
) -> None:
    """Recompute the whole ledger and hold it against every checkpoint; exit status 1 when history was changed."""
    from antigone.interfaces.terminal import progress_bar

    outside = {str(file): file.read_text(encoding="utf-8", errors="replace") for file in checkpoint or ()}
    with at_work() as configuration:
        from antigone.bureau.ledger.verify import verify_ledger
        from antigone.server.ledger_keeping import last_signed_file

        last_signed = last_signed_file(configuration)
        if last_signed.exists():
            outside[str(last_signed)] = last_signed.read_text(encoding="utf-8", errors="replace")
        with progress_bar("events") as advance:
            verdict = verify_ledger(outside, _log_verifier(configuration, key), progress=lambda done, _: advance(done))
    if as_json:
        print_json(asdict(verdict) | {"sound": verdict.sound, "root": verdict.root.hex()})
    elif verdict.sound:
        print(
            f"The ledger is as it was signed. Events: {verdict.size}, and {verdict.unsigned + verdict.waiting} not"
            f" signed yet. Checkpoints: {verdict.checkpoints} in the database, {len(outside)} kept outside it."
        )
    else:
        for fault in verdict.faults[1:]:
            print(fault.sentence)
        say(verdict.faults[0].sentence)
    raise typer.Exit(0 if verdict.sound else 1)


@ledger.command(name="checkpoint")
def ledger_checkpoint(
    out: Annotated[Path | None, typer.Option(help="Write it to this file, not to the screen.", dir_okay=False)] = None,
    as_json: Json = False,
) -> None:
    """Give the newest signed checkpoint, to be kept where nobody who owns the database can reach it."""
    with at_work() as configuration:
        from antigone.bureau.ledger.queries import newest_checkpoint
        from antigone.bureau.ledger.sequencer import keep_durably

        note = newest_checkpoint()
        head = _log_verifier(configuration, "").open(note)
        if out is not None:
            keep_durably(out, note)
    if as_json:
        print_json({"origin": head.origin, "size": head.size, "root": head.root.hex(), "note": note})
    elif out is not None:
        print(f"{out}: the checkpoint of {head.size} events; keep it away from this machine.")
    else:
        print(note, end="")


@ledger.command(name="key")
def ledger_key() -> None:
    """Print the log's public key, for partners who keep checkpoints and check proofs."""
    with at_work() as configuration:
        print(_log_verifier(configuration, "").text())


@ledger.command(name="proof")
def ledger_proof(
    event: Annotated[int, typer.Argument(help="The event's number.")],
    without_detail: Annotated[
        bool, typer.Option("--without-detail", help="Prove who acted upon what, and keep to yourself what was said.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Prove that an event stands in the signed ledger; --json gives a document that «ledger check» reads anywhere."""
    with at_work() as configuration:
        from antigone.bureau.ledger.queries import inclusion_proof

        proof = inclusion_proof(event)
        if without_detail:
            proof = proof.without_detail()
        head = proof.checked(_log_verifier(configuration, ""))
    if as_json:
        print_json(proof.document())
    else:
        print(f"Event {event} is leaf {proof.index} of the signed tree of {head.size} events:\n{proof.entry}")


@ledger.command(name="check")
def ledger_check(
    file: Annotated[
        Path, typer.Argument(help="A proof, as «ledger proof --json» wrote it.", exists=True, dir_okay=False)
    ],
    key: LogKey = "",
) -> None:
    """Check a proof without the database; with --key, also without this bureau's data folder."""
    from antigone.bureau.ledger.proofs import Proof

    proof = Proof.from_document(file.read_text(encoding="utf-8", errors="replace"))
    head = proof.checked(_log_verifier(None if key else this_configuration(), key))
    print(f"The proof holds: leaf {proof.index} of the tree of {head.size} events signed by {head.origin}.")
    print(proof.entry)


def _log_verifier(configuration: Configuration | None, key: str) -> Verifier:
    """The public key given, else this bureau's own."""
    from antigone.bureau.ledger.notes import Verifier
    from antigone.server.ledger_keeping import ledger_signer

    return Verifier.from_text(key) if configuration is None or key else ledger_signer(configuration).verifier
