"""Bodies and relatives drawn from what is known of a family, and how strongly each would match.

The missing person's genotype at a locus is drawn from P(genotype | relatives), the same table by which a body is
weighed; its likelihood ratio is P(genotype | relatives) / P(genotype). A relative who was not sampled yet is drawn
first, from his own table, and then counts as read (Egeland, Pinto and Vigeland 2014, "A general approach to power
calculation for relationship testing"; Vigeland et al. 2020, who condition on the relatives at hand). Loci are drawn
independently.

How often a stranger would reach the same threshold needs no strangers: P(LR > t | stranger) is the mean of 1/LR over
the true matches above t.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from antigone.evidence.dna.blind_search import FamilyTables, SoughtPerson, family_tables
from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.markers import Floats, Ints, Panel, Profiles
from antigone.evidence.wording import phrase, phrases

#: Families whose tables are held at once: 10 kB each.
_AT_ONCE = 500


class NothingToWeigh(ValueError):
    """A family of which no power can be told; the sentence says what is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked of a family.

    Attributes:
        sought: the family, the missing person, and the readings that there are.
        donors: relatives who gave or will give a sample; those without readings are drawn.
        next_donors: who might be sampled next, each by himself.
        log10_lr_needed: the likelihood ratio that suffices, see `log10_lr_needed`.
        loci_read: how many loci a body can be expected to give, drawn at random from the panel; None for all.
    """

    sought: SoughtPerson
    donors: tuple[str, ...]
    next_donors: tuple[str, ...]
    log10_lr_needed: float
    loci_read: int | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """How strongly the true body would match.

    Attributes:
        with_donor: who was sampled besides the donors; None for the donors alone.
        power: chance that the likelihood ratio suffices, from 0 to 1.
        standard_error: of that chance, from the number of trials.
        low, median, high: log10 LR that 5, 50 and 95 % of true matches stay below.
        stranger: chance that one body of a stranger would suffice as well.
    """

    with_donor: str | None
    power: float
    standard_error: float
    low: float
    median: float
    high: float
    stranger: float


@dataclass(frozen=True, slots=True)
class Power:
    """The answer to a `Question`: with the donors alone, and with each next donor, the most helpful first."""

    missing: str
    donors: tuple[str, ...]
    loci: int
    log10_lr_needed: float
    trials: int
    now: Strength
    following: tuple[Strength, ...]


def log10_lr_needed(posterior: float, prior: float) -> float:
    """The log10 LR at which a prior probability becomes a posterior one, both between 0 and 1."""
    if not 0 < prior < 1 or not 0 < posterior < 1:
        raise ValueError(f"a prior of {prior} and a posterior of {posterior}: both must lie between 0 and 1")
    return math.log10(posterior / (1 - posterior)) - math.log10(prior / (1 - prior))


def power_of_family(
    question: Question,
    over: Panel,
    *,
    trials: int = 1_000,
    seed: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Power:
    """How likely a true match suffices, with these donors and with one more.

    Args:
        question: the family and the threshold.
        over: the loci.
        trials: bodies drawn for each answer; the standard error is at most 0.5 / sqrt(trials).
        seed: of the random numbers. Every next donor meets the same drawn donors.
        progress: told how many families, `trials` for each answer and each unread donor, are done.

    Raises:
        NothingToWeigh: donors or next donors who are not relatives to be sampled, relatives who contradict each other,
            more loci to be read than there are.
        PedigreeContradiction: someone who is not in the pedigree.
    """
    _check(question, over)
    done = 0

    def told(of_these: int) -> None:
        progress(done + of_these)

    chance = np.random.default_rng((seed, 0))
    known = [_with_donors_only(question)]
    for donor in question.donors:
        if _loci_read(known[0].readings, donor) == 0:
            known = _with_drawn(known, donor, over, trials, chance, told)
            done += trials
    now = _strength(known, None, question, over, trials, np.random.default_rng((seed, 1)), told)
    done += trials
    following = []
    for number, donor in enumerate(question.next_donors):
        chance = np.random.default_rng((seed, 2 + number))
        more = _with_drawn(known, donor, over, trials, chance, told)
        done += trials
        following.append(_strength(more, donor, question, over, trials, chance, told))
        done += trials
    following.sort(key=lambda one: (-one.power, -one.median))
    loci = len(over) if question.loci_read is None else question.loci_read
    return Power(
        question.sought.missing, question.donors, loci, question.log10_lr_needed, trials, now, tuple(following)
    )


def _check(question: Question, over: Panel) -> None:
    sought = question.sought
    for person in (*question.donors, *question.next_donors):
        sought.tree.place(person)
        if person == sought.missing:
            raise NothingToWeigh(phrase("«{person}» is the one who is missing and cannot be a donor", person=person))
    both = set(question.donors) & set(question.next_donors)
    if both:
        raise NothingToWeigh(phrase("«{person}» is a donor already and cannot be the next one", person=min(both)))
    if question.loci_read is not None and not 0 < question.loci_read <= len(over):
        raise NothingToWeigh(
            phrases(
                "{count} loci cannot be read of {all}",
                "{count} loci cannot be read of {all}",
                count=question.loci_read,
                all=len(over),
            )
        )
    if not question.donors and not question.next_donors:
        raise NothingToWeigh(phrase("nobody of the family was sampled and nobody is named who could be; name donors"))


def _with_donors_only(question: Question) -> SoughtPerson:
    """The family with no readings but the donors'."""
    readings = question.sought.readings
    rows = [row for row, person in enumerate(readings.people) if person in question.donors]
    observations = {
        (rows.index(row), locus): seen for (row, locus), seen in readings.observations.items() if row in rows
    }
    people = tuple(readings.people[row] for row in rows)
    if not people:
        # Two stand for the family, of whom nothing was read: whoever is drawn, one is left.
        missing = question.sought.missing
        two = (missing, next(one.id for one in question.sought.tree.members if one.id != missing))
        n_loci = readings.codes.shape[1]
        nothing = Profiles(two, np.full((2, n_loci, 2), -1), np.zeros((2, n_loci), dtype=np.int8), {})
        return replace(question.sought, readings=nothing)
    kept = Profiles(people, readings.codes[rows], readings.typing[rows], observations)
    return replace(question.sought, readings=kept)


