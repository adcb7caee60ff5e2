"""Passkeys in a real browser, with an authenticator that Chromium simulates; and the way without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page
from tests.browsing import NewPage, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.deciding import an_identification
from tests.interfaces.desk.factors import as_owner_of, live_code
from tests.interfaces.desk.office import OPERATOR, PASSWORD, open_office
from tests.sites import LiveSite, OpenSite

from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

#: People who have not signed in yet, one for each test that enrols.
NEWCOMERS = ("iryna", "bohdan", "daryna", "ostap", "danylo")
USE_PASSKEY = "form:has(input[data-passkey]) button"


def load() -> None:
    """Newcomers, and an identification that `taras` has proposed."""
    open_office()
    for name in NEWCOMERS:
        add_account(name, Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
    an_identification()


@pytest.fixture(scope="module")
def desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def by_name(desk: LiveSite) -> str:
    """The address under which passkeys work: no number."""
    return desk.url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> Page:
    """This browser's own device is one that its owner unlocks at once."""
    plug_in(page, "internal")
    return page


def plug_in(page: Page, transport: str) -> Callable[[], object]:
    """Give the browser an authenticator; what is returned takes it away again."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": transport,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    plugged = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    number = {"authenticatorId": plugged["authenticatorId"]}
    return lambda: devtools.send("WebAuthn.removeVirtualAuthenticator", number)


def give_password(page: Page, desk: LiveSite, name: str) -> None:
    page.goto(f"{by_name(desk)}/sign-in/")
    page.fill("#id_name", name)
    page.fill("#id_password", PASSWORD)
    press(page, "form:has(#id_password) button")


def enrol(page: Page, desk: LiveSite, name: str) -> None:
    give_password(page, desk, name)
    assert page.url == f"{by_name(desk)}/second-factor/"
    page.fill("#id_name", "my telephone")
    press(page, USE_PASSKEY)
    assert "my telephone" in page.inner_text(".factors")


def sign_out(page: Page) -> None:
    press(page, "form[action='/sign-out/'] button")


def to_be_stale(desk: LiveSite) -> None:
    """Everybody's last factor was shown long ago: sessions know of none."""
    with as_owner_of(desk) as owner:
        for key, data in owner.execute("SELECT session_key, session_data FROM django_session").fetchall():
            said = SessionStore().decode(str(data)) | {"factor_at": 0}
            owner.execute(
                "UPDATE django_session SET session_data = %s WHERE session_key = %s", [SessionStore().encode(said), key]
            )


def to_sign(page: Page, desk: LiveSite) -> None:
    page.goto(f"{by_name(desk)}/identifications/")
    press(page, "td.head a >> nth=0")
    page.goto(f"{page.url}sign/")


def test_a_newcomer_enrols_a_passkey_signs_in_with_it_and_signs_a_decision(desk: LiveSite, new_page: NewPage) -> None:
    page = with_authenticator(new_page(locale="en"))
    enrol(page, desk, "iryna")
    sign_out(page)

    give_password(page, desk, "iryna")
    assert page.url.endswith("/sign-in/second-step/")
    press(page, USE_PASSKEY)
    assert page.url == f"{by_name(desk)}/"
    sign_out(page)

    page.goto(f"{by_name(desk)}/sign-in/")
    press(page, USE_PASSKEY)
    assert page.url == f"{by_name(desk)}/"
    assert "iryna" in page.inner_text(".self")

    to_be_stale(desk)
    to_sign(page, desk)
    press(page, USE_PASSKEY)
    assert "The identification is signed." in page.inner_text(".news")
    assert "with a passkey" in page.inner_text("main")


def test_before_what_matters_a_passkey_is_asked_for_again_and_nothing_typed_is_lost(
    desk: LiveSite, new_page: NewPage
) -> None:
    page = with_authenticator(new_page(width=320, locale="en"))
    enrol(page, desk, "bohdan")
    pull_out = plug_in(page, "usb")
    to_be_stale(desk)
    page.fill("#id_name", "grey key «№ 2» & more")
    press(page, USE_PASSKEY)
    pull_out()
    assert "Show your second factor once more" in page.inner_text("h1")
    press(page, USE_PASSKEY)
    assert "grey key «№ 2» & more" in page.inner_text(".factors")
    assert page.locator(".factors li").count() == 2


def test_who_has_codes_needs_no_script(desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    give_password(page, desk, "taras")
    page.fill("#id_code", live_code(desk, "taras"))
    press(page, "form:has(#id_code) button")
    assert page.url == f"{by_name(desk)}/"
    to_be_stale(desk)
    page.goto(f"{by_name(desk)}/second-factor/")
    page.goto(f"{by_name(desk)}/second-factor/codes/")
    page.fill("#id_code", "111111")
    press(page, "form:has(#id_code) button")
    assert "Show your second factor once more" in page.inner_text("h1")
    page.fill("#id_step-up-code", live_code(desk, "taras"))
    press(page, "form:has(#id_step-up-code) button")
    assert "This is not the code" in page.inner_text("main")  # the form that was sent went on


def test_under_a_number_the_page_leads_to_the_name(desk: LiveSite, new_page: NewPage) -> None:
    page = with_authenticator(new_page(locale="en"))
    page.goto(f"{desk.url}/sign-in/")
    link = page.locator(".passkey-elsewhere a")
    link.wait_for()
    assert link.get_attribute("href") == f"{by_name(desk)}/sign-in/"
    assert page.locator(USE_PASSKEY).is_disabled()


def test_a_browser_without_a_passkey_says_so_and_lets_one_try_again(desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")  # and no authenticator: every question fails at once
    page.goto(f"{by_name(desk)}/sign-in/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('stopped')); }")
    page.click(USE_PASSKEY)
    page.locator(".passkey-failed").wait_for()
    assert "No passkey came." in page.inner_text(".passkey-failed")
    assert page.locator(USE_PASSKEY).is_enabled()


@pytest.mark.parametrize(
    ("language", "width", "name"), [("uk", 320, "daryna"), ("ru", 768, "ostap"), ("en", 1280, "danylo")]
)
def test_the_pages_of_second_factors_stand_in_nobodys_way(
    language: str, width: int, name: str, desk: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]]
) -> None:
    page = with_authenticator(new_page(width=width, locale=language, bypass_csp=True))
    found: dict[str, object] = {}

    def see(what: str) -> None:
        if faults := axe(page):
            found[what] = faults
        over = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            found[f"{what}, wider"] = over
        assert page.locator("html").get_attribute("lang") == language

    give_password(page, desk, name)
    see("enrol")
    page.goto(f"{by_name(desk)}/second-factor/codes/")
    see("codes")
    page.goto(f"{by_name(desk)}/second-factor/")
    page.fill("#id_name", "телефон")
    press(page, USE_PASSKEY)
    see("one factor")
    sign_out(page)
    page.goto(f"{by_name(desk)}/sign-in/")
    see("sign in")
    give_password(page, desk, name)
    see("second step")
    press(page, USE_PASSKEY)
    to_be_stale(desk)
    page.goto(f"{by_name(desk)}/second-factor/codes/")
    page.fill("#id_code", "111111")
    press(page, "form:has(#id_code) button")
    see("step up")
    assert found == {}


def test_nothing_of_a_factor_is_printed(desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    let_in(page, desk, "taras")
    page.goto(f"{desk.url}/second-factor/codes/")
    letters = page.inner_text(".letters").replace(" ", "")
    said = desk.said()
    for secret in (letters, "taras", "iryna", "my telephone", PASSWORD):
        assert secret not in said
