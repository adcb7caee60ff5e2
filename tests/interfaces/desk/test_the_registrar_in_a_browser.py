"""The registrar's work in a real browser: typing, the import's own process, two people at one record."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browsing import NewPage, enter, goes_on_to, press
from tests.interfaces.desk.office import DEAD_NAME
from tests.interfaces.desk.test_in_a_browser import sign_in
from tests.sites import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

See = Callable[[str], None]


@pytest.fixture(scope="module")
def a_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "загиблі.csv"
    rows = [f"{number};Бондаренко Вадим {number % 7};{1950 + number % 50};сержант" for number in range(300)]
    path.write_text("\n".join(["ID;ПІБ;Рік народження;Звання", *rows, "300;невідомий;;"]), encoding="utf-8")
    return path


def open_record(page: Page, desk: LiveSite, name: str) -> None:
    page.goto(f"{desk.url}/search/")
    page.fill("#id_name", name)
    press(page, "button.main")
    press(page, ".hits .head a >> nth=0")


def walk(page: Page, desk: LiveSite, a_list: Path, see: See) -> None:
    """Every page of the registrar, told to `see` by name when it stands there."""
    sign_in(page, desk)
    see("overview")
    page.goto(f"{desk.url}/records/new/")
    see("choose")
    for kind in ("missing", "prisoner", "dead", "remains"):
        page.goto(f"{desk.url}/records/new/{kind}/")
        see(f"enter {kind}")
    page.fill("#id_occurred_date", "31.02.2022")
    press(page, "button[value=keep]")
    see("enter, wrong")
    open_record(page, desk, DEAD_NAME)
    see("record")
    press(page, "main a[href$='/edit/']")
    see("amend")
    page.fill("#id_note", "звірено")
    page.check("input[name=basis] >> nth=0")
    page.fill("#id_reason", "letter 14")
    press(page, "button[value=keep]")
    press(page, "main a[href$='/history/']")
    see("history")
    press(page, "main a[href$='/undo/'] >> nth=0")
    see("take back")
    press(page, "button.danger")
    page.goto(f"{desk.url}/sources/new/")
    see("new source")
    page.goto(f"{desk.url}/sources/")
    press(page, "td.head a >> nth=0")
    press(page, "main a[href$='/agreement/']")
    see("agreement")
    page.fill("#id_text", "лист № 14")
    page.fill("#id_valid_until", "1.1.2020")
    press(page, "form.card button.main")
    see("source whose agreement ran out")
    page.goto(f"{desk.url}/sources/")
    see("sources")
    page.goto(f"{desk.url}/imports/new/")
    see("upload")
    press(page, "button.main")
    see("upload, nothing chosen")
    page.select_option("#id_source", index=1)
    page.set_input_files("#id_file", a_list)
    press(page, "button.main")
    goes_on_to(page, "select[name=use_1]")
    see("mapping")
    page.select_option("select[name=use_1]", "")
    press(page, "button[value=preview]")
    see("mapping, wrong")
    page.select_option("select[name=use_1]", "name")
    page.select_option("select[name=kind]", "dead")
    press(page, "button[value=preview]")
    goes_on_to(page, "button[value=import]")
    see("preview")
    press(page, "button[value=drop]")
    see("imports")


@pytest.mark.slow
def test_no_page_of_the_registrar_stands_in_anybodys_way_or_is_too_wide(
    live_desk: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]], a_list: Path
) -> None:
    page = new_page(width=320, locale="uk", bypass_csp=True)
    found: dict[str, object] = {}

    def see(name: str) -> None:
        if faults := axe(page):
            found[name] = faults
        for width in (1280, 768, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if (over := page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")) > 0:
                found[f"{name}, {width} wide"] = over
        assert page.locator("html").get_attribute("lang") == "uk"

    walk(page, live_desk, a_list, see)
    assert found == {}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_longest_form_fits_in_the_other_languages_too(
    language: str, live_desk: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]]
) -> None:
    page = new_page(width=320, locale=language, bypass_csp=True)
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/records/new/dead/")
    assert page.locator("html").get_attribute("lang") == language
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_while_a_record_is_typed_the_form_tells_what_it_understood_and_what_is_missing(
    live_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(locale="en")
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/records/new/prisoner/")
    assert "9 items" in page.inner_text("#treaty")
    page.fill("#id_name_0", "Коваленко Юхим Савич")
    page.fill("#id_birth_date", "12 березня 1987")
    expect(page.locator("#treaty")).to_contain_text("5 items")
    expect(page.locator("[data-understood-of=birth_date]")).to_contain_text("12 March 1987")
    expect(page.locator("[data-understood-of=name_0]")).to_contain_text("patronymic: Савич")
    page.fill("#id_birth_date", "31.02.1987")
    expect(page.locator("[data-understood-of=birth_date].misread")).to_contain_text("no such day")
    assert refused == []


def test_a_record_is_entered_by_keyboard_alone_without_scripts_on_a_telephone(
    live_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/records/new/missing/")
    page.focus("#id_name_0")
    page.keyboard.type("Шевчук Лев Іванович")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Shevchuk Lev")
    page.focus("#id_last_seen_date")
    page.keyboard.type("березень 2022")
    page.focus("button[value=check]")
    enter(page)
    assert page.locator("text=March 2022").first.is_visible()
    assert "7 items" in page.inner_text("#treaty") or "6 items" in page.inner_text("#treaty")
    page.focus("button[value=keep]")
    enter(page)
    assert page.locator("text=The record is kept.").first.is_visible()
    assert "Шевчук Лев Іванович" in page.inner_text("h1")
    assert "Shevchuk Lev" in page.inner_text(".names")


def test_a_file_is_imported_by_a_process_of_its_own_and_the_file_is_gone(
    live_desk: LiveSite, new_page: NewPage, a_list: Path
) -> None:
    page = new_page(locale="en")
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/imports/new/")
    page.fill("#id_new_source", "Комітет Старого міста")
    page.set_input_files("#id_file", a_list)
    press(page, "button.main")
    goes_on_to(page, "select[name=kind]")
    press(page, "button[value=preview]")
    goes_on_to(page, "button[value=import]")
    assert "300" in page.inner_text(".counts")
    press(page, "button[value=import]")
    goes_on_to(page, "main a[href$='/undo/']")
    assert re.search(r"/imports/\d+/$", page.url)
    assert "загиблі.csv" in page.inner_text("main")
    assert "names nobody" in page.inner_text("main") or "is empty" in page.inner_text("main")
    press(page, "main a[href$='/undo/']")
    press(page, "button.danger")
    assert "The import is undone: 300 records removed" in page.inner_text(".news")
    page.goto(f"{live_desk.url}/imports/")
    assert page.locator("#in-hand").count() == 0


def test_of_two_at_one_record_the_second_is_told_and_both_words_are_kept(
    live_desk: LiveSite, new_page: NewPage
) -> None:
    first, second = new_page(locale="en"), new_page(locale="en")
    for page in (first, second):
        sign_in(page, live_desk)
        open_record(page, live_desk, DEAD_NAME)
        press(page, "main a[href$='/edit/']")
        page.check("input[name=basis] >> nth=0")
        page.fill("#id_reason", "letter 14")
    first.fill("#id_rank", "капітан")
    press(first, "button[value=keep]")
    second.fill("#id_call_sign", "Бджола")
    second.fill("#id_rank", "майор")
    press(second, "button[value=keep]")
    assert "While you were writing, olena changed this record" in second.inner_text("[role=alert]")
    assert "theirs «капітан», yours «майор»" in second.inner_text("[role=alert]")
    press(second, "button[value=keep]")
    press(second, "main a[href$='/history/']")
    told = second.inner_text("main")
    for word in ("капітан", "майор", "Бджола"):
        assert word in told
