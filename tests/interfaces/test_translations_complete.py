"""Every sentence that people read is there in every language, and nothing stale stands beside it."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from antigone.interfaces.catalogue import (
    INTERFACES,
    LANGUAGES,
    compile_catalogue,
    disagreements,
    faults,
    file_of,
    rooms,
    sentences,
    stored,
    update,
)

ROOMS = [pytest.param(room, id=room.name) for room in rooms()]

TEMPLATE = """{% load i18n %}
   <p>{% translate "Come in" %}</p>
{% blocktranslate trimmed with name=person.name %}
    You’re expected,
    {{ name }} (at 5%)
{% endblocktranslate %}
{% blocktranslate count n=number %}one letter{% plural %}{{ n }} letters{% endblocktranslate %}
"""
VIEW = """
from django.utils.translation import gettext_lazy as _
WORDS = _("Some words, "
          "and more")
"""


@pytest.fixture
def porch(tmp_path: Path) -> Path:
    """A room of interfaces with a few sentences in it."""
    room = tmp_path / "porch"
    (room / "templates").mkdir(parents=True)
    (room / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (room / "views.py").write_text(VIEW, encoding="utf-8")
    return room


def translate_everything(room: Path, said: str = "«{}»") -> None:
    update(room, "uk")
    with file_of(room, "uk").open("rb") as stream:
        catalogue = read_po(stream, locale="uk")
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(f"«{message.id[1]}»" for _form in range(3))
        elif message.id:
            message.string = said.format(message.id)
    with file_of(room, "uk").open("wb") as stream:
        write_po(stream, catalogue)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_a_site_is_translated_and_every_translation_used(room: Path, language: str) -> None:
    assert [str(fault) for fault in faults(room, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_a_new_machine_can_compile_them(room: Path, language: str) -> None:
    with file_of(room, language).open("rb") as file:
        found = [(message.id, [str(error) for error in errors]) for message, errors in read_po(file, language).check()]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sites_translate_the_same_sentence_alike(language: str) -> None:
    assert [str(fault) for fault in disagreements(rooms(), language)] == []


def test_the_families_website_is_among_the_rooms() -> None:
    assert INTERFACES / "website" in rooms()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_for_families_is_left_in_english(language: str) -> None:
    translated = [message for message in stored(INTERFACES / "website", language) if message.id]
    assert [message.id for message in translated if message.string == message.id] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_the_catalogues_are_as_the_command_writes_them(room: Path, language: str, tmp_path: Path) -> None:
    before = file_of(room, language).read_bytes()
    copy = tmp_path / room.name
    for source in room.rglob("*"):
        if source.suffix in {".py", ".html", ".txt", ".po"}:
            target = copy / source.relative_to(room)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    update(copy, language)
    assert file_of(copy, language).read_text(encoding="utf-8") == before.decode()


def test_sentences_come_from_templates_and_code(porch: Path) -> None:
    assert [(path, words) for path, words, _context in sentences(porch)] == [
        ("templates/page.html", "Come in"),
        ("templates/page.html", "You’re expected, %(name)s (at 5%%)"),
        ("templates/page.html", ("one letter", "%(n)s letters")),
        ("views.py", "Some words, and more"),
    ]


def test_a_missing_translation_is_a_fault(porch: Path) -> None:
    update(porch, "uk")
    assert [fault.what for fault in faults(porch, "uk")] == ["no translation"] * 4


def test_a_whole_catalogue_has_no_fault(porch: Path) -> None:
    translate_everything(porch)
    assert faults(porch, "uk") == []


def test_a_translation_that_no_page_uses_is_a_fault_until_the_command_takes_it_out(porch: Path) -> None:
    translate_everything(porch)
    (porch / "views.py").unlink()
    assert [fault.what for fault in faults(porch, "uk")] == ["no page uses it"]
    update(porch, "uk")
    assert faults(porch, "uk") == []


def test_a_lost_placeholder_is_a_fault(porch: Path) -> None:
    translate_everything(porch, said="words")
    assert [(fault.sentence[:6], fault.what) for fault in faults(porch, "uk")] == [
        ("You’re", "the placeholders differ")
    ]


def test_an_unsure_translation_is_a_fault(porch: Path) -> None:
    translate_everything(porch)
    path = file_of(porch, "uk")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Come in"', '#, fuzzy\nmsgid "Come in"'), encoding="utf-8")
    assert [fault.what for fault in faults(porch, "uk")] == ["marked as unsure (fuzzy)"]


def test_two_rooms_that_translate_a_sentence_differently_are_a_fault(porch: Path, tmp_path: Path) -> None:
    translate_everything(porch)
    cellar = tmp_path / "cellar"
    cellar.mkdir()
    (cellar / "views.py").write_text(VIEW, encoding="utf-8")
    translate_everything(cellar)
    assert disagreements([porch, cellar], "uk") == []
    translate_everything(cellar, said="({})")
    assert [fault.sentence for fault in disagreements([porch, cellar], "uk")] == ["Some words, and more"]


def test_the_command_keeps_what_was_translated(porch: Path) -> None:
    translate_everything(porch, said="({})")
    update(porch, "uk")
    kept = stored(porch, "uk").get("Come in")
    assert kept is not None
    assert kept.string == "(Come in)"


def test_a_compiled_catalogue_says_the_translation(porch: Path) -> None:
    translate_everything(porch)
    compile_catalogue(porch, "uk")
    with file_of(porch, "uk").with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Come in") == "«Come in»"


def test_families_are_addressed_formally() -> None:
    informal = {"uk": {"ти", "тебе", "твій", "твої", "твоя"}, "ru": {"ты", "тебя", "твой", "твои", "твоя"}}
    for language, words in informal.items():
        for message in stored(INTERFACES / "website", language):
            said = set(str(message.string).casefold().replace(",", " ").replace(".", " ").split())
            assert not said & words, message.string
