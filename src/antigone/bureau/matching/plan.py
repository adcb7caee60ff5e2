"""Which blocking rules are worth their pairs: a cost model from the bureau's own data.

For every rule and several bounds on the size of a block, the histogram of keys says exactly how many pairs of keys
there are, without joining them. What several rules have in common, and how many pairs years of birth exclude, is
estimated from a sample of the sought whose candidates are really made. What a rule finds is tried on pairs known to be
one person: those that case workers confirmed, or, where these are few, copies of the found that are rewritten as
relatives write. Rules are then taken one by one, each time the one that finds most of what is still missing for its new
pairs.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing, blocks_sql
from antigone.bureau.matching.engines.scoring import Scorer, columns_of
from antigone.bureau.matching.engines.tables import KeyTables
from antigone.bureau.matching.engines.task import Crowding, Progress, quietly
from antigone.evidence.linkage import Model, starting_model
from antigone.evidence.linkage.blocking import FOUND, RULES, SOUGHT, Blocking, Rule, keys
from antigone.evidence.names import RomanisationScheme, parse, romanise

#: Bounds on the pairs of one block that are tried.
BOUNDS = (10_000, 50_000, 250_000, 1_000_000)
#: Candidates a record that are affordable, when no budget is given.
_AFFORDABLE = 50
_SAMPLED, _FEWEST_SAMPLED = 4000, 200
#: Pairs of keys of the sampled records, about: what bounds the time that a plan takes.
_SAMPLED_PAIRS = 4_000_000
_COPIES = 4000
#: Confirmed pairs below this number are too few to choose rules by.
FEWEST_CONFIRMED = 200
_TIMED_PAIRS = 20_000
#: A rule that costs less than this share of the budget is taken whatever it seems to find: a sample of truth is small.
_CHEAP = 0.02
_SEED = 1949
#: A rule must find so much more of the truth to be worth more than `_CHEAP`.
_LEAST_GAIN = 0.0005

_Masks = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RulePlan:
    """What one rule costs and finds at the bound that was chosen.

    Attributes:
        rule: the rule's name.
        says: what two records must share.
        keys: keys of both sides.
        pairs: pairs of keys, exact.
        candidates: pairs of records, estimated.
        recall: share of the true pairs that it finds by itself.
        taken: its place in the order of choice, from 1; 0 where it is left out.
        new_candidates, new_recall: what it added when it was taken, or would add to the plan where it was not.
    """

    rule: str
    says: str
    keys: int
    pairs: int
    candidates: int
    recall: float
    taken: int
    new_candidates: int
    new_recall: float


@dataclass(frozen=True)
class Plan:
    """The rules that were chosen, and why.

    Attributes:
        sought, found: how many records stand on each side.
        blocking: the choice, to be given to an engine.
        rules: all rules, those taken first in the order in which they were.
        candidates: pairs to be weighed, estimated.
        budget: how many were affordable.
        recall: share of the true pairs among them.
        truth: what the recall was tried on, in words; `tried` is how many pairs that were.
        seconds: processor seconds to read the records and to weigh the pairs, on one core of this machine.
        crowding: what is left out because too many records share a key.
    """

    sought: int
    found: int
    blocking: Blocking
    rules: tuple[RulePlan, ...]
    candidates: int
    budget: int
    recall: float
    truth: str
    tried: int
    seconds: float
    crowding: Crowding

    def in_words(self) -> str:
        """The plan as a page for the operator."""
        lines = [
            f"{self.sought:,} sought against {self.found:,} found: about {self.candidates:,} pairs to weigh "
            f"(affordable: {self.budget:,}), {self.seconds:,.0f} processor seconds.",
            f"They hold {self.recall:.1%} of {self.tried:,} {self.truth}.",
            f"No key may bring more than {self.blocking.pairs_per_block:,} pairs. {self.crowding.in_words()}",
            "",
            f"{'':3} {'rule':28} {'pairs of keys':>14} {'pairs':>13} {'finds':>7} {'adds pairs':>13} {'adds':>7}",
        ]
        for rule in self.rules:
            place = f"{rule.taken}." if rule.taken else " -"
            lines.append(
                f"{place:3} {rule.rule:28} {rule.pairs:14,} {rule.candidates:13,} {rule.recall:7.1%} "
                f"{rule.new_candidates:13,} {rule.new_recall:7.2%}"
            )
        if any(not rule.taken for rule in self.rules):
            lines.append("Rules marked with a dash find too little for the pairs that they would add.")
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """The plan as what JSON knows."""
        return {
            "sought": self.sought,
            "found": self.found,
            "blocking": self.blocking.as_json(),
            "candidates": self.candidates,
            "budget": self.budget,
            "recall": self.recall,
            "truth": self.truth,
            "tried": self.tried,
            "seconds": self.seconds,
            "crowding": {name: getattr(self.crowding, name) for name in Crowding.__slots__},
            "rules": [{name: getattr(rule, name) for name in RulePlan.__slots__} for rule in self.rules],
        }


def plan_of(
    sought: pa.Table,
    found: pa.Table,
    *,
    model: Model | None = None,
    confirmed: Sequence[tuple[int, int]] = (),
    rules: tuple[Rule, ...] = RULES,
    budget: int | None = None,
    progress: Progress = quietly,
) -> Plan:
    """Choose the rules for comparing everyone sought with everyone found.

    Args:
        sought, found: tables of records (`engines.RECORDS`).
        model: what will weigh the pairs, for the cost; the starting model when not given.
        confirmed: ids (sought, found) of pairs known to be one person; where they are fewer than `FEWEST_CONFIRMED`,
            rewritten copies of the found stand in for them.
        rules: which may be chosen.
        budget: how many pairs are affordable; fifty a record when not given.
        progress: told how many records' keys are made.
    """
    affordable = _AFFORDABLE * (len(sought) + len(found)) if budget is None else budget
    whole = Blocking(rules)
    with KeyTables() as tables:
        began = time.process_time()
        tables.add_all([(SOUGHT, sought), (FOUND, found)], whole, progress)
        reading = time.process_time() - began
        truth = _Truth.of(tables, sought, found, confirmed, rules)
        trials = [_Trial.at(tables, Blocking(rules, bound), truth, len(sought)) for bound in BOUNDS]
        chosen = [trial.greedy(affordable) for trial in trials]
        best = max(
            range(len(trials)),
            key=lambda at: (round(trials[at].recall(chosen[at]), 4), -trials[at].candidates(chosen[at]), at),
        )
        trial, order = trials[best], chosen[best]
        seconds = reading + trial.candidates(order) * _seconds_a_pair(model or starting_model(), sought, found)
        return Plan(
            len(sought),
            len(found),
            Blocking(tuple(rule for rule in rules if rule in order), BOUNDS[best]),
            trial.told(order),
            trial.candidates(order),
            affordable,
            trial.recall(order),
            truth.words,
            truth.count,
            seconds,
            trial.crowding,
        )


@dataclass(frozen=True)
class _Truth:
    """Pairs known to be one person: a relation ``true_keys`` of the left ones and ``true_pairs`` of both."""

    words: str
    count: int

    @classmethod
    def of(
        cls,
        tables: KeyTables,
        sought: pa.Table,
        found: pa.Table,
        confirmed: Sequence[tuple[int, int]],
        rules: tuple[Rule, ...],
    ) -> _Truth:
        tables.execute("CREATE TABLE true_keys AS SELECT * FROM keys LIMIT 0")
        left, right = _rows_of(sought, found, confirmed)
        if len(left) >= FEWEST_CONFIRMED:
            words = "pairs that case workers confirmed"
            tables.put("known", {"record_id": left})
            tables.execute(
                f"INSERT INTO true_keys SELECT * FROM keys WHERE side = {SOUGHT}"  # noqa: S608
                " AND record_id IN (SELECT record_id FROM known)"
            )
        else:
            words = "found records, rewritten as relatives write"
            right = _spread(len(found), _COPIES)
            left = np.arange(len(right))
            tables.add(keys(_as_relatives_write(found.take(pa.array(right))), rules), SOUGHT, table="true_keys")
        tables.put("true_pairs", {"left_id": left, "right_id": right})
        return cls(words, len(left))


def _rows_of(
    sought: pa.Table, found: pa.Table, pairs: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of pairs that are given by ids; pairs of records that are not there fall out."""
    places = [
        {record: row for row, record in enumerate(table.column("record_id").to_pylist())} for table in (sought, found)
    ]
    rows = [(places[0][one], places[1][other]) for one, other in pairs if one in places[0] and other in places[1]]
    both = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """At most `most` of `count` rows, evenly spread."""
    return (
        np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))
        if count
        else np.zeros(0, np.int64)
    )


