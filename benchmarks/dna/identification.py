"""Who is found when a posterior of 99.95 % is asked for: ``python -m benchmarks.dna.identification``.

7,000 bodies against 20,000 families of four structures; 4,900 bodies are theirs. With 24 loci, and with 16 drawn from
them anew for each seed. Two posteriors:

- of the pair by itself, the body being one of 20,000 people, each as likely: the likelihood ratio must reach 4.0e7;
- of all pairs together (`evidence.joint`), under the prior that the incident was made with: a missing person is among
  the bodies with a chance of 0.245. Pairs with a ratio below 10 are left out of it.

Prints for each the share of true pairs at 99.95 % or more and the number of false ones, the shares by structure for the
second, and CPU seconds.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np

from antigone.evidence import joint
from antigone.evidence.dna import family_tables, search
from benchmarks.dna.worlds import STRUCTURES, panel_of_24, search_of

CERTAIN = 0.9995


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=7_000)
    parser.add_argument("--loci", type=int, nargs="+", default=[24, 16])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    needed = math.log10(CERTAIN / (1 - CERTAIN) * (arguments.families - 1))
    print(f"a pair by itself: log10 LR >= {needed:.2f}")
    print(f"{'':9}{'by itself':>14}{'all together':>16}")
    columns = "".join(f"{name.partition(',')[0]:>20}" for name in STRUCTURES)
    print(f"seed loci{'found':>8}{'false':>6}{'found':>10}{'false':>6}{columns}{'pairs':>10}{'CPU s':>8}")
    for loci in arguments.loci:
        for seed in arguments.seeds:
            chance = np.random.default_rng((seed, loci))
            full = panel_of_24()
            over = full.subset(sorted(chance.choice(len(full), loci, replace=False).tolist()))
            made = search_of(arguments.families, arguments.bodies, over, chance)
            start = time.process_time()
            hits = search(made.bodies, family_tables(made.families, over), floor=1.0)
            here = len(made.owners) / arguments.families
            prior = joint.open_set(here=here, persons=arguments.families, bodies=arguments.bodies)
            together = joint.posterior(hits.family, hits.body, hits.log10_lr, prior).pair >= CERTAIN
            spent = time.process_time() - start
            alone = hits.log10_lr >= needed
            owner_of_body = np.full(arguments.bodies, -1)
            owner_of_body[: len(made.owners)] = made.owners
            true = owner_of_body[hits.body] == hits.family
            n = len(made.owners)
            quarter = len(made.families) // len(STRUCTURES)
            reached = np.isin(made.owners, hits.family[true & together])
            shares = [reached[made.owners // quarter == number].mean() for number in range(len(STRUCTURES))]
            told = "".join(f"{share:>20.2%}" for share in shares)
            print(
                f"{seed:4}{loci:5}{np.sum(alone & true) / n:8.2%}{np.sum(alone & ~true):6}"
                f"{np.sum(together & true) / n:10.2%}{np.sum(together & ~true):6}{told}{len(hits):10,}{spent:8.1f}"
            )


if __name__ == "__main__":
    main()
