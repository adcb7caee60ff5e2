"""What a number counts, so that numbers that count different things are never added or compared by accident."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from antigone.evidence.dates import NotADate, UncertainDate


class Counted(StrEnum):
    """What is counted; a closed vocabulary."""

    KILLED = "killed"
    WOUNDED = "wounded"
    KILLED_AND_WOUNDED = "killed and wounded"
    CAPTURED = "captured"
    MISSING = "missing"
    IRREPLACEABLE_LOSSES = "irreplaceable losses"
    BODIES_HELD = "bodies held"
    BODIES_RETURNED = "bodies returned"
    GRAVES = "graves"
    REMAINS_RECOVERED = "remains recovered"
    REMAINS_IDENTIFIED = "people identified from remains"
    REMAINS_HANDED_OVER = "remains handed over"
    DECLARED_DEAD = "declared dead by a court"
    EXCESS_DEATHS = "excess deaths"
    UNSAID = "not said"


class Tally(StrEnum):
    """How the number grows."""

    CUMULATIVE = "cumulative"
    INCREMENT = "increment"
    STOCK = "stock"


class Qualifier(StrEnum):
    """How exact the speaker meant it."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    UP_TO = "up to"
    LESS_THAN = "less than"


class IntervalKind(StrEnum):
    """What low and high mean."""

    NONE = "none"
    CLAIM_RANGE = "range as claimed"
    CONFIDENCE_95 = "95 % confidence"
    CREDIBLE_95 = "95 % credible"
    OVER_SOURCES = "lowest and highest of sources"


#: Every unit of the left is also one of the right: a part cannot be larger than its whole. A body held is a dead
#: person; who is killed is lost. «Missing» and «captured» are parts of no count of dead. Remains are counted as they
#: lie in bags, which may hold less than a person or more, so they are parts of no count of people either.
PART_OF: dict[Counted, frozenset[Counted]] = {
    Counted.KILLED: frozenset({Counted.KILLED_AND_WOUNDED, Counted.IRREPLACEABLE_LOSSES}),
    Counted.WOUNDED: frozenset({Counted.KILLED_AND_WOUNDED}),
    Counted.CAPTURED: frozenset({Counted.IRREPLACEABLE_LOSSES}),
    Counted.BODIES_HELD: frozenset({Counted.KILLED, Counted.KILLED_AND_WOUNDED, Counted.IRREPLACEABLE_LOSSES}),
    Counted.BODIES_RETURNED: frozenset({Counted.KILLED, Counted.KILLED_AND_WOUNDED, Counted.IRREPLACEABLE_LOSSES}),
}


class IncompatibleCounts(TypeError):
    """Two numbers count different things, so that neither their sum nor their difference means anything."""


@dataclass(frozen=True, slots=True)
class Population:
    """Of whom the number speaks.

    Attributes:
        force: whose people, such as ``RU armed forces``, or ``civilians``.
        includes, excludes: groups that the speaker named as counted or not counted.
        limits: bounds of age or sex as said, such as ``men 15-49``.
    """

    force: str
    includes: frozenset[str] = frozenset()
    excludes: frozenset[str] = frozenset()
    limits: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """The type of a number: two of them are alike only when every part is.

    Attributes:
        counted: what.
        population: of whom.
        territory: where; empty for everywhere.
        period_from: EDTF date at which a cumulative count begins, or an increment's first day; empty if not said.
        period_to: an increment's last day; empty otherwise.
        tally: how it grows.
    """

    counted: Counted
    population: Population
    territory: str = ""
    period_from: str = ""
    period_to: str = ""
    tally: Tally = Tally.CUMULATIVE

    def in_words(self) -> str:
        """``killed, RU armed forces, cumulative``."""
        parts = [self.counted.value, self.population.force]
        if self.population.excludes:
            parts.append(f"without {', '.join(sorted(self.population.excludes))}")
        if self.population.includes:
            parts.append(f"with {', '.join(sorted(self.population.includes))}")
        return ", ".join([*parts, *filter(None, [self.population.limits, self.territory]), self.tally.value])


