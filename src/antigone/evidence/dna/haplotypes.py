"""What is passed on whole: the Y chromosome from father to son, mitochondrial DNA from a mother to all her children.

Loci of a haplotype are not independent, so that their frequencies must not be multiplied: whole haplotypes are
counted in a database, and a haplotype that nobody there bears is still not impossible. A match speaks for one line,
not for one person: every relative of the line bears it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from antigone.evidence.weight import Weight
from antigone.evidence.wording import figure, joined, phrase, phrases

#: Locus or region -> what was read: repeats ("14", "11,14" for a locus of two copies) or a sequence's differences.
Haplotype = Mapping[str, str]


class HaplotypeRejected(ValueError):
    """A haplotype, database or parameter that cannot be used; the sentence says why."""


class Lineage(StrEnum):
    """Which line of descent; the name of the weight."""

    Y = "Y-STR"
    MITOCHONDRIAL = "mtDNA"


class Counting(StrEnum):
    """How the frequency of a haplotype follows from its count x among N.

    `CLOPPER_PEARSON`: the upper end of the exact one-sided confidence interval (Clopper and Pearson 1934).
    `AUGMENTED`: the case's own haplotype is added, (x + 1) / (N + 1) (Gusmao et al. 2006, ISFG). `KAPPA`: the same,
    but for one that nobody bears (1 - kappa) / (N + 1), where kappa is the share of haplotypes that were seen once,
    the case's own included (Brenner 2010).
    """

    CLOPPER_PEARSON = "clopper-pearson"
    AUGMENTED = "augmented"
    KAPPA = "kappa"


@dataclass(frozen=True, slots=True)
class HaplotypeFrequency:
    """How common a haplotype is held to be.

    Attributes:
        frequency: used for weighing, above 0.
        count: bearers in the database, over the loci compared.
        size: haplotypes of the database that were read at all those loci.
    """

    frequency: float
    count: int
    size: int


def haplotype_frequency(
    haplotype: Haplotype,
    database: Sequence[Haplotype],
    *,
    counting: Counting = Counting.CLOPPER_PEARSON,
    confidence: float = 0.95,
    theta: float = 0.0,
) -> HaplotypeFrequency:
    """How common a haplotype is, from a database.

    Args:
        haplotype: what is counted; a partial one is counted over its own loci.
        database: haplotypes of unrelated people of the population; those not read at all the loci are left out.
        counting: the way of counting.
        confidence: of `Counting.CLOPPER_PEARSON`.
        theta: co-ancestry; the frequency becomes theta + (1 - theta) f.

    Raises:
        HaplotypeRejected: no locus, no database that covers the loci, a parameter out of range.
    """
    if not haplotype:
        raise HaplotypeRejected("the haplotype has no locus")
    if not 0 < confidence < 1 or not 0 <= theta < 1:
        raise HaplotypeRejected("confidence must lie between 0 and 1, and theta from 0 to below 1")
    loci = sorted(haplotype)
    wanted = tuple(haplotype[locus] for locus in loci)
    borne = Counter(tuple(one[locus] for locus in loci) for one in database if all(locus in one for locus in loci))
    size, count = borne.total(), borne[wanted]
    if not size:
        raise HaplotypeRejected(f"no haplotype of the database was read at all of {', '.join(loci)}")
    if counting is Counting.CLOPPER_PEARSON:
        frequency = upper_bound(count, size, confidence)
    elif counting is Counting.KAPPA and not count:
        singletons = 1 + sum(times == 1 for times in borne.values())
        # Where everybody is alone, kappa would make the haplotype impossible; one repeated pair is assumed instead.
        frequency = max(1 - singletons / (size + 1), 1 / (size + 1)) / (size + 1)
    else:
        frequency = (count + 1) / (size + 1)
    return HaplotypeFrequency(theta + (1 - theta) * frequency, count, size)


def upper_bound(count: int, size: int, confidence: float = 0.95) -> float:
    """Upper end of Clopper and Pearson's one-sided interval for `count` in `size`; 1 - (1 - c) ** (1 / n) for none."""
    from scipy.special import betaincinv

    if not 0 <= count <= size or size < 1:
        raise HaplotypeRejected(f"{count} of {size} is no share")
    return 1.0 if count == size else float(betaincinv(count + 1, size - count, confidence))


