"""A chart in words that `evidence.traits` reads, so that matching weighs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from antigone.evidence.teeth.notation import MILK, Chart, State

# Only what lasts and tells people apart; the rest has no word among the traits.
_WORDS: Final[Mapping[State, str]] = {
    State.MISSING: "missing",
    State.CROWN: "crown",
    State.FILLED: "filling",
    State.IMPLANT: "implant",
    State.PONTIC: "bridge",
    State.DENTURE: "denture",
    State.ROOT: "root",
}


def chart_in_words(chart: Chart) -> str:
    """A clause for a description, such as ``teeth: 16, 26 missing, 36 filling``; empty where nothing tells apart.

    Milk teeth are left out.
    """
    told: dict[str, list[str]] = {}
    for number, finding in chart.items():
        if finding.state in _WORDS and number not in MILK:
            told.setdefault(_WORDS[finding.state], []).append(str(number))
    if not told:
        return ""
    return "; ".join(f"teeth: {', '.join(numbers)} {word}" for word, numbers in told.items())
