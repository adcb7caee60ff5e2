"""Bulk matching on this machine: speed, memory, growth with the number of records, and Splink on the same lists.

``python -m benchmarks.matching.speed [--records 1000000] [--rules planned --recall 0.97] [--peer-python PATH]``
``python -m benchmarks.matching.speed --growth 62500 250000 1000000 4000000 [--chart FILE.svg]``

Two lists of as many records each (`records`); everything from Arrow tables of records to weighed pairs counts. Each run
is a process of its own. Memory is what its whole tree of processes holds at the same time, looked at twice a second:
pages that several share count once (PSS). Splink gets names that Antigone has told apart and folded, and blocking rules
that ask the same of them; the preparation is timed for itself, and so are the m and u, which are given to both.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc
from numpy.typing import NDArray

from antigone.bureau.matching.engines import RECORDS, Stage, Task
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.plan import WANTED, plan_of
from antigone.evidence import names
from antigone.evidence.linkage import starting_model
from antigone.evidence.linkage.blocking import RULES, Blocking, rules_named
from benchmarks.matching.growth_chart import Run, growth_chart
from benchmarks.matching.records import RIGHT_FROM, two_lists

PEER = Path(__file__).with_name("speed_peer.py")
#: log10 LR from which a pair is kept, as `antigone match` has it.
FLOOR = 2.0
#: Those of our rules that a user of Splink would write in SQL; see `speed_peer`.
COMPARABLE = (
    "three words",
    "two words",
    "surname and initial",
    "surname and birth date",
    "given name and birth date",
    "given name and patronymic",
    "service number",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run.

    Attributes:
        seconds: from tables of records to weighed pairs.
        weighing_seconds: of these, joining and weighing pairs.
        processor_seconds: of all its processes: what other work on the machine does not change by much.
        planning_processor_seconds, reading_processor_seconds, keys_processor_seconds, weighing_processor_seconds: of
            these, loading and choosing rules; reading records; making and grouping keys; joining and weighing.
        weighed, kept: pairs.
        recall: share of the true pairs among the kept.
        gibibytes: most memory that its processes held at once.
        planning_seconds: of all seconds, choosing the blocking rules; `plan` says which were chosen and why.
    """

    records: int
    seconds: float
    weighing_seconds: float
    processor_seconds: float
    weighing_processor_seconds: float
    weighed: int
    kept: int
    recall: float
    gibibytes: float
    left_out: str = ""
    planning_seconds: float = 0.0
    planning_processor_seconds: float = 0.0
    reading_processor_seconds: float = 0.0
    keys_processor_seconds: float = 0.0
    plan: str = ""

    @property
    def pairs_a_second(self) -> float:
        return self.weighed / max(self.weighing_seconds, 1e-9)


