"""A receipt: ten words that open an enquiry's page, shown once.

Ten words of a list of more than 7,132 are 128 random bits. Everything follows from the words as they are folded, so
that a receipt stays good whatever becomes of the lists: the lookup (the database keeps only a keyed hash of it) and
the private key that opens the enquiry's own key. With so many bits a slow hash would add nothing but a lever for
overload.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from rapidfuzz.distance import OSA

from antigone.bureau.enquiries.sealing import SEED_BYTES, PrivateKey
from antigone.bureau.enquiries.values import NotAReceipt

WORDS = 10
LANGUAGES = ("uk", "ru", "en")
_SEPARATORS = re.compile(r"[\s,;.·/–—-]+")
_APOSTROPHES = re.compile("['’ʼ‘`´ʹ\u02b9\u0301]")
_SALT = b"antigone receipt 1"
#: A text longer than this is no receipt, whatever it is.
_LONGEST = 600


@dataclass(frozen=True, repr=False)
class Receipt:
    """Ten words and what follows from them. Whoever holds the words is the family.

    Attributes:
        words: as they are shown, or as they are read back.
        language: of the list that they are from.
    """

    words: tuple[str, ...]
    language: str

    @property
    def text(self) -> str:
        """The words in one line, to be shown once and printed."""
        return " ".join(self.words)

    def _derived(self, what: bytes, length: int) -> bytes:
        secret = " ".join(folded(word) for word in self.words).encode()
        return HKDF(SHA256(), length, salt=_SALT, info=what).derive(secret)

    @cached_property
    def key(self) -> PrivateKey:
        """The private key to which the enquiry's own key is sealed."""
        return PrivateKey(self._derived(b"key", SEED_BYTES))

    def lookup(self, pepper: bytes) -> bytes:
        """32 bytes by which the enquiry is found: HMAC-SHA256 under the website's key, useless without it."""
        return hmac.new(pepper, self._derived(b"lookup", 32), hashlib.sha256).digest()


def new_receipt(language: str) -> Receipt:
    """A receipt that nobody has yet.

    Args:
        language: ru, uk or en; another one gets English words.
    """
    chosen = language if language in LANGUAGES else "en"
    words = word_list(chosen)
    return Receipt(tuple(secrets.choice(words) for _ in range(WORDS)), chosen)


def parsed(words: str) -> Receipt:
    """The receipt that somebody typed, in any of the languages.

    Capitals, ё for е, apostrophes, commas, hyphens and additional blanks do not matter. A word that lacks one letter,
    or is one slip away from exactly one word of the list, is read as that word: no two words of a list are so near.

    Raises:
        NotAReceipt: not ten words, or a word that is in no list.
    """
    typed = [word for word in _SEPARATORS.split(words[:_LONGEST].strip()) if folded(word)]
    if len(typed) != WORDS or len(words) > _LONGEST:
        raise NotAReceipt(f"a receipt has {WORDS} words; here are {len(typed)}")
    language = max(LANGUAGES, key=lambda one: sum(folded(word) in _known(one) for word in typed))
    read = [_nearest(folded(word), language) for word in typed]
    for word, found in zip(typed, read, strict=True):
        if found is None:
            raise NotAReceipt(f"«{word}» is not a word of a receipt; compare it with your card", word=word)
    return Receipt(tuple(word for word in read if word is not None), language)


def folded(word: str) -> str:
    """A word as it is compared: small letters, one Unicode form, ё as е, ґ as г, no apostrophes.

    >>> folded("Об’ЇЗД"), folded("Ёлка")
    ('обїзд', 'елка')
    """
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", word).casefold())
    return plain.replace("ё", "е").replace("ґ", "г")


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The words of a language, in alphabetical order; more than 7,132, so that ten of them are 128 bits."""
    text = files("antigone.bureau.enquiries").joinpath("data", f"words-{language}.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def _known(language: str) -> Mapping[str, str]:
    return {folded(word): word for word in word_list(language)}


@cache
def _one_letter_away(language: str) -> Mapping[str, str]:
    """Every word, whole and with one letter left out -> the word; no two words of a list share one of these."""
    return {variant: word for plain, word in _known(language).items() for variant in _shortened(plain)}


def _nearest(plain: str, language: str) -> str | None:
    if word := _known(language).get(plain):
        return word
    near = _one_letter_away(language)
    if missing := near.get(plain):
        return missing
    found = {near[variant] for variant in _shortened(plain) if variant in near}
    slips = [word for word in found if OSA.distance(plain, folded(word)) == 1]
    return slips[0] if len(slips) == 1 else None


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word with each one letter left out: two words one slip apart share one of these."""
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}
