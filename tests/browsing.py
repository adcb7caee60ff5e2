"""A real browser: Debian's Chromium, driven by Playwright, and the axe rules of accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages, each in a context of its own: ``new_page(width=320, locale="uk", java_script_enabled=False)``.

    Other keyword arguments go to Playwright's `new_context`. The site's Content-Security-Policy is in force unless
    ``bypass_csp=True`` is given.
    """
    contexts: list[BrowserContext] = []

    def open_page(*, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


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
        page.evaluate(source)
        result = page.evaluate("() => axe.run()")
        return [
            f"{violation['id']}: {violation['help']} ({', '.join(str(node['target']) for node in violation['nodes'])})"
            for violation in result["violations"]
        ]

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
