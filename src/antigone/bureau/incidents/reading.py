"""A whole case as one document: what the page, the exported folder and the desk are made of."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from antigone.bureau.incidents.acts import incident_coded
from antigone.bureau.incidents.concluding.brackets import as_json, concluded
from antigone.bureau.incidents.counts.actions import both_counted
from antigone.bureau.incidents.models import (
    Alignment,
    Copy,
    Count,
    CustodyEvent,
    Feature,
    Finding,
    Incident,
    Item,
    Link,
    Observation,
    Picture,
    Resemblance,
    Site,
    StatedOrder,
    Token,
)

FORMAT = "antigone-case-document/1"


def case_document(code: str) -> dict[str, Any]:
    """The case without its bytes, the same for the same state of the register. It names no person and no record.

    Raises:
        UnknownThing: there is no such case.
    """
    incident = incident_coded(code)
    return {
        "format": FORMAT,
        "code": incident.code,
        "title": incident.title,
        "claim": incident.claim,
        "claimed_by": incident.claimed_by,
        "happened": incident.happened,
        "place": incident.place,
        "opened_by": incident.opened_by,
        "opened_at": _moment(incident.opened_at),
        "items": [_item(one) for one in Item.objects.filter(incident=incident).order_by("number")],
        "pictures": _pictures(incident),
        "orders": [
            {"earlier": str(one.earlier.public_id), "later": str(one.later.public_id), "said_by": one.said_by}
            for one in StatedOrder.objects.filter(earlier__incident=incident)
            .select_related("earlier", "later")
            .order_by("pk")
        ],
        "alignments": _alignments(incident),
        "counts": _counts(incident),
        "resemblances": [
            {"one": one.one.number, "other": one.other.number, "kind": one.kind, "mirrored": one.mirrored}
            for one in Resemblance.objects.filter(one__incident=incident, other__incident=incident)
            .select_related("one", "other")
            .order_by("one__number", "other__number", "pk")
        ],
        "sites": _sites(incident),
        "observations": [
            _observation(one)
            for one in Observation.objects.filter(picture__incident=incident)
            .select_related("feature", "picture")
            .order_by("pk")
        ],
        "concluded": {str(feature): as_json(answer) for feature, answer in concluded(incident).items()},
        "findings": [_finding(one) for one in Finding.objects.filter(incident=incident).order_by("number")],
        "links": dict(
            sorted(
                Counter(
                    f"{target}: {meaning}"
                    for target, meaning in Link.objects.filter(incident=incident, undone_by="").values_list(
                        "target", "meaning"
                    )
                ).items()
            )
        ),
        "custody": [
            {"number": one.number, "at": _moment(one.at), "item": one.item.number if one.item else None,
             "verb": one.verb, "by": one.by, "tool": one.tool, "digest": bytes(one.digest).hex()}
            for one in CustodyEvent.objects.filter(incident=incident).select_related("item").order_by("number")
        ],
        "tokens": [
            {"number": one.number, "kind": one.kind, "events": one.events, "files": one.files,
             "says": _moment(one.says), "authority": one.authority}
            for one in Token.objects.filter(incident=incident).order_by("number")
        ],
    }  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _item(one: Item) -> dict[str, Any]:
    plain = (
        *("number", "held", "title", "sha256", "size", "media_type", "file_name", "obtained_from", "obtained_by"),
        *("published", "published_by", "recorded", "claimed_place", "generation", "edited", "licence", "language"),
        *("sensitivity", "note", "added_by"),
    )
    return {name: getattr(one, name) for name in plain} | {
        "obtained_on": one.obtained_on.isoformat(),
        "added_at": _moment(one.added_at),
    }


def _pictures(incident: Incident) -> list[dict[str, Any]]:
    rows = Picture.objects.filter(incident=incident).select_related("item", "frame", "image").order_by("number")
    copies: dict[int, dict[str, Any]] = {}
    for copy in Copy.objects.filter(picture__incident=incident, purpose="large").defer("content"):
        copies[copy.picture_id] = {
            "sha256": copy.sha256, "width": copy.width, "height": copy.height, "tool": copy.tool, "faces": copy.faces,
        }  # fmt: skip
    return [
        {
            "id": str(one.public_id),
            "number": one.number,
            "item": one.item.number,
            "label": one.label,
            "taken": one.taken,
            "taken_from": _moment(one.taken_from),
            "taken_to": _moment(one.taken_to),
            "because": one.because,
            "gsd": one.gsd,
            "at_ms": one.frame.at_ms if hasattr(one, "frame") else None,
            "overhead": {
                "sensor": one.image.sensor,
                "off_nadir": one.image.off_nadir,
                "cloud": one.image.cloud,
                "georeference_error": one.image.georeference_error,
            }
            if hasattr(one, "image")
            else None,
            "copy": copies.get(one.pk),
        }
        for one in rows
    ]


def _alignments(incident: Incident) -> list[dict[str, Any]]:
    """Of each pair of pictures the newest."""
    rows = Alignment.objects.filter(before__incident=incident).select_related("before", "after").order_by("pk")
    newest = {(one.before.number, one.after.number): one for one in rows}
    return [
        {
            "before": str(one.before.public_id),
            "after": str(one.after.public_id),
            "how": one.how,
            "transform": one.transform,
            "points": one.points,
            "residuals": one.residuals,
            "metres": one.metres,
            "made_by": one.made_by,
        }
        for _pair, one in sorted(newest.items())
    ]


def _counts(incident: Incident) -> list[dict[str, Any]]:
    """Of each picture what two people counted in it, blind to each other."""
    pairs = Count.objects.filter(picture__incident=incident).values_list("picture_id", "what").distinct()
    pictures = {one.pk: one for one in Picture.objects.filter(pk__in={picture for picture, _what in pairs})}
    found = []
    for picture, what in sorted(set(pairs), key=lambda pair: (pair[1], pictures[pair[0]].number)):
        both = both_counted(pictures[picture], what)
        if both is not None:
            agreed = both.agreement
            found.append(
                {
                    "picture": str(pictures[picture].public_id),
                    "what": what,
                    "low": agreed.low,
                    "high": agreed.high,
                    "together": agreed.together,
                    "counted_by": sorted((both.one, both.other)),
                }
            )
    return found


def _sites(incident: Incident) -> list[dict[str, Any]]:
    features: dict[int, list[dict[str, Any]]] = {}
    for one in Feature.objects.filter(site__incident=incident).order_by("pk"):
        features.setdefault(one.site_id, []).append(
            {"id": str(one.public_id), "name": one.name, "kind": one.kind, "size": one.size, "course": one.course}
        )
    return [
        {
            "id": str(site.public_id),
            "name": site.name,
            "kind": site.kind,
            "latitude": float(site.latitude) if site.latitude is not None else None,
            "longitude": float(site.longitude) if site.longitude is not None else None,
            "features": features.get(site.pk, []),
        }
        for site in Site.objects.filter(incident=incident).order_by("pk")
    ]


def _observation(one: Observation) -> dict[str, Any]:
    return {
        "id": str(one.public_id),
        "feature": str(one.feature.public_id),
        "picture": str(one.picture.public_id),
        "state": one.state,
        "confidence": one.confidence,
        "observer": one.observer,
        "reported": one.reported,
        "blind": one.blind,
        "note": one.note,
        "entered_at": _moment(one.entered_at),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    versions = list(finding.versions.order_by("number").prefetch_related("reviews"))
    return {
        "id": str(finding.public_id),
        "number": finding.number,
        "versions": [
            {
                "number": one.number,
                "text": one.text,
                "features": one.features,
                "concluded": one.brackets,
                "alternatives": one.alternatives,
                "unclear": one.unclear,
                "written_by": one.written_by,
                "written_at": _moment(one.written_at),
                "reviews": [
                    {
                        "reviewer": review.reviewer,
                        "agrees": review.agrees,
                        "note": review.note,
                        "at": _moment(review.at),
                    }
                    for review in sorted(one.reviews.all(), key=lambda review: review.pk)
                ],
                "checked": sum(review.agrees for review in one.reviews.all()) >= 2
                and all(review.agrees for review in one.reviews.all()),
            }
            for one in versions
        ],
    }
