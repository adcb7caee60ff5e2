"""From an aligned face to the vector of a model: SFace as it is shipped, or any other model of 112 x 112 by its file.

SFace (Zhong et al., "SFace: sigmoid-constrained hypersphere loss", IEEE TIP 2021) comes with its weights in blocks of
eight bits; its file names the unpacked tensors as inputs of the graph, so that onnxruntime and OpenCV's own
`FaceRecognizerSF` refuse it. It is run here by `cv2.dnn` with the one true input named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces.alignment import LAYOUT, SIDE
from antigone.imaging.faces.values import Model, ModelRefused, Pixels, Vector

#: Changed whenever detection or alignment changes what pixels a model sees.
_PREPARATION = 2
_LONGEST_VECTOR = 4_096


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a model wants to be given.

    Attributes:
        channels: "RGB" or "BGR".
        mean, scale: each channel becomes (value - mean) x scale.
        input: the name of the graph's true input; empty where it has one only.
    """

    channels: str = "RGB"
    mean: float = 0.0
    scale: float = 1.0
    input: str = ""

    def __post_init__(self) -> None:
        if self.channels not in ("RGB", "BGR"):
            raise ModelRefused(f"a face model takes its channels as RGB or BGR, not «{self.channels}»")
        if not np.isfinite([self.mean, self.scale]).all() or self.scale == 0:
            raise ModelRefused("a face model's mean and scale must be numbers, the scale not 0")

    @property
    def digest(self) -> str:
        """SHA-256, 16 digits, over all that happens to pixels before the model."""
        said = {"preparation": _PREPARATION, "side": SIDE, "layout": LAYOUT.tolist(), **asdict(self)}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


class Embedder:
    """One loaded model. Not safe for two threads at once."""

    def __init__(self, weights: Path, *, name: str, licence: str, preparation: Preparation) -> None:
        """Load a model and try it once.

        Args:
            weights: an ONNX file whose input is 1 x 3 x 112 x 112.
            name: its name; the start of the file's SHA-256 is added.
            licence: under which the weights may be used.
            preparation: what it wants to be given.

        Raises:
            ModelRefused: the file cannot be read or run, or no licence is declared.
        """
        if not licence.strip():
            raise ModelRefused(
                f"{weights}: no licence is declared for these weights; state it, it is shown beside results"
            )
        try:
            digest = hashlib.sha256(weights.read_bytes()).hexdigest()
            self._network: Any = cv2.dnn.readNetFromONNX(str(weights))
            self._preparation = preparation
            first = self._run([np.zeros((SIDE, SIDE, 3), dtype=np.uint8)])
        except OSError as error:
            raise ModelRefused(f"{weights}: the face model cannot be read: {error.strerror}") from error
        except cv2.error as error:
            raise ModelRefused(
                f"{weights}: this is no face model that can be run: an ONNX file is needed that takes 1 x 3 x 112 x 112"
            ) from error
        if first.ndim != 2 or not 2 <= first.shape[1] <= _LONGEST_VECTOR or not np.isfinite(first).all():
            raise ModelRefused(f"{weights}: a face model gives one vector a face; this gives {first.shape}")
        self.model = Model(f"{name}@{digest[:12]}", preparation.digest, licence.strip(), int(first.shape[1]))

    def vectors(self, faces: Sequence[Pixels]) -> Vector:
        """Rows of unit length, one an aligned face; each the mean of the face and its mirror image.

        A mirror image costs twice the time and takes away a part of what is chance in a single picture.
        """
        if not faces:
            return np.empty((0, self.model.dimension), dtype=np.float32)
        both = unit(self._run([*faces, *(face[:, ::-1] for face in faces)]))
        return unit(both[: len(faces)] + both[len(faces) :])

    def _run(self, faces: Sequence[Pixels]) -> NDArray[np.float32]:
        blob = np.stack([face if self._preparation.channels == "RGB" else face[:, :, ::-1] for face in faces])
        values = (blob.astype(np.float32) - self._preparation.mean) * self._preparation.scale
        self._network.setInput(
            np.ascontiguousarray(values.transpose(0, 3, 1, 2), dtype=np.float32), self._preparation.input
        )
        return np.asarray(self._network.forward(), dtype=np.float32)


def declared(declaration: Path) -> Embedder:
    """A model by the file that declares it: JSON with `file`, `name`, `licence`, and how it wants its pixels.

    For an ArcFace model: ``{"file": "glintr100.onnx", "name": "auraface", "licence": "Apache-2.0", "channels": "RGB",
    "mean": 127.5, "scale": 0.0078125}``. The file's path is taken from where the declaration lies.

    Raises:
        ModelRefused: with what is wrong and what to write.
    """
    try:
        said = json.loads(declaration.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelRefused(
            f"{declaration}: the declaration of the face model cannot be read: {error.strerror}"
        ) from error
    except ValueError as error:
        raise ModelRefused(f"{declaration}: the declaration of a face model is a JSON document: {error}") from error
    texts = ("file", "name", "licence", "channels", "input")
    numbers = ("mean", "scale")
    if not isinstance(said, dict) or not {"file", "name", "licence"} <= said.keys() <= {*texts, *numbers}:
        raise ModelRefused(
            f"{declaration}: a face model is declared by file, name and licence, and where they differ from SFace's by "
            "channels, mean, scale and input"
        )
    if not all(isinstance(said[key], str) for key in texts if key in said):
        raise ModelRefused(f"{declaration}: file, name, licence, channels and input are texts")
    if not all(
        isinstance(said[key], int | float) and not isinstance(said[key], bool) for key in numbers if key in said
    ):
        raise ModelRefused(f"{declaration}: mean and scale are numbers")
    preparation = Preparation(
        said.get("channels", "RGB"), float(said.get("mean", 0.0)), float(said.get("scale", 1.0)), said.get("input", "")
    )
    return Embedder(
        declaration.parent / said["file"], name=said["name"], licence=said["licence"], preparation=preparation
    )


def unit(rows: NDArray[np.floating]) -> Vector:
    """Rows brought to unit length; a row of zeros stays."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(length == 0, 1.0, length), dtype=np.float32)
