"""Victims against families, one by one and all together: `dvi`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antigone.evidence.dna.cases.document import Document, LrResult
from antigone.evidence.dna.cases.numbers import plain, rows_of
from antigone.evidence.dna.cases.parties import families_of, sexes_of, victims_of
from antigone.evidence.dna.cases.parts import markers_of, notes_on, readings_of, theta_of
from antigone.evidence.dna.victims import (
    Family,
    Incident,
    JointPosterior,
    Method,
    TooManyTogether,
    Verdict,
    exclusion_counts,
    joint_posterior,
    pairwise_log_lr,
    verdicts,
)


def incident_of(case: Mapping[str, Any]) -> Incident:
    """The victims, families and markers of a case of the kind `dvi`.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for whatever is wrong with it.
    """
    over = markers_of(case)
    victims, stated = victims_of(case), families_of(case)
    return Incident(
        victims,
        tuple(Family(one.name, one.tree, one.missing) for one in stated),
        over,
        readings_of(case, "pm_genotypes", over, victims),
        readings_of(case, "am_genotypes", over, sexes_of(stated)),
        theta_of(case),
    )


def victims_and_families(case: Mapping[str, Any]) -> LrResult:
    incident = incident_of(case)
    over, victims = incident.over, incident.victims
    rows, columns = list(victims), [person for _, person in incident.missing()]
    wanted = case.get("missing")
    order = (
        [columns.index(person) for person in wanted]
        if wanted and sorted(wanted) == sorted(columns)
        else range(len(columns))
    )
    columns = [columns[place] for place in order]
    logs = pairwise_log_lr(incident)[:, list(order)]
    with np.errstate(over="ignore"):
        ratios = np.exp(logs)
    document: Document = {
        "pairwise_LR": {"rows": rows, "cols": columns, "values": rows_of(ratios)},
        "exclusion_counts": {
            "rows": rows,
            "cols": columns,
            "values": [
                [None if math.isnan(value) else int(value) for value in line]
                for line in exclusion_counts(incident)[:, list(order)].tolist()
            ],
        },
    }
    notes = list(notes_on(over, case["am_genotypes"], case["pm_genotypes"]))
    try:
        joint = joint_posterior(incident)
        document["joint"] = _joint(joint, rows, columns, list(order))
        document["verdicts"] = _verdicts(incident, joint)
        if joint.method is not Method.EXACT:
            notes.append(
                f"the joint posterior is {joint.method}, with a standard error of at most {joint.standard_error:.2g}"
            )
    except TooManyTogether as trouble:
        notes.append(f"no joint posterior: {trouble}")
    return LrResult("dvi", None, None, {}, document, None, tuple(notes))


def _verdicts(incident: Incident, joint: JointPosterior) -> Document:
    said = verdicts(incident, joint)

    def row(one: Verdict) -> Document:
        return {
            "conclusion": str(one.conclusion),
            "missing": list(one.missing),
            "victims": list(one.victims),
            "log10_lr": one.log10_lr,
            "posterior": one.posterior,
            "in_words": one.in_words,
        }

    return {
        "missing": {person: row(one) for person, one in said.of_missing.items()},
        "victims": {victim: row(one) for victim, one in said.of_victims.items()},
    }


def _joint(joint: JointPosterior, rows: Sequence[str], columns: Sequence[str], order: Sequence[int]) -> Document:
    listed = []
    for one in joint.best:
        listed.append(
            {
                "assign": {victim: one.placed.get(victim, "*") for victim in rows},
                "loglik": plain(joint.null_log_likelihood + one.log_lr),
                "LR_vs_null": math.exp(one.log_lr) if one.log_lr < 709 else "Inf",
                "posterior": plain(one.posterior),
            }
        )
    return {
        "n_assignments": joint.n_assignments,
        "n_possible": joint.n_possible,
        "null_loglik": joint.null_log_likelihood,
        "rows": listed,
        "log_sum_exp": plain(joint.log_sum),
        "marginal_posterior": {
            "rows": list(rows),
            "cols": [*columns, "*"],
            "values": joint.marginal[:, [*order, joint.marginal.shape[1] - 1]].tolist(),
        },
        "prior": "flat over all sex-compatible partial assignments",
    }
