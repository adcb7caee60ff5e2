"""The incremental engine: a few records against all others, inside the database's own transaction.

The blocking keys of every record stand in `matching_key`. Records that are due get their keys anew; the blocks that
they leave and enter give the candidates, by the same SQL and under the same bound as in bulk; the same scorer weighs
them. A block that thereby becomes too large, or is no longer, changes what its other records may be compared with: they
become due in their turn. So, once nothing is due, the matches are those of a bulk run, in whatever order records came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import WHOLE, Pairing, blocks_sql, crowded_sql, crowding_sql, pairs_sql
from antigone.bureau.matching.engines import few
from antigone.bureau.matching.engines.copied import as_copied, copied, rows_of
from antigone.bureau.matching.engines.reading import Records, records_with_ids
from antigone.bureau.matching.engines.scoring import CHUNK, Scorer, columns_of
from antigone.bureau.matching.engines.task import Crowding
from antigone.bureau.matching.models import Relation
from antigone.bureau.registry.drafts import RecordKind
from antigone.evidence.linkage import FIELDS
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Blocking, keys

Ids = NDArray[np.int64]

_SIDE = {Relation.SOUGHT: SOUGHT, Relation.FOUND: FOUND}

_RECORDS_AT_ONCE = 100_000
_KEY_COLUMNS = "record_id, side, rule, key, birth_from, birth_to"
# Temporary tables live as long as the transaction; a connection may run several transactions.
_ASKED = "CREATE TEMP TABLE asked (record_id bigint PRIMARY KEY, side smallint NOT NULL) ON COMMIT DROP"
_INCOMING = f"CREATE TEMP TABLE incoming_key ON COMMIT DROP AS SELECT {_KEY_COLUMNS} FROM matching_key WITH NO DATA"
_INSERT_KEYS = f"INSERT INTO matching_key ({_KEY_COLUMNS}) SELECT {_KEY_COLUMNS} FROM incoming_key"
_TOUCHED_BLOCKS = """
    CREATE TEMP TABLE touched_block ON COMMIT DROP AS
        SELECT rule, key FROM matching_key WHERE record_id = ANY(%s::bigint[])
        UNION SELECT rule, key FROM incoming_key
"""
_TOUCHED_KEYS = """
    CREATE TEMP TABLE {name} ON COMMIT DROP AS
        SELECT k.record_id, k.side, k.rule, k.key, k.birth_from, k.birth_to
        FROM touched_block b JOIN matching_key k ON k.rule = b.rule AND k.key = b.key
"""
_CHANGED_BLOCKS = """
    SELECT DISTINCT k.record_id FROM {keys} k JOIN (
        (SELECT rule, key, birth_year FROM {before} EXCEPT SELECT rule, key, birth_year FROM {after})
        UNION
        (SELECT rule, key, birth_year FROM {after} EXCEPT SELECT rule, key, birth_year FROM {before})
    ) AS c ON c.rule = k.rule AND c.key = k.key
        AND (c.birth_year = {whole} OR c.birth_year BETWEEN k.birth_from AND k.birth_to)
    WHERE NOT EXISTS (SELECT FROM asked a WHERE a.record_id = k.record_id)
