"""Dates of events: last seen alive, captured, died, found. Do they follow each other as they would for one person?

A record stands for the date of its event, or else for the day on which the person was last seen alive. Each date
belongs to a stage, and of one person a later stage comes after an earlier one: at once, or after a delay that is
spread exponentially; or, by a slip, a little before. Of two people the days are spread over the war. A vague date
stands for all its days, so the likelihood is the mean over both spans, exact by second antiderivatives:

    mean of h(b - a) over a in A, b in B = [H(B1 - A0) - H(B0 - A0) - H(B1 - A1) + H(B0 - A1)] / (|A| |B|),  H'' = h.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dates.edtf import NotADate, UncertainDate
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Day, phrase, phrases

#: Stages of a fate, in the order of time: last seen alive, captured, died, body found.
SEEN, CAPTURED, DIED, FOUND = range(4)
_STAGE_OF_KIND: Final = {"missing": SEEN, "prisoner": CAPTURED, "dead": DIED, "remains": FOUND}
_STAGE_IN_WORDS: Final = (phrase("last seen alive"), phrase("captured"), phrase("died"), phrase("found dead"))
#: A date vaguer than two years says nothing.
_VAGUEST_DAYS: Final = 731
_AT_ONCE: Final = 8192


class EncodedEvents(NamedTuple):
    """n dates: first day and the day after the last, float64[n, 2]; stages, int8[n], -1 where there is no date."""

    spans: Floats
    stages: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Delay:
    """How long after one stage the next is dated, for one person.

    Attributes:
        at_once: share of people for whom the delay is short.
        short_days, long_days: mean delay of those, and of the others, in days.
        before: share of pairs in which a slip of either date turns the order.
        slip_days: by how many days on average.
    """

    at_once: float
    short_days: float
    long_days: float
    before: float = 0.06
    slip_days: float = 3.0

    def __post_init__(self) -> None:
        if not 0 <= self.at_once <= 1 or not 0 <= self.before <= 0.5:
            raise ValueError("at_once must be from 0 to 1 and before from 0 to 0.5")
        if min(self.short_days, self.long_days, self.slip_days) <= 0:
            raise ValueError("mean delays must be above 0 days")


# Starting values, chosen: fighting takes most within days of their last call, bodies wait for a front to move.
_SEEN_CAPTURED: Final = Delay(at_once=0.75, short_days=2.0, long_days=60.0)
_SEEN_DIED: Final = Delay(at_once=0.75, short_days=3.0, long_days=90.0)
_SEEN_FOUND: Final = Delay(at_once=0.25, short_days=6.0, long_days=200.0)
_CAPTURED_DIED: Final = Delay(at_once=0.05, short_days=3.0, long_days=250.0)
_CAPTURED_FOUND: Final = Delay(at_once=0.03, short_days=3.0, long_days=350.0)
_DIED_FOUND: Final = Delay(at_once=0.35, short_days=3.0, long_days=180.0)
_ONE_EVENT: Final = Delay(at_once=0.85, short_days=1.5, long_days=60.0, before=0.0)


@dataclass(frozen=True, slots=True)
class LastSeenLine:
    """Dates of two records' events, in the order of the stages; also two records of one event.

    Attributes:
        seen_captured ... captured_found: delays between two stages; a name says which.
        one_event: between two dates of one stage, either of which may be the later.
        elsewhere: chance that a date has nothing to do with the person's fate.
        war_days: days over which two people's dates are spread, evenly.
    """

    seen_captured: Delay = _SEEN_CAPTURED
    seen_died: Delay = _SEEN_DIED
    seen_found: Delay = _SEEN_FOUND
    captured_died: Delay = _CAPTURED_DIED
    captured_found: Delay = _CAPTURED_FOUND
    died_found: Delay = _DIED_FOUND
    one_event: Delay = _ONE_EVENT
    elsewhere: float = 0.04
    war_days: float = 800.0

    @property
    def name(self) -> str:
        return "date of event"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("kind", "last_seen_date", "occurred_date")

    def encode(self, columns: Columns) -> EncodedEvents:
        """The date that each record stands for, and its stage."""
        three = zip(columns["kind"], columns["last_seen_date"], columns["occurred_date"], strict=True)
        rows = [_event(kind or "", seen or "", occurred or "") for kind, seen, occurred in three]
        return EncodedEvents(
            np.array([row[:2] for row in rows], dtype=np.float64).reshape(len(rows), 2),
            np.array([row[2] for row in rows], dtype=np.int8),
        )

    def weigh(self, left: EncodedEvents, right: EncodedEvents, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        for start in range(0, len(left_rows), _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            a, b = left_rows[rows], right_rows[rows]
            stages_a, stages_b = left.stages[a], right.stages[b]
            both = np.flatnonzero((stages_a >= 0) & (stages_b >= 0))
            part = weights[rows]
            part[both] = self._weighed(left.spans[a[both]], right.spans[b[both]], stages_a[both], stages_b[both])
        return weights

    def _weighed(self, a: Floats, b: Floats, stages_a: NDArray[Any], stages_b: NDArray[Any]) -> Floats:
        # The earlier stage first.
        turned = (stages_a > stages_b)[:, None]
        early, late = np.where(turned, b, a), np.where(turned, a, b)
        parameters = _kernels(self)[np.minimum(stages_a, stages_b).astype(np.int64), np.maximum(stages_a, stages_b)].T
        mean = _mean(early, late, parameters)
        one_event = np.flatnonzero(stages_a == stages_b)
        if len(one_event):
            # The order of two records means nothing: either may be the later.
            one, other = early[one_event], late[one_event]
            mean[one_event] = (mean[one_event] + _mean(other, one, parameters[:, one_event])) / 2
        ratio = self.elsewhere + (1 - self.elsewhere) * np.maximum(mean, 0.0) * self.war_days
        weights: Floats = np.log10(ratio)
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, with the order and the delay."""
        a, b = (self.encode({name: [getattr(one, name)] for name in self.fields}) for one in (left, right))
        if a.stages[0] < 0 or b.stages[0] < 0:
            return Weight(self.name, 0.0, phrase("no date of an event on one side"))
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        sides = sorted(((a, left), (b, right)), key=lambda side: int(side[0].stages[0]))
        said = [
            phrase(
                "{what} {date}",
                what=_STAGE_IN_WORDS[int(codes.stages[0])],
                date=Day(one.occurred_date or one.last_seen_date),
            )
            for codes, one in sides
        ]
        (early, _), (late, _) = sides
        if a.stages[0] == b.stages[0]:
            between = max(a.spans[0, 0] - b.spans[0, 1] + 1, b.spans[0, 0] - a.spans[0, 1] + 1, 0)
            how = phrases("{count} days apart", "{count} days apart", count=round(between))
        elif late.spans[0, 1] <= early.spans[0, 0]:
            how = phrases(
                "in the wrong order, by {count} days or more",
                "in the wrong order, by {count} days or more",
                count=round(early.spans[0, 0] - late.spans[0, 1] + 1),
            )
        else:
            how = phrases(
                "{count} days or more later",
                "{count} days or more later",
                count=round(max(late.spans[0, 0] - early.spans[0, 1] + 1, 0)),
            )
        reason = phrase("{early}, {late}: {how}", early=said[0], late=said[1], how=how)
        return Weight(self.name, weight, reason)


