"""Figures that leave: statements that were published anyway, counts with small cells left out, estimates.

Nobody is named here, but a count can name somebody who is alone in it: every count of persons from 1 to
`SMALLEST_SHOWN` - 1 is shown as «fewer than 5».
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event

SMALLEST_SHOWN = 5

#: What of a claim's document may leave: what the speaker said in public, and where it stands.
CLAIM_FIELDS = frozenset({
    "key", "speaker", "on_behalf_of", "as_of", "standing", "counted", "tally", "force", "includes", "excludes",
    "limits", "territory", "period_from", "period_to", "low", "best", "high", "qualifier", "interval", "as_said",
    "method", "url", "publisher", "published", "archived_sha256", "quotation", "translation", "part_of", "corrects",
    "retracts", "same_as", "unclear",
})  # fmt: skip
_CONFLICT_FIELDS = frozenset({"rule", "force", "first", "second", "gap", "days"})
_RELEASE_FIELDS = frozenset({"as_of", "persons", "changes"})


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """One page of figures as the public may see it.

    Attributes:
        slug: its address.
        title: language code -> title.
        claims, conflicts: what was said, and what of it cannot hold together.
        list_name, releases: the named list, and how its releases changed; empty for none.
        estimate: a kept estimate's public id, title, result, overlaps and assumptions; empty for none.
    """

    slug: str
    title: Mapping[str, str]
    claims: Sequence[Mapping[str, Any]]
    conflicts: Sequence[Mapping[str, Any]]
    list_name: str
    releases: Sequence[Mapping[str, Any]]
    estimate: Mapping[str, Any]


def allowed(figures: PublicFigures) -> dict[str, Any]:
    """The content of a page with everything that is not named here taken out, and small cells left out."""
    estimate = dict(figures.estimate)
    if patterns := estimate.get("overlaps", {}).get("patterns"):
        shown = {key: shown_count(count) for key, count in patterns.items()}
        estimate["overlaps"] = {"lists": estimate["overlaps"]["lists"], "patterns": shown}
    return {
        "title": dict(figures.title),
        "claims": [_only(claim, CLAIM_FIELDS) for claim in figures.claims],
        "conflicts": [_only(one, _CONFLICT_FIELDS) for one in figures.conflicts],
        "list_name": figures.list_name,
        "releases": [
            _only(release, _RELEASE_FIELDS)
            | {"changes": {name: shown_count(count) for name, count in release["changes"].items()}}
            for release in figures.releases
        ],
        "estimate": estimate,
    }


def shown_count(count: int) -> int | None:
    """The count, or None for «fewer than 5» where it would single somebody out."""
    return None if 0 < count < SMALLEST_SHOWN else count


@action
def publish_figures(figures: PublicFigures, *, actor: Actor) -> None:
    """Show a page of figures to the public, in place of what stood at its address."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO published.figures (slug, content) VALUES (%s, %s::jsonb)"
            " ON CONFLICT (slug) DO UPDATE SET content = EXCLUDED.content, published_on = CURRENT_DATE",
            [figures.slug, json.dumps(allowed(figures), ensure_ascii=False)],
        )
    record_event(
        "disclosure.publish_figures",
        actor=actor,
        subject=Subject("figures", figures.slug),
        detail={"claims": len(figures.claims), "releases": len(figures.releases)},
    )


@action
def withdraw_figures(slug: str, *, reason: str, actor: Actor) -> bool:
    """Take a page of figures back; False when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM published.figures WHERE slug = %s", [slug])
        found = bool(cursor.rowcount)
    record_event(
        "disclosure.withdraw_figures",
        actor=actor,
        subject=Subject("figures", slug),
        detail={"reason": reason, "found": found},
    )
    return found


def public_figures(slug: str) -> tuple[dict[str, Any], str] | None:
    """The content of a page and the day it was published; None for none. The public's role may ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT content::text, published_on::text FROM published.figures WHERE slug = %s", [slug])
        row = cursor.fetchone()
    return (json.loads(row[0]), row[1]) if row else None


def public_figure_titles() -> list[tuple[str, Mapping[str, str]]]:
    """Address and titles of every published page. The public's role may ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, (content->'title')::text FROM published.figures ORDER BY slug")
        return [(slug, json.loads(title)) for slug, title in cursor.fetchall()]


def _only(document: Mapping[str, Any], fields: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name in fields}
