"""The command `antigone`: thin words over the rooms below.

Every command imports what it needs inside itself, so that `antigone --help` answers at once. An exception of our own
is a sentence for the person who typed the command: it goes to standard error, and the exit status is 1.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
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
        from django.db import connections

        try:
            yield configuration
        finally:
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
    people: Annotated[int, typer.Option(help="How many soldiers the invented war has.")] = 2_000,
) -> None:
    """Show Antigone with an invented war: loads it once, then runs everything and prints what to search for."""
    from antigone.server.demo import load_once
    from antigone.server.supervisor import serve as keep_running

    with at_work() as configuration:
        examples = load_once(configuration, people=people)

        def announce(addresses: dict[str, str]) -> None:
            print()
            for name, address in addresses.items():
                print(f"{_NAMES_OF_SITES[name]:22} {address}")
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
    from antigone.server.worker import run_worker

    with at_work(Zone.WORKER) as configuration:
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
