"""What every page of the site stands in: the bureau's name, the other languages, the way out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, override

#: Where the quick exit leads: a page that anybody may have open. A link, so nothing is asked of it before a click.
NEUTRAL_PAGE = "https://www.wikipedia.org/"

_OWN_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}


#: What stands in the head of every page, in order.
_PAGES = {
    "website:home": gettext_noop("Search"),
    "website:ask": gettext_noop("Ask us"),
    "website:receipt": gettext_noop("Your enquiry"),
    "website:things": gettext_noop("Things found"),
    "website:help": gettext_noop("Help"),
    "website:data": gettext_noop("Your data"),
    "website:contact": gettext_noop("Contact"),
    "figures:index": gettext_noop("Figures of the war"),
}


@dataclass(frozen=True, slots=True)
class PageOfSite:
    """A page that every other leads to."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The page that the reader sees, in one of the site's languages."""

    code: str
    own_name: str
    address: str
    current: bool


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Template variables that every page needs."""
    return {
        "bureau_name": settings.CONFIGURATION.bureau_name,
        "languages": language_choices(request),
        "site_pages": _pages(get_language()),
        "neutral_page": NEUTRAL_PAGE,
        "stylesheet": static_address("website/site.css"),
        "icon": static_address("website/icon.svg"),
    }


def language_choices(request: HttpRequest) -> list[LanguageChoice]:
    """The address of this page in each language, or the first page's where this is none of the site's pages."""
    match = request.resolver_match
    return language_choices_of(*((match.view_name, match.kwargs) if match and match.view_name else ("website:home",)))


def language_choices_of(view_name: str, parts: dict[str, object] | None = None) -> list[LanguageChoice]:
    """The address of a page in each language."""
    current = get_language()
    addresses = _addresses(view_name, tuple(sorted((parts or {}).items())))
    return [LanguageChoice(code, _OWN_NAMES[code], address, current=code == current) for code, address in addresses]


@cache
def _pages(language: str | None) -> tuple[PageOfSite, ...]:
    """The head of a page in the language that is active, which is `language`."""
    return tuple(PageOfSite(reverse(view_name), gettext(name)) for view_name, name in _PAGES.items())


@lru_cache(maxsize=1_000)
def _addresses(view_name: str, parts: tuple[tuple[str, object], ...]) -> tuple[tuple[str, str], ...]:
    """The language and the address of a page, for each language."""
    addresses = []
    for code in _OWN_NAMES:
        with override(code):
            addresses.append((code, reverse(view_name, kwargs=dict(parts))))
    return tuple(addresses)


def static_address(name: str) -> str:
    """The address of a static file; the unhashed one where they have not been collected yet.

    A missing stylesheet leaves a page plain; it must not take the page away.
    """
    try:
        return staticfiles_storage.url(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"
