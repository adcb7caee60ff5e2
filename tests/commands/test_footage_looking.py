"""`antigone footage compare`, `same` and `align` as an analyst types them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from antigone import cli
from antigone.bureau.incidents.sameness.finding import Found
from antigone.bureau.incidents.values import IncidentError
from antigone.commands import footage_looking
from antigone.imaging.footage.alignment import PointPair
from antigone.simulation.footage import State, ground, saved

runner = CliRunner()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pictures")
    made = {
        "before": saved(ground(3, State(camp=True))[300:900, 300:1100]),
        "after": saved(ground(3, State(day=1, graves=30))[310:910, 320:1120]),
        "elsewhere": saved(ground(9)[300:900, 300:1100]),
        "broken": b"\xff\xd8\xff no picture",
    }
    for name, content in made.items():
        (folder / f"{name}.jpg").write_bytes(content)
    return {name: str(folder / f"{name}.jpg") for name in made}


def test_two_files_are_laid_over_each_other(pictures: dict[str, str], tmp_path: Path) -> None:
    out, hint = tmp_path / "laid.png", tmp_path / "hint.png"
    asked = ["footage", "compare", pictures["before"], pictures["after"], "--out", str(out), "--attention", str(hint)]
    result = runner.invoke(cli.app, [*asked, "--json"])
    said = json.loads(result.stdout)
    assert said["proposed"] is True
    assert said["georeferenced"] is False
    assert (said["transform"][2], said["transform"][5]) == pytest.approx((-20, -10), abs=1.5)
    for path in (out, hint):
        with Image.open(path) as written:
            assert written.size == (800, 600)


def test_a_refusal_is_an_answer_with_another_exit(pictures: dict[str, str]) -> None:
    result = runner.invoke(cli.app, ["footage", "compare", pictures["before"], pictures["elsewhere"], "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["proposed"] is False
    assert "set control points" in json.loads(result.stdout)["because"]


def test_what_cannot_be_decoded_is_told(pictures: dict[str, str]) -> None:
    result = runner.invoke(cli.app, ["footage", "compare", pictures["broken"], pictures["after"]])
    assert result.exit_code != 0
    assert "damaged or cut off" in result.stderr.replace("\n", " ").replace("│ ", "")


@pytest.fixture
def without_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test has a database of its own; the command need not find one."""

    @contextlib.contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(footage_looking, "at_work", ready)


def test_same_prints_what_was_found(without_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Found("CASE-1", 2, "clip", "same file", 0, 280, 1, True, "one recording, published again, mirrored: …")
    monkeypatch.setattr("antigone.bureau.incidents.sameness.finding.same_as_file", lambda _file: (found,))
    assert json.loads(runner.invoke(cli.app, ["footage", "same", "x.jpg", "--json"]).stdout) == [asdict(found)]
    assert "case CASE-1, item 2 «clip»" in runner.invoke(cli.app, ["footage", "same", "x.jpg"]).stdout
    monkeypatch.setattr("antigone.bureau.incidents.sameness.finding.same_as_file", lambda _file: ())
    assert "does not show that it is new" in runner.invoke(cli.app, ["footage", "same", "x.jpg"]).stdout


def test_points_come_from_a_file(without_database: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[object] = []

    def align(*words: object, actor: object) -> None:
        asked.extend(words)
        raise IncidentError("not now")

    monkeypatch.setattr("antigone.bureau.incidents.alignment.actions.align_by_points", align)
    points = tmp_path / "points.txt"
    points.write_text("0.1 0.2 0.3 0.4\n\n0.5, 0.6, 0.7, 0.8\n", encoding="utf-8")
    result = runner.invoke(cli.app, ["footage", "align", "CASE-1", "1", "4", "--points", str(points)])
    assert str(result.exception) == "not now"
    assert asked == ["CASE-1", 1, 4, [PointPair((0.1, 0.2), (0.3, 0.4)), PointPair((0.5, 0.6), (0.7, 0.8))]]
    points.write_text("0.1 0.2 0.3\n", encoding="utf-8")
    result = runner.invoke(cli.app, ["footage", "align", "CASE-1", "1", "4", "--points", str(points)])
    assert "line 1: write x y" in result.stderr.replace("\n", " ").replace("│ ", "")
