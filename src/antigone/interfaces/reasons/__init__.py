"""Reasons in the reader's language: why two records are, or are not, one person. The English ones come from evidence.

The catalogues beside this file translate the templates of `antigone.evidence.wording.Phrase`; what a record says is
quoted as it stands. A reason of which any part has no translation, or of which only the English text was kept, is said
in English: half a sentence in each language would be understood by nobody.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from antigone.evidence.wording import Phrase

_CATALOGUES = Path(__file__).parent / "locale"
_POWER = re.compile(r"e([+-]?)0*(\d+)$")
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class _NotTranslated(LookupError):
    """The language has no words for a part of a reason."""


class _English(gettext.NullTranslations):
    """What is asked when a catalogue does not have a message."""

    def pgettext(self, context: str, message: str) -> str:
        raise _NotTranslated(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        raise _NotTranslated(msgid1)


class _Language:
    """A language as `Phrase.told` is given it."""

    def __init__(self, catalogue: gettext.NullTranslations, day: Callable[[str], str]) -> None:
        self._catalogue = catalogue
        self.day = day

    def pgettext(self, context: str, message: str, /) -> str:
        return self._catalogue.pgettext(context, message)

    def npgettext(self, context: str, one: str, many: str, n: int, /) -> str:
        return self._catalogue.npgettext(context, one, many, n)

    def figure(self, english: str, /) -> str:
        """Thousands apart as everywhere on the desk, and powers raised; the decimal sign stays that of the weights."""
        powered = _POWER.sub(lambda power: "·10" + (power[1].strip("+") + power[2]).translate(_RAISED), english)
        return powered.replace(",", "\u202f")


@lru_cache(maxsize=8)
def _catalogue(code: str) -> gettext.NullTranslations:
    # Without a compiled catalogue everything is in English, and marked as English.
    catalogue = gettext.translation("django", _CATALOGUES, [code], fallback=True)
    catalogue.add_fallback(_English())
    return catalogue


def in_language(reason: str, code: str, *, day: Callable[[str], str] = str) -> str | None:
    """A reason in a language; None where it can only be said in English, as it stands.

    Args:
        reason: of a weight.
        code: the language.
        day: what says a date of EDTF in that language.
    """
    if code == "en":
        return str(reason)
    if not isinstance(reason, Phrase):
        return None
    try:
        return reason.told(_Language(_catalogue(code), day))
    except _NotTranslated:
        return None
