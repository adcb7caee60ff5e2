"""What the command line says: plain words for summaries, and one bar for everything that takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from antigone.bureau.disclosure.values import PublicAnswer
    from antigone.bureau.registry.values import BatchSummary, SearchHit
    from antigone.interfaces.desk.accounts import Account
    from antigone.interfaces.exchange.incoming import Arrival

_SHOWN_REJECTIONS = 5


@contextmanager
def progress_bar(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error; the yielded function is told how many are done. Silent when nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A sign of life on standard error while something of unknown length is done. Silent when nobody watches."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


def arrival_in_words(arrival: Arrival, *, rejected_file: Path | None) -> str:
    """How the file was read, what came of its rows, and where the rejected ones are."""
    summary = arrival.summary
    lines = [
        f"{arrival.file.name}: {arrival.file.table_format}",
        *(f"  {line}" for line in arrival.mapping.sentences()),
    ]
    lines += [f"  note: {note}" for note in arrival.notes]
    would = "would be " if summary.batch_id is None else ""
    lines.append(
        f"{summary.rows} rows: {summary.added} {would}added, {summary.replaced} {would}replaced,"
        f" {summary.unchanged} unchanged, {summary.stale} older than what we have, {len(summary.rejections)} rejected"
    )
    for row in summary.rejections[:_SHOWN_REJECTIONS]:
        column = f", column «{row.column}»" if row.column else ""
        lines.append(f"  line {row.line}{column}: {row.reason}")
    if len(summary.rejections) > _SHOWN_REJECTIONS:
        lines.append(f"  and {len(summary.rejections) - _SHOWN_REJECTIONS} more")
    if summary.warnings:
        lines.append(f"{len(summary.warnings)} values were left out or read with a guess; their rows arrived")
    if rejected_file is not None:
        lines.append(f"Rejected rows and warnings, with line, column and reason: {rejected_file}")
    if summary.batch_id is None:
        lines.append("Nothing was changed: this was a dry run.")
    else:
        lines.append(f"This is batch {summary.batch_id}; take it back with: antigone undo {summary.batch_id}")
        if arrival.published:
            lines.append(f"{arrival.published} records can now be found by families on the website.")
    return "\n".join(lines)


def batches_in_words(batches: Sequence[BatchSummary]) -> str:
    """One line a batch."""
    if not batches:
        return "Nothing was imported yet. Begin with: antigone import FILE --source NAME"
    return "\n".join(
        f"{batch.batch_id:>6}  {batch.at:%Y-%m-%d %H:%M}  {batch.source}: {batch.file_name},"
        f" {batch.added} added, {batch.replaced} replaced, {batch.rejected} rejected"
        + (f"; undone {batch.undone_at:%Y-%m-%d} by {batch.undone_by}" if batch.undone_at else "")
        for batch in batches
    )


def hits_in_words(hits: Sequence[SearchHit]) -> str:
    """Each record with the strength of the evidence and every reason, for staff."""
    if not hits:
        return "No record bears a name like this."
    lines: list[str] = []
    for place, hit in enumerate(hits, 1):
        facts = ", ".join(
            fact for fact in (hit.kind, hit.birth_date and f"born {hit.birth_date}", hit.birthplace) if fact
        )
        lines.append(f"{place}. {hit.name} ({facts}) · {hit.source} · record {hit.public_id}")
        lines.append(f"   log10 LR {hit.assessment.log10_lr:.2f}: {hit.assessment.in_words}")
        lines += [f"   {weight.log10_lr:+6.2f}  {weight.line}: {weight.reason}" for weight in hit.assessment.weights]
    return "\n".join(lines)


def answer_in_words(answer: PublicAnswer) -> str:
    """What a stranger would be told."""
    if not answer.found:
        return "Nothing that we can show: nothing found, withheld or too vague."
    return "\n".join(
        f"{person.name}, {person.birth_year or '?'} to {person.death_year or '?'}, {person.region}; {person.source}"
        for person in answer.found
    )


def accounts_in_words(accounts: Sequence[Account]) -> str:
    """One line an account."""
    if not accounts:
        return "There is no account yet. Make one with: antigone user add NAME --role registrar"
    return "\n".join(
        f"{account.name}: {', '.join(account.roles) or 'no role'}, "
        + (f"last here on {account.last_sign_in:%Y-%m-%d}" if account.last_sign_in else "never signed in")
        + ("" if account.open else "; closed")
        for account in accounts
    )
