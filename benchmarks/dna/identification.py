"""Who is found when a posterior of 99.95 % is asked for: ``python -m benchmarks.dna.identification``.

7,000 bodies against 20,000 families of four structures; 4,900 bodies are theirs. With 24 loci; with 16 drawn from them
anew for each seed; with `--kit` by the loci of a kit that is sold. Two posteriors:

- of the pair by itself, the body being one of 20,000 people, each as likely: the likelihood ratio must reach 4.0e7;
- of all pairs together (`evidence.joint`), under the prior that the incident was made with: a missing person is among
  the bodies with a chance of 0.245. Pairs with a ratio below 10 are left out of it.

With `--women SHARE` amelogenin is read too, as every kit does: that share of the missing and of the bodies are women,
and a pair of one sex counts by how rare that sex is.

Prints for each the share of true pairs at 99.95 % or more and the number of false ones, the shares by structure for the
second, and CPU seconds. Below, over the seeds: how far chance alone moves one seed's share (a binomial interval of its
own 4,900 bodies), and how far the draw of the loci moves it (the shares' spread).
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import joint
from antigone.evidence.dna import Hits, family_tables, search
from benchmarks.dna.worlds import STRUCTURES, Search, panel_of_24, search_of

CERTAIN = 0.9995
#: Autosomal loci of kits, all of them among the 24.
KITS = {
    "ESX 17": (
        *("D1S1656", "D2S441", "D2S1338", "D3S1358", "D8S1179", "D10S1248", "D12S391", "D16S539"),
        *("D18S51", "D19S433", "D21S11", "D22S1045", "FGA", "TH01", "vWA", "SE33"),
    ),
    "PowerPlex 16": (
        *("CSF1PO", "D3S1358", "D5S818", "D7S820", "D8S1179", "D13S317", "D16S539", "D18S51"),
        *("D21S11", "FGA", "TH01", "TPOX", "vWA", "PentaD", "PentaE"),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=7_000)
    parser.add_argument("--loci", type=int, nargs="+", default=[24, 16])
    parser.add_argument("--kit", choices=list(KITS), help="these loci instead")
    parser.add_argument("--women", type=float, default=0.0, help="share of women; amelogenin is read")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    needed = math.log10(CERTAIN / (1 - CERTAIN) * (arguments.families - 1))
    print(f"a pair by itself: log10 LR >= {needed:.2f}")
    print(f"{'':9}{'by itself':>14}{'all together':>16}")
    columns = "".join(f"{name.partition(',')[0]:>20}" for name in STRUCTURES)
    print(f"seed loci{'found':>8}{'false':>6}{'found':>10}{'false':>6}{columns}{'pairs':>10}{'CPU s':>8}")
    full = panel_of_24()
    names = [one.name for one in full.markers]
    kit = [names.index(name) for name in KITS[arguments.kit]] if arguments.kit else None
    for loci in arguments.loci if kit is None else [len(kit)]:
        found = []
        for seed in arguments.seeds:
            chance = np.random.default_rng((seed, loci))
            over = full.subset(kit or sorted(chance.choice(len(full), loci, replace=False).tolist()))
            made = search_of(arguments.families, arguments.bodies, over, chance)
            start = time.process_time()
            hits = search(made.bodies, family_tables(made.families, over), floor=1.0)
            weights, fits = weights_with_sex(hits, made, arguments.women, np.random.default_rng((seed, 0)))
            here = len(made.owners) / arguments.families
            prior = joint.open_set(here=here, persons=arguments.families, bodies=arguments.bodies)
            together = np.zeros(len(hits), dtype=bool)
            together[fits] = joint.posterior(hits.family[fits], hits.body[fits], weights[fits], prior).pair >= CERTAIN
            spent = time.process_time() - start
            alone = fits & (weights >= needed)
            owner_of_body = np.full(arguments.bodies, -1)
            owner_of_body[: len(made.owners)] = made.owners
            true = owner_of_body[hits.body] == hits.family
            n = len(made.owners)
            quarter = len(made.families) // len(STRUCTURES)
            reached = np.isin(made.owners, hits.family[true & together])
            shares = [reached[made.owners // quarter == number].mean() for number in range(len(STRUCTURES))]
            told = "".join(f"{share:>20.2%}" for share in shares)
            found.append(np.sum(together & true) / n)
            print(
                f"{seed:4}{loci:5}{np.sum(alone & true) / n:8.2%}{np.sum(alone & ~true):6}"
                f"{np.sum(together & true) / n:10.2%}{np.sum(together & ~true):6}{told}{len(hits):10,}{spent:8.1f}"
            )
        if len(found) > 1:
            mean, spread = float(np.mean(found)), float(np.std(found, ddof=1))
            by_bodies = 1.96 * math.sqrt(mean * (1 - mean) / n)
            print(
                f"{loci} loci, {len(found)} seeds, all together: {mean:.2%} on average, {min(found):.2%} to "
                f"{max(found):.2%}; 95 % interval of the average ±{1.96 * spread / math.sqrt(len(found)):.2%}; "
                f"bodies alone would move one seed by ±{by_bodies:.2%}, the seeds lie ±{1.96 * spread:.2%} apart"
            )


def weights_with_sex(
    hits: Hits, made: Search, women: float, chance: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """log10 LR of the hits with their amelogenin, and whether the sexes agree."""
    if not women:
        return hits.log10_lr, np.ones(len(hits), dtype=bool)
    missing = chance.random(len(made.families)) < women
    bodies = np.concatenate([missing[made.owners], chance.random(len(made.bodies.people) - len(made.owners)) < women])
    rarity = np.where(bodies[hits.body], -math.log10(women), -math.log10(1 - women))
    return hits.log10_lr + rarity, missing[hits.family] == bodies[hits.body]


if __name__ == "__main__":
    main()
