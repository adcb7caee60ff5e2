"""The inference.

What can be: every picture was taken at some moment of its interval, in the stated order, and the feature was at that
moment what was seen. A bracket holds in all of these possible worlds. Where the feature can change only once (`STAYS`,
`GOES`), the moment of change lies after the latest of the earliest moments at which the first state was seen and no
later than the earliest of the latest moments at which the second was. Where it may come and go (`FREE`), a change lies
certainly between two sightings of opposite states whose order is certain; of these pairs those are given that no other
lies within.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from antigone.evidence.brackets.values import (
    RESOLVED,
    Answer,
    Bracket,
    Change,
    Confidence,
    Contradiction,
    Course,
    Observed,
    SetAside,
    State,
    Times,
    Why,
)

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_THERE = (State.PRESENT, State.PARTIAL)


@dataclass(slots=True)
class _Sighting:
    """A picture in which all observers agree; `first` and `last` may narrow as orders are stated."""

    picture: str
    there: bool
    keys: tuple[str, ...]
    first: datetime
    last: datetime


def infer(
    observed: Sequence[Observed],
    course: Course,
    *,
    size: float | None,
    taken: Mapping[str, Times],
    order: Iterable[tuple[str, str]] = (),
) -> Answer:
    """What follows for one feature.

    Args:
        observed: at most one observation of an observer in a picture; of a later word of the same observer the earlier
            one is left out by the caller.
        size: the feature's smallest extent that has to be resolved, in metres; None where nobody knows it, and then no
            absence counts.
        taken: when each picture was taken; one that is not named was taken at any time.
        order: pairs of pictures, of which the first is stated to be no later than the second.

    Returns:
        Brackets in the order of their times; none while there is a contradiction.
    """
    aside = [unfit for one in observed if (unfit := _why_not(one, size))]
    out = {one.key for one in aside}
    unseen = {one.picture for one in observed if one.state in (State.NOT_VISIBLE, State.OBSCURED)}
    by_picture: dict[str, list[Observed]] = {}
    for one in observed:
        if one.key not in out:
            by_picture.setdefault(one.picture, []).append(one)
    contradictions = [found for words in by_picture.values() if (found := _disagreement(words))]
    for picture in unseen & set(by_picture):
        aside += [SetAside(one.key, Why.NOT_AGREED) for one in by_picture.pop(picture)]
    pairs = _closed(order)
    spans = {picture: _ends(times) for picture, times in taken.items()}
    contradictions += _impossible(by_picture, spans, pairs)
    placed = {picture for pair in pairs for picture in pair}
    sightings = []
    for picture, words in by_picture.items():
        first, last = _narrowed(picture, spans, pairs)
        if (first, last) == (_FIRST, _LAST) and picture not in placed:
            aside += [SetAside(one.key, Why.NO_TIME) for one in words]
            continue
        keys = tuple(sorted(one.key for one in words))
        sightings.append(_Sighting(picture, words[0].state in _THERE, keys, first, last))
    if not contradictions:
        contradictions = _contradictions(sightings, course, pairs)
    brackets: list[Bracket] = []
    if not contradictions:
        brackets = _free(sightings, pairs) if course is Course.FREE else _once(sightings, course, pairs)
    return Answer(
        tuple(sorted(brackets, key=lambda one: (one.latest or _LAST, one.earliest or _FIRST, one.after, one.before))),
        tuple(contradictions),
        tuple(sorted(aside, key=lambda one: one.key)),
    )


def _why_not(one: Observed, size: float | None) -> SetAside | None:
    if one.state is State.NOT_VISIBLE:
        return SetAside(one.key, Why.NOT_VISIBLE)
    if one.state is State.OBSCURED:
        return SetAside(one.key, Why.OBSCURED)
    if one.confidence is Confidence.POSSIBLE:
        return SetAside(one.key, Why.ONLY_POSSIBLE)
    if one.state is State.ABSENT:
        if one.pixel is None or size is None:
            return SetAside(one.key, Why.NOT_MEASURED)
        if one.pixel > size * RESOLVED:
            return SetAside(one.key, Why.NOT_RESOLVED)
    return None


def _disagreement(words: Sequence[Observed]) -> Contradiction | None:
    there = tuple(sorted(one.key for one in words if one.state in _THERE))
    absent = tuple(sorted(one.key for one in words if one.state is State.ABSENT))
    return Contradiction(there, absent) if there and absent else None


def _closed(order: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The order with all that follows from it."""
    pairs = {(earlier, later) for earlier, later in order if earlier != later}
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c and a != d} - pairs
        if not more:
            return pairs
        pairs |= more


