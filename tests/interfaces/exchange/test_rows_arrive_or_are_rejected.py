"""Every row arrives, or is rejected with a true reason; an odd value loses itself and not the person."""

from __future__ import annotations

import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordKind, Sex


def test_a_whole_prisoner_record_is_read(write: Write) -> None:
    path = write(
        "Номер записи;ПІБ;Стать;Дата народження;Місце народження;Звання;В/ч;Позивний;Особистий номер;Дата полону;"
        "Місце полону;Особливі прикмети;Статус;Батько\n"
        "A-17;Колодій Вадим Сергійович;ч;13.05.1987;м. Старе Місто;солдат;А1234;Сокіл;КВ-123456;08.03.2022;"
        "с. Нове;шрам на лівій руці;підтверджено;Колодій Сергій\n"
    )
    draft = arrive(path, kind=None).drafts[0]
    assert draft.kind is RecordKind.PRISONER
    assert draft.names == (NameDraft("Колодій Вадим Сергійович"),)
    assert draft.source_record_id == "A-17"
    assert draft.sex is Sex.MALE
    assert draft.birth_date == "1987-05-13"
    assert draft.birthplace == "м. Старе Місто"
    assert (draft.rank, draft.unit, draft.call_sign, draft.service_number) == ("солдат", "А1234", "Сокіл", "КВ-123456")
    assert (draft.occurred_date, draft.occurred_place) == ("2022-03-08", "с. Нове")
    assert (draft.description, draft.status, draft.father_name) == (
        "шрам на лівій руці",
        "підтверджено",
        "Колодій Сергій",
    )
    assert draft.original["Позивний"] == "Сокіл"


def test_an_odd_age_is_left_out_and_the_person_arrives(write: Write) -> None:
    arrived = arrive(write("name,age\nIvanov,-1\nPetrov,1994\nSidorov,34\nOrlov,30-35\nBaby,3 months\n"))
    assert arrived.names == ["Ivanov", "Petrov", "Sidorov", "Orlov", "Baby"]
    assert [(draft.age_low, draft.age_high) for draft in arrived.drafts] == [
        (None, None),
        (None, None),
        (34, 34),
        (30, 35),
        (0, 0),
    ]
    assert [(warning.line, warning.column, warning.value) for warning in arrived.warnings] == [
        (2, "age", "-1"),
        (3, "age", "1994"),
    ]
    assert "is not an age between 0 and 125" in arrived.warnings[1].reason
    assert arrived.drafts[0].original["age"] == "-1"


def test_an_impossible_birth_rejects_the_row(write: Write) -> None:
    arrived = arrive(write("ФИО,дата рождения\nИванов Иван,31.02.2022\nПетров Пётр,1990\n"))
    assert arrived.names == ["Петров Пётр"]
    (rejected,) = arrived.rejected
    assert (rejected.line, rejected.column, rejected.value) == (2, "дата рождения", "31.02.2022")
    assert rejected.reason == "31.02.2022 is not a date; write 2022-02 if the day is unknown"


def test_an_impossible_death_is_left_out_and_the_person_arrives(write: Write) -> None:
    arrived = arrive(write("ФИО,дата гибели\nИванов Иван,31.02.2022\n"))
    assert arrived.drafts[0].occurred_date == ""
    assert (
        arrived.warnings[0].reason
        == "31.02.2022 is not a date; write 2022-02 if the day is unknown; the row is kept without it"
    )


def test_a_birth_that_is_only_unclear_is_left_out_and_the_person_arrives(write: Write) -> None:
    arrived = arrive(write("ФИО,дата рождения\nИванов Иван,весна 1987\nПетров Пётр,03/04/1999\nОрлов Олег,1.02.38\n"))
    assert [draft.birth_date for draft in arrived.drafts] == ["", "1999", ""]
    assert [warning.line for warning in arrived.warnings] == [2, 3, 4]


def test_a_birth_after_the_death_is_warned_of_and_both_stay(write: Write) -> None:
    arrived = arrive(write("name,birth,shot\nIvanov,1940,3.11.1937\n"))
    assert (arrived.drafts[0].birth_date, arrived.drafts[0].occurred_date) == ("1940", "1937-11-03")
    assert "later than 1937-11-03" in arrived.warnings[0].reason


