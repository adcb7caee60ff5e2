"""A cursor comes back as the place that it was made of, and nobody else can make one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.disclosure.partners.changes import Place
from antigone.interfaces.api.problems import Refused
from antigone.interfaces.api.v1.cursors import FIRST, cursor_of, place_of

places = st.builds(
    Place, st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)), st.uuids()
)  # fmt: skip


@given(places)
def test_a_cursor_comes_back_as_its_place(place: Place) -> None:
    assert place_of(cursor_of(place, of="changes"), of="changes") == place


@given(places, st.data())
def test_a_cursor_that_was_touched_is_refused(place: Place, data: st.DataObject) -> None:
    cursor = cursor_of(place, of="changes")
    at = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from("abcXYZ019-_:").filter(lambda letter: letter != cursor[at]))
    with pytest.raises(Refused, match="begin without one"):
        place_of(cursor[:at] + other + cursor[at + 1 :], of="changes")
    with pytest.raises(Refused):
        place_of(cursor, of="agreed")


@given(st.text(min_size=1, max_size=60))
def test_words_of_somebody_elses_are_no_cursor(text: str) -> None:
    with pytest.raises(Refused):
        place_of(text, of="changes")


def test_without_a_cursor_one_begins_at_the_beginning() -> None:
    assert place_of("", of="changes") == FIRST == Place(datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))
