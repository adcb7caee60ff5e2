"""A slip changes a word as a tired hand would: a little, and never beyond recognition."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from antigone.simulation import writing

cyrillic = st.text("абвгдежзийклмнопрстуфхцчшщыьэюяіїє", min_size=3, max_size=14).map(str.capitalize)
latin = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=14).map(str.capitalize)
numbers = st.integers(0, 2**31)


@settings(deadline=None)
@given(cyrillic | latin, numbers, numbers)
def test_a_misspelt_word_differs_by_one_slip_and_keeps_its_first_letter(word: str, how: int, where: int) -> None:
    slipped = writing.misspell(word, how, where)
    assert DamerauLevenshtein.distance(word, slipped) == 1
    assert slipped[0] == word[0]


@settings(deadline=None)
@given(cyrillic | latin, numbers)
def test_a_misread_word_differs_in_one_letter_at_most(word: str, where: int) -> None:
    misread = writing.misread(word, where)
    assert len(misread) == len(word)
    assert sum(a != b for a, b in zip(word, misread, strict=True)) <= 1


@settings(deadline=None)
@given(cyrillic, numbers)
def test_homoglyphs_keep_the_length_and_undo_to_the_word(word: str, which: int) -> None:
    changed = writing.with_homoglyphs(word, which)
    back = changed.translate(str.maketrans("aeopcyxiABEKMHOPCTXI", "аеорсухіАВЕКМНОРСТХІ"))
    assert back == word


def test_short_words_are_left_alone() -> None:
    assert writing.misspell("Ли", 3, 7) == "Ли"
    assert writing.misread("", 3) == ""
    assert writing.initial("") == ""


def test_the_accusative_of_common_names() -> None:
    assert [writing.accusative(word) for word in ("Петров", "Иван", "Сергей", "Игорь", "Никита", "Покровский")] == [
        "Петрова", "Ивана", "Сергея", "Игоря", "Никиту", "Покровского",
    ]  # fmt: skip
    assert writing.accusative("Шевченко") == "Шевченко"
