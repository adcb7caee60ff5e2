"""From swab to weight, as a laboratory types it, on an invented war whose truth is known."""

from __future__ import annotations

import csv
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.command_line import Antigone

from antigone.evidence.dna import likelihood_ratio
from antigone.simulation import write_world

pytestmark = pytest.mark.django_db

SIDE = "velmaria"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("war")
    write_world(folder, 6_000, 7)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def told(antigone: Antigone, *words: str | Path) -> Any:
    said = antigone(*words, "--json")
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


def bring_in(antigone: Antigone, world: Path) -> None:
    for name in (f"missing_{SIDE}", f"remains_{SIDE}"):
        mapping = world / "mappings" / f"{name}.yaml"
        assert antigone("import", world / f"{name}.csv", "--source", name, "--mapping", mapping).returncode == 0
    dna = world / "dna"
    told(antigone, "laboratory", "frequencies", dna / "frequencies.csv")
    for words in (
        ("families", dna / f"families_{SIDE}.ped", "--donors", dna / f"donors_{SIDE}.csv"),
        ("samples", dna / f"samples_{SIDE}.csv"),
        ("profiles", dna / f"relatives_{SIDE}.csv"),
        ("profiles", dna / f"remains_{SIDE}.csv"),
    ):
        assert told(antigone, "laboratory", *words)["rejected"] == []


@pytest.mark.slow
def test_bodies_find_their_families(antigone: Antigone, world: Path, tmp_path: Path) -> None:
    bring_in(antigone, world)
    held = told(antigone, "laboratory", "status")
    assert held["families"] > 80
    assert held["profiles_of_donors"] == held["donors"]
    assert held["profiles_of_remains"] > 50

    found = told(antigone, "laboratory", "search")
    assert (found["families"], found["bodies"]) == (held["families"], held["profiles_of_remains"])
    weights = told(antigone, "laboratory", "weights", "--limit", "1000")
    assert len(weights) == found["hits"]

    person = {row["sample"]: row["person_id"] for row in rows(world / "truth" / "dna.csv")}
    of_record = {row["record_id"]: row["person_id"] for row in rows(world / "truth" / "links.csv")}
    mother = {row["person_id"]: row["mother_id"] for row in rows(world / "truth" / "persons.csv")}
    sought = {row["family"]: of_record[row["sought"]] for row in rows(world / "dna" / f"donors_{SIDE}.csv")}
    bodies = {row["SampleName"] for row in rows(world / "dna" / f"remains_{SIDE}.csv")}
    possible = sum(person[sample] == who for sample in bodies for who in sought.values())
    strong = [(person[card["sample"]], sought[card["family"]]) for card in weights if card["log10_lr"] > 5]
    right = sum(one == other for one, other in strong)
    assert possible > 20
    assert right >= 0.9 * possible
    # Whoever is taken for another by so much is his near kin: brothers are alike to their parents.
    strangers = [pair for pair in strong if pair[0] != pair[1] and mother[pair[0]] != mother[pair[1]]]
    assert len(strangers) <= 0.05 * len(strong)

    best = weights[0]
    words = antigone("laboratory", "weights", "--limit", "1").stdout
    assert best["sample"] in words
    assert "extremely strong support" in words
    drawing = tmp_path / "tree.svg"
    shown = antigone("laboratory", "family", best["family"], "--drawing", drawing)
    assert best["sample"] in shown.stdout
    assert drawing.read_text(encoding="utf-8").startswith("<svg")

    paper, case = tmp_path / "paper.pdf", tmp_path / "case.json"
    pair = (best["family"], best["sample"])
    assert told(antigone, "laboratory", "report", *pair, "--out", paper, "--prior-odds", "1/7000")["bytes"] > 10_000
    told(antigone, "laboratory", "case", *pair, "--out", case)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (paper, case)} == {0o600}
    assert likelihood_ratio(json.loads(case.read_text("utf-8"))).log10 == pytest.approx(best["log10_lr"], abs=0.01)
    assert "exists" in antigone("laboratory", "report", *pair, "--out", paper).stderr.lower()
    concerns = {finding["concern"] for finding in told(antigone, "laboratory", "check")}
    assert {"linked loci"} < concerns  # and a father who is not one, or a mother who gave a swab for two sons
    power = told(antigone, "laboratory", "power", best["family"], "--trials", "50")
    assert power["now"]["power"] > 0.9

    moved = told(antigone, "laboratory", "custody", best["sample"], "--happened", "moved", "--place", "freezer 3")
    assert [(event["verb"], event["place"]) for event in moved][-1] == ("moved", "freezer 3")
    key = Path(os.environ["ANTIGONE_DATA"]) / "keys" / "laboratory.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    nothing = antigone("laboratory", "search", "--new")
    assert nothing.stdout == "Nothing has come or changed since the last search.\n"
    refused = antigone("laboratory", "search", "--new", "--theta", "0.01")
    assert (refused.returncode, "leave out --theta" in refused.stderr) == (1, True)
    why = ("--partner", "Court", "--because", "case 7")
    unallowed = antigone("laboratory", "case", *pair, "--out", tmp_path / "court.json", *why)
    assert "did not allow «report»" in unallowed.stderr
    assert not (tmp_path / "court.json").exists()

    donor = told(antigone, "laboratory", "family", best["family"])["donors"][0]["member"]
    assert told(antigone, "laboratory", "withdraw", donor)["profiles_destroyed"] == 1
    assert told(antigone, "laboratory", "weights", "--family", best["family"]) == []
    (anew,) = told(antigone, "laboratory", "search", "--new")
    assert (anew["bodies"], anew["families"], anew["everything"]) == (0, 1, "")
    assert "destroyed" in antigone("laboratory", "custody", donor).stdout
    again = antigone("laboratory", "withdraw", donor)
    assert again.returncode == 1
    assert again.stderr.startswith("antigone: the donor of sample")


def test_what_is_wrong_is_told_with_its_place(antigone: Antigone, world: Path, tmp_path: Path) -> None:
    unknown = antigone("laboratory", "samples", world / "dna" / "samples_velmaria.csv")
    assert "there is no record of remains with the id" in unknown.stdout
    table = tmp_path / "donors.csv"
    table.write_text("sample,sought\nR-1,M-1\n", encoding="utf-8")
    trees = world / "dna" / "families_velmaria.ped"
    refused = antigone("laboratory", "families", trees, "--donors", table)
    assert refused.returncode == 1
    assert "donors.csv has no column relation" in refused.stderr
    table.write_text(
        "sample,sought,relation,uses,consented\nR-x,M-1,mother,search,2026-05-02\nR-0000001,nobody,mother,search,\n",
        encoding="utf-8",
    )
    said = antigone("laboratory", "families", trees, "--donors", table).stdout
    assert "donors.csv, line 2: no tree in families_velmaria.ped holds the donor «R-x»" in said
    assert "donors.csv, line 3: «nobody», whom the family misses, is not in the tree" in said
    empty = antigone("laboratory", "search")
    assert empty.returncode == 1
    assert "no allele frequencies are kept" in empty.stderr
