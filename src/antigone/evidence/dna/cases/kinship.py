"""Two or more family trees for the same readings: `kinship_lr`, and two loci that recombine, `linked_pair_lr`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.cases.document import CaseRejected, Document, LrResult
from antigone.evidence.dna.cases.numbers import by_name, log10_total, plain, product_of
from antigone.evidence.dna.cases.parts import markers_of, notes_on, number, part, readings_of, theta_of, tree_of
from antigone.evidence.dna.likelihood import likelihoods, linked_likelihood
from antigone.evidence.dna.pedigrees import Pedigree
from antigone.evidence.weight import Weight
from antigone.evidence.wording import figure, phrase, phrases


def _hypotheses(
    case: Mapping[str, Any], readings: Mapping[str, Any]
) -> tuple[dict[str, Pedigree], str, dict[str, str]]:
    """Pedigrees by name, the reference's name, and everybody's sex."""
    listed = part(case, "hypotheses", dict, "the case")
    trees = {name: tree_of(members, f"hypothesis «{name}»") for name, members in listed.items()}
    reference = part(case, "reference_hypothesis", str, "the case")
    if reference not in trees:
        raise CaseRejected(f"the reference hypothesis «{reference}» is not among the hypotheses")
    if len(trees) < 2:
        raise CaseRejected("a likelihood ratio needs two hypotheses at least")
    sexes: dict[str, str] = {}
    for name, tree in trees.items():
        at_home = {member.id for member in tree.members}
        for person in readings:
            if person not in at_home:
                raise CaseRejected(
                    f"«{person}» was typed but is not in hypothesis «{name}»; every hypothesis must place him"
                )
        for member in tree.members:
            if member.id in readings:
                before = sexes.setdefault(member.id, member.sex)
                if before != member.sex:
                    raise CaseRejected(f"«{member.id}» is {before} in one hypothesis and {member.sex} in another")
    return trees, reference, sexes


def kinship(case: Mapping[str, Any]) -> LrResult:
    over = markers_of(case)
    genotypes = part(case, "genotypes", dict, "the case")
    trees, reference, sexes = _hypotheses(case, genotypes)
    readings = readings_of(case, "genotypes", over, sexes)
    theta = theta_of(case)
    by_hypothesis = {name: likelihoods(tree, over, readings, theta) for name, tree in trees.items()}
    names = [one.name for one in over.markers]
    ratios: dict[str, NDArray[np.float64]] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, found in by_hypothesis.items():
            if name != reference:
                ratios[f"{name}/{reference}"] = found / by_hypothesis[reference]
        logs = {name: np.log(found) for name, found in by_hypothesis.items()}
    impossible = np.flatnonzero(by_hypothesis[reference] == 0)
    notes = list(notes_on(over, genotypes))
    if len(impossible):
        notes.append(
            f"the readings at {names[int(impossible[0])]} are impossible under the reference hypothesis «{reference}»; "
            "no ratio can be given"
        )
    log10 = {name: log10_total(ratio) for name, ratio in ratios.items()}
    document = {
        "likelihood_per_marker": {name: by_name(names, found) for name, found in by_hypothesis.items()},
        "lr_per_marker": {name: by_name(names, ratio) for name, ratio in ratios.items()},
        "lr_total": {name: plain(product_of(ratio)) for name, ratio in ratios.items()},
        "log10_lr_total": {name: plain(value) for name, value in log10.items()},
        "ln_likelihood_total": {name: plain(float(found.sum())) for name, found in logs.items()},
    }
    first = next(iter(ratios))
    weight = _weight(names, ratios[first]) if not len(impossible) else None
    total = None if math.isnan(log10[first]) else product_of(ratios[first])
    per_marker = dict(zip(names, ratios[first].tolist(), strict=True))
    log = None if math.isnan(log10[first]) else log10[first]
    return LrResult("kinship_lr", log, total, per_marker, document, weight, tuple(notes))


def _weight(names: Sequence[str], ratios: NDArray[np.float64]) -> Weight:
    with np.errstate(divide="ignore"):
        logs = np.log10(ratios)
    parts = tuple(
        Weight(name, float(log), phrase("likelihood ratio {ratio} at {locus}", ratio=figure(ratio, ".4g"), locus=name))
        for name, log, ratio in zip(names, logs, ratios, strict=True)
    )
    total = log10_total(ratios)
    if not len(names):
        return Weight("DNA", 0.0, phrase("no locus was compared"))
    worst = int(np.argmin(logs))
    if total == -math.inf:
        reason = phrase("impossible at {locus} without mutation", locus=names[worst])
    else:
        reason = phrases(
            "likelihood ratio 10^{power} over {count} loci; {locus} speaks for it least, with {least}",
            "likelihood ratio 10^{power} over {count} loci; {locus} speaks for it least, with {least}",
            count=len(names),
            power=figure(total, ".2f"),
            locus=names[worst],
            least=figure(ratios[worst], ".3g"),
        )
    return Weight("DNA", total, reason, parts)


def linked_pair(case: Mapping[str, Any]) -> LrResult:
    over = markers_of(case)
    if len(over) != 2:
        raise CaseRejected(f"a linked pair has exactly two loci, not {len(over)}")
    genotypes = part(case, "genotypes", dict, "the case")
    trees, reference, sexes = _hypotheses(case, genotypes)
    if over.x_linked[0] != over.x_linked[1]:
        raise CaseRejected("the two loci of a linked pair lie on one chromosome")
    if case.get("theta"):
        raise CaseRejected("linked loci are weighed without theta")
    readings = readings_of(case, "genotypes", over, sexes)
    by_rho: list[Document] = []
    for rho in _fractions(case):
        found = {name: linked_likelihood(tree, over, readings, (rho, rho)) for name, tree in trees.items()}
        base = found[reference]
        lr = {f"{name}/{reference}": found[name] / base if base else None for name in found if name != reference}
        by_rho.append({"rho": rho, "likelihood": found, "lr": lr})
    first = next(iter(by_rho[-1]["lr"]))
    total = by_rho[-1]["lr"][first]
    weight = None
    if total is not None:
        one, two = (marker.name for marker in over.markers)
        log10 = math.log10(total) if total > 0 else -math.inf
        reason = phrase(
            "likelihood ratio {ratio} at {one} and {two} together, recombination {rho}",
            ratio=figure(total, ".4g"),
            one=one,
            two=two,
            rho=figure(by_rho[-1]["rho"], "g"),
        )
        weight = Weight("DNA", log10, reason)
    notes = notes_on(over, genotypes, linked_apart=False)
    log = None if weight is None else weight.log10_lr
    return LrResult("linked_pair_lr", log, total, {}, {"by_rho": by_rho}, weight, notes)


def _fractions(case: Mapping[str, Any]) -> list[float]:
    """Recombination fractions asked for: `rho`, a number or list, or those of the case's own answers."""
    stated = case.get("rho")
    if stated is None and isinstance(case.get("expected"), Mapping):
        stated = [entry["rho"] for entry in case["expected"].get("by_rho", ())]
    if stated is None:
        raise CaseRejected("a linked pair needs «rho», the chance of recombination between the loci")
    listed = stated if isinstance(stated, list) else [stated]
    if not listed:
        raise CaseRejected("a linked pair needs one recombination fraction at least")
    return [number(rho, "rho", 0, 0.5) for rho in listed]
