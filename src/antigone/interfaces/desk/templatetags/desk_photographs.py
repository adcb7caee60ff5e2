"""Words for photographs in templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from antigone.interfaces.desk.photographs import words

register = template.Library()
_VOCABULARIES = {
    "shows": words.SHOWS,
    "sensitivity": words.SENSITIVITY,
    "side": words.SIDES,
    "place": words.PLACES,
    "manner": words.MANNERS,
    "found by": words.FOUND_BY,
    "stage": words.STAGES,
}


@register.filter
def pictured_as(code: str, vocabulary: str) -> str | Promise:
    """A code in the reader's language; the code itself where it has no words."""
    return _VOCABULARIES[vocabulary].get(code, code)


@register.filter
def percent(share: float) -> str:
    """A share of one as a whole number of percent."""
    return f"{share * 100:.0f} %"
