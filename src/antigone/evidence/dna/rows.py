"""One plan run over many rows, each at a locus and with alleles of its own: what searches and incidents share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import machine
from antigone.evidence.dna.elimination import Question, compiled
from antigone.evidence.dna.markers import Panel
from antigone.evidence.dna.pedigrees import Pedigree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What a plan said of R rows, over classes of alleles, K at most.

    Attributes:
        values: float64[R, 1], likelihoods; with a target float64[R, K * K], or float64[R, K] for one gene.
        frequencies: float64[R, K], of the classes.
        classes: int64[R, A], class of each allele of the ladder.
        sizes: int64[R], how many classes there are.
    """

    values: Floats
    frequencies: Floats
    classes: Ints
    sizes: Ints


def run_rows(
    tree: Pedigree,
    question: Question,
    over: Panel,
    locus: Ints,
    typed: Sequence[int],
    codes: Ints,
    apart: Ints | None = None,
) -> Rows:
    """Run the plan of a question over rows.

    Args:
        tree: the pedigree.
        question: what is asked; without `full_ladder` alleles that nobody of a row bears are one class.
        over: the panel.
        locus: int64[R], of each row.
        typed: places of the people in `codes`.
        codes: int64[R, T, 2], their alleles.
        apart: int64[R, S], alleles that get a class of their own although nobody bears them; -1 for none.
    """
    plan = compiled(tree, question)
    typed = list(typed)
    codes = codes[:, [typed.index(place) for place in plan.typed]]
    sizes, frequencies, mutation, classes = (
        _ladders(over, locus) if question.full_ladder else _lumped(over, locus, codes, apart)
    )
    numbered = classes[np.arange(len(locus))[:, None, None], codes]
    target, k = question.target, frequencies.shape[2]
    one_gene = target >= 0 and question.x_linked and tree.members[target].sex == "M"
    values = np.zeros((len(locus), 1 if target < 0 else k if one_gene else k * k))
    machine.run(
        plan.program,
        np.arange(len(locus)),
        sizes,
        frequencies,
        mutation,
        np.ascontiguousarray(numbered)[:, None],
        np.empty((1, 1, 1, 1, 1)),
        plan.inbreeding,
        np.zeros((len(locus), 2)),
        values,
    )
    return Rows(values, frequencies[:, 0], classes, sizes[:, 0])


def _lumped(over: Panel, locus: Ints, codes: Ints, apart: Ints | None) -> tuple[Ints, Floats, Floats, Ints]:
    """Sizes, frequencies, mutation and classes with the alleles that nobody of a row bears in one class."""
    n = len(locus)
    seen = codes.reshape(n, -1)
    if apart is not None:
        seen = np.concatenate([seen, apart], axis=1)
    # Those seen, the silent one, the rest; and never more than there are alleles.
    k = min(seen.shape[1] + 2, int(over.counts[locus].max(initial=1)))
    sizes = np.empty((n, 1), dtype=np.int64)
    frequencies, mutation = np.zeros((n, 1, k)), np.zeros((n, 1, 2, k, k))
    classes = np.empty((n, over.frequencies.shape[1]), dtype=np.int64)
    machine.lump(
        locus, over.counts, over.frequencies, over.targets, over.silent, seen, sizes, frequencies, mutation, classes
    )
    return sizes, frequencies, mutation, classes


def _ladders(over: Panel, locus: Ints) -> tuple[Ints, Floats, Floats, Ints]:
    """The same with whole ladders; every allele is a class."""
    k = int(over.counts[locus].max(initial=1))
    loci, of_row = np.unique(locus, return_inverse=True)
    matrices = np.zeros((len(loci), 1, 2, k, k))
    for line, at in enumerate(loci):
        one = over.markers[int(at)]
        n = len(one.alleles)
        for sex, matrix in enumerate((one.mothers, one.fathers)):
            matrices[line, 0, sex, :n, :n] = np.eye(n) if matrix is None else matrix
    longest = over.frequencies.shape[1]
    classes = np.broadcast_to(np.arange(longest), (len(locus), longest)).copy()
    return over.counts[locus][:, None], over.frequencies[locus][:, None, :k].copy(), matrices[of_row], classes
