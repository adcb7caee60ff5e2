"""`antigone photos add, show, withdraw`, in this process."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.bureau import people
from tests.bureau.photographs.album import REGISTRAR, record
from tests.imaging.drawn import as_file, photograph
from typer.testing import CliRunner

from antigone.bureau.photographs.marks.measuring import measure_marks
from antigone.bureau.photographs.marks.values import MarksRefused
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.values import PhotographRefused
from antigone.commands import photographs
from antigone.imaging.decoding import PictureRefused
from antigone.simulation.pictures import drawn_tattoo

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a command prints; the database is the test's own."""
    monkeypatch.setattr(photographs, "at_work", lambda: contextlib.nullcontext())

    def run(*words: object) -> str:
        answer = CliRunner().invoke(photographs.photos, [str(word) for word in words])
        if answer.exception is not None:
            raise answer.exception
        return str(answer.stdout)

    return run


def test_a_photograph_goes_in_is_shown_in_words_and_is_destroyed(said: Any, tmp_path: Path) -> None:
    file = tmp_path / "photograph.jpg"
    file.write_bytes(photograph())
    of = record(people.dead("D1", "Колодій Вадим"))
    kept = json.loads(said("add", of, file, "--shows", "tattoo", "--taken", "2022~", "--json"))
    assert (kept["shows"], kept["taken"], kept["sensitivity"]) == ("tattoo", "2022~", "dead")
    assert "a tattoo" not in said("show", of)
    assert "tattoo, 640 x 480 jpeg, dead" in said("show", of)
    assert "1 photographs" in said("copies")
    assert "destroyed" in said("withdraw", kept["public_id"], "--reason", "a mistake")
    assert json.loads(said("show", of, "--json")) == []


def test_marks_are_put_in_order_by_a_picture(said: Any, tmp_path: Path) -> None:
    of = record(people.dead("D1", "Колодій Вадим"))
    for number, motif in enumerate(("anchor", "skull")):
        file = tmp_path / f"{motif}.jpg"
        file.write_bytes(as_file(Image.fromarray(drawn_tattoo(number, motif=motif, side=240)[1])))
        said("add", of, file, "--shows", "tattoo")
    measure_marks(actor=REGISTRAR)
    sought = tmp_path / "sought.jpg"
    sought.write_bytes(as_file(Image.fromarray(drawn_tattoo(1, motif="skull", side=240, view=2)[1])))
    found = json.loads(said("marks", "--picture", sought, "--json"))
    assert (found["compared"], found["waiting"]) == (2, 0)
    skull = Photograph.objects.order_by("-pk")[0]
    assert found["found"][0]["photograph"] == str(skull.public_id)
    assert f"photograph {skull.public_id}" in said("marks", "--picture", sought).splitlines()[0]
    assert said("marks", "--place", "chest") == ""
    for slip in (("--place", "forarm"), ("--side", "l"), ("--shows", "tatoo")):
        with pytest.raises(MarksRefused, match=f"«{slip[1]}» is not known as «{slip[0][2:]}»; write one of: "):
            said("marks", *slip)


@pytest.mark.parametrize(
    ("content", "refusal"), [(b"no picture at all", PictureRefused), (bytes(21 * 1024**2), PhotographRefused)]
)
def test_another_file_is_refused(said: Any, tmp_path: Path, content: bytes, refusal: type[Exception]) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    with pytest.raises(refusal):
        said("add", record(people.dead("D1", "Колодій Вадим")), file)
    assert not Photograph.objects.exists()
