"""Whether likelihood ratios mean what they say: ``python -m benchmarks.dna.calibration [--pairs 1000000]``.

Under "unrelated" the mean likelihood ratio is 1 for any relation, and it exceeds x with a chance of at most 1/x. For
each relation a million relatives and a million strangers are drawn, 24 loci, mutation of 0.002, and weighed in pairs.

Over 24 loci a stranger's ratio is nearly nought and once in a long while enormous: its standard deviation (printed; the
root of the product of the loci's second moments) says that no million of pairs shows its mean where a relation is near.
Loci of strangers are independent, so that the mean of the product is the product of the means: each locus's mean has a
small variance, the product is an unbiased estimate of the same mean, and its standard error follows from the loci's
(delta method). That one must lie within three standard errors of 1. The mean of all pairs is printed beside it where a
million of them can show it. Then the share beyond 10, 100, 1,000, 10,000, times the bound (at most 1).
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import Panel, Pedigree, SoughtPerson, family_tables
from benchmarks.dna.worlds import STRUCTURES, genes, panel_of_24, readings, strangers_of, tree_of

BOUNDS = (10.0, 100.0, 1_000.0, 10_000.0)
_AT_ONCE = 20_000
#: Relation: pedigree, who is missing, who was typed.
RELATIONS: dict[str, tuple[Pedigree, str, tuple[str, ...]]] = {
    "parent": (tree_of("f M", "m F", "p M f m"), "p", ("f",)),
    "full sibling": (tree_of("f M", "m F", "p M f m", "b M f m"), "p", ("b",)),
    "half sibling": (tree_of("f M", "m F", "n F", "p M f m", "b M f n"), "p", ("b",)),
    "grandparent": (tree_of("g M", "h F", "f M g h", "m F", "p M f m"), "p", ("g",)),
    "uncle": (tree_of("g M", "h F", "f M g h", "u M g h", "m F", "p M f m"), "p", ("u",)),
    "first cousin": (
        tree_of("g M", "h F", "f M g h", "u M g h", "m F", "n F", "p M f m", "c M u n"),
        "p",
        ("c",),
    ),
    "mother and brother": STRUCTURES["mother and brother"],
    "both parents": STRUCTURES["both parents"],
    "three siblings": STRUCTURES["three siblings"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--relations", nargs="+", choices=list(RELATIONS), default=list(RELATIONS))
    arguments = parser.parse_args()
    over = panel_of_24()
    print(f"{arguments.pairs:,} pairs of strangers a relation, {len(over)} loci")
    beyond = "".join(f"{f'P>{bound:,.0f} x':>12}" for bound in BOUNDS)
    by_loci = f"{'mean by loci':>14}{'s.e.':>8}{'off':>6}"
    print(f"{'':22}{by_loci}{'mean of pairs':>15}{'off':>6}{'s.d.':>9}{beyond}{'CPU s':>8}")
    for number, relation in enumerate(RELATIONS):
        if relation not in arguments.relations:
            continue
        start = time.process_time()
        chance = np.random.default_rng((arguments.seed, number))
        per_locus = ratios_of_strangers(relation, arguments.pairs, over, chance)
        spent = time.process_time() - start
        n = len(per_locus)
        means = per_locus.mean(axis=0)
        mean = float(np.prod(means))
        error = mean * float(np.sqrt(np.sum((per_locus.std(axis=0) / np.sqrt(n) / means) ** 2)))
        total = np.exp(np.log(per_locus).sum(axis=1))
        deviation = float(np.sqrt(np.prod(np.mean(per_locus**2, axis=0)) - 1))
        seen = f"{total.mean():>15.4f}{(total.mean() - 1) / (total.std() / np.sqrt(n)):>+6.1f}"
        of_pairs = seen if deviation / np.sqrt(n) < 0.1 else f"{'(too rare)':>15}{'':6}"
        bounds = "".join(f"{np.mean(total > bound) * bound:>12.4f}" for bound in BOUNDS)
        by_loci = f"{mean:>14.5f}{error:>8.5f}{(mean - 1) / error:>+6.1f}"
        print(f"{relation:22}{by_loci}{of_pairs}{deviation:>9.1e}{bounds}{spent:>8.1f}", flush=True)


def ratios_of_strangers(relation: str, n: int, over: Panel, chance: np.random.Generator) -> NDArray[np.float64]:
    """Likelihood ratios at each locus of n strangers against n families' relatives, float64[n, N]."""
    tree, person, typed = RELATIONS[relation]
    places = [tree.place(relative) for relative in typed]
    found = []
    for start in range(0, n, _AT_ONCE):
        size = min(_AT_ONCE, n - start)
        codes = genes(tree, over, size, chance)[:, places]
        families = [SoughtPerson(str(i), tree, person, readings(typed, codes[i])) for i in range(size)]
        tables = family_tables(families, over)
        low, high = np.sort(strangers_of(over, size, chance), axis=2).transpose(2, 0, 1)
        counts = over.counts[None, :]
        columns = tables.columns[:-1][None, :] + low * counts - low * (low - 1) // 2 + (high - low)
        found.append(10 ** np.take_along_axis(tables.ratios, columns, axis=1).astype(np.float64))
    return np.concatenate(found)


if __name__ == "__main__":
    main()
