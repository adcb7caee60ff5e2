"""The text of a case, and what is wrong with it as text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antigone.evidence.weight import Weight

FORMAT = "antigone-dna-ref/1"

Document = dict[str, Any]


class CaseRejected(ValueError):
    """A case that cannot be weighed; one sentence that names person and locus."""


@dataclass(frozen=True, slots=True)
class LrResult:
    """What a case comes to.

    Attributes:
        kind: of the case.
        log10: base-10 logarithm of the total likelihood ratio (the first comparison), -inf for an impossibility; None
            for kinds that have none, and where the reference hypothesis is impossible too.
        lr: the ratio itself, or None likewise.
        per_marker: likelihood ratio at each locus, of the first comparison.
        document: the whole answer, with the keys of the case's `expected`.
        weight: the first comparison on the common scale, one part a locus; None where there is none.
        notes: what the reader should know, one sentence each.
    """

    kind: str
    log10: float | None
    lr: float | None
    per_marker: Mapping[str, float]
    document: Document
    weight: Weight | None
    notes: tuple[str, ...]


def read_case(text: str) -> Document:
    """A case from JSON text.

    Raises:
        CaseRejected: no JSON, no object, or something stands twice where it may stand once (a locus of a person).
    """
    try:
        case = json.loads(text, object_pairs_hook=_Pairs, parse_constant=_no_constant)
    except json.JSONDecodeError as trouble:
        raise CaseRejected(
            f"this is not JSON: {trouble.msg} in line {trouble.lineno}, column {trouble.colno}"
        ) from trouble
    except RecursionError as trouble:
        raise CaseRejected("this JSON is nested too deep for a case") from trouble
    if not isinstance(case, dict):
        raise CaseRejected("a case is a JSON object with «kind», «markers» and more")
    _refuse_repetition(case, ())
    return case


class _Pairs(dict[str, Any]):
    """An object of JSON that remembers what stood twice."""

    __slots__ = ("twice",)

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice: str | None = None
        if len(self) < len(pairs):
            seen: set[str] = set()
            for name, _ in pairs:
                if name in seen:
                    self.twice = name
                seen.add(name)


def _no_constant(name: str) -> float:
    raise CaseRejected(f"{name} is not a number that a case may hold")


def _refuse_repetition(node: object, path: tuple[str, ...]) -> None:
    if isinstance(node, _Pairs):
        if node.twice is not None:
            if len(path) == 2 and path[0] in ("genotypes", "pm_genotypes", "am_genotypes", "samples"):
                raise CaseRejected(f"«{path[1]}» has locus {node.twice} twice")
            raise CaseRejected(f"«{node.twice}» stands twice in {' / '.join(path) or 'the case'}")
        for name, value in node.items():
            _refuse_repetition(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            _refuse_repetition(value, (*path, str(number + 1)))