@dataclass(frozen=True)
class _Trial:
    """All rules at one bound.

    Attributes:
        rules: bit i of a mask stands for rule i.
        sampled: for each candidate of the sampled sought, the rules that bring it.
        share: how many records stand for one that was sampled.
        true: for each true pair, the rules that find it.
        keys, pairs: by rule, exact.
    """

    rules: tuple[Rule, ...]
    sampled: _Masks
    share: float
    true: _Masks
    keys: dict[int, int]
    pairs: dict[int, int]
    crowding: Crowding

    @classmethod
    def at(cls, tables: KeyTables, blocking: Blocking, truth: _Truth, sought: int) -> _Trial:
        crowding = tables.block(blocking, Pairing.ACROSS)
        numbers = np.array([rule.number for rule in blocking.rules], dtype=np.int64)
        tables.put("bits", {"rule": numbers, "bit": np.int64(1) << np.arange(len(numbers))})
        rule, keys_of, pairs_of = tables.columns(_HISTOGRAM_SQL)
        # Crowds bring so many pairs a record that fewer records do.
        pairs_each = int(pairs_of.sum()) / max(sought, 1)
        rows = _spread(sought, int(min(max(_SAMPLED_PAIRS / max(pairs_each, 1.0), _FEWEST_SAMPLED), _SAMPLED)))
        tables.put("sampled", {"record_id": rows})
        left = f"(SELECT * FROM blocks WHERE side = {SOUGHT} AND record_id IN (SELECT record_id FROM sampled))"  # noqa: S608
        sampled = tables.columns(_masks_sql(left))[2]
        true = tables.columns(_true_masks_sql())[0]
        return cls(
            blocking.rules,
            sampled,
            sought / max(len(rows), 1),
            true,
            dict(zip(rule.tolist(), keys_of.tolist(), strict=True)),
            dict(zip(rule.tolist(), pairs_of.tolist(), strict=True)),
            crowding,
        )

    def _mask(self, rules: Sequence[Rule]) -> int:
        return sum(1 << self.rules.index(rule) for rule in rules)

    def candidates(self, rules: Sequence[Rule]) -> int:
        """Pairs that any of these rules brings, estimated."""
        return round(np.count_nonzero(self.sampled & self._mask(rules)) * self.share)

    def recall(self, rules: Sequence[Rule]) -> float:
        """Share of the true pairs that any of these rules finds; 0 where there are none."""
        return np.count_nonzero(self.true & self._mask(rules)) / max(len(self.true), 1)

    def greedy(self, budget: int) -> list[Rule]:
        """Rules in the order in which they are worth taking, while the budget lasts; then those that cost little."""
        taken: list[Rule] = []
        while True:
            pairs, recall = self.candidates(taken), self.recall(taken)
            offers = []
            for rule in self.rules:
                if rule not in taken and self.candidates([*taken, rule]) <= budget:
                    gain = self.recall([*taken, rule]) - recall
                    cost = self.candidates([*taken, rule]) - pairs
                    if gain >= _LEAST_GAIN:
                        offers.append((gain / (cost + 0.0001 * budget + 1), -rule.number, rule))
            if not offers:
                break
            taken.append(max(offers)[2])
        for rule in sorted(self.rules, key=lambda rule: self.candidates([*taken, rule])):
            new = self.candidates([*taken, rule]) - self.candidates(taken)
            if rule not in taken and new <= _CHEAP * budget and self.candidates([*taken, rule]) <= budget:
                taken.append(rule)
        return taken

    def told(self, order: Sequence[Rule]) -> tuple[RulePlan, ...]:
        """All rules, those of `order` first and in it."""
        out = []
        for rule in [*order, *(rule for rule in self.rules if rule not in order)]:
            before = order[: order.index(rule)] if rule in order else order
            out.append(
                RulePlan(
                    rule.name,
                    rule.says,
                    self.keys.get(rule.number, 0),
                    self.pairs.get(rule.number, 0),
                    self.candidates([rule]),
                    self.recall([rule]),
                    order.index(rule) + 1 if rule in order else 0,
                    self.candidates([*before, rule]) - self.candidates(before),
                    self.recall([*before, rule]) - self.recall(before),
                )
            )
        return tuple(out)


