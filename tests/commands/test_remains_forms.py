"""Papers about one person, in two languages, signed; bones and teeth on the command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest
from django.conf import settings
from django.db import connection
from tests.bureau.identification.deciding.board import compared, proposed, signed, the_staff_is_there
from tests.bureau.remains import described
from typer.testing import CliRunner, Result

from antigone import cli
from antigone.commands import remains_bones, remains_forms, remains_papers

pytestmark = pytest.mark.django_db

Run = Callable[..., Result]


@pytest.fixture
def ids() -> dict[str, UUID]:
    the_staff_is_there()
    return described.world()


@pytest.fixture
def run(ids: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Runs a command in this process, with the rights that it has outside: the staff's."""

    @contextlib.contextmanager
    def here(zone: object = None) -> Iterator[Any]:
        yield settings.CONFIGURATION

    for module in (remains_bones, remains_forms, remains_papers):
        monkeypatch.setattr(module, "at_work", here)
    monkeypatch.chdir(os.environ.get("ANTIGONE_PAPERS") or tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    yield lambda *words: CliRunner().invoke(cli.app, [str(word) for word in words])
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def paper(run: Run, kind: str, *words: object, languages: str = "uk,en") -> str:
    """The words of a paper; that it is signed has been checked."""
    name = f"{kind}-{languages.replace(',', '-')}.pdf"
    answer = run("papers", kind, *words, "--out", name, "--languages", languages)
    assert answer.exit_code == 0, answer.exception
    assert "genuine" in run("papers", "verify", name).stdout
    reader = pypdf.PdfReader(io.BytesIO(Path(name).read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_both_summaries_have_the_same_groups_and_the_teeth(ids: dict[str, UUID], run: Run) -> None:
    alive = paper(run, "summary", ids["M-1"])
    for phrase in (described.NAME, "Ante-mortem summary", "Прижиттєвий опис", "Бондар", "якір", "Зуби", "amalgam"):
        assert phrase in alive
    found = paper(run, "summary", ids["F-1"], languages="ru,en")
    for phrase in ("Посмертное описание", "Post-mortem summary", "P-1", "B-1", "37UDQ41", "± 6.5", "Trotter-Gleser",
                   "якір", "Зубы", "S-1: годинник «Слава»"):  # fmt: skip
        assert phrase in found


def test_papers_of_the_convention(ids: dict[str, UUID], run: Run) -> None:
    said = paper(run, "capture-card", ids["C-1"])
    for phrase in ("Картка про взяття в полон", "Capture card", "Лелека Марко", "легко поранений", "article 70"):
        assert phrase in said
    assert "written of a prisoner" in str(run("papers", "capture-card", ids["M-1"], "--out", "x.pdf").exception)
    said = paper(run, "death", ids["D-1"])
    for phrase in ("Notification of a death", "Сповіщення про смерть", "ряд 2, могила 7", "article 120"):
        assert phrase in said
    assert "of a record of the dead" in str(run("papers", "death", ids["M-1"], "--out", "x.pdf").exception)
    said = paper(run, "packets", "P-1", "P-2")
    for phrase in ("List of sealed packets", "S-1", "годинник «Слава»", "Гнат Сич", "Оксана Лелека", "article 122"):
        assert phrase in said
    assert "no sealed packet" in str(run("papers", "packets", "P-2", "--out", "x.pdf").exception)
    assert not Path("x.pdf").exists()


def test_from_the_comparison_to_the_certificate(ids: dict[str, UUID], run: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    compared("dental")
    it = proposed()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    said = paper(run, "comparison", ids["M-1"], ids["F-1"])
    for phrase in ("Comparison report", "Висновок порівняння", "4 / 2 / 0", "filled further since", "report 17"):
        assert phrase in said
    assert "of a signed one only" in str(run("papers", "certificate", it, "--out", "x.pdf").exception)
    signed(it)
    described.buried()
    said = paper(run, "certificate", it)
    for phrase in ("Certificate of identification", "Посвідчення", described.NAME, "P-1", "taras", "iryna"):
        assert phrase in said
    said = paper(run, "death", it, "--identification", languages="ru,uk")
    for phrase in (described.NAME, "могила 9", "S-1", str(it)):
        assert phrase in said


def test_teeth_and_bones_are_told(ids: dict[str, UUID], run: Run) -> None:
    said = run("remains", "teeth", ids["M-1"], ids["F-1"])
    assert said.exit_code == 0
    assert "4 agree (3 of them treated or lost), time explains 2, nothing explains 0" in said.stdout
    said = run("remains", "commingling")
    assert "body B-1: at least 2 people (by bones 2)" in said.stdout
    assert "REC-7, яр: at least 2 people (by bones 2)" in said.stdout
    Path("bones.txt").write_text("femur right\n")
    assert "1 bones in P-2 are counted" in run("remains", "inventory", "p-2", "bones.txt").stdout
    assert json.loads(run("remains", "commingling", "--json").stdout)["bodies"] == []
    said = run("remains", "estimate", ids["F-1"], "femur=48", "sex=male", "--tell")
    assert "stature 169.2 to 182.1 cm" in said.stdout
    assert "the record says so" in said.stdout
    assert "is no measure" in str(run("remains", "estimate", ids["F-1"], "nose=4").exception)
    assert "is no id" in run("remains", "teeth", "M-1", "F-1").stderr


def test_a_chart_that_time_cannot_explain_ends_with_one(ids: dict[str, UUID], run: Run) -> None:
    assert run("remains", "teeth", ids["M-1"], ids["D-1"]).exit_code == 0
    said = run("remains", "teeth", ids["F-1"], ids["M-1"])
    assert said.exit_code == 1
    assert "incompatible" in said.stdout
