"""What rules cost and find, tried on records: keys in blocks, candidates of some, pairs known to be one person.

For every rule the histogram of keys says exactly how many pairs of keys there are, without joining them. What rules
have in common, and how many pairs years of birth exclude, is told by some of the sought whose candidates are really
made. What rules find is tried on pairs that case workers confirmed, or, where these are few, on copies of found records
that are rewritten as relatives write (`retelling`). Of a large register some of the records stand for all, and the
bound on the pairs of one block is scaled with them.
"""

# Only names of relations, given by our own code, and numbers are put into these texts.
# ruff: noqa: S608

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing, blocks_sql
from antigone.bureau.matching.engines.scoring import columns_of
from antigone.bureau.matching.engines.tables import KeyTables
from antigone.bureau.matching.engines.task import Crowding, Progress
from antigone.bureau.matching.plan.choice import Choices, Counts, Masks
from antigone.bureau.matching.plan.retelling import as_relatives_write
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Blocking, Rule, keys

#: Records of a side that are tried; of a larger side these stand for all.
TRIED = 10_000
#: Confirmed pairs below this number are too few to choose rules by.
FEWEST_CONFIRMED = 200
_SAMPLED, _FEWEST_SAMPLED = 4000, 200
#: Pairs of keys of the sampled records, about: what bounds the time that a plan takes.
_SAMPLED_PAIRS = 4_000_000
_TRUE_PAIRS = 4000


@dataclass(frozen=True)
class Tried:
    """What rules cost and find.

    Attributes:
        keys, meetings: int64[rules], keys of each rule in the whole register, and pairs of them that meet in a block.
        choices: every choice of them.
        truth: what recall was tried on, in words; `count` is how many pairs that were.
        crowding: what is left out because too many records share a key; of the records tried.
        part: share of all records that were tried; 1 where they all were.
    """

    keys: Counts
    meetings: Counts
    choices: Choices
    truth: str
    count: int
    crowding: Crowding
    part: float


def tried(
    sought: pa.Table,
    found: pa.Table,
    confirmed: Sequence[tuple[int, int]],
    rules: tuple[Rule, ...],
    pairs_per_block: int,
    progress: Progress,
) -> Tried:
    """Try all rules on tables of records (`engines.RECORDS`)."""
    some_sought, some_found = (_some(table) for table in (sought, found))
    each_sought, each_found = len(sought) / max(len(some_sought), 1), len(found) / max(len(some_found), 1)
    bound = max(round(pairs_per_block / max(each_sought * each_found, 1.0)), 1)
    with KeyTables() as tables:
        whole = Blocking(rules, bound)
        tables.add_all([(SOUGHT, some_sought), (FOUND, some_found)], whole, progress)
        crowding = tables.block(whole, Pairing.ACROSS)
        numbers = np.array([rule.number for rule in rules], dtype=np.int64)
        tables.put("bits", {"rule": numbers, "bit": np.int64(1) << np.arange(len(numbers))})
        keys_sought, keys_found, meetings = _histogram(tables, numbers)
        sampled, each_sampled = _sampled(tables, len(some_sought), int(meetings.sum()))
        true, words, count = _true(tables, sought, found, confirmed, rules)
    all_keys = np.rint(keys_sought * each_sought + keys_found * each_found).astype(np.int64)
    all_meetings = np.rint(meetings * (each_sought * each_found)).astype(np.int64)
    choices = Choices.of(all_keys, all_meetings, sampled, each_sampled * each_sought * each_found, true)
    part = (len(some_sought) + len(some_found)) / max(len(sought) + len(found), 1)
    return Tried(all_keys, all_meetings, choices, words, count, crowding, part)


def _some(table: pa.Table) -> pa.Table:
    return table if len(table) <= TRIED else table.take(pa.array(_spread(len(table), TRIED)))


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """At most `most` of `count` rows, evenly spread."""
    if not count:
        return np.zeros(0, np.int64)
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _histogram(tables: KeyTables, numbers: Counts) -> tuple[Counts, Counts, Counts]:
    """Of each rule the keys of the sought, those of the found, and the pairs of them that meet."""
    by_rule = {rule: counts for rule, *counts in zip(*(c.tolist() for c in tables.columns(_HISTOGRAM)), strict=True)}
    both = np.array([by_rule.get(number, [0, 0, 0]) for number in numbers.tolist()], dtype=np.int64).reshape(-1, 3)
    return both[:, 0], both[:, 1], both[:, 2]


