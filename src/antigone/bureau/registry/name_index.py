"""The index of names: which names could be the one that was asked for?

Whole names never stand under trigrams: common patronymics make their posting lists huge. A name carries blocking
keys of its words (`names.keys`) as 64-bit numbers under one GIN index; the distinct words of all names stand in a
small dictionary under trigrams, where a misspelt word finds its neighbours, whose keys are then tried too.

The same search serves the staff's registry and the published schema: `NameIndex` says which tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations, groupby
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb
from rapidfuzz.distance import OSA

from antigone.evidence import names

#: A search never weighs more names than this, so that no query is a lever for floods.
CANDIDATE_LIMIT = 300
#: Dictionary words taken for one misspelt word.
_NEIGHBOURS = 12
_TRIGRAM_THRESHOLD = 0.4
_STATEMENT_TIMEOUT_MS = 500
_LONGEST_WORD = 24
#: Types of keys that few names share.
_SELECTIVE = ("3:", "2:")
#: Words of a query, and codes of one word, that are looked at; bounds the number of keys tried.
_MOST_WORDS = 6
_MOST_CODES = 16


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Tables to search: one of names (owner, value, keys, birth_from, birth_to), one of distinct words."""

    names: sql.Composable
    owner_column: str
    words: sql.Composable


REGISTRY_INDEX = NameIndex(sql.Identifier("registry_name"), "record_id", sql.Identifier("registry_nameword"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name worth weighing and the id of the row that bears it."""

    owner_id: int
    value: str


def hashed_key(key: str) -> int:
    """A blocking key as a signed 64-bit number, the same on every machine (BLAKE2b, 8 bytes)."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def index_keys(name: str) -> list[int]:
    """The numbers under which a name is kept in the index."""
    return sorted(map(hashed_key, names.keys(name)))


def index_words(name: str) -> set[str]:
    """The words that a name adds to the dictionary; initials and lone letters add none."""
    return {word.folded for word in names.words(name) if not word.initial and len(word.folded) > 1}


def script_of(name: str) -> str:
    """``cyrillic``, ``latin``, ``arabic`` or ``other``: the script of most letters."""
    counts = {"cyrillic": 0, "latin": 0, "arabic": 0, "other": 0}
    for letter in name:
        if not letter.isalpha():
            continue
        point = ord(letter)
        if 0x0400 <= point <= 0x052F:
            counts["cyrillic"] += 1
        elif point < 0x0250 or 0x1E00 <= point <= 0x1EFF:
            counts["latin"] += 1
        elif 0x0600 <= point <= 0x06FF or 0x0750 <= point <= 0x077F:
            counts["arabic"] += 1
        else:
            counts["other"] += 1
    return max(counts, key=lambda script: counts[script])


def near_numbers(word: str) -> list[int]:
    """The numbers of a folded word and of all its spellings with one letter left out (see `models.NameWord`)."""
    word = word[:_LONGEST_WORD]
    spellings = {word} | ({word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) > 2 else set())
    return sorted(map(hashed_key, spellings))


def limit_statements() -> None:
    """Bound every statement of a search until the transaction ends; call it before the first.

    Sequential scans are off: of two hundred keys the planner expects so many bearers that it would rather read the
    whole table for the first three hundred, and at a million names that takes seconds.
    """
    settings = {
        "statement_timeout": str(_STATEMENT_TIMEOUT_MS),
        "enable_seqscan": "off",
        "pg_trgm.similarity_threshold": str(_TRIGRAM_THRESHOLD),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in settings),
            [part for setting in settings.items() for part in setting],
        )


def _tiers(keys: Iterable[str]) -> list[list[int]]:
    """Keys grouped by how selective their type is, most selective first."""
    order = {prefix: rank for rank, prefix in enumerate(names.KEY_ORDER)}

    def rank(key: str) -> int:
        return order[key.partition(":")[0] + ":"]

    return [[hashed_key(key) for key in tier] for _, tier in groupby(sorted(keys, key=rank), key=rank)]


_BEARERS = sql.SQL("SELECT id, {owner}, value FROM {names} WHERE keys && %(keys)s::bigint[] {order} LIMIT %(limit)s")
# A name whose birth years are unknown stands behind those that fit and before those that do not.
_NEAREST_BIRTH = sql.SQL("ORDER BY coalesce(greatest(birth_from - %(born_to)s, %(born_from)s - birth_to, 0), 2), id")
_NEIGHBOURS_SQL = sql.SQL(
    "SELECT DISTINCT ON (asked.word, w.word) asked.word, w.word FROM"
    " (SELECT word, near FROM unnest(%(words)s::text[]) WITH ORDINALITY AS given(word, n)"
    "  JOIN LATERAL (SELECT array_agg(number) AS near FROM jsonb_array_elements_text(%(near)s::jsonb -> (n - 1)::int)"
    "   AS number) AS numbers ON true) AS asked"
    " CROSS JOIN LATERAL (SELECT word FROM {words} WHERE near && asked.near::bigint[] LIMIT 60) AS w"
)
_TRIGRAM_SQL = sql.SQL(
    "SELECT asked.word, w.word FROM unnest(%(words)s::text[]) AS asked(word) CROSS JOIN LATERAL"
    " (SELECT word FROM {words} AS dictionary WHERE dictionary.word %% asked.word"
    "  ORDER BY similarity(dictionary.word, asked.word) DESC LIMIT {limit}) AS w"
)


@dataclass(slots=True)
class CandidateSearch:
    """One search for bearers of a name: first by its own keys, then, when asked, by those of neighbouring words.

    It lives as long as one transaction and never yields more than `CANDIDATE_LIMIT` names, none twice.
    """

    index: NameIndex
    name: str
    born: tuple[int, int] | None = None
    _seen: set[int] = field(default_factory=set)
    _tried: set[int] = field(default_factory=set)

    def by_words(self) -> list[Candidate]:
        """Names that share two or three words with the name as it was given, whatever their order and spelling."""
        return self._bearers(key for key in names.query_keys(self.name) if key.startswith(_SELECTIVE))

    def by_initials(self) -> list[Candidate]:
        """Names that share a word and initials, and what other keys the name has; denser, so tried second."""
        return self._bearers(key for key in names.query_keys(self.name) if not key.startswith(_SELECTIVE))

    def by_slips(self) -> list[Candidate]:
        """Names that share a key once one slip of the hand is allowed in each word."""
        asked = self._asked_words()
        if not asked:
            return []
        near = [near_numbers(word.folded) for word in asked]
        rows = self._rows(_NEIGHBOURS_SQL, {"words": [word.folded for word in asked], "near": Jsonb(near)})
        return self._by_neighbours(asked, rows, farthest=2)

    def by_trigrams(self) -> list[Candidate]:
        """Names that share a key once each word may be any that has enough trigrams in common."""
        asked = [word for word in self._asked_words() if len(word.folded) > 3]
        if not asked:
            return []
        rows = self._rows(_TRIGRAM_SQL, {"words": [word.folded for word in asked]}, limit=sql.Literal(_NEIGHBOURS))
        return self._by_neighbours(asked, rows, farthest=4)

    def by_single_words(self) -> list[Candidate]:
        """Names that have any one of the words as their surname: the last resort, for when another word is beyond
        recognition. Of a common surname only some are looked at."""
        keys: set[str] = set()
        for word in self._asked_words():
            keys |= names.join_keys([word.codes])
        return self._bearers(keys)

    def _asked_words(self) -> list[names.NameWord]:
        return [word for word in names.words(self.name) if not word.initial and len(word.folded) > 2][:_MOST_WORDS]

    def _by_neighbours(
        self, asked: Sequence[names.NameWord], rows: Iterable[tuple[str, str]], *, farthest: int
    ) -> list[Candidate]:
        neighbours: dict[str, list[tuple[int, str]]] = {}
        for word, neighbour in rows:
            slips = OSA.distance(word, neighbour, score_cutoff=farthest)
            if 0 < slips <= farthest:
                neighbours.setdefault(word, []).append((slips, neighbour))
        own = [word.codes for word in names.words(self.name)[:_MOST_WORDS]]
        others = [
            tuple(
                dict.fromkeys(
                    code
                    for _, neighbour in sorted(neighbours.get(word.folded, ()))[:_NEIGHBOURS]
                    for code in names.word_codes(neighbour)
                    if code not in word.codes
                )
            )[:_MOST_CODES]
            for word in names.words(self.name)[:_MOST_WORDS]
        ]
        # One word misspelt, the others right; then two misspelt at once.
        keys: set[str] = set()
        for at, codes in enumerate(others):
            if codes:
                keys |= names.join_keys([*own[:at], codes, *own[at + 1 :]])
        for left, right in combinations([codes for codes in others if codes], 2):
            keys |= names.join_keys([left[:8], right[:8]])
        return self._bearers(keys)

    def _bearers(self, keys: Iterable[str]) -> list[Candidate]:
        found: list[Candidate] = []
        for tier in _tiers(keys):
            untried = [key for key in tier if key not in self._tried]
            room = CANDIDATE_LIMIT - len(self._seen)
            if not untried or room <= 0:
                continue
            self._tried.update(untried)
            born_from, born_to = self.born or (None, None)
            rows = self._rows(
                _BEARERS,
                # Names seen already come again under another key; leave room for the new ones behind them.
                {"keys": untried, "limit": CANDIDATE_LIMIT, "born_from": born_from, "born_to": born_to},
                order=_NEAREST_BIRTH if self.born else sql.SQL(""),
            )
            for name_id, owner_id, value in rows:
                if name_id not in self._seen and len(self._seen) < CANDIDATE_LIMIT:
                    self._seen.add(name_id)
                    found.append(Candidate(owner_id, value))
        return found

    def _rows(self, template: sql.SQL, values: dict[str, Any], **parts: sql.Composable) -> list[tuple[Any, ...]]:
        statement = template.format(
            names=self.index.names,
            words=self.index.words,
            owner=sql.Identifier(self.index.owner_column),
            **parts,
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
