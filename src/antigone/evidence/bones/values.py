"""What estimates from bones share."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    """Whose study, regression or phase is taken."""

    MALE = "male"
    FEMALE = "female"


class NoSuchBone(ValueError):
    """A measure cannot be that of the bone, or there is none; the message says which and what would be right."""
