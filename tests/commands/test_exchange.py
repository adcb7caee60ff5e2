"""Files in and out as an operator types it: validated, imported, exported, signed, and partners with keys."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.command_line import Antigone
from tests.interfaces.exchange.pfif.documents import HOME, written
from typer.testing import CliRunner

from antigone.cli import app
from antigone.interfaces.exchange.pfif import Note, Person

pytestmark = pytest.mark.django_db
OSTAP = Person(
    {"person_record_id": f"{HOME}/1", "full_name": "Гончар Остап", "source_date": "2026-09-01T10:00:00Z"},
    (Note({"note_record_id": f"{HOME}/n", "author_name": "desk", "text": "Чула.", "status": "believed_dead",
           "source_date": "2026-09-02T10:00:00Z"}),),
)  # fmt: skip


def test_a_file_is_judged_with_an_exit_status(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(written([OSTAP]))
    bad.write_bytes(written([Person({"person_record_id": "17", "full_name": "Гончар Остап"})]))
    said = CliRunner().invoke(app, ["pfif", "validate", str(good)])
    assert (said.exit_code, said.stdout) == (0, "good.xml: valid; errors: 0, warnings: 0\n")
    said = CliRunner().invoke(app, ["pfif", "validate", str(bad), "--json"])
    document = json.loads(said.stdout)
    assert (said.exit_code, document["valid"], document["errors"]) == (1, False, 1)
    assert document["findings"][0]["line"] == 4
    assert document["findings"][0]["field"] == "person_record_id"


@pytest.mark.slow
def test_lists_go_in_and_what_may_leave_goes_out(antigone: Antigone, tmp_path: Path) -> None:
    (tmp_path / "list.xml").write_bytes(written([OSTAP]))
    said = antigone("import", "list.xml", "--source", "Repository", "--json")
    assert json.loads(said.stdout)["added"] == 1, said.stderr
    (tmp_path / "dead.csv").write_text("ПІБ,дата загибелі\nГончаровський Остап Лукич,2022-03-08\n", encoding="utf-8")
    said = antigone("import", "dead.csv", "--source", "Book of the dead", "--published", "--json")
    assert json.loads(said.stdout)["published"] == 1, said.stderr
    # The hearsay of the repository is no death, and its record is no list of ours.
    said = antigone("export", "csv", "people.csv", "--json")
    assert json.loads(said.stdout)["persons"] == 1, said.stderr
    rows = list(csv.DictReader((tmp_path / "people.csv").open(encoding="utf-8-sig", newline="")))
    assert [row["name"] for row in rows] == ["Гончаровський Остап Лукич"]
    assert (tmp_path / "people.csv").stat().st_mode & 0o777 == 0o600
    said = antigone("export", "pfif", "table.csv", "--csv", "--domain", "bureau.example", "--json")
    assert json.loads(said.stdout)["persons"] == 1, said.stderr
    table = list(csv.DictReader((tmp_path / "table.csv").open(encoding="utf-8-sig", newline="")))
    assert [row["full_name"] or row["status"] for row in table] == ["Гончаровський Остап Лукич", "believed_dead"]
    said = antigone("export", "static", "edition", "--site", "https://bureau.example")
    assert said.returncode == 0, said.stderr
    key = (tmp_path / "edition" / "manifest.sig").read_text(encoding="ascii").partition("\n")[0]
    check = ["export", "verify", str(tmp_path / "edition"), "--key", key]
    assert CliRunner().invoke(app, check).exit_code == 0
    (tmp_path / "edition" / "index.html").write_text("pay here", encoding="utf-8")
    broken = CliRunner().invoke(app, check)
    assert (broken.exit_code, str(broken.exception)) == (1, f"{tmp_path / 'edition'}: index.html was changed")
    said = antigone("partner", "add", "Repository", "--write", "--domain", HOME, "--json")
    assert len(json.loads(said.stdout)["key"]) == 43, said.stderr
