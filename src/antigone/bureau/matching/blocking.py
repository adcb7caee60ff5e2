"""Candidates by SQL: one text for PostgreSQL, DuckDB and Spark.

It works on a relation of keys (`record_id`, `side`, `rule`, `key`, `birth_from`, `birth_to`; what
`evidence.linkage.blocking.keys` gives, with the side of each record). Two records are candidates when they share a rule
and a key and their years of birth overlap. Three relations follow one from another, each a SELECT to be made a table or
a view, or to be put in brackets:

``crowded``
    `rule`, `key`, `birth_year`, `pairs`: blocks too large to be compared whole (`birth_year` is `WHOLE`), and those of
    their parts by birth year that are too large even so
``blocks``
    `record_id`, `side`, `rule`, `key`, `birth_year`, `birth_from`, `birth_to`: the keys that take part,
    those of crowded blocks once a birth year
``pairs``
    `left_id`, `right_id`: the candidates, each once
"""

# Only names of relations, given by our own code, and numbers are put into these texts.
# ruff: noqa: S608

from __future__ import annotations

from enum import Enum

from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Blocking

#: `birth_year` of a block that was not cut by birth year.
WHOLE = -1
#: Keys whose years of birth span more than this are not spread over the parts of a crowded block.
_WIDEST = 8
_STEPS = ", ".join(f"({step})" for step in range(_WIDEST + 1))


class Pairing(Enum):
    """Which records may be one person: one sought with one found, or two of the same side (duplicates)."""

    ACROSS = "across"
    WITHIN = "within"


_COUNTS = f"COUNT(CASE WHEN side = {SOUGHT} THEN 1 END) AS sought, COUNT(CASE WHEN side = {FOUND} THEN 1 END) AS found"
_PAIRS = {
    Pairing.ACROSS: "sought * found",
    Pairing.WITHIN: "CAST((sought * (sought - 1) + found * (found - 1)) / 2 AS BIGINT)",
}


def crowded_sql(keys: str, blocking: Blocking, pairing: Pairing = Pairing.ACROSS) -> str:
    """SELECT of the blocks that would bring more than `blocking.pairs_per_block` pairs.

    Args:
        keys: name of the relation of keys.
        blocking: only its bound is used here; keys of rules that are not wanted are simply not put into `keys`.
        pairing: which pairs are counted.
    """
    pairs, most = _PAIRS[pairing], blocking.pairs_per_block
    return f"""
WITH sizes AS (
    SELECT rule, key, {_COUNTS} FROM {keys} GROUP BY rule, key
), large AS (
    SELECT rule, key, {pairs} AS pairs FROM sizes WHERE {pairs} > {most}
), parts AS (
    SELECT k.rule, k.key, k.birth_from + steps.step AS birth_year, {_COUNTS}
    FROM {keys} AS k
    JOIN large ON large.rule = k.rule AND large.key = k.key
    CROSS JOIN (VALUES {_STEPS}) AS steps(step)
    WHERE k.birth_to - k.birth_from <= {_WIDEST} AND k.birth_from + steps.step <= k.birth_to
    GROUP BY k.rule, k.key, k.birth_from + steps.step
)
SELECT rule, key, {WHOLE} AS birth_year, pairs FROM large
UNION ALL
SELECT rule, key, birth_year, {pairs} AS pairs FROM parts WHERE {pairs} > {most}"""


def blocks_sql(keys: str, crowded: str) -> str:
    """SELECT of the keys that take part in the comparison.

    Args:
        keys: name of the relation of keys.
        crowded: name of the relation that `crowded_sql` makes.
    """
    return f"""
SELECT k.record_id, k.side, k.rule, k.key, {WHOLE} AS birth_year, k.birth_from, k.birth_to
FROM {keys} AS k
WHERE NOT EXISTS (SELECT 1 FROM {crowded} AS c WHERE c.rule = k.rule AND c.key = k.key AND c.birth_year = {WHOLE})
UNION ALL
SELECT k.record_id, k.side, k.rule, k.key, k.birth_from + steps.step AS birth_year, k.birth_from, k.birth_to
FROM {keys} AS k
JOIN {crowded} AS c ON c.rule = k.rule AND c.key = k.key AND c.birth_year = {WHOLE}
CROSS JOIN (VALUES {_STEPS}) AS steps(step)
WHERE k.birth_to - k.birth_from <= {_WIDEST} AND k.birth_from + steps.step <= k.birth_to
    AND NOT EXISTS (
        SELECT 1 FROM {crowded} AS d
        WHERE d.rule = k.rule AND d.key = k.key AND d.birth_year = k.birth_from + steps.step
    )"""


def pairs_sql(
    blocks: str, pairing: Pairing = Pairing.ACROSS, *, asked: str | None = None, asked_side: int = SOUGHT
) -> str:
    """SELECT of the candidates, each pair once: `left_id` sought and `right_id` found, or both of one side.

    Within one side left_id < right_id.

    Args:
        blocks: name of the relation that `blocks_sql` makes, or that SELECT in brackets.
        pairing: which records may be one person.
        asked: name of a relation of `record_id`; only pairs of those records are given. None for all pairs.
        asked_side: the side on which the asked records stand; within one side it does not matter, and pairs are given
            that have an asked record on either hand.
    """
    chosen = "l.record_id AS left_id, r.record_id AS right_id"
    if pairing is Pairing.ACROSS:
        where = f"l.side = {SOUGHT} AND r.side = {FOUND}"
        leader = "l" if asked_side == SOUGHT else "r"
    else:
        # An asked record leads the join from the left, whichever of the two it is; the pair is put in order afterwards.
        where = f"l.side = r.side AND l.record_id {'<' if asked is None else '<>'} r.record_id"
        leader = "l"
        if asked is not None:
            chosen = "LEAST(l.record_id, r.record_id) AS left_id, GREATEST(l.record_id, r.record_id) AS right_id"
    if asked is not None:
        where += f" AND {leader}.record_id IN (SELECT record_id FROM {asked})"
    return f"""
SELECT DISTINCT {chosen}
FROM {blocks} AS l
JOIN {blocks} AS r ON r.rule = l.rule AND r.key = l.key AND r.birth_year = l.birth_year
WHERE {where} AND l.birth_from <= r.birth_to AND r.birth_from <= l.birth_to"""


def crowding_sql(keys: str, crowded: str) -> str:
    """SELECT of one row that says what crowded blocks lose: the numbers of `engines.Crowding`, in its order."""
    return f"""
SELECT
    COUNT(CASE WHEN birth_year = {WHOLE} THEN 1 END) AS refined_blocks,
    COUNT(CASE WHEN birth_year <> {WHOLE} THEN 1 END) AS dropped_blocks,
    CAST(COALESCE(SUM(CASE WHEN birth_year <> {WHOLE} THEN pairs END), 0) AS BIGINT) AS dropped_pairs,
    (SELECT COUNT(*) FROM {keys} AS k JOIN {crowded} AS c
        ON c.rule = k.rule AND c.key = k.key AND c.birth_year = {WHOLE}
     WHERE k.birth_to - k.birth_from > {_WIDEST}) AS yearless_keys
FROM {crowded}"""
