"""What sex, age and place add to a mother and a brother who were read at 16 loci.

    python -m benchmarks.dna.other_evidence [--families N] [--people N]

DNA is drawn as in `benchmarks.dna.power`; the other evidence is what the lists of a synthetic war say of missing
persons and of unnamed remains that are theirs, weighed by the starting model. Both are drawn on their own and added: an
identification needs a posterior of 99.95 % under odds of 1 to 20,000. The last column is the chance that other evidence
lifts a stranger's weight by as much as the median true pair's.
"""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import SoughtPerson
from antigone.evidence.dna.power import log10_lr_needed
from antigone.evidence.linkage import as_columns, starting_model
from benchmarks.dna.power import own_log10_lr
from benchmarks.dna.worlds import STRUCTURES, genes, panel_of_24, readings
from benchmarks.matching.accuracy.war import war

Floats = NDArray[np.float64]

PRIOR = 1 / 20_000
GROUPS = {
    "sex and age": ("sex", "age"),
    "sex, age and place": ("sex", "age", "place of event"),
    "sex, age, place and date": ("sex", "age", "place of event", "date of event"),
    "all that is not a name": (),
}
NAMES = ("name", "service number", "call-sign")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--families", type=int, default=2_000)
    options.add_argument("--people", type=int, default=40_000)
    arguments = options.parse_args()
    dna = _of_mother_and_brother(arguments.families, loci=16)
    needed = log10_lr_needed(0.9995, PRIOR)
    print(f"mother and brother, 16 loci: log10 LR of {needed:.2f} is needed; DNA alone: {np.mean(dna >= needed):.1%}")
    lines, true, strangers = _other_evidence(arguments.people, seed=7)
    print(f"{len(true):,} true pairs of a missing person and unnamed remains, {len(strangers):,} of strangers\n")
    print(f"{'with':28}{'reached':>10}{'mean weight':>14}{'of strangers':>14}{'P(stranger as much)':>22}")
    chance = np.random.default_rng(5)
    for name, group in GROUPS.items():
        which = [at for at, line in enumerate(lines) if (line in group if group else line not in NAMES)]
        added, other = true[:, which].sum(axis=1), strangers[:, which].sum(axis=1)
        both = chance.permutation(np.resize(dna, 50_000)) + chance.choice(added, 50_000)
        as_much = np.mean(other >= np.median(added))
        reached = np.mean(both >= needed)
        print(f"{name:28}{reached:>10.1%}{added.mean():>14.2f}{other.mean():>14.2f}{as_much:>22.4f}")


def _of_mother_and_brother(n: int, *, loci: int) -> Floats:
    tree, person, typed = STRUCTURES["mother and brother"]
    chance = np.random.default_rng((loci, len(typed)))
    found = []
    full = panel_of_24()
    # Several kits of 16, because some loci tell more than others.
    for _ in range(5):
        over = full.subset(sorted(chance.choice(len(full), loci, replace=False).tolist()))
        codes = genes(tree, over, n // 5, chance)
        places = [tree.place(relative) for relative in typed]
        families = [SoughtPerson("", tree, person, readings(typed, codes[i, places])) for i in range(n // 5)]
        found.append(own_log10_lr(families, codes[:, tree.place(person)], over))
    return np.concatenate(found)


def _other_evidence(people: int, *, seed: int) -> tuple[list[str], Floats, Floats]:
    """Lines; their weights for true pairs, and for as many random ones: float64[pairs, lines]."""
    sought, found = war(people, seed)
    remains = [record for record in found.records if record.says.kind == "remains" and not record.says.names]
    at: dict[str, list[int]] = {}
    for row, record in enumerate(sought.records):
        at.setdefault(record.person, []).append(row)
    pairs = np.array([(left, right) for right, record in enumerate(remains) for left in at.get(record.person, [])])
    model = starting_model()
    one = model.encode(as_columns(record.says for record in sought.records))
    other = model.encode(as_columns(record.says for record in remains))
    chance = np.random.default_rng(seed)
    random = np.column_stack([chance.integers(0, len(side), 20 * len(pairs)) for side in (sought.records, remains)])
    own = sought.people[random[:, 0]] == np.array([record.person for record in remains])[random[:, 1]]
    weights = [model.weigh(one, other, some[:, 0], some[:, 1]) for some in (pairs, random[~own])]
    return [line.name for line in model.lines], weights[0], weights[1]


if __name__ == "__main__":
    main()
