"""The public pages of figures; they read what was published and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from antigone.bureau.disclosure.figures import SMALLEST_SHOWN, public_figure_titles, public_figures
from antigone.interfaces.figures.charts import CHARTS, documented_of
from antigone.interfaces.figures.tables import TABLES
from antigone.interfaces.figures.words import (
    CHANGES,
    COUNTED,
    METHODS,
    STANDING,
    claimant,
    conflict_in_words,
    number_in_words,
    shown,
)
from antigone.interfaces.website.surroundings import surroundings
from antigone.interfaces.website.views import accepts, not_found, page

_FORCES = ("cannot both hold", "can both hold only if something happened between them", "worth a look")


@accepts("GET", "HEAD")
def index(request: HttpRequest) -> HttpResponse:
    """Which pages of figures there are."""
    return _with_titles(request, "index")


@accepts("GET", "HEAD")
def standards(request: HttpRequest) -> HttpResponse:
    """How the figures are made, by the points of the Standards for Casualty Recording."""
    return _with_titles(
        request,
        "standards",
        counted=COUNTED.values(),
        standings=STANDING.values(),
        smallest=SMALLEST_SHOWN,
    )


def _with_titles(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    try:
        found = public_figure_titles()
    except (InterfaceError, OperationalError):
        return page(request, "errors/not_now", status=503)
    pages = [{"slug": slug, "title": _in_own_language(title, slug)} for slug, title in found]
    return _shown(request, template, pages=pages, **context)


def _published(view: Callable[[HttpRequest, Mapping[str, Any], str, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one published page; the site's «not found» where there is none."""

    def found(request: HttpRequest, slug: str, name: str = "") -> HttpResponse:
        try:
            published = public_figures(slug)
        except (InterfaceError, OperationalError):
            return page(request, "errors/not_now", status=503)
        if published is None:
            return not_found(request, LookupError(slug))
        content, published_on = published
        return view(request, content | {"slug": slug, "published_on": published_on}, slug, name)

    return found


@_published
def _page(request: HttpRequest, content: Mapping[str, Any], slug: str, _name: str) -> HttpResponse:
    by_key = {claim["key"]: claim for claim in content["claims"]}
    return _shown(
        request,
        "page",
        slug=slug,
        title=_in_own_language(content["title"], slug),
        published_on=content["published_on"],
        charts=[name for name, draw in CHARTS.items() if draw(content)],
        claims=[_claim(number, claim) for number, claim in enumerate(content["claims"], 1)],
        conflicts=[
            {"force": force, "sentences": sentences}
            for force in _FORCES
            if (
                sentences := [
                    words
                    for one in content["conflicts"]
                    if one["force"] == force and (words := conflict_in_words(one, by_key))
                ]
            )
        ],
        list_name=content["list_name"],
        releases=[_release(release) for release in content["releases"]],
        estimate=_estimate(content["estimate"]),
    )


@_published
def _chart(request: HttpRequest, content: Mapping[str, Any], _slug: str, name: str) -> HttpResponse:
    drawn = CHARTS[name](content) if name in CHARTS else None
    if drawn is None:
        return not_found(request, LookupError(name))
    return HttpResponse(drawn, content_type="image/svg+xml")


@_published
def _table(request: HttpRequest, content: Mapping[str, Any], slug: str, name: str) -> HttpResponse:
    if name not in TABLES:
        return not_found(request, LookupError(name))
    # A byte-order mark, because without it spreadsheets take UTF-8 for something else.
    written = TABLES[name](content).encode("utf-8-sig")
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-{name}.csv"'
    return response


figures_page = accepts("GET", "HEAD")(_page)
chart = accepts("GET", "HEAD")(_chart)
table = accepts("GET", "HEAD")(_table)


def _shown(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, f"figures/{template}.html", {**surroundings(request), **context})


def _in_own_language(title: Mapping[str, str], slug: str) -> str:
    return title.get(get_language() or settings.LANGUAGE_CODE) or title.get("en") or slug


def _claim(number: int, claim: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": number,
        "key": claim["key"],
        "as_of": claim["as_of"],
        "claimant": claimant(claim),
        "said": number_in_words(claim),
        "counted": COUNTED.get(claim["counted"], claim["counted"]),
        "force": claim["force"],
        "standing": STANDING.get(claim["standing"], claim["standing"]),
        "url": claim.get("url", "") if str(claim.get("url", "")).startswith(("https://", "http://")) else "",
        "method": claim.get("method", ""),
        "unclear": claim.get("unclear", []),
    }


def _release(release: Mapping[str, Any]) -> dict[str, Any]:
    changes = [(words, shown(release["changes"].get(name, 0))) for name, words in CHANGES.items()]
    return {"as_of": release["as_of"], "persons": release["persons"], "changes": changes}


def _estimate(estimate: Mapping[str, Any]) -> dict[str, Any] | None:
    result = estimate.get("result")
    if not result:
        return None
    panel = [
        {"method": METHODS.get(one["method"], one["method"]), **{k: one.get(k) for k in ("n", "low", "high", "reason")}}
        for one in result.get("panel", [])
    ]
    return {**{k: estimate.get(k) for k in ("id", "title", "assumptions", "version", "digest")},
            "range": result.get("range"), "n": result.get("n"), "low": result.get("low"), "high": result.get("high"),
            "documented": documented_of(result), "panel": panel, "warnings": result.get("warnings", [])}  # fmt: skip
