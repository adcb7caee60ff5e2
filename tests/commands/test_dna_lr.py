"""`antigone dna lr` as a laboratory types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.evidence.dna.test_bad_cases import GOOD
from typer.testing import CliRunner

from antigone import cli
from antigone.evidence.dna import CaseRejected, evaluate

runner = CliRunner()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    return path


def test_words_show_every_locus_and_the_total(case: Path) -> None:
    said = runner.invoke(cli.app, ["dna", "lr", str(case)]).stdout
    assert [line.split()[0] for line in said.splitlines()[:5]] == ["locus", "TH01", "TPOX", "total", "log10"]
    assert "Likelihood ratio 10^" in said


def test_json_is_the_answer_and_nothing_else(case: Path) -> None:
    result = runner.invoke(cli.app, ["dna", "lr", str(case), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == evaluate(GOOD)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"{", "this is not JSON"), (b"\xff\xfe", "this is not UTF-8"), (b'{"kind": "?"}', "no kind of case")],
)
def test_trouble_names_the_file(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    trouble = runner.invoke(cli.app, ["dna", "lr", str(path)]).exception
    assert isinstance(trouble, CaseRejected)
    assert str(trouble).startswith(f"{path}: ")
    assert said in str(trouble)
