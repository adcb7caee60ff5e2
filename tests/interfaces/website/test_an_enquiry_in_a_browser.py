"""A family with an old telephone asks, keeps ten words, comes back, is told: without scripts, or by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, enter, press
from tests.bureau.enquiries.seizure import Entrusted
from tests.interfaces.website.asking import LANGUAGES
from tests.sites import LiveSite, OpenSite
from tests.two_worlds.bureaus import TOLD_WORDS, publicly

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHOTOGRAPH = {"name": "son.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + b"j" * 40_000}
#: Whatever a finger must hit, that can be seen and is lower than forty pixels.
_TOO_SMALL = """[...document.querySelectorAll("main button, main summary, main input, main select, .choices label")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !["checkbox", "radio"].includes(one.type))
    .filter((one) => one.getBoundingClientRect().height < 40).map((one) => one.outerHTML)"""
VIEWS = ("ask", "asked back", "card", "enquiry", "no words", "wrong words", "unknown", "told", "withdrawn", "deleted")


@pytest.fixture(scope="module")
def website(open_site: OpenSite) -> LiveSite:
    """The site with one family that was told something."""
    return open_site("website", load=publicly)


def words_of(page: Page) -> str:
    return " ".join(page.locator(".card li").all_inner_texts())


def comes_back(page: Page, site: LiveSite, language: str, words: str) -> None:
    page.goto(f"{site.url}/{language}/words/")
    page.fill("main textarea[name=words]", words)
    press(page, "button.main")


def opens(page: Page, act: str) -> None:
    """Unfold the part of the page that holds this act."""
    page.locator(f"details.act:has(input[name=act][value={act}]) > summary").click()


def every_view(page: Page, site: LiveSite, language: str, entrusted: Entrusted) -> Iterator[str]:
    """Brings the browser to each page of an enquiry's life, one after the other."""
    mark = entrusted.canaries
    page.goto(f"{site.url}/{language}/")
    press(page, "a.step")
    yield "ask"
    page.click("main details:has([name=phone]) > summary")
    page.fill("main [name=own_name]", f"Ольга {mark.word}")
    page.fill("main [name=phone]", mark.phone(1))
    page.fill("main [name=postal]", f"Полтава, {mark.word}")
    page.fill("main [name=first_message]", f"Він не дзвонив з неділі. {mark.word}")
    press(page, "button.main")
    yield "asked back"
    page.fill("main [name=name]", "Колодій Вадим Сергійович")
    page.set_input_files("main [name=photograph]", PHOTOGRAPH)  # type: ignore[arg-type]
    press(page, "button.main")
    yield "card"
    words = words_of(page)
    entrusted.receipts.append(tuple(words.split()))
    press(page, "button.main")
    page.fill("main [name=message]", f"Чи є новини? {mark.word}")
    press(page, "button.main")
    yield "enquiry"
    page.goto(f"{site.url}/{language}/words/")
    yield "no words"
    comes_back(page, site, language, "абракадабрище " * 10)
    yield "wrong words"
    comes_back(page, site, language, " ".join([*words.split()[1:], words.split()[0]]))
    yield "unknown"
    comes_back(page, site, language, TOLD_WORDS[0])
    yield "told"
    comes_back(page, site, language, words)
    opens(page, "withdraw")
    page.check("main [name=keep_record][value=erase]")
    press(page, "details.act[open] button.plain")
    yield "withdrawn"
    opens(page, "delete")
    page.check("main [name=sure]")
    press(page, "details.act[open] button.plain")
    yield "deleted"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_way_of_people_with_disabilities(
    website: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]], language: str, entrusted: Entrusted
) -> None:
    page = new_page(width=320, bypass_csp=True)
    found = {}
    for view in every_view(page, website, language, entrusted):
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found[view] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, view
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
    assert found == {view: [] for view in VIEWS}


@pytest.mark.slow
def test_the_dark_colours_and_a_wide_screen_are_as_legible(
    website: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]], entrusted: Entrusted
) -> None:
    page = new_page(width=1280, bypass_csp=True, color_scheme="dark")
    assert {view: axe(page) for view in every_view(page, website, "uk", entrusted)} == {view: [] for view in VIEWS}


