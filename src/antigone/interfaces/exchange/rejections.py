"""The file of rows that did not arrive, safe to open in any spreadsheet program."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from antigone.interfaces.exchange.people.rows import RejectedRow, RowWarning

_FORMULA_STARTS = frozenset("=+-@\t\r\n|%")


def safe_cell(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula.

    A cell whose first visible character is ``= + - @ | %`` (also in full width or another compatibility form, and
    also behind spaces, quotation marks or invisible characters), or that begins with a tab or a line end, gets
    an apostrophe in front, which spreadsheet programs read as "this is text". NUL bytes are dropped.
    Everything else stays as it is. Source: OWASP, "CSV Injection".
    """
    text = text.replace("\0", "")
    if not text:
        return text
    if text[0] in "\t\r\n\v\f":
        return "'" + text
    for character in text:
        folded = unicodedata.normalize("NFKC", character)[:1]
        if folded in _FORMULA_STARTS or character in "﹦﹢﹣−‐‑‒–—﹫":
            return "'" + text
        if character in '"“”„«`' or character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Zs"}:
            continue
        break
    return text


def said_in_cell(cell: str) -> str:
    """The inverse of `safe_cell`: the apostrophe goes from before what would be a formula, and from nowhere else."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def write_rejections(path: str | Path, rejections: Iterable[RejectedRow | RowWarning]) -> int:
    """Write line, column, value and reason of each to a CSV (UTF-8 with a mark, as spreadsheet programs need it).

    The file is made readable for its owner only, because the values are people's. Returns how many were written.
    """
    count = 0
    target = Path(path)
    target.touch(mode=0o600, exist_ok=True)
    target.chmod(0o600)
    with target.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(("line", "column", "value", "reason"))
        for item in rejections:
            writer.writerow((str(item.line), safe_cell(item.column), safe_cell(item.value), safe_cell(item.reason)))
            count += 1
    return count
