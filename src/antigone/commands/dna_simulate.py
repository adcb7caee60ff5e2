"""`antigone dna simulate`: families and bodies drawn at random, whose truth is known, to try searches on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.bench import refuse_if_there, write_for_ourselves
from antigone.commands.dna_power import FamilyNotChosen, chosen_family, named, read_families
from antigone.commands.frame import Json, print_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from antigone.evidence.dna import Marker, Panel, Pedigree, SoughtPerson

    Genes = NDArray[np.int64]

#: Families drawn at once, for the progress bar.
_AT_ONCE = 200


def dna_simulate(
    family: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    out: Annotated[Path, typer.Argument(help="A JSON file to write; it must not exist.")],
    families: Annotated[int, typer.Option(min=1, max=100_000, help="How many families of this tree.")] = 100,
    bodies: Annotated[int, typer.Option(min=1, max=100_000, help="How many bodies.")] = 100,
    theirs: Annotated[float, typer.Option(min=0, max=1, help="Share of the bodies that a family misses.")] = 0.7,
    dropout: Annotated[float, typer.Option(min=0, max=0.9, help="Chance that an allele of a body is not seen.")] = 0.0,
    loci: Annotated[int | None, typer.Option(min=1, help="How many loci a body gives, at random. Else: all.")] = None,
    missing: Annotated[str | None, typer.Option(help="Whom; needed where FAMILY misses several.")] = None,
    donors: Annotated[
        str | None, typer.Option(help="Relatives who are read, with commas. Else: the typed ones, or everybody.")
    ] = None,
    seed: int = 1,
    frequencies: Annotated[Path | None, typer.Option(help="Allele frequencies, where FAMILY brings none.")] = None,
    population: Annotated[str | None, typer.Option(help="Which population of a file with several.")] = None,
    as_json: Json = False,
) -> None:
    """Draw families of one tree, and bodies of whom some are theirs; write them as a case for «antigone dna search».

    FAMILY is a JSON case with a pedigree (docs/dna-incidents.md), a Familias .fam or a PED file; its readings only say
    who is read. The same seed draws the same people.
    """
    import numpy as np

    from antigone.interfaces.terminal import progress_bar

    refuse_if_there(out)
    over, listed = read_families(family, frequencies, population, missing)
    sought, others = chosen_family(listed, missing, family)
    read = _donors(sought, others, donors, family)
    if loci is not None and loci > len(over):
        raise FamilyNotChosen(f"{loci} loci cannot be read of {len(over)}")
    chance = np.random.default_rng((seed, families, bodies))
    drawn = _Drawn(over, sought.tree, sought.missing, read)
    with progress_bar("families drawn", total=families) as advance:
        for start in range(0, families, _AT_ONCE):
            drawn.draw_families(min(_AT_ONCE, families - start), chance)
            advance(len(drawn.missing))
    drawn.draw_bodies(bodies, theirs, loci, dropout, chance)
    write_for_ourselves(out, json.dumps(drawn.document(seed, dropout), ensure_ascii=False).encode())
    true = sum(person is not None for person in drawn.truth.values())
    if as_json:
        print_json(
            {"file": str(out), "families": families, "bodies": bodies, "theirs": true, "loci": len(over), "seed": seed}
        )
        return
    print(f"{families:,} families that miss «{sought.missing}», {', '.join(read)} read at {len(over)} loci")
    print(f"{bodies:,} bodies, {true:,} of them theirs; who is whose stands in the file under «truth»")
    print(f"Try them with: antigone dna search {out} {out}")


def _donors(sought: SoughtPerson, others: tuple[str, ...], donors: str | None, path: Path) -> tuple[str, ...]:
    members = [one.id for one in sought.tree.members if one.id not in {sought.missing, *others}]
    if donors is None:
        return tuple(one for one in members if one in sought.readings.people) or tuple(members)
    chosen = named(donors)
    unknown = [one for one in chosen if one not in members]
    if unknown or not chosen:
        said = f"«{unknown[0]}» is no relative who could be read" if unknown else "nobody is named"
        raise FamilyNotChosen(f"{path}: {said}; choose with --donors of {', '.join(members)}")
    return chosen


class _Drawn:
    """What was drawn so far, on its way to being a case of the kind `dvi`."""

    def __init__(self, over: Panel, tree: Pedigree, missing: str, read: tuple[str, ...]) -> None:
        self._over, self._tree, self._person, self._read = over, tree, missing, read
        self._families: list[dict[str, Any]] = []
        self._relatives: dict[str, dict[str, list[str]]] = {}
        self._bodies: list[dict[str, str]] = []
        self._read_of_bodies: dict[str, dict[str, list[str]]] = {}
        self.missing: list[Genes] = []
        self.truth: dict[str, str | None] = {}

    def draw_families(self, count: int, chance: np.random.Generator) -> None:
        from antigone.evidence.dna import drawn_families

        codes = drawn_families(self._tree, self._over, count, chance)
        for genes in codes:
            number = len(self._families) + 1
            members = [
                {
                    "id": _of(number, one.id),
                    "father": _of(number, one.father),
                    "mother": _of(number, one.mother),
                    "sex": one.sex,
                    "founder_inbreeding": one.inbreeding or None,
                    "twin_of": _of(number, one.twin_of),
                }
                for one in self._tree.members
            ]
            lost = _of(number, self._person)
            self._families.append({"name": f"F{number}", "members": members, "missing": [lost]})
            for person in self._read:
                at = self._tree.place(person)
                self._relatives[f"F{number} {person}"] = self._reading(genes[at], self._tree.members[at].sex)
            self.missing.append(genes[self._tree.place(self._person)])

    def draw_bodies(
        self, count: int, theirs: float, loci: int | None, dropout: float, chance: np.random.Generator
    ) -> None:
        from antigone.evidence.dna import Member, drawn_families, pedigree

        true = min(len(self.missing), round(count * theirs))
        owners = chance.choice(len(self.missing), true, replace=False).tolist()
        sex = self._tree.members[self._tree.place(self._person)].sex
        stranger = pedigree([Member("nobody", sex=sex)])
        strangers = drawn_families(stranger, self._over, count - true, chance)[:, 0]
        people = [*((self.missing[owner], _of(owner + 1, self._person)) for owner in owners)]
        people += [(genes, None) for genes in strangers]
        for number, place in enumerate(chance.permutation(count).tolist(), 1):
            genes, owner = people[place]
            name = f"B{number}"
            reading = self._reading(genes, sex, dropout, chance)
            if loci is not None:
                kept = chance.choice(len(self._over), loci, replace=False).tolist()
                reading = {locus: seen for at, (locus, seen) in enumerate(reading.items()) if at in kept}
            self._bodies.append({"id": name, "sex": sex})
            self._read_of_bodies[name] = {locus: seen for locus, seen in reading.items() if seen}
            self.truth[name] = owner

    def _reading(
        self, genes: Genes, sex: str, dropout: float = 0.0, chance: np.random.Generator | None = None
    ) -> dict[str, list[str]]:
        """What is read of somebody; an allele that may have dropped out is written once, whoever has it twice."""
        reading = {}
        for one, pair in zip(self._over.markers, genes.tolist(), strict=True):
            copies = pair[:1] if one.x_linked and sex == "M" else pair
            if dropout and chance is not None:
                copies = [allele for allele in copies if chance.random() >= dropout]
            seen = sorted({allele for allele in copies if allele != one.silent})
            if len(seen) == 1 and len(copies) == 2 and not dropout:
                seen *= 2
            reading[one.name] = [one.alleles[allele] for allele in seen]
        return reading

    def document(self, seed: int, dropout: float) -> dict[str, Any]:
        doubt = dict.fromkeys(self.truth, dropout) if dropout else None
        return {
            "format": "antigone-dna-ref/1",
            "kind": "dvi",
            "markers": [_marker(one, doubt) for one in self._over.markers],
            "families": self._families,
            "am_genotypes": {
                who: {locus: seen for locus, seen in reading.items() if seen}
                for who, reading in self._relatives.items()
            },
            "pm": self._bodies,
            "pm_genotypes": self._read_of_bodies,
            "simulated": {"seed": seed, "dropout": dropout},
            "truth": self.truth,
        }


def _of(number: int, member: str | None) -> str | None:
    return None if member is None else f"F{number} {member}"


def _marker(one: Marker, doubt: dict[str, float] | None) -> dict[str, Any]:
    """A marker as a case states it; its mutation as the matrices that were drawn by."""
    mutation = {
        parent: {"model": "custom", "matrix": matrix.tolist()}
        for parent, matrix in (("female", one.mothers), ("male", one.fathers))
        if matrix is not None
    }
    entry: dict[str, Any] = {
        "name": one.name,
        "chrom": "X" if one.x_linked else "A",
        "alleles": list(one.alleles),
        "freqs": one.frequencies.tolist(),
    }
    if mutation:
        entry["mutation"] = mutation
    if one.silent >= 0:
        entry["silent"] = one.alleles[one.silent]
    if doubt:
        entry["dropout"] = doubt
    return entry
