"""The custodians' pages in a real browser: three languages, telephone and desk, and a day's work without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, Walk, press
from tests.bureau.remains.morgue import KEEPER, PAPER, arrive, build
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.interfaces.desk.storage import GUARD, a_second_custodian
from tests.sites import LiveSite, OpenSite

from antigone.bureau.remains.actions import examine, propose_move
from antigone.bureau.remains.bodies.actions import assemble
from antigone.bureau.remains.counting.actions import take_stock
from antigone.bureau.remains.effects.actions import seal
from antigone.bureau.remains.models import Step, Subject
from antigone.bureau.remains.transfers.actions import accept, draw_up, offer, refuse
from antigone.bureau.remains.values import Refusal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def load() -> None:
    """Two morgues and a train with some of the dead, a move that waits, and a list that was partly accepted."""
    open_office()
    a_second_custodian()
    build()
    arrive("P-1", "P-2", "P-3")
    arrive("P-4", "P-5", place="CAR-1")
    assemble("B-1", ["P-1", "P-2"], because="суглоби сходяться", actor=KEEPER)
    examine("P-1", {Subject.DENTAL: Step.NOT_POSSIBLE, Subject.DNA: Step.IN_PROGRESS}, actor=KEEPER)
    seal("S-1", "P-1", ["годинник «Победа»", "хрестик"], signed=PAPER, actor=KEEPER)
    public_id = draw_up("L-1", ["P-1", "P-2", "P-4", "P-5"], party="та сторона", channel="МКЧХ", actor=KEEPER)
    offer(public_id, document="лист 14", actor=KEEPER)
    refuse(public_id, ["P-4"], refusal=Refusal("«не наші»", "https://example.org/1", "2026-06-07"), actor=KEEPER)
    accept(public_id, ["P-1", "P-2"], actor=KEEPER)
    take_stock("M1", ["P-1", "X-1"], actor=KEEPER)
    propose_move(["P-3"], "CAR-2", words="до потяга", actor=GUARD)


@pytest.fixture(scope="module")
def custodians_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    let_in(page, desk, "keeper")
    press(page, "nav a[href='/remains/']")
    see("remains")
    page.fill("#id_number", "p-1")
    press(page, "form:has(#id_number) button:not(.quiet)")
    see("part")
    press(page, "main a[href*='/do/seal/']")
    press(page, "form.card button.main:not(.quiet)")
    see("sealing, nothing said")
    page.goto(f"{desk.url}/remains/places/M1/")
    see("place")
    press(page, "main a[href$='/count/']")
    page.fill("#id_numbers", "P-1\nP-2\nP-9")
    press(page, "form.card button.main:not(.quiet)")
    see("count")
    press(page, "nav a[href='/remains/']")
    press(page, "main a[href='/remains/moves/']")
    see("moves")
    page.goto(f"{desk.url}/remains/transfers/")
    see("lists")
    press(page, "td.head a")
    see("list")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(
    language: str, width: int, custodians_desk: LiveSite, walked: Walk
) -> None:
    page, seen = walked(language, width)
    walk(page, custodians_desk, seen.see)
    assert seen.faults == {}


def test_a_custodians_day_needs_no_script_and_nobody_elses_server(custodians_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="ru", java_script_enabled=False)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    let_in(page, custodians_desk, "keeper")
    page.goto(f"{custodians_desk.url}/remains/do/receive/")
    page.select_option("#id_place", "M2")
    page.fill("#id_number", "П-7")
    page.fill("#id_explosives", "сапёр Рута")
    press(page, "form.card button.main:not(.quiet)")
    assert "только латинские заглавные буквы" in page.inner_text("main")
    page.fill("#id_number", "P-7")
    press(page, "form.card button.main:not(.quiet)")
    assert "принято на хранение M2" in page.inner_text("main")
    page.goto(f"{custodians_desk.url}/remains/moves/")
    press(page, "form[action$='/sign/'] button")
    assert "Перемещение подписано дважды. Перемещено частей: 1." in page.inner_text("main")
    page.goto(f"{custodians_desk.url}/remains/transfers/")
    press(page, "td.head a")
    page.fill("#id_gives", "Гнат Сич")
    page.fill("#id_takes", "гнат сич")
    page.fill("#id_document", "акт 12")
    press(page, "form[action$='/hand-over/'] button")
    assert "Подписать должны два разных человека" in page.inner_text("main")
    page.fill("#id_takes", "Оксана Лелека")
    press(page, "form[action$='/hand-over/'] button")
    assert "Передано частей: 2." in page.inner_text("main")
    with page.expect_download() as kept:
        page.click("form[action$='/paper/'] button")
    assert kept.value.suggested_filename == "transfer-list-L-1.zip"
    assert all(request.url.startswith(custodians_desk.url) for request in asked)
    assert "P-7" not in "".join(request.url for request in asked)
