"""`antigone papers summary`, `capture-card`, `death`, `packets`, `comparison`, `certificate`: about one person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from antigone.commands.bench import refuse_if_there
from antigone.commands.frame import Json, at_work, operator
from antigone.commands.remains_options import Numbers, numbers_from
from antigone.commands.remains_papers import Languages, Out, write_paper

if TYPE_CHECKING:
    from antigone.bureau.ledger import Actor
    from antigone.interfaces.papers.remains.issuing import Issued

RecordId = Annotated[str, typer.Argument(metavar="RECORD", help="Public id of the record, as its page names it.")]


def summary(record: RecordId, out: Out, languages: Languages = "uk,en", as_json: Json = False) -> None:
    """Write what is known of a person who is missed (ante mortem), or of remains (post mortem)."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing_forms import issue_summary

        _issue(issue_summary, [id_of(record)], out, languages, as_json)


def capture_card(record: RecordId, out: Out, languages: Languages = "uk,en", as_json: Json = False) -> None:
    """Write the capture card of a prisoner (GC III, article 70)."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing_forms import issue_capture_card

        _issue(issue_capture_card, [id_of(record)], out, languages, as_json)


def death(
    record: RecordId,
    out: Out,
    languages: Languages = "uk,en",
    identification: Annotated[
        bool, typer.Option("--identification", help="RECORD is the number of a signed identification.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the notification of a death (GC III, article 120): of a record of the dead, or of identified remains."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing_forms import issue_death_notification, issue_death_of_identified

        issue = issue_death_of_identified if identification else issue_death_notification
        _issue(issue, [id_of(record)], out, languages, as_json)


def packets(numbers: Numbers, out: Out, languages: Languages = "uk,en", as_json: Json = False) -> None:
    """Write the list of sealed packets of effects of these parts (GC III, article 122)."""
    with at_work():
        from antigone.bureau.remains.queries import public_id_of
        from antigone.interfaces.papers.remains.issuing_forms import issue_packet_list

        parts = [public_id_of(number) for number in numbers_from(numbers)]
        _issue(issue_packet_list, [parts], out, languages, as_json)


def comparison(
    sought: Annotated[str, typer.Argument(help="Public id of the record of who is missed.")],
    found: Annotated[str, typer.Argument(help="Public id of the record of who was found.")],
    out: Out,
    languages: Languages = "uk,en",
    as_json: Json = False,
) -> None:
    """Write what was compared of two records, their teeth side by side."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing_forms import issue_comparison_report

        _issue(issue_comparison_report, [id_of(sought), id_of(found)], out, languages, as_json)


def certificate(
    identification: Annotated[str, typer.Argument(help="Number of the identification; it must be signed.")],
    out: Out,
    languages: Languages = "uk,en",
    as_json: Json = False,
) -> None:
    """Write the certificate of a signed identification."""
    with at_work():
        from antigone.interfaces.papers.remains.issuing_forms import issue_certificate

        _issue(issue_certificate, [id_of(identification)], out, languages, as_json)


def id_of(written: str) -> UUID:
    """A public id as it was typed."""
    try:
        return UUID(written.strip())
    except ValueError:
        raise typer.BadParameter(
            f"«{written}» is no id; copy it from the page of the record, such as 3f0c2a9e-…"
        ) from None


def _issue(issue: Callable[..., Issued], about: Sequence[object], out: Path, languages: str, as_json: bool) -> None:
    refuse_if_there(out)
    actor: Actor = operator()
    write_paper(out, issue(*about, languages.split(","), actor=actor), as_json)
