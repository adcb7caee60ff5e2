"""Test people are invented: nobody who stands on a reference list is named in a file of ours."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference"))
#: The John Smith of grammars and forms; whoever bears it cannot be meant.
NOBODY = {frozenset(("иванов", "иван", "иванович"))}
#: Counts of single words from public frequency sources, and stems of surnames: no whole name stands in them.
WORD_LISTS = {"frequency.tsv", "surname_stems.txt"}
LONGEST = 6

Words = frozenset[str]


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text.casefold())


def column(path: Path, *names: str) -> Iterator[str]:
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            yield " ".join(row[name] for name in names)


def people_on_lists() -> set[Words]:
    """Everybody with a name of three words or more, whatever their order."""
    gaza = sorted((REFERENCE / "lists" / "gaza").glob("*.csv"))
    names = [
        *column(REFERENCE / "lists" / "memorial-moscow" / "persons.csv", "surname", "given", "patronymic"),
        *column(REFERENCE / "names" / "search_index.csv", "name"),
        *column(REFERENCE / "names" / "pairs.csv", "left"),
        *column(REFERENCE / "names" / "pairs.csv", "right"),
        *(name for path in gaza for language in ("name", "en_name") for name in column(path, language)),
    ]
    found = {frozenset(words) for words in map(words_of, names) if 3 <= len(set(words)) <= LONGEST}
    return found - NOBODY


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and Path(name).name not in WORD_LISTS]


def named_in(text: str, people: set[Words]) -> Iterator[str]:
    for line in text.splitlines():
        words = words_of(line)
        for size in range(3, LONGEST + 1):
            for at in range(len(words) - size + 1):
                if frozenset(words[at : at + size]) in people:
                    yield " ".join(words[at : at + size])


def test_it_would_be_noticed() -> None:
    people = {frozenset(("дзеркало", "юхим", "захарович"))}
    assert list(named_in('x = ["Юхим Захарович ДЗЕРКАЛО"]', people)) == ["юхим захарович дзеркало"]


def test_nobody_on_a_list_is_named_in_the_repository() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("the reference data is not here (set ANTIGONE_REFERENCE to its folder)")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: which files are ours is not known")
    people = people_on_lists()
    assert len(people) > 50_000
    named = {}
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if found := set(named_in(text, people)):
            named[str(path.relative_to(ROOT))] = found
    assert named == {}
