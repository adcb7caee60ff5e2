"""Faces in pixels: found in every turn, brought upright, measured, and made into vectors that can be compared.

A vector means something only beside the model and the preparation that made it (`Model.key`). Nothing here says who
somebody is; `evidence.faces` says how much two vectors weigh.
"""

from antigone.imaging.faces.detection import FLOOR, SURE
from antigone.imaging.faces.reading import SHIPPED, FaceReader, combined, face_reader
from antigone.imaging.faces.values import (
    SMALLEST,
    Box,
    Face,
    FaceError,
    Found,
    Model,
    ModelRefused,
    Pixels,
    Quality,
    QualityClass,
    Vector,
)

__all__ = [
    "FLOOR",
    "SHIPPED",
    "SMALLEST",
    "SURE",
    "Box",
    "Face",
    "FaceError",
    "FaceReader",
    "Found",
    "Model",
    "ModelRefused",
    "Pixels",
    "Quality",
    "QualityClass",
    "Vector",
    "combined",
    "face_reader",
]