_Span = tuple[datetime, datetime]


def _ends(times: Times | None) -> _Span:
    return ((times.earliest or _FIRST), (times.latest or _LAST)) if times else (_FIRST, _LAST)


def _narrowed(picture: str, spans: Mapping[str, _Span], pairs: set[tuple[str, str]]) -> _Span:
    """When a picture can have been taken, once the stated order is heeded."""
    first, last = spans.get(picture, _ends(None))
    firsts = [spans[earlier][0] for earlier, later in pairs if later == picture and earlier in spans]
    lasts = [spans[later][1] for earlier, later in pairs if earlier == picture and later in spans]
    return max([first, *firsts]), min([last, *lasts])


def _impossible(sighted: Iterable[str], spans: Mapping[str, _Span], pairs: set[tuple[str, str]]) -> list[Contradiction]:
    """Dates that contradict the stated order, where that bears on a picture that counts, by however many others."""
    concerned = set(sighted)
    while more := {picture for pair in pairs if concerned & set(pair) for picture in pair} - concerned:
        concerned |= more
    return [
        Contradiction((), (), (earlier, later))
        for earlier, later in sorted(pairs)
        if {earlier, later} <= concerned and spans.get(later, _ends(None))[1] < spans.get(earlier, _ends(None))[0]
    ]


def _certainly(one: _Sighting, other: _Sighting, pairs: set[tuple[str, str]]) -> bool:
    """Whether the first of two sightings of opposite states was made before the second. At one moment they cannot be:
    the feature is not both there and absent."""
    return (one.picture, other.picture) in pairs or one.last <= other.first


def _contradictions(sightings: Sequence[_Sighting], course: Course, pairs: set[tuple[str, str]]) -> list[Contradiction]:
    found = []
    for one in sightings:
        for other in sightings:
            if not one.there or other.there:
                continue
            # `one` is there, `other` absent.
            if course is Course.FREE:
                wrong = _certainly(one, other, pairs) and _certainly(other, one, pairs)
            elif course is Course.STAYS:
                wrong = _certainly(one, other, pairs)
            else:
                wrong = _certainly(other, one, pairs)
            if wrong:
                found.append(Contradiction(one.keys, other.keys))
    return found


def _once(sightings: Sequence[_Sighting], course: Course, pairs: set[tuple[str, str]]) -> list[Bracket]:
    """The one change of a feature that changes once."""
    appears = course is Course.STAYS
    old = [one for one in sightings if one.there is not appears]
    new = [one for one in sightings if one.there is appears]
    if not old or not new:
        return []
    earliest, latest = max(one.first for one in old), min(one.last for one in new)
    if earliest == _FIRST and latest == _LAST and not any(_certainly(a, b, pairs) for a in old for b in new):
        return []
    return [
        Bracket(
            Change.APPEARED if appears else Change.DISAPPEARED,
            _pictures(one for one in old if one.first == earliest),
            _pictures(one for one in new if one.last == latest),
            None if earliest == _FIRST else earliest,
            None if latest == _LAST else latest,
        )
    ]


def _free(sightings: Sequence[_Sighting], pairs: set[tuple[str, str]]) -> list[Bracket]:
    """Changes that happened at least once between two sightings, of which none lies within another."""
    brackets = []
    for appears in (True, False):
        found = [
            (old, new)
            for old in sightings
            for new in sightings
            if old.there is not appears and new.there is appears and _certainly(old, new, pairs)
        ]
        edges = {(old.first, new.last) for old, new in found}
        inner = {
            (first, last)
            for first, last in edges
            if not any(first <= a and b <= last and (a, b) != (first, last) for a, b in edges)
        }
        for first, last in inner:
            its = [(old, new) for old, new in found if (old.first, new.last) == (first, last)]
            brackets.append(
                Bracket(
                    Change.APPEARED if appears else Change.DISAPPEARED,
                    _pictures(old for old, _ in its),
                    _pictures(new for _, new in its),
                    None if first == _FIRST else first,
                    None if last == _LAST else last,
                )
            )
    return brackets


def _pictures(sightings: Iterable[_Sighting]) -> tuple[str, ...]:
    return tuple(sorted({one.picture for one in sightings}))