class NotAnAmount(ValueError):
    """Low, best and high do not make a range; the message says why."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as claimed: any of low, best and high may be unsaid (None); words are kept beside it.

    Arithmetic works on like quantities only. The sum of increments is the increment of both periods; the difference of
    two cumulative counts is what was added between.

    Raises:
        NotAnAmount: negative, or low above best or high, or best above high, or nothing said at all.
    """

    quantity: Quantity
    low: int | None = None
    best: int | None = None
    high: int | None = None
    qualifier: Qualifier = Qualifier.EXACTLY
    interval: IntervalKind = IntervalKind.NONE
    as_said: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        said = [value for value in (self.low, self.best, self.high) if value is not None]
        if not said and not self.as_said:
            raise NotAnAmount("a claim needs a number, or the words in which it was made")
        if any(value < 0 for value in said):
            raise NotAnAmount(f"{min(said)} is no count: it is less than nobody")
        if said != sorted(said):
            raise NotAnAmount(f"low, best and high must rise: {', '.join(map(str, said))}")

    @property
    def least(self) -> int | None:
        """The lowest number that the claim allows; None when it sets no lower end."""
        if self.low is not None:
            return self.low
        if self.qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
            return None
        return self.best

    @property
    def most(self) -> int | None:
        """The highest number that the claim allows; None when it sets no upper end."""
        if self.high is not None:
            return self.high
        if self.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
            return None
        return self.best

    def __add__(self, other: Amount) -> Amount:
        """What was counted in both periods: increments of one type whose periods do not overlap."""
        mine, theirs = self.quantity, other.quantity
        if mine.tally is not Tally.INCREMENT or _undated(mine) != _undated(theirs):
            raise IncompatibleCounts(_refusal("added", mine, theirs))
        spans = _days(mine), _days(theirs)
        if spans[0] is None or spans[1] is None:
            raise IncompatibleCounts(
                "two counts cannot be added when a period is not said, is no date, or ends before it begins"
            )
        (_, ended, first), (began, _, second) = sorted(
            ((*span, quantity) for span, quantity in zip(spans, (mine, theirs), strict=True) if span),
            key=lambda one: one[0],
        )
        if ended >= began:
            raise IncompatibleCounts("two counts of periods that overlap cannot be added")

        def each(one: int | None, two: int | None) -> int | None:
            return None if one is None or two is None else one + two

        return Amount(
            replace(first, period_to=second.period_to),
            each(self.low, other.low),
            each(self.best, other.best),
            each(self.high, other.high),
            self.qualifier if self.qualifier is other.qualifier else Qualifier.ABOUT,
            self.interval if self.interval is other.interval else IntervalKind.CLAIM_RANGE,
            f"{self.as_said} + {other.as_said}",
        )

    def __sub__(self, other: Amount) -> int:
        """What a cumulative count grew by from the other to this one, of best numbers; negative where it fell."""
        if self.quantity != other.quantity or self.quantity.tally is not Tally.CUMULATIVE:
            raise IncompatibleCounts(_refusal("subtracted", self.quantity, other.quantity))
        if self.best is None or other.best is None:
            raise IncompatibleCounts("a difference needs a best number on both sides; ranges give none")
        return self.best - other.best


def _days(quantity: Quantity) -> tuple[int, int] | None:
    """First and last day of an increment's period, as ordinals; None where it has none that can be told."""
    try:
        first, last = UncertainDate.parse(quantity.period_from), UncertainDate.parse(quantity.period_to)
    except NotADate:
        return None
    return (first.first, last.last) if first.first <= last.last else None


def _undated(quantity: Quantity) -> Quantity:
    return replace(quantity, period_from="", period_to="")


def _refusal(done: str, one: Quantity, other: Quantity) -> str:
    return f"«{one.in_words()}» and «{other.in_words()}» cannot be {done}: they count different things"
