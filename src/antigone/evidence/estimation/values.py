"""What an estimator says: a number with its interval, or a refusal with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Method(StrEnum):
    """How the number of those on no list was estimated."""

    LATENT_CLASS = "latent-class"
    DECOMPOSABLE = "decomposable"
    LOG_LINEAR = "log-linear"
    LOG_LINEAR_AVERAGED = "log-linear-averaged"
    CHAPMAN = "chapman"


@dataclass(frozen=True, slots=True)
class MethodEstimate:
    """What one method says.

    Attributes:
        method: which.
        n: persons in all, documented and not.
        low, high: ends of the 95 % interval (credible for the Bayesian methods, else confidence).
        model: what was fitted or averaged, in the field's notation: ``[AB,C]`` for log-linear terms.
        diagnostics: numbers that a reader of methods wants: R-hat, BIC, chains, number of models.
        warnings: sentences that must stand beside the number.
    """

    method: Method
    n: float
    low: float
    high: float
    model: str
    diagnostics: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a method gives no number."""

    method: Method
    reason: str


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest to the highest number that was not refused, and never below the documented names."""

    low: float
    high: float


class NotIdentifiable(ValueError):
    """From this table no method can say how many stand on no list; the message says why."""
