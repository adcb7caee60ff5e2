"""A mapping written once is used for every release; what is wrong in it is named by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange import (
    ColumnMapping,
    ColumnUse,
    DayOrder,
    Field,
    IgnoredColumn,
    MappingInvalid,
    NoHeader,
    dump_mapping,
    load_mapping,
)
from antigone.interfaces.exchange.fields import JOINABLE

FULL = """\
# A list of the dead
kind: dead
header: 3
columns:
  ФИО: name
  "дата рождения": {field: birth_date, order: month_first}
  он же: alias
constants:
  occurred_place: Старый город
  occurred_date: 03.1938
id: [ФИО, "дата рождения"]
two_digit_years_from: 1850
ignore: [№]
"""


def test_everything_a_mapping_file_can_say(write: Write) -> None:
    assert load_mapping(write(FULL, name="map.yaml")) == ColumnMapping(
        RecordKind.DEAD,
        (
            ColumnUse("ФИО", Field.NAME),
            ColumnUse("дата рождения", Field.BIRTH_DATE, DayOrder.MONTH_FIRST),
            ColumnUse("он же", Field.ALIAS),
        ),
        (IgnoredColumn("№", "the mapping says so"),),
        ((Field.OCCURRED_PLACE, "Старый город"), (Field.OCCURRED_DATE, "1938-03")),
        ("ФИО", "дата рождения"),
        3,
        1850,
    )


def test_a_mapping_file_decides_what_the_header_does_not(write: Write) -> None:
    mapping = load_mapping(
        write("kind: missing\ncolumns: {who: name, seen: last_seen_date}\nconstants: {force: army}\n", name="map.yaml")
    )
    arrived = arrive(write("seen,who,other\n2022-03,Ivanov,x\n"), mapping=mapping)
    draft = arrived.drafts[0]
    assert (draft.kind, draft.names[0].value, draft.last_seen_date, draft.force) == (
        "missing",
        "Ivanov",
        "2022-03",
        "army",
    )


def test_columns_by_number_read_a_table_without_a_header(write: Write) -> None:
    mapping = load_mapping(write("kind: dead\nheader: none\ncolumns: {1: name, 3: birth_date}\n", name="map.yaml"))
    arrived = arrive(write("Иванов Иван Иванович,рядовой,1990\nПетров Пётр,сержант,13.05.1987\n"), mapping=mapping)
    assert arrived.names == ["Иванов Иван Иванович", "Петров Пётр"]
    assert [row.line for row in arrived.parsed] == [1, 2]


def test_a_column_that_the_table_lacks_is_named_with_those_it_has(write: Write) -> None:
    mapping = load_mapping(write("kind: dead\ncolumns: {who: name}\n", name="map.yaml"))
    with pytest.raises(MappingInvalid, match="the column «who», and the table's columns are «name», «birth»"):
        arrive(write("name,birth\nIvanov,1990\n"), mapping=mapping)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("kind: dead\ncolumns: {a: nmae}\n", "line 2: «nmae» is not a field; did you mean name"),
        ("kind: deads\ncolumns: {a: name}\n", "line 1: «deads» is not a kind of record; did you mean dead"),
        ("kind: dead\ncolumns:\n  a: name\n  b: name\n", "line 4: «b» and «a» are both read as name"),
        (
            "kind: dead\ncolumns:\n  a: name\n  a: note\n",
            "line 4: «a» stands here for the second time; the first is on line 3",
        ),
        ("kind: dead\ncolumns: {a: rank}\n", "line 2: no column is read as a name"),
        ("kind: dead\n", "«columns:» is missing"),
        ("kind: dead\ncolumns: {a: name}\nheaders: 1\n", "line 3: «headers» is not known"),
        ("kind: dead\ncolumns: {a: name}\nheader: first\n", "line 3: «header» is the line"),
        ("kind: dead\ncolumns: {a: name}\nconstants: {name: x}\n", "line 3: «name» cannot be the same for every row"),
        (
            "kind: dead\ncolumns: {a: name}\nconstants: {occurred_date: 31.02.2022}\n",
            "line 3: 31.02.2022 is not a date",
        ),
        ("kind: dead\ncolumns: {a: name}\nid: a\n", "line 3: «id» is a list of columns"),
        (
            "kind: dead\ncolumns: {a: name, b: {field: birth_date, order: us}}\n",
            "line 2: «us» is not an order of day and month",
        ),
        ("kind: dead\ncolumns: {a: name\n", "this is not YAML"),
        ("- a\n- b\n", "line 1: a mapping file begins with"),
        ("", "line 1|begins with"),
        ("[" * 5000, "YAML"),
    ],
)
def test_a_mistake_is_named_by_its_line(write: Write, text: str, sentence: str) -> None:
    with pytest.raises(MappingInvalid, match=sentence) as caught:
        load_mapping(write(text, name="map.yaml"))
    assert str(caught.value).startswith("map.yaml")
    assert "\n" not in str(caught.value)


def test_a_mapping_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MappingInvalid, match="check the path of the mapping file"):
        load_mapping(tmp_path / "none.yaml")


labels = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
single = st.sampled_from([field for field in Field if field not in JOINABLE and field is not Field.NAME])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(labels, single, max_size=6).filter(lambda chosen: len(set(chosen.values())) == len(chosen)),
    labels,
    st.sampled_from(DayOrder),
    st.none() | st.just(NoHeader.NONE) | st.integers(1, 99),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=9),
)
def test_what_is_dumped_is_loaded_back(
    tmp_path: Path,
    chosen: dict[str, Field],
    name: str,
    order: DayOrder,
    header: int | NoHeader | None,
    note: str,
) -> None:
    chosen.pop(name, None)
    uses = tuple(ColumnUse(column, field, order) for column, field in chosen.items())
    mapping = ColumnMapping(
        RecordKind.PRISONER,
        (ColumnUse(name, Field.NAME), *uses),
        (IgnoredColumn(note, note),),
        ((Field.NOTE, note),),
        (name,),
        header,
        1900,
    )
    path = tmp_path / "map.yaml"
    path.write_text(dump_mapping(mapping), encoding="utf-8")
    assert load_mapping(path) == mapping
