"""What every command stands on: the database ready with the rights of a zone, one JSON document, one sentence."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from antigone.bureau.ledger import Actor
    from antigone.server.configuration import Configuration, Zone

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]


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


def this_configuration() -> Configuration:
    """How this machine is set up, from the environment."""
    from antigone.server.configuration import configuration_from_environment

    return configuration_from_environment()


def say(sentence: str) -> None:
    """One sentence for the person, on standard error."""
    print(f"antigone: {sentence}", file=sys.stderr, flush=True)


def operator() -> Actor:
    """Whoever runs the command on this machine acts as its operator, under the name of the account."""
    from antigone.bureau.ledger import Actor

    return Actor(getpass.getuser(), "operator")
