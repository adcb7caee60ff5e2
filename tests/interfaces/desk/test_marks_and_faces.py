"""Marks sought at the desk, and faces chosen: covers first, a look that is written down, one choice that is kept."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from tests.bureau.photographs.album import add
from tests.bureau.photographs.faces.gallery import face, person, read
from tests.imaging.drawn import as_file
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import rights_of_the_owner

from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.actions import add_photograph, mark_region
from antigone.bureau.photographs.faces.models import KeptFace
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.marks.measuring import measure_marks
from antigone.bureau.photographs.models import Photograph, View
from antigone.bureau.photographs.values import PhotographDraft, RegionDraft
from antigone.bureau.registry.models import Record
from antigone.simulation.pictures import Setting, drawn_tattoo

WORKER = Actor("worker", "worker")
OLENA = Actor("olena", "registrar")


def record(number: str = "m-1") -> UUID:
    return Record.objects.get(source_record_id=number).public_id


def file_of(pixels: np.ndarray) -> BytesIO:
    file = BytesIO(as_file(Image.fromarray(pixels)))
    file.name = "Верещака Остап.jpg"
    return file


@pytest.fixture
def two_tattoos(office: None, staff_rights: None) -> list[UUID]:
    """An anchor and a skull on forearms, marked and measured."""
    made = []
    with rights_of_the_owner():
        for seed, motif, words in ((4, "anchor", "якір"), (5, "skull", "череп")):
            picture = prepared(as_file(Image.fromarray(drawn_tattoo(seed, motif=motif, side=240)[1])))
            photograph = add_photograph(record(), picture, PhotographDraft("tattoo"), actor=OLENA)
            draft = RegionDraft("tattoo", (0.05, 0.05, 0.9, 0.9), "forearm", "left", words)
            mark_region(photograph, draft, actor=OLENA)
            made.append(photograph)
        while measure_marks(actor=WORKER):
            pass
    return made


def found_in(page: str) -> list[str]:
    return re.findall(r'<div><p><a href="/photographs/([0-9a-f-]+)/">', page)


def test_marks_are_found_by_place_and_words_under_covers(two_tattoos: list[UUID]) -> None:
    client = signed_in("taras")
    assert "Nothing answers" not in client.get("/marks/").text
    page = client.post("/marks/", {"place": "forearm", "words": "anchor"}).text
    assert found_in(page) == [str(two_tattoos[0])]
    assert f"/photographs/{two_tattoos[0]}/cover.jpg" in page
    assert "picture/" not in page
    assert "Nothing answers" in client.post("/marks/", {"place": "chest"}).text
    assert not Event.objects.filter(verb="photographs.search_marks").exists()


def test_a_picture_orders_what_answers_and_leaves_one_event_but_no_file(two_tattoos: list[UUID]) -> None:
    client = signed_in("taras")
    sought = drawn_tattoo(5, motif="skull", side=240, view=1, setting=Setting.BODY)[1]
    page = client.post("/marks/", {"place": "forearm", "picture": file_of(sought)}).text
    assert found_in(page)[0] == str(two_tattoos[1])
    assert "2 pictures were compared, each of them" in page
    event = Event.objects.get(verb="photographs.search_marks")
    assert (event.actor_name, event.actor_role) == ("taras", "case worker")
    assert "Верещака" not in str((event.subject_id, event.detail))
    assert not View.objects.exists()
    refused = client.post("/marks/", {"picture": BytesIO(b"no picture at all")})
    assert (refused.status_code, "Save it as JPEG" in refused.text) == (400, True)
    assert Event.objects.filter(verb="photographs.search_marks").count() == 1


@pytest.fixture
def with_two_faces(office: None, staff_rights: None) -> Photograph:
    with rights_of_the_owner():
        photograph = Photograph.objects.get(public_id=add(record()))
        read(photograph, face(person(1)), face(person(2)))
    return photograph


def test_a_face_is_chosen_behind_a_cover_and_the_list_is_empty_then(with_two_faces: Photograph) -> None:
    client = signed_in("taras")
    address = f"/photographs/{with_two_faces.public_id}/faces/"
    assert "Photographs in which somebody must choose the face" in client.get("/").text
    assert address in client.get("/photographs/faces/").text
    assert address in client.get(f"/photographs/{with_two_faces.public_id}/").text
    covered = client.get(address).text
    assert "Nobody has said which of them is the person." in covered
    assert "radio" not in covered
    assert client.post(f"{address}look/", {"reason": "why"}).status_code == 400
    shown = client.post(f"{address}look/", {"reason": "to say which of them it is"}).text
    (picture,) = re.findall(r'src="(/photographs/[^"]+/picture/[^"]+)"', shown)
    assert View.objects.get().viewed_by == "taras"
    assert shown.count('type="radio"') == 3
    assert "autofocus" in shown
    assert client.get(picture).headers["Content-Type"] == "image/jpeg"
    assert signed_in("olena").get(picture).status_code == 404
    done = client.post(f"{address}choose/", {"face": "2", "hidden": "on"}, follow=True)
    assert "No photograph waits for a choice." in done.text
    chosen = KeptFace.objects.get(chosen=True)
    assert (chosen.number, chosen.seen, chosen.chosen_by) == (2, "hidden", "taras")
    assert "Face 2 is taken as the record’s person." in client.get(address).text


def test_none_of_them_is_an_answer_too(with_two_faces: Photograph) -> None:
    client = signed_in("taras")
    address = f"/photographs/{with_two_faces.public_id}/faces/"
    assert client.post(f"{address}choose/", {"face": "3"}).status_code == 400
    client.post(f"{address}choose/", {"face": "none"})
    assert set(KeptFace.objects.values_list("chosen", flat=True)) == {False}
    assert "Somebody has said that none of them is the person." in client.get(address).text


def test_nobody_else_sends_a_picture(office: None, staff_rights: None) -> None:
    for who in ("watcher", "keeper", "lab"):
        client: Client = signed_in(who)
        client.raise_request_exception = False
        assert client.post("/marks/", {"picture": file_of(np.zeros((40, 40, 3), np.uint8))}).status_code == 403
