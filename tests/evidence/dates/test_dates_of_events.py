"""Last seen, captured, died, found: dates in the order of a fate speak for it, the reverse against."""

import pytest

from antigone.evidence.dates import LastSeenLine
from antigone.evidence.linkage import Particulars

LINE = LastSeenLine()


def seen(date: str) -> Particulars:
    return Particulars(kind="missing", last_seen_date=date)


def happened(date: str, kind: str = "dead") -> Particulars:
    return Particulars(kind=kind, occurred_date=date)


def weight(left: Particulars, right: Particulars) -> float:
    return LINE.explain(left, right).log10_lr


@pytest.mark.parametrize("kind", ["prisoner", "dead"])
def test_the_sooner_after_the_last_call_the_stronger(kind: str) -> None:
    weights = [weight(seen("2024-04-10"), happened(date, kind)) for date in ("2024-04-11", "2024-04-25", "2024-07-01")]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 1.5


def test_a_body_may_lie_long_before_it_is_found() -> None:
    later = "2024-12-01"
    assert weight(seen("2024-04-10"), happened(later, "remains")) > weight(seen("2024-04-10"), happened(later, "dead"))


def test_who_died_before_he_was_last_seen_is_another() -> None:
    weight_ = LINE.explain(seen("2024-04-10"), happened("2023-04-10"))
    assert weight_.log10_lr < -1
    assert "in the wrong order" in weight_.reason


def test_a_slip_of_a_few_days_in_the_order_is_forgiven() -> None:
    assert weight(seen("2024-04-10"), happened("2024-04-08")) > 0 > weight(seen("2024-04-10"), happened("2024-03-01"))


def test_a_vaguer_date_says_less() -> None:
    exact, month, year = (weight(seen("2024-04-10"), happened(date)) for date in ("2024-04-12", "2024-04", "2024"))
    assert exact > month > year > 0
    assert weight(seen("2024-04-10"), happened("../2025")) == 0


def test_two_records_of_one_death_agree_in_either_order() -> None:
    early, late = happened("2024-04-10"), happened("2024-04-13")
    assert weight(early, late) == weight(late, early) > 1
    assert weight(early, happened("2025-01-01")) < -0.5


def test_a_record_stands_for_its_event_rather_than_for_the_last_call() -> None:
    both = Particulars(kind="dead", last_seen_date="2020-01-01", occurred_date="2024-04-12")
    assert weight(seen("2024-04-10"), both) == weight(seen("2024-04-10"), happened("2024-04-12"))
