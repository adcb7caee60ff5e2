"""What is asked of kept faces: which there are, and in which photographs a human must choose. No vector comes out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from antigone.bureau.photographs.faces.models import FaceModel, KeptFace


@dataclass(frozen=True, slots=True)
class FaceCard:
    """One face of a photograph as a human chooses it.

    Attributes:
        box: left, top, width, height in shares of the upright picture.
        chosen: whether it is the record's person; None where nobody has said.
    """

    photograph: UUID
    number: int
    box: tuple[float, float, float, float]
    size: float
    seen: str
    chosen: bool | None
    chosen_by: str


def model_in_use() -> str:
    """Key of the model that was declared last; empty where no photograph was read by any."""
    return FaceModel.objects.order_by("-pk").values_list("key", flat=True).first() or ""


def photographs_to_choose_in(model: str, *, limit: int = 100) -> list[UUID]:
    """Photographs with several faces or an unsure one of which nobody has said whose they are; the oldest first."""
    its = _undecided(model).order_by("photograph").values_list("photograph__public_id", flat=True).distinct()
    return list(its[:limit])


def count_to_choose_in(model: str) -> int:
    """How many such photographs there are."""
    return _undecided(model).values("photograph").distinct().count()


def faces_of(photograph: UUID, model: str) -> tuple[FaceCard, ...]:
    """The faces that a model found in a photograph, in their order; none where it was withdrawn or has none."""
    return _cards(KeptFace.objects.filter(photograph__public_id=photograph, model__key=model))


def faces_to_choose(model: str, *, limit: int = 100) -> tuple[FaceCard, ...]:
    """Faces of photographs in which nobody has said who is the record's person, the oldest photograph first."""
    undecided = KeptFace.objects.filter(model__key=model, chosen=None, photograph__withdrawn_on=None)
    photographs = undecided.order_by("photograph").values_list("photograph", flat=True).distinct()[:limit]
    return _cards(KeptFace.objects.filter(model__key=model, photograph__in=list(photographs)))


def _undecided(model: str) -> QuerySet[KeptFace]:
    return KeptFace.objects.filter(
        model__key=model, chosen=None, photograph__withdrawn_on=None, photograph__record__sensitivity=""
    )


def _cards(faces: QuerySet[KeptFace]) -> tuple[FaceCard, ...]:
    return tuple(
        FaceCard(
            face.photograph.public_id,
            face.number,
            (face.x, face.y, face.width, face.height),
            face.size,
            face.seen,
            face.chosen,
            face.chosen_by,
        )
        for face in faces.select_related("photograph").order_by("photograph", "number")
    )
