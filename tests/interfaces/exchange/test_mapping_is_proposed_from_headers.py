"""Which column says what, from the words of its header."""

from __future__ import annotations

import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange import DayOrder, Field, MappingNeeded, open_table, propose_mapping
from antigone.interfaces.exchange.header_words import recognised


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ФИО", Field.NAME),
        ("Ф.И.О.", Field.NAME),
        ("ФИО военнослужащего", Field.NAME),
        ("Фамилия, имя, отчество", Field.NAME),
        ("ПІБ", Field.NAME),
        ("П.І.Б.", Field.NAME),
        ("Прізвище, ім'я, по батькові", Field.NAME),
        ("Прізвище, ім’я та по батькові", Field.NAME),
        ("Full Name", Field.NAME),
        ("Фамилия", Field.SURNAME),
        ("прізвище", Field.SURNAME),
        ("LastName", Field.SURNAME),
        ("last_name", Field.SURNAME),
        ("Given names", Field.GIVEN),
        ("firstName", Field.GIVEN),
        ("Ім'я", Field.GIVEN),
        ("отчество", Field.PATRONYMIC),
        ("По батькові", Field.PATRONYMIC),
        ("дата рождения", Field.BIRTH_DATE),
        ("Дата рождения (дд.мм.гггг)", Field.BIRTH_DATE),
        ("Год рождения", Field.BIRTH_DATE),
        ("д.р.", Field.BIRTH_DATE),
        ("Дата народження", Field.BIRTH_DATE),
        ("DOB", Field.BIRTH_DATE),
        ("birthDate", Field.BIRTH_DATE),
        ("Звание", Field.RANK),
        ("військове звання", Field.RANK),
        ("В/ч", Field.UNIT),
        ("Частина", Field.UNIT),
        ("підрозділ", Field.UNIT),
        ("Позывной", Field.CALL_SIGN),
        ("позивний", Field.CALL_SIGN),
        ("Место рождения", Field.BIRTHPLACE),
        ("Место смерти", Field.OCCURRED_PLACE),
        ("Дата гибели", Field.OCCURRED_DATE),
        ("дата загибелі", Field.OCCURRED_DATE),
        ("Дата полону", Field.OCCURRED_DATE),
        ("статус", Field.STATUS),
        ("пол", Field.SEX),
        ("Стать", Field.SEX),
        ("вік", Field.AGE),
        ("Возраст", Field.AGE),
        ("личный номер", Field.SERVICE_NUMBER),
        ("Особистий номер", Field.SERVICE_NUMBER),
        ("жетон", Field.SERVICE_NUMBER),
        ("Приметы", Field.DESCRIPTION),
        ("особливі прикмети", Field.DESCRIPTION),
        ("en_name", Field.TRANSLITERATION),
        ("alt", Field.ALIAS),
        ("shot", Field.OCCURRED_DATE),
        ("Девичья фамилия матери", Field.MOTHER_MAIDEN_NAME),
    ],
)
def test_a_header_word_is_known(header: str, field: Field) -> None:
    word = recognised(header)
    assert word is not None
    assert word.field is field


@pytest.mark.parametrize(
    "header",
    [
        "conflict_name",
        "Фамилия имя матери",
        "file name",
        "имя файла",
        "дата",
        "date",
        "source_article",
        "name of city",
        "x" * 400,
    ],
)
def test_a_header_that_speaks_of_something_else_is_not_taken_for_a_person(header: str) -> None:
    word = recognised(header)
    assert word is None or word.field is None


def test_a_running_number_and_a_telephone_are_left_out_with_the_reason(write: Write) -> None:
    arrived = arrive(write("№ з/п,ПІБ,Телефон,Щось\n1,Іваненко Іван,555,x\n"))
    assert {column.column: column.why for column in arrived.mapping.ignored} == {
        "№ з/п": "a running number changes when the list does",
        "Телефон": "whom to ask is kept in the original row only",
        "Щось": "no word of its header is known; name it in a mapping file to read it",
    }
    assert arrived.drafts[0].original == {"№ з/п": "1", "ПІБ": "Іваненко Іван", "Телефон": "555", "Щось": "x"}


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Фамилия,Имя,Отчество", "Колодий,Вадим,Сергеевич", "Колодий Вадим Сергеевич"),
        ("Имя,Отчество,Фамилия", "Вадим,Сергеевич,Колодий", "Колодий Вадим Сергеевич"),
        ("Имя,звание", "Колодий Вадим,рядовой", "Колодий Вадим"),
        ("Ім'я,звання", "Колодій Вадим,солдат", "Колодій Вадим"),
        ("name,surname,rank", "Vadim,Kolodiy,private", "Kolodiy Vadim"),
    ],
)
def test_names_in_one_column_or_in_three(write: Write, header: str, row: str, name: str) -> None:
    assert arrive(write(f"{header}\n{row}\n")).names == [name]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("list.csv", "ФИО,дата гибели\nИванов,2022\n", RecordKind.DEAD),
        ("list.csv", "ПІБ,Дата полону\nІваненко,2022\n", RecordKind.PRISONER),
        ("list.csv", "ПІБ,Дата зникнення\nІваненко,2022\n", RecordKind.MISSING),
        ("list.csv", "name,place of burial\nIvanov,x\n", RecordKind.DEAD),
        ("list.csv", "Список військовополонених,\nПІБ,звання\nІваненко,солдат\n", RecordKind.PRISONER),
        ("missing-2023.csv", "name,rank\nIvanov,x\n", RecordKind.MISSING),
        ("killed-in-battle.csv", "name,rank\nIvanov,x\n", RecordKind.DEAD),
        ("останки.csv", "номер тела,приметы\n17,шрам\n", RecordKind.REMAINS),
    ],
)
def test_whom_a_list_names_is_read_from_header_title_or_file_name(
    write: Write, name: str, text: str, kind: RecordKind
) -> None:
    assert arrive(write(text, name=name), kind=None).mapping.kind is kind


def test_a_list_that_does_not_say_whom_it_names_is_not_guessed(write: Write) -> None:
    with open_table(write("name,rank\nIvanov,x\n")) as table, pytest.raises(MappingNeeded, match="missing, prisoner"):
        propose_mapping(table)


def test_a_look_at_the_values_tells_day_first_from_month_first(write: Write) -> None:
    arrived = arrive(write("name,birth\nIvanov,03/04/1999\nPetrov,25/12/1990\n"))
    assert arrived.mapping.columns[1].day_order is DayOrder.DAY_FIRST
    assert arrived.drafts[0].birth_date == "1999-04-03"


def test_what_one_column_proves_of_its_dates_holds_for_the_others(write: Write) -> None:
    arrived = arrive(write("name,birth,captured\nIvanov,13/05/1987,03/04/2022\n"), kind=None)
    assert arrived.drafts[0].occurred_date == "2022-04-03"


def test_the_mapping_says_itself_in_sentences(write: Write) -> None:
    sentences = arrive(write("surname,given,birth,shot\nIvanov,Ivan,1899,3.11.1937\n"), kind=None).mapping.sentences()
    assert "«shot» is read as occurred_date" in sentences
    assert "every row that does not say gets cause: shot" in sentences
