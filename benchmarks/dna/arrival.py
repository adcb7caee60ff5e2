"""How soon a new bone has met all families, and a new family all bones: ``python -m benchmarks.dna.arrival``.

A bureau with 20,000 families of four structures and 7,000 bones, 24 loci, one reading in twenty with a lost allele,
all under seal; everything is compared once, as every night. Then bones and families arrive by turns, and matches that
other evidence proposes between the person of a family and a body of which DNA said nothing, while the laboratory's
process holds its bench ready. Timed is what lies between the commit of what comes and the commit of the weights: seals
opened, columns or tables made, everybody looked at, hits weighed exactly, weights written, what the matching must know,
the event. In the end everything is compared anew: weights that differ are counted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import Panel, Pedigree
from benchmarks.dna.worlds import STRUCTURES, genes, panel_of_24, strangers_of
from benchmarks.throwaway import bureau, quantile, versions

LOST = 0.05
#: So many come before the clock starts: the first call of compiled code loads it.
_WARM = 4
_AT_ONCE = 5_000
#: How many may arrive in a database that is kept.
_RESERVE = 1_000
Codes = NDArray[np.int64]
Reading = dict[str, tuple[str, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=7_000)
    parser.add_argument("--arrivals", type=int, default=60, help="bones, and as many families; 0: load only")
    parser.add_argument("--data", type=Path, help="keep the database in this folder; the next run's arrivals follow")
    arguments = parser.parse_args()
    with bureau(arguments.data):
        town = Town(arguments.families, arguments.bodies)
        town.load()
        if arguments.arrivals:
            town.arrive(arguments.arrivals + _WARM)
        print(versions())


class Town:
    """Invented families and bones; the last ones arrive one by one."""

    def __init__(self, families: int, bodies: int) -> None:
        self.families, self.bodies = families, bodies
        self.over = panel_of_24()
        self.chance = np.random.default_rng(1)
        count = -(-(families + _RESERVE) // len(STRUCTURES))
        self.made: list[tuple[Pedigree, str, tuple[str, ...], Codes]] = [
            (tree, person, typed, genes(tree, self.over, count, self.chance))
            for tree, person, typed in STRUCTURES.values()
        ]
        n = bodies + _RESERVE
        owners = self.chance.choice(families + _RESERVE, n * 7 // 10, replace=False)
        of_families = np.array([self._missing(int(number)) for number in owners])
        codes = np.concatenate([of_families, strangers_of(self.over, n - len(owners), self.chance)])
        self.codes = codes[self.chance.permutation(n)]
        self.key = _key()

    def _family(self, number: int) -> tuple[Pedigree, str, tuple[str, ...], Codes]:
        tree, person, typed, codes = self.made[number % len(self.made)]
        return tree, person, typed, codes[number // len(self.made)]

    def _missing(self, number: int) -> Codes:
        tree, person, _, codes = self._family(number)
        return np.asarray(codes[tree.place(person)])

    def load(self) -> None:
        """Keep everybody but the arrivals, unless that was done before, and compare all with all."""
        import antigone
        from antigone.bureau.identification.arrivals import search_everything
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.models import Search

        newest = Search.objects.order_by("-id").first()
        if newest is None:
            self._keep_everybody()
        if newest is None or newest.engine_version != antigone.__version__:
            start, cpu = time.perf_counter(), time.process_time()
            everything = search_everything(self.key, Assumptions(), actor=_actor())
            print(
                f"everything compared                 {time.perf_counter() - start:8.1f} s"
                f"  ({time.process_time() - cpu:.1f} CPU; {everything.weights:,} weights, {everything.links:,} links)"
            )

    def _keep_everybody(self) -> None:
        from antigone.bureau.identification import actions
        from antigone.bureau.identification.values import PopulationDraft

        start = time.perf_counter()
        table = {one.name: dict(zip(one.alleles, one.frequencies.tolist(), strict=True)) for one in self.over.markers}
        actions.keep_population(PopulationDraft("NIST 1036", "NIST", "0" * 64, table), actor=_actor())
        for begin in range(0, self.families, _AT_ONCE):
            self.keep_families(range(begin, min(begin + _AT_ONCE, self.families)))
        for begin in range(0, self.bodies, _AT_ONCE):
            self.keep_bodies(range(begin, min(begin + _AT_ONCE, self.bodies)))
        print(f"{self.families:,} families and {self.bodies:,} bones kept in {time.perf_counter() - start:.0f} s")

    def keep_families(self, numbers: Sequence[int]) -> None:
        """Records of the missing, trees, donors and their profiles."""
        from antigone.bureau.identification import actions
        from antigone.bureau.identification.values import DonorDraft, FamilyDraft, ProfileDraft, TreeMember

        _records("missing", [f"M-{number}" for number in numbers])
        trees, donors, read = [], [], []
        for number in numbers:
            tree, person, typed, codes = self._family(number)
            members = tuple(TreeMember(one.id, one.father or "", one.mother or "", one.sex) for one in tree.members)
            trees.append(FamilyDraft(f"F-{number}", f"M-{number}", person, members))
            for relative in typed:
                label = f"R-{number}{relative}"
                donors.append(DonorDraft(f"F-{number}", relative, label, "kin", ("search",), date(2026, 1, 2)))
                read.append(ProfileDraft(label, _reading(self.over, codes[tree.place(relative)])))
        actions.keep_families(trees, donors, actor=_actor())
        actions.keep_profiles(read, key=self.key, actor=_actor())

    def keep_bodies(self, numbers: Sequence[int]) -> None:
        """Records of remains, samples and their profiles, degraded."""
        from antigone.bureau.identification import actions
        from antigone.bureau.identification.values import ProfileDraft, SampleDraft

        _records("remains", [f"B-{number}" for number in numbers])
        actions.keep_samples([SampleDraft(f"S-{number}", f"B-{number}", "femur") for number in numbers], actor=_actor())
        read = [ProfileDraft(f"S-{number}", self._degraded(number)) for number in numbers]
        actions.keep_profiles(read, key=self.key, actor=_actor())

    def _degraded(self, number: int) -> Reading:
        whole = _reading(self.over, self.codes[number])
        return {
            locus: alleles[:1] if alleles[0] != alleles[1] and self.chance.random() < LOST else alleles
            for locus, alleles in whole.items()
        } | {"AMEL": ("X", "Y")}

    def arrive(self, arrivals: int) -> None:
        """Bones and families by turns, then everything anew."""
        from antigone.bureau.identification.arrivals import Bench
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.laboratory import blind_search
        from antigone.bureau.identification.models import Family, KinshipWeight, PartLink

        came = Family.objects.count() - self.families
        bench = Bench(self.key)
        start, cpu = time.perf_counter(), time.process_time()
        bench.make_ready()
        print(
            f"the bench made ready                {time.perf_counter() - start:8.1f} s"
            f"  ({time.process_time() - cpu:.1f} CPU)"
        )
        print(f"{'':32}{'median':>10}{'9 of 10':>10}{'slowest':>10}   milliseconds, from commit to commit")
        bones: list[tuple[float, float, int]] = []
        kin: list[tuple[float, float, int]] = []
        matches: list[tuple[float, float, int]] = []
        for turn in range(came, came + arrivals):
            bones.append(_timed(bench, lambda: self.keep_bodies([self.bodies + turn])))  # noqa: B023
            kin.append(_timed(bench, lambda: self.keep_families([self.families + turn])))  # noqa: B023
            matches.append(_timed(bench, lambda: _matched(turn)))  # noqa: B023
        for what, told in (
            (f"a bone, {self.families:,} families", bones),
            (f"a family, {self.bodies:,} bones", kin),
            ("a match by other evidence", matches),
        ):
            for name, place in (("", 0), (", CPU of this process", 1)):
                times = [1_000 * one[place] for one in told[_WARM:]]
                print(
                    f"{what + name:<44}"[:44]
                    + f"{quantile(times, 0.5):8.1f}{quantile(times, 0.9):10.1f}{max(times):10.1f}"
                )
            print(f"  weights and links written by each: {np.mean([one[2] for one in told[_WARM:]]):.1f} on average")
        found = blind_search(self.key, Assumptions())
        kept = dict(_by_pair(KinshipWeight.objects.all()))
        wanted = dict(_by_pair(found.weights))
        apart = [
            pair for pair in kept.keys() | wanted.keys() if abs(kept.get(pair, 9e9) - wanted.get(pair, -9e9)) > 1e-9
        ]
        links = {(one.one_id, one.other_id) for one in PartLink.objects.all()}
        others = links ^ {(one.one_id, one.other_id) for one in found.links}
        print(f"everything compared anew: {len(wanted):,} weights, {len(apart):,} differ; {len(links):,} links, "
              f"{len(others):,} differ")  # fmt: skip


def _timed(bench: Any, come: Callable[[], None]) -> tuple[float, float, int]:
    """Seconds and CPU seconds to compare what comes, and how many rows were written."""
    from antigone.bureau.identification.arrivals.actions import compare_arrivals

    come()
    start, cpu = time.perf_counter(), time.process_time()
    done = compare_arrivals(bench, actor=_actor())
    return time.perf_counter() - start, time.process_time() - cpu, done.weights + done.links


def _matched(turn: int) -> None:
    """Other evidence proposes that the person of one family is a body of which DNA said nothing."""
    from antigone.bureau.identification.models import Family, KinshipWeight
    from antigone.bureau.matching.models import Match, Relation, Run, RunState
    from antigone.bureau.matching.parameters import parameters_in_force
    from antigone.bureau.registry.models import Record

    run = Run.objects.first() or Run.objects.create(
        engine="benchmark", engine_version="0", blocking={}, floor=2, sought=1, found=1, inputs="", priors={},
        parameters=parameters_in_force(), state=RunState.RUNNING, started_by="nobody",
    )  # fmt: skip
    family = Family.objects.order_by("id")[turn]
    hits = KinshipWeight.objects.filter(family=family).values("sample")
    body = Record.objects.filter(samples__isnull=False).exclude(samples__in=hits).order_by("id")[turn]
    Match.objects.create(
        left=family.sought, right=body, relation=Relation.ACROSS, run=run, weights=[], log10_lr=3, prior=-3,
        pairwise_posterior=0.5, joint_posterior=0.5,
    )  # fmt: skip


def _by_pair(weights: Any) -> list[tuple[tuple[int, int], float]]:
    return [((one.family_id, one.sample_id), one.log10_lr) for one in weights]


def _reading(over: Panel, codes: Codes) -> Reading:
    return {
        one.name: (one.alleles[first], one.alleles[second])
        for one, (first, second) in zip(over.markers, codes.tolist(), strict=True)
    }


def _records(kind: str, ids: Sequence[str]) -> None:
    from antigone.bureau.registry.actions import import_records
    from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind
    from antigone.bureau.registry.values import ImportedFile, SourceDraft

    names = (NameDraft("Сірко Данило"),) if kind == "missing" else ()
    rows = [
        ParsedRow(line, RecordDraft(RecordKind(kind), names, source_record_id=name)) for line, name in enumerate(ids, 2)
    ]
    source = SourceDraft(f"list of {kind}", kind="authority")
    import_records(source, rows, file=ImportedFile("list.csv", "0" * 64, "csv"), actor=_actor())


def _key() -> Any:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from antigone.bureau.identification.sealing import laboratory_key

    return laboratory_key(X25519PrivateKey.from_private_bytes(b"benchmarks, nobody's genes here!"))


def _actor() -> Any:
    from antigone.bureau.ledger import Actor

    return Actor("benchmark", "laboratory")


if __name__ == "__main__":
    main()
