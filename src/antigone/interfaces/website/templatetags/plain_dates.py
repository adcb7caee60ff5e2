"""Dates of records, which are EDTF, in the reader's words."""

from __future__ import annotations

import re
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()

_SPAN = re.compile(r"(\d{4})/(\d{4})")
_ABOUT = re.compile(r"(\d{4})[~?%]")


@register.filter
def in_words(edtf: str) -> str:
    """A year, an uncertain year, a span of years or a day as one writes it in the reader's language.

    >>> in_words("1985/1987")
    '1985–1987'

    What is none of these stays as it is: it is the source's own word.
    """
    if span := _SPAN.fullmatch(edtf):
        return f"{span[1]}–{span[2]}"
    if about := _ABOUT.fullmatch(edtf):
        return _("about %(year)s") % {"year": about[1]}
    try:
        return str(date_format(date.fromisoformat(edtf), "j E Y"))
    except ValueError:
        return edtf
