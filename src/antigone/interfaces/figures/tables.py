"""Each chart's numbers as a table that a spreadsheet opens, safe against formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from antigone.evidence.claims import FIELDS

Content = Mapping[str, Any]
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def claims_table(content: Content) -> str:
    """A row a claim, a column a field of `evidence.claims`."""
    return _written(FIELDS, ([claim.get(name, "") for name in FIELDS] for claim in content["claims"]))


def releases_table(content: Content) -> str:
    """A row a release: its date, its persons, and what changed; small cells are «<5»."""
    names = ("added", "removed", "renumbered", "merged", "doubled", "edited", "kept")
    rows = (
        [release["as_of"], release["persons"], *(_count(release["changes"].get(name, 0)) for name in names)]
        for release in content["releases"]
    )
    return _written(("as_of", "persons", *names), rows)


def estimate_table(content: Content) -> str:
    """A row a method: its number, interval, model, or why it refuses; over the linkage one row, with its shares."""
    result = content["estimate"].get("result") or {}
    if "linkage" in result:
        shares = ("n", "low", "high", "sampling", "model", "linkage")
        return _written(shares, [[result[name] for name in shares]])
    panel = result.get("panel", [])
    names = ("method", "n", "low", "high", "model", "reason")
    return _written(names, ([one.get(name, "") for name in names] for one in panel))


def overlaps_table(content: Content) -> str:
    """A row a combination of lists: 0 or 1 a list, and how many persons; small cells are «<5»."""
    overlaps = content["estimate"].get("overlaps") or {"lists": [], "patterns": {}}
    rows = ([*pattern, _count(count)] for pattern, count in sorted(overlaps["patterns"].items()))
    return _written((*overlaps["lists"], "count"), rows)


#: File name -> how the table is written.
TABLES: dict[str, Callable[[Content], str]] = {
    "claims": claims_table,
    "releases": releases_table,
    "estimate": estimate_table,
    "overlaps": overlaps_table,
}


def _count(count: int | None) -> object:
    return "<5" if count is None else count


def _written(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_plain(column) for column in columns])
    for row in rows:
        writer.writerow([_plain(" | ".join(cell) if isinstance(cell, list) else cell) for cell in row])
    return out.getvalue()


def _plain(cell: object) -> object:
    """A cell that no spreadsheet runs: what would begin a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell
