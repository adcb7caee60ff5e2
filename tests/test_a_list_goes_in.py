"""A list goes in by the command line, is found, previewed, repeated, undone: as an operator types it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.command_line import Antigone

pytestmark = pytest.mark.django_db

LIST = """ФИО;Дата рождения;Место рождения;Дата гибели;Звание
Гончаровський Остап Лукич;13.05.1987;Вербівська обл., с. Вербове;08.03.2022;солдат
Мельник Ярина Петрівна;31.02.1999;;;
Дзеркало Юхим Захарович;1990;м. Сосниця;2023;сержант
"""
SOURCE = ("--source", "Книга пам'яті")


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    path = tmp_path / "погибшие.csv"
    path.write_text(LIST, encoding="windows-1251", errors="replace")
    return path


def test_an_import_shows_how_it_read_the_file_and_what_came_of_every_row(antigone: Antigone, roll: Path) -> None:
    said = antigone("import", roll, *SOURCE, "--published")
    assert (said.returncode, said.stderr) == (0, "")
    assert "«ФИО» is read as name" in said.stdout
    assert "3 rows: 2 added, 0 replaced, 0 unchanged, 0 older than what we have, 1 rejected" in said.stdout
    assert "line 3, column «Дата рождения»: 31.02.1999 is not a date" in said.stdout
    assert "2 records can now be found by families" in said.stdout


def test_rejected_rows_go_to_a_file_with_line_column_and_reason(antigone: Antigone, roll: Path) -> None:
    antigone("import", roll, *SOURCE)
    with (roll.parent / "погибшие.csv.rejected.csv").open(encoding="utf-8-sig") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["line"], row["column"], row["value"]) == ("3", "Дата рождения", "31.02.1999")


def test_a_dry_run_changes_nothing(antigone: Antigone, roll: Path) -> None:
    said = antigone("import", roll, *SOURCE, "--dry-run")
    assert "2 would be added" in said.stdout
    assert "Nothing was changed" in said.stdout
    assert antigone("batches").stdout.startswith("Nothing was imported yet")


def test_the_same_file_twice_changes_nothing(antigone: Antigone, roll: Path) -> None:
    antigone("import", roll, *SOURCE)
    document = json.loads(antigone("import", roll, *SOURCE, "--json").stdout)
    assert (document["added"], document["replaced"], document["unchanged"]) == (0, 0, 2)


def test_who_was_imported_is_found_with_reasons(antigone: Antigone, roll: Path) -> None:
    antigone("import", roll, *SOURCE)
    said = antigone("search", "Honcharovskyi Ostap", "--born", "1987").stdout
    assert said.startswith("1. Гончаровський Остап Лукич")
    assert "birth dates agree" in said
    hits = json.loads(antigone("search", "Юхим Дзеркало", "--json").stdout)
    assert hits[0]["name"] == "Дзеркало Юхим Захарович"


def test_a_stranger_is_told_only_what_the_rules_allow(antigone: Antigone, roll: Path) -> None:
    antigone("import", roll, *SOURCE, "--in-confidence")
    asked = ("search", "Гончаровський Остап Лукич", "--born", "1987", "--as-the-public")
    assert antigone(*asked).stdout.startswith("Nothing that we can show")


def test_an_undone_batch_is_gone(antigone: Antigone, roll: Path) -> None:
    batch = json.loads(antigone("import", roll, *SOURCE, "--json").stdout)["batch"]
    assert "2 records removed" in antigone("undo", str(batch)).stdout
    assert antigone("search", "Гончаровський Остап").stdout.startswith("No record")
    again = antigone("undo", str(batch))
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith(f"antigone: batch {batch} was undone on")


def test_a_mapping_that_was_saved_reads_the_file_the_same_way(antigone: Antigone, roll: Path, tmp_path: Path) -> None:
    antigone("import", roll, *SOURCE, "--save-mapping", tmp_path / "m.yaml", "--dry-run")
    document = json.loads(antigone("import", roll, *SOURCE, "--mapping", tmp_path / "m.yaml", "--json").stdout)
    assert (document["added"], document["rejected"]) == (2, 1)
    twice = antigone("import", roll, *SOURCE, "--mapping", tmp_path / "m.yaml", "--kind", "dead")
    assert twice.returncode == 1
    assert "leave --kind out" in twice.stderr


def test_an_older_list_changes_nothing_newer(antigone: Antigone, roll: Path) -> None:
    antigone("import", roll, *SOURCE, "--as-of", "2024-09-21")
    roll.write_text(LIST.replace("солдат", "капітан"), encoding="utf-8")
    document = json.loads(antigone("import", roll, *SOURCE, "--as-of", "2024-08-08", "--json").stdout)
    assert (document["replaced"], document["stale"]) == (0, 2)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a workbook", "workbook"),
        (b"\x00\x01\x02\x03" * 100, "antigone:"),
        ("ФИО;Дата рождения\n".encode(), "no row"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_no_change(
    antigone: Antigone, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    said = antigone("import", path, *SOURCE, "--kind", "dead")
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert sentence in said.stderr
    assert antigone("batches").stdout.startswith("Nothing was imported yet")
