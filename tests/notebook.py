"""A notebook executed without Jupyter: what each code cell prints and shows, as nbformat 4 keeps it.

    python -m tests.notebook docs/notebooks/one-family.ipynb            # tells where the outputs kept are out of date
    python -m tests.notebook docs/notebooks/one-family.ipynb --write    # keeps those of now

A notebook is JSON with cells of Python in it. They are executed in order in one namespace, in the notebook's folder;
kept is what a cell prints, and the value of its last expression as text and, where it draws itself (`_repr_svg_`), as
SVG.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
Outputs = list[dict[str, Any]]

#: Digests of whole documents change with every version of the program and of its libraries; how they are made does not.
_DIGEST = re.compile(r"\b[0-9a-f]{64,}\b")
_TAG = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)


def notebook(path: Path) -> dict[str, Any]:
    """The notebook of a file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def code_cells(content: dict[str, Any]) -> list[Cell]:
    """Its cells of code, in order."""
    return [cell for cell in content["cells"] if cell["cell_type"] == "code"]


@dataclass(frozen=True)
class Executed:
    """The outputs of each code cell, and what the cells left behind by name."""

    outputs: list[Outputs]
    namespace: dict[str, Any]


def executed(path: Path) -> Executed:
    """The notebook executed now; an exception in a cell tells which cell it was."""
    cells = code_cells(notebook(path))
    namespace: dict[str, Any] = {"__name__": "__main__"}
    found = []
    with contextlib.chdir(path.parent):
        for number, cell in enumerate(cells, start=1):
            try:
                found.append(_outputs("".join(cell["source"]), namespace, number))
            except Exception as trouble:
                trouble.add_note(f"in code cell {number} of {path.name}")
                raise
    return Executed(found, namespace)


def said(outputs: Outputs) -> str:
    """What a reader sees: everything printed and shown, pictures by their words, long digests as «…»."""
    # Jupyter may keep what one cell prints in several pieces.
    printed = "".join("".join(one["text"]) for one in outputs if one["output_type"] == "stream")
    shown = []
    for one in outputs:
        if one["output_type"] != "stream":
            picture = _TAG.sub(" ", "".join(one["data"].get("image/svg+xml", [])))
            shown += ["".join(one["data"]["text/plain"]), " ".join(picture.split())]
    return _DIGEST.sub("…", "\n".join([printed, *shown]))


def _outputs(source: str, namespace: dict[str, Any], number: int) -> Outputs:
    body = ast.parse(source, f"cell {number}").body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(body, type_ignores=[]), f"cell {number}", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), namespace)
    found: Outputs = []
    if printed.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
    if value is not None:
        data = {"image/svg+xml": _lines(value._repr_svg_())} if hasattr(value, "_repr_svg_") else {}
        data["text/plain"] = _lines(repr(value))
        found.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return found


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.notebook", description=str(__doc__).splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--write", action="store_true", help="keep the outputs of now in the file")
    given = parser.parse_args()
    content = notebook(given.notebook)
    outdated = []
    of_now = executed(given.notebook).outputs
    for number, (cell, outputs) in enumerate(zip(code_cells(content), of_now, strict=True), start=1):
        if said(cell["outputs"]) != said(outputs):
            outdated.append(number)
        cell |= {"execution_count": number, "outputs": outputs}
    if given.write:
        # As Jupyter writes it, so that saving it there changes nothing.
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        given.notebook.write_text(f"{text}\n", encoding="utf-8")
    cells = ", ".join(map(str, outdated))
    print(f"other outputs than kept in code cells {cells}" if outdated else "the outputs kept are those of now")
    return 0 if given.write or not outdated else 1


if __name__ == "__main__":
    sys.exit(main())
