"""Filters of the pages of incidents."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from antigone.interfaces.desk.incidents import words

register = template.Library()

_LISTS: dict[str, words.Words] = {
    "state": words.STATES,
    "confidence": words.CONFIDENCE,
    "feature": words.FEATURES,
    "course": words.COURSES,
    "meaning": words.MEANINGS,
    "target": words.TARGETS,
    "alternative": words.ALTERNATIVES,
    "verb": words.VERBS,
    "decision": words.DECISIONS,
}


@register.filter
def incident_as(term: str, of: str) -> str | Promise:
    """A term of incidents in the reader's words; itself when there are none."""
    return _LISTS[of].get(term, term)
