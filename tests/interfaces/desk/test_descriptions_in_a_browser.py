"""Descriptions, teeth, estimates, mixed bodies and papers in a real browser: three languages, no script needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage, Walk, press
from tests.bureau.remains import described
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

from antigone.bureau.registry.models import Record
from antigone.bureau.remains.queries import public_id_of, whose_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

IDS: dict[str, str] = {}


def load() -> None:
    open_office()
    described.world()
    IDS.update((name, str(one)) for name, one in Record.objects.values_list("source_record_id", "public_id"))
    IDS["P-2"], IDS["B-1"] = str(public_id_of("P-2")), str(whose_number("B-1")[1])


@pytest.fixture(scope="module")
def desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    record = f"{desk.url}/records/{IDS['F-1']}"
    let_in(page, desk, "keeper")
    page.goto(f"{record}/")
    press(page, "main a[href$='/description/']")
    assert page.locator("main .teeth svg[role=img] desc").text_content()
    see("description")
    for which in ("effects", "teeth", "bones"):
        page.goto(f"{record}/description/{which}/")
        assert page.locator("form.card button.main").is_visible()
        see(f"writing {which}")
    page.goto(f"{record}/description/physical/")
    page.fill("#id_stature_cm", "17")
    press(page, "form.card button.main")
    see("writing looks, wrongly")
    page.goto(f"{desk.url}/remains/parts/{IDS['P-2']}/bones/")
    see("bones in a part")
    press(page, "nav a[href='/remains/']")
    press(page, "main a[href='/remains/mixed/']")
    see("mixed remains")
    press(page, "td.head a")
    see("mixed body")
    page.context.clear_cookies()
    let_in(page, desk, "taras")
    page.goto(f"{desk.url}/pairs/{IDS['M-1']}/{IDS['F-1']}/")
    press(page, "main a[href$='/teeth/']")
    assert page.locator("main .teeth svg").count() == 2
    see("teeth of two")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(language: str, width: int, desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, width)
    walk(page, desk, seen.see)
    assert seen.faults == {}


def test_it_is_written_down_and_printed_without_a_script(desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="ru", java_script_enabled=False)
    let_in(page, desk, "keeper")
    page.goto(f"{desk.url}/records/{IDS['F-1']}/description/teeth/")
    page.select_option("#id_state_47", "filled")
    page.fill("#id_surfaces_47", "xo")
    press(page, "form.card button.main")
    assert "Поверхности указывают только для пломб и кариеса" in page.inner_text("main")
    page.fill("#id_surfaces_47", "do")
    press(page, "form.card button.main")
    assert "То, что было раньше, сохранено." in page.inner_text("main")
    assert "47: с пломбой, OD" in page.inner_html(".teeth")
    press(page, "main a[href$='/description/bones/']")
    page.fill("#id_femur", "480")
    page.fill("#id_head_circumference", "15,7 мм")
    press(page, "form.card button.main")
    assert "Напишите число, например 47.2." in page.inner_text("#error-head_circumference")
    page.fill("#id_head_circumference", "")
    press(page, "form.card button.main")
    assert "Напишите число от 34 до 60." in page.inner_text("#error-femur")
    page.fill("#id_femur", "48,5")
    page.check("#id_tell")
    press(page, "form.card button.main")
    assert "170–182" in page.inner_text("main")
    with page.expect_download() as kept:
        page.click("form[action$='/papers/summary/'] button")
    assert kept.value.suggested_filename == "post-mortem-summary-F-1.zip"
    page.goto(f"{desk.url}/records/{IDS['F-1']}/description/effects/")
    assert "через точку с запятой: что это; " in page.inner_text("#hint-effects")
    press(page, "form.card button.main")
    assert "Ничего не заполнено." in page.inner_text("main [role=alert]")
    page.goto(f"{desk.url}/remains/bodies/{IDS['B-1']}/")
    assert "Это не один человек: людей не менее 2" in page.inner_text("main")
