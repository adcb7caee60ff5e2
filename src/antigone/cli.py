"""The command `antigone`: thin words over the rooms below.

Every command imports what it needs inside itself, so that `antigone --help` answers at once. An exception of our own
is a sentence for the person who typed the command: it goes to standard error, and the exit status is 1.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from antigone.bureau.ledger import Actor
    from antigone.bureau.ledger.notes import Verifier
    from antigone.server.configuration import Configuration, Zone

app = typer.Typer(
    name="antigone",
    help="Antigone finds people lost in a war, names the dead, and returns them to their families.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]


def main() -> None:
    """Run the command; exit status 1 and one sentence on standard error when it cannot be done."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        print(f"antigone: {sentence}", file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str | None:
    """What to tell the person; None for a fault of ours, which shows its traceback."""
    module = type(error).__module__
    if module.partition(".")[0] == "antigone":
        return str(error)
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    if module.startswith(("psycopg", "django.db")) and type(error).__name__ == "OperationalError":
        return "the database has gone away or refuses this account; «antigone doctor» says why"
    return None


def print_json(document: Any) -> None:
    """The one JSON document of a command run with ``--json``."""
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


@contextlib.contextmanager
def at_work(zone: Zone | None = None) -> Iterator[Configuration]:
    """For the length of the block the database is ready and Django is set up with the rights of a zone.

    Args:
        zone: whose rights; None means the staff's, with whom commands on data work.
    """
    from antigone.server.configuration import Zone, configuration_from_environment
    from antigone.server.database import running_database

    os.environ["ANTIGONE_ZONE"] = (zone or Zone.STAFF).value
    os.environ["DJANGO_SETTINGS_MODULE"] = "antigone.server.settings"
    configuration = configuration_from_environment()
    with contextlib.nullcontext() if configuration.supervised else running_database(configuration):
        import django

        django.setup()
        try:
            yield configuration
        finally:
            close_connections()


def close_connections() -> None:
    """Close what Django has open, so that the database can stop, or be killed, without us."""
    from django.db import connections

    connections.close_all()


def _configuration() -> Configuration:
    from antigone.server.configuration import configuration_from_environment

    return configuration_from_environment()


def _say(sentence: str) -> None:
    print(f"antigone: {sentence}", file=sys.stderr, flush=True)


@app.command()
def serve() -> None:
    """Run everything on this machine: database, families' website, desk, worker. Ctrl-C stops it."""
    from antigone.server.supervisor import serve as keep_running

    def announce(addresses: dict[str, str]) -> None:
        for name, address in addresses.items():
            print(f"{_NAMES_OF_SITES[name]:22} {address}")
        print("Ctrl-C stops it.", flush=True)

    keep_running(_configuration(), announce=announce, say=_say)


_NAMES_OF_SITES = {"website": "The families' website:", "desk": "The desk:"}


@app.command()
def demo(
    people: Annotated[int, typer.Option(help="How many persons the invented war has, when it is first made.")] = 10_000,
) -> None:
    """Show Antigone with an invented war: loads it once, then runs everything and prints what to search for."""
    from antigone.server.configuration import Zone
    from antigone.server.demo import account_once, load_once, use_demo_folder
    from antigone.server.supervisor import serve as keep_running

    use_demo_folder()
    with at_work(Zone.OWNER) as configuration:
        examples = load_once(configuration, people=people)
        account = account_once(configuration)
        close_connections()

        def announce(addresses: dict[str, str]) -> None:
            print()
            for name, address in addresses.items():
                print(f"{_NAMES_OF_SITES[name]:22} {address}")
            print(f"At the desk sign in as {account.name} with the password {account.password}")
            if examples:
                print("\nSearch on the families' website for one of these; each finds somebody:")
                for example in examples:
                    print(f"  {example}")
            print("\nCtrl-C stops it.", flush=True)

        keep_running(configuration, announce=announce, say=_say)


