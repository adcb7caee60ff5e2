"""Every word of a paper is there in every language, with the same blanks to fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import antigone.interfaces.papers as papers
from antigone.evidence import strength_in_words
from antigone.evidence.dna import Model

ROOM = Path(papers.__file__).parent
STRENGTHS = [strength_in_words(size).split(" for the view ")[0] for size in (0.5, 1.5, 2.5, 3.5, 4.5, 6.5)]
SAID = {message for _, _, message, _, _ in extract_from_dir(ROOM) if isinstance(message, str)}


@pytest.mark.parametrize("language", [language for language in papers.LANGUAGES if language != "en"])
def test_nothing_is_left_in_english(language: str) -> None:
    with (ROOM / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as stream:
        catalogue = {message.id: str(message.string) for message in read_po(stream) if message.id}
    assert len(SAID) > 30
    wanted = SAID | set(STRENGTHS) | {model.value for model in Model}
    assert {words for words in wanted if not catalogue.get(words)} == set()
    for words, said in catalogue.items():
        assert sorted(re.findall(r"\{\w+\}", words)) == sorted(re.findall(r"\{\w+\}", said)), words
