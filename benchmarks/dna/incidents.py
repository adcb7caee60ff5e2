"""How fast incidents are weighed as a whole: ``python -m benchmarks.dna.incidents``.

The published plane crash, and invented incidents with the sizes of three others that are used to try such software:
sixteen victims against thirteen families that miss one man each (4e13 assignments), and two in which one family misses
five and eight. Beside each, what it would cost to weigh its assignments one by one with the same engine, from a
sample of them. Then how good the chains are that take over where a sum is not affordable.

Prints CPU seconds after a first run that compiles.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

from antigone.evidence.dna import Family, Incident, Model, Panel, Pedigree, joint_posterior, likelihoods, read_case
from antigone.evidence.dna.cases.incident import incident_of
from antigone.evidence.dna.victims import options as room
from benchmarks.dna.worlds import REFERENCE, genes, panel_of_24, readings, tree_of


def main() -> None:
    print("incident                    victims  missing  loci  assignments    seconds   one by one      times  certain")
    for name, make in INCIDENTS.items():
        incident = make()
        joint_posterior(make())
        start = time.process_time()
        answer = joint_posterior(incident)
        took = time.process_time() - start
        number = answer.n_assignments or 0
        each = seconds_of_one_assignment(incident)
        certain = int(np.count_nonzero(answer.marginal.max(axis=1) > 0.9995))
        print(
            f"{name:28}{len(incident.victims):7}{len(incident.missing()):9}{len(incident.over):6}{number:13.3g}"
            f"{took:11.3f}{number * each:13.3g}{number * each / took:11.3g}{certain:9}"
        )
    chains()


def seconds_of_one_assignment(incident: Incident, tries: int = 40) -> float:
    """CPU seconds to weigh one assignment by itself, families and victims one by one."""
    chance = np.random.default_rng(1)
    spent = 0.0
    for _ in range(tries):
        start = time.process_time()
        for family in incident.families:
            placed = chance.permutation(len(incident.victims))[: len(family.missing)]
            people = [*incident.relative_readings.people, *family.missing[: len(placed)]]
            codes = np.concatenate([incident.relative_readings.codes, incident.victim_readings.codes[placed]])
            likelihoods(family.tree, incident.over, readings(people, codes))
        spent += time.process_time() - start
    return spent / tries


def chains() -> None:
    """The same grave with and without the exact sum."""
    incident = grave(Model.PROPORTIONAL)
    exact = joint_posterior(incident)
    most, room.MOST_OPTIONS = room.MOST_OPTIONS, 100
    try:
        start = time.process_time()
        answer = joint_posterior(grave(Model.PROPORTIONAL))
        took = time.process_time() - start
    finally:
        room.MOST_OPTIONS = most
    off = float(np.abs(answer.marginal - exact.marginal).max())
    print(
        f"\nthe grave with mutation, by chains instead: {took:.2f} s, largest difference of a posterior {off:.2g}, "
        f"its own estimate of the error {answer.standard_error:.2g}"
    )


def planecrash() -> Incident:
    """The published case, from its file."""
    path = next((REFERENCE / "dna" / "cases").glob("O055*.json"))
    return incident_of(read_case(path.read_text(encoding="utf-8")))


def one_man_each() -> Incident:
    """Sixteen men found, thirteen families that miss one: a parent and a brother, or both parents, were typed."""
    chance = np.random.default_rng(5)
    tree = tree_of("f M", "m F", "p M f m", "b M f m")
    over = panel_of_24().subset(range(15))
    return of_families([(tree, ("p",), ("f", "m") if k % 2 else ("m", "b")) for k in range(13)], 10, 16, over, chance)


def workshop() -> Incident:
    """Twelve bodies, one family of which three men and two women are missing."""
    tree = tree_of(
        *(
            "g M",
            "h F",
            "a M g h",
            "b F g h",
            "c M g h",
            "w F",
            "x M a w",
            "y F a w",
            "v M",
            "z M v b",
            "q F",
            "t F c q",
        )
    )
    missing, typed = ("a", "c", "x", "b", "y"), ("h", "w", "z", "t")
    over = panel_of_24(None).subset(range(13))
    return of_families([(tree, missing, typed)], 4, 12, over, np.random.default_rng(7))


def grave(model: Model | None) -> Incident:
    """Eight bodies in a grave, one family that misses five men and three women."""
    tree = tree_of(
        *("g M", "h F", "a M g h", "b M g h", "c F g h", "w F", "x M a w", "y M a w", "k F a w", "v F"),
        *("u M b v", "s F b v", "d M", "r M d c", "l F", "o M r l", "n F", "e F x n"),
    )
    missing, typed = ("a", "b", "x", "y", "u", "c", "k", "s"), ("g", "w", "v", "o", "e")
    over = panel_of_24(model).subset(range(23))
    return of_families([(tree, missing, typed)], 8, 8, over, np.random.default_rng(3))


def of_families(
    families: list[tuple[Pedigree, tuple[str, ...], tuple[str, ...]]],
    found: int,
    bodies: int,
    over: Panel,
    chance: np.random.Generator,
) -> Incident:
    """An incident in which the first `found` of all missing are among the bodies and strangers are the rest."""
    made, people, codes_of_relatives = [], [], []
    codes_of_missing, sexes = [], []
    for number, (tree, missing, typed) in enumerate(families):
        named = tree_of(*(_renamed(tree, number)))
        codes = genes(named, over, 1, chance)[0]
        made.append(Family(f"F{number + 1}", named, tuple(f"{person}{number}" for person in missing)))
        people += [f"{person}{number}" for person in typed]
        codes_of_relatives += [codes[tree.place(person)] for person in typed]
        codes_of_missing += [codes[tree.place(person)] for person in missing]
        sexes += [tree.members[tree.place(person)].sex for person in missing]
    strangers = genes(tree_of("s M"), over, bodies - found, chance)[:, 0]
    victims = {f"V{i + 1}": sexes[i] if i < found else "MF"[i % 2] for i in range(bodies)}
    if set(sexes) == {"M"}:
        victims = dict.fromkeys(victims, "M")
    codes = np.concatenate([np.array(codes_of_missing[:found]), strangers])
    home = readings(people, np.array(codes_of_relatives))
    return Incident(victims, tuple(made), over, readings(list(victims), codes), home)


def _renamed(tree: Pedigree, number: int) -> list[str]:
    parents = [[parent for parent in (one.father, one.mother) if parent] for one in tree.members]
    return [
        " ".join([f"{one.id}{number}", one.sex, *(f"{parent}{number}" for parent in of_one)])
        for one, of_one in zip(tree.members, parents, strict=True)
    ]


INCIDENTS: Mapping[str, Callable[[], Incident]] = {
    "plane crash, published": planecrash,
    "one man each, 13 families": one_man_each,
    "workshop, five of a family": workshop,
    "grave, eight of a family": lambda: grave(None),
    "the same with mutation": lambda: grave(Model.PROPORTIONAL),
}


if __name__ == "__main__":
    main()
