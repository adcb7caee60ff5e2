"""Broken and hostile files, found and made: only rows or an `UnreadableFile`, in bounded time and memory."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange import (
    ColumnMapping,
    ColumnUse,
    Field,
    MappingNeeded,
    NoHeader,
    ParsedRow,
    RejectedRow,
    Table,
    TableFormat,
    UnreadableFile,
    open_table,
    propose_mapping,
    read_drafts,
)

FOLDERS = ("csv", "generated", "zip", "json", "strings", "xml", "html", "http")


def some_mapping(table: Table) -> ColumnMapping:
    """What the header calls for, or the first columns as a name and a birth."""
    try:
        return propose_mapping(table, RecordKind.DEAD)
    except MappingNeeded:
        pass
    if table.format is TableFormat.JSON or table.header_line is not None:
        return ColumnMapping(RecordKind.DEAD, (ColumnUse(table.columns[0], Field.NAME),))
    uses = (ColumnUse("1", Field.NAME), ColumnUse("2", Field.BIRTH_DATE))
    return ColumnMapping(RecordKind.DEAD, uses[: len(table.columns)], header=NoHeader.NONE)


def rows_or_sentence(path: Path) -> str:
    """Reads the whole file; "rows", or the sentence of refusal."""
    try:
        with open_table(path) as table:
            for item in read_drafts(table, some_mapping(table)):
                assert isinstance(item, (ParsedRow, RejectedRow))
                assert item.line >= 1
                if isinstance(item, RejectedRow):
                    assert item.reason
                    assert len(item.value) <= 80
                else:
                    assert "\0" not in "".join(item.draft.original.values())
    except UnreadableFile as refusal:
        sentence = str(refusal)
        assert "\n" not in sentence
        assert len(sentence) < 1_000
        return sentence
    return "rows"


def test_no_file_of_the_corpus_crashes_the_reader_or_takes_long(reference: Path) -> None:
    files = [
        path for folder in FOLDERS for path in sorted((reference / "bad-input" / folder).rglob("*")) if path.is_file()
    ]
    files += sorted(path for path in (reference / "bad-input/images").rglob("*") if path.is_file())[::8]
    assert len(files) > 850
    slowest = 0.0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in files:
        begun = time.perf_counter()
        assert rows_or_sentence(path)
        slowest = max(slowest, time.perf_counter() - begun)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{len(files)} files; the slowest took {slowest:.2f} s; the process grew by {grown_kib // 1024} MiB")
    assert slowest < 10
    assert grown_kib < 300 * 1024


@pytest.mark.parametrize("header", ["ФИО", "alt", "возраст", "дата рождения", "пол", "примечание", "x"])
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1.",
        " 1",
        "(",
        "[(",
        "неизвестн",
        "unknown ",
        "Всего ",
        ". ",
        "а ",
        "он же ",
        "янв ",
        "?",
        "=",
        "\u0301",
        "- ",
    ],
)
def test_a_cell_made_to_take_long_does_not(tmp_path: Path, header: str, unit: str) -> None:
    path = tmp_path / "long.csv"
    long = unit * (100_000 // len(unit))
    path.write_text(
        f'name,{header},rank\nIvanov,"{long}x",y\n"{long}x",1,y\n"{long[:190]}x",1,y\n"{long}x"\n', encoding="utf-8"
    )
    begun = time.process_time()
    assert rows_or_sentence(path)
    assert time.process_time() - begun < 5


letters = st.sampled_from(list("Иванов Пётр Їжак Smith,;\t|\"'\r\n0123456789.-/=+@\0\ufeff\u202e"))
cells = st.text(letters, max_size=12)
headers = st.sampled_from(["ФИО", "ПІБ", "name", "дата рождения", "birth", "id", "возраст", "sex", "", "x"])
slow = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    assert rows_or_sentence(path)


@slow
@given(
    st.lists(headers, min_size=1, max_size=5),
    st.lists(st.lists(cells, max_size=6), max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-16", "cp1251", "koi8_u", "cp1125"]),
)
def test_any_table_gives_rows_or_a_sentence(
    tmp_path: Path, header: list[str], rows: list[list[str]], delimiter: str, end: str, codec: str
) -> None:
    text = end.join(delimiter.join(row) for row in [header, *rows])
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(codec, errors="replace"))
    assert rows_or_sentence(path)


@slow
@given(
    st.lists(
        st.tuples(st.text("абвгдеИванов ", min_size=3, max_size=20), st.integers(1900, 2020)), min_size=1, max_size=20
    )
)
def test_of_a_sound_table_no_row_is_lost(tmp_path: Path, people: list[tuple[str, int]]) -> None:
    path = tmp_path / "sound.csv"
    lines = [f'"{name}",{year}' for name, year in people]
    path.write_text("\n".join(["ФИО,год рождения", *lines]) + "\n", encoding="utf-8")
    with open_table(path) as table:
        items = list(read_drafts(table, propose_mapping(table, RecordKind.DEAD)))
    assert len(items) == len(people)


@slow
@given(st.data())
def test_a_damaged_workbook_gives_rows_or_a_sentence(
    tmp_path: Path, small_workbook: bytes, data: st.DataObject
) -> None:
    content = bytearray(small_workbook)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]))
    assert rows_or_sentence(path)


@pytest.fixture(scope="module")
def small_workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["ФИО", "дата рождения"])
    book.active.append(["Иванов Иван", "1990"])
    path = tmp_path_factory.mktemp("workbook") / "small.xlsx"
    book.save(path)
    return path.read_bytes()
