"""Splink, run by a Python of its own on files that are written for it; absent when nobody names such a Python."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from antigone.evidence import names

ALONE = Path(__file__).with_name("peer_alone.py")
Row = dict[str, str]


class PeerFailed(SystemExit):
    """The peer's Python said so."""


def ask(python: str, *arguments: str) -> dict[str, Any]:
    """What `peer_alone` prints."""
    done = subprocess.run([python, str(ALONE), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerFailed(f"the peer failed on {' '.join(arguments)}:\n{done.stderr[-2000:]}")
    lines = done.stdout.splitlines()
    answer: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    return answer


def link(python: str, left: Iterable[Row], right: Iterable[Row], truth: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Two lists with the columns id, surname, given, patronymic, birth_date, birth_place; names are folded by us."""
    with TemporaryDirectory() as folder:
        for name, rows in (("a.csv", left), ("b.csv", right)):
            with (Path(folder) / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(
                    ["unique_id", "given", "patronymic", "surname", "birth_date", "birth_year", "birth_place"]
                )
                for row in rows:
                    born = row["birth_date"]
                    parts = [_folded(row[part]) for part in ("given", "patronymic", "surname")]
                    full = born if len(born) == 10 else ""
                    writer.writerow([row["id"], *parts, full, born[:4], _folded(row["birth_place"])])
        with (Path(folder) / "truth.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["a_id", "b_id"])
            writer.writerows(truth)
        return ask(python, "linkage", folder)


def _folded(words: str) -> str:
    return " ".join(word.folded for word in names.words(words)) if words else ""
