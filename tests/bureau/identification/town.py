"""An invented town: families whose parents gave swabs and whose sons lie unnamed; and the laboratory that searches."""

from __future__ import annotations

from datetime import date

import numpy as np
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.swabs import ANALYST, KEY
from tests.bureau.people import CLOSED_LIST, arrive

from antigone.bureau.identification import actions, queries
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.laboratory import Found, blind_search
from antigone.bureau.identification.values import (
    DonorDraft,
    FamilyDraft,
    PopulationDraft,
    ProfileDraft,
    SampleDraft,
    TreeMember,
)
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.simulation.genes import population

Genotype = dict[str, tuple[str, ...]]
FREQUENCIES = {locus.name: dict(zip(locus.alleles, locus.frequencies.tolist(), strict=True)) for locus in population()}
POPULATION = PopulationDraft("Velmaria", "invented", "5" * 64, FREQUENCIES)
AS_USUAL = Assumptions()
DAY = date(2026, 5, 2)


class Town:
    """Families of father, mother and son; the parents give swabs, the sons lie unnamed."""

    def __init__(self, families: int, seed: int = 4) -> None:
        self.rng = np.random.default_rng(seed)
        self.parents: list[tuple[Genotype, Genotype]] = []
        self.sons: list[Genotype] = []
        for _ in range(families):
            father, mother = self.stranger("M"), self.stranger("F")
            self.parents.append((father, mother))
            self.sons.append(self.child(father, mother))

    def stranger(self, sex: str) -> Genotype:
        drawn = {
            locus.name: tuple(
                locus.alleles[place]
                for place in self.rng.choice(len(locus.alleles), 2, p=locus.frequencies / locus.frequencies.sum())
            )
            for locus in population()
        }
        return drawn | {"AMEL": ("X", "Y") if sex == "M" else ("X", "X")}

    def child(self, father: Genotype, mother: Genotype) -> Genotype:
        loci = {
            name: (father[name][int(self.rng.integers(2))], mother[name][int(self.rng.integers(2))])
            for name in FREQUENCIES
        }
        return loci | {"AMEL": ("X", "Y")}

    def settle(self, uses: tuple[str, ...] = ("search",)) -> None:
        """Records, trees, swabs, samples and profiles into the bureau."""
        numbers = range(len(self.sons))
        missing = [
            RecordDraft(RecordKind.MISSING, (NameDraft(f"Іваненко Лука {n}"),), source_record_id=f"M-{n}")
            for n in numbers
        ]
        remains = [RecordDraft(RecordKind.REMAINS, (), source_record_id=f"B-{n}") for n in numbers]
        arrive(*missing, *remains, source=CLOSED_LIST)
        actions.keep_population(POPULATION, actor=ANALYST)
        trees, donors = [], []
        for n in numbers:
            son, father, mother = f"M-{n}", f"R-{n}f", f"R-{n}m"
            members = (
                TreeMember(son, father, mother, "M"),
                TreeMember(father, "", "", "M"),
                TreeMember(mother, "", "", "F"),
            )
            trees.append(FamilyDraft(f"F-{n}", son, son, members))
            donors += [
                DonorDraft(f"F-{n}", who, who, relation, uses, DAY)
                for who, relation in ((father, "father"), (mother, "mother"))
            ]
        actions.keep_families(trees, donors, actor=ANALYST)
        actions.keep_samples([SampleDraft(f"S-{n}", f"B-{n}", "femur") for n in numbers], actor=ANALYST)
        read = [ProfileDraft(f"S-{n}", self.sons[n]) for n in numbers]
        for n, (father, mother) in enumerate(self.parents):
            read += [ProfileDraft(f"R-{n}f", father), ProfileDraft(f"R-{n}m", mother)]
        actions.keep_profiles(read, key=KEY, actor=ANALYST)


def searched(assumptions: Assumptions = AS_USUAL) -> Found:
    with acting_as("antigone_laboratory"):
        found = blind_search(KEY, assumptions)
        actions.keep_search(found.search, found.weights, found.links, actor=ANALYST)
    return found


def best() -> dict[str, str]:
    """For each sample, the family for which DNA speaks most."""
    strongest: dict[str, str] = {}
    for card in queries.strongest_weights(10_000):
        strongest.setdefault(card.sample, card.family)
    return strongest
