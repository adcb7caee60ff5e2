"""The same seed and number of people give the same bytes; another seed gives another war."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.simulation import FolderUnusable, ImpossibleWorld, create_world, write_world


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    write_world(tmp_path / "first", 2_000, 5)
    write_world(tmp_path / "second", 2_000, 5)
    first = digests(tmp_path / "first")
    assert first == digests(tmp_path / "second")
    assert {"sources.yaml", "agency_prisoners.csv", "truth/persons.csv", "truth/links.csv", "truth/events.csv"} <= set(
        first
    )


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    program = "import sys; from pathlib import Path; from antigone.simulation import write_world; "
    program += "write_world(Path(sys.argv[1]), 600, 5)"
    for order_of_sets in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": order_of_sets}
        folder = str(tmp_path / order_of_sets)
        subprocess.run([sys.executable, "-c", program, folder], check=True, env=environment, timeout=300)
    assert digests(tmp_path / "1") == digests(tmp_path / "2")


def test_another_seed_gives_another_war(tmp_path: Path) -> None:
    write_world(tmp_path / "first", 2_000, 5)
    write_world(tmp_path / "second", 2_000, 6)
    first, second = digests(tmp_path / "first"), digests(tmp_path / "second")
    same = {name for name in first if first[name] == second[name]}
    assert same == {name for name in first if name.startswith("mappings/")} | {"dna/frequencies.csv"}


def test_a_world_holds_exactly_the_people_asked_for() -> None:
    for people in (100, 101, 777, 5_000):
        assert len(create_world(people, 1).people) == people


def test_writing_again_replaces_the_world(tmp_path: Path) -> None:
    write_world(tmp_path / "world", 3_000, 5)
    write_world(tmp_path / "world", 1_000, 5)
    write_world(tmp_path / "fresh", 1_000, 5)
    assert digests(tmp_path / "world") == digests(tmp_path / "fresh")


def test_progress_climbs_to_the_whole(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    summary = write_world(tmp_path / "world", 25_000, 5, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == 25_000 + sum(summary.records.values())
    assert len(seen) > len(summary.records)


@pytest.mark.parametrize(
    ("people", "seed", "words"), [(99, 1, "at least 100 people"), (-5, 1, "at least"), (500, -1, "seed")]
)
def test_what_cannot_be_made_is_refused_in_a_sentence(people: int, seed: int, words: str, tmp_path: Path) -> None:
    with pytest.raises(ImpossibleWorld, match=words):
        write_world(tmp_path / "world", people, seed)
    assert not (tmp_path / "world").exists()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("do not lose me")
    with pytest.raises(FolderUnusable, match="not empty"):
        write_world(tmp_path, 500, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "world").write_text("a file")
    with pytest.raises(FolderUnusable, match="name another folder"):
        write_world(tmp_path / "world", 500, 1)
