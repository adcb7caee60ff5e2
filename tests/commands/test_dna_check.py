"""`antigone dna check` as a laboratory types it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.dna.test_bad_cases import GOOD
from typer.testing import CliRunner

from antigone import cli
from antigone.evidence.dna import CaseRejected

runner = CliRunner()


def check(tmp_path: Path, case: dict[str, Any], *words: str) -> Any:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return runner.invoke(cli.app, ["dna", "check", str(path), *words])


def test_a_good_case_has_nothing_to_look_at_and_is_weighed_under_other_assumptions(tmp_path: Path) -> None:
    said = check(tmp_path, GOOD).stdout
    assert said.startswith("nothing to look at was found")
    assert [line.split()[0] for line in said.splitlines()[3:7]] == ["as", "theta", "theta", "no"]


def test_other_populations_are_tried(tmp_path: Path) -> None:
    (locus, *others) = GOOD["markers"]
    allele = locus["alleles"][0]
    table = tmp_path / "northern.csv"
    table.write_text(f"marker,allele,freq\n{locus['name']},{allele},0.999\n{locus['name']},99.1,0.001\n", "utf-8")
    said = [row["assumption"] for row in json.loads(
        check(tmp_path, GOOD, "--other-frequencies", str(table), "--json").stdout)["sensitivity"]]  # fmt: skip
    expected = ["as stated, loci of northern only"] if others else []
    assert said[-1 - len(expected) :] == [*expected, "population northern"]
    table.write_text("marker,allele\n", encoding="utf-8")
    assert check(tmp_path, GOOD, "--other-frequencies", str(table)).exception is not None


def test_sex_and_staff_are_findings(tmp_path: Path) -> None:
    case = copy.deepcopy(GOOD)
    case["genotypes"]["Ana"]["AMEL"] = ["X", "Y"]
    case["markers"] = [dict(one, name=f"{one['name']}{k}") for one in case["markers"] for k in range(8)]
    case["genotypes"] = {
        person: {f"{locus}{k}": alleles for locus, alleles in loci.items() if locus != "AMEL" for k in range(8)}
        for person, loci in case["genotypes"].items()
    }
    case["genotypes"]["Ana"]["AMEL"] = ["X", "Y"]
    staff = tmp_path / "staff.json"
    staff.write_text(json.dumps({"Technician": case["genotypes"]["Ben"]}), encoding="utf-8")
    told = json.loads(check(tmp_path, case, "--staff", str(staff), "--json").stdout)
    assert [one["concern"] for one in told["findings"]] == ["sex", "staff"]
    assert told["findings"][1]["people"] == ["Ben", "Technician"]


@pytest.mark.parametrize(
    ("case", "said"),
    [({"markers": GOOD["markers"]}, "this kind of case has no family to check"), ({}, "the case needs «markers»")],
)
def test_trouble_names_the_file(tmp_path: Path, case: dict[str, Any], said: str) -> None:
    trouble = check(tmp_path, case).exception
    assert isinstance(trouble, CaseRejected)
    assert str(trouble).startswith(str(tmp_path / "case.json"))
    assert said in str(trouble)
