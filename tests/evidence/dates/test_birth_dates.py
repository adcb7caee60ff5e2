"""Vague dates are read as EDTF says, and agree as strongly as they are exact."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.dates import NotADate, UncertainDate, birth_date_weight

days = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2020, 12, 31))


def weight(left: str, right: str) -> float:
    return birth_date_weight(UncertainDate.parse(left), UncertainDate.parse(right)).log10_lr


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1987-05-13", "1987-05-13", "1987-05-13"),
        ("1988-02", "1988-02-01", "1988-02-29"),
        ("1987~", "1987-01-01", "1987-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("2022-02/2022-03", "2022-02-01", "2022-03-31"),
        ("../1990", "0001-01-01", "1990-12-31"),
        ("1990/..", "1990-01-01", "9999-12-31"),
    ],
)
def test_a_vague_date_means_every_day_that_it_may_be(edtf: str, first: str, last: str) -> None:
    date = UncertainDate.parse(edtf)
    assert datetime.date.fromordinal(date.first).isoformat() == first
    assert datetime.date.fromordinal(date.last).isoformat() == last


def test_marks_say_about_and_not_sure() -> None:
    assert UncertainDate.parse("1990~").approximate
    assert UncertainDate.parse("1990?").uncertain
    assert UncertainDate.parse("1990%").approximate
    assert UncertainDate.parse("1990%").uncertain


@pytest.mark.parametrize("text", ["", "31.02.1999", "1999-13", "1999-02-31", "0000", "1990/1980", "199X-05", "soon"])
def test_what_is_no_date_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(NotADate, match=r"write|there is no|has no day|leave the month"):
        UncertainDate.parse(text)


def test_a_day_that_does_not_exist_names_the_cure() -> None:
    with pytest.raises(NotADate, match="write 1999-02 if the day is unknown"):
        UncertainDate.parse("1999-02-31")


@given(days)
def test_every_day_written_as_iso_8601_is_read_back(day: datetime.date) -> None:
    assert UncertainDate.parse(day.isoformat()).first == day.toordinal()


def test_the_same_day_says_more_than_the_same_year_and_that_more_than_the_same_decade() -> None:
    assert weight("1990-03-04", "1990-03-04") > weight("1990", "1990") > weight("199X", "199X") > 0


def test_a_slip_of_the_pen_still_speaks_for_one_person() -> None:
    assert weight("1990-03-04", "1990-03-04") > weight("1990-03-04", "1990-04-03") > 0
    assert weight("1990-03-04", "1991-03-04") > 0
    assert weight("1990-03-14", "1990-03-17") > 0


def test_another_date_altogether_speaks_against() -> None:
    assert weight("1990-03-04", "1975-11-20") < -1


def test_about_reaches_two_years_to_either_side() -> None:
    assert weight("1990~", "1991-07-01") > 0 > weight("1990", "1996-07-01")


@given(days, days)
def test_two_dates_weigh_the_same_in_either_order(left: datetime.date, right: datetime.date) -> None:
    assert weight(left.isoformat(), right.isoformat()) == pytest.approx(weight(right.isoformat(), left.isoformat()))


def test_no_date_says_nothing() -> None:
    assert birth_date_weight(None, UncertainDate.parse("1990")).log10_lr == 0
