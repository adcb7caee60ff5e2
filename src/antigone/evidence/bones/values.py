"""What estimates from bones share."""

from __future__ import annotations

from enum import StrEnum


class Sex(StrEnum):
    """Whose study, regression or phase is taken."""

    MALE = "male"
    FEMALE = "female"


class NoSuchBone(ValueError):
    """A measure cannot be that of the bone, or there is none; the message says which and what would be right.

    Attributes:
        measure: which one cannot be; empty where something is missing.
        bounds: the least and the greatest that it can be.
    """

    def __init__(self, sentence: str, measure: str = "", bounds: tuple[float, float] | None = None) -> None:
        super().__init__(sentence)
        self.measure = measure
        self.bounds = bounds
