"""Birth dates as clerks write them: swapped, a digit off, about, of sources that err more or less."""

import datetime
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import names
from antigone.evidence.dates import BirthDateLine, DateErrors, NotADate, UncertainDate, birth_date_weight, born_at_age
from antigone.evidence.linkage import Particulars, as_columns

years = st.integers(1900, 2020)
marks = st.sampled_from(("", "?", "~", "%"))
days = st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2020, 12, 31)).map(datetime.date.isoformat)
points = st.one_of(
    days,
    years.map(str),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    st.builds("{}X".format, st.integers(190, 201)),
    st.builds("{}-XX-XX".format, years),
)
dates = st.one_of(
    st.builds("{}{}".format, points, marks),
    st.builds(lambda a, b: f"{min(a, b)}/{max(a, b)}", years, years),
    st.builds("../{}".format, years),
    st.builds("{}/".format, years),
)


def weight(left: str, right: str) -> float:
    return birth_date_weight(UncertainDate.parse(left), UncertainDate.parse(right)).log10_lr


def reason(left: str, right: str) -> str:
    return birth_date_weight(UncertainDate.parse(left), UncertainDate.parse(right)).reason


@given(dates, dates)
def test_any_two_dates_have_a_finite_weight_alike_in_either_order(left: str, right: str) -> None:
    assert -4 < weight(left, right) < 6
    assert weight(left, right) == pytest.approx(weight(right, left), abs=1e-12)


@given(dates)
def test_a_date_never_speaks_against_itself(date: str) -> None:
    assert weight(date, date) > -0.05


@given(st.dates(min_value=datetime.date(1960, 1, 1), max_value=datetime.date(1999, 12, 31)))
def test_a_swap_of_day_and_month_is_recognised(day: datetime.date) -> None:
    if day.day > 12 or day.day == day.month:
        return
    swapped = day.replace(month=day.day, day=day.month)
    assert weight(day.isoformat(), swapped.isoformat()) > 2
    assert "swapped" in reason(day.isoformat(), swapped.isoformat())


def test_each_slip_has_its_reason() -> None:
    assert "one year apart" in reason("1990-03-14", "1991-03-14")
    assert "2 years apart" in reason("1990-03-14", "1992-03-14")
    assert "one digit differs" in reason("1990-03-14", "1970-03-14")
    assert "agree" in reason("1990-03-14", "1990")
    assert "differ" in reason("1990-03-14", "1974-11-30")


def test_slips_are_ordered_by_how_often_they_happen() -> None:
    assert (
        weight("1990-03-04", "1990-03-04")
        > weight("1990-03-04", "1990-04-03")
        > weight("1990-03-04", "1992-03-04")
        > weight("1990-03-04", "1990-03-05")
        > weight("1990-03-04", "1978-11-25")
    )


def test_about_reaches_further_and_says_less() -> None:
    assert weight("1990", "1990") > weight("1990~", "1990") > 0
    assert weight("1990~", "1992") > 0 > weight("1990", "1992")
    assert weight("1990", "1993?") > weight("1990", "1993")


def test_a_source_that_errs_more_is_forgiven_more() -> None:
    line = BirthDateLine(by_source=(("press", DateErrors(year_off=0.2)), ("authority", DateErrors(year_off=0.001))))
    left = Particulars(birth_date="1990-03-14")
    press, authority = (
        line.explain(left, Particulars(birth_date="1991-03-14", source_kind=kind)).log10_lr
        for kind in ("press", "authority")
    )
    assert press > authority + 0.3


def test_the_mean_ratio_of_strangers_is_one() -> None:
    """Strangers of forty birth years, dates of every vagueness: what the line claims, chance does not exceed."""
    rng = random.Random(11)

    def said() -> str:
        day = datetime.date(1965, 1, 1) + datetime.timedelta(rng.randrange(40 * 365))
        return rng.choice((day.isoformat(), day.isoformat(), str(day.year), f"{day.year}~", f"{day:%Y-%m}"))

    records = [Particulars(birth_date=said()) for _ in range(4000)]
    line = BirthDateLine()
    encoded = line.encode(as_columns(records))
    pairs = np.random.default_rng(5).integers(0, len(records), (2, 400_000))
    pairs = pairs[:, pairs[0] != pairs[1]]
    mean = float((10 ** line.weigh(encoded, encoded, pairs[0], pairs[1])).mean())
    assert 0.9 < mean < 1.1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Гаврилюк Тарас Іванович", "Мельничук Богдан Юрійович"),
        ("Іванов Олег", "Петренко Юрій"),
        ("Ivanov Oleg", "Коваль Юрий"),
    ],
)
def test_equal_dates_do_not_lift_a_different_name(left: str, right: str) -> None:
    """One day in common is chance among a hundred people; against a prior of one in a million it stays out of sight."""
    name = names.compare(left, right, against=names.Strangers.ANYBODY).log10_lr
    assert name + weight("1990-03-14", "1990-03-14") < 2


def test_a_year_alone_does_not_confirm_a_common_name() -> None:
    name = names.compare("Іванов Іван", "Иванов Иван", against=names.Strangers.ANYBODY).log10_lr
    assert name + weight("1990", "1990") < 6
    assert weight("1990", "1990") < 1.7


def test_an_age_on_a_day_is_a_span_of_birth_days() -> None:
    born = born_at_age(20, 20, UncertainDate.parse("2024-06-15"))
    assert (born.first, born.last) == (
        datetime.date(2003, 6, 16).toordinal(),
        datetime.date(2004, 6, 15).toordinal(),
    )
    assert not born.approximate
    assert weight(born.edtf, "2004-01-20") > 1 > 0 > weight(born.edtf, "1999-01-20")


def test_about_twenty_is_a_vague_span() -> None:
    born = born_at_age(20, 20, UncertainDate.parse("2024"), about=True)
    assert born.approximate
    assert weight(born.edtf, "2002-03-01") > 0 > weight(born.edtf, "1990-03-01")


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (30, 20), (10, 200)])
def test_an_age_that_nobody_has_is_refused(low: int, high: int) -> None:
    with pytest.raises(NotADate, match="age"):
        born_at_age(low, high, UncertainDate.parse("2024"))


@pytest.mark.parametrize("text", ["1987-XX", "1987-XX-XX", "1987-05-XX", "1987/", "/1987"])
def test_digits_and_ends_that_are_not_known_are_read(text: str) -> None:
    assert UncertainDate.parse(text)


@pytest.mark.parametrize("text", ["/", "../..", "1987-05-13" * 20])
def test_what_names_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        UncertainDate.parse(text)
