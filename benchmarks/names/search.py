"""The search task on an in-memory twin of the PostgreSQL index: ``python -m benchmarks.names.search``.

Shows what the functions of `antigone.evidence.names` can reach; the figures of the product itself go through
``registry.queries.search``. Retrieval must use them so:

1. `names.keys` of every name go into the index, `names.words(name)` -> ``folded`` into a dictionary of words.
2. A query asks for `names.query_keys`, kind by kind in `names.KEY_ORDER`, until enough candidates are there;
   ``gp:`` keys (given name and patronymic without a surname) only if nothing else was found.
3. Unless a candidate is convincing, each word of the query is exchanged for its neighbours in the dictionary
   (trigrams, or one letter left out), their `names.word_codes` are joined with the other words' codes by
   `names.join_keys`, and these keys are asked for. A query with initials exchanges its surname and asks for
   `names.query_keys` of the query with the surname replaced.
4. Everything found is ranked by `names.compare_many`.

Hit: the target or a row with exactly the same full name.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA

from antigone.evidence import names

REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", "../shared/reference")) / "names"
_MOST = 300
_NEIGHBOURS = 12


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


class Twin:
    """Names under their keys, and a dictionary of words under trigrams, as the database has them."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = list(values)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        dictionary: set[str] = set()
        for row, value in enumerate(self.values):
            for key in names.keys(value):
                self._by_key[key].append(row)
            dictionary |= {word.folded for word in names.words(value) if not word.initial}
        for word in dictionary:
            for trigram in _trigrams(word):
                self._by_trigram[trigram].append(word)

    def neighbours(self, word: str) -> list[str]:
        """Dictionary words with enough trigrams in common or few slips, nearest first."""
        shared: Counter[str] = Counter()
        own = _trigrams(word)
        for trigram in own:
            shared.update(self._by_trigram.get(trigram, ()))
        near = [
            (OSA.distance(word, other), other)
            for other, count in shared.items()
            if count / (len(own) + len(other) + 1 - count) >= 0.25
        ]
        return [other for slips, other in sorted(near) if 0 < slips <= 3][:_NEIGHBOURS]

    def search(self, query: str, limit: int = 10) -> list[tuple[float, str]]:
        """The best names for a query with their weights."""
        found: dict[int, None] = {}
        self._collect(names.query_keys(query), found)
        ranked = self._ranked(query, found)
        enough = 0.85 * float(names.compare_many([query], [query])[0])
        if not ranked or ranked[0][0] < enough:
            asked = names.words(query)
            codes = [word.codes for word in asked]
            others = [
                tuple(dict.fromkeys(code for n in self.neighbours(word.folded) for code in names.word_codes(n)))[:16]
                if not word.initial and len(word.folded) > 2
                else ()
                for word in asked
            ]
            keys: set[str] = set()
            for at, alternatives in enumerate(others):
                if alternatives:
                    keys |= names.join_keys([*codes[:at], alternatives, *codes[at + 1 :]])
            wide = [alternatives[:8] for alternatives in others if alternatives]
            for at, left in enumerate(wide):
                for right in wide[at + 1 :]:
                    keys |= names.join_keys([left, right])
            self._collect(keys, found)
            ranked = self._ranked(query, found)
        return ranked[:limit]

    def _collect(self, keys: Iterable[str], found: dict[int, None]) -> None:
        order = {prefix: rank for rank, prefix in enumerate(names.KEY_ORDER)}
        for key in sorted(keys, key=lambda key: (order[key.partition(":")[0] + ":"], key)):
            for row in self._by_key.get(key, ()):
                if len(found) >= _MOST:
                    return
                found[row] = None

    def _ranked(self, query: str, found: dict[int, None]) -> list[tuple[float, str]]:
        rows = list(found)
        weights = names.compare_many([query] * len(rows), [self.values[row] for row in rows])
        return [(float(weights[at]), self.values[rows[at]]) for at in np.argsort(-weights, kind="stable")]


def main() -> None:
    # Shuffled, so that namesakes who weigh the same come in no particular order.
    index = list(csv.DictReader((REFERENCE / "search_index.csv").open(encoding="utf-8")))
    queries = list(csv.DictReader((REFERENCE / "search_queries.csv").open(encoding="utf-8")))
    random.Random(1).shuffle(index)
    value = {row["id"]: row["name"] for row in index}
    start = time.perf_counter()
    twin = Twin([row["name"] for row in index])
    print(f"{len(index):,} names indexed in {time.perf_counter() - start:.1f} s")
    hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    spent: list[float] = []
    misses: list[str] = []
    for row in queries:
        start = time.perf_counter()
        found = twin.search(row["query"])
        spent.append(time.perf_counter() - start)
        target = value[row["target_id"]].casefold()
        at = [place for place, (_, name) in enumerate(found) if name.casefold() == target]
        hits[row["kind"]].append((bool(at) and at[0] == 0, bool(at)))
        if not (at and at[0] == 0):
            misses.append(f"{row['kind']}: {row['query']} -> {value[row['target_id']]}; first: {found[:2]}")
    if os.environ.get("SHOW_MISSES"):
        print("\n".join(misses))
    everything = [hit for rows in hits.values() for hit in rows]
    print(f"{'kind':26}{'queries':>8}{'recall@1':>10}{'recall@10':>11}")
    for kind, rows in (*sorted(hits.items()), ("all", everything)):
        first, ten = np.mean([a for a, _ in rows]), np.mean([b for _, b in rows])
        print(f"{kind:26}{len(rows):>8}{first:>10.3f}{ten:>11.3f}")
    print(f"median {1000 * np.median(spent):.1f} ms, p95 {1000 * np.quantile(spent, 0.95):.1f} ms")


if __name__ == "__main__":
    main()
