"""By which words things are found, in three languages: codes of the vocabulary of traits, and beginnings of words.

A word of a description becomes the codes that it may stand for (``якорем``, ``якір`` and ``anchor`` are one), and
whatever the vocabulary does not know stays as the beginnings of the word, so that an ending does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from antigone.evidence.traits.reading import shares
from antigone.evidence.traits.reading.vocabulary import meanings

#: What a thing can be, by the kind that it is released as.
CODES: Final = {
    "tattoo": tuple(shares("motif")),
    "scar": tuple(shares("mark")),
    "effect": tuple(shares("effect")),
    "clothing": tuple(shares("garment")),
    "document": ("papers", "bank card", "notebook", "letter", "photograph"),
    "face": (),
}
#: Words of a question that are looked at.
MOST_WORDS: Final = 8

_GROUPS = frozenset(("motif", "effect", "garment", "mark", "place", "colour"))
_KIND_TERM = {"tattoo": "=tattoo", "scar": "=scar"}
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`´‘](?=\w)")
_LONGEST_WORD, _SHORTEST_BEGINNING = 30, 3
_SAYING_NOTHING = (
    "the and with for from his her has that this для при или або над под від что это его її його она вона під"
    " был була была мой моя мій моего мого есть має"
)
_EMPTY_WORDS = frozenset(_SAYING_NOTHING.split())


def terms_of(texts: Iterable[str], *, kind: str, what: str = "", place: str = "") -> list[str]:
    """Everything by which a thing is found, sorted.

    Args:
        texts: its words, in any of the languages.
        kind: a value of `models.Kind`.
        what, place: codes.
    """
    terms = {_KIND_TERM[kind]} if kind in _KIND_TERM else set()
    terms |= {f"={code}" for code in (what, place) if code}
    for word in _words(" ".join(texts)):
        terms |= _codes(word)
        terms |= {word[:length] for length in range(_SHORTEST_BEGINNING, len(word) + 1)}
    return sorted(terms)


def asked(text: str) -> list[list[str]]:
    """For each word of a question the terms of which a thing must have one to be meant by that word."""
    return [sorted(_codes(word) | {_beginning(word)}) for word in _words(text)[:MOST_WORDS]]


def _words(text: str) -> list[str]:
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))
    words = (word[:_LONGEST_WORD] for word in _WORD.findall(plain))
    return list(dict.fromkeys(word for word in words if len(word) > 2 and word not in _EMPTY_WORDS))


def _codes(word: str) -> set[str]:
    found = meanings(word)
    codes = {f"={code}" for group, code in found.items() if group in _GROUPS}
    return codes | ({"=tattoo"} if found.get("topic") == "tattoo" else set())


def _beginning(word: str) -> str:
    return word if len(word) <= 4 else word[: max(4, len(word) - 2)]
