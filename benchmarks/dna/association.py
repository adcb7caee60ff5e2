"""Parts put together: ``python -m benchmarks.dna.association [--people 3000] [--samples 10000] [--loci 12 24]``.

People of whom some are brothers; samples with 12 to 24 loci read, each with a chance of drop-out of its own
from 0.05 to 0.3, one foreign allele in two hundred readings, one reading in two thousand of somebody else. Once with
each sample's drop-out as it is, once with what its own profile tells of it. Prints pairwise precision, recall and F1 of
the bodies found, and seconds.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import Doubt, Expectations, Panel, associate, estimated_dropout, profiles
from benchmarks.dna.worlds import STRUCTURES, genes, panel_of_24

DROP_IN, ERROR = 0.005, 0.0005
Ints = NDArray[np.int64]
Genotypes = dict[str, dict[str, tuple[str, ...]]]


def simulated(
    people: int, samples: int, read: tuple[int, int], chance: np.random.Generator, over: Panel
) -> tuple[Genotypes, Ints, NDArray[np.float64]]:
    """Readings, whose each is, and each sample's chance of drop-out. One person in ten has a brother among them."""
    tree, person, _ = STRUCTURES["mother and brother"]
    brothers = people // 20
    families = genes(tree, over, people - brothers, chance)
    everybody = np.concatenate([families[:, tree.place(person)], families[:brothers, tree.place("b")]])
    # Everybody has one part at least, the others lie as they fall.
    owners = np.concatenate([np.arange(people), chance.integers(0, people, samples - people)])
    dropout = chance.uniform(0.05, 0.3, samples)
    found: Genotypes = {}
    for sample, (owner, d) in enumerate(zip(owners.tolist(), dropout.tolist(), strict=True)):
        reading: dict[str, tuple[str, ...]] = {}
        wanted = int(chance.integers(read[0], read[1] + 1))
        for locus in chance.permutation(len(over)).tolist():
            if len(reading) == wanted:
                break
            one = over.markers[locus]
            bearer = owner if chance.random() >= ERROR else int(chance.integers(0, people))
            genotype = everybody[bearer, locus].tolist()
            if genotype[0] == genotype[1]:
                seen = {allele for allele in genotype if chance.random() >= d * d}
            else:
                seen = {allele for allele in genotype if chance.random() >= d}
            if len(seen) < 2 and chance.random() < DROP_IN:
                seen.add(int(chance.choice(len(one.alleles), p=one.frequencies / one.frequencies.sum())))
            if seen:
                reading[one.name] = tuple(one.alleles[allele] for allele in seen)
        found[f"S{sample}"] = reading
    return found, owners, dropout


def pairwise(body: Ints, owner: Ints) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of samples that are put together."""

    def pairs(of: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(of).values())

    both = pairs(list(zip(body.tolist(), owner.tolist(), strict=True)))
    found, true = pairs(body.tolist()), pairs(owner.tolist())
    precision, recall = both / found if found else 1.0, both / true
    return precision, recall, 2 * precision * recall / (precision + recall)


def doubts(over: Panel, dropout: Mapping[str, float]) -> dict[str, dict[str, Doubt]]:
    of_samples = {sample: Doubt(d, DROP_IN, ERROR) for sample, d in dropout.items()}
    return {one.name: of_samples for one in over.markers}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=3_000)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--loci", type=int, nargs=2, default=[12, 24], help="loci read in a sample, fewest and most")
    parser.add_argument("--kit", type=int, default=24, help="loci of the kit, the first of the list")
    parser.add_argument("--certainty", type=float, default=0.95)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments = parser.parse_args()
    over = panel_of_24(None).subset(range(arguments.kit))
    least, most = arguments.loci[0], min(arguments.loci[1], arguments.kit)
    print(
        f"{arguments.samples:,} samples of {arguments.people:,} people, {arguments.loci[0]} to {arguments.loci[1]} loci"
    )
    print(
        f"{'seed':>4} {'drop-out':10} {'precision':>10} {'recall':>8} {'F1':>8} {'wall':>7} {'CPU':>7} {'undecided':>9}"
    )
    for seed in arguments.seeds:
        chance = np.random.default_rng(seed)
        genotypes, owners, dropout = simulated(arguments.people, arguments.samples, (least, most), chance, over)
        for way in ("as it is", "estimated"):
            wall, cpu = time.perf_counter(), time.process_time()
            of_samples = {
                sample: d if way == "as it is" else estimated_dropout(over, genotypes[sample])
                for sample, d in zip(genotypes, dropout.tolist(), strict=True)
            }
            readings = profiles(over, genotypes, {}, doubts(over, of_samples))
            expected = Expectations(arguments.people, certainty=arguments.certainty)
            found = associate(readings, over, expected)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            precision, recall, f1 = pairwise(found.body, owners)
            print(
                f"{seed:4} {way:10} {precision:10.5f} {recall:8.5f} {f1:8.5f} {wall:7.1f} {cpu:7.1f} "
                f"{len(found.undecided):9,}"
            )


if __name__ == "__main__":
    main()
