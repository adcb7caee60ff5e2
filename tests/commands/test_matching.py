"""Two lists, a match, its reasons, an exclusion that stays: as it is typed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.django_db

Said = subprocess.CompletedProcess[str]
Antigone = Callable[..., Said]

MISSING = """ПІБ;Дата народження;Місце народження
Гончаровський Остап Лукич;13.05.1987;Полтава
Мельник Ярина Олегівна;02.02.1990;Суми
"""
DEAD = """Full name;Date of birth;Place of birth
Honcharovskyi Ostap Lukych;13.05.1987;Poltava
Kravets Yukhym;01.03.1971;Sumy
"""


@pytest.fixture
def loaded(antigone: Antigone, tmp_path: Path) -> Antigone:
    for name, text, kind in (("missing.csv", MISSING, "missing"), ("dead.csv", DEAD, "dead")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        said = antigone("import", name, "--source", f"The {kind} of a village", "--kind", kind)
        assert said.returncode == 0, said.stderr
    return antigone


def document(said: Said) -> Any:
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.mark.slow
def test_from_two_lists_to_an_exclusion_that_stays(loaded: Antigone) -> None:
    assert "4 records wait to be compared" in loaded("matches").stdout
    assert "4 records compared: 1 matches proposed" in loaded("match").stdout
    (match,) = document(loaded("matches", "--json"))
    left, right = match["left"]["record_id"], match["right"]["record_id"]
    assert "Honcharovskyi Ostap Lukych" in loaded("matches", str(left)).stdout

    words = loaded("match", "--explain", str(right), str(left)).stdout
    assert "before the evidence" in words
    assert "support for the view that this is the same person" in words
    explained = document(loaded("match", "--explain", str(left), str(right), "--json"))
    assert document(loaded("matches", str(left), "--reasons", "--json")) == [explained]
    assert "before the evidence" in loaded("matches", str(right), "--reasons").stdout
    assert explained["assessment"]["log10_lr"] == pytest.approx(match["log10_lr"], abs=1e-9)

    refused = loaded("review", match["public_id"], "--exclude", "other teeth", "--by", "dental")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "take it up first" in refused.stderr
    assert "under review, taken up by" in loaded("review", match["public_id"]).stdout
    assert "other teeth" in loaded("review", match["public_id"], "--exclude", "other teeth", "--by", "dental").stdout

    assert loaded("match", "--all").returncode == 0
    assert document(loaded("matches", "--json")) == []
    (excluded,) = document(loaded("matches", str(left), "--json"))
    assert (excluded["state"], excluded["joint_posterior"]) == ("excluded", 0)


@pytest.mark.slow
def test_worker_and_bulk_give_the_same_and_a_run_can_be_repeated(loaded: Antigone) -> None:
    (due,) = document(loaded("match", "--json"))
    bulk = document(loaded("match", "--engine", "local", "--json"))
    assert bulk["results"] == due["results"]
    assert (bulk["proposed"], bulk["changed"], bulk["withdrawn"]) == (0, 0, 0)
    for run in (due["run_id"], bulk["run_id"]):
        assert "the same again, to the last bit" in loaded("match", "--repeat", str(run)).stdout
    second, first = document(loaded("match", "--runs", "--json"))
    assert second["run_id"] == first["run_id"] + 1, "a repetition takes no number"
    assert second["parameters"] == first["parameters"] != ""
    assert (second["sought"], second["found"], first["scope"]) == (2, 2, 4)
    assert "2 sought against 2 found" in loaded("match", "--plan").stdout
    nothing = loaded("match", "--engine", "local", "--resume")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "there is no interrupted run" in nothing.stderr


def test_what_cannot_be_done_is_one_sentence(antigone: Antigone) -> None:
    for words, sentence in (
        (("match", "--explain", "0", "1"), "there is no record 0"),
        (("match", "--repeat", "99"), "there is no finished run 99"),
        (("match", "--train"), "learning takes 200 at least"),
    ):
        said = antigone(*words)
        assert (said.returncode, said.stdout) == (1, "")
        assert sentence in said.stderr
        assert said.stderr.count("\n") == 1
    assert antigone("match", "--plan", "--train").returncode == 2
    assert "--floor belong" in antigone("match", "--floor", "3").stderr.replace("\n", " ")
    # A floor that no weight reaches would withdraw all that was proposed.
    assert "from 0 on" in antigone("match", "--engine", "local", "--floor", "nan").stderr.replace("\n", " ")