def _loci_read(readings: Profiles, person: str) -> int:
    row = readings.row(person)
    return 0 if row < 0 else int(np.count_nonzero(readings.typing[row]))


def _with_drawn(
    families: Sequence[SoughtPerson],
    person: str,
    over: Panel,
    trials: int,
    chance: np.random.Generator,
    told: Callable[[int], None],
) -> list[SoughtPerson]:
    """As many families as trials, each with a genotype of one more member drawn from what is known of him."""
    found: list[SoughtPerson] = []
    for start, part in _parts(families, trials):
        asked = [replace(family, missing=person) for family in part]
        tables = _tables(asked, over)
        codes = _drawn(tables, _repeated(len(part), start, trials), chance)[0]
        for k, of_person in enumerate(codes):
            family = part[k % len(part)]
            found.append(replace(family, readings=_with_reading(family.readings, person, of_person)))
        told(len(found))
    return found


def _strength(
    families: Sequence[SoughtPerson],
    donor: str | None,
    question: Question,
    over: Panel,
    trials: int,
    chance: np.random.Generator,
    told: Callable[[int], None],
) -> Strength:
    logs: list[Floats] = []
    done = 0
    for start, part in _parts(families, trials):
        _, of_loci = _drawn(_tables(part, over), _repeated(len(part), start, trials), chance)
        if question.loci_read is not None:
            # The loci that a degraded body does not give are others in each trial.
            ranks = chance.random(of_loci.shape).argsort(axis=1)
            of_loci = np.where(ranks < question.loci_read, of_loci, 0.0)
        logs.append(of_loci.sum(axis=1))
        done += len(of_loci)
        told(done)
    log10_lr = np.concatenate(logs)
    enough = log10_lr >= question.log10_lr_needed
    power = float(enough.mean())
    low, median, high = np.quantile(log10_lr, (0.05, 0.5, 0.95)).tolist()
    # With a success and a failure more, so that none of either still leaves doubt (Agresti and Coull 1998).
    share = (enough.sum() + 1) / (len(enough) + 2)
    return Strength(
        donor,
        power,
        math.sqrt(share * (1 - share) / len(enough)),
        low,
        median,
        high,
        float(np.where(enough, 10.0**-log10_lr, 0.0).mean()),
    )


