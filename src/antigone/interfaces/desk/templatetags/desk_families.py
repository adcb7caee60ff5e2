"""Filters of the pages of families."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from antigone.interfaces.desk.families.words import USES, VERBS

register = template.Library()


@register.filter
def donor_use(use: str) -> str | Promise:
    """What a donor allows, in the reader's words."""
    return USES.get(use, use)


@register.filter
def custody_verb(verb: str) -> str | Promise:
    """What happened to a sample, in the reader's words."""
    return VERBS.get(verb, verb)


@register.filter
def in_hundred(share: float) -> str:
    """A share as a whole number of a hundred, never rounded to none or to all: «<1», «>99»."""
    if 0 < share < 0.01:
        return "<1"
    if 0.99 < share < 1:
        return ">99"
    return str(round(100 * share))