"""


_PAIR_ROW = copied(left=">i8", right=">i8")
_KEY_ROW = copied(record_id=">i8", side=">i2", rule=">i2", key=">i8", birth_from=">i2", birth_to=">i2")
#: So few records are paired here and not by SQL, as long as no block of theirs is crowded.
_FEW = 50


@dataclass(frozen=True)
class Comparison:
    """What came of comparing some records with all others.

    Attributes:
        compared: ids of the records that were asked for and are there.
        sought, found: how many records were read on each side.
        batches: weighed pairs at or above the floor, with how their records are related.
        inputs: SHA-256 of all that was read.
        left_out: what was not weighed because too many records share a key, in words; empty when nothing was.
        newly_due: records whose blocks have become too large, or no longer are.
    """

    compared: list[int]
    sought: int
    found: int
    batches: list[tuple[Relation, pa.RecordBatch]]
    inputs: str
    left_out: str
    newly_due: list[int]


def compare(ids: Sequence[int], scorer: Scorer, blocking: Blocking) -> Comparison:
    """Compare the records with these ids with all others; call it inside a transaction, one at a time.

    Their keys are brought up to date in `matching_key`; those of records that are gone or withheld are removed. Nothing
    else is written.
    """
    asked = records_with_ids(ids)
    found = _candidates_of_few(ids, asked, blocking) if len(ids) <= _FEW else None
    pairs, left_out, newly_due = found or _candidates_by_sql(ids, asked, blocking)
    mentioned = np.unique(np.concatenate([np.zeros(0, np.int64), *(pair for both in pairs.values() for pair in both)]))
    others = records_with_ids(np.setdiff1d(mentioned, np.array(asked.ids, dtype=np.int64)).tolist())
    table = pa.concat_tables([asked.table, others.table])
    inputs = hashlib.sha256((asked.digest + others.digest).encode()).hexdigest()
    kinds = table.column("kind").to_pylist()
    sought = sum(kind == RecordKind.MISSING for kind in kinds)
    return Comparison(
        asked.ids, sought, len(kinds) - sought, _weighed(table, pairs, scorer), inputs, left_out, newly_due
    )


_Pairs = dict[Relation, tuple[Ids, Ids]]
_Found = tuple[_Pairs, str, list[int]]


def _candidates_of_few(ids: Sequence[int], asked: Records, blocking: Blocking) -> _Found | None:
    """Candidates of a few records, whose keys are brought up to date; None, and nothing done, if a block is crowded."""
    incoming = _keys_of(asked.table, blocking)
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        before = few.members(raw, list(ids), incoming)
        others = before.taken(~np.isin(before.record, np.array(ids, dtype=np.int64)))
        most = blocking.pairs_per_block
        if few.is_crowded(before, most) or few.is_crowded(incoming.with_others(others), most):
            return None
        cursor.execute("DELETE FROM matching_key WHERE record_id = ANY(%s::bigint[])", [list(ids)])
        _copy_keys(raw, "matching_key", incoming)
    return few.pairs(incoming, others), "", []


def _candidates_by_sql(ids: Sequence[int], asked: Records, blocking: Blocking) -> _Found:
    """Candidates of records, whose keys are brought up to date; what was left out; whose blocks changed thereby."""
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        cursor.execute(_ASKED)
        cursor.execute(_INCOMING)
        _write_asked(raw, asked)
        _write_keys(raw, asked, blocking)
        cursor.execute(_TOUCHED_BLOCKS, [list(ids)])
        cursor.execute("ANALYZE touched_block")
        _crowded(cursor, "before", blocking)
        cursor.execute("DELETE FROM matching_key WHERE record_id = ANY(%s::bigint[])", [list(ids)])
        cursor.execute(_INSERT_KEYS)
        _crowded(cursor, "after", blocking)
        newly_due = _of_changed_blocks(cursor)
        pairs = _candidates(raw)
        left_out = _left_out(cursor)
        cursor.execute("DROP TABLE asked, incoming_key, touched_block, key_before, key_after CASCADE")
        for relation in Relation:
            cursor.execute(f"DROP TABLE {relation.value}_before, {relation.value}_after")
    return pairs, left_out, newly_due


def _write_asked(raw: Any, asked: Records) -> None:
    kinds = asked.table.column("kind").to_pylist()
    with raw.copy("COPY asked (record_id, side) FROM STDIN") as copy:
        for record, kind in zip(asked.ids, kinds, strict=True):
            copy.write_row((record, _side_of(kind)))


def _write_keys(raw: Any, asked: Records, blocking: Blocking) -> None:
    for start in range(0, asked.table.num_rows, _RECORDS_AT_ONCE):
        _copy_keys(raw, "incoming_key", _keys_of(asked.table.slice(start, _RECORDS_AT_ONCE), blocking))


def _keys_of(table: pa.Table, blocking: Blocking) -> few.Keyed:
    ids = table.column("record_id").to_numpy()
    sides = np.array([_side_of(kind) for kind in table.column("kind").to_pylist()], dtype=np.int16)
    made = keys(columns_of(table, FIELDS), blocking.rules)
    return few.Keyed(ids[made.rows], sides[made.rows], made.rule, made.key, made.birth_from, made.birth_to)


def _copy_keys(raw: Any, table: str, made: few.Keyed) -> None:
    rows = as_copied(
        _KEY_ROW, record_id=made.record, side=made.side, rule=made.rule, key=made.key,
        birth_from=made.birth_from, birth_to=made.birth_to,
    )  # fmt: skip
    with raw.copy(f"COPY {table} ({_KEY_COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(rows)


def refresh_keys(ids: Sequence[int], records: Iterable[Records], blocking: Blocking) -> None:
    """Bring the keys of the records with these ids up to date, from what was read of them; others lose theirs."""
    wanted = pa.array(ids, pa.int64())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_key WHERE record_id = ANY(%s::bigint[])", [list(ids)])
        cursor.execute(_INCOMING)
        for side in records:
            chosen = side.table.filter(pc.is_in(side.table.column("record_id"), wanted))
            _write_keys(cursor.cursor, Records(chosen, ""), blocking)
        cursor.execute(_INSERT_KEYS)
        cursor.execute("DROP TABLE incoming_key")


def change_rules(before: Blocking, after: Blocking, records: Iterable[Records]) -> None:
    """Have the keys of all records made by other rules: those of rules that are gone go, those of new ones come.

    Args:
        before: what the keys were made by.
        after: what they are to be made by.
        records: all records, of both sides.
    """
    gone = [rule.number for rule in before.rules if rule not in after.rules]
    new = Blocking(tuple(rule for rule in after.rules if rule not in before.rules))
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM matching_key WHERE rule = ANY(%s::smallint[])", [gone])
        if new.rules:
            cursor.execute(_INCOMING)
            for side in records:
                _write_keys(cursor.cursor, side, new)
            cursor.execute(_INSERT_KEYS)
            cursor.execute("DROP TABLE incoming_key")


def _crowded(cursor: Any, when: str, blocking: Blocking) -> None:
    """The touched blocks with all their records, and which of them are too large, as temporary tables.

    Each relation counts for itself, as each is a task of its own in bulk.
    """
    cursor.execute(_TOUCHED_KEYS.format(name=f"key_{when}"))
    cursor.execute(f"ANALYZE key_{when}")
    for relation, side in _SIDE.items():
        cursor.execute(f"CREATE TEMP VIEW {_keys_in(relation, when)} AS SELECT * FROM key_{when} WHERE side = {side}")
    for relation in Relation:
        crowded = crowded_sql(_keys_in(relation, when), blocking, _pairing_of(relation))
        cursor.execute(f"CREATE TEMP TABLE {relation.value}_{when} ON COMMIT DROP AS {crowded}")


def _keys_in(relation: Relation, when: str) -> str:
    return f"key_{when}" if relation is Relation.ACROSS else f"key_{when}_{relation.value}"


def _pairing_of(relation: Relation) -> Pairing:
    return Pairing.ACROSS if relation is Relation.ACROSS else Pairing.WITHIN


def _of_changed_blocks(cursor: Any) -> list[int]:
    found: set[int] = set()
    for relation in Relation:
        before, after = f"{relation.value}_before", f"{relation.value}_after"
        keys_now = _keys_in(relation, "after")
        cursor.execute(_CHANGED_BLOCKS.format(keys=keys_now, before=before, after=after, whole=WHOLE))
        found |= {record for (record,) in cursor.fetchall()}
    return sorted(found)


def _left_out(cursor: Any) -> str:
    """What the crowded blocks of these records lose, a sentence for each relation that has any."""
    said = []
    for relation in Relation:
        cursor.execute(crowding_sql(_keys_in(relation, "after"), f"{relation.value}_after"))
        crowding = Crowding(*cursor.fetchone())
        if crowding.refined_blocks:
            said.append(f"{relation.label}: {crowding.in_words()}")
    return " ".join(said)


def _candidates(raw: Any) -> dict[Relation, tuple[Ids, Ids]]:
    """Candidates of the asked records, each pair once, by how the two are related."""
    found = {}
    for relation in Relation:
        blocks = f"({blocks_sql(_keys_in(relation, 'after'), f'{relation.value}_after')})"
        pairing = _pairing_of(relation)
        select = pairs_sql(blocks, pairing, asked="asked", asked_side=SOUGHT)
        if relation is Relation.ACROSS:
            select += f" UNION {pairs_sql(blocks, pairing, asked='asked', asked_side=FOUND)}"
        found[relation] = _pairs(raw, select)
    return found


def _pairs(raw: Any, select: str) -> tuple[Ids, Ids]:
    with raw.copy(f"COPY ({select}) TO STDOUT (FORMAT binary)") as copy:
        rows = rows_of(b"".join(copy), _PAIR_ROW)
    order = np.lexsort((rows["right"], rows["left"]))
    return rows["left"][order].astype(np.int64), rows["right"][order].astype(np.int64)


def _weighed(
    table: pa.Table, pairs: dict[Relation, tuple[Ids, Ids]], scorer: Scorer
) -> list[tuple[Relation, pa.RecordBatch]]:
    ids = table.column("record_id").to_numpy()
    order = np.argsort(ids)
    sides = np.array([_side_of(kind) for kind in table.column("kind").to_pylist()], dtype=np.int64)
    encoded = scorer.encoded(table)
    batches = []
    for relation, (left, right) in pairs.items():
        there = np.flatnonzero(np.isin(left, ids) & np.isin(right, ids))
        rows = [order[np.searchsorted(ids, side[there], sorter=order)] for side in (left, right)]
        # A record that is gone, or has changed sides since its keys were made, is due itself.
        wanted = (SOUGHT, FOUND) if relation is Relation.ACROSS else (_SIDE[relation],) * 2
        chosen = np.flatnonzero((sides[rows[0]] == wanted[0]) & (sides[rows[1]] == wanted[1]))
        for start in range(0, len(chosen), CHUNK):
            a, b = (side[chosen[start : start + CHUNK]] for side in rows)
            scores = scorer.scores(encoded, encoded, a, b)
            if len(scores.pairs):
                batches.append((relation, scorer.batch(ids[a[scores.pairs]], ids[b[scores.pairs]], scores)))
    return batches


def _side_of(kind: str) -> int:
    return SOUGHT if kind == RecordKind.MISSING else FOUND