def _parts(families: Sequence[SoughtPerson], trials: int) -> Sequence[tuple[int, Sequence[SoughtPerson]]]:
    """Families in parts, each with the number of its first trial; one family serves all trials."""
    if len(families) == 1:
        return [(0, families)]
    return [(start, families[start : start + _AT_ONCE]) for start in range(0, trials, _AT_ONCE)]


def _repeated(families: int, start: int, trials: int) -> Ints:
    """Which family of a part each of its trials is about."""
    return np.zeros(trials, dtype=np.int64) if families == 1 and not start else np.arange(families, dtype=np.int64)


def _tables(families: Sequence[SoughtPerson], over: Panel) -> FamilyTables:
    tables = family_tables(families, over)
    contradictory = tables.contradictions()
    if contradictory:
        family, locus = contradictory[0]
        raise NothingToWeigh(
            phrase(
                "family «{family}»: the relatives' readings at {locus} contradict the pedigree; "
                "check parentage and samples, or allow mutation",
                family=family.name,
                locus=locus,
            )
        )
    return tables


def _drawn(tables: FamilyTables, of_family: Ints, chance: np.random.Generator) -> tuple[Ints, Floats]:
    """A genotype at each locus, int64[n, N, 2], and its log10 LR, float64[n, N], for the families listed."""
    n_loci = len(tables.over)
    codes = np.empty((len(of_family), n_loci, 2), dtype=np.int64)
    logs = np.empty((len(of_family), n_loci))
    for locus, one in enumerate(tables.over.markers):
        n = len(one.alleles)
        first, second = np.triu_indices(n)
        p = one.frequencies / one.frequencies.sum()
        if one.x_linked and tables.sexes[0] == 1:
            random = np.where(first == second, p[first], 0.0)
        else:
            random = np.where(first == second, 1.0, 2.0) * p[first] * p[second]
        ratios = tables.ratios[:, tables.columns[locus] : tables.columns[locus + 1]].astype(np.float64)
        sums = np.cumsum(random * 10.0**ratios, axis=1)
        point = chance.random(len(of_family)) * sums[of_family, -1]
        if len(sums) == 1:
            drawn = np.searchsorted(sums[0], point, side="right")
        else:
            drawn = (sums[of_family] <= point[:, None]).sum(axis=1)
        drawn = np.minimum(drawn, len(first) - 1)
        codes[:, locus, 0], codes[:, locus, 1] = first[drawn], second[drawn]
        logs[:, locus] = ratios[of_family, drawn]
    return codes, logs


def _with_reading(readings: Profiles, person: str, codes: Ints) -> Profiles:
    """The readings with one more person's certain genotypes; what was read of him before is replaced."""
    rows = [row for row, name in enumerate(readings.people) if name != person]
    observations = {
        (rows.index(row), locus): seen for (row, locus), seen in readings.observations.items() if row in rows
    }
    return Profiles(
        (*(readings.people[row] for row in rows), person),
        np.concatenate([readings.codes[rows], codes[None]]),
        np.concatenate([readings.typing[rows], np.full((1, codes.shape[0]), Typing.EXACT, dtype=np.int8)]),
        observations,
    )
