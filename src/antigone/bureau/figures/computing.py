"""Estimates computed from kept inputs: once when they are made, and again whenever somebody doubts them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from antigone.bureau.figures.values import EstimateCard, EstimateDraft, FiguresError
from antigone.evidence.estimation import (
    LatentClassSettings,
    estimate,
    estimate_by_stratum,
    estimate_with_linkage,
    from_patterns,
)


class NotReproduced(FiguresError):
    """The same inputs and settings give another result than was kept; the message says which version kept it."""


def estimated(
    title: str, tables: Mapping[str, Mapping[str, Any]], *, seed: int, assumptions: str = ""
) -> EstimateDraft:
    """An estimate of one table (under the empty name) or of strata, with all that it takes to compute it again.

    Args:
        tables: stratum -> ``{"lists": [...], "patterns": {...}}``.

    Raises:
        NotATable, NotIdentifiable: as `evidence.estimation` does.
    """
    kind = "lists" if list(tables) == [""] else "strata"
    inputs = dict(tables[""]) if kind == "lists" else {"strata": {name: dict(table) for name, table in tables.items()}}
    return EstimateDraft(title, kind, inputs, {"seed": seed}, _result(kind, inputs, seed), assumptions)


def estimated_over_linkage(title: str, samples: Sequence[Mapping[str, Any]], *, assumptions: str = "") -> EstimateDraft:
    """An estimate over samples of who is the same person, with all samples.

    Raises:
        NotATable, NotIdentifiable: as `evidence.estimation` does.
    """
    inputs = {"samples": [dict(sample) for sample in samples]}
    return EstimateDraft(title, "linkage", inputs, {"seed": 0}, _result("linkage", inputs, 0), assumptions)


def reproduced(card: EstimateCard) -> dict[str, Any]:
    """The result computed anew from what was kept; it equals the kept one to the last digit.

    Raises:
        NotReproduced: it does not.
    """
    result = _result(card.draft.kind, card.draft.inputs, int(card.draft.settings["seed"]))
    if result != card.draft.result:
        raise NotReproduced(
            f"estimate {card.public_id} was kept by version {card.version} with another result than this version "
            "computes from the same inputs; compare with that version before anybody relies on either"
        )
    return result


def _result(kind: str, inputs: Mapping[str, Any], seed: int) -> dict[str, Any]:
    latent = LatentClassSettings(seed=seed)
    if kind == "lists":
        found: Any = asdict(estimate(from_patterns(inputs["lists"], inputs["patterns"]), latent=latent))
    elif kind == "strata":
        tables = {name: from_patterns(one["lists"], one["patterns"]) for name, one in inputs["strata"].items()}
        found = asdict(estimate_by_stratum(tables, latent=latent))
    elif kind == "linkage":
        samples = (from_patterns(one["lists"], one["patterns"]) for one in inputs["samples"])
        found = asdict(estimate_with_linkage(samples))
    else:
        raise FiguresError(f"an estimate of the kind «{kind}» is kept with its numbers only and not computed again")
    plain: dict[str, Any] = _as_json(found)
    return plain


def _as_json(value: Any) -> Any:
    """Tuples as lists, words of an enumeration as words, numbers that are none as None: as JSON gives them back."""
    if isinstance(value, Mapping):
        return {str(key): _as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    if isinstance(value, float):
        return None if not math.isfinite(value) else float(value)
    return str(value) if isinstance(value, str) else value
