"""Victims against families, one by one and all together: `dvi`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antigone.evidence.dna.cases.document import CaseRejected, Document, LrResult
from antigone.evidence.dna.cases.numbers import plain, rows_of
from antigone.evidence.dna.cases.parts import markers_of, notes_on, part, readings_of, theta_of, tree_of
from antigone.evidence.dna.victims import (
    Family,
    Incident,
    TooManyTogether,
    exclusion_counts,
    joint_posterior,
    pairwise_log_lr,
)


def victims_and_families(case: Mapping[str, Any]) -> LrResult:
    over = markers_of(case)
    victims: dict[str, str] = {}
    for entry in part(case, "pm", list, "the case"):
        victim = part(entry, "id", str, "a victim")
        if victim in victims:
            raise CaseRejected(f"victim «{victim}» stands twice")
        victims[victim] = str(entry.get("sex") or "U")
    families = []
    sexes: dict[str, str] = {}
    homes: dict[str, str] = {}
    for entry in part(case, "families", list, "the case"):
        name = str(part(entry, "name", str, "a family"))
        tree = tree_of(entry.get("members"), f"family «{name}»")
        lost = tuple(part(entry, "missing", list, f"family «{name}»"))
        for person in lost:
            tree.place(person)
            if person in homes:
                raise CaseRejected(f"«{person}» is missing from both «{homes[person]}» and «{name}»")
            homes[person] = name
        families.append(Family(name, tree, lost))
        sexes |= {member.id: member.sex for member in tree.members}
    relatives = part(case, "am_genotypes", dict, "the case")
    bodies = part(case, "pm_genotypes", dict, "the case")
    for person in relatives:
        at_home = sum(any(member.id == person for member in family.tree.members) for family in families)
        if at_home != 1:
            where = "no family" if at_home == 0 else f"{at_home} families"
            raise CaseRejected(f"«{person}» was typed but is in {where}")
        if person in homes:
            raise CaseRejected(f"«{person}» is missing and yet typed among the relatives")
    for victim in bodies:
        if victim not in victims:
            raise CaseRejected(f"«{victim}» was typed but is not among the victims")
    incident = Incident(
        victims,
        tuple(families),
        over,
        readings_of(case, "pm_genotypes", over, victims),
        readings_of(case, "am_genotypes", over, sexes),
        theta_of(case),
    )
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
    notes = list(notes_on(over, relatives, bodies))
    try:
        document["joint"] = _joint(incident, rows, columns, list(order))
    except TooManyTogether as trouble:
        notes.append(f"no joint posterior: {trouble}")
    return LrResult("dvi", None, None, {}, document, None, tuple(notes))


def _joint(incident: Incident, rows: Sequence[str], columns: Sequence[str], order: Sequence[int]) -> Document:
    joint = joint_posterior(incident)
    listed = []
    for one in joint.best:
        listed.append(
            {
                "assign": {victim: one.placed.get(victim, "*") for victim in rows},
                "loglik": plain(joint.null_log_likelihood + one.log_lr),
                "LR_vs_null": math.exp(one.log_lr) if one.log_lr < 709 else "Inf",
                "posterior": math.exp(joint.null_log_likelihood + one.log_lr - joint.log_sum),
            }
        )
    return {
        "n_assignments": joint.n_assignments,
        "n_possible": joint.n_possible,
        "null_loglik": joint.null_log_likelihood,
        "rows": listed,
        "log_sum_exp": joint.log_sum,
        "marginal_posterior": {
            "rows": list(rows),
            "cols": [*columns, "*"],
            "values": joint.marginal[:, [*order, joint.marginal.shape[1] - 1]].tolist(),
        },
        "prior": "flat over all sex-compatible partial assignments",
    }
