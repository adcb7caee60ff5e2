"""Questions and answers in the JSON format `antigone-dna-ref/1`.

A case states its kind, markers, readings and pedigrees; `evaluate` gives the answer with the keys of the case's
`expected`. `likelihood_ratio` gives the same as a value with the total, the loci and the weight on the common scale.

Amelogenin tells the sex, and the sex of the remains is weighed as evidence of its own: it is therefore checked
against the stated sex and never counted as a locus.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.likelihood import genotype_tables, likelihoods, linked_likelihood
from antigone.evidence.dna.markers import (
    Doubt,
    Marker,
    Panel,
    Profiles,
    ReadingRejected,
    marker,
    panel,
    profiles,
)
from antigone.evidence.dna.mutation import (
    Model,
    MutationModelRejected,
    MutationSpec,
    Transform,
    is_reversible,
    is_stationary,
    mutation_matrix,
    overall_rate,
)
from antigone.evidence.dna.pedigrees import (
    Member,
    Pedigree,
    PedigreeContradiction,
    identity_coefficients,
    pedigree,
)
from antigone.evidence.dna.victims import (
    Family,
    ImpossibleReadings,
    Incident,
    TooManyTogether,
    exclusion_counts,
    joint_posterior,
    pairwise_log_lr,
)
from antigone.evidence.weight import Weight

FORMAT = "antigone-dna-ref/1"
#: Names under which laboratories report the sex marker.
AMELOGENIN = frozenset({"AMEL", "AMELOGENIN"})
#: Loci so near on one chromosome that they are passed on together more often than not; counted as independent here
#: unless the case is of the kind `linked_pair_lr`. O'Connor and Tillmar 2012; Phillips et al. 2012.
LINKED = (("VWA", "D12S391"), ("D5S818", "CSF1PO"), ("PENTA D", "D21S11"), ("D6S1043", "SE33"))

Document = dict[str, Any]


class CaseRejected(ValueError):
    """A case that cannot be weighed; one sentence that names person and locus."""


@dataclass(frozen=True, slots=True)
class LrResult:
    """What a case comes to.

    Attributes:
        kind: of the case.
        log10: base-10 logarithm of the total likelihood ratio (the first comparison), -inf for an impossibility; None
        for kinds
            that have none, and where the reference hypothesis is impossible too.
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


def likelihood_ratio(case: Mapping[str, Any]) -> LrResult:
    """Weigh a case of any kind.

    Args:
        case: as `read_case` gives it, or the same in plain dicts and lists; `expected` is not looked at.

    Returns:
        An `LrResult`. For `linked_pair_lr` the total is that of the last recombination fraction asked for.

    Raises:
        CaseRejected: one sentence for whatever is wrong with the case.
    """
    kind = case.get("kind") if isinstance(case, Mapping) else None
    answer = _KINDS.get(kind) if isinstance(kind, str) else None
    if answer is None:
        raise CaseRejected(f"«{kind}» is no kind of case; known are {', '.join(_KINDS)}")
    if case.get("format", FORMAT) != FORMAT:
        raise CaseRejected(f"the format is «{case['format']}»; this version reads {FORMAT}")
    try:
        return answer(case)
    except (
        ReadingRejected,
        PedigreeContradiction,
        MutationModelRejected,
        ImpossibleReadings,
        TooManyTogether,
    ) as trouble:
        raise CaseRejected(str(trouble)) from trouble


def evaluate(case: Mapping[str, Any]) -> Document:
    """The answer to a case, with the keys of its `expected` (of its `cases` for kinds that list several)."""
    return likelihood_ratio(case).document


# What the parts of a case mean.


def _part(node: Mapping[str, Any], name: str, wanted: type, where: str) -> Any:
    value = node.get(name) if isinstance(node, Mapping) else None
    if not isinstance(value, wanted) or isinstance(value, bool):
        said = "an object" if wanted is dict else "a list" if wanted is list else "a text"
        raise CaseRejected(f"{where} needs «{name}», {said}")
    return value


