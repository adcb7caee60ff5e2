"""Dates as people write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.interfaces.exchange.conftest import TODAY

from antigone.evidence.dates import UncertainDate
from antigone.interfaces.exchange import DayOrder
from antigone.interfaces.exchange.people.dates_in_tables import (
    DateCustoms,
    ReadDate,
    RejectedDate,
    day_order_of,
    read_date,
)

CUSTOMS = DateCustoms(DayOrder.UNKNOWN, TODAY)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1937", "1937"),
        ("3.11.1937", "1937-11-03"),
        ("03.11.1937 г.", "1937-11-03"),
        ("1987 г.р.", "1987"),
        ("1987 р.н.", "1987"),
        ("1987-05-13", "1987-05-13"),
        ("2003-05-01T00:00:00", "2003-05-01"),
        ("2003-05-01 00:00:00", "2003-05-01"),
        ("01.05.2003 0:00:00", "2003-05-01"),
        ("1987.05.13", "1987-05-13"),
        ("19870513", "1987-05-13"),
        ("13. 5. 1987", "1987-05-13"),
        ("13,05,1987", "1987-05-13"),
        ("13-05-1987", "1987-05-13"),
        ("25/12/1999", "1999-12-25"),
        ("12/25/1999", "1999-12-25"),
        ("04/04/1999", "1999-04-04"),
        ("05.1987", "1987-05"),
        ("5/1987", "1987-05"),
        ("1987/05", "1987-05"),
        ("13 мая 1987", "1987-05-13"),
        ("13 травня 1987 р.", "1987-05-13"),
        ("17 лютого 1990 року", "1990-02-17"),
        ("травень 1987", "1987-05"),
        ("10 июня 1950", "1950-06-10"),
        ("10 июля 1950", "1950-07-10"),
        ("1 листопада 1950", "1950-11-01"),
        ("13 May 1987", "1987-05-13"),
        ("May 13, 1987", "1987-05-13"),
        ("13-May-1987", "1987-05-13"),
        ("September 1987", "1987-09"),
        ("ок. 1990", "1990~"),
        ("около 1990", "1990~"),
        ("близько 1990 року", "1990~"),
        ("c. 1990", "1990~"),
        ("~1990", "1990~"),
        ("1990?", "1990?"),
        ("1990 (?)", "1990?"),
        ("возможно, 1990", "1990?"),
        ("около 1990?", "1990%"),
        ("1990~", "1990~"),
        ("2022-02/2022-03", "2022-02/2022-03"),
        ("../1990", "../1990"),
        ("199X", "199X"),
        ("1990-е", "199X"),
        ("1990s", "199X"),
        ("1985-1987", "1985/1987"),
        ("1985 или 1986", "1985/1986"),
        ("до 1990", "../1990"),
        ("після 1990", "1990/.."),
        ("00.00.1987", "1987"),
        ("00.05.1987", "1987-05"),
        ("xx.05.1987", "1987-05"),
        ("??.??.1987", "1987"),
        ("1987-00-00", "1987"),
        ("١٩٨٧", "1987"),
        ("29.02.2000", "2000-02-29"),
    ],
)
def test_what_people_write_is_read(written: str, edtf: str) -> None:
    assert read_date(written, CUSTOMS) == ReadDate(edtf)
    assert UncertainDate.parse(edtf).first


@pytest.mark.parametrize("written", ["", "-", "—", "н/д", "неизвестно", "невідомо", "unknown", "0000-00-00", "?"])
def test_words_for_nothing_known_are_no_date(written: str) -> None:
    assert read_date(written, CUSTOMS) == ReadDate("")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31.02.1999", "31.02.1999 is not a date; write 1999-02 if the day is unknown"),
        ("31.02.2022", "31.02.2022 is not a date; write 2022-02 if the day is unknown"),
        ("1999-02-31", "1999-02-31 is not a date; write 1999-02 if the day is unknown"),
        ("29.02.2001", "29.02.2001 is not a date; write 2001-02 if the day is unknown"),
        ("12.25.1999", "there is no month 25; write 1999 if day and month are unknown"),
        ("2003-13", "there is no month 13"),
        ("2065-02-01", "the year 2065 has not come yet"),
        ("24.11.2026", "has not come yet"),
        ("0199", "the year 199 is before 1700"),
        ("1987-1985", "ends before it begins"),
        ("2022-03/2022-02", "ends before it begins"),
    ],
)
def test_a_day_that_cannot_be_is_impossible_and_says_the_cure(written: str, reason: str) -> None:
    read = read_date(written, CUSTOMS)
    assert isinstance(read, RejectedDate)
    assert read.impossible
    assert reason in read.reason


@pytest.mark.parametrize("written", ["весна 1987", "1/1", "1e5", "99999", "see note", "1.2.3.1987", "x" * 500])
def test_what_is_no_date_is_unreadable_and_not_impossible(written: str) -> None:
    read = read_date(written, CUSTOMS)
    assert isinstance(read, RejectedDate)
    assert not read.impossible


def test_a_date_that_can_mean_two_days_keeps_its_year() -> None:
    read = read_date("03/04/1999", CUSTOMS)
    assert isinstance(read, ReadDate)
    assert read.edtf == "1999"
    assert "can mean two days" in read.remark


@pytest.mark.parametrize(("order", "edtf"), [(DayOrder.DAY_FIRST, "1999-04-03"), (DayOrder.MONTH_FIRST, "1999-03-04")])
def test_the_order_of_the_column_settles_it(order: DayOrder, edtf: str) -> None:
    assert read_date("03/04/1999", DateCustoms(order, TODAY)) == ReadDate(edtf)


def test_points_are_day_month_year_whatever_the_order_of_slashes() -> None:
    assert read_date("03.04.1999", DateCustoms(DayOrder.MONTH_FIRST, TODAY)) == ReadDate("1999-04-03")


def test_other_dates_of_a_column_tell_its_order() -> None:
    assert day_order_of(["03/04/1999", "25/12/1999"]) is DayOrder.DAY_FIRST
    assert day_order_of(["03/04/1999", "12/25/1999"]) is DayOrder.MONTH_FIRST
    assert day_order_of(["25/12/1999", "12/25/1999"]) is DayOrder.UNKNOWN
    assert day_order_of(["03.04.1999", "1999"]) is DayOrder.UNKNOWN


def test_two_digits_of_a_year_are_refused_until_the_list_says_its_hundred_years() -> None:
    refused = read_date("1.02.38", CUSTOMS)
    assert isinstance(refused, RejectedDate)
    assert "1938 and 2038 are both possible" in refused.reason
    assert not refused.impossible
    read = read_date("1.02.38", DateCustoms(DayOrder.UNKNOWN, TODAY, two_digit_years_from=1850))
    assert read == ReadDate("1938-02-01", "1.02.38 was read as 1938-02-01")
    assert read_date("85", DateCustoms(DayOrder.UNKNOWN, TODAY, two_digit_years_from=1850)) == ReadDate(
        "1885", "85 was read as 1885"
    )


def test_a_spreadsheets_day_number_is_read_and_said() -> None:
    read = read_date("36161", CUSTOMS)
    assert isinstance(read, ReadDate)
    assert read.edtf == "1999-01-01"
    assert "day number" in read.remark


def test_a_day_of_the_old_calendar_keeps_its_month() -> None:
    read = read_date("29.02.1900", CUSTOMS)
    assert isinstance(read, ReadDate)
    assert read.edtf == "1900-02"
    assert "old calendar" in read.remark


@given(st.dates(datetime.date(1800, 1, 1), TODAY))
def test_every_day_is_read_in_every_common_form(day: datetime.date) -> None:
    forms = [
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
    ]
    forms += [f"{day.day} {month} {day.year}" for month in _months(day.month)]
    assert {read_date(form, CUSTOMS) for form in forms} == {ReadDate(day.isoformat())}


RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
UKRAINIAN = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
ENGLISH = "January February March April May June July August September October November December"


def _months(number: int) -> list[str]:
    return [names.split()[number - 1] for names in (RUSSIAN, UKRAINIAN, ENGLISH)]


@given(st.text(alphabet="0123456789./-?~%xX XVгрокт", max_size=14) | st.text(max_size=30))
def test_whatever_is_written_gives_edtf_or_a_reason(written: str) -> None:
    read = read_date(written, CUSTOMS)
    if isinstance(read, RejectedDate):
        assert read.reason
    elif read.edtf:
        assert UncertainDate.parse(read.edtf).edtf == read.edtf
