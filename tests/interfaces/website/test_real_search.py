"""The real site on the real database, with the rights of a stranger: who knows finds, who fishes does not."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from email.message import Message

import pytest
from tests.interfaces.website.people import FOUND, FOUND_BY_TWO_SOURCES, TOO_VAGUE, UNKNOWN, WITHHELD
from tests.sites import LiveSite

pytestmark = pytest.mark.django_db


def ask(site: LiveSite, words: dict[str, str], language: str = "en") -> tuple[int, Message, str]:
    body = urllib.parse.urlencode(words).encode()
    try:
        with urllib.request.urlopen(f"{site.url}/{language}/", body) as reply:
            return reply.status, reply.headers, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_who_knows_the_person_finds_the_record(website: LiveSite) -> None:
    status, _headers, page = ask(website, FOUND)
    assert status == 200
    for words in ("We have found a record", "Верещака Остап Данилович", "1987", "2023", "Полтавська"):
        assert words in page


def test_the_same_person_is_found_in_latin_letters(website: LiveSite) -> None:
    _status, _headers, page = ask(website, {"name": "Vereshchaka Ostap Danylovych", "born": "1987"})
    assert "Верещака Остап Данилович" in page


def test_two_sources_of_one_person_stand_on_one_page(website: LiveSite) -> None:
    _status, _headers, page = ask(website, FOUND_BY_TWO_SOURCES)
    assert "Книга пам’яті міста Лубни" in page
    assert "Список громади" in page


def test_nothing_withheld_and_too_vague_are_one_page_but_for_the_words_asked(website: LiveSite) -> None:
    pages = []
    for words in (UNKNOWN, WITHHELD, TOO_VAGUE):
        status, headers, page = ask(website, words)
        assert status == 200
        for asked in words.values():
            page = page.replace(f'value="{asked}"', 'value=""')
        headers_seen = [(name, value) for name, value in headers.items() if name.casefold() != "date"]
        pages.append((headers_seen, " ".join(page.replace(' value=""', "").split())))
    assert pages[0] == pages[1] == pages[2]
    assert "three cases" in pages[0][1]


def test_the_same_words_bring_the_same_bytes_again(website: LiveSite) -> None:
    assert ask(website, WITHHELD)[2] == ask(website, WITHHELD)[2]


def test_nothing_asked_stands_in_what_the_server_prints(website: LiveSite) -> None:
    canary = {"name": "Канаркевич Канарій", "father": "Canaryfather", "place": "Canaryplace", "unit": "canary-unit"}
    ask(website, canary)
    ask(website, {**canary, "born": "canary-date"})
    ask(website, {"name": "canary-long" * 10_000})
    for path in ("/en/canary-page/", "/en/?name=canary-query"):
        try:
            urllib.request.urlopen(website.url + path).close()
        except urllib.error.HTTPError as error:
            error.close()
    assert "canar" not in website.said().casefold()
    assert "канар" not in website.said().casefold()