def test_a_row_cut_off_is_rejected(write: Write) -> None:
    arrived = arrive(write("name,birth,rank\nIvanov,1990,private\nPetrov,19"))
    assert arrived.names == ["Ivanov"]
    assert arrived.rejected[0].line == 3
    assert "the row has 2 cells and needs 3; it is cut off" in arrived.reasons[0]


def test_a_row_with_too_many_cells_is_rejected(write: Write) -> None:
    arrived = arrive(write("name,birth\nIvanov,Ivan,1990\nPetrov,1990,\n"))
    assert arrived.names == ["Petrov"]
    assert arrived.reasons == [
        "the row has 3 cells and the table 2 columns; put quotation marks around a cell that holds the delimiter"
    ]


def test_columns_without_a_name_at_the_end_may_be_missing(write: Write) -> None:
    assert arrive(write("name,birth,,\nIvanov,1990\nPetrov,1991,,\n")).names == ["Ivanov", "Petrov"]


def test_a_quotation_mark_that_swallows_rows_until_the_next_is_told(write: Write) -> None:
    text = 'name,birth,note\n"Ivanov,1990,a\nPetrov,1991,b\nSidorov,1992,"c\nOrlov,1993,d\n'
    arrived = arrive(write(text))
    assert arrived.names == ["Orlov"]
    assert arrived.rejected[0].line == 2
    assert "runs on to line 4" in arrived.reasons[0]


def test_a_quotation_mark_that_swallows_rows_and_keeps_the_count_is_told(write: Write) -> None:
    text = 'name,birth,note\n"Ivanov,1990,a\nPetrov,1991,b\nSidorov",1992,c\nOrlov,1993,d\n'
    arrived = arrive(write(text))
    assert arrived.names == ["Orlov"]
    assert "holds what look like whole rows" in arrived.reasons[0]


def test_a_header_inside_the_table_is_no_person(write: Write) -> None:
    arrived = arrive(write("ФИО,дата рождения\nИванов,1990\nФИО,дата рождения\nПетров,1991\n"))
    assert arrived.names == ["Иванов", "Петров"]
    assert (arrived.rejected[0].line, arrived.reasons[0]) == (3, "the header stands here again; this is no person")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "the row names nobody"),
        ("-", "the row names nobody"),
        ("н/д", "the row names nobody"),
        ("Неизвестный", "Неизвестный names nobody"),
        ("Невідомий №12", "names nobody"),
        ("unidentified male", "unidentified male"),
        ("12345", "has no letter"),
        ("=1+1", "has no letter"),
        ("Всего:", "is a total and not a person"),
        ("Усього 25", "is a total and not a person"),
        ("Ivanov " * 40, "more than a name has"),
    ],
)
def test_a_row_that_names_nobody_is_rejected(write: Write, cell: str, reason: str) -> None:
    arrived = arrive(write(f"name,birth\nPetrov,1991\n{cell},1990\n"))
    assert arrived.names == ["Petrov"]
    assert reason in arrived.reasons[0]


@pytest.mark.parametrize("name", ["Null", "Nan", "None", "Total-Khan Ali", "Sumar", "Невідомський Ян"])
def test_names_that_look_like_nothing_are_names(write: Write, name: str) -> None:
    arrived = arrive(write(f"surname,given\n{name},Ivan\n"))
    assert arrived.names == [f"{name} Ivan"]


def test_a_heading_between_rows_is_no_person(write: Write) -> None:
    arrived = arrive(write("ФИО,дата рождения,в/ч\nКиевская область,,\nИванов Иван,1990,1\nГородецкий,,\n"))
    assert arrived.names == ["Иванов Иван", "Городецкий"]
    assert arrived.reasons == ["this is a heading between the rows and not a person"]


def test_a_person_without_a_name_is_kept_by_his_number(write: Write) -> None:
    arrived = arrive(write("ПІБ,Особистий номер\n,КВ-123456\n"))
    assert arrived.drafts[0].names == ()
    assert arrived.drafts[0].service_number == "КВ-123456"
    assert "kept by its service number" in arrived.warnings[0].reason


