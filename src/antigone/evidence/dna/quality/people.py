"""Two people of whom nobody said that they are related, or one: donors of different families, staff, samples twice.

Pairs are looked through by their coefficients of identity by descent, all at once; what is found is a reason to look,
not a result. At a locus the likelihood ratio is k0 + k1 X1 + k2 X2, where X1 and X2 are those of one shared gene and of
two (Thompson 1975). Mutation and drop-out enter as a small share of pairs that look unrelated at a locus.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import numpy as np

from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.markers import Floats, Panel, Profiles
from antigone.evidence.dna.quality.findings import Concern, Finding

#: Chance that a locus of true relatives looks like that of strangers: a mutation, an allele not seen.
_ODD_LOCUS = 0.005


class Relation(Enum):
    """Relations that are looked for, with the chances to share 0, 1 and 2 genes."""

    SAME_PERSON = (0.0, 0.0, 1.0)
    PARENT_AND_CHILD = (0.0, 1.0, 0.0)
    FULL_SIBS = (0.25, 0.5, 0.25)

    @property
    def in_words(self) -> str:
        return {"SAME_PERSON": "one person, or identical twins", "PARENT_AND_CHILD": "parent and child"}.get(
            self.name, "brothers or sisters"
        )


def relation_log10_lr(left: Profiles, right: Profiles, over: Panel, relation: Relation) -> Floats:
    """log10 LR of a relation against strangers for every pair, float64[P, Q].

    Only certain readings at autosomal loci count; a pair with none in common has 0.
    """
    total = np.zeros((len(left.people), len(right.people)))
    k0, k1, k2 = relation.value
    for locus, one in enumerate(over.markers):
        if one.x_linked or one.silent >= 0:
            continue
        rows = np.flatnonzero(left.typing[:, locus] == Typing.EXACT)
        columns = np.flatnonzero(right.typing[:, locus] == Typing.EXACT)
        if not len(rows) or not len(columns):
            continue
        p = np.maximum(one.frequencies / one.frequencies.sum(), 1e-9)
        a, b = left.codes[rows, locus].T[:, :, None]
        c, d = right.codes[columns, locus].T[:, None, :]
        # One gene of each is the same: the mean over which it is, divided by its frequency.
        shared = ((a == c) / p[a] + (a == d) / p[a] + (b == c) / p[b] + (b == d) / p[b]) / 4
        same = ((a == c) & (b == d)) | ((a == d) & (b == c))
        chance = np.where(a == b, 1.0, 2.0) * p[a] * p[b]
        ratio = k0 + k1 * shared + k2 * same / chance
        total[np.ix_(rows, columns)] += np.log10((1 - _ODD_LOCUS) * ratio + _ODD_LOCUS)
    return total


def check_strangers(
    donors: Profiles, families: Sequence[str], over: Panel, *, log10_lr: float = 6.0
) -> tuple[Finding, ...]:
    """Donors of different families who look like one person, parent and child, or sibs.

    Args:
        donors: readings of all of them.
        families: the family of each, in their order.
        over: the loci.
        log10_lr: from where a pair is told of; of n donors some n * n / 2 pairs are looked at.
    """
    found: list[tuple[float, Finding]] = []
    of_relation = {relation: relation_log10_lr(donors, donors, over, relation) for relation in Relation}
    strongest = np.max(list(of_relation.values()), axis=0)
    for i, j in np.argwhere(np.triu(strongest >= log10_lr, k=1)).tolist():
        if families[i] == families[j]:
            continue
        relation = max(Relation, key=lambda one: float(of_relation[one][i, j]))
        value = float(of_relation[relation][i, j])
        concern = Concern.SAME_PERSON if relation is Relation.SAME_PERSON else Concern.RELATED
        words = (
            f"«{donors.people[i]}» of «{families[i]}» and «{donors.people[j]}» of «{families[j]}» look like "
            f"{relation.in_words} (10^{value:.1f}); ask both families whether they are one, and check the labels"
        )
        found.append((value, Finding(concern, (donors.people[i], donors.people[j]), value, words)))
    return tuple(finding for _, finding in sorted(found, key=lambda entry: -entry[0]))


def check_elimination(samples: Profiles, staff: Profiles, over: Panel, *, log10_lr: float = 4.0) -> tuple[Finding, ...]:
    """Samples that look like somebody of the staff who may have touched them.

    Args:
        samples: of bodies and donors.
        staff: the elimination database.
        over: the loci.
        log10_lr: from where a pair is told of.
    """
    values = relation_log10_lr(samples, staff, over, Relation.SAME_PERSON)
    found = []
    for i, j in np.argwhere(values >= log10_lr).tolist():
        value = float(values[i, j])
        words = (
            f"«{samples.people[i]}» reads like «{staff.people[j]}» of the staff (10^{value:.1f}); hold the sample back "
            "and repeat it from a new extraction"
        )
        found.append(Finding(Concern.STAFF, (samples.people[i], staff.people[j]), value, words))
    return tuple(sorted(found, key=lambda one: -(one.log10_lr or 0.0)))
