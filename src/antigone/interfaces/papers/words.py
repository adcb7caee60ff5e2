"""The words of papers in three languages, from the catalogues beside this file."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("uk", "ru", "en")
_CATALOGUES = Path(__file__).parent / "locale"


@lru_cache(maxsize=len(LANGUAGES))
def words_in(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; the English words themselves stand in the code."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("django", _CATALOGUES, [language])
