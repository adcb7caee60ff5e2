"""The bureau's own counts of remains follow from its events, at the end of any day, and stand among the claims."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from tests.bureau.identification.deciding.board import (
    compared,
    proposed,
    rescinded,
    signed,
    the_staff_is_there,
    two_records,
)
from tests.bureau.remains.morgue import KEEPER, PAPER, build, drafts

from antigone.bureau.figures.pages import figures_page
from antigone.bureau.figures.queries import claim_ledger
from antigone.bureau.figures.remains.actions import StillToCome, document_remains
from antigone.bureau.figures.remains.queries import OwnCount, remains_until
from antigone.bureau.ledger import Actor
from antigone.bureau.remains.actions import receive, take_back
from antigone.bureau.remains.transfers.actions import accept, draw_up, hand_over, offer

pytestmark = pytest.mark.django_db

ANALYST = Actor("nina", "analyst")
TODAY = datetime.now(UTC).date()
BEFORE = TODAY - timedelta(days=20)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def the_dead(count: int, day: date = BEFORE) -> list[str]:
    numbers = [f"P-{number}" for number in range(count)]
    return receive(drafts(numbers, "M2"), brought_by="", taken_by="keeper", at=at(day), actor=KEEPER)


def handed_over(numbers: list[str], day: date) -> None:
    listed = draw_up(f"L-{day}", numbers, party="та сторона", actor=KEEPER)
    offer(listed, at=at(day), actor=KEEPER)
    accept(listed, at=at(day), actor=KEEPER)
    hand_over(listed, signed=PAPER, at=at(day), actor=KEEPER)


@pytest.fixture(autouse=True)
def places() -> None:
    build()


def test_each_part_counts_once_however_often_it_went() -> None:
    numbers = the_dead(8)
    handed_over(numbers[:6], BEFORE + timedelta(days=2))
    take_back(numbers[:1], "M2", signed=PAPER, at=at(BEFORE + timedelta(days=4)), actor=KEEPER)
    handed_over(numbers[:1], BEFORE + timedelta(days=6))
    assert remains_until(BEFORE - timedelta(days=1)) == OwnCount(BEFORE - timedelta(days=1), 0, 0, 0)
    assert remains_until(BEFORE) == OwnCount(BEFORE, 8, 0, 0)
    assert remains_until(TODAY) == OwnCount(TODAY, 8, 6, 0)


def test_people_are_identified_while_two_signatures_stand() -> None:
    the_staff_is_there()
    two_records()
    compared("dental")
    identification = proposed()
    assert remains_until(TODAY).identified == 0
    signed(identification)
    assert remains_until(TODAY).identified == 1
    assert remains_until(TODAY - timedelta(days=1)).identified == 0
    rescinded(identification)
    assert remains_until(TODAY).identified == 0


def test_counts_become_claims_and_a_late_paper_corrects_them() -> None:
    numbers = the_dead(9)
    day = BEFORE + timedelta(days=3)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    count, kept = document_remains(day, claimant="Бюро", force="та сторона", actor=ANALYST)
    assert (count.recovered, kept.added) == (9, 3)
    assert document_remains(day, claimant="Бюро", force="та сторона", actor=ANALYST)[1].added == 0
    handed_over(numbers[:3], day)  # written down today, done then
    count, kept = document_remains(day, claimant="Бюро", force="та сторона", actor=ANALYST)
    assert (count.handed_over, kept.added) == (3, 1)
    said = {claim.key: claim for claim in claim_ledger(force="та сторона").claims}
    corrected = said[f"own-remains-{day}-handed-over-2"]
    assert corrected.corrects == f"own-remains-{day}-handed-over"
    assert (corrected.amount.best, corrected.amount.qualifier) == (5, "less than")  # 3 could single somebody out
    assert said[f"own-remains-{day}-recovered"].amount.best == 9
    page = figures_page("own", title={"en": "Remains"}, force="та сторона")
    assert len(page.claims) == 4
    with pytest.raises(StillToCome, match="is still to come"):
        document_remains(TODAY + timedelta(days=2), claimant="Бюро", actor=ANALYST)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
