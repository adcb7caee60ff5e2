"""A batch can be taken back: added records go, replaced ones return to what they were, letter for letter."""

from __future__ import annotations

from typing import Any

import pytest
from tests.bureau.people import REGISTRAR, arrive, dead

from antigone.bureau.registry.actions import undo_batch
from antigone.bureau.registry.models import Batch, Name, Record
from antigone.bureau.registry.values import BatchAlreadyUndone, LaterBatchStands, UnknownBatch

pytestmark = pytest.mark.django_db


def everything() -> list[Any]:
    names = Name.objects.order_by("record_id", "value").values_list("record_id", "value", "kind", "keys", "sort_key")
    return [list(Record.objects.order_by("id").values()), list(names)]


def undo(batch_id: int | None) -> tuple[int, int]:
    assert batch_id is not None
    summary = undo_batch(batch_id, actor=REGISTRAR)
    return summary.removed, summary.restored


def test_undoing_brings_everything_back_as_it_was() -> None:
    arrive(dead("17", "Гончар Остап Лукич", birth_date="1987"), dead("18", "Мельник Ярина"))
    before = everything()
    second = arrive(dead("17", "Гончаренко Остап", "Honcharenko Ostap"), dead("19", "Кравець Юхим"))
    assert undo(second.batch_id) == (1, 1)
    assert everything() == before


def test_undoing_the_first_batch_leaves_an_empty_registry() -> None:
    first = arrive(dead("17", "Гончар Остап Лукич"))
    assert undo(first.batch_id) == (1, 0)
    assert everything() == [[], []]


def test_batches_are_undone_from_the_newest_back() -> None:
    first = arrive(dead("17", "Гончар Остап"))
    second = arrive(dead("17", "Гончаренко Остап"))
    with pytest.raises(LaterBatchStands, match=f"undo {second.batch_id} first"):
        undo(first.batch_id)
    undo(second.batch_id)
    assert undo(first.batch_id) == (1, 0)


def test_a_batch_is_undone_once() -> None:
    first = arrive(dead("17", "Гончар Остап"))
    undo(first.batch_id)
    with pytest.raises(BatchAlreadyUndone, match="was undone on"):
        undo(first.batch_id)


def test_an_unknown_batch_is_a_sentence() -> None:
    with pytest.raises(UnknownBatch, match="there is no batch 4711"):
        undo(4711)


def test_the_batch_itself_is_kept_with_who_undid_it() -> None:
    first = arrive(dead("17", "Гончар Остап"))
    undo(first.batch_id)
    batch = Batch.objects.get()
    assert batch.undone_at is not None
    assert batch.undone_by == "olena"


def test_what_was_undone_can_be_imported_again() -> None:
    first = arrive(dead("17", "Гончар Остап"))
    undo(first.batch_id)
    assert arrive(dead("17", "Гончар Остап")).added == 1
