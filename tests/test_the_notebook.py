"""The notebook of one family says what it says when its cells are run now, and its commands do what it says of them."""

from __future__ import annotations

import json
import re
import shutil
from itertools import zip_longest
from pathlib import Path

import pytest
from tests.command_line import Antigone
from tests.notebook import Executed, code_cells, executed, notebook, said
from typer.testing import CliRunner

from antigone import cli

PAGE = Path(__file__).parents[1] / "docs" / "notebooks" / "one-family.ipynb"
REFRESH = "python -m tests.notebook docs/notebooks/one-family.ipynb --write"

Blocks = list[list[str]]


@pytest.fixture(scope="module")
def run() -> Executed:
    return executed(PAGE)


def blocks(title: str) -> Blocks:
    """The lines of each fenced block in the section whose title has these words."""
    text = "\n".join("".join(cell["source"]) for cell in notebook(PAGE)["cells"] if cell["cell_type"] == "markdown")
    (section,) = (part for part in re.split(r"^## ", text, flags=re.MULTILINE) if title in part.splitlines()[0])
    return [found.splitlines() for found in re.findall(r"^```\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)]


def words(line: str) -> list[str]:
    return line.removeprefix("antigone ").split()


def test_its_outputs_are_those_of_now(run: Executed) -> None:
    kept = [said(cell["outputs"]) for cell in code_cells(notebook(PAGE))]
    for number, (before, now) in enumerate(zip_longest(kept, map(said, run.outputs)), start=1):
        assert before == now, f"code cell {number}; if the page should say so: {REFRESH}"


def test_it_is_a_notebook_of_version_4_with_a_picture_of_tree_and_power() -> None:
    content = notebook(PAGE)
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in content["cells"]}) == len(content["cells"])
    pictures = [
        "".join(output["data"]["image/svg+xml"])
        for cell in code_cells(content)
        for output in cell["outputs"]
        if "image/svg+xml" in output.get("data", {})
    ]
    assert ["Solomia" in picture and picture.startswith("<svg") for picture in pictures] == [True, True]


def test_a_cell_that_fails_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.ipynb"
    cells = [{"cell_type": "code", "source": [line]} for line in ("one = 1", "one / 0")]
    page.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    with pytest.raises(ZeroDivisionError) as caught:
        executed(page)
    assert caught.value.__notes__ == ["in code cell 2 of page.ipynb"]


def test_whoever_has_the_case_gets_the_same_ratio_and_the_same_paper(
    run: Executed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_text(run.namespace["text"], encoding="utf-8")
    (commands,) = blocks("The report")
    told = {}
    for line in commands:
        answer = CliRunner().invoke(cli.app, words(line))
        assert answer.exit_code == 0, line
        told[words(line)[1]] = answer.stdout
    assert f"{run.namespace['result'].log10:.5g}" in told["lr"]
    assert Path("report.pdf").read_bytes() == run.namespace["report"]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_bureau_comes_to_the_same_number_under_seal(run: Executed, antigone: Antigone, tmp_path: Path) -> None:
    shutil.copytree(PAGE.with_suffix(""), tmp_path, dirs_exist_ok=True)
    commands, shown = blocks("under seal")
    assert commands.pop(0) == "cd one-family"
    told = {}
    for line in filter(None, commands):
        answer = antigone(*words(line))
        assert answer.returncode == 0, f"{line}: {answer.stderr}"
        told[" ".join(words(line)[:2])] = answer.stdout.splitlines()
    assert told["laboratory weights"] == shown
    assert shown[0].split()[0] == f"{run.namespace['result'].log10:.2f}"
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
