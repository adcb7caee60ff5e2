"""Small numbers of people are not said: whoever knows one of three knows the other two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: The least number of people, besides none, that is said.
LEAST_SAID = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it may be said: exactly, as «fewer than 5», or as «at least» so many (at least none: not said)."""

    number: int
    hidden: bool = False
    at_least: bool = False


def cell(number: int) -> Cell:
    """A number of people; from 1 to 4 it is hidden, and `number` is the bound."""
    return Cell(LEAST_SAID, hidden=True) if 0 < number < LEAST_SAID else Cell(number)


def total_of(numbers: Iterable[int]) -> Cell:
    """The sum of numbers that are said beside it.

    Where some of them are hidden, the sum of those that are said, as «at least»; the difference would tell the rest.
    """
    parts = [cell(number) for number in numbers]
    said = sum(part.number for part in parts if not part.hidden)
    if any(part.hidden for part in parts):
        return Cell(said, at_least=True)
    return cell(said)
