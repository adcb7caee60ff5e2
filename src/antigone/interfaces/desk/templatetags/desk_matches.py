"""Filters of the pages of matches."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from antigone.evidence.weight import strength_in_words
from antigone.interfaces.desk.matches import match_words
from antigone.interfaces.desk.words import STRENGTHS

register = template.Library()

register.filter("of_hundred", match_words.of_hundred)
register.filter("right_of", match_words.right_of)
register.filter("odds", match_words.odds)
register.filter("evidence_line", match_words.evidence_line)


@register.filter
def match_state(state: str) -> str | Promise:
    """A state of a match in the reader's words."""
    return match_words.STATES.get(state, state)


@register.filter
def match_relation(relation: str) -> str | Promise:
    """What a match compares, in the reader's words."""
    return match_words.RELATIONS.get(relation, relation)


@register.filter
def match_identifier(identifier: str) -> str | Promise:
    """A kind of evidence in the reader's words."""
    return match_words.IDENTIFIERS.get(identifier, identifier)


@register.filter
def strength(log10_lr: float) -> str | Promise:
    """A weight on the verbal scale of ENFSI, in the reader's words."""
    said = strength_in_words(log10_lr)
    return STRENGTHS.get(said, said)
