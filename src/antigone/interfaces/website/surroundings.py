"""What every page of the site stands in: the bureau's name, the other languages, the way out."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override

#: Where the quick exit leads: a page that anybody may have open. A link, so nothing is asked of it before a click.
NEUTRAL_PAGE = "https://www.wikipedia.org/"

_OWN_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}


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
    choices = []
    for code, own_name in _OWN_NAMES.items():
        with override(code):
            address = reverse(view_name, kwargs=parts)
        choices.append(LanguageChoice(code, own_name, address, current=code == get_language()))
    return choices


def static_address(name: str) -> str:
    """The address of a static file; the unhashed one where they have not been collected yet.

    A missing stylesheet leaves a page plain; it must not take the page away.
    """
    try:
        return staticfiles_storage.url(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"
