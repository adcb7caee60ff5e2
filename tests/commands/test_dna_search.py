"""`antigone dna search` and `antigone dna associate` as a laboratory types them."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from antigone import cli
from antigone.evidence.dna import CaseRejected

runner = CliRunner()
ROOT = Path(__file__).parents[2]
REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference")) / "dna"
SEARCHED = REFERENCE / "cases" / "O056_blind_search_20x12.json"
ASSOCIATED = REFERENCE / "cases" / "O060_direct_match_reassociation.json"
LOCI = [f"D{number}S1" for number in range(1, 21)]
ALLELES = [str(repeats) for repeats in range(8, 18)]


def dna(*words: object) -> Any:
    return runner.invoke(cli.app, ["dna", *map(str, words)])


def write(path: Path, rows: list[tuple[object, ...]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def alleles(chance: np.random.Generator) -> list[tuple[str, str]]:
    return [tuple(chance.choice(ALLELES, 2)) for _ in LOCI]


def rows_of(sample: str, genotype: list[tuple[str, ...]]) -> list[tuple[object, ...]]:
    return [(sample, locus, *seen, *("",) * (2 - len(seen))) for locus, seen in zip(LOCI, genotype, strict=True)]


HEADER = ("SampleName", "Marker", "Allele1", "Allele2")


@pytest.fixture
def laboratory(tmp_path: Path) -> dict[str, Path]:
    """A mother and a father who seek a son, a family that seeks nobody found, and a bone of the son with drop-out."""
    chance = np.random.default_rng(3)
    mother, father, stranger = (alleles(chance) for _ in range(3))
    son = [(one[chance.integers(2)], other[chance.integers(2)]) for one, other in zip(father, mother, strict=True)]
    bone: list[tuple[str, ...]] = [pair if number % 4 else pair[:1] for number, pair in enumerate(son)]
    return {
        "remains": write(
            tmp_path / "remains.csv", [HEADER, *rows_of("bone", bone), *rows_of("other", alleles(chance))]
        ),
        "swabs": write(
            tmp_path / "swabs.csv",
            [HEADER, *rows_of("mother", mother), *rows_of("father", father), *rows_of("aunt", stranger)],
        ),
        "trees": write(
            tmp_path / "trees.ped",
            [
                ("Lind", "son", "father", "mother", 1),
                ("Lind", "mother", 0, 0, 2),
                ("Lind", "father", 0, 0, 1),
                ("Berg", "aunt", "old", "olga", 2),
                ("Berg", "niece", "brother", "wife", 2),
                ("Berg", "brother", "old", "olga", 1),
                *(("Berg", who, 0, 0, sex) for who, sex in (("old", 1), ("olga", 2), ("wife", 2))),
            ],
            "\t",
        ),
        "missing": write(tmp_path / "missing.csv", [("family", "missing"), ("Lind", "son"), ("Berg", "niece")]),
        "frequencies": write(
            tmp_path / "frequencies.csv", [("Allele", *LOCI), *((allele, *("0.1",) * 20) for allele in ALLELES)]
        ),
    }


def test_the_case_of_the_reference_is_searched_and_ranked() -> None:
    told = dna("search", SEARCHED, SEARCHED, "--floor", 4, "--json")
    assert told.exit_code == 0
    document = json.loads(told.stdout)
    assert (document["bodies"], document["families"]) == (20, 12)
    first = document["hits"][0]
    assert (first["body"], first["missing"], first["loci"], first["loci_against"]) == ("V5", "f5P", 24, 0)
    weights = [hit["log10_lr"] for hit in document["hits"]]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) >= 4
    case = json.loads(SEARCHED.read_text(encoding="utf-8"))["expected"]["pairwise_LR"]
    expected = case["values"][case["rows"].index("V5")][case["cols"].index("f5P")]
    assert first["lr"] == pytest.approx(expected, rel=1e-9)


def test_files_of_a_laboratory_are_searched_with_drop_out_in_the_bone(laboratory: dict[str, Path]) -> None:
    words = ("--relatives", laboratory["swabs"], "--missing", laboratory["missing"])
    told = dna(
        *("search", laboratory["remains"], laboratory["trees"], "--frequencies", laboratory["frequencies"]), *words,
        "--json",
    )  # fmt: skip
    assert told.exit_code == 0, told.stderr
    hits = json.loads(told.stdout)["hits"]
    assert [(hit["body"], hit["family"], hit["missing"]) for hit in hits] == [("bone", "Lind", "son")]
    assert hits[0]["log10_lr"] > 6
    said = dna("search", laboratory["remains"], laboratory["trees"], "--frequencies", laboratory["frequencies"], *words)
    assert "2 bodies, 2 missing people, 20 loci: 1 pairs" in said.stdout
    assert "a posterior of 99.95 % needs a log10 LR of 3.30" in said.stdout


@pytest.mark.parametrize(
    ("leave_out", "said"),
    [
        ("frequencies", "trees.ped: it brings no allele frequencies; give them with --frequencies"),
        ("missing", "trees.ped: no family misses anybody and has a relative typed; say with --missing"),
        ("relatives", "trees.ped: no family misses anybody and has a relative typed; say with --missing"),
    ],
)
def test_what_a_file_cannot_say_is_asked_for(laboratory: dict[str, Path], leave_out: str, said: str) -> None:
    given = {
        "relatives": laboratory["swabs"],
        "missing": laboratory["missing"],
        "frequencies": laboratory["frequencies"],
    }
    words = [word for name, path in given.items() if name != leave_out for word in (f"--{name}", path)]
    told = dna("search", laboratory["remains"], laboratory["trees"], *words)
    assert isinstance(told.exception, CaseRejected)
    assert said in str(told.exception)


def test_a_table_of_the_missing_that_is_none_is_refused_with_its_line(laboratory: dict[str, Path]) -> None:
    for text, said in (("a,b\n1,2\n", "line 1: the table needs"), ("family,missing\nLind,\n", "line 2: the family or")):
        laboratory["missing"].write_text(text, encoding="utf-8")
        told = dna(
            *("search", laboratory["remains"], laboratory["trees"], "--frequencies", laboratory["frequencies"]),
            *("--relatives", laboratory["swabs"], "--missing", laboratory["missing"]),
        )
        assert said in str(told.exception)


def test_a_case_that_is_wrong_is_named_with_its_file(tmp_path: Path) -> None:
    case = json.loads(SEARCHED.read_text(encoding="utf-8"))
    case["families"][0]["members"][0]["father"] = case["families"][0]["members"][2]["id"]
    wrong = tmp_path / "families.json"
    wrong.write_text(json.dumps(case), encoding="utf-8")
    told = dna("search", SEARCHED, wrong)
    assert isinstance(told.exception, CaseRejected)
    assert str(told.exception).startswith(f"{wrong}: family «F1»: ")


def test_samples_of_a_case_are_put_together() -> None:
    told = dna("associate", ASSOCIATED, "--json")
    assert told.exit_code == 0
    document = json.loads(told.stdout)
    together = [[one["id"] for one in body["samples"]] for body in document["bodies"] if len(body["samples"]) > 1]
    assert together == [["B1", "B1b"]]


def test_samples_of_a_laboratory_are_put_together_with_drop_out(tmp_path: Path, laboratory: dict[str, Path]) -> None:
    chance = np.random.default_rng(4)
    person, other = alleles(chance), alleles(chance)
    part = [pair if number % 3 else pair[:1] for number, pair in enumerate(person)]
    samples = write(
        tmp_path / "parts.csv", [HEADER, *rows_of("arm", person), *rows_of("leg", part), *rows_of("skull", other)]
    )
    told = dna("associate", samples, "--frequencies", laboratory["frequencies"], "--people", 100, "--json")
    assert told.exit_code == 0, told.stderr
    document = json.loads(told.stdout)
    assert [[one["id"] for one in body["samples"]] for body in document["bodies"]] == [["arm", "leg"], ["skull"]]
    consensus = document["bodies"][0]["consensus"][LOCI[0]]
    assert sorted(consensus["alleles"]) == sorted(person[0])
    said = dna("associate", samples, "--frequencies", laboratory["frequencies"]).stdout
    assert "3 samples: 2 people, 1 of them with several samples" in said
    assert "arm, leg: least sure is" in said


def test_loci_meet_under_their_usual_names_and_others_are_said(tmp_path: Path) -> None:
    case = json.loads(SEARCHED.read_text(encoding="utf-8"))
    body = case["pm_genotypes"]["V5"]
    spelt = {"Penta D": "PENTA_D", "TH01": "THO1"}
    rows = [("V5", spelt.get(name, name), *seen) for name, seen in body.items()] + [("V5", "D99S9", "9", "9")]
    told = dna("search", write(tmp_path / "bodies.csv", [HEADER, *rows]), SEARCHED, "--json")
    assert json.loads(told.stdout)["hits"][0]["loci"] == 24
    assert "D99S9 was read but is not counted" in told.stderr


def test_samples_without_frequencies_are_refused(laboratory: dict[str, Path]) -> None:
    told = dna("associate", laboratory["remains"])
    assert "remains.csv: it brings no allele frequencies" in str(told.exception)
