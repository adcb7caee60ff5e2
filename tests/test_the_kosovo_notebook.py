"""The notebook on Kosovo says what it says when its cells are run now."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from tests.notebook import code_cells, executed, notebook, said

PAGE = Path(__file__).parents[1] / "docs" / "notebooks" / "kosovo.ipynb"


def test_its_outputs_are_those_of_now() -> None:
    kept = [said(cell["outputs"]) for cell in code_cells(notebook(PAGE))]
    for number, (before, now) in enumerate(zip_longest(kept, map(said, executed(PAGE).outputs)), start=1):
        assert before == now, (
            f"code cell {number}; refresh: python -m tests.notebook docs/notebooks/kosovo.ipynb --write"
        )
