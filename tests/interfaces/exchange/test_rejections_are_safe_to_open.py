"""The file of rejected rows must not run in anybody's spreadsheet program."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.interfaces.exchange import RejectedRow, RowWarning, safe_cell, write_rejections


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        '"=1',
        "\ufeff=1",
        "\u200b=1",
        "﹦1",
        "|x",
        "−1",
    ],
)
def test_what_could_be_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Ivanov", "Иванов-Петров", "31.02.1999", "a=b", "'=1", "٣=١"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(
    st.text(
        alphabet=st.sampled_from(list("=+-@|%＝＋－＠\t\r\n \u00a0\u200b\ufeff\"'«aЯ1\0")) | st.characters(), max_size=8
    )
)
def test_no_cell_begins_a_formula_and_nothing_else_is_lost(text: str) -> None:
    safe = safe_cell(text)
    assert safe.lstrip("'").replace("\0", "") == text.replace("\0", "").lstrip("'")
    visible = "".join(c for c in safe if unicodedata.category(c) not in {"Cf", "Cc", "Zs"})
    assert not unicodedata.normalize("NFKC", visible[:1]).startswith(("=", "+", "-", "@"))
    assert not safe.startswith(("\t", "\r", "\n"))
    assert safe_cell(safe) == safe


def test_rejections_are_written_with_line_column_value_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    path.touch(mode=0o644)
    rows = [RejectedRow(7, "=ФИО", '=HYPERLINK("x","y")', "names nobody"), RowWarning(9, "age", "-1", "not an age")]
    assert write_rejections(path, rows) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["line", "column", "value", "reason"],
            ["7", "'=ФИО", '\'=HYPERLINK("x","y")', "names nobody"],
            ["9", "age", "'-1", "not an age"],
        ]
    assert path.stat().st_mode & 0o077 == 0
