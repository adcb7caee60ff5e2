"""How fast bodies meet families: ``python -m benchmarks.dna.blind_search [--families 20000] [--bodies 7000]``.

Families of four structures, 24 loci, mutation of 0.002; seven bodies in ten belong to one of them. Prints one
table of CPU seconds (the machine may be busy): tables, gather, exact weighing of what the first look found, one body
more, one family more; beside them the rate of weighing pairs one by one through the same engine. Then what was found:
true pairs at or above the floor, and false ones.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from antigone.evidence.dna import Model, family_tables, likelihoods, search
from antigone.evidence.dna.blind_search.first_look import first_look
from antigone.evidence.dna.blind_search.second_look import second_look
from benchmarks.dna.worlds import panel_of_24, readings, search_of

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.process_time()
    answer = work()
    return answer, time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=7_000)
    parser.add_argument("--floor", type=float, default=4.0, help="log10 likelihood ratio")
    parser.add_argument("--model", default=Model.PROPORTIONAL, choices=list(Model)[:4], help="of mutation")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = np.random.default_rng(arguments.seed)
    over = panel_of_24(Model(arguments.model))
    made = search_of(arguments.families, arguments.bodies, over, chance)
    sought, bodies, owners = made.families, made.bodies, made.owners
    n_true = len(owners)

    # Compile first: it happens once on a machine.
    few = family_tables(sought[:: max(1, len(sought) // 40)], over)
    for n in (1, 40):
        search(readings([f"V{i}" for i in range(n)], bodies.codes[:n]), few, floor=-99)
    tables, of_tables = timed(lambda: family_tables(sought, over))
    unknown = np.zeros(arguments.bodies, dtype=np.int8)
    (family, body), of_gather = timed(lambda: first_look(tables, bodies, unknown, arguments.floor - 0.01))
    _, of_exact = timed(lambda: second_look(tables, bodies, family, body))
    hits, of_search = timed(lambda: search(bodies, tables, floor=arguments.floor))
    _, of_body = timed(lambda: search(readings(["V"], bodies.codes[:1]), tables, floor=arguments.floor))
    _, of_family = timed(lambda: search(bodies, family_tables(sought[:1], over), floor=arguments.floor))

    def one_by_one() -> None:
        for case in sought[:: max(1, len(sought) // 40)]:
            placed = readings(
                (*case.readings.people, case.missing), np.concatenate([case.readings.codes, bodies.codes[:1]])
            )
            likelihoods(case.tree, over, placed)
            likelihoods(case.tree, over, case.readings)

    _, of_pairs = timed(one_by_one)
    pairs = len(sought) * arguments.bodies
    print(f"{len(sought):,} families x {arguments.bodies:,} bodies x {len(over)} loci; numbers are CPU seconds")
    print(f"family tables                     {of_tables:8.2f}   {tables.ratios.nbytes / 1e6:,.0f} MB")
    print(f"gather over all pairs             {of_gather:8.2f}   {pairs / of_gather / 1e6:,.0f} M pairs/s")
    print(f"exact weighing of {len(body):7,} pairs   {of_exact:8.2f}")
    print(f"search, ranked, tables at hand    {of_search:8.2f}")
    print(f"one body against all families     {of_body:8.3f}")
    print(f"one family against all bodies     {of_family:8.3f}")
    rate = 40 / of_pairs
    times = pairs / of_gather / rate
    print(f"40 pairs one by one, same engine  {of_pairs:8.3f}   {rate:,.0f} pairs/s; the gather is x {times:,.0f}")
    truth = set(zip(range(n_true), owners.tolist(), strict=True))
    found = set(zip(hits.body.tolist(), hits.family.tolist(), strict=True))
    at = f"at log10 LR >= {arguments.floor:g}"
    print(f"true pairs found {len(found & truth):,} of {n_true:,}; false {len(found - truth):,} {at}")


if __name__ == "__main__":
    main()
