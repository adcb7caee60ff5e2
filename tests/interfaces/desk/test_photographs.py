"""Photographs at the desk: covered, shown for a reason to one person for two minutes, changed by who may."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from tests.bureau.enquiries.families import WORKER, ask
from tests.bureau.photographs.album import a_photograph, add
from tests.imaging.drawn import as_file, drawn, photograph, pixels_of
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import rights_of_the_owner

from antigone.bureau.enquiries import queries as enquiries
from antigone.bureau.enquiries.upkeep.photographs import set_photograph_aside, take_in_photograph
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.photographs import queries
from antigone.bureau.photographs.models import Photograph, View
from antigone.bureau.registry.models import Record

REASON = {"reason": "to see whether it is he"}


def record(number: str = "m-1") -> UUID:
    return Record.objects.get(source_record_id=number).public_id


def sent(content: bytes, **said: str) -> dict[str, object]:
    file = BytesIO(content)
    file.name = "Верещака Остап.jpg"
    return {"file": file, "shows": "face", **said}


def shown_in(page: str) -> str:
    (address,) = re.findall(r'src="(/photographs/[^"]+/picture/[^"]+)"', page)
    return str(address)


def test_a_registrar_adds_a_photograph_and_sees_its_cover(registrar: Client) -> None:
    address = f"/records/{record()}/photographs/new/"
    answer = registrar.post(address, sent(photograph(), taken="03.2022", obtained="from the list"), follow=True)
    assert "The photograph is kept." in answer.text
    kept = Photograph.objects.get()
    assert (kept.taken, kept.obtained, kept.added_by) == ("2022-03", "from the list", "olena")
    page = registrar.get(f"/records/{record()}/").text
    assert f"/photographs/{kept.public_id}/cover.jpg" in page
    assert "picture/" not in page
    cover = registrar.get(f"/photographs/{kept.public_id}/cover.jpg")
    assert cover.headers["Content-Type"] == "image/jpeg"
    assert cover.headers["Cache-Control"] == "no-store"
    assert not View.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"GIF89a" + bytes(100), "Save it as JPEG, PNG, WebP or HEIC."),
        (as_file(drawn(640, 480))[:5000], "damaged or cut off"),
        (b"\xff\xd8\xff" + bytes(21 * 1024 * 1024), "larger than 20 MB"),
    ],
)
def test_a_file_that_is_no_photograph_is_refused_in_a_sentence(
    content: bytes, sentence: str, registrar: Client
) -> None:
    answer = registrar.post(f"/records/{record()}/photographs/new/", sent(content))
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not Photograph.objects.exists()


@pytest.mark.parametrize("who", ["taras", "watcher", "keeper", "lab"])
def test_nobody_else_can_send_a_file(who: str, office: None, staff_rights: None) -> None:
    client = signed_in(who)
    client.raise_request_exception = False
    answer = client.post(f"/records/{record()}/photographs/new/", sent(photograph()))
    assert answer.status_code in (400, 403)
    assert not Photograph.objects.exists()


def test_a_cover_is_lifted_for_a_reason_and_counted(registrar: Client) -> None:
    added = add(record())
    page = registrar.get(f"/photographs/{added}/").text
    assert "Under the cover is somebody dead" in page
    assert "You may look at 200 more today" in page
    assert registrar.post(f"/photographs/{added}/look/", {"reason": "why"}).status_code == 400
    shown = registrar.post(f"/photographs/{added}/look/", REASON).text
    picture = registrar.get(shown_in(shown))
    assert pixels_of(picture.content).shape == (480, 640, 3)
    assert "1 photograph seen today" in shown
    assert "1 of them hard" in shown
    assert queries.photograph_card(added).views == 1


def test_the_picture_carries_the_mark_of_who_sees_it(registrar: Client) -> None:
    added = add(record())
    pictures = [
        pixels_of(registrar.get(shown_in(registrar.post(f"/photographs/{added}/look/", REASON).text)).content)
        for _ in range(2)
    ]
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[0] != pixels_of(a_photograph().large.content)).any()


def test_the_address_of_a_picture_is_of_one_person_and_of_two_minutes(
    registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    added, other = add(record()), add(record(), seed=8)
    address = shown_in(registrar.post(f"/photographs/{added}/look/", REASON).text)
    assert registrar.get(address).status_code == 200
    assert signed_in("taras").get(address).status_code == 404
    assert registrar.get(address.replace(str(added), str(other))).status_code == 404
    assert registrar.get(address[:-3] + "xx/").status_code == 404
    monkeypatch.setattr(TimestampSigner, "timestamp", lambda self: "0")
    late = shown_in(registrar.post(f"/photographs/{added}/look/", REASON).text)
    assert registrar.get(late).status_code == 404


def test_a_custodian_does_not_lift_a_prisoner_s_cover(office: None, staff_rights: None) -> None:
    added = add(record("c-1"))
    keeper = signed_in("keeper")
    answer = keeper.post(f"/photographs/{added}/look/", REASON)
    assert answer.status_code == 403
    assert "Your role does not see photographs of this kind." in answer.text
    assert not View.objects.exists()


def test_parts_are_marked_and_found_again_on_the_page(registrar: Client) -> None:
    added = add(record())
    box = {"region-left": "10", "region-top": "20", "region-width": "30", "region-height": "20"}
    said = box | {"region-shows": "tattoo", "region-place": "forearm", "region-side": "left", "region-words": "якір"}
    assert registrar.post(f"/photographs/{added}/regions/", said | {"region-width": "95"}).status_code == 400
    page = registrar.post(f"/photographs/{added}/regions/", said, follow=True).text
    assert "forearm, left: a tattoo, якір" in page
    region = queries.photograph_card(added).regions[0].public_id
    registrar.post(f"/photographs/{added}/regions/{region}/")
    assert queries.photograph_card(added).regions == ()


def test_a_copy_is_signed_by_another_person(office: None, staff_rights: None) -> None:
    added, taras = add(record()), signed_in("taras")
    box = {"redaction-left": "10", "redaction-top": "20", "redaction-width": "50", "redaction-height": "50"}
    said = box | {"redaction-manner": "crop", "redaction-purpose": "so that the family may know the watch"}
    page = taras.post(f"/photographs/{added}/redactions/", said, follow=True)
    (made,) = queries.photograph_card(added).redactions
    assert "A colleague looks at it and signs it." in page.text
    copy = taras.get(f"/redactions/{made.public_id}/copy.jpg")
    assert pixels_of(copy.content).shape == (240, 320, 3)
    refused = taras.post(f"/redactions/{made.public_id}/sign/", follow=True).text
    assert "You made this copy. Another person signs it." in refused


def test_a_prisoner_s_photograph_gets_no_copy_to_be_published(office: None, staff_rights: None) -> None:
    added, taras = add(record("c-1")), signed_in("taras")
    box = {"redaction-left": "10", "redaction-top": "20", "redaction-width": "50", "redaction-height": "50"}
    answer = taras.post(
        f"/photographs/{added}/redactions/", box | {"redaction-manner": "blur", "redaction-purpose": "to be shown"}
    )
    assert answer.status_code == 400
    assert "not published in any form" in answer.text


def test_a_photograph_is_destroyed_for_a_reason(registrar: Client) -> None:
    added = add(record())
    page = registrar.post(f"/photographs/{added}/withdraw/", {"reason": "the family asked"}, follow=True).text
    assert "The photograph is destroyed." in page
    assert registrar.get(f"/photographs/{added}/").status_code == 404
    assert registrar.get(f"/photographs/{added}/cover.jpg").status_code == 404


def test_what_a_family_sent_stands_on_its_enquiry(office: None, staff_rights: None) -> None:
    with rights_of_the_owner():
        ask()
        take_in(actor=WORKER)
        (line,) = enquiries.enquiries()
        assert line.record is not None
        take_in_photograph(line.id, UUID(int=1), line.record, a_photograph(), actor=WORKER)
        set_photograph_aside(line.id, UUID(int=2), why="damaged", actor=WORKER)
    page = signed_in("taras").get(f"/enquiries/{line.id}/").text
    assert "/cover.jpg" in page
    assert "1 photograph that the family sent cannot be read here." in page
