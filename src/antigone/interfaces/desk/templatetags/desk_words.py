"""The registry's terms and numbers, as the reader of the desk needs them."""

from __future__ import annotations

import math

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from antigone.interfaces.desk import words
from antigone.interfaces.desk.registrars.written_dates import in_words
from antigone.interfaces.reasons import in_language

register = template.Library()

_LISTS: dict[str, words.Words] = {
    "kind": words.KINDS,
    "kinds": words.KINDS_IN_PLURAL,
    "one of kind": words.ONE_OF_KIND,
    "act": words.ACTS,
    "basis": words.BASES,
    "audience": words.AUDIENCES,
    "stage": words.STAGES,
    "force": words.FORCES,
    "name kind": words.NAME_KINDS,
    "role": words.ROLES,
    "source kind": words.SOURCE_KINDS,
    "reliability": words.RELIABILITY,
    "credibility": words.CREDIBILITY,
    "publication": words.PUBLICATION,
    "treaty": words.TREATY,
    "articles": words.TREATY_ARTICLES,
    "line": words.LINES,
    "strength": words.STRENGTHS,
    "verb": words.VERBS,
}


@register.filter
def said_as(term: object, of: str) -> str | Promise:
    """A term of one of the lists of `words` in the reader's language; itself when the list does not have it."""
    return _LISTS[of].get(str(term), str(term))


@register.filter
def why(reason: str) -> str | SafeString:
    """The reason of a weight in the reader's language; where it can be said in English only, marked as English."""
    told = in_language(reason, get_language() or "en", day=_day_within_a_sentence)
    return format_html('<span lang="en">{}</span>', reason) if told is None else told


def _day_within_a_sentence(edtf: str) -> str:
    """A date in the reader's words, its month without the capital letter that it has alone."""
    said = in_words(edtf)
    return said[:1].lower() + said[1:]


@register.filter
def signed(log10_lr: float) -> str:
    """A weight with its sign and one decimal: ``+6.2``, ``−1.0``; an impossibility is ``−∞``.

    >>> signed(-0.04), signed(6.18)
    ('0.0', '+6.2')
    """
    if math.isinf(log10_lr):
        return "−∞"
    rounded = round(log10_lr, 1)
    if rounded == 0:
        return "0.0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


@register.filter
def grouped(number: int) -> str:
    """A whole number with narrow no-break spaces between thousands: 1 234 567."""
    return f"{number:,}".replace(",", "\u202f")
