"""When pictures are compared in another way than before, the worker measures what stands in the gallery anew."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.gallery.released import ANCHOR, released, remains
from tests.imaging.drawn import as_file, drawn, pixels_of

from antigone.bureau.disclosure import gallery
from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.gallery.measuring import WORKER, measure_things

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    with acting_as("antigone_public"):
        pixels = pixels_of(as_file(drawn(640, 480, seed=7)))
        return [thing.code for thing in gallery.alike(pixels, gallery.ThingsQuery()).things]


def test_a_thing_that_was_measured_in_another_way_is_found_again() -> None:
    code = released(ANCHOR, of=remains(), seed=7)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE published.thing SET features = convert_to(%s, 'UTF8')", ["marks-of-old.1\nnumbers"])
    assert found() == []
    with acting_as("antigone_worker"):
        assert [measure_things(actor=WORKER), measure_things(actor=WORKER)] == [1, 0]
    assert found() == [code]
    assert Event.objects.get(verb="photographs.measure_things").detail == {"things": 1}


@pytest.mark.parametrize("change", ["large = small", "words_en = 'his name'", "shown_until = NULL", "measured = 'x'"])
def test_the_worker_changes_nothing_else_of_what_stands_there(change: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"permission denied|can only be updated to DEFAULT")
    with acting_as("antigone_worker"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE published.thing SET {change}")
