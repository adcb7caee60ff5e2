"""Two people count alone; the database knows whose count was first, and nothing that looking left behind is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.incidents.story import ANALYST, SECOND
from tests.interfaces.desk.looking import a_case_with_pictures

from antigone.bureau.incidents.alignment.actions import align_by_points, draw_mask, remove_mask
from antigone.bureau.incidents.counts.actions import both_counted, count_in, counts_shown
from antigone.bureau.incidents.counts.agreeing import compared, intraclass
from antigone.bureau.incidents.models import Count, Incident, Mask, Picture
from antigone.bureau.incidents.values import IncidentError, UnknownThing
from antigone.imaging.footage.alignment import PointPair

COUNTS = some.lists(some.tuples(some.integers(0, 200), some.integers(0, 200)), min_size=3, max_size=12)


@given(COUNTS)
def test_agreement_is_at_most_one_and_knows_no_order(pairs: list[tuple[float, float]]) -> None:
    value = intraclass(pairs)
    turned = intraclass([(b, a) for a, b in pairs])
    assert (value is None) == (turned is None)
    if value is not None and turned is not None:
        assert value == pytest.approx(turned)
        assert value <= 1 + 1e-9


def test_agreement_over_pictures() -> None:
    assert intraclass([(10, 10), (20, 20), (35, 35)]) == pytest.approx(1.0)
    # A person who always counts five more agrees in order, not in number: below the correlation of 1.
    assert 0.9 < (intraclass([(10, 15), (20, 25), (35, 40)]) or 0) < 1
    assert (intraclass([(10, 30), (20, 5), (35, 12)]) or 0) < 0.1
    assert intraclass([(10, 10), (20, 20)]) is None
    assert intraclass([(7, 7)] * 4) is None


def test_a_mark_lies_together_with_one_other_at_most() -> None:
    agreed = compared([(0.5, 0.5), (0.505, 0.5), (0.9, 0.9)], [(0.501, 0.5), (0.1, 0.1)])
    assert (agreed.low, agreed.high, agreed.together) == (2, 3, 1)
    assert agreed.share == pytest.approx(0.4)
    assert compared([], []).share == 1
    assert compared([], [(0.5, 0.5)]).share == 0


@pytest.mark.django_db
def test_nobody_reads_a_count_before_his_own() -> None:
    a_case_with_pictures()
    picture = Picture.objects.get(number=2)
    count_in("CASE-1", 2, "tents", [(0.1, 0.1), (0.2, 0.2)], actor=ANALYST)
    assert counts_shown(picture, "tents", SECOND.name) == []
    assert both_counted(picture, "tents") is None
    count_in("CASE-1", 2, "tents", [(0.1, 0.1)], actor=SECOND)
    assert [one.total for one in counts_shown(picture, "tents", SECOND.name)] == [2, 1]
    count_in("CASE-1", 2, "tents", [(0.1, 0.1), (0.2, 0.2), (0.3, 0.3)], note="after the talk", actor=SECOND)
    assert [one.total for one in counts_shown(picture, "tents", ANALYST.name)] == [2, 3]
    both = both_counted(picture, "tents")
    assert both is not None
    assert (both.agreement.low, both.agreement.high) == (1, 2)  # the first words, not the later one
    with pytest.raises(IncidentError, match="people are not counted"):
        count_in("CASE-1", 2, "people", [], actor=ANALYST)
    with pytest.raises(IncidentError, match="within the picture"):
        count_in("CASE-1", 2, "tents", [(1.5, 0.1)], actor=ANALYST)


@pytest.mark.django_db
def test_the_database_holds_what_the_code_promises() -> None:
    a_case_with_pictures()
    one, two = Picture.objects.order_by("number")
    with acting_as("antigone_staff"):
        second = _insert("count", picture_id=one.pk, what="graves", marks="[]", total=0, blind=True, counted_by="olena")
        assert not Count.objects.get(pk=second).blind
        for refused, values in (
            (
                "a count has a mark for each",
                ("count", {"picture_id": one.pk, "what": "graves", "marks": "[]", "total": 4}),
            ),
            ("six numbers", ("alignment", {"before_id": one.pk, "after_id": two.pk, "transform": "[1]"})),
            ("four control points", ("alignment", {"before_id": one.pk, "after_id": two.pk, "how": "points"})),
        ):
            with pytest.raises(DatabaseError, match=refused):
                _insert(values[0], **values[1])
        for statement in (
            "UPDATE incidents_count SET blind = true",
            "DELETE FROM incidents_alignment",
            "UPDATE incidents_mask SET outline = '[]'",
            "SELECT sealed FROM incidents_originalpart",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    with acting_as("antigone_public"), pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.count()
    mask = draw_mask("CASE-1", 1, "cloud", [(0, 0), (0.1, 0), (0.1, 0.1)], actor=ANALYST)
    remove_mask(mask, actor=SECOND)
    assert Mask.objects.get().removed_by == SECOND.name
    with pytest.raises(UnknownThing):
        remove_mask(mask, actor=ANALYST)
    with pytest.raises(IncidentError, match="3 to 200 corners"):
        draw_mask("CASE-1", 1, "cloud", [(0, 0)], actor=ANALYST)
    with pytest.raises(IncidentError, match="one line"):
        align_by_points("CASE-1", 1, 2, [PointPair((x, x), (x, x)) for x in (0.1, 0.2, 0.3, 0.4)], actor=ANALYST)


def _insert(table: str, **values: Any) -> int:
    usual: dict[str, dict[str, Any]] = {
        "count": {"note": "", "counted_by": "taras"},
        "alignment": {"how": "proposed", "transform": "[1,0,0,0,1,0]", "points": "[]", "residuals": "[]",
                      "metres": False, "sentence": "", "made_by": "taras"},
    }  # fmt: skip
    row = usual[table] | values
    columns, places = ", ".join(row), ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO incidents_{table} ({columns}) VALUES ({places}) RETURNING id", list(row.values()))
        return int(cursor.fetchone()[0])
