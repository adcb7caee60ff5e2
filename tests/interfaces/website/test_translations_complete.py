"""Every sentence that families read is there in every language, and nothing stale stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from antigone.interfaces.website.catalogue import LANGUAGES, collected, faults, main, sentences, stored, update

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
def house(tmp_path: Path) -> Path:
    """A room of interfaces with a few sentences in it."""
    folder = tmp_path / "house" / "porch" / "templates"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(TEMPLATE, encoding="utf-8")
    (folder.parent / "views.py").write_text(VIEW, encoding="utf-8")
    return tmp_path / "house"


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    return tmp_path / "locale"


def translate_everything(house: Path, locale: Path, said: str = "{}") -> None:
    update("uk", house, locale)
    path = locale / "uk" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="uk")
    for message in catalogue:
        if isinstance(message.id, tuple):
            message.string = tuple(f"«{message.id[1]}»" for _form in range(3))
        elif message.id:
            message.string = said.format(message.id)
    with path.open("wb") as stream:
        write_po(stream, catalogue)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_interfaces_is_translated_and_every_translation_used(language: str) -> None:
    assert [str(fault) for fault in faults(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_the_english_sentence_itself(language: str) -> None:
    same = [message.id for message in stored(language) if message.id and message.string == message.id]
    assert same == []


def test_the_catalogues_are_as_the_command_writes_them(tmp_path: Path) -> None:
    for language in LANGUAGES:
        kept = Path("src/antigone/interfaces/website/locale") / language / "LC_MESSAGES" / "django.po"
        copy = tmp_path / language / "LC_MESSAGES" / "django.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(kept.read_bytes())
        update(language, locale=tmp_path)
        assert copy.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8")


def test_sentences_come_from_templates_and_code(house: Path) -> None:
    assert [(path, words) for path, words, _context in sentences(house)] == [
        ("porch/templates/page.html", "Come in"),
        ("porch/templates/page.html", "You’re expected, %(name)s (at 5%%)"),
        ("porch/templates/page.html", ("one letter", "%(n)s letters")),
        ("porch/views.py", "Some words, and more"),
    ]


def test_a_missing_translation_is_a_fault(house: Path, locale: Path) -> None:
    update("uk", house, locale)
    assert {fault.what for fault in faults("uk", house, locale)} == {"no translation"}
    assert len(faults("uk", house, locale)) == 4


def test_a_whole_catalogue_has_no_fault(house: Path, locale: Path) -> None:
    translate_everything(house, locale)
    assert faults("uk", house, locale) == []


def test_a_translation_that_no_page_uses_is_a_fault_until_the_command_takes_it_out(house: Path, locale: Path) -> None:
    translate_everything(house, locale)
    (house / "porch" / "views.py").unlink()
    assert [fault.what for fault in faults("uk", house, locale)] == ["no page uses it"]
    update("uk", house, locale)
    assert faults("uk", house, locale) == []


def test_a_lost_placeholder_is_a_fault(house: Path, locale: Path) -> None:
    translate_everything(house, locale, said="words")
    assert [(fault.sentence[:6], fault.what) for fault in faults("uk", house, locale)] == [
        ("You’re", "the placeholders differ")
    ]


def test_an_unsure_translation_is_a_fault(house: Path, locale: Path) -> None:
    translate_everything(house, locale)
    path = locale / "uk" / "LC_MESSAGES" / "django.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Come in"', '#, fuzzy\nmsgid "Come in"'), encoding="utf-8")
    assert [fault.what for fault in faults("uk", house, locale)] == ["marked as unsure (fuzzy)"]


def test_the_command_keeps_what_was_translated(house: Path, locale: Path) -> None:
    translate_everything(house, locale, said="({})")
    update("uk", house, locale)
    kept = stored("uk", locale).get("Come in")
    assert kept is not None
    assert kept.string == "(Come in)"


def test_the_sentences_of_both_languages_address_the_reader_formally() -> None:
    informal = {"uk": {"ти", "тебе", "твій", "твої", "твоя"}, "ru": {"ты", "тебя", "твой", "твои", "твоя"}}
    for language, words in informal.items():
        for message in stored(language):
            said = set(str(message.string).casefold().replace(",", " ").replace(".", " ").split())
            assert not said & words, message.string


def test_the_command_reports_nothing_when_all_is_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antigone.interfaces.website.catalogue.update", lambda language: collected())
    main()
    assert capsys.readouterr().out == ""
