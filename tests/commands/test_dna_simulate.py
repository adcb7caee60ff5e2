"""`antigone dna simulate`: what is drawn can be searched, and who is whose is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.commands.test_dna_power import FAMILY
from typer.testing import CliRunner

from antigone import cli
from antigone.commands.dna_power import FamilyNotChosen

runner = CliRunner()


@pytest.fixture
def family(tmp_path: Path) -> Path:
    path = tmp_path / "family.json"
    path.write_text(json.dumps({**FAMILY, "genotypes": {}}), encoding="utf-8")
    return path


def run(*words: str | Path) -> Any:
    return runner.invoke(cli.app, ["dna", *map(str, words)])


def drawn(family: Path, out: Path, *options: str) -> dict[str, Any]:
    result = run("simulate", family, out, *options)
    assert result.exception is None, result.exception
    return dict(json.loads(out.read_text(encoding="utf-8")))


def hits(case: Path) -> set[tuple[str, str]]:
    told = json.loads(run("search", case, case, "--floor", "2", "--json").stdout)
    return {(row["body"], row["missing"]) for row in told["hits"]}


@pytest.mark.parametrize("options", [(), ("--dropout", "0.1"), ("--loci", "10")])
def test_a_search_finds_whom_the_truth_names(family: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    out = tmp_path / "drawn.json"
    case = drawn(family, out, "--families", "8", "--bodies", "10", "--theirs", "0.5", "--seed", "3", *options)
    truth = {(body, person) for body, person in case["truth"].items() if person}
    assert (len(case["truth"]), len(truth), len(case["families"])) == (10, 5, 8)
    found = hits(out)
    assert len(found & truth) >= 3
    assert len(found - truth) <= 2
    if "--loci" in options:
        assert {len(reading) for reading in case["pm_genotypes"].values()} == {10}


def test_the_same_seed_draws_the_same_people(family: Path, tmp_path: Path) -> None:
    once, again, other = (drawn(family, tmp_path / name, "--families", "2", "--seed", seed)
                          for name, seed in (("a.json", "1"), ("b.json", "1"), ("c.json", "2")))  # fmt: skip
    assert once == again
    assert once["pm_genotypes"] != other["pm_genotypes"]


def test_only_named_donors_are_read_and_lost_alleles_are_not_called_homozygous(family: Path, tmp_path: Path) -> None:
    case = drawn(family, tmp_path / "a.json", "--donors", "Ma", "--families", "3", "--dropout", "0.5")
    assert set(case["am_genotypes"]) == {"F1 Ma", "F2 Ma", "F3 Ma"}
    bodies = [seen for reading in case["pm_genotypes"].values() for seen in reading.values()]
    assert {len(seen) for seen in bodies} == {1, 2}
    assert all(len(set(seen)) == len(seen) for seen in bodies)
    assert case["markers"][0]["dropout"]["B1"] == 0.5


def test_an_existing_file_stays_and_wrong_names_are_told(family: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    out.write_text("mine", encoding="utf-8")
    assert isinstance(run("simulate", family, out).exception, FileExistsError)
    assert out.read_text(encoding="utf-8") == "mine"
    for words, said in (
        (("--donors", "Zoe"), "«Zoe» is no relative who could be read; choose with --donors of Pa, Ma, Ana"),
        (("--missing", "Zoe"), "nobody missing in it is called «Zoe»"),
        (("--loci", "99"), "99 loci cannot be read of 12"),
    ):
        trouble = run("simulate", family, tmp_path / "b.json", *words).exception
        assert isinstance(trouble, FamilyNotChosen)
        assert said in str(trouble)
    assert not (tmp_path / "b.json").exists()
