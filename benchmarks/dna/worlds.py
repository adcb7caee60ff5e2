"""Invented families and bodies with real frequencies: drawn from the population, inherited, mutated."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import (
    Member,
    Model,
    MutationSpec,
    Panel,
    Pedigree,
    Profiles,
    SoughtPerson,
    drawn_families,
    marker,
    panel,
    pedigree,
)

ROOT = Path(__file__).parents[2]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference"))
RATE = 0.002
#: The autosomal loci of a kit of 24.
LOCI = (
    *("CSF1PO", "D1S1656", "D2S441", "D2S1338", "D3S1358", "D5S818", "D7S820", "D8S1179"),
    *("D10S1248", "D12S391", "D13S317", "D16S539", "D18S51", "D19S433", "D21S11", "D22S1045"),
    *("FGA", "TH01", "TPOX", "vWA", "SE33", "PentaD", "PentaE", "D6S1043"),
)


def panel_of_24(model: Model | None = Model.PROPORTIONAL) -> Panel:
    """24 autosomal loci with the frequencies of NIST's 1036 (US Caucasians)."""
    shares: dict[str, dict[str, float]] = {}
    path = REFERENCE / "dna" / "frequencies" / "NIST1036freqs_Cauc.csv"
    with path.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            shares.setdefault(row["marker"].upper().replace(" ", ""), {})[row["allele"]] = float(row["freq"])
    spec = None if model is None else MutationSpec(model, RATE, 1e-5, 0.1)
    made = []
    for name in LOCI:
        found = shares[name.upper()]
        total = sum(found.values())
        made.append(marker(name, list(found), [p / total for p in found.values()], mothers=spec, fathers=spec))
    return panel(made)


def tree_of(*lines: str) -> Pedigree:
    """A pedigree from lines like ``"child M father mother"`` or ``"founder F"``."""
    words = [[*line.split(), None, None] for line in lines]
    return pedigree(Member(str(word[0]), word[2], word[3], str(word[1])) for word in words)


#: Pedigree, who is missing, who was typed.
STRUCTURES: dict[str, tuple[Pedigree, str, tuple[str, ...]]] = {
    "both parents": (tree_of("f M", "m F", "p M f m"), "p", ("f", "m")),
    "mother and brother": (tree_of("f M", "m F", "p M f m", "b M f m"), "p", ("m", "b")),
    "four relatives, three generations": (
        tree_of("g M", "h F", "f M g h", "u M g h", "m F", "p M f m", "b M f m", "w F", "d F p w"),
        "p",
        ("u", "m", "b", "d"),
    ),
    "three siblings": (tree_of("f M", "m F", "p M f m", "a M f m", "b F f m", "c M f m"), "p", ("a", "b", "c")),
}


genes = drawn_families


def readings(people: Sequence[str], codes: NDArray[np.int64]) -> Profiles:
    """Certain readings of some people, codes int64[P, N, 2]."""
    return Profiles(tuple(people), codes, np.ones(codes.shape[:2], dtype=np.int8), {})


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Families that miss one person each, a quarter of each of `STRUCTURES`, and bodies, seven in ten of them theirs.

    `owners[i]` is the row of the family that body i is from; later bodies are nobody's.
    """

    over: Panel
    families: list[SoughtPerson]
    bodies: Profiles
    owners: NDArray[np.int64]


def search_of(n_families: int, n_bodies: int, over: Panel, chance: np.random.Generator) -> Search:
    """A search to make."""
    families: list[SoughtPerson] = []
    missing = []
    for name, (tree, person, typed) in STRUCTURES.items():
        n = n_families // len(STRUCTURES)
        codes = genes(tree, over, n, chance)
        places = [tree.place(relative) for relative in typed]
        families += [SoughtPerson(f"{name} {i}", tree, person, readings(typed, codes[i, places])) for i in range(n)]
        missing.append(codes[:, tree.place(person)])
    of_missing = np.concatenate(missing)
    n_true = min(len(of_missing), n_bodies * 7 // 10)
    owners = chance.choice(len(of_missing), n_true, replace=False)
    strangers = strangers_of(over, n_bodies - n_true, chance)
    bodies = readings([f"V{i}" for i in range(n_bodies)], np.concatenate([of_missing[owners], strangers]))
    return Search(over, families, bodies, owners)


def strangers_of(over: Panel, n: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Genotypes of n people of the population, int64[n, N, 2]."""
    return genes(tree_of("x U"), over, n, chance)[:, 0]
