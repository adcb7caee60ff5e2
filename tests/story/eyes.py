"""Whoever looks over the shoulders of everybody in the story: can all people use this page, and how does it look?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, Route
from tests.browsing import NewPage

#: Pixels that the family's way out takes at the top of the screen.
_BELOW_THE_WAY_OUT = 72


@dataclass
class Eyes:
    """Looks at pages as they stand, scripts or none.

    axe needs scripts of its own, which the family's browser does not run and the sites forbid; so a page is handed as
    it stands to a window of the same width in another browser, in which axe alone runs.

    Attributes:
        pictures: where pictures of the main moments go; None where nobody wants any.
        faults: what stands in the way of people with disabilities, or is wider than the screen, page by page.
    """

    new_page: NewPage
    axe: Callable[[Page], list[str]]
    pictures: Path | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _windows: dict[int, Page] = field(default_factory=dict)

    def see(self, page: Page, what: str) -> None:
        """Look at a page, with all that can be unfolded unfolded; at each once."""
        if what in self._seen:
            return
        self._seen.add(what)
        standing = page.content()

        def as_it_stands(route: Route) -> None:
            route.fulfill(body=standing, content_type="text/html; charset=utf-8")

        window = self._window(_width(page))
        window.route(page.url, as_it_stands)
        window.goto(page.url)
        window.unroute(page.url)
        window.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        over = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if found := [*self.axe(window), *([f"{over} pixels too wide"] if over > 0 else [])]:
            self.faults[what] = found

    def picture(self, page: Page, name: str, *, below: Locator | None = None, height: int) -> None:
        """Keep a picture of the screen, this high, with `below` at its top."""
        if self.pictures is None:
            return
        before = page.viewport_size
        page.set_viewport_size({"width": _width(page), "height": height})
        if below is not None:
            below.evaluate(f"one => scrollTo(0, one.getBoundingClientRect().top + scrollY - {_BELOW_THE_WAY_OUT})")
        page.screenshot(path=self.pictures / f"story-{name}.png")
        if before is not None:
            page.set_viewport_size(before)

    def _window(self, width: int) -> Page:
        if width not in self._windows:
            window = self.new_page(width=width, bypass_csp=True)
            window.route("**/*.js", lambda route: route.abort())
            self._windows[width] = window
        return self._windows[width]


def _width(page: Page) -> int:
    return page.viewport_size["width"] if page.viewport_size else 0
