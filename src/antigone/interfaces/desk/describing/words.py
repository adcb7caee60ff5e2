"""The terms of descriptions in the reader's language: those of the papers, so that page and paper say the same."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language

from antigone.interfaces.papers.dental_chart import ChartWords
from antigone.interfaces.papers.described_words import (
    agreement_words,
    bone_words,
    choice_words,
    field_words,
    group_words,
    material_words,
    reason_words,
    tooth_words,
)
from antigone.interfaces.papers.remains.form import phrases
from antigone.interfaces.papers.remains.persons import chart_words
from antigone.interfaces.papers.words import LANGUAGES, words_in


def said() -> Callable[[str], str]:
    """What gives a phrase of the papers in the reader's language."""
    return words_in(language()).gettext


def language() -> str:
    """The reader's language."""
    own = get_language() or "uk"
    return own if own in LANGUAGES else "uk"


def words(of: str) -> dict[str, str]:
    """The words of a list: groups, fields, choices, states, materials, agreements, reasons or bones."""
    lists: dict[str, Callable[[Callable[[str], str]], dict[str, str]]] = {
        "group": group_words,
        "field": field_words,
        "choice": choice_words,
        "state": tooth_words,
        "material": material_words,
        "agreement": agreement_words,
        "reason": reason_words,
        "bone": bone_words,
    }
    return lists[of](said())


def words_of_chart(name: str) -> ChartWords:
    """What a drawing of teeth says on a page."""
    return chart_words(phrases([language()]), name)


def capital(phrase: str) -> str:
    """A phrase of a table as a label by itself."""
    return phrase[:1].upper() + phrase[1:]
