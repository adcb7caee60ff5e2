"""`antigone dna import` and `export` as a laboratory types them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from antigone import cli
from antigone.interfaces.exchange.dna import ExportRefused, NotThisFormat, read_dna

runner = CliRunner()

PROFILES = "SampleName,Marker,Allele1,Allele2\nV1,THO1,6,9.3\nV1,FGA,20,\nV2,TH01,7,99\nV2,FGA,22,24\n"
TABLE = "marker,allele,freq,n\nTH01,6,0.5,100\nTH01,7,0.1,100\nTH01,9.3,0.4,100\nFGA,20,0.3,100\nFGA,22,0.7,100\n"


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    path = tmp_path / "profiles.csv"
    path.write_text(PROFILES, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def said(*words: str | Path) -> str:
    result = runner.invoke(cli.app, ["dna", *map(str, words)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_import_says_what_is_in_the_file_and_what_is_wrong(profiles: Path) -> None:
    words = said("import", profiles)
    assert words.startswith("profiles.csv: lrmix\n2 profiles with 1 to 2 usable loci")
    assert "1 readings have one allele where two are due" in words
    assert "note: locus «THO1» is read as TH01" in words
    assert "rejected: line 4, «V2», locus TH01: allele 99 is off the ladder" in words


def test_json_is_one_document_with_everything(profiles: Path) -> None:
    document = json.loads(said("import", profiles, "--json"))
    assert document["format"] == "lrmix"
    assert document["samples"][0]["readings"][0] == {"locus": "TH01", "alleles": ["6", "9.3"]}
    assert document["samples"][1]["readings"][0]["fault"].startswith("allele 99 is off the ladder")
    assert [(one["line"], one["person"], one["locus"]) for one in document["findings"]] == [(4, "V2", "TH01")]


def test_findings_go_to_a_table_that_spreadsheets_open(profiles: Path, tmp_path: Path) -> None:
    said("import", profiles, "--rejected", tmp_path / "findings.csv")
    rows = list(csv.reader((tmp_path / "findings.csv").open(encoding="utf-8-sig")))
    assert rows[1][:3] == ["4", "V2, TH01", "7, 99"]


def test_a_minimum_frequency_is_logged(table: Path) -> None:
    assert "TH01: 7 raised to the minimum frequency 0.2, the others scaled" in said(
        "import", table, "--minimum-frequency", "0.2"
    )


def test_export_tells_what_it_leaves_out_and_guesses_nothing(profiles: Path, table: Path, tmp_path: Path) -> None:
    words = said("export", profiles, tmp_path / "out.fam", "--format", "familias", "--frequencies", table)
    assert "«V1», locus FGA: Familias needs two alleles; if this is a homozygote" in words
    assert "«V2», locus FGA: allele 24 is not in the frequency table" in words
    kept = {sample.id: sample.genotypes() for sample in read_dna(tmp_path / "out.fam").samples}
    assert kept == {"V1": {"TH01": ("6", "9.3")}, "V2": {}}


def test_the_laboratory_may_decide_what_nobody_guesses(profiles: Path, table: Path, tmp_path: Path) -> None:
    said(
        *("export", profiles, tmp_path / "out.fam", "--format", "fam", "--frequencies", table),
        *("--single-alleles", "homozygous", "--minimum-frequency", "5/2N"),
    )
    kept = {sample.id: sample.genotypes() for sample in read_dna(tmp_path / "out.fam").samples}
    assert kept == {"V1": {"TH01": ("6", "9.3"), "FGA": ("20", "20")}, "V2": {"FGA": ("22", "24")}}


def test_codis_is_asked_who_sends_it(profiles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    with pytest.raises(ExportRefused, match="--destination, --laboratory, --user, --submitted"):
        said("export", profiles, out, "--format", "cmf-3.3")
    who = ["--destination", "UA1", "--laboratory", "UA2", "--user", "lab", "--submitted", "2024-05-01T12:00:00"]
    with pytest.raises(ExportRefused, match=r"«V1» has no specimen category of CMF 3\.3; say it with --category"):
        said("export", profiles, out, "--format", "cmf-3.3", *who)
    document = json.loads(
        said("export", profiles, out, "--format", "cmf-3.3", *who, "--category", "Unidentified Person", "--json")
    )
    assert document["file"] == str(out)
    assert [sample.category for sample in read_dna(out).samples] == ["Unidentified Person"] * 2


def test_what_is_written_is_its_owners_alone_and_overwrites_nothing(profiles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    said("export", profiles, out, "--format", "genemapper-wide")
    assert out.stat().st_mode & 0o777 == 0o600
    before = out.read_bytes()
    with pytest.raises(ExportRefused, match="stands there already"):
        said("export", profiles, out, "--format", "lrmix")
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.txt", "profiles.csv"]


def test_formats_are_named_or_said_to_be_unknown(profiles: Path, tmp_path: Path) -> None:
    with pytest.raises(NotThisFormat, match=r"«excel» is not a format that is known; say one of cmf-3\.2"):
        said("import", profiles, "--format", "excel")
    with pytest.raises(ExportRefused, match="niem is read and not written"):
        said("export", profiles, tmp_path / "out.xml", "--format", "niem")
    with pytest.raises(NotThisFormat, match=r"profiles\.csv is no XML, and cmf-3\.3 is written so"):
        said("import", profiles, "--format", "cmf")
