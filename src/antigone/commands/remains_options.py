"""What several commands on remains ask for alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

Numbers = Annotated[
    list[str], typer.Argument(help="Numbers of parts; @FILE reads them from a file, one a line.", show_default=False)
]
SomeNumbers = Annotated[
    list[str] | None, typer.Argument(help="Numbers of parts; @FILE reads them from a file; else all.")
]
Gives = Annotated[str, typer.Option(help="Who gave, as signed on the paper.")]
Takes = Annotated[str, typer.Option(help="Who took, as signed on the paper.")]
Paper = Annotated[str, typer.Option(help="Number of the paper that bears both signatures.")]
At = Annotated[str, typer.Option(help="When: 2026-03-01 or 2026-03-01T14:30, in UTC; else now.")]
Words = Annotated[str, typer.Option(help="Why, or what was said.")]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment(written: str) -> datetime | None:
    """The time that was written; None for none. A day alone means its end, as a count on that day would have it."""
    if not written:
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"«{written}» is no time; write it like 2026-03-01 or 2026-03-01T14:30") from None
    if _DAY.fullmatch(written):
        at = min(at.replace(hour=23, minute=59, second=59, tzinfo=UTC), datetime.now(UTC))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def numbers_from(words: Sequence[str]) -> list[str]:
    """The numbers as given, with the lines of every @FILE in its place."""
    found: list[str] = []
    for word in words:
        if word.startswith("@"):
            lines = Path(word[1:]).read_text(encoding="utf-8-sig", errors="replace").splitlines()
            found += [line.strip() for line in lines if line.strip()]
        else:
            found.append(word)
    return found