@app.command()
def worker() -> None:
    """Run the worker alone, as a service of its own; `antigone serve` runs it too."""
    from antigone.server.configuration import Zone

    with at_work(Zone.WORKER) as configuration:
        # Its imports reach models, which need Django set up.
        from antigone.server.worker import run_worker

        run_worker(configuration)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say in plain words what is missing or wrong with this installation, and how to cure it."""
    from antigone.server.doctor import State, examine

    findings = examine()
    ill = any(finding.state is State.WRONG for finding in findings)
    if as_json:
        print_json({"well": not ill, "findings": [finding.as_json() for finding in findings]})
    else:
        for finding in findings:
            print(finding)
        print("\nSomething is wrong; see above." if ill else "\nAll is well.")
    raise typer.Exit(1 if ill else 0)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, also packed as .gz.")],
    source: Annotated[str, typer.Option(help="Who says it; the same name every time.")],
    table_format: Annotated[
        str | None, typer.Option("--format", help="csv, tsv, xlsx, json; else the file tells.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook; else the first with rows.")] = None,
    kind: Annotated[str | None, typer.Option(help="missing, prisoner, dead or remains; else the header tells.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="YAML file that says which column is what.")] = None,
    save_mapping: Annotated[Path | None, typer.Option(help="Write the mapping that was chosen to this file.")] = None,
    as_of: Annotated[str, typer.Option(help="The list's date, 2024-08-08; an older list changes nothing newer.")] = "",
    published: Annotated[
        bool | None,
        typer.Option(
            "--published/--in-confidence",
            help="For a new source: it published this list itself, or gave it to us alone.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")] = False,
    rejections: Annotated[
        Path | None, typer.Option(help="Where rejected rows go; else FILE.rejected.csv beside you.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Import a list of people. The same file twice changes nothing; a batch can be undone."""
    from antigone.bureau.registry.drafts import RecordKind
    from antigone.bureau.registry.values import SourceDraft
    from antigone.interfaces.terminal import arrival_in_words, progress_bar

    if kind is not None and kind not in set(RecordKind):
        raise typer.BadParameter(f"«{kind}» is no kind of record; write one of {', '.join(RecordKind)}")
    with at_work() as _:
        from antigone.interfaces.exchange import dump_mapping, write_rejections
        from antigone.interfaces.exchange.incoming import IncomingFile, import_file, preview_file

        incoming = IncomingFile(file, table_format, RecordKind(kind) if kind else None, mapping, as_of, sheet)
        draft = SourceDraft(source, publication="open" if published else "private")
        with progress_bar("rows") as advance:
            arrive = preview_file if dry_run else import_file
            arrival = arrive(incoming, draft, actor=_operator(), progress=advance)
        if save_mapping is not None:
            save_mapping.write_text(dump_mapping(arrival.mapping), encoding="utf-8")
        rejected_file = None
        if arrival.summary.rejections or arrival.summary.warnings:
            rejected_file = rejections or Path(f"{file.name}.rejected.csv")
            write_rejections(rejected_file, [*arrival.summary.rejections, *arrival.summary.warnings])
        if as_json:
            print_json(arrival.as_json() | {"rejected_rows": str(rejected_file) if rejected_file else None})
        else:
            print(arrival_in_words(arrival, rejected_file=rejected_file))


@app.command()
def batches(as_json: Json = False) -> None:
    """List the imports, the newest first."""
    from antigone.interfaces.terminal import batches_in_words

    with at_work():
        from antigone.bureau.registry.queries import batch_summaries

        found = batch_summaries()
        print_json([asdict(batch) for batch in found]) if as_json else print(batches_in_words(found))


@app.command()
def undo(batch: Annotated[int, typer.Argument(help="The batch's number, from «antigone batches».")]) -> None:
    """Take back everything that a batch changed."""
    with at_work():
        from antigone.bureau.disclosure.actions import publish_what_may_be
        from antigone.bureau.registry.actions import undo_batch

        summary = undo_batch(batch, actor=_operator())
        publish_what_may_be(actor=_operator())
        print(f"Batch {batch} is undone: {summary.removed} records removed, {summary.restored} put back as they were.")


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="The name, in any script and order.")],
    born: Annotated[str, typer.Option(help="Year or date of birth: 1987, 1987-05-13, 1987~ for «about».")] = "",
    father: Annotated[str, typer.Option(help="The father's given name, or the patronymic.")] = "",
    place: Annotated[str, typer.Option(help="Birthplace, home, region or where last seen.")] = "",
    unit: Annotated[str, typer.Option(help="Military unit.")] = "",
    number: Annotated[str, typer.Option(help="Personal or service number.")] = "",
    as_the_public: Annotated[bool, typer.Option("--as-the-public", help="Show what a stranger would be told.")] = False,
    limit: Annotated[int, typer.Option(help="How many records to show.")] = 10,
    as_json: Json = False,
) -> None:
    """Search all records by name and whatever else is known, with the reasons for each."""
    from antigone.interfaces.terminal import answer_in_words, hits_in_words
    from antigone.server.configuration import Zone

    with at_work(Zone.WEBSITE if as_the_public else None):
        if as_the_public:
            from antigone.bureau.disclosure.queries import public_search
            from antigone.bureau.disclosure.values import PublicQuery

            answer = public_search(PublicQuery(name, born, father, place, unit, number))
            print_json(asdict(answer)) if as_json else print(answer_in_words(answer))
        else:
            from antigone.bureau.registry.queries import search as search_registry
            from antigone.bureau.registry.values import SearchQuery

            hits = search_registry(SearchQuery(name, born, father, place, unit, number), limit=limit)
            print_json([asdict(hit) for hit in hits]) if as_json else print(hits_in_words(hits))


