"""What anybody can look for in the gallery: by words of three languages, body, kind, year, region, and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import CASE_WORKER
from tests.bureau.photographs.gallery.released import ANCHOR, CROSS, FACE, released, remains
from tests.imaging.drawn import as_file, drawn, pixels_of

from antigone.bureau.disclosure import gallery, gallery_stock
from antigone.bureau.disclosure.gallery import ThingsQuery
from antigone.bureau.disclosure.gallery_stock import GalleryStock
from antigone.bureau.photographs.gallery.actions import withdraw_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> Iterator[dict[str, str]]:
    """An anchor on a forearm, a silver cross, a face; asked with the rights of the website."""
    codes = {
        "anchor": released(ANCHOR, of=remains("r-1"), seed=7),
        "cross": released(CROSS, of=remains("r-2"), seed=8),
        "face": released(replace(FACE, year_from=None, year_to=None, region=""), of=remains("r-3"), seed=9),
    }
    with acting_as("antigone_public"):
        yield codes


#: What is asked -> what is found, in any order.
QUESTIONS: list[tuple[ThingsQuery, set[str]]] = [
    (ThingsQuery(), {"anchor", "cross"}),
    (ThingsQuery(words="якоря"), {"anchor"}),
    (ThingsQuery(words="anchor"), {"anchor"}),
    (ThingsQuery(words="татуировка с якорем на предплечье"), {"anchor"}),
    (ThingsQuery(words="верёвкой"), {"anchor"}),
    (ThingsQuery(words="мотузка"), {"anchor"}),
    (ThingsQuery(words="хрестик"), {"cross"}),
    (ThingsQuery(words="крест"), {"cross"}),
    (ThingsQuery(words="a cross, silver"), {"cross"}),
    (ThingsQuery(words="дракон"), set()),
    (ThingsQuery(words="% _ ' \\ \" ;"), {"anchor", "cross"}),
    (ThingsQuery(kind="effect"), {"cross"}),
    (ThingsQuery(kind="face"), {"face"}),
    (ThingsQuery(place="forearm"), {"anchor"}),
    (ThingsQuery(place="arm"), {"anchor"}),
    (ThingsQuery(place="forearm", side="right"), set()),
    (ThingsQuery(place="leg"), set()),
    (ThingsQuery(year=2022), {"cross"}),
    (ThingsQuery(year=2022, kind="face"), {"face"}),
    (ThingsQuery(year=2023), {"anchor", "cross"}),
    (ThingsQuery(region="Сумська область"), {"cross"}),
    (ThingsQuery(words="хрестик", region="Харківська область"), set()),
]


def test_things_are_found_by_words_the_body_the_kind_the_year_and_the_region(three: dict[str, str]) -> None:
    names = {code: name for name, code in three.items()}
    for query, expected in QUESTIONS:
        assert {names[thing.code] for thing in gallery.things(query).things} == expected, query
    both = gallery.things(ThingsQuery(words="хрестик і якір на мотузці")).things
    assert [names[thing.code] for thing in both] == ["anchor", "cross"]
    assert gallery.regions() == ["Сумська область", "Харківська область"]


def test_a_picture_of_the_thing_finds_it_cut_turned_and_smaller(three: dict[str, str]) -> None:
    for turned, kept in ((0, (40, 30, 560, 420)), (15, (0, 0, 640, 480))):
        asked = drawn(640, 480, seed=8).rotate(turned).crop(kept).resize((420, 315))
        found = gallery.alike(pixels_of(as_file(asked)), ThingsQuery())
        assert [thing.code for thing in found.things] == [three["cross"]]
    assert not gallery.alike(pixels_of(as_file(drawn(640, 480, seed=21))), ThingsQuery()).things
    assert not gallery.alike(pixels_of(as_file(drawn(640, 480, seed=8))), ThingsQuery(kind="tattoo")).things


def test_of_more_things_than_are_compared_in_full_a_first_look_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their number and order: what stands there is compared, what was taken out is not, what came is."""
    monkeypatch.setattr(gallery, "MOST_COMPARED", 1)
    monkeypatch.setattr(gallery_stock, "_AT_ONCE", 2)
    monkeypatch.setattr(gallery, "_stock", GalleryStock())
    anchor, cross, other = (
        released(what, of=remains(f"r-{seed}"), seed=seed) for what, seed in ((ANCHOR, 7), (CROSS, 8), (CROSS, 9))
    )

    def found(seed: int, kind: str = "") -> list[str]:
        with acting_as("antigone_public"):
            pixels = pixels_of(as_file(drawn(640, 480, seed=seed)))
            return [thing.code for thing in gallery.alike(pixels, ThingsQuery(kind=kind)).things]

    assert [found(7), found(8), found(9), found(21)] == [[anchor], [cross], [other], []]
    assert [found(8, "effect"), found(8, "tattoo")] == [[cross], []]
    withdraw_release(cross, reason="a mistake", actor=CASE_WORKER)
    came = released(CROSS, of=remains("r-10"), seed=10)
    assert [found(8), found(10), found(7)] == [[], [came], [anchor]]


def test_what_is_asked_is_bounded(three: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "ON_A_PAGE", 1)
    monkeypatch.setattr(gallery, "MOST_PAGES", 1)
    first, beyond = (gallery.things(ThingsQuery(page=page)) for page in (1, 99))
    assert (len(first.things), first.more, first.cut) == (1, False, True)
    assert beyond == first
    monkeypatch.setattr(gallery, "MOST_PAGES", 2)
    first, second = (gallery.things(ThingsQuery(page=page)) for page in (1, 2))
    assert (len(first.things), first.more, first.cut) == (1, True, False)
    assert (len(second.things), second.more, second.cut) == (1, False, False)
    assert first.things != second.things


def test_all_visitors_together_have_so_many_pictures_in_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "IN_A_MINUTE", {"picture": 3, "compare": 1})
    with acting_as("antigone_public"):
        assert [gallery.admit("picture", 2), gallery.admit("picture"), gallery.admit("picture")] == [True, True, False]
        assert gallery.admit("compare")
        assert not gallery.admit("compare")


def test_a_code_is_read_as_people_write_it() -> None:
    assert gallery.read_code(" k7m4 – q2xd ") == "K7M4Q2XD"
    for none in ("", "K7M4", "K7M4-Q2XO", "K7M4-Q2XDD", "' OR 1=1 --", "х" * 8):
        assert gallery.read_code(none) == ""
