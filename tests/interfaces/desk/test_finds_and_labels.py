"""Finds at the desk, photographs of parts, labels read from a photograph, and what a telephone sends, over HTTP."""

from __future__ import annotations

import json
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.bureau.photographs.album import a_photograph
from tests.bureau.remains.morgue import KEEPER, arrive, build
from tests.imaging.drawn import as_file, drawn, photograph
from tests.imaging.test_codes_on_labels_are_read import photographed
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.storage import a_find

from antigone.bureau.photographs.values import PhotographDraft
from antigone.bureau.remains.actions import note_sample
from antigone.bureau.remains.field.actions import add_photograph
from antigone.bureau.remains.field.queries import photographs_of_part
from antigone.bureau.remains.field.values import Sent
from antigone.bureau.remains.models import PartPhotograph, SceneEntry, Stocktake
from antigone.bureau.remains.queries import part_page, public_id_of

ENTRIES, PHOTOGRAPHS = "/remains/scene/entries/", "/remains/scene/photographs/"


@pytest.fixture
def keeper(office: None, staff_rights: None) -> Client:
    return signed_in("keeper")


def a_file(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "Верещака.jpg"
    return file


def sent(client: Client, language: str = "en", **said: str) -> tuple[int, dict[str, object]]:
    entry = {
        "id": str(uuid4()),
        "written_at": "2026-03-01T09:30:00.000Z",
        "reference": "REC-9",
        "site": "лісосмуга",
        "number": "P-9",
        "corrects": "",
        "language": language,
    }
    answer = client.post(ENTRIES, json.dumps(entry | said), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_telephone_is_told_of_each_find_what_became_of_it(keeper: Client) -> None:
    build()
    find = str(uuid4())
    assert sent(keeper, id=find) == (200, {"answer": "kept"})
    assert sent(keeper, id=find) == (200, {"answer": "kept"})
    status, said = sent(keeper, id=find, site="поле")
    assert (status, said["answer"]) == (409, "differs")
    assert isinstance(said["kept"], dict)
    assert (said["kept"]["site"], said["kept"]["number"]) == ("лісосмуга", "P-9")
    status, said = sent(keeper, "uk")
    assert (status, said["answer"]) == (422, "refused")
    assert "дають один раз" in str(said["sentences"]) or "ніколи" in str(said["sentences"])
    status, said = sent(keeper, number="P-10", site="", on="31.02.2026")
    assert status == 422
    assert said["sentences"] == [
        "Where it was found: Please fill this in.",
        "Day it was found: We could not read this date. Write it like 12.03.1987, or only the year.",
    ]
    assert SceneEntry.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": 7}', b"[" * 100_000, b'{"id": {"a": "b"}}'])
def test_what_is_no_find_is_refused_in_one_way(body: bytes, keeper: Client) -> None:
    answer = keeper.post(ENTRIES, body, content_type="application/json")
    assert answer.status_code == 400
    assert not SceneEntry.objects.exists()


def test_a_photograph_is_kept_once_and_only_of_a_find_that_is_there(keeper: Client) -> None:
    find, number = a_find()["entry"], str(uuid4())
    for _ in range(2):
        answer = keeper.post(PHOTOGRAPHS, {"entry": str(find), "id": number, "file": a_file(photograph())})
        assert (answer.status_code, answer.json()) == (200, {"answer": "kept"})
    assert PartPhotograph.objects.count() == 1
    other = {"entry": str(find), "id": str(uuid4()), "language": "uk", "file": a_file(b"GIF89a" + bytes(50))}
    answer = keeper.post(PHOTOGRAPHS, other)
    assert answer.status_code == 422
    assert "JPEG, PNG, WebP" in answer.json()["sentences"][0]
    missing = {"entry": str(uuid4()), "id": str(uuid4()), "file": a_file(photograph())}
    assert keeper.post(PHOTOGRAPHS, missing).status_code == 422
    assert keeper.post(PHOTOGRAPHS, {"entry": "x", "id": "y"}).status_code == 400


def test_the_pages_that_a_telephone_keeps_say_nobodys_name(keeper: Client) -> None:
    own, others = (client.get("/remains/scene/uk/") for client in (keeper, signed_in("keeper")))
    assert own.content == others.content
    assert "keeper" not in own.text
    assert "csrf" not in own.text
    assert "camera=(self)" in own.headers["Permissions-Policy"]
    assert "camera=()" in keeper.get("/").headers["Permissions-Policy"]
    worker = keeper.get("/remains/scene/worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "/remains/scene/uk/" in worker.text
    assert keeper.get("/remains/scene/xx/").status_code == 404
    assert keeper.get("/remains/scene/session/").json()["token"]


def test_a_find_is_taken_in_at_the_desk_with_its_photographs_under_their_covers(keeper: Client) -> None:
    find = a_find()["entry"]
    assert isinstance(find, UUID)
    add_photograph(find, Sent(uuid4()), a_photograph(), PhotographDraft("scene"), actor=KEEPER)
    assert "P-9" in keeper.get("/remains/finds/").text
    page = keeper.get(f"/remains/finds/{find}/").text
    assert "лісосмуга" in page
    assert "cover.jpg" in page
    taken = keeper.post(f"/remains/finds/{find}/take-in/", {"place": "M2", "brought_by": "група 3"}, follow=True).text
    assert "The part is taken in." in taken
    assert "cover.jpg" in taken
    assert part_page(public_id_of("P-9")).now.place == "M2"
    again = keeper.post(f"/remains/finds/{find}/take-in/", {"place": "M2"})
    assert again.status_code == 400
    assert "This find was taken in already." in again.text


def test_a_part_that_came_before_its_find_is_tied_to_it(keeper: Client) -> None:
    find = a_find()["entry"]
    arrive("P-9")
    assert "It is that part" in keeper.get(f"/remains/finds/{find}/").text
    assert keeper.post(f"/remains/finds/{find}/take-in/", {"tie": "1"}).status_code == 302
    assert SceneEntry.objects.get().part_id is not None


def test_a_photograph_of_a_part_can_be_of_one_of_its_samples(keeper: Client) -> None:
    build()
    arrive("P-1")
    note_sample("P-1", "Зр-1", actor=KEEPER)
    part = public_id_of("P-1")
    address = f"/remains/parts/{part}/photographs/new/"
    assert "Зр-1" in keeper.get(address).text
    said = {"file": a_file(photograph()), "shows": "body", "taken": "01.03.2026", "sample": "Зр-1"}
    assert "The photograph is kept." in keeper.post(address, said, follow=True).text
    ((card, sample),) = photographs_of_part(part)
    assert (card.taken, card.sensitivity, sample) == ("2026-03-01", "dead", "Зр-1")
    refused = keeper.post(address, {"file": a_file(b"x"), "shows": "body"})
    assert refused.status_code == 400
    assert "Save it as JPEG" in refused.text


def test_labels_are_read_from_a_photograph_with_a_script_and_without(keeper: Client) -> None:
    build()
    arrive("P-1", "P-2")
    labels = photographed(("P-1", "P-2"))
    page = keeper.post("/remains/scan/", {"file": a_file(labels)})
    assert "P-1\nP-2" in page.text
    told = keeper.post("/remains/scan/", {"file": a_file(labels)}, headers={"Accept": "application/json"})
    assert told.json() == {"numbers": ["P-1", "P-2"], "sentences": []}
    none = keeper.post(
        "/remains/scan/", {"file": a_file(as_file(drawn(200, 160)))}, headers={"Accept": "application/json"}
    )
    assert none.status_code == 400
    assert none.json()["sentences"] == ["No label could be read. Go nearer, hold still, and avoid shadows and glare."]

    read = keeper.post("/remains/places/M1-A/count/", {"numbers": "P-7", "read": "1", "file": a_file(labels)})
    assert "P-7\nP-1\nP-2" in read.text
    assert not Stocktake.objects.exists()
    counted = keeper.post("/remains/places/M1-A/count/", {"numbers": "P-1\nP-2"})
    assert "All is as the register says" in counted.text


def test_signing_out_leaves_what_a_telephone_keeps_of_a_scene(keeper: Client) -> None:
    keeper.cookies["scene_kept"] = "1"
    kept = keeper.post("/sign-out/")
    assert kept.headers["Clear-Site-Data"] == '"cache"'
    assert kept.cookies["sessionid"]["max-age"] == 0
    assert keeper.get("/remains/scene/session/").status_code == 302
    assert '"storage"' in signed_in("olena").post("/sign-out/").headers["Clear-Site-Data"]