_FIRST = np.zeros(1, dtype=np.int64)


@lru_cache(maxsize=16)
def _kernels(line: LastSeenLine) -> Floats:
    """Parameters of the delay between any two stages, float64[4, 4, 6]: three shares, three means in days."""
    table = np.zeros((4, 4, 6))
    delays = {
        (SEEN, CAPTURED): line.seen_captured, (SEEN, DIED): line.seen_died, (SEEN, FOUND): line.seen_found,
        (CAPTURED, DIED): line.captured_died, (CAPTURED, FOUND): line.captured_found, (DIED, FOUND): line.died_found,
    }  # fmt: skip
    for stage in range(4):
        for later in range(stage, 4):
            delay = delays.get((stage, later), line.one_event)
            after = 1 - delay.before
            table[stage, later] = (
                after * delay.at_once, after * (1 - delay.at_once), delay.before,
                delay.short_days, delay.long_days, delay.slip_days,
            )  # fmt: skip
    return table


def _mean(early: Floats, late: Floats, parameters: Floats) -> Floats:
    """Mean density of the delay over all days of two spans, a day: float64[n]."""
    width = (early[:, 1] - early[:, 0]) * (late[:, 1] - late[:, 0])
    return np.asarray(
        (
            _twice_summed(late[:, 1] - early[:, 0], parameters)
            - _twice_summed(late[:, 0] - early[:, 0], parameters)
            - _twice_summed(late[:, 1] - early[:, 1], parameters)
            + _twice_summed(late[:, 0] - early[:, 1], parameters)
        )
        / width
    )


def _twice_summed(gap: Floats, parameters: Floats) -> Floats:
    """Second antiderivative of the delay's density at a gap in days, 0 far before: float64[n]."""
    short, long, before, short_days, long_days, slip_days = parameters
    after = np.maximum(gap, 0.0)
    total = short * (after + short_days * np.expm1(-after / short_days))
    total += long * (after + long_days * np.expm1(-after / long_days))
    total += before * (after + slip_days * np.exp(np.minimum(gap, 0.0) / slip_days))
    return np.asarray(total)


@lru_cache(maxsize=100_000)
def _event(kind: str, seen: str, occurred: str) -> tuple[float, float, int]:
    """First day, day after the last, stage; stage -1 where the record gives no date."""
    for text, stage in ((occurred, _STAGE_OF_KIND.get(kind, DIED)), (seen, SEEN)):
        if not text:
            continue
        try:
            date = UncertainDate.parse(text)
        except NotADate:
            continue
        if date.last - date.first < _VAGUEST_DAYS:
            return float(date.first), float(date.last + 1), stage
    return 0.0, 1.0, -1
