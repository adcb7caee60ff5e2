"""What cannot be true together, found by rule and without opinion.

No rule says which of two claims is wrong, or that anybody lied. A conflict of the kind «cannot both hold» follows from
the numbers alone; a tension holds unless a stated thing happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from antigone.evidence.claims.claims import Claim, Standing
from antigone.evidence.claims.quantities import PART_OF, Counted, Population, Tally
from antigone.evidence.dates import NotADate, UncertainDate


class Rule(StrEnum):
    """By which rule a conflict was found."""

    PART_ABOVE_WHOLE = "a part is larger than its whole"
    COUNT_FELL = "a cumulative count fell"
    SAME_NUMBER_AGAIN = "one number stands for two things"
    RANGES_APART = "two ranges for the same thing do not meet"


class Force(StrEnum):
    """How strong the conflict is."""

    CONTRADICTION = "cannot both hold"
    TENSION = "can both hold only if something happened between them"
    NOTICE = "worth a look"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that a rule holds against each other.

    Attributes:
        rule, force: which, and how strongly.
        first, second: the claims' keys: part and whole, earlier and later.
        sentence: why, in English.
        gap: by how much the part exceeds the whole, or the count fell; 0 where the rule knows no such number.
        days: from the second's date to the first's for a part and its whole, else from the first's to the second's.
    """

    rule: Rule
    force: Force
    first: str
    second: str
    sentence: str
    gap: int = 0
    days: int = 0


def conflicts(claims: Sequence[Claim]) -> list[Conflict]:
    """Every conflict among the claims, contradictions first. Claims that were retracted or only repeat are left out."""
    retracted = {claim.retracts for claim in claims if claim.retracts} | {
        claim.corrects for claim in claims if claim.corrects
    }
    standing = [
        claim
        for claim in claims
        if claim.key not in retracted and not claim.same_as and claim.standing is not Standing.WITHDRAWN
    ]
    found = [*_parts_above_wholes(standing), *_falls(standing), *_same_numbers(standing), *_apart(standing)]
    return sorted(found, key=lambda one: (list(Force).index(one.force), list(Rule).index(one.rule), one.first))


def _parts_above_wholes(claims: Iterable[Claim]) -> Iterator[Conflict]:
    known = list(claims)
    for part in known:
        for whole in known:
            if part is whole or not _is_part(part, whole) or whole.amount.quantity.tally is Tally.INCREMENT:
                continue
            least, most = part.amount.least, whole.amount.most
            if least is None or most is None or least <= most:
                continue
            sentence = f"{_said(part)} is part of {_said(whole)}, and a part cannot be larger than its whole"
            days = _days_between(whole.as_of, part.as_of)
            if days is None:
                continue
            if days <= 0:
                yield Conflict(
                    Rule.PART_ABOVE_WHOLE, Force.CONTRADICTION, part.key, whole.key, sentence, least - most, days
                )
            else:
                yield Conflict(
                    Rule.PART_ABOVE_WHOLE,
                    Force.TENSION,
                    part.key,
                    whole.key,
                    f"{sentence}; both hold only if the whole grew by at least {least - most:,} in the {days} days "
                    "between them",
                    least - most,
                    days,
                )


def _is_part(part: Claim, whole: Claim) -> bool:
    """Whether whoever the part counts is also counted by the whole."""
    if part.part_of == whole.key:
        return True
    one, other = part.amount.quantity, whole.amount.quantity
    narrower = other.counted in PART_OF.get(one.counted, frozenset())
    same_thing = one.counted is other.counted and bool(one.territory) and not other.territory
    return (
        (narrower or same_thing)
        and _within(one.population, other.population)
        and (not other.territory or one.territory == other.territory)
    )


def _within(one: Population, other: Population) -> bool:
    if one.force != other.force or (other.limits and one.limits != other.limits):
        return False
    return not (other.excludes - one.excludes) and not (one.includes - other.includes)


def _falls(claims: Iterable[Claim]) -> Iterator[Conflict]:
    for earlier, later in _ordered_pairs(claims):
        if earlier.claimant != later.claimant or earlier.amount.quantity != later.amount.quantity:
            continue
        if earlier.amount.quantity.tally is not Tally.CUMULATIVE:
            continue
        least, most = earlier.amount.least, later.amount.most
        if least is not None and most is not None and most < least:
            yield Conflict(
                Rule.COUNT_FELL,
                Force.CONTRADICTION,
                earlier.key,
                later.key,
                f"{_said(later)} is less than {_said(earlier)} by the same claimant, and a count of all until then "
                "cannot fall",
                least - most,
                _days_between(earlier.as_of, later.as_of) or 0,
            )


def _same_numbers(claims: Iterable[Claim]) -> Iterator[Conflict]:
    for one, other in combinations(claims, 2):
        number = one.amount.best
        if number is None or number != other.amount.best or number < 100 or number % 100 == 0:
            continue
        different = one.amount.quantity.counted is not other.amount.quantity.counted or (
            one.amount.quantity.population.force != other.amount.quantity.population.force
        )
        if different:
            yield Conflict(
                Rule.SAME_NUMBER_AGAIN,
                Force.NOTICE,
                one.key,
                other.key,
                f"the number {number:,} stands for «{one.amount.quantity.in_words()}» and for "
                f"«{other.amount.quantity.in_words()}»",
            )


def _apart(claims: Iterable[Claim], *, within_days: int = 14) -> Iterator[Conflict]:
    for earlier, later in _ordered_pairs(claims):
        one, other = earlier.amount, later.amount
        if earlier.claimant == later.claimant or one.quantity != other.quantity:
            continue
        days = _days_between(earlier.as_of, later.as_of)
        if days is None or days > within_days or one.quantity.counted is Counted.UNSAID:
            continue
        low, high = sorted((one, other), key=lambda amount: amount.least or 0)
        if low.most is not None and high.least is not None and low.most < high.least:
            times = high.least / max(low.most, 1)
            yield Conflict(
                Rule.RANGES_APART,
                Force.NOTICE,
                earlier.key,
                later.key,
                f"{_said(earlier)} and {_said(later)} are {days} days and a factor of {times:.1f} apart",
                high.least - low.most,
                days,
            )


def _ordered_pairs(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    dated = [(first, claim) for claim in claims if (first := _first_day(claim.as_of)) is not None]
    for (_, earlier), (_, later) in combinations(sorted(dated, key=lambda entry: (entry[0], entry[1].key)), 2):
        yield earlier, later


def _first_day(edtf: str) -> int | None:
    """The first day that the date may mean, counted in days; None where nothing can be read."""
    try:
        return UncertainDate.parse(edtf).first
    except NotADate:
        return None


def _days_between(earlier: str, later: str) -> int | None:
    one, other = _first_day(earlier), _first_day(later)
    return None if one is None or other is None else other - one


def _said(claim: Claim) -> str:
    amount = claim.amount
    if amount.low is not None and amount.high is not None:
        number = f"{amount.low:,} to {amount.high:,}"
    else:
        value = next(value for value in (amount.best, amount.low, amount.high) if value is not None)
        words = "" if amount.qualifier.value == "exactly" else f"{amount.qualifier.value} "
        number = f"{words}{value:,}"
    return f"{number} {amount.quantity.counted.value} ({claim.claimant}, {claim.as_of})"
