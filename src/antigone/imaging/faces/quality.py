"""How well a face was seen, from its own pixels."""

from __future__ import annotations

import math

import cv2
import numpy as np

from antigone.imaging.faces.values import Found, Pixels, Quality, QualityClass

_SMALL = 48.0
_BLURRED = 1.5
_FLAT = 16.0
_DOUBTFUL = 0.85


def measured(face: Pixels, found: Found) -> Quality:
    """The measurements of an aligned face and of where it was found."""
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    # The middle only: hair, hats and what lies outside the picture say nothing of the face.
    middle = grey[24:104, 24:88]
    detail = float(cv2.Laplacian(middle, cv2.CV_64F).var())
    return Quality(
        size=found.box.size,
        sharpness=math.log10(max(detail, 1e-3)),
        contrast=float(np.std(middle)),
        brightness=float(np.mean(middle)),
        score=found.score,
    )


def quality_class(quality: Quality) -> QualityClass:
    """What the measurements give. Bounds: of clean LFW one face in a hundred falls below one of them."""
    if quality.size < _SMALL or quality.sharpness < _BLURRED or quality.contrast < _FLAT or quality.score < _DOUBTFUL:
        return QualityClass.DEGRADED
    return QualityClass.GOOD