def lists_in(cache: Path, count: int) -> Path:
    """The folder with both lists and the truth, made if need be."""
    folder = cache / str(count)
    if not (folder / "truth.npy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        lists = two_lists(count)
        for name, table in (("left", lists.left), ("right", lists.right)):
            _write(folder / f"{name}.records", table)
        np.save(folder / "truth.npy", np.stack([lists.same_left, lists.same_right]))
    return folder


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as stream, pa.ipc.new_file(stream, table.schema) as writer:
        writer.write_table(table)


def _read(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as stream:
        return pa.ipc.open_file(stream).read_all()


def _blocking(left: pa.Table, right: pa.Table, rules: Sequence[str], recall: float) -> tuple[Blocking, str]:
    """The rules that were named, or those that the cost model chooses, with what it says of them."""
    if rules == ["planned"]:
        plan = plan_of(left, right, wanted=recall, negligible=0.0)
        return plan.blocking, plan.in_words()
    return Blocking(rules_named(rules)), ""


def run_here(folder: Path, rules: Sequence[str], processes: int, recall: float) -> dict[str, Any]:
    """One run of the local engine in this process; what `Measured` holds, but for the memory."""
    left, right = (_read(folder / f"{name}.records").cast(RECORDS) for name in ("left", "right"))
    engine = LocalEngine(processes=processes)
    began = time.perf_counter()
    blocking, plan = _blocking(left, right, rules, recall)
    planning = time.perf_counter() - began
    used_by = {Stage.RULES: _processor_seconds()}
    task = Task(left, right, starting_model(), blocking, FLOOR)
    weighing = [0.0, 0.0]
    shown = [0.0]

    def progress(stage: Stage, done: int, total: int) -> None:
        now = time.perf_counter() - began
        if stage is Stage.KEYS and done == total:
            weighing[0] = now
        weighing[1] = now
        # When the next stage begins, the processes of the one before are gone, and counted.
        before = {Stage.KEYS: Stage.RECORDS, Stage.PAIRS: Stage.KEYS}.get(stage)
        if before is not None and before not in used_by:
            used_by[before] = _processor_seconds()
        if now - shown[0] > 5:
            shown[0] = now
            print(f"\r{len(left):,}: {stage.value} {done:,} of {total:,}", end="   ", file=sys.stderr, flush=True)

    true = _pair_numbers(*np.load(folder / "truth.npy"))
    true.sort()
    hits = 0
    for batch in engine.scored(task, progress):
        found = _pair_numbers(np.asarray(batch.column("left_id")), np.asarray(batch.column("right_id")) - RIGHT_FROM)
        at = np.minimum(np.searchsorted(true, found), len(true) - 1)
        hits += int((true[at] == found).sum())
    seconds = time.perf_counter() - began
    used = _processor_seconds()
    until = [used_by.get(stage, used) for stage in (Stage.RULES, Stage.RECORDS, Stage.KEYS)]
    return {
        "records": len(left),
        "seconds": seconds,
        "weighing_seconds": weighing[1] - weighing[0],
        "processor_seconds": used,
        "planning_processor_seconds": until[0],
        "reading_processor_seconds": until[1] - until[0],
        "keys_processor_seconds": until[2] - until[1],
        "weighing_processor_seconds": used - until[2],
        "weighed": engine.tally.weighed,
        "kept": engine.tally.kept,
        "recall": hits / len(true),
        "left_out": engine.tally.crowding.in_words(),
        "planning_seconds": planning,
        "plan": plan,
    }


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _pair_numbers(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    return left << 32 | right


def memory_of(process: int) -> int:
    """Bytes that a process and all below it hold, what they share counted once for all (PSS)."""
    total, waiting = 0, [process]
    while waiting:
        its = Path("/proc") / str(waiting.pop())
        try:
            said = (its / "smaps_rollup").read_text()
            total += 1024 * int(said.partition("\nPss:")[2].split()[0])
            for task in (its / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, IndexError):
            continue
    return total


def watched(command: Sequence[str]) -> tuple[dict[str, Any], float]:
    """The JSON in the last line that a command prints, and the most memory that it held, in GiB."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most, over = [0], threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            most[0] = max(most[0], memory_of(process.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    output, _ = process.communicate()
    over.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:3])} … failed")
    answer: dict[str, Any] = json.loads(output.splitlines()[-1])
    return answer, most[0] / 2**30


def ours(folder: Path, rules: Sequence[str], processes: int, recall: float) -> Measured:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.matching.speed", "--here", str(folder), "--processes", str(processes)]
    answer, gibibytes = watched([*command, "--recall", str(recall), "--rules", *rules])
    return Measured(gibibytes=gibibytes, **answer)


def _folded(table: pa.Table) -> pa.Table:
    known: dict[str, tuple[str | None, str | None]] = {"": (None, None)}

    def fold(part: str) -> tuple[str | None, str | None]:
        """The words folded, and what two spellings of them share; nothing is shared with an initial."""
        if part not in known:
            words = names.words(part)
            shared = [word.codes[0] if word.codes else word.folded for word in words if not word.initial]
            known[part] = " ".join(word.folded for word in words) or None, " ".join(shared) or None
        return known[part]

    parts = [names.parse(said[0]) for said in table.column("names").to_pylist()]
    born = [date or "" for date in table.column("birth_date").to_pylist()]
    told = {
        name: [value or None for value in table.column(name).to_pylist()]
        for name in ("birthplace", "unit", "service_number", "sex")
    }
    return pa.table(
        {
            "unique_id": table.column("record_id"),
            **{
                name + suffix: [fold(getattr(part, attribute))[at] for part in parts]
                for name, attribute in (("surname", "family"), ("given", "given"), ("patronymic", "patronymic"))
                for at, suffix in enumerate(("", "_key"))
            },
            "birth_date": [date if len(date) == 10 else None for date in born],
            "birth_year": pa.array([int(date[:4]) if date else None for date in born], pa.int32()),
            **told,
        }
    )


def _prepare(folder: Path, name: str, to: Path) -> None:
    _write(to / f"{name}.arrow", _folded(_read(folder / f"{name}.records")))


@dataclass(frozen=True, slots=True)
class Peer:
    """Splink's run, what its columns took to prepare, and its versions."""

    run: Measured
    preparing_seconds: float
    preparing_processor_seconds: float
    versions: str


def peer(python: str, folder: Path, processes: int) -> Peer:
    """Splink on the same lists, whose names were told apart and folded for it."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        to = Path(temporary)
        began, used = time.perf_counter(), _processor_seconds()
        with ProcessPoolExecutor(min(processes, 2)) as executor:
            for done in [executor.submit(_prepare, folder, name, to) for name in ("left", "right")]:
                done.result()
        prepared, used = time.perf_counter() - began, _processor_seconds() - used
        answer, gibibytes = watched([python, str(PEER), temporary, str(processes), "6GB", str(FLOOR)])
        true = np.load(folder / "truth.npy")
        found = pa.ipc.open_file(to / "found.arrow").read_all()
        pairs = [np.asarray(found.column(side)) for side in ("unique_id_l", "unique_id_r")]
    left, right = np.minimum(*pairs), np.maximum(*pairs) - RIGHT_FROM
    recall = float(np.isin(_pair_numbers(*true), _pair_numbers(left, right)).mean())
    measured = Measured(
        true.shape[1], answer["seconds"], answer["predict_seconds"], answer["processor_seconds"],
        answer["processor_seconds"], answer["weighed"], answer["kept"], recall, gibibytes,
    )  # fmt: skip
    return Peer(measured, prepared, used, str(answer["versions"]))


def print_both(mine: Measured, theirs: Peer | None) -> None:
    """Ours beside the peer's, with ratios."""
    rows: list[tuple[str, Callable[[Measured], float], str]] = [
        ("seconds, end to end", lambda one: one.seconds, ",.1f"),
        ("of these choosing rules", lambda one: one.planning_seconds, ",.1f"),
        ("seconds, joining and weighing", lambda one: one.weighing_seconds, ",.1f"),
        ("processor seconds", lambda one: one.processor_seconds, ",.1f"),
        ("of these joining and weighing (1)", lambda one: one.weighing_processor_seconds, ",.1f"),
        ("pairs weighed", lambda one: one.weighed, ",.0f"),
        ("pairs weighed a second", lambda one: one.pairs_a_second, ",.0f"),
        ("pairs weighed a processor second (1)", lambda one: one.weighed / one.weighing_processor_seconds, ",.0f"),
        ("pairs weighed a second, end to end", lambda one: one.weighed / one.seconds, ",.0f"),
        ("pairs kept", lambda one: one.kept, ",.0f"),
        ("true pairs among them", lambda one: one.recall, ".1%"),
        ("memory at most, GiB", lambda one: one.gibibytes, ".1f"),
    ]
    print(f"{'work':36}{'ours':>16}{'Splink':>16}{'ours / Splink':>16}")
    for label, value, form in rows:
        its = value(mine)
        line = f"{label:36}{its:>16{form}}"
        if theirs is not None:
            other = value(theirs.run)
            line += f"{other:>16{form}}{its / other if other else math.nan:>16.2f}"
        print(line)
    if theirs is not None:
        _print_stages(mine, theirs)
        for label, its, its_peer in (
            ("seconds, from raw names", mine.seconds, theirs.run.seconds + theirs.preparing_seconds),
            ("processor seconds, from raw names", mine.processor_seconds,
             theirs.run.processor_seconds + theirs.preparing_processor_seconds),
        ):  # fmt: skip
            print(f"{label:36}{its:>16,.1f}{its_peer:>16,.1f}{its / its_peer:>16.2f}")
        print(f"(1) of Splink: of all that it does. Peer: {theirs.versions}.")
    print(mine.left_out)
    if mine.plan:
        print(mine.plan)


def _print_stages(mine: Measured, theirs: Peer) -> None:
    """Processor seconds stage by stage, from raw names on both sides."""
    print("processor seconds, stage by stage")
    for label, its, other in (
        ("  loading, choosing rules", mine.planning_processor_seconds, None),
        ("  reading names and records", mine.reading_processor_seconds, theirs.preparing_processor_seconds),
        ("  making and grouping keys", mine.keys_processor_seconds, None),
        ("  joining and weighing (1)", mine.weighing_processor_seconds, theirs.run.processor_seconds),
    ):
        print(f"{label:36}{its:>16,.1f}" + ("" if other is None else f"{other:>16,.1f}{its / other:>16.2f}"))


def print_growth(runs: Sequence[Measured]) -> None:
    """A row a size, and the slope of each curve between neighbours on log-log paper; time is processor time."""
    heads = ("records a side", "seconds", "CPU s", "slope", "pairs", "slope", "GiB", "recall")
    print("".join(f"{head:>{width}}" for head, width in zip(heads, (14, 10, 10, 7, 15, 7, 6, 8), strict=True)))
    before: Measured | None = None
    for run in runs:
        slopes = ["", ""]
        if before is not None:
            step = math.log(run.records / before.records)
            slopes = [f"{math.log(b / a) / step:.2f}" for a, b in
                      ((before.processor_seconds, run.processor_seconds), (before.weighed, run.weighed))]  # fmt: skip
        print(f"{run.records:>14,}{run.seconds:>10,.1f}{run.processor_seconds:>10,.1f}{slopes[0]:>7}{run.weighed:>15,}"
              f"{slopes[1]:>7}{run.gibibytes:>6.1f}{run.recall:>8.1%}", flush=True)  # fmt: skip
        before = run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1_000_000, help="records on each side")
    parser.add_argument("--growth", type=int, nargs="+", help="numbers of records for the growth with n")
    parser.add_argument("--rules", nargs="+", default=list(COMPARABLE), help="blocking rules; «all»; «planned»")
    parser.add_argument("--recall", type=float, default=WANTED, help="what planned rules find, of what all rules find")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--peer-python", help="a Python in which Splink is installed")
    parser.add_argument("--chart", type=Path, help="where the log-log chart of the growth is to be written")
    parser.add_argument("--cache", type=Path, help="where the lists are kept between runs")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    rules = [rule.name for rule in RULES] if arguments.rules == ["all"] else arguments.rules
    if arguments.here is not None:
        print(json.dumps(run_here(arguments.here, rules, arguments.processes, arguments.recall)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        cache = arguments.cache or Path(temporary)
        print(f"{arguments.processes} processes; floor {FLOOR}; rules: {', '.join(rules)}")
        if arguments.growth:
            runs = [
                ours(lists_in(cache, count), rules, arguments.processes, arguments.recall) for count in arguments.growth
            ]
            print_growth(runs)
            if arguments.chart is not None:
                drawn = [Run(**{name: asdict(run)[name] for name in Run.__slots__}) for run in runs]
                arguments.chart.write_text(growth_chart(drawn), encoding="utf-8")
            return
        folder = lists_in(cache, arguments.records)
        mine = ours(folder, rules, arguments.processes, arguments.recall)
        theirs = peer(arguments.peer_python, folder, arguments.processes) if arguments.peer_python else None
        print_both(mine, theirs)


if __name__ == "__main__":
    main()
