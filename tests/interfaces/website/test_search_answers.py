"""What a reader asks, and the page that answers her."""

from __future__ import annotations

import re

import pytest
from tests.interfaces.website.asking import LANGUAGES, PERSON, search_finds, stranger

from antigone.bureau.disclosure.values import PublicQuery

FOLDED = re.compile(r"<details class=\"record\">.*</details>", re.DOTALL)
WORDS_OF_DEATH = {
    "en": ("died", "dead", "death", "body", "sorry", "burial"),
    "ru": ("умер", "погиб", "смерт", "в живых", "тело", "скорб", "погреб"),
    "uk": ("помер", "загин", "смерт", "серед живих", "тіло", "суму", "похован"),
}


def test_every_field_reaches_the_search_and_the_date_becomes_edtf(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = search_finds(monkeypatch)
    stranger().post(
        "/ru/",
        {
            "name": "  Верещака Остап ",
            "born": "12.03.1987",
            "father": "Данило",
            "place": "Лубны",
            "unit": "А0000",
            "service_number": "АБ-17",
        },
    )
    assert asked == [
        PublicQuery("Верещака Остап", "1987-03-12", "Данило", "Лубны", "А0000", "АБ-17"),
    ]


def test_a_name_alone_is_enough_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = search_finds(monkeypatch)
    stranger().post("/uk/", {"name": "Vereshchaka"})
    assert asked == [PublicQuery("Vereshchaka")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fact_is_folded_away_until_the_reader_opens_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch, PERSON)
    page = stranger().post(f"/{language}/", {"name": "Верещака"}).text
    folded = FOLDED.search(page)
    assert folded
    assert any(word in folded[0] for word in WORDS_OF_DEATH[language])
    main = page[page.index("<main") : page.index("</main>")]
    shown_at_once = FOLDED.sub("", main).casefold()
    for word in (*WORDS_OF_DEATH[language], PERSON.name.casefold(), "1987", PERSON.public_id):
        assert word not in shown_at_once


def test_the_record_says_in_plain_words_what_the_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch, PERSON)
    page = stranger().post("/ru/", {"name": "Верещака"}).text
    for words in (
        *("Верещака Остап Данилович", "Vereshchaka Ostap", "около 1987", "2022–2023", "Полтавська область"),
        *("Книга пам’яті міста Лубни", "31 января 2024", PERSON.public_id),
    ):
        assert words in page


def test_what_the_source_leaves_open_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = type(PERSON)("1", "Верещака Остап", (), "", "", "", "dead", "Список громади", "")
    search_finds(monkeypatch, bare)
    page = stranger().post("/en/", {"name": "Верещака"}).text
    record = page[page.index("<dl>") : page.index("</dl>")]
    assert re.findall(r"<dt>(.*?)</dt>", record) == ["Source", "Number of the record"]


def test_several_sources_speak_of_one_person_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch, PERSON, PERSON)
    page = stranger().post("/en/", {"name": "Верещака"}).text
    assert page.count('<details class="record">') == 1
    assert page.count("According to the sources named below, this person has died.") == 1
    assert page.count("<dt>Source</dt>") == 2


def test_nothing_found_explains_all_three_reasons_and_what_would_help(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch)
    page = stranger().post("/en/", {"name": "Верещака"}).text
    for words in (
        *("we know nothing about this person yet", "may not show it", "fits more than one person"),
        *("neither bad news nor good news", "the full date of birth", "/en/contact/"),
    ):
        assert words in page


def test_the_words_asked_stand_in_the_form_again_to_be_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    search_finds(monkeypatch)
    page = stranger().post("/en/", {"name": "Верищака", "unit": "А0000"}).text
    assert re.search(r'<input type="text" name="name" value="Верищака"', page)
    assert re.search(r"<details open>", page), "a folded field that holds words stands open"


def test_the_question_goes_along_when_the_reader_changes_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = search_finds(monkeypatch)
    page = stranger().post("/en/", {"name": "Верещака", "born": "12.03.1987"}).text
    form = re.search(r'<form method="post" action="/uk/".*?</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="(.*?)"', form[0]))
    assert stranger().post("/uk/", fields).headers["Content-Language"] == "uk"
    assert asked[0] == asked[1]


def test_markup_in_what_was_asked_or_published_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    trap = '"><script>alert(1)</script>{{ 7|add:7 }}'
    search_finds(monkeypatch)
    assert "<script" not in stranger().post("/en/", {"name": trap}).text
    spoiled = type(PERSON)(trap, trap, (trap,), trap, trap, trap, "dead", trap, trap)
    search_finds(monkeypatch, spoiled)
    page = stranger().post("/en/", {"name": trap}).text
    assert "<script" not in page
    assert "{{ 7|add:7 }}" in page


def test_a_phone_is_asked_to_remember_nothing_and_to_send_nothing_to_a_spelling_checker() -> None:
    page = stranger().get("/en/").text
    inputs = re.findall(r"<input [^>]*>", page)
    assert len(inputs) == 6
    for field in inputs:
        assert 'autocomplete="off"' in field
        assert 'spellcheck="false"' in field
