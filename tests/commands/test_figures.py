"""`antigone figures`: estimates from files, without a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from antigone.interfaces.exchange.errors import UnreadableFile
from antigone.interfaces.exchange.overlaps import overlaps_document, read_overlaps

PERSONS = "name,A,B,C,place\n" + "".join(
    f"p{number},{number % 2},{int(number % 3 > 0)},{int(number % 5 < 3)},{'north' if number < 150 else 'south'}\n"
    for number in range(300)
    if number % 2 or number % 3 or number % 5 < 3
)


def said(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "antigone", *map(str, words)], capture_output=True, text=True)


def document(*words: str | Path) -> Any:
    answer = said(*words, "--json")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.slow
def test_a_table_of_persons_is_estimated_and_says_every_method(tmp_path: Path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text(PERSONS)
    found = document("figures", "estimate", file)
    assert found["documented"] == PERSONS.count("\n") - 1
    assert {one["method"] for one in found["panel"]} == {
        "latent-class", "decomposable", "log-linear-averaged", "log-linear",
    }  # fmt: skip
    assert document("figures", "estimate", file) == found
    in_words = said("figures", "estimate", file).stdout
    assert "methods that gave a number" in in_words
    assert "at least" in in_words


def test_strata_are_estimated_each_and_added(tmp_path: Path) -> None:
    file = tmp_path / "lists.csv"
    file.write_text(PERSONS)
    found = document("figures", "estimate", file, "--stratum", "place")
    assert set(found["strata"]) == {"north", "south"}
    assert found["n"] == pytest.approx(sum(one["n"] for one in found["strata"].values()))


def test_samples_of_the_linkage_split_the_variance(tmp_path: Path) -> None:
    files = []
    for moved in range(12):
        files.append(tmp_path / f"sample-{moved}.json")
        patterns = {"100": 90 + moved, "010": 80 + moved, "001": 70, "110": 30 - moved, "101": 20, "011": 18, "111": 9}
        files[-1].write_text(json.dumps({"lists": ["A", "B", "C"], "patterns": patterns}))
    found = document("figures", "estimate", *files)
    assert found["sampling"] + found["model"] + found["linkage"] == pytest.approx(1)
    assert found["samples"] == 12


def test_patterns_with_counts_and_json_say_the_same(tmp_path: Path) -> None:
    rows, overlaps = tmp_path / "patterns.tsv", tmp_path / "overlaps.json"
    rows.write_text("A\tB\tcount\n1\t0\t30\n0\t1\t20\n1\t1\t9\n")
    table = read_overlaps(rows)[""]
    overlaps.write_text(json.dumps(overlaps_document(table)))
    assert read_overlaps(overlaps)[""].as_patterns() == table.as_patterns() == {"01": 20, "10": 30, "11": 9}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("A,B\n1,1\n0,0\n", "line 3: this person stands on no list"),
        ("A,A\n1,0\n", "line 1: the column «A» comes twice"),
        ("A,B\n1\n", "line 2: 1 cells under 2 columns"),
        ("id,A,B\n7,1,0\n8,1,1\n7,0,1\n", "line 4: the person «7» stands in line 2 already"),
        ("A,B\n", "nothing below the column names"),
        ("A,name\n1,x1\n", "1 columns hold only 0 and 1"),
        ("A,B,count\n1,0,many\n0,1,2\n", "line 2, column «count»: «many» is no number of persons"),
        ('A,B\n1,"0\n', "check the quotation marks"),
        ('{"lists": ["A"]', "line 1: this is not JSON"),
        ('{"lists": ["A", "B"]}', 'it needs "lists" (names) and "patterns"'),
        ('{"lists": ["A", "B"], "patterns": {"10": "dozens"}}', "must be a whole number"),
        ('{"lists": ["A", "B"], "patterns": {"10": -4}}', "less than 0 times"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_the_place(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "lists.csv"
    file.write_text(content)
    with pytest.raises((UnreadableFile, ValueError)) as refused:
        read_overlaps(file)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("lists.csv")


def test_a_single_list_is_refused_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "lists.json"
    file.write_text('{"lists": ["A"], "patterns": {"1": 5}}')
    answer = said("figures", "estimate", file)
    assert answer.returncode == 1
    assert "a second, independent list is needed" in answer.stderr


def test_deaths_are_compared_with_their_trend(tmp_path: Path) -> None:
    file = tmp_path / "deaths.csv"
    rows = [
        f"{year},20-24,{sex},{deaths}"
        for year in range(2014, 2023)
        for sex, deaths in (("m", 3000 + (900 if year == 2022 else 0)), ("f", 1000))
    ]
    file.write_text("year,age,sex,deaths\n" + "\n".join(rows))
    found = document("figures", "excess", file, "--years", "2022")
    assert found["excess"][0]["n"] == pytest.approx(900)
    wrong = said("figures", "excess", file, "--years", "2031")
    assert wrong.returncode == 1
    assert "no deaths of the year 2031" in wrong.stderr
