"""Invented records whose faces are invented vectors: what a model would have read, without a picture of anybody."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from tests.bureau import people
from tests.bureau.photographs.album import add, record

from antigone.bureau.photographs.faces.actions import keep_faces
from antigone.bureau.photographs.faces.models import FaceModel
from antigone.bureau.photographs.faces.values import ReadPhotograph
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.registry.models import Record
from antigone.imaging.faces import Box, Face, Found, Model, Quality, QualityClass

MODEL = Model("drawn@000000000000", "0123456789abcdef", "CC0-1.0", 32)
CLERK = people.REGISTRAR
GOOD = Quality(100.0, 2.2, 40.0, 120.0, 0.93)


def person(seed: int) -> NDArray[np.float32]:
    """The direction of somebody who does not exist."""
    vector = np.random.default_rng(seed).normal(size=MODEL.dimension)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def seen_again(vector: NDArray[np.float32], cosine: float, seed: int) -> NDArray[np.float32]:
    """Another direction with exactly this cosine to the first."""
    other = person(seed)
    across = other - (other @ vector) * vector
    across /= np.linalg.norm(across)
    return np.asarray(cosine * vector + np.sqrt(1 - cosine**2) * across, dtype=np.float32)


def face(
    vector: NDArray[np.float32], *, seen: QualityClass = QualityClass.GOOD, score: float = 0.93, left: float = 10
) -> Face:
    """A face with this vector somewhere in a picture."""
    quality = Quality(GOOD.size, GOOD.sharpness, GOOD.contrast, GOOD.brightness, score)
    landmarks = np.zeros((5, 2), dtype=np.float32)
    return Face(Found(Box(left, 20, 30, 40), landmarks, score, 0), quality, seen, vector)


def read(photograph: Photograph, *faces: Face, model: Model = MODEL) -> None:
    """Let the model have read these faces in the photograph."""
    its = ReadPhotograph(photograph.pk, photograph.width, photograph.height, faces)
    keep_faces([its], model, actor=CLERK)


def with_face(draft: RecordDraft, *vectors: NDArray[np.float32], seed: int = 7) -> Record:
    """A record with one photograph for each vector, read."""
    public_id = record(draft)
    for number, vector in enumerate(vectors):
        read(Photograph.objects.get(public_id=add(public_id, seed=seed + number)), face(vector))
    return Record.objects.get(public_id=public_id)


def many(vectors: Iterable[NDArray[np.float32]], *, prefix: str, sex: str = "", born: str = "") -> list[Record]:
    """Records with a face each; their photographs are rows alone, for there is nothing to look at."""
    rows = list(vectors)
    drafts = [
        people.dead(f"{prefix}{number}", invented_name(number), sex=sex, birth_date=born) for number in range(len(rows))
    ]
    people.arrive(*drafts)
    found = {one.source_record_id: one for one in Record.objects.filter(source_record_id__startswith=prefix)}
    records = [found[draft.source_record_id] for draft in drafts]
    for of, vector in zip(records, rows, strict=True):
        read(bare_photograph(of), face(vector))
    return records


def invented_name(number: int) -> str:
    """A name that shares no sound with the name of another number."""
    syllables = ("ба", "во", "гу", "де", "жи", "ко", "лу", "ма", "не", "по", "ра", "со", "ту", "фи", "ше")
    parts = [syllables[number // 15**place % 15] for place in range(3)]
    return f"{''.join(parts).title()}нко {''.join(reversed(parts)).title()}й"


def bare_photograph(of: Record, number: int = 1) -> Photograph:
    """A photograph of which nothing but its row is there."""
    return Photograph.objects.create(
        record=of,
        shows="face",
        sha256=f"{of.pk:032x}{number:032x}",
        pixels_sha256=f"{of.pk:032x}{number:032x}",
        file_format="jpeg",
        size=1,
        width=100,
        height=100,
        added_by="clerk",
    )


def model() -> FaceModel:
    """The model as it is kept."""
    return FaceModel.objects.get(key=MODEL.key)
