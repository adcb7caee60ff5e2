"""The report on a case: the same bytes each time, in each language, with everything a court would ask for."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.evidence.dna.test_bad_cases import GOOD
from typer.testing import CliRunner

from antigone import cli
from antigone.evidence.dna import likelihood_ratio
from antigone.evidence.dna.quality import SensitivityRow
from antigone.interfaces.papers import LANGUAGES, NotReportable, kinship_report

runner = CliRunner()


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def report(case: Mapping[str, Any], **more: Any) -> bytes:
    arguments = {"sha256": "ab" * 32, "prior_log10_odds": -2.0, "languages": ("en",)} | more
    return kinship_report(case, likelihood_ratio(case), **arguments)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert report(GOOD, languages=LANGUAGES) == report(GOOD, languages=LANGUAGES)
    assert report(GOOD) != report(GOOD, prior_log10_odds=-3.0)
    assert report(GOOD).startswith(b"%PDF")


def test_everything_that_a_court_asks_for_is_there(tmp_path: Path) -> None:
    said = text_of(report(GOOD, sensitivity=[SensitivityRow("theta 0.03", 1.25)]), tmp_path)
    result = likelihood_ratio(GOOD)
    first = next(iter(result.document["log10_lr_total"].values()))
    for expected in (
        "Report on kinship by DNA", "Conclusion", "Hypothesis", "(reference)", "scale of ENFSI", "ab" * 32,
        f"{first:.4f}", "prior odds of 1 : 100", "99.95 %", "Limits", "two people", "θ = 0.03", "1.2500",
        *(marker["name"] for marker in GOOD["markers"]), *GOOD["genotypes"],
    ):  # fmt: skip
        assert expected in said, expected


@pytest.mark.parametrize(
    ("language", "words"),
    [("uk", "Висновок щодо спорідненості за ДНК"), ("ru", "Заключение о родстве по ДНК"), ("en", "Report on kinship")],
)
def test_each_language_has_a_report_of_its_own(language: str, words: str, tmp_path: Path) -> None:
    assert words in text_of(report(GOOD, languages=(language,)), tmp_path)


def test_two_languages_stand_in_one_paper(tmp_path: Path) -> None:
    said = text_of(report(GOOD, languages=("uk", "en")), tmp_path)
    assert said.index("Підсумок") < said.index("Conclusion")


def test_what_is_certain_is_never_written_as_certainty(tmp_path: Path) -> None:
    said = text_of(report(GOOD, prior_log10_odds=30.0), tmp_path)
    assert "100 %" not in said
    assert "> 99.99999999 %" in said


def test_an_impossibility_is_said_in_words(tmp_path: Path) -> None:
    case = copy.deepcopy(GOOD)
    mother_and_son = [
        {"id": "Pa", "father": None, "mother": None, "sex": "M"},
        {"id": "Ana", "father": None, "mother": None, "sex": "F"},
        {"id": "Ben", "father": "Pa", "mother": "Ana", "sex": "M"},
    ]
    case["hypotheses"]["sibs"] = mother_and_son
    case["genotypes"] = {"Ana": {"TH01": ["6", "6"]}, "Ben": {"TH01": ["7", "7"]}}
    assert likelihood_ratio(case).log10 == float("-inf")
    assert "cannot explain the readings" in text_of(report(case), tmp_path)


def test_other_kinds_and_languages_are_one_sentence() -> None:
    with pytest.raises(NotReportable, match="kind «dvi»"):
        kinship_report({"kind": "dvi"}, likelihood_ratio(GOOD), sha256="", prior_log10_odds=0.0)
    with pytest.raises(NotReportable, match="«fr» is no language"):
        report(GOOD, languages=("uk", "fr"))
    with pytest.raises(NotReportable, match="no language"):
        report(GOOD, languages=())


def test_the_command_writes_the_paper(tmp_path: Path) -> None:
    case, out = tmp_path / "case.json", tmp_path / "paper.pdf"
    case.write_text(json.dumps(GOOD), encoding="utf-8")
    words = ["dna", "report", str(case), "--out", str(out), "--prior-odds", "1/20000", "--languages", "uk,en", "--json"]
    result = runner.invoke(cli.app, words)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["bytes"] == out.stat().st_size
    digest = hashlib.sha256(case.read_bytes()).hexdigest()
    assert told["sha256_of_case"] == digest
    said = text_of(out.read_bytes(), tmp_path)
    assert "1 : 20,000" in said
    assert digest in said


def test_what_suffices_can_be_raised_and_not_lowered(tmp_path: Path) -> None:
    posterior = {"prior_log10_odds": 3.5 - float(likelihood_ratio(GOOD).log10 or 0)}
    assert "This reaches 99.95 %" in text_of(report(GOOD, **posterior), tmp_path)
    assert "This does not reach 99.99 %" in text_of(report(GOOD, sufficient=0.9999, **posterior), tmp_path)
    with pytest.raises(NotReportable, match=r"0\.9995 or more"):
        report(GOOD, sufficient=0.999)


def test_other_populations_stand_in_the_readers_language(tmp_path: Path) -> None:
    rows = [SensitivityRow("as stated, loci of Velmaria only", 1.0), SensitivityRow("population Velmaria", 0.5)]
    said = text_of(report(GOOD, sensitivity=rows, languages=("uk",)), tmp_path)
    assert "популяція Velmaria" in said
    assert "як зазначено, лише локуси: Velmaria" in said


@pytest.mark.parametrize("odds", ["0", "-1", "1/0", "often"])
def test_odds_that_are_none_are_refused(odds: str, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps(GOOD), encoding="utf-8")
    words = ["dna", "report", str(case), "--out", str(tmp_path / "paper.pdf"), f"--prior-odds={odds}"]
    result = runner.invoke(cli.app, words)
    assert result.exit_code == 2
    assert "are no odds" in result.output
    assert not (tmp_path / "paper.pdf").exists()
