"""A bulk run that is killed goes on where it stopped, and gives what it would have given; nobody else's parts count."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from antigone.bureau.matching.engines import Stage, Task, records_table
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.evidence.linkage import Particulars, starting_model

PAIRS_A_PART = 300
COUNT = 240
# Each part takes a moment, so that there is a middle to be killed in.
RUN = f"""
import sys, time
from pathlib import Path
from antigone.bureau.matching.engines.local import LocalEngine
from tests.bureau.matching.test_a_killed_run_goes_on import a_task
def slowly(stage, done, total):
    print(stage.name, done, total, flush=True)
    if stage.name == "PAIRS":
        time.sleep(0.2)
list(LocalEngine(processes=2, folder=Path(sys.argv[1]), pairs_a_part={PAIRS_A_PART}).scored(a_task(), slowly))
"""


def a_task() -> Task:
    """Namesakes enough for many parts."""
    surnames, given = ("Гончар", "Мельник", "Ковальчук"), ("Остап", "Павло", "Іван")
    sides = [
        [
            Particulars(kind, names=(f"{surnames[n % 3]} {given[n // 3 % 3]}",), birth_date=str(1985 + n % 7))
            for n in range(COUNT)
        ]
        for kind in ("missing", "dead")
    ]
    left, right = (records_table(range(COUNT), people) for people in sides)
    return Task(left, right, starting_model())


def table_of(batches: list[pa.RecordBatch]) -> pa.Table:
    return pa.Table.from_batches(batches).replace_schema_metadata(None).combine_chunks()


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The folder of a run that was killed by SIGKILL, with all its processes, after some of its parts."""
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path)], stdout=subprocess.PIPE, text=True, start_new_session=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("PAIRS 3 "):
            os.killpg(process.pid, signal.SIGKILL)
            break
    assert process.wait(120) == -signal.SIGKILL
    return tmp_path


def parts_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*.arrow"))


def test_a_killed_run_goes_on_where_it_stopped(killed: Path) -> None:
    before = parts_in(killed)
    whole = LocalEngine(processes=0, pairs_a_part=PAIRS_A_PART)
    expected = list(whole.scored(a_task()))
    assert len(before) >= 3
    began = {path: path.stat().st_mtime_ns for path in before}

    reports: list[tuple[Stage, int, int]] = []
    again = LocalEngine(processes=0, folder=killed, pairs_a_part=PAIRS_A_PART)
    batches = []
    for batch in again.scored(a_task(), lambda *report: reports.append(report)):
        batches.append(batch)
        done = {path: path.stat().st_mtime_ns for path in before if path.exists()}
        assert done == began
    assert table_of(batches).equals(table_of(expected))
    assert again.tally == whole.tally
    total = reports[-1][2]
    assert total > len(before)
    assert [done for stage, done, _ in reports if stage is Stage.PAIRS] == list(range(1, total + 1))
    assert parts_in(killed) == set()


def test_parts_of_another_task_are_not_taken_for_its_own(killed: Path) -> None:
    task = replace(a_task(), floor=1.0)
    before = parts_in(killed)
    found = list(LocalEngine(processes=0, folder=killed, pairs_a_part=PAIRS_A_PART).scored(task))
    expected = list(LocalEngine(processes=0, pairs_a_part=PAIRS_A_PART).scored(task))
    assert table_of(found).equals(table_of(expected))
    assert parts_in(killed) == before


def test_a_file_that_was_cut_short_is_not_a_part(killed: Path) -> None:
    whole = sorted(parts_in(killed))[0]
    torn = whole.with_suffix(".part")
    torn.write_bytes(whole.read_bytes()[:100])
    whole.unlink()
    found = list(LocalEngine(processes=0, folder=killed, pairs_a_part=PAIRS_A_PART).scored(a_task()))
    assert table_of(found).equals(table_of(list(LocalEngine(processes=0).scored(a_task()))))


def test_giving_up_half_way_leaves_no_process(tmp_path: Path) -> None:
    before = _children()
    scored = LocalEngine(processes=2, folder=tmp_path, pairs_a_part=PAIRS_A_PART).scored(a_task())
    next(scored)
    scored.close()
    until = time.monotonic() + 60
    while _children() - before and time.monotonic() < until:
        time.sleep(0.05)
    assert _children() - before == set()


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