def _number(value: object, what: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise CaseRejected(f"{what} is «{value}»; it must be a number from {low:g} to {high:g}")
    return float(value)


def _members(listed: object, where: str) -> Pedigree:
    if not isinstance(listed, list) or not listed:
        raise CaseRejected(f"{where} needs a list of members")
    people = []
    for entry in listed:
        person = _part(entry, "id", str, f"a member of {where}")
        inbred = entry.get("founder_inbreeding")
        for name in ("father", "mother", "twin_of"):
            if not isinstance(entry.get(name), str | None):
                raise CaseRejected(f"the {name} of «{person}» is «{entry[name]}»; write an id or null")
        people.append(
            Member(
                person,
                entry.get("father"),
                entry.get("mother"),
                str(entry.get("sex") or "U"),
                0.0 if inbred is None else _number(inbred, f"the founder inbreeding of «{person}»", 0, 1),
                entry.get("twin_of"),
            )
        )
    return pedigree(people)


def _mutation(spec: object, where: str) -> MutationSpec | None:
    if spec is None:
        return None
    if not isinstance(spec, Mapping) or spec.get("model") not in {*Model, "trivial"}:
        said = spec.get("model") if isinstance(spec, Mapping) else spec
        raise CaseRejected(f"{where}: «{said}» is no mutation model; known are {', '.join(Model)}")
    if spec["model"] == "trivial":
        return None
    transform = spec.get("transform")
    if transform is not None and transform not in set(Transform):
        raise CaseRejected(f"{where}: «{transform}» is no transform; known are {', '.join(Transform)}")
    matrix = spec.get("matrix") or ()
    if not isinstance(matrix, Sequence) or not all(isinstance(row, Sequence) for row in matrix):
        raise CaseRejected(f"{where}: the mutation matrix must be a list of rows")
    return MutationSpec(
        Model(spec["model"]),
        _number(spec.get("rate") or 0, f"{where}: the mutation rate", 0, 1),
        _number(spec.get("rate2") or 0, f"{where}: the mutation rate2", 0, 1),
        _number(0.1 if spec.get("range") is None else spec["range"], f"{where}: the mutation range", 0, math.inf),
        tuple(tuple(row) for row in matrix),
        None if transform is None else Transform(transform),
    )


def _is_amelogenin(name: str) -> bool:
    return name.strip().upper() in AMELOGENIN


def _markers(case: Mapping[str, Any]) -> Panel:
    made = []
    for entry in _part(case, "markers", list, "the case"):
        name = _part(entry, "name", str, "a marker")
        where = f"locus {name}"
        if _is_amelogenin(name):
            continue
        if entry.get("chrom", "A") not in ("A", "X"):
            raise CaseRejected(f"{where}: chromosome «{entry['chrom']}» is not weighed by pedigree; write A or X")
        made.append(_marker(entry, name, where))
    return _panel_of(tuple(made))


def _marker(entry: Mapping[str, Any], name: str, where: str) -> Marker:
    alleles = _part(entry, "alleles", list, where)
    if not all(isinstance(allele, str) for allele in alleles):
        raise CaseRejected(f'{where}: write alleles as texts, like "9.3"')
    mutation = entry.get("mutation") or {}
    if not isinstance(mutation, Mapping):
        raise CaseRejected(f"{where}: «mutation» needs «female» and «male»")
    frequencies = _part(entry, "freqs", list, where)
    specs = (_mutation(mutation.get("female"), where), _mutation(mutation.get("male"), where))
    try:
        return _marker_of(
            name, tuple(alleles), tuple(frequencies), entry.get("chrom") == "X", *specs, entry.get("silent")
        )
    except TypeError as trouble:
        raise CaseRejected(f"{where}: a frequency, or an entry of a mutation matrix, is not a number") from trouble


@lru_cache(maxsize=4096)
def _marker_of(
    name: str,
    alleles: tuple[str, ...],
    frequencies: tuple[float, ...],
    x_linked: bool,
    mothers: MutationSpec | None,
    fathers: MutationSpec | None,
    silent: str | None,
) -> Marker:
    """Laboratories send the same markers with every case; their matrices are made once."""
    return marker(name, alleles, frequencies, x_linked=x_linked, mothers=mothers, fathers=fathers, silent=silent)


_panel_of = lru_cache(maxsize=64)(panel)


def _doubts(case: Mapping[str, Any]) -> dict[str, dict[str, Doubt]]:
    """Drop-out, drop-in and typing error by locus and person, where a marker states them."""
    doubts: dict[str, dict[str, Doubt]] = {}
    for entry in case["markers"]:
        where = f"locus {entry['name']}"
        stated = {name: entry.get(name) or {} for name in ("dropout", "dropin", "typing_error")}
        for name, of_people in stated.items():
            if not isinstance(of_people, Mapping):
                raise CaseRejected(f"{where}: «{name}» names a chance for each person")
        people = {person for of_people in stated.values() for person in of_people}
        for person in people:
            chances = [
                _number(stated[name].get(person, 0), f"{where}: the {name} of «{person}»", 0, 1)
                for name in ("dropout", "dropin", "typing_error")
            ]
            doubts.setdefault(entry["name"], {})[person] = Doubt(*chances)
    return doubts


def _readings(case: Mapping[str, Any], field: str, over: Panel, sexes: Mapping[str, str]) -> Profiles:
    genotypes = _part(case, field, dict, "the case")
    for person, readings in genotypes.items():
        if not isinstance(readings, Mapping):
            raise CaseRejected(f"the readings of «{person}» must be an object of loci")
        for locus, reading in readings.items():
            if _is_amelogenin(locus):
                _check_sex(person, reading, sexes.get(person, "U"))
    return profiles(over, genotypes, sexes, _doubts(case))


def _check_sex(person: str, reading: object, sex: str) -> None:
    seen = {str(allele).upper() for allele in reading} if isinstance(reading, list | tuple) else set()
    if not seen or not seen <= {"X", "Y"}:
        raise CaseRejected(f"«{person}», Amelogenin: write X and Y, not {reading!r}")
    if (sex == "F" and "Y" in seen) or (sex == "M" and "Y" not in seen):
        stated = "a woman" if sex == "F" else "a man"
        raise CaseRejected(f"«{person}» is stated to be {stated}, but Amelogenin reads {', '.join(sorted(seen))}")


def _notes(over: Panel, *all_readings: Mapping[str, Mapping[str, Any]], linked_apart: bool = True) -> tuple[str, ...]:
    notes = [note for one in over.markers for note in one.notes]
    known = {one.name for one in over.markers}
    unknown = {locus for readings in all_readings for of_person in readings.values() for locus in of_person} - known
    notes += [
        f"{locus} was read but is not counted: Amelogenin speaks through the sex"
        if _is_amelogenin(locus)
        else f"{locus} was read but is not counted: no frequencies were given"
        for locus in sorted(unknown)
    ]
    as_written = {name.upper().replace("_", " "): name for name in known}
    pairs = [f"{as_written[a]} and {as_written[b]}" for a, b in LINKED if a in as_written and b in as_written]
    if pairs and linked_apart:
        notes.append(f"counted as independent although they lie close together on one chromosome: {'; '.join(pairs)}")
    return tuple(notes)


# Kinds.


def _hypotheses(
    case: Mapping[str, Any], readings: Mapping[str, Any]
) -> tuple[dict[str, Pedigree], str, dict[str, str]]:
    """Pedigrees by name, the reference's name, and everybody's sex."""
    listed = _part(case, "hypotheses", dict, "the case")
    trees = {name: _members(members, f"hypothesis «{name}»") for name, members in listed.items()}
    reference = _part(case, "reference_hypothesis", str, "the case")
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


def _theta(case: Mapping[str, Any]) -> float:
    theta = _number(case.get("theta") or 0, "theta", 0, 1)
    if theta == 1:
        raise CaseRejected("theta is 1; it must be below")
    return theta


def _kinship(case: Mapping[str, Any]) -> LrResult:
    over = _markers(case)
    genotypes = _part(case, "genotypes", dict, "the case")
    trees, reference, sexes = _hypotheses(case, genotypes)
    readings = _readings(case, "genotypes", over, sexes)
    theta = _theta(case)
    by_hypothesis = {name: likelihoods(tree, over, readings, theta) for name, tree in trees.items()}
    names = [one.name for one in over.markers]
    ratios: dict[str, NDArray[np.float64]] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for name, found in by_hypothesis.items():
            if name != reference:
                ratios[f"{name}/{reference}"] = found / by_hypothesis[reference]
        logs = {name: np.log(found) for name, found in by_hypothesis.items()}
    impossible = np.flatnonzero(by_hypothesis[reference] == 0)
    notes = list(_notes(over, genotypes))
    if len(impossible):
        notes.append(
            f"the readings at {names[int(impossible[0])]} are impossible under the reference hypothesis «{reference}»; "
            "no ratio can be given"
        )
    log10 = {name: _log10_total(ratio) for name, ratio in ratios.items()}
    document = {
        "likelihood_per_marker": {name: _by_name(names, found) for name, found in by_hypothesis.items()},
        "lr_per_marker": {name: _by_name(names, ratio) for name, ratio in ratios.items()},
        "lr_total": {name: _plain(_product(ratio)) for name, ratio in ratios.items()},
        "log10_lr_total": {name: _plain(value) for name, value in log10.items()},
        "ln_likelihood_total": {name: _plain(float(found.sum())) for name, found in logs.items()},
    }
    first = next(iter(ratios))
    weight = _weight(names, ratios[first]) if not len(impossible) else None
    total = None if math.isnan(log10[first]) else _product(ratios[first])
    per_marker = dict(zip(names, ratios[first].tolist(), strict=True))
    log = None if math.isnan(log10[first]) else log10[first]
    return LrResult("kinship_lr", log, total, per_marker, document, weight, tuple(notes))


def _by_name(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float | str | None]:
    return {name: _plain(value) for name, value in zip(names, values.tolist(), strict=True)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _plain(value: float) -> float | str | None:
    """A number as the format writes it: infinity as a text, nothing where there is no answer."""
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return None if math.isnan(value) else value


def _log10_total(ratios: NDArray[np.float64]) -> float:
    if np.any(np.isnan(ratios)):
        return math.nan
    if np.any(ratios == 0):
        return -math.inf if np.all(np.isfinite(ratios)) else math.nan
    return math.fsum(math.log10(ratio) if math.isfinite(ratio) else math.inf for ratio in ratios)


def _product(ratios: NDArray[np.float64]) -> float:
    if np.any(ratios == 0) and np.all(np.isfinite(ratios)):
        return 0.0
    log10 = _log10_total(ratios)
    if not math.isfinite(log10):
        return log10
    # In order of size large and small factors cancel, and neither overflows before the other has its turn.
    low, high = sorted(float(r) for r in ratios if r < 1), sorted(float(r) for r in ratios if r >= 1)
    product = 1.0
    while low or high:
        product *= low.pop() if low and (product >= 1 or not high) else high.pop()
    return product


def _weight(names: Sequence[str], ratios: NDArray[np.float64]) -> Weight:
    with np.errstate(divide="ignore"):
        logs = np.log10(ratios)
    parts = tuple(
        Weight(name, float(log), f"likelihood ratio {ratio:.4g} at {name}")
        for name, log, ratio in zip(names, logs, ratios, strict=True)
    )
    total = _log10_total(ratios)
    if not len(names):
        return Weight("DNA", 0.0, "no locus was compared")
    worst = int(np.argmin(logs))
    if total == -math.inf:
        reason = f"impossible at {names[worst]} without mutation"
    else:
        least = f"{names[worst]} speaks for it least, with {ratios[worst]:.3g}"
        reason = f"likelihood ratio 10^{total:.2f} over {len(names)} loci; {least}"
    return Weight("DNA", total, reason, parts)


def _linked(case: Mapping[str, Any]) -> LrResult:
    over = _markers(case)
    if len(over) != 2:
        raise CaseRejected(f"a linked pair has exactly two loci, not {len(over)}")
    genotypes = _part(case, "genotypes", dict, "the case")
    trees, reference, sexes = _hypotheses(case, genotypes)
    if over.x_linked[0] != over.x_linked[1]:
        raise CaseRejected("the two loci of a linked pair lie on one chromosome")
    if case.get("theta"):
        raise CaseRejected("linked loci are weighed without theta")
    readings = _readings(case, "genotypes", over, sexes)
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
        names = " and ".join(one.name for one in over.markers)
        log10 = math.log10(total) if total > 0 else -math.inf
        weight = Weight(
            "DNA", log10, f"likelihood ratio {total:.4g} at {names} together, recombination {by_rho[-1]['rho']:g}"
        )
    notes = _notes(over, genotypes, linked_apart=False)
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
    return [_number(rho, "rho", 0, 0.5) for rho in listed]


def _dvi(case: Mapping[str, Any]) -> LrResult:
    over = _markers(case)
    victims: dict[str, str] = {}
    for entry in _part(case, "pm", list, "the case"):
        victim = _part(entry, "id", str, "a victim")
        if victim in victims:
            raise CaseRejected(f"victim «{victim}» stands twice")
        victims[victim] = str(entry.get("sex") or "U")
    families = []
    sexes: dict[str, str] = {}
    homes: dict[str, str] = {}
    for entry in _part(case, "families", list, "the case"):
        name = str(_part(entry, "name", str, "a family"))
        tree = _members(entry.get("members"), f"family «{name}»")
        lost = tuple(_part(entry, "missing", list, f"family «{name}»"))
        for person in lost:
            tree.place(person)
            if person in homes:
                raise CaseRejected(f"«{person}» is missing from both «{homes[person]}» and «{name}»")
            homes[person] = name
        families.append(Family(name, tree, lost))
        sexes |= {member.id: member.sex for member in tree.members}
    relatives = _part(case, "am_genotypes", dict, "the case")
    bodies = _part(case, "pm_genotypes", dict, "the case")
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
        _readings(case, "pm_genotypes", over, victims),
        _readings(case, "am_genotypes", over, sexes),
        _theta(case),
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
        "pairwise_LR": {"rows": rows, "cols": columns, "values": _matrix(ratios)},
        "exclusion_counts": {
            "rows": rows,
            "cols": columns,
            "values": [
                [None if math.isnan(value) else int(value) for value in line]
                for line in exclusion_counts(incident)[:, list(order)].tolist()
            ],
        },
    }
    notes = list(_notes(over, relatives, bodies))
    try:
        document["joint"] = _joint(incident, rows, columns, list(order))
    except TooManyTogether as trouble:
        notes.append(f"no joint posterior: {trouble}")
    return LrResult("dvi", None, None, {}, document, None, tuple(notes))


def _matrix(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[_finite(float(value)) for value in line] for line in values]


def _joint(incident: Incident, rows: Sequence[str], columns: Sequence[str], order: Sequence[int]) -> Document:
    joint = joint_posterior(incident)
    listed = []
    for one in joint.best:
        listed.append(
            {
                "assign": {victim: one.placed.get(victim, "*") for victim in rows},
                "loglik": _plain(joint.null_log_likelihood + one.log_lr),
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


def _one_missing(case: Mapping[str, Any]) -> tuple[Panel, Pedigree, str, Profiles]:
    over = _markers(case)
    tree = _members(case.get("pedigree"), "the pedigree")
    missing = _part(case, "missing", str, "the case")
    tree.place(missing)
    genotypes = _part(case, "genotypes", dict, "the case")
    for person in genotypes:
        tree.place(person)
    if missing in genotypes:
        raise CaseRejected(f"«{missing}» is missing and yet typed")
    sexes = {member.id: member.sex for member in tree.members}
    return over, tree, missing, _readings(case, "genotypes", over, sexes)


def _genotype_posterior(case: Mapping[str, Any]) -> LrResult:
    over, tree, missing, readings = _one_missing(case)
    listed = []
    for one, table in zip(over.markers, genotype_tables(tree, over, readings, missing), strict=True):
        total = float(table.sum())
        if total == 0:
            raise CaseRejected(f"locus {one.name}: the relatives' readings contradict the pedigree")
        if table.ndim == 1:
            names = list(one.alleles)
            chances = [float(value) / total for value in table]
        else:
            n = len(one.alleles)
            pairs = [(i, j) for i in range(n) for j in range(i, n)]
            names = [f"{one.alleles[i]}/{one.alleles[j]}" for i, j in pairs]
            chances = [float(table[i, j] + (table[j, i] if i != j else 0.0)) / total for i, j in pairs]
        listed.append({"marker": one.name, "genotypes": names, "probs": chances})
    return LrResult("genotype_posterior", None, None, {}, {"posterior": listed}, None, _notes(over, case["genotypes"]))


def _exclusion_power(case: Mapping[str, Any]) -> LrResult:
    over, tree, missing, readings = _one_missing(case)
    strict = panel(
        marker(
            one.name,
            one.alleles,
            one.frequencies.tolist(),
            x_linked=one.x_linked,
            silent=None if one.silent < 0 else one.alleles[one.silent],
        )
        for one in over.markers
    )
    powers = []
    with_mutation = genotype_tables(tree, over, readings, missing)
    for place, table in enumerate(genotype_tables(tree, strict, readings, missing)):
        if not table.any():
            # The relatives contradict each other unless there was a mutation, so that mutation stays allowed.
            table = with_mutation[place]
        p = over.markers[place].frequencies
        random = p if table.ndim == 1 else p[:, None] * p[None, :]
        both_ways = table if table.ndim == 1 else table + table.T
        powers.append(float(np.sum(random[both_ways == 0])))
    document = {
        "per_marker": powers,
        "total": 1 - math.prod(1 - power for power in powers),
        "expected_mismatch": math.fsum(powers),
    }
    return LrResult("exclusion_power", None, None, {}, document, None, _notes(over, case["genotypes"]))


def _direct_match(case: Mapping[str, Any]) -> LrResult:
    over = _markers(case)
    samples = list(_part(case, "samples", dict, "the case"))
    sexes = case.get("sexes") or {}
    readings = _readings(case, "samples", over, sexes)
    theta = _theta(case)
    found = np.full((len(samples), len(samples)), np.nan)
    for i, first in enumerate(samples):
        for j in range(i):
            found[i, j] = found[j, i] = _identity_ratio(over, readings, first, samples[j], sexes, theta)
    document = {"LR": {"rows": samples, "cols": samples, "values": _matrix(found)}}
    # One person has both loci of a linked pair, whatever was passed on.
    notes = _notes(over, case["samples"], linked_apart=False)
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
    return _product(likelihoods(one, common, of_two, theta) / likelihoods(pedigree(people), common, of_two, theta))


def _several(case: Mapping[str, Any], answer: Callable[[Mapping[str, Any]], Document]) -> Document:
    return {"cases": [answer(entry) for entry in _part(case, "cases", list, "the case")]}


def _mutation_matrices(case: Mapping[str, Any]) -> LrResult:
    def answer(entry: Mapping[str, Any]) -> Document:
        arguments = _part(entry, "args", dict, "a mutation case")
        alleles = _part(entry, "alleles", list, "a mutation case")
        frequencies = [
            _number(p, "an allele frequency", 0, 1) for p in _part(arguments, "afreq", list, "a mutation case")
        ]
        spec = _mutation(arguments, "the mutation case")
        if len(frequencies) != len(alleles):
            raise CaseRejected(f"the mutation case has {len(alleles)} alleles and {len(frequencies)} frequencies")
        matrix = np.eye(len(alleles)) if spec is None else mutation_matrix(spec, alleles, frequencies)
        return {
            "args": dict(arguments),
            "alleles": list(alleles),
            "matrix": matrix.tolist(),
            "stationary": is_stationary(matrix, frequencies),
            "reversible": is_reversible(matrix, frequencies),
            "overall_rate": overall_rate(matrix, frequencies),
        }

    return LrResult("mutation_matrix", None, None, {}, _several(case, answer), None, ())


def _ibd_coefficients(case: Mapping[str, Any]) -> LrResult:
    def answer(entry: Mapping[str, Any]) -> Document:
        tree = _members(entry.get("pedigree"), "the pedigree")
        ids = _part(entry, "ids", list, "a case of identity coefficients")
        if len(ids) != 2:
            raise CaseRejected("identity coefficients are of two people")
        found = identity_coefficients(tree, str(ids[0]), str(ids[1]))
        return {
            "pedigree": entry["pedigree"],
            "ids": list(ids),
            "kinship": found.kinship,
            "inbreeding": list(found.inbreeding),
            "kappa": None if found.kappa is None else list(found.kappa),
            "jacquard": list(found.jacquard),
        }

    return LrResult("ibd_coefficients", None, None, {}, _several(case, answer), None, ())


#: Ages over which a population is spread evenly in the tables of Marsico and Caridi 2023.
_AGES = 80


def _trait_tables(case: Mapping[str, Any]) -> LrResult:
    from antigone.evidence.traits import conditional_table, trait_likelihood_ratio

    def answer(entry: Mapping[str, Any]) -> Document:
        lost = _part(entry, "h1_args", dict, "a trait case")
        population = _part(entry, "h2_args", dict, "a trait case")
        seen_wrong = [_number(lost.get(name), name, 0, 1) for name in ("eps", "epa")]
        colours = lost.get("epc") or case.get("error_matrix_default")
        place = lost.get("MPc")
        if not isinstance(colours, list) or not isinstance(place, int) or not 1 <= place <= len(colours):
            raise CaseRejected(f"MPc is «{place}»; it must number a row of epc")
        sex = lost.get("MPs")
        if sex not in ("F", "M"):
            raise CaseRejected(f"MPs is «{sex}»; write F or M")
        told = (1 - seen_wrong[0], seen_wrong[0]) if sex == "F" else (seen_wrong[0], 1 - seen_wrong[0])
        within = 2 * _number(population.get("MPr"), "MPr", 0, _AGES / 2) / _AGES
        sexes, of_population = (
            [_number(share, name, 0, 1) for share in _part(population, name, list, "a trait case")]
            for name in ("propS", "propC")
        )
        if len(sexes) != 2 or len(of_population) != len(colours[place - 1]):
            raise CaseRejected("propS needs two shares, and propC one for each colour of epc")
        same = conditional_table(told, (1 - seen_wrong[1], seen_wrong[1]), colours[place - 1]).reshape(4, -1)
        other = conditional_table(sexes, (within, 1 - within), of_population).reshape(4, -1)
        ratio = trait_likelihood_ratio(same, other)
        return dict(entry) | {"cpt_h1": same.tolist(), "cpt_h2": other.tolist(), "lr": _matrix(ratio)}

    return LrResult("trait_lr", None, None, {}, _several(case, answer), None, ())


def _birth_dates(case: Mapping[str, Any]) -> LrResult:
    from antigone.evidence.traits import discrepancy_ratio

    def answer(entry: Mapping[str, Any]) -> Document:
        alpha, cuts = _part(entry, "alpha", list, "a birth-date case"), _part(entry, "cuts", list, "a birth-date case")
        try:
            died, lost = (date.fromisoformat(_part(entry, name, str, "a birth-date case")) for name in ("DBD", "ABD"))
            days = (died - lost).days
            ratio = discrepancy_ratio(days, cuts, alpha)
        except ValueError as trouble:
            raise CaseRejected(f"a birth-date case: {trouble}") from trouble
        stated = {"ABD": entry["ABD"], "DBD": entry["DBD"], "alpha": alpha, "cuts": cuts}
        return stated | {"diff_days": days, "class": 1 + sum(days > cut for cut in cuts), "lr": ratio}

    return LrResult("birthdate_lr", None, None, {}, _several(case, answer), None, ())


_KINDS: dict[str, Callable[[Mapping[str, Any]], LrResult]] = {
    "kinship_lr": _kinship,
    "linked_pair_lr": _linked,
    "dvi": _dvi,
    "genotype_posterior": _genotype_posterior,
    "direct_match": _direct_match,
    "mutation_matrix": _mutation_matrices,
    "ibd_coefficients": _ibd_coefficients,
    "exclusion_power": _exclusion_power,
    "trait_lr": _trait_tables,
    "birthdate_lr": _birth_dates,
}
