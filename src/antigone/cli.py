"""The command `antigone`: thin words over the rooms below.

Every command imports what it needs inside itself, so that `antigone --help` answers at once. An exception of our own
is a sentence for the person who typed the command: it goes to standard error, and the exit status is 1.
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.accounts import user
from antigone.commands.bot import bot
from antigone.commands.dna import dna
from antigone.commands.enquiries import enquiries
from antigone.commands.export import export
from antigone.commands.figures import figures
from antigone.commands.footage import footage
from antigone.commands.frame import Json, at_work, close_connections, operator, print_json, say, this_configuration
from antigone.commands.gazetteer import gazetteer
from antigone.commands.identifications import identifications
from antigone.commands.laboratory import laboratory
from antigone.commands.ledger import ledger
from antigone.commands.matching import match, matches, review
from antigone.commands.partner import partner
from antigone.commands.pfif import pfif
from antigone.commands.photographs import photos
from antigone.commands.photos import search_by_photo
from antigone.commands.remains import papers, remains

app = typer.Typer(
    name="antigone",
    help="Antigone finds people lost in a war, names the dead, and returns them to their families.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(ledger, name="ledger")
app.add_typer(user, name="user")
app.command()(bot)
app.command()(match)
app.command()(matches)
app.command()(review)
app.add_typer(dna, name="dna")
app.add_typer(laboratory, name="laboratory")
app.add_typer(gazetteer, name="gazetteer")
app.add_typer(enquiries, name="enquiries")
app.add_typer(figures, name="figures")
app.add_typer(remains, name="remains")
app.add_typer(footage, name="footage")
app.add_typer(papers, name="papers")
app.add_typer(identifications, name="identifications")
app.add_typer(pfif, name="pfif")
app.add_typer(export, name="export")
app.add_typer(partner, name="partner")
app.add_typer(photos, name="photos")


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


@app.command()
def serve() -> None:
    """Run everything on this machine: database, website, desk, partners' interface, worker, vault, laboratory."""
    from antigone.server.supervisor import serve as keep_running

    def announce(addresses: dict[str, str]) -> None:
        for name, address in addresses.items():
            print(f"{_NAMES_OF_SITES[name]:22} {address}")
        print("Ctrl-C stops it.", flush=True)

    keep_running(this_configuration(), announce=announce, say=say)


_NAMES_OF_SITES = {"website": "The families' website:", "desk": "The desk:", "partners": "Partners' programs:"}


@app.command()
def demo(
    people: Annotated[int, typer.Option(help="How many persons the invented war has, when it is first made.")] = 10_000,
) -> None:
    """Show Antigone with an invented war: loads it once, then runs everything and prints what to search for."""
    from antigone.server.configuration import Zone
    from antigone.server.demo_folder import use_demo_folder
    from antigone.server.supervisor import serve as keep_running

    use_demo_folder()
    with at_work(Zone.OWNER) as configuration:
        # What loads the war knows the registers, which are there only now.
        from antigone.server.demo import accounts_once, load_once

        war = load_once(configuration, people=people)
        accounts = accounts_once(configuration)
        close_connections()

        def announce(addresses: dict[str, str]) -> None:
            print()
            for name, address in addresses.items():
                print(f"{_NAMES_OF_SITES[name]:22} {address}")
            print(f"At the desk sign in with the password {accounts.password}")
            print("(each account is asked for a passkey, or an app for one-time codes, when it first comes in)")
            print(f"  as {accounts.registrar}, a registrar: records, imports, sources")
            print(f"  as {' or '.join(accounts.case_workers)}, case workers: matches, identifications, enquiries")
            print(f"  as {' or '.join(accounts.custodians)}, custodians: where each of the dead lies, moves, transfers")
            if war.examples:
                print("\nSearch on the families' website for one of these; each finds somebody:")
                for example in war.examples:
                    print(f"  {example}")
            print("\nThe worker is comparing who may be whom; see it at the desk under Matches, or with:")
            print(f"  ANTIGONE_DATA={configuration.data} antigone matches")
            if war.dna:
                print(f"\nDNA speaks strongly for {war.dna} pairs of a body and a family that misses somebody:")
                print(f"  ANTIGONE_DATA={configuration.data} antigone laboratory weights")
            dead = war.remains
            print(f"\n{dead.kept:,} of the dead lie in three morgues and a train; {dead.handed_over:,} were refused,")
            print("offered again and handed over; see them at the desk under Remains, or with:")
            print(f"  ANTIGONE_DATA={configuration.data} antigone remains count")
            if war.pictures:
                print(f"\n{war.pictures} drawn photographs lie under their covers at the desk, under Marks and Matches")
            print(f"\nCase {war.case} is drawn footage: before and after, a clip and its mirrored repost; see it at")
            print("the desk under Incidents, or with:")
            print(f"  ANTIGONE_DATA={configuration.data} antigone footage list")
            if war.receipts:
                print("\nA family has asked; its ten words open its enquiry on the website:")
                print(f"  {war.receipts[0]}")
            print("\nCtrl-C stops it.", flush=True)

        keep_running(configuration, announce=announce, say=say)


