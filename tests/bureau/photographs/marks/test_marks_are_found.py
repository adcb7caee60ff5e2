"""Marks are found by the place of the body, by words of three languages, and then by a picture."""

from __future__ import annotations

from functools import cache
from uuid import UUID

import numpy as np
import pytest
from django.db import Error, connection, transaction
from PIL import Image
from tests.bureau import people
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import CASE_WORKER, record
from tests.imaging.drawn import as_file

from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.actions import (
    add_photograph,
    describe_photograph,
    mark_region,
    unmark_region,
    withdraw_photograph,
)
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.marks.actions import search_marks
from antigone.bureau.photographs.marks.measuring import WORKER, measure_marks
from antigone.bureau.photographs.marks.models import MarkPicture
from antigone.bureau.photographs.marks.queries import marks
from antigone.bureau.photographs.marks.values import MarkSought, MarksRefused
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.values import PhotographDraft, Prepared, RegionDraft
from antigone.imaging.decoding import Picture, decoded
from antigone.simulation.pictures import Setting, drawn_tattoo

pytestmark = pytest.mark.django_db

WORDS = ("якір", "крест с датой", "a skull", "троянда")
MOTIFS = ("anchor", "cross", "skull", "rose")


def tattoo(number: int, *, view: int = 0, setting: Setting = Setting.ALBUM) -> np.ndarray:
    return drawn_tattoo(number, view=view, setting=setting, motif=MOTIFS[number], side=240)[1]


@cache
def picture_of(number: int) -> Prepared:
    """Read once in a session."""
    return prepared(as_file(Image.fromarray(tattoo(number))))


def kept(number: int, *, marked: bool = True) -> UUID:
    """A photograph of a prisoner's tattoo, marked as a part of it."""
    its = record(people.prisoner(f"m{number}", "Невідомий чоловік"))
    photograph = add_photograph(its, picture_of(number), PhotographDraft("tattoo"), actor=CASE_WORKER)
    if marked:
        draft = RegionDraft("tattoo", (0.05, 0.05, 0.9, 0.9), "forearm", "left" if number % 2 else "", WORDS[number])
        mark_region(photograph, draft, actor=CASE_WORKER)
    return photograph


@cache
def sought_picture(number: int) -> Picture:
    return decoded(as_file(Image.fromarray(tattoo(number, view=1, setting=Setting.BODY))))


def test_the_place_comes_first_and_a_word_finds_its_meaning_in_any_language() -> None:
    all_four = [kept(number) for number in range(4)]
    assert [one.photograph for one in marks(MarkSought(place="forearm"))] == all_four[::-1]
    assert marks(MarkSought(place="chest")) == []
    for word, number in (("anchor", 0), ("якорь", 0), ("cross", 1), ("череп", 2), ("роза", 3), ("троянд", 3)):
        assert [one.photograph for one in marks(MarkSought(words=word))] == [all_four[number]], word
    assert marks(MarkSought(words="anchor skull")) == []
    # A part whose side is not said is found by both; one of the other side is not.
    assert {one.words for one in marks(MarkSought(place="forearm", side="right"))} == {WORDS[0], WORDS[2]}


def test_the_side_and_each_word_narrow_and_what_is_withdrawn_is_not_told() -> None:
    photograph = kept(0, marked=False)
    box = (0.1, 0.1, 0.2, 0.2)
    for place, side, words in (
        ("forearm", "left", "якір із канатом"),
        ("forearm", "", "Якоря два"),
        ("chest", "", "якір"),
    ):
        mark_region(photograph, RegionDraft("tattoo", box, place, side, words), actor=CASE_WORKER)
    with acting_as("antigone_staff"):

        def found(**asked: str) -> list[str]:
            return [one.words for one in marks(MarkSought(**asked))]

        assert found(place="forearm", side="left") == ["Якоря два", "якір із канатом"]
        assert found(place="forearm", side="right") == ["Якоря два"]
        assert found(words="anchor канат") == ["якір із канатом"]
        assert found(place="chest", shows="scar") == []
        assert len(marks(MarkSought(), limit=2)) == 2
        withdraw_photograph(photograph, reason="a mistake", actor=CASE_WORKER)
        assert found() == []


def test_a_picture_finds_the_mark_from_another_angle_and_leaves_one_event_without_it() -> None:
    all_four = [kept(number) for number in range(4)]
    with acting_as("antigone_worker"):
        assert measure_marks(actor=WORKER) == 8
        assert measure_marks(actor=WORKER) == 0
    with acting_as("antigone_staff"):
        found = search_marks(sought_picture(3), MarkSought(place="forearm"), actor=CASE_WORKER)
    assert (found.compared, found.waiting) == (4, 0)
    assert found.found[0].photograph == all_four[3]
    assert found.found[0].fitting > 0
    event = Event.objects.filter(verb="photographs.search_marks").get()
    assert event.actor_name == CASE_WORKER.name
    picture = sought_picture(3)
    assert picture.pixels_sha256 not in str((event.subject_id, event.detail))
    assert event.detail == {"place": "forearm", "side": "", "shows": "", "compared": 4, "found": len(found.found)}
    again = search_marks(picture, MarkSought(place="chest"), actor=CASE_WORKER)
    assert again.found == ()
    # The seal tells the bureau that the same picture was sought twice.
    assert Event.objects.filter(verb="photographs.search_marks", subject_id=event.subject_id).count() == 2


def test_what_is_not_measured_yet_is_said_and_what_goes_takes_its_measures_with_it() -> None:
    first, second = kept(0), kept(1, marked=False)
    before = search_marks(sought_picture(0), MarkSought(), actor=CASE_WORKER)
    assert (before.found, before.compared, before.waiting) == ((), 0, 2)
    measure_marks(actor=WORKER)
    after = search_marks(sought_picture(1), MarkSought(), actor=CASE_WORKER)
    assert (after.compared, after.waiting) == (2, 0)
    assert (second, None) in [(one.photograph, one.region) for one in after.found]
    region = Photograph.objects.get(public_id=first).regions.get().public_id
    unmark_region(region, actor=CASE_WORKER)
    assert MarkPicture.objects.filter(photograph__public_id=first).count() == 1
    withdraw_photograph(first, reason="it was of somebody else", actor=CASE_WORKER)
    assert not MarkPicture.objects.filter(photograph__public_id=first).exists()
    describe_photograph(second, PhotographDraft("face"), actor=CASE_WORKER)
    assert search_marks(sought_picture(1), MarkSought(), actor=CASE_WORKER).compared == 0


def test_more_pictures_than_can_be_compared_are_refused_with_what_narrows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    kept(0)
    measure_marks(actor=WORKER)
    monkeypatch.setattr("antigone.bureau.photographs.marks.actions.MOST_COMPARED", 0)
    with pytest.raises(MarksRefused, match="say where on the body"):
        search_marks(sought_picture(0), MarkSought(), actor=CASE_WORKER)


@pytest.mark.parametrize("role", ["antigone_public", "antigone_laboratory", "antigone_vault"])
def test_no_other_zone_reads_what_was_measured(role: str) -> None:
    kept(0)
    measure_marks(actor=WORKER)
    refused = pytest.raises(Error, match="permission denied")
    with acting_as(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM photographs_markpicture")


def test_what_was_measured_cannot_be_exchanged() -> None:
    kept(0)
    measure_marks(actor=WORKER)
    with pytest.raises(Error, match="kept as it was"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE photographs_markpicture SET content = ''")
