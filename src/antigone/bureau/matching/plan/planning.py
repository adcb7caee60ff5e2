"""The plan of a comparison: the rules that are used, what each costs and finds, and what other wishes would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from antigone.bureau.matching.engines.task import Crowding, Progress, quietly
from antigone.bureau.matching.plan.trying import Tried, tried
from antigone.evidence.linkage.blocking import NARROWER_RULES, Blocking, Rule

#: Share of what all rules together find that the choice must find.
WANTED = 0.99
#: Processor seconds up to which all rules are used: leaving any out would save nothing that anybody notices.
NEGLIGIBLE = 60.0
#: Wishes of which the plan tells the price.
_WISHES = (0.9, 0.95, 0.98, 0.99, 0.995)


@dataclass(frozen=True, slots=True)
class RulePlan:
    """What one rule costs and finds.

    Attributes:
        rule: the rule's name.
        says: what two records must share.
        keys: keys of both sides.
        pairs: pairs of keys that meet.
        candidates: pairs of records, estimated.
        recall: share of the true pairs that it finds by itself.
        taken: its place among those used, by what it is worth, from 1; 0 where it is left out.
        new_candidates, new_recall: what it adds to those before it, or would add to the plan where it is left out.
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What it costs to find this share of what all rules together find.

    Attributes:
        rules: names of the rules of the cheapest choice.
        candidates, recall, seconds: as for `Plan`.
    """

    wanted: float
    rules: tuple[str, ...]
    candidates: int
    recall: float
    seconds: float


@dataclass(frozen=True)
class Plan:
    """The rules that are used, and why.

    Attributes:
        sought, found: how many records stand on each side.
        blocking: the choice, to be given to an engine.
        rules: all rules, those used first in the order of their worth.
        candidates: pairs to be weighed, estimated.
        wanted: share of what all rules together find that the choice must find.
        recall: share of the true pairs among the candidates; `recall_of_all` that of all rules.
        truth: what the recall was tried on, in words; `tried` is how many pairs that were.
        seconds: processor seconds, nominal, for keys, blocks and pairs.
        whole: whether all rules are used.
        crowding: what is left out because too many records share a key, among the records that were looked at.
        part: share of all records that were looked at; 1 where they all were.
        wishes: what other wishes would cost, and all rules last.
    """

    sought: int
    found: int
    blocking: Blocking
    rules: tuple[RulePlan, ...]
    candidates: int
    wanted: float
    recall: float
    recall_of_all: float
    truth: str
    tried: int
    seconds: float
    whole: bool
    crowding: Crowding
    part: float
    wishes: tuple[Wish, ...]

    def in_words(self) -> str:
        """The plan as a page for the operator."""
        lines = [
            f"{self.sought:,} sought against {self.found:,} found: about {self.candidates:,} pairs to weigh, "
            f"{_processor_time(self.seconds)}.",
            f"They hold {self.recall:.1%} of {self.tried:,} {self.truth}; all rules find {self.recall_of_all:.1%}.",
            f"No key may bring more than {self.blocking.pairs_per_block:,} pairs. {self._crowding_in_words()}",
            "",
            f"{'':3} {'rule':28} {'pairs of keys':>14} {'pairs':>13} {'finds':>7} {'adds pairs':>13} {'adds':>7}",
        ]
        for rule in self.rules:
            place = f"{rule.taken}." if rule.taken else " -"
            lines.append(
                f"{place:3} {rule.rule:28} {rule.pairs:14,} {rule.candidates:13,} {rule.recall:7.1%} "
                f"{rule.new_candidates:13,} {rule.new_recall:7.2%}"
            )
        lines.append(
            "All rules are used; those marked with a dash are narrower ones that could stand in for others."
            if self.whole
            else "Rules marked with a dash are not used: the others find what is wanted for less."
        )
        lines += ["", f"{'to find, of what all rules find':32} {'rules':>5} {'pairs':>15} {'finds':>7} {'seconds':>9}"]
        for wish in self.wishes:
            lines.append(
                f"{wish.wanted:32.1%} {len(wish.rules):5} {wish.candidates:15,} {wish.recall:7.1%} {wish.seconds:9,.0f}"
            )
        return "\n".join(lines)

    def _crowding_in_words(self) -> str:
        if self.part < 1:
            return f"Estimated from {self.part:.1%} of the records."
        return self.crowding.in_words()

    def as_json(self) -> dict[str, Any]:
        """The plan as what JSON knows."""
        said = {name: value for name, value in asdict(self).items() if name != "blocking"}
        return said | {"blocking": self.blocking.as_json()}

    def as_kept(self) -> dict[str, Any]:
        """The choice as a run keeps it, with what was expected of it; `Blocking.from_json` reads it."""
        names = ("whole", "wanted", "recall", "recall_of_all", "candidates", "tried", "truth", "part")
        return self.blocking.as_json() | {name: getattr(self, name) for name in names}


def plan_of(
    sought: pa.Table,
    found: pa.Table,
    *,
    confirmed: Sequence[tuple[int, int]] = (),
    whole: Blocking | None = None,
    wanted: float = WANTED,
    negligible: float | None = None,
    progress: Progress = quietly,
) -> Plan:
    """Choose the rules for comparing everyone sought with everyone found: the same choice for the same records.

    The bound on the pairs of one block is not chosen: to lower it would save most by those with the commonest names.

    Args:
        sought, found: tables of records (`engines.RECORDS`).
        confirmed: ids (sought, found) of pairs known to be one person; where they are fewer than `FEWEST_CONFIRMED`,
            rewritten copies of the found stand in for them.
        whole: all rules, and the bound; `Blocking()` when not given. Narrower ones may stand in for some of them.
        wanted: share, of what all rules together find, that the choice must find, from 0 to 1; of people with a name
            and of nameless remains alike.
        negligible: processor seconds up to which all rules are used; `NEGLIGIBLE` when not given.
        progress: told how many records' keys are made.
    """
    if not 0 <= wanted <= 1:
        raise ValueError(f"the share of true pairs that is wanted must be from 0 to 1, not {wanted}")
    whole = whole or Blocking()
    rules = (*whole.rules, *(rule for rule in NARROWER_RULES if rule not in whole.rules))
    everything = (1 << len(whole.rules)) - 1
    seen = tried(sought, found, confirmed, rules, whole.pairs_per_block, progress)
    choices = seen.choices
    worth_choosing = choices.seconds[everything] > (NEGLIGIBLE if negligible is None else negligible)
    choice = choices.cheapest(wanted, everything) if worth_choosing else everything
    return Plan(
        len(sought),
        len(found),
        Blocking(_chosen(rules, choice), whole.pairs_per_block),
        _rules(seen, rules, choice),
        int(choices.candidates[choice]),
        wanted,
        choices.recall(choice, seen.count),
        choices.recall(everything, seen.count),
        seen.truth,
        seen.count,
        float(choices.seconds[choice]),
        choice == everything,
        seen.crowding,
        seen.part,
        _wishes(seen, rules, everything),
    )


def _processor_time(seconds: float) -> str:
    return f"about {seconds:,.0f} seconds of processor time" if seconds >= 1 else "less than a second of processor time"


def _chosen(rules: tuple[Rule, ...], choice: int) -> tuple[Rule, ...]:
    return tuple(rule for at, rule in enumerate(rules) if choice >> at & 1)


def _rules(seen: Tried, rules: tuple[Rule, ...], choice: int) -> tuple[RulePlan, ...]:
    """All rules, those of the choice first and in the order of their worth."""
    choices, order, out = seen.choices, seen.choices.in_order(choice), []
    for at in [*order, *(at for at in range(len(rules)) if at not in order)]:
        before = sum(1 << other for other in (order[: order.index(at)] if at in order else order))
        with_it, alone = before | 1 << at, 1 << at
        out.append(
            RulePlan(
                rules[at].name,
                rules[at].says,
                int(seen.keys[at]),
                int(seen.meetings[at]),
                int(choices.candidates[alone]),
                choices.recall(alone, seen.count),
                order.index(at) + 1 if at in order else 0,
                int(choices.candidates[with_it] - choices.candidates[before]),
                choices.recall(with_it, seen.count) - choices.recall(before, seen.count),
            )
        )
    return tuple(out)


def _wishes(seen: Tried, rules: tuple[Rule, ...], everything: int) -> tuple[Wish, ...]:
    choices, out = seen.choices, []
    for wanted, choice in [*((wish, choices.cheapest(wish, everything)) for wish in _WISHES), (1.0, everything)]:
        names = tuple(rule.name for rule in _chosen(rules, choice))
        recall, seconds = choices.recall(choice, seen.count), float(choices.seconds[choice])
        out.append(Wish(wanted, names, int(choices.candidates[choice]), recall, seconds))
    return tuple(out)
