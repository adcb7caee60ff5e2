"""What counts for a bracket and what never does, in the words of an observer."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.brackets.test_against_every_possible_world import answer_to, drawn

from antigone.evidence.brackets import Change, Confidence, Course, Observed, State, Times, Why, infer

VIDEO, LATER = "frame of the video", "image of the later day"
MAY, JUNE = (
    Times(datetime(2024, 5, 20, tzinfo=UTC), datetime(2024, 5, 22, tzinfo=UTC)),
    Times(datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)),
)


def road(video: State, pixel: float | None = 0.3, size: float | None = 3.0) -> list[Observed]:
    """Damage of a road, 3 m across: what the video shows, and the later image in which it is there."""
    return [Observed("1", VIDEO, "olena", video, pixel), Observed("2", LATER, "olena", State.PRESENT, 0.5)]


def test_damage_that_the_video_does_not_show_came_between_the_video_and_the_image() -> None:
    told = infer(road(State.ABSENT), Course.STAYS, size=3.0, taken={VIDEO: MAY, LATER: JUNE})
    (bracket,) = told.brackets
    assert bracket.change is Change.APPEARED
    assert (bracket.after, bracket.before) == ((VIDEO,), (LATER,))
    assert (bracket.earliest, bracket.latest) == (MAY.earliest, JUNE.latest)


def test_without_dates_the_stated_order_of_the_pictures_is_enough_for_a_bracket_without_dates() -> None:
    told = infer(road(State.ABSENT), Course.STAYS, size=3.0, taken={}, order=[(VIDEO, LATER)])
    (bracket,) = told.brackets
    assert (bracket.after, bracket.before) == ((VIDEO,), (LATER,))
    assert (bracket.earliest, bracket.latest) == (None, None)
    untold = infer(road(State.ABSENT), Course.STAYS, size=3.0, taken={})
    assert not untold.brackets
    assert {one.why for one in untold.set_aside} == {Why.NO_TIME}


def test_what_cannot_be_seen_is_not_absent() -> None:
    for state in (State.NOT_VISIBLE, State.OBSCURED):
        assert not infer(road(state), Course.STAYS, size=3.0, taken={VIDEO: MAY, LATER: JUNE}).brackets


def test_absence_counts_from_a_third_of_the_size_on() -> None:
    def given_by(pixel: float | None, size: float | None = 3.0) -> int:
        seen = road(State.ABSENT, pixel)
        return len(infer(seen, Course.STAYS, size=size, taken={VIDEO: MAY, LATER: JUNE}).brackets)

    assert given_by(1.0) == 1
    assert given_by(1.01) == given_by(None) == given_by(0.3, size=None) == 0


def test_two_observers_who_say_opposite_things_of_one_picture_leave_no_bracket() -> None:
    seen = [*road(State.ABSENT), Observed("3", VIDEO, "taras", State.PARTIAL, 0.3)]
    told = infer(seen, Course.STAYS, size=3.0, taken={VIDEO: MAY, LATER: JUNE})
    assert not told.brackets
    (contradiction,) = told.contradictions
    assert (contradiction.present, contradiction.absent) == (("3",), ("1",))


def test_dates_that_contradict_a_stated_order_leave_no_bracket() -> None:
    told = infer(road(State.ABSENT), Course.STAYS, size=3.0, taken={VIDEO: JUNE, LATER: MAY}, order=[(VIDEO, LATER)])
    assert not told.brackets
    assert told.contradictions[0].pictures == (VIDEO, LATER)


def test_a_camp_that_was_there_and_is_gone() -> None:
    seen = [Observed("1", VIDEO, "olena", State.PARTIAL, 0.3), Observed("2", LATER, "olena", State.ABSENT, 0.5)]
    (bracket,) = infer(seen, Course.FREE, size=3.0, taken={VIDEO: MAY, LATER: JUNE}).brackets
    assert bracket.change is Change.DISAPPEARED


@given(st.integers(0, 10**6), st.data())
def test_a_word_that_sees_nothing_never_makes_a_bracket_tighter(seed: int, data: st.DataObject) -> None:
    case = drawn(random.Random(seed))
    before = answer_to(case)
    word = Observed(
        "more",
        data.draw(st.sampled_from(sorted(case.spans))),
        "c",
        data.draw(st.sampled_from([State.NOT_VISIBLE, State.OBSCURED])),
        1.0,
    )
    after = answer_to(replace(case, observed=(*case.observed, word)))
    if before.contradictions:
        return
    for bracket in after.brackets:
        assert any(
            bracket.change is old.change
            and (bracket.earliest is None or (old.earliest is not None and bracket.earliest <= old.earliest))
            and (bracket.latest is None or (old.latest is not None and old.latest <= bracket.latest))
            for old in before.brackets
        )


@given(st.integers(0, 10**6))
def test_what_is_only_possible_changes_nothing(seed: int) -> None:
    case = drawn(random.Random(seed))
    seen = tuple(one for one in case.observed if one.confidence is not Confidence.POSSIBLE)
    unsure = tuple(
        one for one in case.observed if one.confidence is Confidence.POSSIBLE and one.state not in _SEES_NOTHING
    )
    assert answer_to(replace(case, observed=seen + unsure)).brackets == answer_to(replace(case, observed=seen)).brackets


_SEES_NOTHING = (State.NOT_VISIBLE, State.OBSCURED)
