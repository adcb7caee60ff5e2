"""`antigone dna power` as a case worker types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.dna.test_bad_cases import GOOD
from typer.testing import CliRunner

from antigone import cli
from antigone.commands.dna_power import FamilyNotChosen
from antigone.evidence.dna import CaseRejected
from antigone.evidence.dna.power import NothingToWeigh

runner = CliRunner()
FAMILY: dict[str, Any] = {
    "format": "antigone-dna-ref/1",
    "kind": "exclusion_power",
    "markers": [dict(GOOD["markers"][0], name=f"L{k}") for k in range(12)],
    "pedigree": [
        {"id": "Pa", "father": None, "mother": None, "sex": "M"},
        {"id": "Ma", "father": None, "mother": None, "sex": "F"},
        {"id": "Ben", "father": "Pa", "mother": "Ma", "sex": "M"},
        {"id": "Ana", "father": "Pa", "mother": "Ma", "sex": "F"},
    ],
    "missing": "Ben",
    "genotypes": {"Ana": {f"L{k}": ["6", "9.3"] for k in range(12)}},
}


@pytest.fixture
def family(tmp_path: Path) -> Path:
    path = tmp_path / "family.json"
    path.write_text(json.dumps(FAMILY), encoding="utf-8")
    return path


def run(*words: str | Path) -> Any:
    return runner.invoke(cli.app, ["dna", "power", *map(str, words)])


def test_words_tell_whom_to_sample_next(family: Path) -> None:
    said = run(family, "--bodies", "20", "--posterior", "0.9", "--trials", "200").stdout
    assert said.startswith("Ben, one of 20 bodies: a posterior of 90.0000 % needs a likelihood ratio of 10^2.23")
    rows = [line.split("%")[0].split() for line in said.splitlines() if line.startswith(("with", "and with"))]
    assert [row[:3] for row in rows[:1]] == [["with", "these", "donors"]]
    assert {row[2] for row in rows[1:]} == {"Pa", "Ma"}


def test_json_is_one_document_and_the_chart_a_file(family: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    result = run(family, "--next", "Ma", "--trials", "50", "--loci", "10", "--chart", chart, "--json")
    told = json.loads(result.stdout)
    assert [one["with_donor"] for one in told["next"]] == ["Ma"]
    assert (told["loci"], told["donors"], told["not_yet_read"]) == (10, ["Ana"], [])
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    assert isinstance(run(family, "--chart", chart).exception, FileExistsError)


def test_a_promised_donor_counts(family: Path) -> None:
    told = json.loads(run(family, "--donors", "Pa, Ma", "--next", "", "--trials", "50", "--json").stdout)
    assert (told["donors"], told["not_yet_read"], told["next"]) == (["Pa", "Ma"], ["Pa", "Ma"], [])


PED = "FID IID PAT MAT SEX TH01\nF1 Pa 0 0 1 6 6\nF1 Ma 0 0 2 0 0\nF1 Ben Pa Ma 1 0 0\n"


def test_a_laboratorys_file_needs_frequencies(tmp_path: Path) -> None:
    path = tmp_path / "family.ped"
    path.write_text(PED, encoding="utf-8")
    trouble = run(path, "--missing", "Ben").exception
    assert trouble is not None
    assert str(trouble).startswith(f"{path}: give allele frequencies with --frequencies")


def test_where_a_file_does_not_say_who_is_missing_the_others_may_be_sampled_next(tmp_path: Path) -> None:
    path, frequencies = tmp_path / "family.ped", tmp_path / "frequencies.csv"
    path.write_text(PED, encoding="utf-8")
    frequencies.write_text("marker,allele,freq\nTH01,6,0.6\nTH01,7,0.4\n", encoding="utf-8")
    result = run(path, "--missing", "Ben", "--frequencies", frequencies, "--trials", "20", "--json")
    told = json.loads(result.stdout)
    assert (told["donors"], [one["with_donor"] for one in told["next"]]) == (["Pa"], ["Ma"])
    assert "choose with --missing one of Ma, Ben" in str(run(path, "--frequencies", frequencies).exception)


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        (["--missing", "Zoe"], FamilyNotChosen, "nobody missing in it is called «Zoe»; it misses Ben"),
        (["--donors", "Ben"], NothingToWeigh, "«Ben» is the one who is missing"),
        (["--bodies", "1"], FamilyNotChosen, "a prior needs 2 bodies at least"),
    ],
)
def test_one_sentence_for_what_cannot_be_asked(family: Path, words: list[str], kind: type, said: str) -> None:
    trouble = run(family, *words).exception
    assert isinstance(trouble, kind)
    assert said in str(trouble)


def test_an_incident_must_say_whom(tmp_path: Path) -> None:
    case = {
        "kind": "dvi",
        "markers": FAMILY["markers"],
        "families": [
            {"name": name, "missing": [f"Ben{name}"], "members": [
                {key: value and (value if key == "sex" else f"{value}{name}") for key, value in member.items()}
                for member in FAMILY["pedigree"]
            ]} for name in ("1", "2")
        ],
        "am_genotypes": {"Ana1": FAMILY["genotypes"]["Ana"]},
    }  # fmt: skip
    path = tmp_path / "incident.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert "choose with --missing one of Ben1, Ben2" in str(run(path).exception)
    told = json.loads(run(path, "--missing", "Ben1", "--trials", "20", "--json").stdout)
    assert [one["with_donor"] for one in told["next"]] != []
    path.write_text(json.dumps({"kind": "dvi"}), encoding="utf-8")
    assert isinstance(run(path).exception, CaseRejected)
