"""Terms of decisions in the reader's language, and a statement as people read it."""

from __future__ import annotations

import json
from decimal import Decimal

from django import template
from django.utils.functional import Promise

from antigone.interfaces.desk.deciding import words
from antigone.interfaces.desk.words import Words

register = template.Library()

_LISTS: dict[str, Words] = {
    "identifier": words.IDENTIFIERS,
    "verdict": words.VERDICTS,
    "standing": words.STANDINGS,
    "state": words.STATES,
    "act": words.ACTS,
    "method": words.METHODS,
    "rule": words.RULES,
    "conclusion": words.CONCLUSIONS,
    "stage": words.STAGES,
    "channel": words.CHANNELS,
    "template": words.TEMPLATES,
    "enquiry": words.ENQUIRY_STATES,
    "relation": words.RELATIONS,
    "language": words.LANGUAGES,
}


@register.filter
def decided_as(term: object, of: str) -> str | Promise:
    """A term of one of the lists of `deciding.words` in the reader's language; itself when the list lacks it."""
    return _LISTS[of].get(str(term), str(term))


@register.filter
def percent(posterior: str) -> str:
    """A probability with all the digits that tell it from certainty: ``99.9999 %``.

    >>> percent("0.999999999"), percent("0.999512345")
    ('99.9999999 %', '99.9512345 %')
    """
    whole, _, digits = posterior.partition(".")
    digits = digits.ljust(9, "0")
    return f"{int(whole + digits[:2])}.{digits[2:]} %"


@register.filter
def threshold(posterior: Decimal) -> str:
    """A probability that somebody chose, with its own digits.

    >>> threshold(Decimal("0.9995")), threshold(Decimal("0.99990"))
    ('99.95 %', '99.99 %')
    """
    return f"{(100 * posterior).normalize():f} %"


@register.filter
def readable(statement: bytes) -> str:
    """A statement with a line for each of its parts; the bytes that are signed have no line breaks."""
    return json.dumps(json.loads(statement), ensure_ascii=False, indent=1)
