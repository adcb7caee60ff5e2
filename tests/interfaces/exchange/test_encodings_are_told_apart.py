"""Which encoding a list is in, told from as little as one name."""

from __future__ import annotations

import gzip

import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.interfaces.exchange import UndecodableText, WrongFormat, open_table
from antigone.interfaces.exchange.tables.cyrillic import likeliest_encoding

RUSSIAN = "ФИО;дата рождения\nКолодий Вадим Сергеевич;13.05.1987\nЖукова Ксения;1990\n"
UKRAINIAN = "ПІБ;дата народження\nҐудзь Їжакевич Євген;13.05.1987\nМ'ята Соломія Юріївна;1990\n"


@pytest.mark.parametrize(
    ("codec", "spoken"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1251", "windows-1251"),
        ("koi8_u", "KOI8-U"),
        ("cp1125", "cp866 (DOS)"),
    ],
)
@pytest.mark.parametrize(("text", "first"), [(RUSSIAN, "Колодий Вадим Сергеевич"), (UKRAINIAN, "Ґудзь Їжакевич Євген")])
def test_a_short_list_is_read_in_every_encoding_that_offices_use(
    write: Write, codec: str, spoken: str, text: str, first: str
) -> None:
    path = write(text, encoding=codec)
    with open_table(path) as table:
        assert table.encoding == spoken
    assert arrive(path).names[0] == first


@pytest.mark.parametrize("codec", ["cp1251", "koi8_u"])
@pytest.mark.parametrize(
    "name",
    [
        "Шевченко",
        "Іваненко Ігор",
        "ЗАЄЦЬ ЛЮБОВ",
        "Кузнецов",
        "ПЕТРОВ ПЁТР",
        "Цвях",
        "Дзюба Віра",
        "Яременко Євген",
        "Щукин",
    ],
)
def test_one_name_is_enough_to_tell_windows_1251_from_koi8(codec: str, name: str) -> None:
    assert likeliest_encoding(name.encode(codec))[0] == codec


def test_a_list_that_is_ascii_for_long_is_judged_by_its_late_letters(write: Write) -> None:
    text = "name,birth\n" + "".join(f"Smith John {n},1990\n" for n in range(20_000)) + "Жукова Ксения Павловна,1980\n"
    assert arrive(write(text, encoding="koi8_u")).names[-1] == "Жукова Ксения Павловна"


def test_western_letters_are_read_with_a_note_to_look(write: Write) -> None:
    path = write("surname,given\nMüller,José\nÅngström,François\n", encoding="cp1252")
    with open_table(path) as table:
        assert "guessed" in table.notes[0]
    assert arrive(path).names == ["Müller José", "Ångström François"]


def test_arabic_in_windows_1256_is_read(write: Write) -> None:
    path = write("name,age\nسامي محمد الأحمد,20\nليلى عمر الخطيب,31\nنور خالد حسن,44\n", encoding="cp1256")
    assert arrive(path).names[0] == "سامي محمد الأحمد"


def test_a_line_in_another_encoding_is_named(write: Write) -> None:
    lines = [f"Иванов Иван {n},1990\n".encode() for n in range(50)]
    lines[30] = "Петров Пётр,1990\n".encode("cp1251")
    with pytest.raises(UndecodableText, match=r"list\.csv, line 32: .* save the whole file as UTF-8"):
        open_table(write("ФИО,дата рождения\n".encode() + b"".join(lines)))


def test_one_utf8_line_in_a_windows_list_is_named(write: Write) -> None:
    lines = [f"Иванов Иван {n},1990\n".encode("cp1251") for n in range(50)]
    lines[30] = "Петров Пётр,1990\n".encode()
    with pytest.raises(UndecodableText, match="line 32: this line is UTF-8"):
        open_table(write("ФИО,дата рождения\n".encode("cp1251") + b"".join(lines)))


def test_one_koi8_line_in_a_windows_list_is_named(write: Write) -> None:
    lines = [f"Иванов Иван {n},1990\n".encode("cp1251") for n in range(50)]
    lines[30] = "Петренко Степан Григорьевич,1990\n".encode("koi8_u")
    with pytest.raises(UndecodableText, match="line 32: this line is in KOI8-U and the others are in windows-1251"):
        open_table(write("ФИО,дата рождения\n".encode("cp1251") + b"".join(lines)))


def test_utf8_cut_inside_a_letter_is_named(write: Write) -> None:
    with pytest.raises(UndecodableText, match="line 3"):
        open_table(write("ФИО,дата рождения\nИванов Иван,1990\nПетров П".encode()[:-1]))


def test_utf16_cut_inside_a_letter_is_named(write: Write) -> None:
    with pytest.raises(UndecodableText, match="line 3: these bytes are not UTF-16"):
        open_table(write("ФИО,дата рождения\nИванов Иван,1990\nПетров П".encode("utf-16")[:-1]))


def test_noise_is_refused_and_says_where(write: Write) -> None:
    with pytest.raises(WrongFormat, match="line 1: there are bytes here that no text has"):
        open_table(write(bytes(range(256)) * 20))


def test_a_packed_list_is_read(write: Write) -> None:
    path = write(gzip.compress(RUSSIAN.encode("cp1251")), name="list.csv.gz")
    assert arrive(path).names[0] == "Колодий Вадим Сергеевич"
