"""What the templates of the registrar's pages need besides words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django import template

from antigone.interfaces.desk.registrars.written_dates import in_words

register = template.Library()
Told = TypeVar("Told")


@register.filter
def told_of(told: Mapping[str, Told], field: str) -> Told | None:
    """What is told of one field of a form; nothing where nothing is."""
    return told.get(field)


@register.filter
def edtf_in_words(edtf: str) -> str:
    """A date of a record in the reader's language, whole; see `written_dates.in_words`."""
    return in_words(edtf)
