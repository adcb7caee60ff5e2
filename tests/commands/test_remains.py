"""`antigone remains` and `antigone papers`: from a spreadsheet to signed paper, on the command line."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.db import connection
from openpyxl import Workbook
from tests.bureau.remains.morgue import build
from tests.command_line import Antigone
from typer.testing import CliRunner, Result

from antigone import cli
from antigone.commands import (
    remains_acts,
    remains_bodies,
    remains_effects,
    remains_papers,
    remains_reading,
    remains_transfers,
)

pytestmark = pytest.mark.django_db

Run = Callable[..., Result]
HANDS = ("--gives", "Гнат Сич", "--takes", "Оксана Лелека", "--paper", "акт 12")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Runs a command in this process, with the rights that it has outside: the staff's."""
    build()

    @contextlib.contextmanager
    def here(zone: object = None) -> Iterator[Any]:
        yield settings.CONFIGURATION

    for module in (remains_acts, remains_bodies, remains_effects, remains_papers, remains_reading, remains_transfers):
        monkeypatch.setattr(module, "at_work", here)
    monkeypatch.chdir(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    yield lambda *words: CliRunner().invoke(cli.app, list(words))
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def spreadsheet(rows: list[tuple[str, ...]], name: str = "train.xlsx") -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(name)


def taken_in(run: Run, count: int = 6) -> None:
    header = ("Номер", "Місце", "Сапер", "Опис", "Вилучення", "Де знайдено", "Квадрат")
    rows = [(f"P-{n}", "car-1", "Рута", "таз", "REC-1", "яр", "37U DQ 41") for n in range(count)]
    spreadsheet([header, *rows])
    assert "6 parts are taken in" in run("remains", "import", "train.xlsx", "--taken-by", "Оксана").stdout


def words_of(path: str) -> str:
    reader = pypdf.PdfReader(io.BytesIO(Path(path).read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_a_train_from_the_spreadsheet_to_the_handover(run: Run) -> None:
    taken_in(run)
    Path("all.txt").write_text("P-0\nP-1\nP-2\n\nP-3\n")
    assert (
        "list L-1 holds 4 parts"
        in run("remains", "transfer", "draw-up", "L-1", "@all.txt", "--party", "та сторона", "--channel", "МКЧХ").stdout
    )
    assert "4 parts are offered" in run("remains", "transfer", "offer", "L-1").stdout
    refused = run("remains", "transfer", "refuse", "L-1", "P-3", "--words", "«не наші»", "--source", "лист",
                  "--said-on", "2026-06-07")  # fmt: skip
    assert "1 parts are refused" in refused.stdout
    assert "3 parts are accepted" in run("remains", "transfer", "accept", "L-1").stdout
    assert "3 parts are handed over" in run("remains", "transfer", "hand-over", "L-1", *HANDS).stdout
    (card,) = json.loads(run("remains", "transfer", "list", "--json").stdout)
    assert (card["listed"], card["accepted"], card["refused"], card["handed_over"]) == (4, 3, 1, 3)
    assert "3 parts lie in M2 now" in run("remains", "move", "P-3", "P-4", "P-5", "--to", "M2", *HANDS).stdout
    rows = json.loads(run("remains", "count", "--json").stdout)
    assert {row["code"]: row["all_below"] for row in rows if row["all_below"]} == {"UA": 3, "M2": 3}
    assert "P-3" in run("remains", "list", "M2").stdout
    assert "та сторона" in run("remains", "list", "--csv").stdout
    assert "Гнат Сич → Оксана Лелека" in run("remains", "show", "P-0").stdout
    counted = run("remains", "stock", "M2", "P-3", "P-4", "X-1")
    assert counted.exit_code == 1
    assert "missing here: P-5\nunknown: X-1" in counted.stdout


def test_the_smaller_acts(run: Run) -> None:
    taken_in(run)
    for words in (
        ["receive", "-", "--place", "M2", "--explosives-checked-by", "Рута", "--taken-by", "Оксана"],
        ["examine", "P-0", "dental=not possible", "dna=completed"],
        ["seal", "S-1", "--part", "P-0", "--item", "годинник", "--gives", "А", "--takes", "Б"],
        ["assemble", "B-1", "P-0", "P-1", "--because", "суглоби"],
        ["assemble", "B-2", "P-2", "--because", "окремо"],
        ["assemble", "B-2", "P-1", "--out-of", "B-1", "--because", "ДНК"],
        ["take-out", "P-1", "--because", "сумнів"],
        ["split", "P-5", "P-5A=плече", "--explosives-checked-by", "Рута", "--because", "дві ліві"],
        ["bury", "P-4", "--grave", "ряд 2, могила 7", "--gives", "А", "--takes", "Б"],
        ["return", "P-4", "--to", "M2", *HANDS],
        ["sample", "P-0", "B-113"],
        ["open-packet", "S-1", "--because", "фото", "--gives", "А", "--takes", "Б"],
        ["seal", "S-2", "--part", "P-0", "--item", "годинник", "--gives", "А", "--takes", "Б", "--replaces", "S-1"],
        ["packet-out", "S-2", "--to", "сестра", *HANDS],
        ["packet-back", "S-2", *HANDS],
        ["describe", "P-0", "-"],
        ["temperature", "--", "CAR-1", "-4,5"],
        ["transfer", "draw-up", "L-1", "P-3", "--party", "та сторона"],
        ["transfer", "offer", "L-1"],
        ["transfer", "withdraw", "L-1", "P-3", "--words", "сумнів"],
        ["close", "CAR-2"],
        ["place", "M3", "Морг третій", "--kind", "facility", "--within", "UA", "--capacity", "2"],
    ):
        answer = run("remains", *words)
        assert answer.exit_code == 0, (words, answer.exception)
    found = json.loads(run("remains", "show", "P-0", "--json").stdout)
    assert (found["now"]["body"], [packet["seal"] for packet in found["packets"]]) == ("B-1", ["S-1", "S-2"])
    assert found["checklist"]["dental"][0] == "not possible"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("number", "place"), ("P-1", "M2")], "train.xlsx has no column «explosives checked by»"),
        ([("number", "place", "explosives"), ("P-1", "M2", "")], "line 2: the column «explosives checked by» is empty"),
        ([("number", "place", "explosives"), ("P-1", "M9", "x")], "line 2: there is no place «M9»"),
        ([("number", "place", "explosives"), ("P-1", "M2", "x"), ("P-1", "M2", "x")], "P-1 is given 2 times"),
        ([("number", "place", "explosives", "record"), ("P-1", "M2", "x", "7")], "no public id of a record"),
    ],
)
def test_a_bad_spreadsheet_is_one_sentence_and_nothing_is_kept(
    rows: list[tuple[str, ...]], sentence: str, run: Run
) -> None:
    spreadsheet(rows)
    answer = run("remains", "import", "train.xlsx", "--taken-by", "Оксана")
    assert answer.exception is not None
    assert sentence in (cli._sentence(answer.exception) or "")  # type: ignore[arg-type]
    assert json.loads(run("remains", "list", "--json").stdout) == []