def test_remains_need_no_name(write: Write) -> None:
    arrived = arrive(
        write("номер тела,ФИО,приметы\n17,неизвестный,шрам\n18,,\n,,татуировка\n"), kind=RecordKind.REMAINS
    )
    assert [draft.source_record_id for draft in arrived.drafts][:2] == ["17", "18"]
    assert arrived.drafts[2].description == "татуировка"
    assert all(draft.names == () for draft in arrived.drafts)


@pytest.mark.parametrize(
    ("cell", "name", "birth"),
    [
        ("Іваненко Іван, 1990 р.н.", "Іваненко Іван", "1990"),
        ("Иванов Иван (13.05.1987)", "Иванов Иван", "1987-05-13"),
        ("Иванов Иван 1990 г.р.", "Иванов Иван", "1990"),
    ],
)
def test_a_birth_in_the_cell_of_the_name_is_read_and_said(write: Write, cell: str, name: str, birth: str) -> None:
    arrived = arrive(write(f'ФИО,звание\n"{cell}",x\n'))
    assert (arrived.names, arrived.drafts[0].birth_date) == ([name], birth)
    assert "the name was read as" in arrived.warnings[0].reason


def test_a_birth_of_its_own_column_is_not_replaced_by_one_in_the_name(write: Write) -> None:
    arrived = arrive(write('ФИО,дата рождения\n"Иванов Иван, 1990 г.р.",1991\n'))
    assert arrived.drafts[0].birth_date == "1991"


def test_other_names_become_names_of_their_kind(write: Write) -> None:
    path = write(
        "surname,given,patronymic,alt,en_name,maiden name\n"
        'Белич,Милан,Иванович,"Хорвай Вильгельм, Шварцман Степан (1937)",Milan Belich,\n'
        "Радомская,Анна,Ивановна,Дорофеевна,,Орлова\n"
    )
    first, second = arrive(path).drafts
    assert first.names == (
        NameDraft("Белич Милан Иванович"),
        NameDraft("Хорвай Вильгельм", NameKind.ALIAS),
        NameDraft("Шварцман Степан", NameKind.ALIAS),
        NameDraft("Milan Belich", NameKind.TRANSLITERATION),
    )
    assert second.names == (
        NameDraft("Радомская Анна Ивановна"),
        NameDraft("Радомская Анна Дорофеевна", NameKind.ALIAS),
        NameDraft("Орлова", NameKind.MAIDEN),
    )


def test_invisible_characters_are_taken_out_of_a_name_and_said(write: Write) -> None:
    arrived = arrive(write("name,birth\nИван\u202eнов\u200b  Пётр,1990\n"))
    assert arrived.names == ["Иваннов Пётр"]
    assert "invisible characters" in arrived.warnings[0].reason
    assert "\u202e" in arrived.drafts[0].original["name"]


def test_letters_are_composed_and_spaces_are_single(write: Write) -> None:
    assert arrive(write("name,birth\n И\u0306ванов\u00a0 Иван ,1990\n")).names == ["Йванов Иван"]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+Ivanov", "-Ivanov", "@Ivanov"])
def test_a_formula_is_only_text(write: Write, cell: str) -> None:
    arrived = arrive(write(f'name,note\nIvanov,"{cell}"\n'))
    assert arrived.drafts[0].note == cell
    assert arrived.drafts[0].original["note"] == cell


@pytest.mark.parametrize("cell", ["a\\u0000b", "\\ud800"])
def test_characters_that_no_database_keeps_reject_their_row(write: Write, cell: str) -> None:
    text = f'[{{"name": "Ivanov", "note": "{cell}"}}, {{"name": "Petrov", "note": "x"}}]'
    arrived = arrive(write(text, name="people.json"))
    assert arrived.names == ["Petrov"]
    assert "no text" in arrived.reasons[0]


def test_several_columns_of_one_text_are_joined(write: Write) -> None:
    arrived = arrive(write("ФИО,особые приметы,татуировки\nИванов,шрам,якорь\n"))
    assert arrived.drafts[0].description == "шрам; якорь"


def test_the_value_of_a_rejection_is_short(write: Write) -> None:
    arrived = arrive(write("name,birth\n" + "x" * 5_000 + ",1990\n"))
    assert len(arrived.rejected[0].value) <= 80
