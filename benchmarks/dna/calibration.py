"""Whether likelihood ratios mean what they say: ``python -m benchmarks.dna.calibration [--pairs 1000000]``.

Under "unrelated" the mean likelihood ratio is 1 for any relation, and it exceeds x with a chance of at most 1/x. For
each relation a million relatives and a million strangers are drawn, 24 loci, mutation of 0.002, and weighed in pairs.
Prints the mean with its standard error; the share beyond 10, 100, 1,000, 10,000, times the bound (at most 1); and the
largest deviation of a single locus's mean in standard errors. Where the second moment over all loci (the product of the
loci's) is so large that a million pairs cannot show the mean, it is marked; there the loci speak.
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
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    over = panel_of_24()
    print(f"{arguments.pairs:,} pairs of strangers a relation, {len(over)} loci")
    beyond = "".join(f"{f'P>{bound:,.0f} x':>12}" for bound in BOUNDS)
    print(f"{'relation':20}{'mean LR':>9}{'s.e.':>9}{'off':>7}{beyond}{'worst locus':>13}{'CPU s':>8}")
    for number, relation in enumerate(RELATIONS):
        start = time.process_time()
        per_locus = ratios_of_strangers(
            relation, arguments.pairs, over, np.random.default_rng((arguments.seed, number))
        )
        spent = time.process_time() - start
        n = len(per_locus)
        total = np.exp(np.log(per_locus).sum(axis=1))
        error = total.std() / np.sqrt(n)
        off = (total.mean() - 1) / error
        of_loci = (per_locus.mean(axis=0) - 1) / (per_locus.std(axis=0) / np.sqrt(n))
        second_moment = np.prod(np.mean(per_locus**2, axis=0))
        shown = f"{off:>+7.1f}" if np.sqrt(second_moment / n) < 0.1 else f"{'(wide)':>7}"
        bounds = "".join(f"{np.mean(total > bound) * bound:>12.4f}" for bound in BOUNDS)
        worst = of_loci[int(np.argmax(np.abs(of_loci)))]
        print(f"{relation:20}{total.mean():9.4f}{error:9.4f}{shown}{bounds}{worst:>+13.1f}{spent:8.1f}")


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
