"""Who is found when a posterior of 99.95 % is asked for: ``python -m benchmarks.dna.identification``.

7,000 bodies against 20,000 families of four structures, the prior of each pair 1 : 19,999, so that the likelihood ratio
must reach 4.0e7 (ICMP's threshold); with 24 loci, and with 16 drawn from them. Prints the share of the 4,900 true pairs
that reach it, by structure, and how many false pairs do, for three seeds.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np

from antigone.evidence.dna import family_tables, search
from benchmarks.dna.worlds import STRUCTURES, panel_of_24, search_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=7_000)
    parser.add_argument("--loci", type=int, nargs="+", default=[24, 16])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    floor = math.log10(0.9995 / 0.0005 * (arguments.families - 1))
    print(f"log10 LR >= {floor:.3f}")
    print(f"{'seed':>4} {'loci':>4} {'found':>8} {'false':>6} {'wall s':>7}  " + "  ".join(STRUCTURES))
    for seed in arguments.seeds:
        for loci in arguments.loci:
            chance = np.random.default_rng((seed, loci))
            full = panel_of_24()
            over = full.subset(sorted(chance.choice(len(full), loci, replace=False).tolist()))
            made = search_of(arguments.families, arguments.bodies, over, chance)
            start = time.perf_counter()
            hits = search(made.bodies, family_tables(made.families, over), floor=floor)
            spent = time.perf_counter() - start
            owner_of_body = np.full(arguments.bodies, -1)
            owner_of_body[: len(made.owners)] = made.owners
            true = owner_of_body[hits.body] == hits.family
            reached = np.isin(made.owners, hits.family[true])
            quarter = len(made.families) // len(STRUCTURES)
            shares = [reached[made.owners // quarter == number].mean() for number in range(len(STRUCTURES))]
            told = "  ".join(f"{share:>{len(name)}.2%}" for share, name in zip(shares, STRUCTURES, strict=True))
            print(f"{seed:4} {loci:4} {reached.mean():8.2%} {np.sum(~true):6} {spent:7.1f}  {told}")


if __name__ == "__main__":
    main()
