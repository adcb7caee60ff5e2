"""`antigone gazetteer` as an operator types it; it needs no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TABLE = "id\tname\talternatives\tkind\tparent\nr\tНарденська\t\tregion\t\na\tДомрець\tКолишнє\tsettlement\tr\n"


def antigone(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ANTIGONE_DATA": str(tmp_path / "data"), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "antigone", "gazetteer", *words]
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)


def test_a_file_is_installed_once_and_asked(tmp_path: Path) -> None:
    (tmp_path / "ours.tsv").write_text(TABLE, encoding="utf-8")
    first = json.loads(antigone(tmp_path, "install", "ours.tsv", "--json").stdout)
    again = json.loads(antigone(tmp_path, "install", "ours.tsv", "--json").stdout)
    assert (first["changed"], again["changed"]) == (True, False)
    assert first["fingerprint"] == again["fingerprint"]
    shown = json.loads(antigone(tmp_path, "show", "с. Колишнє, Нарденская обл.", "--json").stdout)
    assert [place["id"] for place in shown["settlements"]] == ["a"]
    assert shown["gazetteer"] == "ours"
    assert "also Колишнє" in antigone(tmp_path, "show", "Колишнє").stdout


@pytest.mark.parametrize("words", [("install",), ("install", "ours.tsv", "--katottg")])
def test_one_source_must_be_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    said = antigone(tmp_path, *words)
    assert said.returncode == 2
    assert "FILE or --katottg" in said.stderr


def test_a_bad_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.tsv").write_text("id\tname\tkind\na\tДомрець\tvillage\n", encoding="utf-8")
    said = antigone(tmp_path, "install", "bad.tsv")
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith("antigone: bad.tsv, line 2, column «kind»: «village» is no kind of place")
    assert not (tmp_path / "data" / "gazetteers").exists()
