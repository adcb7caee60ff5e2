"""Samples that may be of one person: `direct_match`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from antigone.evidence.dna.cases.document import LrResult
from antigone.evidence.dna.cases.numbers import product_of, rows_of
from antigone.evidence.dna.cases.parts import markers_of, notes_on, part, readings_of, theta_of
from antigone.evidence.dna.likelihood import likelihoods
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.pedigrees import Member, pedigree


def direct_match(case: Mapping[str, Any]) -> LrResult:
    over = markers_of(case)
    samples = list(part(case, "samples", dict, "the case"))
    sexes = case.get("sexes") or {}
    readings = readings_of(case, "samples", over, sexes)
    theta = theta_of(case)
    found = np.full((len(samples), len(samples)), np.nan)
    for i, first in enumerate(samples):
        for j in range(i):
            found[i, j] = found[j, i] = _identity_ratio(over, readings, first, samples[j], sexes, theta)
    document = {"LR": {"rows": samples, "cols": samples, "values": rows_of(found)}}
    # One person has both loci of a linked pair, whatever was passed on.
    notes = notes_on(over, case["samples"], linked_apart=False)
    return LrResult("direct_match", None, None, {}, document, None, notes)


def _identity_ratio(
    over: Panel, readings: Profiles, first: str, second: str, sexes: Mapping[str, str], theta: float
) -> float:
    """One person with two samples, against two people, over loci typed in both: to the engine, identical twins."""
    rows = [readings.row(first), readings.row(second)]
    both = np.flatnonzero(readings.typing[rows].all(axis=0))
    if not len(both):
        return 1.0
    of_two = Profiles(
        (first, second),
        readings.codes[rows][:, both],
        readings.typing[rows][:, both],
        {
            (line, place): readings.observations[row, int(locus)]
            for line, row in enumerate(rows)
            for place, locus in enumerate(both)
            if (row, int(locus)) in readings.observations
        },
    )
    common = over.subset([int(locus) for locus in both])
    people = [Member(first, sex=sexes.get(first, "U")), Member(second, sex=sexes.get(second, "U"))]
    one = pedigree([people[0], Member(second, sex=sexes.get(second, "U"), twin_of=first)])
    return product_of(likelihoods(one, common, of_two, theta) / likelihoods(pedigree(people), common, of_two, theta))
