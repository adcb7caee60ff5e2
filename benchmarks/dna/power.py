"""What DNA can do at the threshold, and whether its posterior means what it says: ``python -m benchmarks.dna.power``.

1. Power: of 20,000 families of four structures, each with its own donors' readings, the share of true bodies that
   reach a posterior of 99.95 % when he is one of 20,000 (LR of 4e7): predicted from the donors alone, and reached by
   bodies drawn for it. With 24 loci and with 16.
2. Calibration: an invented incident of 2,000 victims of families that miss one, weak donors included; joint posterior
   of every pair above a floor under the prior that the incident was made with. Of the pairs that were given
   a posterior of p a share of p must be true: expected calibration error, in ten bins, weighted by pairs.

Prints CPU seconds beside each.
"""

from __future__ import annotations

import argparse
import math
import time

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import joint
from antigone.evidence.dna import Panel, Pedigree, SoughtPerson, family_tables, search
from antigone.evidence.dna.power import Question, log10_lr_needed, power_of_family
from benchmarks.dna.worlds import STRUCTURES, genes, panel_of_24, readings, tree_of

Floats = NDArray[np.float64]

#: Families of the invented incident: pedigree, who is missing, who was typed. Some donors are too few on purpose.
WEAK: tuple[tuple[Pedigree, str, tuple[str, ...]], ...] = (
    (tree_of("f M", "m F", "p M f m", "b M f m"), "p", ("b",)),
    (tree_of("g M", "h F", "f M g h", "m F", "p M f m"), "p", ("g", "h")),
    (tree_of("w F", "p M", "d F p w"), "p", ("d",)),
    (tree_of("f M", "m F", "p M f m", "b M f m"), "p", ("m", "b")),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=1_500, help="of each structure")
    parser.add_argument("--victims", type=int, default=2_000)
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    power(arguments.families)
    calibration(arguments.victims, arguments.seeds)


def power(n: int) -> None:
    needed = log10_lr_needed(0.9995, 1 / 20_000)
    print(f"log10 LR needed: {needed:.2f}; {n:,} families of each structure")
    print(f"{'':36}{'loci':>6}{'reached':>10}{'predicted':>12}{'seconds':>10}")
    for loci in (24, 16):
        shares = [share_of_structure(name, n, loci, needed) for name in STRUCTURES]
        print(f"{'all four together':36}{loci:>6}{np.mean(shares):>10.2%}")


def share_of_structure(name: str, n: int, loci: int, needed: float) -> float:
    tree, person, typed = STRUCTURES[name]
    chance = np.random.default_rng((loci, len(typed)))
    full = panel_of_24()
    over = full.subset(sorted(chance.choice(len(full), loci, replace=False).tolist()))
    codes = genes(tree, over, n, chance)
    places = [tree.place(relative) for relative in typed]
    families = [SoughtPerson(name, tree, person, readings(typed, codes[i, places])) for i in range(n)]
    start = time.process_time()
    log10_lr = own_log10_lr(families, codes[:, tree.place(person)], over)
    reached = float(np.mean(log10_lr >= needed))
    predicted = [
        power_of_family(Question(one, typed, (), needed), over, trials=400).now.power for one in families[: n // 10]
    ]
    spent = time.process_time() - start
    print(f"{name:36}{loci:>6}{reached:>10.2%}{np.mean(predicted):>12.2%}{spent:>10.2f}")
    return reached


def own_log10_lr(families: list[SoughtPerson], bodies: np.ndarray, over: Panel) -> Floats:
    """log10 LR of each family's own body, float64[n], bodies int64[n, N, 2]."""
    tables = family_tables(families, over)
    low, high = np.sort(bodies, axis=2).transpose(2, 0, 1)
    n = over.counts[None, :]
    column = tables.columns[:-1][None, :] + low * n - low * (low - 1) // 2 + (high - low)
    return np.asarray(np.take_along_axis(tables.ratios, column, axis=1).astype(np.float64).sum(axis=1))


def calibration(victims: int, seeds: int) -> None:
    print(f"\nan incident of {victims:,} victims; posterior of all together, pairs with a posterior from 0.001")
    print(
        f"{'seed':>6}{'missing':>9}{'pairs':>8}{'certain':>9}{'of them false':>15}{'ECE':>9}{'Brier':>9}{'seconds':>9}"
    )
    together: list[tuple[Floats, Floats]] = []
    for seed in range(1, seeds + 1):
        start = time.process_time()
        posterior, true, missing = one_incident(victims, seed)
        spent = time.process_time() - start
        together.append((posterior, true))
        certain = posterior >= 0.9995
        false = int(np.count_nonzero(certain & (true == 0)))
        print(
            f"{seed:>6}{missing:>9,}{len(posterior):>8,}{certain.sum():>9,}{false:>15,}"
            f"{expected_calibration_error(posterior, true):>9.4f}{np.mean((posterior - true) ** 2):>9.4f}{spent:>9.1f}"
        )
    posterior, true = (np.concatenate(part) for part in zip(*together, strict=True))
    print("\nposterior       pairs   said    true")
    for low in np.arange(10) / 10:
        mine = (posterior >= low) & (posterior < low + 0.1 + (low > 0.85))
        if mine.any():
            said, held = posterior[mine].mean(), true[mine].mean()
            print(f"{low:.1f} to {low + 0.1:.1f} {mine.sum():>9,} {said:>6.3f}  {held:>6.3f}")
    print(f"expected calibration error of all: {expected_calibration_error(posterior, true):.4f}")


def expected_calibration_error(posterior: Floats, true: Floats) -> float:
    """Mean over ten bins of |said - true|, weighted by pairs."""
    which = np.minimum((posterior * 10).astype(int), 9)
    gaps = [abs(posterior[which == k].sum() - true[which == k].sum()) for k in range(10)]
    return float(math.fsum(gaps) / len(posterior))


def one_incident(victims: int, seed: int) -> tuple[Floats, Floats, int]:
    """Posteriors of pairs, whether each is true, and how many are missing."""
    chance = np.random.default_rng((7, seed))
    over = panel_of_24().subset(range(18))
    here = 0.6
    sought: list[SoughtPerson] = []
    of_missing: list[np.ndarray] = []
    for number, (tree, person, typed) in enumerate(WEAK):
        n = round(victims * 1.2 / len(WEAK))
        codes = genes(tree, over, n, chance)
        places = [tree.place(relative) for relative in typed]
        sought += [SoughtPerson(f"{number}.{i}", tree, person, readings(typed, codes[i, places])) for i in range(n)]
        of_missing += list(codes[:, tree.place(person)])
    is_here = np.flatnonzero(chance.random(len(of_missing)) < here)[:victims]
    strangers = genes(tree_of("s M"), over, victims - len(is_here), chance)[:, 0]
    order = chance.permutation(victims)
    bodies = np.concatenate([np.array(of_missing)[is_here], strangers])[order]
    owner = np.concatenate([is_here, np.full(len(strangers), -1)])[order]
    # What is left out weighs, in all, as much as the chance that a true pair has a ratio below one.
    hits = search(readings([f"V{k}" for k in range(victims)], bodies), family_tables(sought, over), floor=0.0)
    prior = joint.open_set(here=len(is_here) / len(sought), persons=len(sought), bodies=victims)
    answer = joint.posterior(hits.family, hits.body, hits.log10_lr, prior)
    kept = answer.pair >= 0.001
    return answer.pair[kept], (owner[hits.body] == hits.family)[kept].astype(np.float64), len(sought)


if __name__ == "__main__":
    main()
