"""Candidates by SQL: each pair once, large blocks cut by birth year, the same on PostgreSQL and DuckDB."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import duckdb
import pytest

from antigone.bureau.matching.blocking import (
    Pairing,
    blocks_sql,
    crowded_sql,
    crowding_sql,
    pairs_sql,
)
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Blocking

KEYS = "record_id bigint, side smallint, rule smallint, key bigint, birth_from smallint, birth_to smallint"


@dataclass(frozen=True)
class Key:
    record: int
    side: int
    rule: int
    key: int
    first: int
    last: int

    def row(self) -> tuple[int, ...]:
        return self.record, self.side, self.rule, self.key, self.first, self.last


Rows = list[tuple[Any, ...]]


class Database:
    """An engine of SQL, with what the relations of a comparison are made of."""

    def __init__(self, execute: Callable[[str], Any], rows: Callable[[str], Rows]) -> None:
        self.execute = execute
        self.rows = rows
        execute(f"CREATE TEMP TABLE some_keys ({KEYS})")

    def holding(self, keys: Iterable[Key]) -> Database:
        self.execute(f"INSERT INTO some_keys VALUES {', '.join(str(key.row()) for key in keys)}")
        return self

    def blocked(self, most: int, pairing: Pairing = Pairing.ACROSS) -> Database:
        crowded = crowded_sql("some_keys", Blocking((), most), pairing)
        self.execute(f"CREATE TEMP TABLE some_crowded AS {crowded}")
        self.execute(f"CREATE TEMP TABLE some_blocks AS {blocks_sql('some_keys', 'some_crowded')}")
        return self


# The mark, not only the fixture, tells pytest-django to make the test database.
@pytest.fixture(params=["duckdb", pytest.param("postgres", marks=pytest.mark.django_db)])
def database(request: pytest.FixtureRequest) -> Database:
    if request.param == "duckdb":
        engine = duckdb.connect()
        return Database(engine.execute, lambda query: engine.execute(query).fetchall())
    request.getfixturevalue("db")
    from django.db import connection

    def rows(query: str) -> Rows:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def execute(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return Database(execute, rows)


def expected(keys: list[Key], most: int, pairing: Pairing) -> set[tuple[int, int]]:
    """What the head of `matching.blocking` says, in plain loops."""

    def pairs_of(some: list[Key]) -> int:
        sides = Counter(key.side for key in some)
        if pairing is Pairing.ACROSS:
            return sides[SOUGHT] * sides[FOUND]
        return sum(count * (count - 1) // 2 for count in sides.values())

    blocks: dict[tuple[int, ...], list[Key]] = {}
    for key in keys:
        blocks.setdefault((key.rule, key.key), []).append(key)
    for name, block in list(blocks.items()):
        if pairs_of(block) > most:
            del blocks[name]
            for year in range(1900, 2020):
                part = [key for key in block if key.last - key.first <= 8 and key.first <= year <= key.last]
                if part and pairs_of(part) <= most:
                    blocks[*name, year] = part
    return {
        (a.record, b.record)
        for block in blocks.values()
        for a, b in product(block, block)
        if (a.side == SOUGHT and b.side == FOUND if pairing is Pairing.ACROSS else a.side == b.side)
        and (pairing is Pairing.ACROSS or a.record < b.record)
        and a.first <= b.last
        and b.first <= a.last
    }


def some_keys(seed: int) -> list[Key]:
    """Keys of sixty records that share few keys, some without a birth year."""
    chance = random.Random(seed)
    found = {}
    for record in range(60):
        year = chance.randrange(1960, 1972)
        years = chance.choice([(year, year), (year - 1, year + 1), (0, 9999), (year - 10, year + 10)])
        for rule, key in {(chance.randrange(1, 3), chance.randrange(0, 4)) for _ in range(3)}:
            found[record, rule, key] = Key(record, record % 2, rule, key, *years)
    return list(found.values())


@pytest.mark.parametrize("pairing", Pairing)
@pytest.mark.parametrize("most", [1, 4, 20, 1000])
def test_candidates_are_those_that_the_definition_gives(database: Database, pairing: Pairing, most: int) -> None:
    keys = some_keys(most)
    found = database.holding(keys).blocked(most, pairing).rows(pairs_sql("some_blocks", pairing))
    assert len(found) == len(set(found))
    assert set(found) == expected(keys, most, pairing)


@pytest.mark.parametrize("side", [SOUGHT, FOUND])
def test_asking_for_some_records_gives_their_pairs_of_all(database: Database, side: int) -> None:
    keys = some_keys(7)
    database.holding(keys).blocked(50).execute("CREATE TEMP TABLE some_asked (record_id bigint)")
    asked = {record for record in range(20) if record % 2 == side}
    database.execute(f"INSERT INTO some_asked VALUES {', '.join(f'({record})' for record in asked)}")
    found = database.rows(pairs_sql("some_blocks", asked="some_asked", asked_side=side))
    assert set(found) == {pair for pair in expected(keys, 50, Pairing.ACROSS) if pair[side] in asked}


def test_asking_within_one_side_gives_pairs_with_an_asked_record_on_either_hand(database: Database) -> None:
    keys = some_keys(8)
    database.holding(keys).blocked(50, Pairing.WITHIN)
    found = database.rows(
        pairs_sql("some_blocks", Pairing.WITHIN, asked="(SELECT 30 AS record_id UNION ALL SELECT 31) AS some_asked")
    )
    assert len(found) == len(set(found))
    assert set(found) == {pair for pair in expected(keys, 50, Pairing.WITHIN) if {30, 31} & set(pair)}


def crowd(count: int) -> list[Key]:
    """A name borne by `count` on each side: born in forty years, and one in ten without a year."""
    years = [(0, 9999) if record % 10 == 9 else (1960 + record % 40,) * 2 for record in range(count)]
    return [
        Key(record + side * count, side, 1, 42, *years[record]) for side in (SOUGHT, FOUND) for record in range(count)
    ]


def test_a_crowd_of_namesakes_is_cut_by_birth_year_and_told_of(database: Database) -> None:
    database.holding(crowd(2000)).blocked(10_000)
    assert database.rows(crowding_sql("some_keys", "some_crowded")) == [(1, 0, 0, 400)]
    found = database.rows(pairs_sql("some_blocks"))
    assert len(found) == 36 * 50 * 50
    assert all(left % 40 == right % 40 for left, right in found)


def test_a_crowd_that_no_year_can_cut_is_left_out_and_counted(database: Database) -> None:
    database.holding(crowd(2000)).blocked(100)
    assert database.rows(crowding_sql("some_keys", "some_crowded")) == [(1, 36, 36 * 50 * 50, 400)]
    assert database.rows(pairs_sql("some_blocks")) == []
