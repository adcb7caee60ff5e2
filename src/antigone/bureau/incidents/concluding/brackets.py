"""What the engine concludes of the observations that the register holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from antigone.bureau.incidents.models import Feature, Incident, Observation, Picture, StatedOrder
from antigone.evidence.brackets import Answer, Confidence, Course, Observed, State, Times, infer


def newest(observations: Iterable[Observation]) -> list[Observation]:
    """Of each observer, feature and picture the last word; the observations come in the order of their entry."""
    last: dict[tuple[str, int, int], Observation] = {}
    for one in observations:
        last[one.observer, one.feature_id, one.picture_id] = one
    return sorted(last.values(), key=lambda one: one.pk)


def concluded(incident: Incident) -> dict[UUID, Answer]:
    """For each feature of the case, what follows."""
    pictures = list(Picture.objects.filter(incident=incident).order_by("number"))
    features = list(Feature.objects.filter(site__incident=incident).order_by("pk"))
    seen: dict[int, list[Observation]] = {feature.pk: [] for feature in features}
    for one in newest(Observation.objects.filter(picture__incident=incident).order_by("pk")):
        seen[one.feature_id].append(one)
    order = StatedOrder.objects.filter(earlier__incident=incident).values_list("earlier_id", "later_id")
    names = {picture.pk: str(picture.public_id) for picture in pictures}
    return {
        feature.public_id: infer(
            [_observed(one, {picture.pk: picture for picture in pictures}) for one in seen[feature.pk]],
            Course(feature.course),
            size=feature.size,
            taken={str(picture.public_id): Times(picture.taken_from, picture.taken_to) for picture in pictures},
            order=[(names[earlier], names[later]) for earlier, later in order],
        )
        for feature in features
    }


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer as it stands in a finding and in an exported case; pictures and observations by public id."""
    return {
        "brackets": [
            {
                "change": one.change.value,
                "after": list(one.after),
                "before": list(one.before),
                "earliest": one.earliest.isoformat() if one.earliest else None,
                "latest": one.latest.isoformat() if one.latest else None,
            }
            for one in answer.brackets
        ],
        "contradictions": [
            {"present": list(one.present), "absent": list(one.absent), "pictures": list(one.pictures)}
            for one in answer.contradictions
        ],
        "set_aside": [{"observation": one.key, "why": one.why.value} for one in answer.set_aside],
    }


def _observed(one: Observation, pictures: Mapping[int, Picture]) -> Observed:
    picture = pictures[one.picture_id]
    return Observed(
        key=str(one.public_id),
        picture=str(picture.public_id),
        observer=one.observer,
        state=State(one.state),
        pixel=picture.gsd,
        confidence=Confidence(one.confidence),
    )