def lineage_weight(
    left: Haplotype,
    right: Haplotype,
    database: Sequence[Haplotype],
    *,
    lineage: Lineage,
    meioses: int = 1,
    rates: Mapping[str, float] | float = 0.0,
    counting: Counting = Counting.CLOPPER_PEARSON,
    confidence: float = 0.95,
    theta: float = 0.0,
) -> Weight:
    """How strongly two haplotypes speak for one line of descent.

    Compared are the loci read on both sides. Over the meioses between the two people each locus walks by single
    repeats, up or down alike, with its mutation rate; readings that are no numbers differ by one mutation or not. The
    alternative is somebody unrelated in this line, who bears the right-hand haplotype with its frequency.

    Args:
        left, right: the haplotypes; for mitochondrial DNA one entry a region that was sequenced.
        database: see `haplotype_frequency`.
        lineage: paternal or maternal.
        meioses: steps of descent between the two people in this line; 0 for one person's two samples.
        rates: mutation rate a meiosis, one for all or one for each locus.
        counting, confidence, theta: see `haplotype_frequency`.

    Returns:
        The weight; -inf where they differ and no mutation is allowed, 0 when no locus is read on both sides.
    """
    loci = sorted(set(left) & set(right))
    if not loci:
        return Weight(lineage, 0.0, phrase("no locus was read on both sides"))
    if meioses < 0:
        raise HaplotypeRejected(f"{meioses} meioses")
    shared = {locus: right[locus] for locus in loci}
    frequency = haplotype_frequency(shared, database, counting=counting, confidence=confidence, theta=theta)
    log10, differing = 0.0, []
    for locus in loci:
        rate = rates.get(locus, 0.0) if isinstance(rates, Mapping) else rates
        if not 0 <= rate <= 1:
            raise HaplotypeRejected(f"the mutation rate at {locus} is {rate}, not from 0 to 1")
        chance = _chance_of_change(left[locus], right[locus], rate, meioses)
        log10 += math.log10(chance) if chance > 0 else -math.inf
        if left[locus] != right[locus]:
            differing.append(locus)
    log10 -= math.log10(frequency.frequency)
    seen = phrases(
        "seen {count} times among {size}, counted as 1 in {people}",
        "seen {count} times among {size}, counted as 1 in {people}",
        count=frequency.count,
        size=figure(frequency.size, ","),
        people=figure(1 / frequency.frequency),
    )
    if differing:
        reason = phrases(
            "{lineage} haplotypes differ at {which} of {count} loci; the second {seen}",
            "{lineage} haplotypes differ at {which} of {count} loci; the second {seen}",
            count=len(loci),
            lineage=lineage,
            which=joined(", ", differing),
            seen=seen,
        )
    else:
        reason = phrases(
            "one {lineage} haplotype over {count} loci, {seen}; all of the line bear it",
            "one {lineage} haplotype over {count} loci, {seen}; all of the line bear it",
            count=len(loci),
            lineage=lineage,
            seen=seen,
        )
    return Weight(lineage, log10, reason)


def _chance_of_change(left: str, right: str, rate: float, meioses: int) -> float:
    """P(right after so many meioses | left)."""
    try:
        steps = float(right) - float(left)
    except ValueError:
        unchanged = (1 - rate) ** meioses
        return unchanged if left == right else 1 - unchanged
    if steps != int(steps):
        return 0.0
    walk = {0: 1.0}
    for _ in range(meioses):
        following: dict[int, float] = {}
        for at, chance in walk.items():
            for step, share in ((-1, rate / 2), (0, 1 - rate), (1, rate / 2)):
                following[at + step] = following.get(at + step, 0.0) + chance * share
        walk = following
    return walk.get(int(steps), 0.0)