_HISTOGRAM = f"""
SELECT rule, SUM(sought), SUM(found), SUM(sought * found)
FROM (
    SELECT rule,
        COUNT(CASE WHEN side = {SOUGHT} THEN 1 END) AS sought, COUNT(CASE WHEN side = {FOUND} THEN 1 END) AS found
    FROM blocks GROUP BY rule, key, birth_year
) GROUP BY rule"""


def _sampled(tables: KeyTables, sought: int, meetings: int) -> tuple[Masks, float]:
    """The candidates of some of the sought by the rules that bring them, and for how many of the sought each stands."""
    # Crowds bring so many pairs a record that fewer records do.
    pairs_each = meetings / max(sought, 1)
    rows = _spread(sought, int(min(max(_SAMPLED_PAIRS / max(pairs_each, 1.0), _FEWEST_SAMPLED), _SAMPLED)))
    tables.put("sampled", {"record_id": rows})
    left = f"(SELECT * FROM blocks WHERE side = {SOUGHT} AND record_id IN (SELECT record_id FROM sampled))"
    masks = f"SELECT mask, COUNT(*) FROM ({_masks_sql(left, 'blocks')}) GROUP BY mask"
    return Masks(*tables.columns(masks)), sought / max(len(rows), 1)


def _true(
    tables: KeyTables,
    sought: pa.Table,
    found: pa.Table,
    confirmed: Sequence[tuple[int, int]],
    rules: tuple[Rule, ...],
) -> tuple[tuple[Masks, ...], str, int]:
    """Pairs known to be one person by the rules that find them, those with a name and those without; what they are."""
    left, right = _rows_of(sought, found, confirmed)
    if len(left) >= FEWEST_CONFIRMED:
        chosen = _spread(len(left), _TRUE_PAIRS)
        left, right = left[chosen], right[chosen]
        words = "pairs that case workers confirmed"
        told = columns_of(sought.take(pa.array(left)))
    else:
        words = "found records, rewritten as relatives write"
        right = _spread(len(found), _TRUE_PAIRS)
        told = as_relatives_write(found.take(pa.array(right)))
    theirs = columns_of(found.take(pa.array(right)))
    tables.execute("CREATE TABLE true_keys AS SELECT * FROM keys LIMIT 0")
    # Both records of a pair bear the number of the pair.
    tables.add(keys(told, rules), SOUGHT, table="true_keys")
    tables.add(keys(theirs, rules), FOUND, table="true_keys")
    tables.execute(f"CREATE TABLE true_blocks AS {blocks_sql('true_keys', 'crowded')}")
    masks = np.zeros(len(right), dtype=np.int64)
    one = f"(SELECT * FROM true_blocks WHERE side = {SOUGHT})"
    pair, mask = tables.columns(
        f"SELECT left_id, mask FROM ({_masks_sql(one, 'true_blocks', 'AND l.record_id = r.record_id')})"
    )
    masks[pair] = mask
    # The nameless are few: what finds them would not be missed in a recall of all.
    named = np.array([bool(names) for names in theirs["names"]], dtype=np.bool_)
    kinds = tuple(Masks(masks[its], np.ones(int(its.sum()), dtype=np.int64)) for its in (named, ~named))
    return kinds, words, len(right)


def _rows_of(
    sought: pa.Table, found: pa.Table, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of pairs that are given by ids; pairs of records that are not there fall out."""
    if not pairs:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = [
        {record: row for row, record in enumerate(table.column("record_id").to_pylist())} for table in (sought, found)
    ]
    rows = [(places[0][one], places[1][other]) for one, other in pairs if one in places[0] and other in places[1]]
    both = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _masks_sql(left: str, blocks: str, condition: str = "") -> str:
    """SELECT of the pairs of some left blocks with the found among `blocks`, and which rules bring each."""
    return f"""
SELECT l.record_id AS left_id, r.record_id AS right_id, BIT_OR(bits.bit) AS mask
FROM {left} AS l
JOIN {blocks} AS r ON r.rule = l.rule AND r.key = l.key AND r.birth_year = l.birth_year {condition}
JOIN bits ON bits.rule = l.rule
WHERE r.side = {FOUND} AND l.birth_from <= r.birth_to AND r.birth_from <= l.birth_to
GROUP BY l.record_id, r.record_id"""
