"""The demonstration's storage: a train refused, offered again, taken over in part."""

from __future__ import annotations

import pytest

from antigone.bureau.ledger.models import Event
from antigone.bureau.remains.counting.queries import list_parts, totals
from antigone.bureau.remains.queries import transfer_cards
from antigone.server.demo_remains import DemoRemains, store_remains_once
from antigone.simulation.storage import accepted, bags, in_train

pytestmark = pytest.mark.django_db


def test_the_numbers_of_the_story_hold_at_full_size() -> None:
    assert (in_train(7_000), accepted(7_000)) == (3_000, 2_412)
    invented = bags(7_000, 1)
    assert len({bag.number for bag in invented}) == 7_000
    assert sum(bag.place.startswith("CAR-") for bag in invented) == 3_000


def test_a_small_war_is_stored_once_and_its_train_handed_over_in_part() -> None:
    stored = store_remains_once(people=300, seed=1)
    assert stored == DemoRemains(kept=138, handed_over=72)
    events = Event.objects.count()
    assert store_remains_once(people=10_000, seed=1) == stored
    assert Event.objects.count() == events
    again, first = transfer_cards()
    assert (first.offered, first.refused, first.handed_over) == (90, 90, 0)
    assert (again.offered, again.accepted, again.unanswered, again.handed_over) == (90, 72, 18, 72)
    assert totals()[0].all_below == len(list_parts("DV")) == 138
