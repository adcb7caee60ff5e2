"""How common names are, counted from a public list, folded the way the engine folds.

Source: the datasets of russiannames 2.0.0 (I. Begtin, BSD-3-Clause, package ``russiannames`` of the Python
package index): given names, patronymics and surnames with counts. Only counts carry over, by folded word.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from math import log10
from pathlib import Path

from antigone.evidence.names.reading.phones import common_gender, readings
from antigone.evidence.names.reading.vocabulary import word_facts


@dataclass(frozen=True)
class NameCounts:
    """Cyrillic spellings with counts, by part of name and sex."""

    surnames: dict[str, int]
    given: dict[str, tuple[int, str]]
    patronymics: dict[str, tuple[int, str]]


def load_counts(folder: Path) -> NameCounts:
    """Read the three parquet files of russiannames (needs pyarrow, which Antigone itself does not)."""
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise SystemExit("reading the name lists needs pyarrow: pip install pyarrow") from error

    def rows(name: str) -> list[dict[str, object]]:
        return parquet.read_table(folder / f"{name}.parquet").to_pylist()

    surnames: dict[str, int] = {}
    for row in rows("surnames"):
        text, count = str(row["text"] or ""), int(str(row["count"] or 0))
        if count and text.isalpha():
            surnames[text] = count
    people: list[dict[str, tuple[int, str]]] = []
    for name in ("names", "midnames"):
        part: dict[str, tuple[int, str]] = {}
        for row in rows(name):
            text, count = str(row["text"] or ""), int(str(row["count"] or 0))
            if count and text.isalpha():
                part[text] = (count, str(row["gender"] or "u"))
        people.append(part)
    return NameCounts(surnames, people[0], people[1])


def write_frequencies(counts: NameCounts, target: Path, *, surnames: int = 20_000, given: int = 1_500) -> None:
    """Write ``frequency.tsv``: kind, key and minus a hundred times log10 of the share, most common words only.

    Shares are within one sex for given names and patronymics; a surname's two forms count together.
    """
    by_sounds: Counter[str] = Counter()
    for text, count in counts.surnames.items():
        by_sounds[common_gender(readings(text)[0])] += count
    total = sum(by_sounds.values())
    by_group: Counter[int] = Counter()
    by_word: Counter[str] = Counter()
    given_total = 0
    for text, (count, _) in counts.given.items():
        facts = word_facts(text)
        given_total += count
        if facts.formal:
            by_group[facts.formal[0]] += count
        elif facts.pet:
            by_group[facts.pet[0]] += count
        else:
            by_word[facts.sounds[0]] += count
    by_father: Counter[int] = Counter()
    father_total = 0
    for text, (count, _) in counts.patronymics.items():
        facts = word_facts(text)
        father_total += count
        if facts.fathers:
            by_father[facts.fathers[0]] += count
    lines = ["# Learned by benchmarks.names.learn from russiannames 2.0.0: kind, key, -100 log10 share"]

    def share(count: int, of: int) -> str:
        return str(round(-100 * log10(count / of)))

    lines += [f"s\t{key}\t{share(count, total)}" for key, count in by_sounds.most_common(surnames)]
    # Half of the people are of the other sex, so a share within the sex is twice the share among all.
    lines += [f"g\t{key}\t{share(2 * count, given_total)}" for key, count in by_group.most_common()]
    lines += [f"w\t{key}\t{share(2 * count, given_total)}" for key, count in by_word.most_common(given)]
    lines += [f"p\t{key}\t{share(count, father_total)}" for key, count in by_father.most_common()]
    ranked = by_sounds.most_common(surnames)
    rare = max(1, ranked[-1][1] // 2)
    lines.append(f"r\tsurname\t{share(rare, total)}")
    lines.append(f"r\tgiven\t{share(max(1, by_word.most_common(given)[-1][1] // 2), given_total)}")
    lines.append(f"r\tfather\t{share(20, father_total)}")
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE).writerows(
            line.split("\t") for line in lines
        )