_HISTOGRAM_SQL = f"""
SELECT rule, SUM(sought + found), SUM(sought * found)
FROM (
    SELECT rule,
        COUNT(CASE WHEN side = {SOUGHT} THEN 1 END) AS sought, COUNT(CASE WHEN side = {FOUND} THEN 1 END) AS found
    FROM blocks GROUP BY rule, key, birth_year
) GROUP BY rule"""  # noqa: S608


def _true_masks_sql() -> str:
    """SELECT of the rules that find each true pair, 0 where none does."""
    left = f"({blocks_sql('true_keys', 'crowded')})"
    only_true = "JOIN true_pairs AS t ON t.left_id = l.record_id AND t.right_id = r.record_id"
    return f"""
SELECT COALESCE(m.mask, 0)
FROM true_pairs AS t
LEFT JOIN ({_masks_sql(left, only_true)}) AS m ON m.left_id = t.left_id AND m.right_id = t.right_id"""  # noqa: S608


def _masks_sql(left: str, condition: str = "") -> str:
    """SELECT of the pairs of some left blocks with the found, and which rules bring each."""
    return f"""
SELECT l.record_id AS left_id, r.record_id AS right_id, BIT_OR(bits.bit) AS mask
FROM {left} AS l
JOIN blocks AS r ON r.rule = l.rule AND r.key = l.key AND r.birth_year = l.birth_year
JOIN bits ON bits.rule = l.rule
{condition}
WHERE r.side = {FOUND} AND l.birth_from <= r.birth_to AND r.birth_from <= l.birth_to
GROUP BY l.record_id, r.record_id"""  # noqa: S608


