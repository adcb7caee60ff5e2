"""`antigone figures`: claims, releases and estimates kept, shown and taken back, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.command_line import Antigone

pytestmark = pytest.mark.django_db

CLAIMS = """key,speaker,force,as_of,standing,counted,tally,value
own,ministry,the north,2031-03-25,"official, of its own side",killed,cumulative,"1,351"
morgues,the city,the north,2031-03-25,count of bodies or graves,bodies held,stock,"more than 7,000"
"""


@pytest.mark.slow
def test_figures_from_the_file_to_the_page_and_back(antigone: Antigone, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(CLAIMS)
    assert "2 claims kept, 0 were kept already" in antigone("figures", "import", "claims.csv").stdout
    assert "0 claims kept, 2 were kept already" in antigone("figures", "import", "claims.csv").stdout
    assert "cannot both hold: more than 7,000 bodies held" in antigone("figures", "claims").stdout
    (tmp_path / "claims.csv").write_text(CLAIMS.replace("1,351", "1,400"))
    changed = antigone("figures", "import", "claims.csv")
    assert changed.returncode == 1
    assert "claim own is kept with other words or numbers" in changed.stderr

    (tmp_path / "a.csv").write_text("id,name,sex\n1,Ivan,m\n2,Olena,f\n")
    (tmp_path / "b.csv").write_text("id,name,sex\n1,Ivan,m\n7,Olena,f\n8,Petro,m\n")
    antigone("figures", "release", "a.csv", "--list", "names", "--as-of", "2031-03-01")
    said = antigone("figures", "release", "b.csv", "--list", "names", "--as-of", "2031-04-01")
    assert "3 persons: 1 kept, 1 renumbered, 1 added" in said.stdout
    counted = json.loads(antigone("figures", "count", "names", "--as-of", "2031-03-15", "--json").stdout)
    assert [card["persons"] for card in counted] == [2]
    assert "renumbered 7" in antigone("figures", "count", "names", "--number", "2").stdout

    patterns = {"100": 60, "010": 55, "001": 40, "110": 22, "101": 18, "011": 15, "111": 9}
    (tmp_path / "lists.json").write_text(json.dumps({"lists": ["A", "B", "C"], "patterns": patterns}))
    kept = json.loads(antigone("figures", "estimate", "lists.json", "--keep", "the dead", "--json").stdout)["id"]
    assert "the same to the last digit" in antigone("figures", "reproduce", kept).stdout
    assert kept in antigone("figures", "estimates").stdout

    shown = antigone("figures", "publish", "north", "--title", "en=The north", "--list", "names", "--estimate", kept)
    assert "published: 2 claims, 1 conflicts, 2 releases" in shown.stdout
    for name in ("one.svg", "two.svg"):
        assert antigone("figures", "plot", "north", "claims", name).returncode == 0
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert "is not overwritten" in antigone("figures", "plot", "north", "claims", "one.svg").stderr
    assert "is gone" in antigone("figures", "withdraw", "north", "--reason", "a mistake").stdout
    assert "no page «north» is published" in antigone("figures", "plot", "north", "claims", "three.svg").stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name,sex\nIvan,m\n", "no column of each person's number; call it «id»"),
        ("id,name\n1,\n", "line 2: the person has no name"),
        ("id,name\n1,Ivan,m\n", "line 2: more cells than columns"),
        ("id,name\n1,Ivan\n1,Petro\n", "the number 1 comes 2 times"),
        ("id,name\n", "there is nobody in it"),
    ],
)
def test_a_release_that_cannot_be_kept_is_one_sentence(
    antigone: Antigone, tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "a.csv").write_text(content)
    said = antigone("figures", "release", "a.csv", "--list", "names", "--as-of", "2031-03-01")
    assert said.returncode == 1
    assert sentence in said.stderr
    assert said.stderr.count("\n") == 1
