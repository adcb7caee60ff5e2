"""Blocking: which pairs of records are worth weighing at all, as rules that give each record some keys.

Two records are candidates when, under some rule, they share a key and their birth years do not exclude each other. A
rule is a value with a stable number, so that keys can be stored; `RULES` lists all, `Blocking` is a choice of them with
a bound on how many pairs one key may bring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Sides of a match, as they stand in a relation of keys.
SOUGHT, FOUND = 0, 1
#: Birth years of a record that says nothing of them: compatible with everybody's.
ANY_YEAR = (0, 9999)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way for two records to become candidates.

    Attributes:
        number: as it stands in stored keys; never given to another rule.
        name: short English key of the rule.
        says: what the two records must share, in words.
        fields: which fields of `Particulars` its keys are made of.
        years_apart: by how many years birth years may differ at most; None where they are not looked at.
    """

    number: int
    name: str
    says: str
    fields: tuple[str, ...]
    years_apart: int | None = 2


_NAMES = ("names", "father_name", "sex")
_DATED = (*_NAMES, "birth_date")
_PLACE = ("kind", "names", "sex", "last_seen_place", "occurred_place")
_EVENT = ("kind", "names", "sex", "last_seen_date", "last_seen_place", "occurred_date", "occurred_place")

RULES: tuple[Rule, ...] = (
    Rule(1, "three words", "three words of the name", _NAMES, None),
    Rule(2, "two words", "two words of the name, other than given name with patronymic", _NAMES, 3),
    Rule(3, "surname and two initials", "surname and the initials of two other words", _NAMES),
    Rule(4, "surname and initial", "surname and the initial of the given name", _NAMES),
    Rule(5, "surname slip and given name", "surname but for one consonant, and the given name", _NAMES),
    Rule(6, "surname slip and initial", "surname but for one consonant, the initial, and the birth year", _NAMES, 1),
    Rule(7, "surname and birth date", "surname but for one consonant, and the whole birth date", _DATED, None),
    Rule(8, "given name and birth date", "given name and the whole birth date", _DATED, None),
    Rule(9, "given name and patronymic", "given name, patronymic and birth year", _NAMES, 1),
    Rule(10, "service number", "service number but for one sign", ("service_number",), None),
    Rule(11, "call sign and unit", "call-sign and unit", ("call_sign", "unit"), None),
    Rule(12, "mark", "a mark of the body: its kind, place and subject", ("description", "sex"), 20),
    Rule(13, "event", "place and month of what happened, and sex", _EVENT, 20),
    Rule(16, "place", "settlement where last seen and where found, and sex", _PLACE, 4),
    Rule(17, "region and looks", "region, sex, and hair, stature or shoe size", (*_PLACE, "description"), 4),
)

#: What a rule of `RULES` brings, where the birth year is known on both sides: most pairs of a common surname are of
#: records of which one does not tell it. For choices in which the wider rule would cost too much.
NARROWER_RULES: tuple[Rule, ...] = (
    Rule(14, "surname, initial, year", "surname, the initial of the given name, and the birth year", _NAMES),
    Rule(15, "surname slip, given name, year", "surname but for one consonant, given name, and birth year", _NAMES, 1),
)

BY_NAME = {rule.name: rule for rule in (*RULES, *NARROWER_RULES)}


class UnknownRule(ValueError):
    """There is no blocking rule of that name; the message lists those that are."""


def rules_named(names: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these names, in the order of their numbers.

    Raises:
        UnknownRule: a name is none of theirs.
    """
    for name in names:
        if name not in BY_NAME:
            raise UnknownRule(f"there is no blocking rule «{name}»; choose from: {', '.join(BY_NAME)}")
    return tuple(rule for rule in BY_NAME.values() if rule.name in names)


@dataclass(frozen=True, slots=True)
class Blocking:
    """A choice of rules, and how many pairs one block (all records that share one key) may bring.

    A block that would bring more is cut by birth year; a part that is still too large is left out and counted, as are
    the records of a crowded block that tell no birth year. A record so meets at most about sqrt(`pairs_per_block`)
    others by one key, however common its name.
    """

    rules: tuple[Rule, ...] = RULES
    pairs_per_block: int = 250_000

    def __post_init__(self) -> None:
        if self.pairs_per_block < 1:
            raise ValueError(f"a block must be allowed one pair at least, not {self.pairs_per_block}")

    def as_json(self) -> dict[str, Any]:
        """The choice as what JSON knows; `from_json` reads it."""
        return {"rules": [rule.name for rule in self.rules], "pairs_per_block": self.pairs_per_block}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Blocking:
        """The choice that `as_json` gave.

        Raises:
            UnknownRule: it names a rule that this version does not have.
        """
        return cls(rules_named(data["rules"]), int(data["pairs_per_block"]))
