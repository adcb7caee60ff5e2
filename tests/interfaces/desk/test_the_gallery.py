"""The gallery at the desk: one proposes, another signs, either takes out; and a picture for one relative."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.test import Client
from tests.bureau.enquiries.families import WORKER, ask
from tests.bureau.photographs.album import add
from tests.imaging.drawn import pixels_of
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import rights_of_the_owner
from tests.interfaces.desk.objects import (
    IRYNA,
    a_colleague,
    a_picture_granted_to_a_family,
    a_signed_copy_of_remains,
    a_thing_that_waits,
)

from antigone.bureau.enquiries.pictures.queries import enquiry_of_grant, grants_of
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import EnquiryDraft, Sought
from antigone.bureau.photographs.gallery.models import Release
from antigone.bureau.photographs.gallery.values import shown_code
from antigone.bureau.registry.models import Record

SAID = {
    "kind": "tattoo",
    "what": "tattoo/anchor",
    "place": "forearm",
    "side": "left",
    "words_uk": "Якір із мотузкою",
    "year_from": "2023",
    "year_to": "2023",
    "region": "Харківська область",
    "because": "so that a family may know it",
}


def released(code: object) -> Release:
    return Release.objects.get(code=code)


def test_a_signed_copy_is_proposed_with_what_is_known_already(office: None, staff_rights: None) -> None:
    copy, taras = a_signed_copy_of_remains()["public_id"], signed_in("taras")
    page = taras.get(f"/redactions/{copy}/").text
    assert f'href="/redactions/{copy}/gallery/"' in page
    form = taras.get(f"/redactions/{copy}/gallery/").text
    assert 'value="2023"' in form
    assert 'value="Харківська область"' in form
    wrong = taras.post(f"/redactions/{copy}/gallery/", SAID | {"what": "effect/watch"})
    assert wrong.status_code == 400
    assert "Choose what it is among the words for its kind." in wrong.text
    named = taras.post(f"/redactions/{copy}/gallery/", SAID | {"year_from": "2024"})
    assert "The years are in order and not in the future." in named.text
    answer = taras.post(f"/redactions/{copy}/gallery/", SAID, follow=True).text
    assert "Nobody outside sees it yet." in answer
    assert "A tattoo: an anchor" in answer
    assert "You proposed this. A colleague looks at it and signs it." in answer
    assert "/sign/" not in answer
    again = taras.post(f"/redactions/{copy}/gallery/", SAID)
    assert "This copy is in the gallery already" in again.text
    assert "in the families’ gallery" in taras.get(f"/redactions/{copy}/").text


def test_a_colleague_looks_signs_and_takes_out(office: None, staff_rights: None) -> None:
    code, taras = a_thing_that_waits()["code"], signed_in("taras")
    assert "I have looked at it and sign" in taras.get(f"/gallery/{code}/").text
    picture = taras.get(f"/gallery/{code}/picture.jpg").content
    assert pixels_of(picture).ndim == 3
    answer = taras.post(f"/gallery/{code}/sign/", follow=True).text
    assert "Two people have decided: the thing stands in the gallery." in answer
    assert hashlib.sha256(picture).hexdigest() != released(code).digest
    assert shown_code(str(code)) in taras.get("/gallery/").text
    assert taras.post(f"/gallery/{code}/take-out/").status_code == 400
    gone = taras.post(f"/gallery/{code}/take-out/", {"reason": "the family asked for it"}, follow=True).text
    assert "Nobody outside sees it any more." in gone
    assert taras.get(f"/gallery/{code}/picture.jpg").status_code == 404
    assert (
        "There is no such thing that waits for a signature." in taras.post(f"/gallery/{code}/sign/", follow=True).text
    )


def test_families_who_think_that_they_know_it_stand_on_its_page(office: None, staff_rights: None) -> None:
    code = shown_code(str(a_thing_that_waits()["code"]))
    with rights_of_the_owner():
        ask(EnquiryDraft(Sought(names=("Колодій Вадим",), circumstances=f"У галереї впізнано річ: {code}")))
        take_in(actor=WORKER)
    page = signed_in("taras").get(f"/gallery/{code.replace('-', '')}/").text
    assert page.count("An enquiry of ") == 1
    assert "An enquiry of" not in signed_in("watcher").get(f"/gallery/{code.replace('-', '')}/").text


def test_a_picture_for_a_relative_takes_two_case_workers(office: None, staff_rights: None) -> None:
    number = a_picture_granted_to_a_family()["number"]
    enquiry = enquiry_of_grant(UUID(str(number)))
    taras = signed_in("taras")
    page = taras.get(f"/enquiries/{enquiry}/pictures/").text
    assert "I have checked it and sign" in page
    assert "Take the enquiry on before you show this family a picture." in page
    answer = taras.post(f"/pictures/{number}/sign/", follow=True).text
    assert "The family can see the picture now." in answer
    assert "There is no such picture that waits" in taras.post(f"/pictures/{number}/sign/", follow=True).text
    taras.post(f"/pictures/{number}/end/")
    (grant,) = grants_of(enquiry) if enquiry else ()
    assert (grant.stage, grant.ended_by) == ("ended", "taras")


def test_who_works_on_the_enquiry_grants(office: None, staff_rights: None) -> None:
    number = a_picture_granted_to_a_family()["number"]
    enquiry = enquiry_of_grant(UUID(str(number)))
    a_colleague()
    iryna: Client = signed_in(IRYNA.name)
    photograph = grants_of(enquiry)[0].photograph if enquiry else ""
    address = f"/enquiries/{enquiry}/pictures/"
    said = {"photograph": str(photograph), "because": "his mother, seen in person", "days": "7"}
    assert iryna.post(address, said | {"days": "31"}).status_code == 400
    assert iryna.post(address, said | {"photograph": str(add_of_somebody_else())}).status_code == 400
    assert "The family does not see it yet." in iryna.post(address, said, follow=True).text
    refused = iryna.post(f"/pictures/{number}/sign/", follow=True).text
    assert "You granted this. Another person signs it." in refused


def add_of_somebody_else() -> UUID:
    """A photograph of a prisoner who was matched with nobody."""
    return add(Record.objects.get(source_record_id="c-1").public_id, seed=12)
