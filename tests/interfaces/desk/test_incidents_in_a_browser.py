"""Pages of incidents, and the page of a case that leaves the bureau: three languages, telephone and desk, no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, Walk, press
from tests.bureau.incidents.case import WITNESSED, a_whole_case
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

from antigone.bureau.incidents.concluding.actions import link
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.models import Record
from antigone.interfaces.papers.case.issuing import write_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TARAS = Actor("taras", "case worker")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("incident")


@pytest.fixture(scope="module")
def analysts_desk(open_site: OpenSite, folder: Path) -> LiveSite:
    def load() -> None:
        open_office()
        a_whole_case(folder)
        record = Record.objects.get(source_record_id="m-1").public_id
        link(WITNESSED, "record", str(record), meaning="last seen", because="his voice is heard", actor=TARAS)
        write_case(WITNESSED, folder / "case", actor=TARAS)

    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    let_in(page, desk, "taras")
    press(page, "nav a[href='/incidents/']")
    see("cases")
    press(page, "main a[href$='/new/']")
    press(page, "form.card button.main")
    see("opening, nothing said")
    page.goto(f"{desk.url}/incidents/")
    press(page, "td.head a")
    see("case")
    case = page.url
    press(page, "main a[href*='/look/']")
    see("look")
    page.goto(f"{case}do/finding/")
    press(page, "form.card button.main")
    see("finding, nothing said")
    page.goto(f"{case}findings/1/")
    see("finding")


def excluding(page: Page) -> set[str]:
    """The observations that the form of a finding offers against an explanation."""
    return set(page.locator("#id_open_0 option:not([value=''])").all_inner_texts())


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(
    language: str, width: int, analysts_desk: LiveSite, folder: Path, walked: Walk
) -> None:
    page, seen = walked(language, width)
    walk(page, analysts_desk, seen.see)
    page.goto((folder / "case" / f"case.{language}.html").as_uri())
    seen.see("case page")
    assert seen.faults == {}


def test_an_observer_looks_before_he_reads_and_the_record_says_last_seen(
    analysts_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=320, locale="uk", java_script_enabled=False)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    let_in(page, analysts_desk, "counts")
    page.goto(f"{analysts_desk.url}/incidents/")
    press(page, "td.head a")
    case = page.url
    assert "слово іншого спостерігача, його можна прочитати після вашого" in page.inner_text("main")
    assert "край дороги цілий" not in page.content()
    assert "З’явилося після знімка" not in page.inner_text("main")
    # Nor is it among what may exclude another explanation.
    page.goto(f"{case}do/finding/")
    assert excluding(page) == set()
    page.goto(case)
    press(page, "main a[href*='/look/']")
    assert "край дороги цілий" not in page.content()
    page.select_option("#id_state", "absent")
    press(page, "form.card button.main")
    assert "край дороги цілий" in page.inner_text("main")
    page.goto(f"{case}do/finding/")
    assert excluding(page) == {"№ 1: вирва на дорозі – його немає, а було б видно"}
    # Nobody reviews what he wrote, and nothing exact is kept.
    page.goto(f"{case}do/site/")
    page.fill("#id_called", "37U DQ 12345 67890")
    press(page, "form.card button.main")
    assert "Точного місця не зберігають" in page.inner_text("main")
    let_in(page, analysts_desk, "taras")
    page.goto(case)
    press(page, "main a[href^='/records/']")
    assert "там бачили востаннє, доля невідома" in page.inner_text("main")
    assert all(request.url.startswith(analysts_desk.url) for request in asked)
