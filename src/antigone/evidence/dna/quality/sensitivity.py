"""How the total of a kinship case depends on what was assumed: co-ancestry, mutation, population."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antigone.evidence.dna.cases import CaseRejected, likelihood_ratio

#: locus -> allele -> frequency.
Frequencies = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """What the total becomes under another assumption; `log10_lr` is -inf for an impossibility."""

    assumption: str
    log10_lr: float


def sensitivity(
    case: Mapping[str, Any],
    *,
    thetas: tuple[float, ...] = (0.0, 0.01, 0.03),
    populations: Mapping[str, Frequencies] | None = None,
    rate: float = 0.002,
    least: float = 0.001,
) -> tuple[SensitivityRow, ...]:
    """The total of the first comparison of a `kinship_lr` case as stated, and under other assumptions.

    Args:
        case: as `likelihood_ratio` takes it.
        thetas: co-ancestry coefficients to try.
        populations: further frequencies by name; loci that one of them lacks are left out of its total, and of the
            total as stated beside it.
        rate: of mutation in the models that are tried: none, proportional, and by steps made stationary.
        least: frequency of an allele that was read and that a population's table lacks.

    Returns:
        One row an assumption, the case as stated first. An assumption under which no ratio can be given is left out.

    Raises:
        CaseRejected: the case itself cannot be weighed, or is of another kind.
    """
    if case.get("kind") != "kinship_lr":
        raise CaseRejected(f"sensitivity is told of kinship cases (kind kinship_lr), not of «{case.get('kind')}»")
    stated = likelihood_ratio(case).log10
    rows = [] if stated is None else [SensitivityRow("as stated", stated)]
    for theta in thetas:
        if theta != (case.get("theta") or 0):
            rows += _row(f"theta {theta:g}", {**case, "theta": theta})
    by_steps = {"model": "stepwise", "rate": rate, "rate2": rate / 1000, "range": 0.1, "transform": "MH"}
    models: tuple[tuple[str, Mapping[str, Any] | None], ...] = (
        ("no mutation", None),
        (f"proportional mutation, {rate:g}", {"model": "proportional", "rate": rate}),
        (f"mutation by steps, {rate:g}", by_steps),
    )
    for name, spec in models:
        both = None if spec is None else {"female": spec, "male": spec}
        rows += _row(name, {**case, "markers": [{**one, "mutation": both} for one in case["markers"]]})
    for name, frequencies in (populations or {}).items():
        common = [one for one in case["markers"] if one["name"] in frequencies]
        if len(common) < len(case["markers"]):
            rows += _row(f"as stated, loci of {name} only", {**case, "markers": common})
        markers = [_of_population(one, frequencies[one["name"]], _read_at(case, one["name"]), least) for one in common]
        rows += _row(f"population {name}", {**case, "markers": markers})
    return tuple(rows)


def _row(assumption: str, case: Mapping[str, Any]) -> list[SensitivityRow]:
    try:
        log10 = likelihood_ratio(case).log10
    except CaseRejected:
        return []
    return [] if log10 is None or math.isnan(log10) else [SensitivityRow(assumption, log10)]


def _read_at(case: Mapping[str, Any], locus: str) -> set[str]:
    return {str(allele) for readings in case["genotypes"].values() for allele in readings.get(locus, ())}


def _of_population(
    one: Mapping[str, Any], frequencies: Mapping[str, float], read: set[str], least: float
) -> dict[str, Any]:
    """A marker with a population's frequencies; what was read and is not in the table gets the least one."""
    known = {**dict.fromkeys(sorted(read - set(frequencies)), least), **frequencies}
    known = {allele: max(value, least) if allele in read else value for allele, value in known.items()}
    if one.get("silent") is not None and one["silent"] not in known:
        known[one["silent"]] = float(one["freqs"][one["alleles"].index(one["silent"])])
    total = math.fsum(known.values())
    return {**one, "alleles": list(known), "freqs": [value / total for value in known.values()]}
