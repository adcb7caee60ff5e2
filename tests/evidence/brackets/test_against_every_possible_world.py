"""The engine against an oracle that walks through every world in which all that counts was seen, set by set."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from antigone.evidence.brackets import (
    Answer,
    Bracket,
    Change,
    Confidence,
    Course,
    Observed,
    State,
    Times,
    infer,
)

SETS = 10_000
SIZE = 6.0
#: Moments run from 0 to 6; -1 and 7 stand for «as early, as late as you like».
BEGIN, END = -1, 7
_ZERO = datetime(2022, 7, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    observed: tuple[Observed, ...]
    spans: dict[str, tuple[int, int]]
    order: tuple[tuple[str, str], ...]
    course: Course


def at(moment: float) -> datetime | None:
    return None if moment in (BEGIN, END) else _ZERO + timedelta(days=moment)


def drawn(dice: random.Random) -> Case:
    pictures = [f"p{number}" for number in range(dice.choice([1, 2, 3, 3, 4]))]
    spans = {}
    for picture in pictures:
        first = dice.randint(0, 6)
        last = min(6, first + dice.choice([0, 0, 1, 1, 2]))
        ends = dice.random()
        spans[picture] = (BEGIN if ends < 0.06 else first, END if 0.03 < ends < 0.09 else last)
    observed = []
    for picture in pictures:
        pixel = dice.choice([1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.1, None])
        for observer in ["a", "b"][: dice.choice([1, 1, 1, 2])]:
            state = dice.choice([*State, *[State.PRESENT, State.ABSENT] * 4])
            sure = dice.choice([Confidence.CERTAIN, Confidence.PROBABLE] * 4 + [Confidence.POSSIBLE])
            observed.append(Observed(f"{picture}{observer}", picture, observer, state, pixel, sure))
    stated = []
    while len(pictures) > 1 and dice.random() < 0.25:
        stated.append(tuple(dice.sample(pictures, 2)))
    return Case(tuple(observed), spans, tuple(stated), dice.choice(list(Course)))


def counting(case: Case) -> tuple[dict[str, bool], bool]:
    """What each picture shows, where it counts; and whether two observers of one picture say opposite things."""
    shown: dict[str, bool] = {}
    opposite = False
    for picture in case.spans:
        words = [one for one in case.observed if one.picture == picture]
        unseen = any(one.state in (State.NOT_VISIBLE, State.OBSCURED) for one in words)
        good = set()
        for one in words:
            if one.confidence is Confidence.POSSIBLE:
                continue
            if one.state is State.ABSENT:
                if one.pixel is not None and 3 * one.pixel <= SIZE:
                    good.add(False)
            elif one.state in (State.PRESENT, State.PARTIAL):
                good.add(True)
        if len(good) == 2:
            opposite = True
        timed = case.spans[picture] != (BEGIN, END) or any(picture in pair for pair in case.order)
        if len(good) == 1 and timed and not unseen:
            (shown[picture],) = good
    return shown, opposite


def bearing_on(case: Case, pictures: set[str]) -> Case:
    """The case without pictures that no stated order ties to these."""
    for _ in case.order:
        pictures = pictures | {one for pair in case.order if set(pair) & pictures for one in pair}
    order = tuple(pair for pair in case.order if set(pair) <= pictures)
    return replace(case, spans={one: span for one, span in case.spans.items() if one in pictures}, order=order)


def worlds(case: Case, step: float) -> Iterator[dict[str, float]]:
    """All moments at which the pictures can have been taken, in the stated order."""
    names = list(case.spans)
    times = [
        [first + number * step for number in range(int((last - first) / step) + 1)]
        for first, last in case.spans.values()
    ]
    for moments in itertools.product(*times):
        world = dict(zip(names, moments, strict=True))
        if all(world[earlier] <= world[later] for earlier, later in case.order):
            yield world


def possible(world: dict[str, float], shown: dict[str, bool]) -> bool:
    """The feature is not both there and absent at one moment."""
    there = {world[one] for one, is_there in shown.items() if is_there}
    return there.isdisjoint(world[one] for one, is_there in shown.items() if not is_there)


def expected(case: Case) -> set[tuple[Change, datetime | None, datetime | None]] | None:
    """Changes with their bounds; None where the observations contradict each other."""
    shown, opposite = counting(case)
    if opposite:
        return None
    case = bearing_on(case, set(shown))
    step = 0.25 if len(case.order) > 1 else 0.5
    ordered = list(worlds(case, step))
    real = [world for world in ordered if possible(world, shown)]
    if not real:
        return None
    bounds = {one: (min(w[one] for w in ordered), max(w[one] for w in ordered)) for one in case.spans}
    if case.course is Course.FREE:
        return _free(shown, real, bounds)
    return _once(case.course, shown, real, step)


def _once(
    course: Course, shown: dict[str, bool], real: list[dict[str, float]], step: float
) -> set[tuple[Change, datetime | None, datetime | None]] | None:
    appears = course is Course.STAYS
    old = [one for one in shown if shown[one] is not appears]
    new = [one for one in shown if shown[one] is appears]
    moments = [BEGIN - 1 + number * step for number in range(int((END - BEGIN + 2) / step) + 1)]
    changes = {
        moment
        for moment in moments
        for world in real
        if all(world[one] < moment for one in old) and all(world[one] >= moment for one in new)
    }
    if not changes:
        return None
    if not old or not new:
        return set()
    earliest, latest = min(changes) - step, max(changes)
    always = all(max(world[one] for one in old) < min(world[one] for one in new) for world in real)
    if (earliest, latest) == (BEGIN, END) and not always:
        return set()
    return {(Change.APPEARED if appears else Change.DISAPPEARED, at(earliest), at(latest))}


def _free(
    shown: dict[str, bool], real: list[dict[str, float]], bounds: dict[str, tuple[float, float]]
) -> set[tuple[Change, datetime | None, datetime | None]]:
    found = set()
    for change, before in ((Change.APPEARED, False), (Change.DISAPPEARED, True)):
        edges = {
            (bounds[old][0], bounds[new][1])
            for old, new in itertools.permutations(shown, 2)
            if shown[old] is before and shown[new] is not before and all(world[old] < world[new] for world in real)
        }
        found |= {
            (change, at(first), at(last))
            for first, last in edges
            if not any(first <= a and b <= last for a, b in edges - {(first, last)})
        }
    return found


def answer_to(case: Case) -> Answer:
    taken = {picture: Times(at(first), at(last)) for picture, (first, last) in case.spans.items()}
    return infer(case.observed, case.course, size=SIZE, taken=taken, order=case.order)


def summed(brackets: tuple[Bracket, ...]) -> set[tuple[Change, datetime | None, datetime | None]]:
    return {(one.change, one.earliest, one.latest) for one in brackets}


@pytest.mark.parametrize("seed", range(4))
def test_no_error_in_ten_thousand_random_sets(seed: int) -> None:
    dice = random.Random(seed)
    given = contradicted = 0
    for _ in range(SETS // 4):
        case = drawn(dice)
        told, right = answer_to(case), expected(case)
        if right is None:
            assert told.contradictions, case
            assert not told.brackets, case
            contradicted += 1
        else:
            assert not told.contradictions, case
            assert summed(told.brackets) == right, case
            given += len(right)
    assert given > 250
    assert contradicted > 250
