"""The website's own pages as files, with links that work from a disk.

Each page is asked of the website as a visitor would ask it, so that an edition says nothing that the site does not.
What needs the site (search, an enquiry) becomes a link to it, or no link where its address is not known.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from antigone.bureau.disclosure.figures import public_figure_titles, public_figures

LANGUAGES: Final = ("uk", "ru", "en")
_WEBSITE_PAGES: Final = ("help/", "data/", "contact/", "figures/", "figures/standards/")
_STATIC: Final = ("website/site.css", "website/icon.svg")
_LINK = re.compile(r'(?P<before>\s(?:href|src)=")(?P<address>/[^"]*)"')
_FOUND: Final = 200


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file of the edition: its path with slashes, and its bytes."""

    path: str
    content: bytes


def edition_files(site: str) -> Iterator[EditionFile]:
    """Every file but manifest and signature.

    Args:
        site: where the living site is reached, such as ``https://example.org``; empty where it is not known.
    """
    answer = WSGIHandler()
    pages = {f"/{language}/{page}": f"{language}/{page}index.html" for language in LANGUAGES for page in _addresses()}
    pictures = {
        address: address.removeprefix("/")
        for address in _pictures(answer, [one for one in pages if "/figures/" in one])
    }
    static = {f"static/{name}": name for name in _STATIC}
    files = {**pages, **pictures}
    for address, path in pages.items():
        html = _asked(answer, address)
        if html is not None:
            yield EditionFile(path, _rewritten(html.decode(), path, files, site).encode())
    for address, path in pictures.items():
        content = _asked(answer, address)
        if content is not None:
            yield EditionFile(path, content)
    for path, name in static.items():
        found = finders.find(name)
        if isinstance(found, str):
            with open(found, "rb") as stream:  # noqa: PTH123 - what the finder gives is a text
                yield EditionFile(path, stream.read())
    yield EditionFile("index.html", _front().encode())


def figures_lines() -> Iterator[Mapping[str, Any]]:
    """The content of every published page of figures, for machines."""
    for slug, _ in public_figure_titles():
        published = public_figures(slug)
        if published is not None:
            yield {"slug": slug, "published_on": published[1], "content": published[0]}


def _addresses() -> list[str]:
    return [*_WEBSITE_PAGES, *(f"figures/{slug}/" for slug, _ in public_figure_titles())]


def _pictures(answer: WSGIHandler, pages: list[str]) -> list[str]:
    """Charts and tables that the pages of figures point to."""
    found: dict[str, None] = {}
    for page in pages:
        html = _asked(answer, page)
        for link in _LINK.finditer(html.decode() if html else ""):
            if link["address"].endswith((".svg", ".csv")) and "/figures/" in link["address"]:
                found[link["address"]] = None
    return list(found)


def _asked(answer: WSGIHandler, address: str) -> bytes | None:
    """What a visitor gets at an address; None where there is no such page."""
    environ: dict[str, Any] = {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
    setup_testing_defaults(environ)
    host = next((host for host in settings.ALLOWED_HOSTS if host[:1] not in ".*"), "localhost")
    environ |= {"PATH_INFO": address, "HTTP_HOST": host, "REQUEST_METHOD": "GET"}
    response = answer.get_response(WSGIRequest(environ))
    return bytes(response.getvalue()) if response.status_code == _FOUND else None


def _rewritten(html: str, path: str, files: Mapping[str, str], site: str) -> str:
    folder = posixpath.dirname(path)

    def relative(target: str) -> str:
        return posixpath.relpath(target, folder)

    def link(found: re.Match[str]) -> str:
        address, before = found["address"], found["before"]
        plain = urlsplit(address).path
        if plain in files:
            return f'{before}{relative(files[plain])}"'
        if plain.startswith(settings.STATIC_URL):
            kept = next((name for name in _STATIC if _unhashed(plain).endswith(name)), "")
            return f'{before}{relative(f"static/{kept}")}"' if kept else ""
        return f'{before}{site}{address}"' if site else ""

    return _LINK.sub(link, html)


def _unhashed(address: str) -> str:
    """``website/site.0123456789ab.css`` as ``website/site.css``."""
    return re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", address)


def _front() -> str:
    """The first page: the languages, each in its own words."""
    names = {"uk": "Українська", "ru": "Русский", "en": "English"}
    links = "".join(
        f'<li><a href="{code}/figures/index.html" lang="{code}">{name}</a></li>' for code, name in names.items()
    )
    name = escape(settings.CONFIGURATION.bureau_name)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{name}</title>\n<link rel="stylesheet" href="static/website/site.css">\n</head>\n<body>\n'
        f"<main>\n<h1>{name}</h1>\n<ul>{links}</ul>\n</main>\n</body>\n</html>\n"
    )
