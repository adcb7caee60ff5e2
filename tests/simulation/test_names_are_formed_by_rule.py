"""Patronymics, feminine forms and the form of a surname in the other language follow the grammars."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.names import russian_patronymic, ukrainian_patronymic
from antigone.simulation.stock import feminine, in_russian, in_ukrainian, name_book

VOWELS = "аеёиоуыэюяіїє"
russian_words = st.text("абвгдеёжзийклмнопрстуфхцчшщыьэюя", min_size=2, max_size=14).map(str.capitalize)
ukrainian_words = st.text("абвгдеєжзиіїйклмнопрстуфхцчшщьюя", min_size=2, max_size=14).map(str.capitalize)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Иван", "Иванович", "Ивановна"), ("Сергей", "Сергеевич", "Сергеевна"), ("Юрий", "Юрьевич", "Юрьевна"),
        ("Дмитрий", "Дмитриевич", "Дмитриевна"), ("Терентий", "Терентьевич", "Терентьевна"),
        ("Игорь", "Игоревич", "Игоревна"), ("Никита", "Никитич", "Никитична"), ("Илья", "Ильич", "Ильинична"),
        ("Лука", "Лукич", "Лукинична"), ("Пётр", "Петрович", "Петровна"), ("Лев", "Львович", "Львовна"),
        ("Яков", "Яковлевич", "Яковлевна"), ("Муса", "Мусаевич", "Мусаевна"), ("Тимур", "Тимурович", "Тимуровна"),
        ("Камиль", "Камилевич", "Камилевна"), ("Ануш", "Анушевич", "Анушевна"), ("Данило", "Данилович", "Даниловна"),
        ("Чечен-оол", "Чечен-оолович", "Чечен-ооловна"),
    ],
)  # fmt: skip
def test_russian_patronymics(father: str, son: str, daughter: str) -> None:
    assert (russian_patronymic(father, "m"), russian_patronymic(father, "f")) == (son, daughter)


@pytest.mark.parametrize(
    ("father", "son", "daughter"),
    [
        ("Іван", "Іванович", "Іванівна"), ("Сергій", "Сергійович", "Сергіївна"), ("Юрій", "Юрійович", "Юріївна"),
        ("Микола", "Миколайович", "Миколаївна"), ("Григорій", "Григорович", "Григорівна"),
        ("Ігор", "Ігорович", "Ігорівна"),
        ("Василь", "Васильович", "Василівна"), ("Петро", "Петрович", "Петрівна"), ("Ілля", "Ілліч", "Іллівна"),
        ("Яків", "Якович", "Яківна"), ("Микита", "Микитович", "Микитівна"), ("Лев", "Львович", "Львівна"),
        ("В'ячеслав", "В'ячеславович", "В'ячеславівна"), ("Муса", "Мусайович", "Мусаївна"),
    ],
)  # fmt: skip
def test_ukrainian_patronymics(father: str, son: str, daughter: str) -> None:
    assert (ukrainian_patronymic(father, "m"), ukrainian_patronymic(father, "f")) == (son, daughter)


@settings(deadline=None)
@given(russian_words)
def test_any_russian_name_gives_a_patronymic_of_each_sex(father: str) -> None:
    assert russian_patronymic(father, "m").endswith("ич")
    assert russian_patronymic(father, "f").endswith("на")
    assert russian_patronymic(father, "m")[0] == father[0]


@settings(deadline=None)
@given(ukrainian_words)
def test_any_ukrainian_name_gives_a_patronymic_of_each_sex(father: str) -> None:
    assert ukrainian_patronymic(father, "m").endswith("ич")
    assert ukrainian_patronymic(father, "f").endswith("вна")


@settings(deadline=None)
@given(russian_words)
def test_a_russian_surname_in_ukrainian_has_no_letters_that_ukrainian_lacks(word: str) -> None:
    assert not set(in_ukrainian(word).casefold()) & set("ёыэъ")


@settings(deadline=None)
@given(ukrainian_words)
def test_a_ukrainian_surname_in_russian_has_no_letters_that_russian_lacks(word: str) -> None:
    assert not set(in_russian(word).casefold()) & set("іїєґ'")


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Лебедев", "Лебедєв"), ("Воробьёв", "Воробйов"), ("Покровский", "Покровський"), ("Зайцев", "Зайцев"),
        ("Кузнецов", "Кузнецов"), ("Королёв", "Корольов"), ("Ильин", "Ільін"), ("Эристов", "Ерістов"),
        ("Щукин", "Щукін"), ("Муравьёв", "Муравйов"),
    ],
)  # fmt: skip
def test_russian_surnames_as_ukrainian_offices_write_them(russian: str, ukrainian: str) -> None:
    assert in_ukrainian(russian) == ukrainian


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Коломієць", "Коломиец"), ("Вишневський", "Вишневский"), ("Лисенко", "Лысенко"), ("Лук'яненко", "Лукьяненко"),
        ("Заєць", "Заец"), ("Шевченко", "Шевченко"), ("Гордієнко", "Гордиенко"),
    ],
)  # fmt: skip
def test_ukrainian_surnames_as_russian_offices_write_them(ukrainian: str, russian: str) -> None:
    assert in_russian(ukrainian) == russian


@pytest.mark.parametrize(
    ("he", "she", "language"),
    [
        ("Иванов", "Иванова", "ru"), ("Покровский", "Покровская", "ru"), ("Шевченко", "Шевченко", "ru"),
        ("Мельник", "Мельник", "ru"), ("Чёрный", "Чёрная", "ru"), ("Ильин", "Ильина", "ru"),
        ("Вишневський", "Вишневська", "uk"),
        ("Лебедєв", "Лебедєва", "uk"), ("Коваль", "Коваль", "uk"), ("Рудий", "Руда", "uk"), ("Монгуш", "Монгуш", "ru"),
    ],
)  # fmt: skip
def test_feminine_surnames(he: str, she: str, language: str) -> None:
    assert feminine(he, "ru" if language == "ru" else "uk") == she


def test_the_book_holds_tens_of_thousands_of_surnames_and_no_foreign_letter() -> None:
    book = name_book()
    assert len(set(book.surnames[:, 0])) > 20_000
    for column in range(4):
        letters = set("".join(book.surnames[:, column]).casefold())
        assert letters <= set("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ'-")
    assert all(text.strip("-") == text and len(text) > 1 for text in book.surnames[:, 0])