ledger = typer.Typer(
    help="The ledger of every act: verify it, keep its checkpoints, prove an event.", no_args_is_help=True
)
app.add_typer(ledger, name="ledger")

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
        _say(verdict.faults[0].sentence)
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
    head = proof.checked(_log_verifier(None if key else _configuration(), key))
    print(f"The proof holds: leaf {proof.index} of the tree of {head.size} events signed by {head.origin}.")
    print(proof.entry)


def _log_verifier(configuration: Configuration | None, key: str) -> Verifier:
    """The public key given, else this bureau's own."""
    from antigone.bureau.ledger.notes import Verifier
    from antigone.server.ledger_keeping import ledger_signer

    return Verifier.from_text(key) if configuration is None or key else ledger_signer(configuration).verifier


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    people: Annotated[int, typer.Option(help="How many persons, soldiers and their families.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same war.")] = 1,
    as_json: Json = False,
) -> None:
    """Write the lists of an invented war whose truth is known, for trying things out."""
    from antigone.interfaces.terminal import progress_bar
    from antigone.simulation import write_world

    with progress_bar("people", total=people) as advance:
        summary = write_world(out, people, seed, lambda done, _total: advance(done))
    print_json(asdict(summary)) if as_json else print(summary.in_words())


user = typer.Typer(
    help="Accounts of the staff's desk: made, renewed and closed here, never by a page.", no_args_is_help=True
)
app.add_typer(user, name="user")

AskPassword = Annotated[
    bool, typer.Option("--ask", help="Let the person type a password now; else a one-time password is printed.")
]


@user.command(name="add")
def user_add(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    role: Annotated[
        str, typer.Option(help="registrar, case worker, laboratory, custodian, analyst, auditor, administrator.")
    ],
    ask: AskPassword = False,
    as_json: Json = False,
) -> None:
    """Make an account for a member of the staff."""
    from antigone.interfaces.desk.permissions import Role
    from antigone.server.configuration import Zone

    wanted = role.replace("-", " ")
    if wanted not in set(Role):
        raise typer.BadParameter(f"«{role}» is no role; write one of: {', '.join(Role)}")
    password = _typed_password() if ask else None
    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import add_account

        made = add_account(name, Role(wanted), password=password, actor=_operator())
    _say_password(made.name, made.one_time_password, as_json=as_json)


@user.command(name="password")
def user_password(
    name: Annotated[str, typer.Argument(help="The account's name.")], ask: AskPassword = False, as_json: Json = False
) -> None:
    """Give an account a new password; a closed account opens again, and its sessions end."""
    from antigone.server.configuration import Zone

    password = _typed_password() if ask else None
    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import renew_password

        made = renew_password(name, password=password, actor=_operator())
    _say_password(made.name, made.one_time_password, as_json=as_json)


@user.command(name="close")
def user_close(name: Annotated[str, typer.Argument(help="The account's name.")]) -> None:
    """Close an account at once; what it did stays in the ledger."""
    from antigone.server.configuration import Zone

    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import close_account

        close_account(name, actor=_operator())
        print(f"The account «{name}» is closed; open it again with: antigone user password {name}")


@user.command(name="list")
def user_list(as_json: Json = False) -> None:
    """List the accounts with their roles."""
    from antigone.interfaces.terminal import accounts_in_words

    with at_work():
        from antigone.interfaces.desk.accounts import accounts

        found = accounts()
        print_json([asdict(account) for account in found]) if as_json else print(accounts_in_words(found))


def _typed_password() -> str:
    return str(typer.prompt("Password (14 characters or more)", hide_input=True, confirmation_prompt=True, err=True))


def _say_password(name: str, one_time_password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": name, "one_time_password": one_time_password or None})
    elif one_time_password:
        print(f"Account: {name}\nOne-time password: {one_time_password}")
        print("It is shown only now; the first sign-in asks for another.")
    else:
        print(f"The account «{name}» can sign in.")


def _operator() -> Actor:
    """Whoever runs the command on this machine acts as its operator, under the name of the account."""
    from antigone.bureau.ledger import Actor

    return Actor(getpass.getuser(), "operator")
