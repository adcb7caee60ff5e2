"""Comparing, signing and telling in a real browser: three languages, telephone and desk, keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage, Walk, enter, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.deciding import a_telling, an_identification
from tests.interfaces.desk.factors import as_owner_of, enrol
from tests.interfaces.desk.office import OPERATOR, PASSWORD, open_office
from tests.sites import LiveSite, OpenSite

from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def load() -> None:
    """A pair that `taras` has compared and proposed, a family's enquiry that he has taken on, and a draft of his."""
    open_office()
    add_account("iryna", Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    enrol("iryna")
    an_identification()
    a_telling()


@pytest.fixture(scope="module")
def case_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    """Every page of decisions and tellings that changes nothing."""
    let_in(page, desk, "taras")
    press(page, "nav a[href='/identifications/']")
    see("identifications")
    press(page, "td.head a >> nth=0")
    identification = page.url
    see("identification")
    press(page, "main a[href^='/pairs/']")
    pair = page.url
    see("pair")
    for step in ("compare/", "ask/", "propose/", "board/"):
        page.goto(f"{pair}{step}")
        see(step)
        if step != "propose/":
            press(page, "form.card button.main")
            see(f"{step} with what is missing")
    page.goto(f"{identification}sign/")
    page.locator("summary").click()
    see("sign, by the proposer")
    page.goto(f"{identification}rescind/")
    see("rescind")
    page.fill("#id_because", "another man of this name")
    press(page, "form.card button.main")
    see("rescind, what is signed")
    press(page, "nav a[href='/enquiries/']")
    see("enquiries")
    press(page, "td.head a >> nth=0")
    enquiry = page.url
    see("enquiry")
    page.goto(f"{enquiry}tell/?template=nothing%20yet")
    see("write to the family")
    page.goto(f"{desk.url}/enquiries/")
    press(page, "a[href^='/tellings/'] >> nth=0")
    see("telling")
    page.goto(pair)
    press(page, "section.card a[href^='/records/'] >> nth=1")
    record = page.url
    page.goto(f"{record}freeze/")
    see("freeze")


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_no_page_of_decisions_stands_in_the_way_of_people_with_disabilities(
    language: str, case_desk: LiveSite, walked: Walk
) -> None:
    page, seen = walked(language, {"uk": 320, "ru": 768, "en": 1280}[language])
    walk(page, case_desk, seen.see)
    assert seen.faults == {}


def test_a_second_person_reads_and_signs_without_scripts_by_keyboard(case_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    let_in(page, case_desk, "iryna")
    page.goto(f"{case_desk.url}/identifications/")
    press(page, "section:has-text('Waiting for your signature') td.head a")
    press(page, "main a[href$='/sign/']")
    assert page.locator("text=These remains are of the missing person.").count() == 1
    page.locator("form.card button.main").focus()
    enter(page)
    assert page.locator(".news.success").inner_text() == (
        "The identification is signed. Now a person tells the family."
    )
    with as_owner_of(case_desk) as owner:
        kept = owner.execute(
            'SELECT i.state, a."by", a.method FROM identification_identification i'
            " JOIN identification_approval a ON a.identification_id = i.id ORDER BY a.id DESC LIMIT 1"
        ).fetchone()
    assert kept == ("signed", "iryna", "server")
