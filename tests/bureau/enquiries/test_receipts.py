"""A receipt: ten words in three languages, read back as people type them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.enquiries.receipts import LANGUAGES, WORDS, folded, new_receipt, parsed, word_list
from antigone.bureau.enquiries.values import NotAReceipt

PEPPER = b"p" * 32


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_words_are_at_least_128_bits(language: str) -> None:
    words = word_list(language)
    assert len({folded(word) for word in words}) == len(words)
    assert WORDS * math.log2(len(words)) >= 128
    assert all(4 <= len(word) <= 9 for word in words)


_NEVER = {
    "uk": "смерть труп могила труна гріб кров війна вбивця рана тривога укриття сапер побратим пустка сирота поховання"
    " повістка невідомий останній дура",
    "ru": "смерть труп могила гроб кровь война убийца рана тревога укрытие смерч ураган пленный сирота последний"
    " падший патогенез поём недобрый козел",
    "en": "death corpse grave coffin blood war killer wound alarm shelter napalm orphan unknown fallen headstone"
    " remains survivor surrender hostage bastard",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_one_that_a_family_in_a_war_should_not_be_handed(language: str) -> None:
    assert not set(_NEVER[language].split()) & set(word_list(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_words_of_a_list_are_one_letter_apart(language: str) -> None:
    seen: dict[str, str] = {}
    for word in word_list(language):
        plain = folded(word)
        for variant in {plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain)))}:
            assert variant not in seen, f"{word} and {seen.get(variant)}"
            seen[variant] = word


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_shown_opens_again(language: str) -> None:
    receipt = new_receipt(language)
    read = parsed(receipt.text)
    assert read.language == language
    assert read.lookup(PEPPER) == receipt.lookup(PEPPER)
    assert read.key.seed == receipt.key.seed


@given(st.randoms(use_true_random=False), st.sampled_from(LANGUAGES))
def test_capitals_commas_blanks_and_apostrophes_do_not_matter(random: object, language: str) -> None:
    receipt = new_receipt(language)
    typed = receipt.text
    typed = typed.replace("'", random.choice(["’", "ʼ", "'", ""]))  # type: ignore[attr-defined]
    typed = typed.replace("ё", random.choice(["ё", "е"]))  # type: ignore[attr-defined]
    typed = random.choice([str.upper, str.title, str.lower])(typed)  # type: ignore[attr-defined]
    typed = typed.replace(" ", random.choice([", ", "  ", "\n", " - ", ",", "\t"]))  # type: ignore[attr-defined]
    assert parsed(f"  {typed}. ").lookup(PEPPER) == receipt.lookup(PEPPER)


@given(st.integers(0, WORDS - 1), st.integers(0, 8), st.sampled_from(LANGUAGES))
def test_one_letter_left_out_of_a_word_is_forgiven(place: int, letter: int, language: str) -> None:
    receipt = new_receipt(language)
    words = list(receipt.words)
    at = min(letter, len(words[place]) - 1)
    words[place] = words[place][:at] + words[place][at + 1 :]
    assert parsed(" ".join(words)).lookup(PEPPER) == receipt.lookup(PEPPER)


def test_another_word_is_another_receipt() -> None:
    receipt = new_receipt("uk")
    other = next(word for word in word_list("uk") if word not in receipt.words)
    changed = parsed(" ".join([*receipt.words[:-1], other]))
    assert changed.lookup(PEPPER) != receipt.lookup(PEPPER)
    assert changed.key.seed != receipt.key.seed


def test_the_order_of_the_words_matters() -> None:
    receipt = new_receipt("ru")
    assert parsed(" ".join(reversed(receipt.words))).lookup(PEPPER) != receipt.lookup(PEPPER)


@pytest.mark.parametrize("typed", ["", "слово", "вода " * 9, "вода " * 11, "x" * 5_000, "-, ;"])
def test_another_number_of_words_is_told(typed: str) -> None:
    with pytest.raises(NotAReceipt, match="has 10 words"):
        parsed(typed)


def test_a_word_that_no_list_knows_is_named() -> None:
    with pytest.raises(NotAReceipt, match="щщщщщщ") as refusal:
        parsed(" ".join([*new_receipt("uk").words[:9], "щщщщщщ"]))
    assert refusal.value.word == "щщщщщщ"


def test_the_lookup_is_useless_without_the_key_of_the_website() -> None:
    receipt = new_receipt("en")
    assert receipt.lookup(PEPPER) != receipt.lookup(b"q" * 32)


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt("uk").words for _ in range(1_000)}) == 1_000


def test_a_receipt_is_not_printed_by_accident() -> None:
    receipt = new_receipt("uk")
    assert not any(word in repr(receipt) for word in receipt.words)
