"""A real browser: Debian's Chromium, driven by Playwright, and the axe rules of accessibility.

Playwright's click does not wait for the page to which it leads: whatever is asked right after it may be answered by the
page that goes, or by half of the one that comes. So whoever leaves a page says so, with `press`, `enter`, `page.goto`,
``with page.expect_navigation():`` around anything else, or `goes_on_to` where the page itself goes on; a test that
leaves a page otherwise fails when it has ended.

``ANTIGONE_SLOW_NETWORK=150`` holds each answer for so many milliseconds, lets it come in drop by drop, and gives the
pages a quarter of the processor: what a test does too early, it then does too early every time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect, sync_playwright

_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module. (Playwright leaves an event loop in the thread for as long as it lives.)

    Without Chromium the tests skip, except where `CI` is true: there they fail.
    """
    program = _chromium()
    if program is None:
        reason = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    flags = [*_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, headless=True, args=flags)
        try:
            yield chromium
        finally:
            # Connections opened while Playwright's event loop runs are seen only while it runs (asgiref's Local);
            # left open, they would keep later modules from copying the test database.
            connections.close_all()
            chromium.close()


#: Every rule is tried; only of what is violated does axe work out where it stands, and nothing else comes back.
_VIOLATIONS = """async () => (await axe.run({ resultTypes: ["violations"] })).violations.map(
  ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => JSON.stringify(node.target)).join(", ")})`
)"""
#: Milliseconds for what comes by itself. A busy machine may need many of them, and an idle one needs none.
_PATIENCE = 60_000
expect.set_options(timeout=_PATIENCE)
_WATCHES: WeakKeyDictionary[Page, _Watch] = WeakKeyDictionary()


def press(page: Page, what: str | Locator) -> None:
    """Follow a link or send a form, and wait until the next page stands there."""
    with page.expect_navigation():
        (page.locator(what).first if isinstance(what, str) else what).click()


def enter(page: Page) -> None:
    """Press Enter where the focus is, and wait for the page to which that leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def goes_on_to(page: Page, what: str) -> None:
    """Wait until the page has gone on by itself, perhaps through others, to one with this on it."""
    with _WATCHES[page].waiting():
        page.locator(what).first.wait_for()
        page.wait_for_load_state()


def left_unawaited(page: Page) -> list[str]:
    """How this page was left while nobody waited for the next one; the fixture `new_page` asks that it be empty."""
    return _WATCHES[page].left


class _Watch:
    """Sees when a page is left while nobody waits for the next one.

    Attributes:
        left: how it was left, request by request.
    """

    def __init__(self, page: Page) -> None:
        self.left: list[str] = []
        self._waiting = 0
        page.on("request", self._see)
        for name in ("goto", "reload", "go_back", "go_forward", "set_content"):
            setattr(page, name, self._waits(getattr(page, name)))
        for name in ("expect_navigation", "expect_download"):
            setattr(page, name, self._waits_for_the_block(getattr(page, name)))

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _waits(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def waits(*given: Any, **named: Any) -> Any:
            with self.waiting():
                return act(*given, **named)

        return waits

    def _waits_for_the_block(self, expecting: Callable[..., Any]) -> Callable[..., Any]:
        @contextlib.contextmanager
        def waits(*given: Any, **named: Any) -> Iterator[Any]:
            with self.waiting(), expecting(*given, **named) as came:
                yield came

        return waits

    def _see(self, request: Request) -> None:
        if not self._waiting and request.is_navigation_request() and request.frame.parent_frame is None:
            self.left.append(f"{request.method} {request.url}")


def _slow_down(page: Page) -> None:
    if held := os.environ.get("ANTIGONE_SLOW_NETWORK"):
        devtools = page.context.new_cdp_session(page)
        drop_by_drop = {"offline": False, "latency": int(held), "downloadThroughput": 200_000, "uploadThroughput": -1}
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", drop_by_drop)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages, each in a context of its own: ``new_page(width=320, locale="uk", java_script_enabled=False)``.

    Other keyword arguments go to Playwright's `new_context`. The site's Content-Security-Policy is in force unless
    ``bypass_csp=True`` is given.
    """
    contexts: list[BrowserContext] = []
    pages: list[Page] = []

    def open_page(*, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        _slow_down(page)
        _WATCHES[page] = _Watch(page)
        pages.append(page)
        return page

    yield open_page
    left = [how for page in pages for how in left_unawaited(page)]
    for context in contexts:
        context.close()
    assert left == [], "a page was left, and nobody waited for the next one"


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One page, 1280 pixels wide."""
    return new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)`` lists what stands in the way of people with disabilities: empty is the aim.

    The page needs scripts, and a context opened with ``bypass_csp=True``. The rules are those of WCAG 2.2 A and AA
    and axe's best practices.
    """
    import axe_playwright_python

    source = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.wait_for_load_state()
        page.evaluate(source)
        return list(page.evaluate(_VIOLATIONS))

    return check


class Walked:
    """What was in somebody's way on the pages that a walk came past: what axe says, and pages wider than the screen.

    ``ANTIGONE_PICTURES=FOLDER`` keeps a picture of each page.
    """

    def __init__(self, page: Page, language: str, axe: Callable[[Page], list[str]]) -> None:
        self.faults: dict[str, list[str]] = {}
        self._page, self._language, self._axe = page, language, axe
        self._pictures = os.environ.get("ANTIGONE_PICTURES", "")

    def see(self, name: str) -> None:
        """Look at the page as it stands, under a name of its own, and at the language that it says it is in."""
        faults = self._axe(self._page)
        over = self._page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            faults.append(f"{over} pixels too wide")
        if faults:
            self.faults[name] = faults
        assert self._page.locator("html").get_attribute("lang") == self._language
        if self._pictures:
            self._page.screenshot(path=Path(self._pictures) / f"{self._language}-{name}.png", full_page=True)


Walk = Callable[[str, int], tuple[Page, Walked]]


@pytest.fixture
def walked(new_page: NewPage, axe: Callable[[Page], list[str]]) -> Walk:
    """``walked("uk", 320)`` opens a page for a walk, and what looks at each page that it comes past."""

    def begin(language: str, width: int) -> tuple[Page, Walked]:
        page = new_page(width=width, locale=language, bypass_csp=True)
        return page, Walked(page, language, axe)

    return begin