def test_a_family_is_served_without_scripts_and_neither_another_host_nor_a_log_hears_of_it(
    website: LiveSite, new_page: NewPage, entrusted: Entrusted
) -> None:
    page = new_page(width=320, java_script_enabled=False)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    for view in every_view(page, website, "ru", entrusted):
        assert page.locator("h1").is_visible(), view
        assert page.url.removeprefix(website.url) in {"/ru/ask/", "/ru/words/"}, view
    assert [request.url for request in requests if not request.url.startswith(website.url + "/")] == []
    assert [request.url for request in requests if "?" in request.url or "#" in request.url] == []
    assert [request.url for request in requests if request.headers.get("referer")] == []
    assert page.context.cookies() == []
    printed = website.said()
    for private in ("Колодій", "неділі", "son.jpg", "jjjj", entrusted.canaries.word, *TOLD_WORDS[0].split()):
        assert private not in printed


def test_the_way_from_the_first_page_to_the_answer_needs_only_a_keyboard(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=False)
    page.goto(f"{website.url}/uk/ask/")
    reach(page, "main [name=name]")
    page.keyboard.type("Колодій Вадим")
    reach(page, "summary")
    page.keyboard.press("Enter")
    reach(page, "main [name=father_name]")
    page.keyboard.type("Сергій")
    reach(page, "main [name=may_be_told]")
    page.keyboard.press("Space")
    reach(page, "button.main")
    enter(page)
    assert page.locator(".card").is_visible()
    reach(page, "button.main")
    enter(page)
    reach(page, "main [name=message]")
    page.keyboard.type("Чи є новини?")
    page.keyboard.press("Tab")
    enter(page)
    assert page.get_by_text("Ваш лист у нас.").is_visible()


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"no key leads to {selector}")


def test_enter_in_a_line_leaves_the_enquiry_and_does_not_change_the_language(
    website: LiveSite, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{website.url}/en/ask/")
    press(page, "button.main")
    page.fill("main [name=name]", "Kolodiy Vadym")
    page.focus("main [name=name]")
    enter(page)
    assert page.locator(".card").is_visible()
    assert page.url == f"{website.url}/en/ask/"


def test_another_language_loses_neither_the_form_nor_the_words(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{website.url}/en/ask/")
    page.fill("main [name=first_message]", "He has not called since Sunday.")
    press(page, "button.main")
    press(page, page.get_by_role("button", name="Українська"))
    assert page.input_value("main [name=first_message]") == "He has not called since Sunday."
    page.fill("main [name=name]", "Колодій Вадим")
    press(page, "button.main")
    words = words_of(page)
    press(page, page.get_by_role("button", name="Русский"))
    assert words_of(page) == words
    press(page, "button.main")
    assert page.get_by_text("Ваше обращение у нас.").is_visible()
    press(page, page.get_by_role("button", name="English"))
    assert page.get_by_text("Your enquiry has arrived.").is_visible()


def test_on_the_card_there_are_ten_words_and_nothing_else(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    page.goto(f"{website.url}/uk/ask/")
    page.fill("main [name=name]", "Колодій Вадим")
    press(page, "button.main")
    words = words_of(page)
    page.emulate_media(media="print")
    seen = page.evaluate("document.body.innerText").split()
    assert [word for word in seen if not word.rstrip(".").isdigit()] == words.split()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_what_we_tell_is_seen_only_by_who_opens_it(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=False)
    comes_back(page, website, "uk", TOLD_WORDS[0])
    assert not page.get_by_text("Він живий.").is_visible()
    page.click(".record > summary")
    assert page.get_by_text("Він живий.").is_visible()
    press(page, ".record button")
    assert page.get_by_text("Тепер ми знаємо, що Ви це прочитали.").is_visible()


def test_what_a_finger_must_hit_is_large_enough(website: LiveSite, new_page: NewPage, entrusted: Entrusted) -> None:
    page = new_page(width=320)
    for view in every_view(page, website, "ru", entrusted):
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        small = page.evaluate(_TOO_SMALL)
        assert small == [], view
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false })")
