"""Delimiters, quotes, line ends, headers in odd places."""

from __future__ import annotations

import json

import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.interfaces.exchange import TableFormat, open_table


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(write: Write, delimiter: str, end: str) -> None:
    rows = [
        ["ФИО", "дата рождения", "место рождения"],
        ["Иванов Иван", "1990", '"г. Киев, ул. 1; |\t"'],
        ["Петров", "", ""],
    ]
    path = write(end.join(delimiter.join(row) for row in rows) + end)
    with open_table(path) as table:
        assert table.delimiter == delimiter
        assert table.format is (TableFormat.TSV if delimiter == "\t" else TableFormat.CSV)
    arrived = arrive(path)
    assert arrived.names == ["Иванов Иван", "Петров"]
    assert arrived.drafts[0].birthplace == "г. Киев, ул. 1; |"
    assert [row.line for row in arrived.parsed] == [2, 3]


def test_a_cell_may_hold_lines_and_doubled_quotes(write: Write) -> None:
    arrived = arrive(write('name,note\n"Ivanov\nIvan","said ""yes""\nand left"\nPetrov,x\n'))
    assert arrived.names == ["Ivanov Ivan", "Petrov"]
    assert arrived.drafts[0].note == 'said "yes" and left'
    assert [row.line for row in arrived.parsed] == [2, 5]


def test_quotes_inside_an_unquoted_cell_are_text(write: Write) -> None:
    assert arrive(write('ФИО,в/ч\nИванов,батальон "Восток"\n')).drafts[0].unit == 'батальон "Восток"'


def test_excels_declared_delimiter_is_believed(write: Write) -> None:
    arrived = arrive(write("sep=;\nname;birth\nIvanov, Ivan;1990\n"))
    assert arrived.names == ["Ivanov, Ivan"]
    assert arrived.parsed[0].line == 3


def test_a_title_above_the_header_is_no_person(write: Write) -> None:
    path = write("Список погибших,,\nпо состоянию на 01.02.2023,,\n\n№,ФИО,дата рождения\n1,Иванов Иван,1990\n")
    with open_table(path) as table:
        assert table.header_line == 4
        assert table.title == ("Список погибших", "по состоянию на 01.02.2023")
    arrived = arrive(path, kind=None)
    assert arrived.mapping.kind == "dead"
    assert arrived.names == ["Иванов Иван"]


def test_one_column_of_names_is_a_table(write: Write) -> None:
    assert arrive(write("ПІБ\nІваненко Іван\nПетренко Петро\n")).names == ["Іваненко Іван", "Петренко Петро"]


def test_rows_that_are_blank_are_passed_over_and_their_lines_counted(write: Write) -> None:
    arrived = arrive(write("name,birth\n\n,\nIvanov,1990\n , \n\n"))
    assert arrived.names == ["Ivanov"]
    assert arrived.parsed[0].line == 4
    assert arrived.rejected == []


def test_an_array_of_objects_is_a_table(write: Write) -> None:
    people = [{"name": "Ivanov", "birth": 1990}, {"name": "Petrov", "rank": None, "birth": "1991-02-03"}]
    arrived = arrive(write(json.dumps(people, indent=1), name="people.json"))
    assert arrived.names == ["Ivanov", "Petrov"]
    assert [draft.birth_date for draft in arrived.drafts] == ["1990", "1991-02-03"]
    assert [row.line for row in arrived.parsed] == [2, 6]


def test_a_table_can_be_read_twice(write: Write) -> None:
    with open_table(write("name,birth\nIvanov,1990\n")) as table:
        assert list(table.rows(1)) == list(table.rows(1)) == [(2, ["Ivanov", "1990"])]


def test_two_readings_at_once_do_not_disturb_each_other(write: Write) -> None:
    path = write("name,birth\n" + "".join(f"Ivanov {n},1990\n" for n in range(30_000)))
    with open_table(path) as table:
        first, second = table.rows(1), table.rows(1)
        next(first)
        assert sum(1 for _ in second) == 30_000
        assert sum(1 for _ in first) == 29_999
