"""The families' gallery as it is asked: covered, by POST, bounded, and leading to an enquiry and never to a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import COLLEAGUE
from tests.bureau.photographs.gallery.released import ANCHOR, CROSS, FACE, released, remains
from tests.imaging.drawn import as_file, drawn, photograph, pixels_of
from tests.interfaces.website.asking import LANGUAGES, stranger, words_on

from antigone.bureau.disclosure import gallery
from antigone.bureau.disclosure.pictures import Door
from antigone.bureau.photographs.gallery.actions import withdraw_release
from antigone.bureau.photographs.gallery.values import shown_code
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.website.gallery import permits, views

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """An anchor, a silver cross and a face; visited with the rights of the website, which waits for no instant."""
    monkeypatch.setattr(views, "COMPARED_SLOT_SECONDS", 0.01)
    made = {
        "anchor": released(ANCHOR, of=remains("r-1"), seed=7),
        "cross": released(CROSS, of=remains("r-2"), seed=8),
        "face": released(FACE, of=remains("r-3"), seed=9),
    }
    with acting_as("antigone_public"):
        yield made


def asked(language: str = "en", **form: object) -> str:
    return str(stranger().post(f"/{language}/things/", form).text)


def pictures_on(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


def test_everything_is_covered_until_it_is_uncovered(codes: dict[str, str]) -> None:
    page = stranger().get("/en/things/").text
    assert page.count('class="covered"') == 2
    assert not pictures_on(page)
    opened = asked(act="open", code=codes["anchor"])
    assert "The picture is covered" in opened
    assert not pictures_on(opened)
    shown = asked(act="show", code=codes["anchor"])
    (address,) = pictures_on(shown)
    picture = stranger().get(address)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store, no-transform"
    assert pixels_of(picture.content).shape == (480, 640, 3)


def test_a_picture_that_may_not_leave_is_a_page_that_is_not_there(
    codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (address,) = pictures_on(asked(act="show", code=codes["anchor"]))
    monkeypatch.setattr("antigone.bureau.disclosure.pictures.LONGEST", {Door.GALLERY: 639})
    held = stranger().get(address)
    assert held.status_code == 404
    assert held.headers["Content-Type"].startswith("text/html")
    monkeypatch.setattr("antigone.bureau.disclosure.pictures.LONGEST", {Door.GALLERY: 640})
    assert stranger().get(address).status_code == 200


def test_small_pictures_are_uncovered_together_and_faces_alone(codes: dict[str, str]) -> None:
    page = asked(act="pictures")
    assert len(pictures_on(page)) == 2
    assert codes["face"] not in page
    faces = asked(act="pictures", kind="face")
    assert not pictures_on(faces)
    assert "A covered face" in faces
    assert "Uncover the small pictures" not in faces
    face = asked(act="open", code=codes["face"])
    assert "Under this cover is the face of somebody who has died" in face
    assert len(pictures_on(asked(act="show", code=codes["face"]))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_reader_find_and_say_it(language: str, codes: dict[str, str]) -> None:
    word = {"uk": "якір", "ru": "якоря", "en": "anchor"}[language]
    page = asked(language, words=word)
    assert codes["anchor"] in page
    assert codes["cross"] not in page
    assert {"uk": "обвитий мотузкою", "ru": "обвитый верёвкой", "en": "обвитий мотузкою"}[language] in page
    assert ('<p lang="uk">' in page) == (language != "ru")


def test_the_rest_of_the_question_narrows(codes: dict[str, str]) -> None:
    for form, found in (
        ({"kind": "effect"}, "cross"),
        ({"place": "arm", "side": "left"}, "anchor"),
        ({"year": "2022"}, "cross"),
        ({"region": "Сумська область"}, "cross"),
    ):
        page = asked(**form)
        assert [name for name, code in codes.items() if code in page] == [found], form
    nothing = asked(words="дракон")
    assert "That is neither good news nor bad" in nothing


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"year": "в прошлом году"}, "Write a year with four digits"),
        ({"year": "12"}, "Write a year with four digits"),
        ({"kind": "body"}, "Please choose one of the list."),
        ({"region": "nowhere"}, "Please choose one of the list."),
        ({"words": "x" * 201}, "This is too long."),
        ({"words": "a\x00b"}, "There is a sign here that we cannot read."),
    ],
)
def test_what_cannot_be_looked_for_is_said_at_its_field(form: dict[str, str], sentence: str) -> None:
    answer = stranger().post("/en/things/", form)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_picture_of_the_thing_finds_it_and_is_not_kept(
    codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = as_file(drawn(640, 480, seed=8).rotate(8).resize((500, 375)))
    page = asked(photograph=SimpleUploadedFile("son.jpg", sent, "image/jpeg"))
    assert "Things that look like your picture" in page
    assert "that is not certain news" in page
    assert [name for name, code in codes.items() if code in page] == ["cross"]
    other = asked(photograph=SimpleUploadedFile("son.jpg", photograph(seed=21), "image/jpeg"))
    assert "Nothing here looks like your picture." in other
    broken = stranger().post("/en/things/", {"photograph": SimpleUploadedFile("x.jpg", sent[:3000], "image/jpeg")})
    assert broken.status_code == 400
    assert "We cannot read this picture." in broken.text
    text = stranger().post("/en/things/", {"photograph": SimpleUploadedFile("x.jpg", b"%PDF-1.7", "image/jpeg")})
    assert "This file is not a photograph that we can take" in text.text

    def gone(*_: object, **__: object) -> None:
        raise SandboxUnavailable("gone")

    monkeypatch.setattr(views, "decoded", gone)
    away = stranger().post("/en/things/", {"photograph": SimpleUploadedFile("x.jpg", sent, "image/jpeg")})
    assert away.status_code == 503


def test_a_code_that_never_was_and_one_that_was_taken_out_are_one_page(codes: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    withdraw_release(codes["cross"], reason="the family asked", actor=COLLEAGUE)
    with acting_as("antigone_public"):
        for act in ("open", "show"):
            gone, never = (asked(act=act, code=code) for code in (codes["cross"], "22222222"))
            assert gone.replace(codes["cross"], "22222222") == never
            assert "There is nothing under this code" in never
        assert "There is nothing under this code" in asked(act="open", code="no code")


def test_answers_to_a_picture_leave_at_even_instants(codes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = iter((100.0, 100.7, 200.0, 202.5))
    monkeypatch.setattr(views, "COMPARED_SLOT_SECONDS", 2.0)
    monkeypatch.setattr(views, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=slept.append))
    for seed in (8, 21):
        asked(photograph=SimpleUploadedFile("x.jpg", photograph(seed=seed), "image/jpeg"))
    assert slept == pytest.approx([1.3, 1.5])
    monkeypatch.setattr(gallery, "IN_A_MINUTE", {"picture": 0, "compare": 0})
    asked(photograph=SimpleUploadedFile("x.jpg", photograph(seed=8), "image/jpeg"))
    assert len(slept) == 2


def test_the_address_of_a_picture_ends_and_cannot_be_made(
    codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (address,) = pictures_on(asked(act="show", code=codes["anchor"]))
    assert codes["anchor"] in address
    forged = (address.replace(codes["anchor"], codes["face"]), address[:-3] + "xx/", "/en/things/x/")
    for wrong in forged:
        assert stranger().get(wrong).status_code == 404, wrong
    later = permits.time.time() + 20 * 60
    monkeypatch.setattr(permits.time, "time", lambda: later)
    assert stranger().get(address).status_code == 404


def test_all_visitors_together_uncover_so_many_and_the_rest_wait(
    codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "IN_A_MINUTE", {"picture": 2, "compare": 0})
    assert len(pictures_on(asked(act="pictures"))) == 2
    for page in (asked(act="show", code=codes["anchor"]), asked(act="pictures")):
        assert "Very many people are looking at this moment." in page
        assert not pictures_on(page)
    page = asked(words="якір", photograph=SimpleUploadedFile("x.jpg", photograph(seed=8), "image/jpeg"))
    assert "Very many people are looking at this moment." in page
    assert codes["anchor"] in page


def test_pages_follow_each_other_with_the_question(codes: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "ON_A_PAGE", 1)
    first = asked(year="2023")
    assert '<input type="hidden" name="year" value="2023"><input type="hidden" name="page" value="2">' in first.replace(
        "\n", ""
    )
    second = asked(year="2023", page="2")
    seen = [[code for code in codes.values() if code in page] for page in (first, second)]
    assert len(seen[0]) == len(seen[1]) == 1
    assert seen[0] != seen[1]
    assert stranger().post("/en/things/", {"page": "11"}).status_code == 400


def test_i_think_that_i_know_this_is_an_enquiry_with_the_code(codes: dict[str, str]) -> None:
    code = shown_code(codes["anchor"])
    page = asked(act="show", code=codes["anchor"])
    assert f'name="thing" value="{code}"' in page
    form = stranger().post("/en/ask/", {"act": "thing", "thing": code}).text
    assert f'value="{code}"' in form
    assert "Code of the thing that you think you know" in form
    assert "Code of the thing" not in stranger().get("/en/ask/").text
    card = stranger().post("/en/ask/", {"thing": code, "name": "Верещака Остап"}).text
    assert len(words_on(card).split()) == 10
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT sought->>'circumstances' FROM intake.enquiry")
        assert cursor.fetchone()[0] == f"A thing in the gallery was recognised: {code}"


def test_a_code_that_is_none_is_not_carried_into_the_enquiry() -> None:
    form = stranger().post("/en/ask/", {"act": "thing", "thing": "<b>x"}).text
    assert "Code of the thing" not in form


def test_a_database_that_is_away_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(gallery, "things", away)
    for answer in (stranger().get("/en/things/"), stranger().post("/en/things/", {"words": "якір"})):
        assert answer.status_code == 503


def test_answers_have_one_of_few_lengths_and_the_same_headers(codes: dict[str, str]) -> None:
    answers = [stranger().post("/en/things/", form) for form in ({}, {"words": "якір"}, {"words": "дракон"})]
    assert {len(answer.content) % (20 * 1024) for answer in answers} == {0}
    usual = stranger().get("/en/help/")
    (address,) = pictures_on(asked(act="show", code=codes["anchor"]))
    for answer in (*answers, stranger().get(address)):
        assert set(answer.headers) == set(usual.headers)
        assert not answer.cookies
