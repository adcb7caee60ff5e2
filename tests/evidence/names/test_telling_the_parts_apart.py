"""Which word is the surname, which the given name, which the patronymic. The people are invented."""

from __future__ import annotations

import pytest

from antigone.evidence import names


@pytest.mark.parametrize(
    ("name", "family", "given", "patronymic"),
    [
        ("Дрозд Игнат Петрович", "Дрозд", "Игнат", "Петрович"),
        ("Игнат Петрович Дрозд", "Дрозд", "Игнат", "Петрович"),
        ("DROZD, Ihnat Petrovych", "Drozd", "Ihnat", "Petrovych"),
        ("Николай Николаев", "Николаев", "Николай", ""),
        ("Борис Владимиров", "Владимиров", "Борис", ""),
        ("Рубинович Лев Маркович", "Рубинович", "Лев", "Маркович"),
        ("Лев Маркович РУБИНОВИЧ", "Рубинович", "Лев", "Маркович"),
        ("KUDLASEVICH, Yury Alehavich", "Kudlasevich", "Yury", "Alehavich"),
        ("Вера Ильинична Соснова-Гай", "Соснова-Гай", "Вера", "Ильинична"),
        ("Мамедов Рашад Эльдар оглы", "Мамедов", "Рашад", "Эльдар"),
        ("Алиева Лейла Эльдар кызы", "Алиева", "Лейла", "Эльдар"),
        ("Игнат Петрович", "", "Игнат", "Петрович"),
        ("Drozd I. P.", "Drozd", "I", "P"),
        ("Jan van der Berg", "Berg", "Jan", ""),
    ],
)
def test_parts_are_told_apart_in_any_order(name: str, family: str, given: str, patronymic: str) -> None:
    person = names.parse(name)
    assert (person.family, person.given, person.patronymic) == (family, given, patronymic)


@pytest.mark.parametrize(
    "name",
    [
        "Галимов Айдар",
        "Ринат Хабибуллин",
        "Кадыров Зелимхан",
        "Дамба Баир",
        "Ооржак Мерген",
        "Ондар Чингис",
        "Dorzhi Sodnom",
        "Айрат Рашид Хасан",
    ],
)
def test_no_patronymic_is_invented_for_peoples_who_write_none(name: str) -> None:
    assert names.parse(name).patronymic == ""


def test_initials_are_said_to_be_initials() -> None:
    person = names.parse("Дрозд И. П.")
    assert person.initials == {"given", "patronymic"}
    assert person.family_first


def test_the_form_of_a_name_tells_the_sex() -> None:
    assert names.parse("Вера Ильинична Соснова").sex == "f"
    assert names.parse("Саша Петрович Дрозд").sex == "m"
    assert names.parse("Саша Дрозд").sex == ""


def test_a_string_without_letters_has_no_parts() -> None:
    person = names.parse(" -- 12, ?")
    assert (person.family, person.given, person.patronymic, person.middle) == ("", "", "", "")


def test_what_was_received_is_kept() -> None:
    assert names.parse("  дрозд ИГНАТ ").original == "  дрозд ИГНАТ "
