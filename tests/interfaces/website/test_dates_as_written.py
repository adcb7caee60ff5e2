"""A birth date as people write it becomes EDTF, or a gentle question."""

from __future__ import annotations

import datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.dates import UncertainDate
from antigone.interfaces.website.forms import date_as_edtf
from antigone.interfaces.website.templatetags.plain_dates import in_words


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1987", "1987"),
        (" 1987 ", "1987"),
        ("1987 р.", "1987"),
        ("1987 г.р.", "1987"),
        ("born 1987", "1987"),
        ("12 марта 1987", "1987"),
        ("12.03.1987", "1987-03-12"),
        ("12. 3. 1987", "1987-03-12"),
        ("12/03/1987", "1987-03-12"),
        ("1987-03-12", "1987-03-12"),
        ("1987.3.2", "1987-03-02"),
        ("03.1987", "1987-03"),
        ("1987-03", "1987-03"),
    ],
)
def test_a_date_is_read_as_people_write_it(written: str, edtf: str) -> None:
    assert date_as_edtf(written) == edtf


@pytest.mark.parametrize("written", ["31.02.1987", "12.13.1987", "0.1.1987", "87", "1987 1988", "?", "19870", "soon"])
def test_what_is_no_date_is_not_guessed(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        date_as_edtf(written)


@given(st.text(max_size=40))
def test_whatever_is_read_is_edtf(written: str) -> None:
    try:
        edtf = date_as_edtf(written)
    except ValueError:
        return
    assert UncertainDate.parse(edtf).edtf == edtf


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_a_day_written_day_first_is_that_day(day: datetime.date) -> None:
    assert date_as_edtf(day.strftime("%d.%m.%Y")) == day.isoformat()


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1987", "1987"),
        ("1985/1987", "1985–1987"),
        ("2024-01-31", "31 січня 2024"),
        ("1979~", "близько 1979"),
        ("", ""),
    ],
)
def test_a_records_date_is_said_in_words(edtf: str, words: str) -> None:
    with override("uk"):
        assert in_words(edtf) == words
