"""The same bodies against the same families with dvir, where R has it: ``python -m benchmarks.dna.peers``.

Families of four structures and bodies, 24 loci, proportional mutation of 0.002. Every body is weighed against every
family by dvir's `pairwiseLR` and by Antigone: one by one through the general engine, and by the blind search, tables
included. Prints CPU seconds, pairs a second, the ratio, and the largest relative difference of a likelihood ratio.

R's packages are found by `R_LIBS`; how they were installed stands in docs/dna.md.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from antigone.evidence.dna import Panel, Profiles, SoughtPerson, family_tables, likelihoods, search
from benchmarks.dna.worlds import RATE, panel_of_24, readings, search_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20)
    parser.add_argument("--bodies", type=int, default=20)
    arguments = parser.parse_args()
    program = shutil.which("Rscript")
    if program is None:
        raise SystemExit("R is not installed (Debian: r-base-core)")
    made = search_of(arguments.families, arguments.bodies, panel_of_24(), np.random.default_rng(3))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), made.over, made.families, made.bodies)
        ran = subprocess.run(
            [program, str(Path(__file__).with_name("peers.R")), folder], capture_output=True, text=True
        )
        if ran.returncode:
            raise SystemExit(f"R could not weigh them: {ran.stderr.strip()[-400:]}")
        seconds, versions = (Path(folder) / "spent.txt").read_text().splitlines()
        theirs = [row[1:] for row in csv.reader((Path(folder) / "ratios.csv").open())][1:]
    of_peer = np.log10(np.array(theirs, dtype=np.float64))
    pairs = of_peer.size
    one_by_one(made.families, made.bodies, made.over, 40)
    start = time.process_time()
    single = one_by_one(made.families, made.bodies, made.over, pairs)
    of_single = time.process_time() - start
    search(made.bodies, family_tables(made.families, made.over), floor=-400)
    start = time.process_time()
    hits = search(made.bodies, family_tables(made.families, made.over), floor=-400)
    of_search = time.process_time() - start
    ours = np.full(of_peer.shape, np.nan)
    ours[hits.body, hits.family] = hits.log10_lr
    apart = max(float(np.max(np.abs(10 ** (values - of_peer) - 1))) for values in (ours, single))
    print(f"{arguments.bodies} bodies x {arguments.families} families x {len(made.over)} loci, CPU seconds")
    for name, spent in (
        ("dvir, pairwiseLR", float(seconds)),
        ("one by one", of_single),
        ("blind search, tables, each pair exactly", of_search),
    ):
        print(f"{name:42}{spent:9.3f}{pairs / spent:12,.0f} pairs/s   x {float(seconds) / spent:,.0f}")
    print(f"largest relative difference of a likelihood ratio: {apart:.1e}")
    print(versions)


def one_by_one(families: Sequence[SoughtPerson], bodies: Profiles, over: Panel, most: int) -> np.ndarray:
    """log10 LR of each pair as two pedigrees, float64[bodies, families]; of the first `most` pairs."""
    found = np.zeros((len(bodies.people), len(families)))
    p = over.frequencies[np.arange(len(over))[None, :, None], bodies.codes]
    alone = np.log10(np.where(bodies.codes[..., 0] == bodies.codes[..., 1], 1, 2) * p[..., 0] * p[..., 1]).sum(axis=1)
    for pair in range(most):
        column, row = divmod(pair, len(bodies.people))
        family = families[column]
        placed = readings(
            (*family.readings.people, family.missing),
            np.concatenate([family.readings.codes, bodies.codes[row : row + 1]]),
        )
        together = np.log10(likelihoods(family.tree, over, placed)).sum()
        found[row, column] = together - np.log10(likelihoods(family.tree, over, family.readings)).sum() - alone[row]
    return found


def write(folder: Path, over: Panel, families: Sequence[SoughtPerson], bodies: Profiles) -> None:
    """Loci, people and genotypes as tables; ids are made unique by the family's number."""

    def table(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
        with (folder / name).open("w", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])

    table("rate.csv", ["rate"], [[RATE]])
    table(
        "loci.csv",
        ["locus", "allele", "frequency"],
        (
            (one.name, allele, repr(float(p)))
            for one in over.markers
            for allele, p in zip(one.alleles, one.frequencies, strict=True)
        ),
    )
    people: list[list[object]] = [[name, "bodies", "0", "0", 1, 0] for name in bodies.people]
    read = [(name, bodies.codes[row]) for row, name in enumerate(bodies.people)]
    for number, family in enumerate(families):
        for one in family.tree.members:
            parents = [f"{parent}.{number}" if parent else "0" for parent in (one.father, one.mother)]
            sex, missing = "UMF".index(one.sex), int(one.id == family.missing)
            people.append([f"{one.id}.{number}", f"F{number}", *parents, sex, missing])
        read += [(f"{who}.{number}", family.readings.codes[row]) for row, who in enumerate(family.readings.people)]
    table("people.csv", ["id", "family", "father", "mother", "sex", "missing"], people)
    table(
        "genotypes.csv",
        ["id", "locus", "first", "second"],
        (
            (name, one.name, one.alleles[first], one.alleles[second])
            for name, codes in read
            for one, (first, second) in zip(over.markers, codes.tolist(), strict=True)
        ),
    )


if __name__ == "__main__":
    main()
