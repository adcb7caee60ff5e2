"""P(reading | genotype) for readings that more than one genotype can give."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(cache=True, nogil=True)
def reading_chances(
    seen: Any,
    dropout: float,
    dropin: float,
    error: float,
    frequencies: Any,
    k: int,
    silent: int,
    one_gene: bool,
    table: Any,
) -> None:
    """P(reading | genotype) over classes of alleles, into `table`.

    Each allele present in n copies is unseen with chance d**n, a silent one always; alleles seen that the genotype
    lacks dropped in with chance c times their frequency each, none with 1 - c (Haned, Slooten, Gill 2012; Gill et al.
    2012). An error with chance w puts a random person's reading in place.

    Args:
        seen: int64[S], distinct classes seen, -1 for none.
        dropout, dropin, error: d, c, w.
        frequencies: float64[K], of the classes.
        k: how many classes there are.
        silent: class of the silent allele or -1.
        one_gene: a man on X; then only the diagonal counts.
        table: float64[K, K], output.
    """
    random = 0.0
    for i in range(k):
        for j in range(k):
            chance = 1.0
            if one_gene and i != j:
                table[i, j] = 0.0
                continue
            for second in range(2):
                if second and (one_gene or i == j):
                    continue
                allele = j if second else i
                if allele == silent:
                    continue
                missed = dropout * dropout if i == j and not one_gene else dropout
                there = False
                for s in range(seen.shape[0]):
                    there = there or seen[s] == allele
                chance *= 1.0 - missed if there else missed
            foreign = 0
            for s in range(seen.shape[0]):
                if seen[s] >= 0 and seen[s] != i and seen[s] != j:
                    chance *= dropin * frequencies[seen[s]]
                    foreign += 1
            if not foreign:
                chance *= 1.0 - dropin
            table[i, j] = chance
            random += chance * (frequencies[i] if one_gene else frequencies[i] * frequencies[j])
    if error > 0:
        for i in range(k):
            for j in range(k):
                table[i, j] = (1.0 - error) * table[i, j] + error * random