@app.command()
def worker() -> None:
    """Run the worker alone, as a service of its own; `antigone serve` runs it too."""
    from antigone.server.configuration import Zone

    with at_work(Zone.WORKER) as configuration:
        # Its imports reach models, which need Django set up.
        from antigone.server.worker import run_worker

        run_worker(configuration)


@app.command()
def vault() -> None:
    """Run the vault alone, as a service of its own; it opens sealed enquiries. `antigone serve` runs it too."""
    from antigone.server.configuration import Zone

    with at_work(Zone.VAULT) as configuration:
        from antigone.server.vault import run_vault

        run_vault(configuration)


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
    file: Annotated[Path, typer.Argument(help="CSV, TSV or XLSX, also packed as .gz; PFIF; FollowTheMoney.")],
    source: Annotated[str, typer.Option(help="Who says it; the same name every time.")],
    table_format: Annotated[
        str | None, typer.Option("--format", help="csv, tsv, xlsx, json, pfif, ftm; else the file tells.")
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
    with at_work() as configuration:
        from antigone.interfaces.exchange import ColumnMapping, dump_mapping, write_rejections
        from antigone.interfaces.exchange.incoming import IncomingFile
        from antigone.interfaces.exchange.incoming_formats import import_any, preview_any

        incoming = IncomingFile(file, table_format, RecordKind(kind) if kind else None, mapping, as_of, sheet)
        draft = SourceDraft(source, publication="open" if published else "private")
        with progress_bar("rows") as advance:
            arrive = preview_any if dry_run else import_any
            own = frozenset(configuration.public_hosts)
            arrival = arrive(incoming, draft, actor=operator(), own_domains=own, progress=advance)
        if save_mapping is not None and isinstance(arrival.mapping, ColumnMapping):
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

        summary = undo_batch(batch, actor=operator())
        publish_what_may_be(actor=operator())
        print(f"Batch {batch} is undone: {summary.removed} records removed, {summary.restored} put back as they were.")


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="The name, in any script and order.")] = "",
    born: Annotated[str, typer.Option(help="Year or date of birth: 1987, 1987-05-13, 1987~ for «about».")] = "",
    father: Annotated[str, typer.Option(help="The father's given name, or the patronymic.")] = "",
    place: Annotated[str, typer.Option(help="Birthplace, home, region or where last seen.")] = "",
    unit: Annotated[str, typer.Option(help="Military unit.")] = "",
    number: Annotated[str, typer.Option(help="Personal or service number.")] = "",
    as_the_public: Annotated[bool, typer.Option("--as-the-public", help="Show what a stranger would be told.")] = False,
    photo: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A picture of the person; repeat for more.")
    ] = None,
    face: Annotated[int | None, typer.Option(min=1, help="Which face of the picture, where there are several.")] = None,
    face_hidden: Annotated[
        bool, typer.Option("--face-hidden", help="A part of the face in the picture is hidden.")
    ] = False,
    limit: Annotated[int, typer.Option(help="How many records to show.")] = 10,
    as_json: Json = False,
) -> None:
    """Search all records by name and whatever else is known, or by a face, with the reasons for each."""
    if photo:
        if name or as_the_public:
            raise typer.BadParameter("a search by picture takes no name, and is never the public's")
        search_by_photo(photo, face=face, hidden=face_hidden, limit=limit, as_json=as_json)
        return
    if not name:
        raise typer.BadParameter("give a name, or a picture with --photo")
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


@app.command()
def simulate(
    out: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    people: Annotated[int, typer.Option(help="How many persons, soldiers and their families.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same war.")] = 1,
    pictures: Annotated[
        int, typer.Option(min=0, help="Of so many people draw faces and tattoos that are nobody's.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Write the lists of an invented war whose truth is known, for trying things out."""
    from antigone.interfaces.terminal import progress_bar
    from antigone.simulation import write_world
    from antigone.simulation.pictures import write_pictures

    with progress_bar("people", total=people) as advance:
        summary = write_world(out, people, seed, lambda done, _total: advance(done))
    drawn = write_pictures(out, pictures) if pictures else 0
    if as_json:
        print_json(asdict(summary) | {"pictures": drawn})
    else:
        print(summary.in_words() + (f"; {drawn:,} drawn pictures" if drawn else ""))