def _seconds_a_pair(model: Model, sought: pa.Table, found: pa.Table) -> float:
    """Processor seconds for weighing one pair here, tried on pairs of some of the records."""
    if not len(sought) or not len(found):
        return 0.0
    scorer = Scorer(model, 0.0)
    sides = [scorer.encoded(table.take(pa.array(_spread(len(table), 1000)))) for table in (sought, found)]
    left = np.arange(_TIMED_PAIRS, dtype=np.int64) % sides[0].count
    right = (np.arange(_TIMED_PAIRS, dtype=np.int64) * 7) % sides[1].count
    # The first call compiles.
    scorer.scores(sides[0], sides[1], left[:10], right[:10])
    began = time.process_time()
    scorer.scores(sides[0], sides[1], left, right)
    return (time.process_time() - began) / _TIMED_PAIRS


def _as_relatives_write(table: pa.Table) -> dict[str, list[Any]]:
    """Records as those who seek the same people would give them, with slips at the rates of real lists.

    Of names one in seven loses the patronymic, one in twelve has a letter wrong in the surname, one in twenty gives
    initials, three in ten are written in the other alphabet. Of birth dates one in five is the year alone, one in ten
    is a year off, one in twenty swaps day and month, one in ten is not told. Other fields are told every second time.
    The rates are of the order that linked sanctions and memorial lists show (`docs/bulk-matching.md`).
    """
    chance = random.Random(_SEED)
    columns = columns_of(table)
    columns["kind"] = ["missing"] * len(table)
    columns["names"] = [tuple(_retold_name(name, chance) for name in names[:1]) for names in columns["names"]]
    columns["birth_date"] = [_retold_date(date, chance) for date in columns["birth_date"]]
    for field in ("service_number", "call_sign", "unit", "description", "father_name"):
        columns[field] = [value if chance.random() < 0.5 else "" for value in columns[field]]
    for there, here in (("last_seen_place", "occurred_place"), ("last_seen_date", "occurred_date")):
        columns[there] = [one or other for one, other in zip(columns[there], columns[here], strict=True)]
    return columns


def _retold_name(name: str, chance: random.Random) -> str:
    parts = parse(name)
    family, given, patronymic = parts.family or name, parts.given, parts.patronymic
    if chance.random() < 1 / 12 and len(family) > 3:
        at = chance.randrange(1, len(family) - 1)
        family = chance.choice(
            (family[:at] + family[at + 1 :], family[:at] + family[at + 1] + family[at] + family[at + 2 :])
        )
    if chance.random() < 1 / 7:
        patronymic = ""
    if chance.random() < 1 / 20:
        given, patronymic = (f"{part[0]}." if part else "" for part in (given, patronymic))
    told = " ".join(part for part in (family, given, patronymic) if part)
    return romanise(told, RomanisationScheme.RU_BGN) if chance.random() < 0.3 else told


def _retold_date(date: str, chance: random.Random) -> str:
    how = chance.random()
    if len(date) != 10 or not date.replace("-", "").isdigit():
        return date if how < 0.9 else ""
    year, month, day = date.split("-")
    if how < 0.1:
        return ""
    if how < 0.3:
        return year
    if how < 0.4:
        return f"{int(year) + chance.choice((-1, 1)):04}"
    if how < 0.45 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    return date
