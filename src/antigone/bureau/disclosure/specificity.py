"""The specificity rule: who already knows a person finds him, who fishes finds nothing (DESIGN, section 2.4).

A stranger is shown a record only when his query alone carries enough weight of evidence to single that person out.
Otherwise he gets the one answer that also means "nothing found" and "withheld".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Person = TypeVar("Person")


@dataclass(frozen=True, slots=True)
class Specificity:
    """How much a query must say before an audience is answered.

    Attributes:
        least_log10_lr: weight that the query must reach. Seven means: of ten million other people, one would fit as
            well.
        least_lead: by how much it must beat every record of another person.
        least_line: no single line of the query may speak against the record more strongly than this.
    """

    least_log10_lr: float
    least_lead: float
    least_line: float


#: A full name of ordinary rarity suffices, or a very common one with the day of birth; a surname never does.
PUBLIC = Specificity(least_log10_lr=7.0, least_lead=1.0, least_line=-1.0)


def singled_out(
    weighed: Sequence[tuple[Person, float]],
    rule: Specificity,
    *,
    same_person: Callable[[Person, Person], bool],
) -> tuple[Person, ...]:
    """The records of the one person whom a query singles out, best first; empty when it singles out nobody.

    Args:
        weighed: records with the query's whole log10 LR for each, in any order.
        same_person: whether two records surely speak of one human being; a symmetric judgement. Several records of
            one person do not compete with each other.
    """
    ranked = sorted(weighed, key=lambda entry: -entry[1])
    if not ranked or ranked[0][1] < rule.least_log10_lr:
        return ()
    best, top = ranked[0]
    chosen = [best]
    for person, weight in ranked[1:]:
        if weight <= top - rule.least_lead:
            break
        if not same_person(best, person):
            return ()
        chosen.append(person)
    return tuple(chosen)
