"""Filters of the custodians' pages."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django import template
from django.utils.functional import Promise

from antigone.interfaces.desk.remains import words

register = template.Library()

_LISTS: dict[str, words.Words] = {
    "verb": words.VERBS,
    "kind": words.KINDS,
    "subject": words.SUBJECTS,
    "step": words.STEPS,
    "offer": words.OFFERS,
    "packet": words.PACKETS,
}


@register.filter
def custody_as(term: str, of: str) -> str | Promise:
    """A term of custody in the reader's words; itself when there are none."""
    return _LISTS[of].get(term, term)


@register.filter
def id_of(number: str, known: Mapping[str, UUID]) -> UUID | str:
    """The public id behind a number, for a link; empty where there is none."""
    return known.get(number, "")
