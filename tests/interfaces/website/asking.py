"""The site as the tests ask it, without a browser, and with a search whose answer is chosen by the test."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from antigone.bureau.disclosure.values import PublicAnswer, PublicPerson, PublicQuery
from antigone.interfaces.website import views

LANGUAGES = ("uk", "ru", "en")

#: Every page of the site by its view's name. A new page that is not named here fails `test_every_page`.
PAGES = {
    "website:home": "",
    "website:ask": "ask/",
    "website:receipt": "words/",
    "website:help": "help/",
    "website:data": "data/",
    "website:contact": "contact/",
}

PERSON = PublicPerson(
    public_id="7c1f2a8e-30c5-4d0e-9a57-1f2b8b1a0c11",
    name="Верещака Остап Данилович",
    other_names=("Vereshchaka Ostap",),
    birth_year="1987~",
    death_year="2022/2023",
    region="Полтавська область",
    kind="dead",
    source="Книга пам’яті міста Лубни",
    as_of="2024-01-31",
)

Asked = list[PublicQuery]

_CARD = re.compile(r'<ol class="card" lang="(\w+)">(.*?)</ol>', re.DOTALL)


def words_on(page: str) -> str:
    """The ten words of the card on a page; empty where there is none."""
    card = _CARD.search(page)
    return " ".join(re.findall(r"<li>(.*?)</li>", card[2])) if card else ""


def without_words(page: str) -> str:
    """A page with the ten words of its card taken out, wherever they stand: chance alone chose them."""
    words = words_on(page)
    return _CARD.sub("", page).replace(f'value="{words}"', 'value=""') if words else page


def stranger() -> Client:
    """Somebody with a browser of which the site knows nothing; a mistake of ours reaches him as a page."""
    return Client(raise_request_exception=False)


def search_finds(monkeypatch: pytest.MonkeyPatch, *people: PublicPerson) -> Asked:
    """Let every search find these people. Gives the list into which the questions asked will come."""
    asked: Asked = []

    def found(query: PublicQuery) -> PublicAnswer:
        asked.append(query)
        return PublicAnswer(people)

    monkeypatch.setattr(views, "public_search", found)
    return asked


def search_fails(monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]) -> None:
    """Let every search raise this error."""

    def broken(_query: PublicQuery) -> PublicAnswer:
        raise error()

    monkeypatch.setattr(views, "public_search", broken)