def test_papers_say_it_in_two_languages_and_can_be_checked(run: Run) -> None:
    taken_in(run)
    run("remains", "transfer", "draw-up", "L-1", "P-0", "P-1", "P-2", "--party", "та сторона")
    assert run("papers", "transfer", "L-1", "--out", "list.pdf").exit_code == 0
    said = words_of("list.pdf")
    for phrase in ("Список передачі", "Transfer list", "Підсумки за місцями зберігання", "P-2", "CAR-1"):
        assert phrase in said
    run("remains", "move", "P-0", "--to", "M2", *HANDS)
    assert run("papers", "custody", "P-0", "--out", "sheet.pdf", "--languages", "ru,uk").exit_code == 0
    said = words_of("sheet.pdf")
    for phrase in ("Цепочка хранения", "Ланцюг зберігання", "перемещено", "Гнат Сич", "акт 12"):
        assert phrase in said
    assert run("papers", "labels", "P-0", "NEW-1", "--out", "labels.pdf").exit_code == 0
    assert "NEW-1" in words_of("labels.pdf")

    genuine = json.loads(run("papers", "verify", "list.pdf", "--json").stdout)
    assert (genuine["kind"], genuine["about"], genuine["withdrawn_on"]) == ("transfer list", "L-1", None)
    key = run("papers", "key").stdout.strip()
    assert "by that key" in run("papers", "verify", "list.pdf", "--key", key).stdout
    Path("list.pdf").write_bytes(Path("list.pdf").read_bytes() + b" ")
    assert "not the one that was signed" in str(run("papers", "verify", "list.pdf").exception)
    assert "not the one" in str(run("papers", "verify", "sheet.pdf", "--signature", "list.pdf.sig").exception)
    note = Path("sheet.pdf.sig").read_text()
    Path("forged.sig").write_text(note.replace("P-0", "P-1"))
    assert "is wrong" in str(run("papers", "verify", "sheet.pdf", "--signature", "forged.sig").exception)
    assert "is withdrawn" in run("papers", "withdraw", genuine["code"], "--reason", "помилка").stdout
    assert "exists and is not overwritten" in str(run("papers", "labels", "P-0", "--out", "labels.pdf").exception)


def test_what_is_signed_and_withdrawn_says_so(run: Run) -> None:
    taken_in(run)
    run("papers", "custody", "P-0", "--out", "sheet.pdf")
    code = json.loads(run("papers", "verify", "sheet.pdf", "--json").stdout)["code"]
    run("papers", "withdraw", code, "--reason", "помилка")
    answer = run("papers", "verify", "sheet.pdf")
    assert answer.exit_code == 1
    assert "but it was withdrawn on" in answer.stdout


def test_bones_are_told_as_an_interval(run: Run) -> None:
    said = run("remains", "stature", "femur=45", "tibia=37", "--sex", "male").stdout
    assert said.startswith("169.9 cm, standard error 2.99 (male: femur + tibia)")
    assert "not BONE=CM" in run("remains", "stature", "femur").stderr
    assert "greatest length in cm" in str(run("remains", "stature", "femur=450").exception)


def test_the_command_itself_reaches_the_register(antigone: Antigone) -> None:
    assert "place UA is kept" in antigone("remains", "place", "UA", "Україна", "--kind", "country").stdout
    refused = antigone("remains", "stock", "M9", "P-1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "antigone: there is no place «M9»; see them with: antigone remains count\n"
