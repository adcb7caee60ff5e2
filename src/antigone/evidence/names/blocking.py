"""Blocking keys: what an index holds of a name so that every usual spelling of it can be found.

A key is a prefix that tells its kind and the codes of one to three words in sorted order, so the order in
which a name was written does not matter:

========  ==========================================================================================
``3:``    three words                                                   most selective
``2:``    two words
``i2:``   a surname and the initials of two other words                 "Попов Д. Г."
``i1:``   a surname and the initial of the given name (of either other word, when roles are unsure)
``1:``    one word (index: the surname only; query: a name of one word)
``gp:``   a known given name and a known patronymic, no surname: thousands share it in a big index, so it is
          for names whose surname was misread or changed, when nothing else was found
========  ==========================================================================================

`KEY_ORDER` is the order in which a search tries them. `keys` is what an index stores; `query_keys` is what a
query asks for: a full name needs no initials, and a name with initials asks for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from antigone.evidence.names.reading.phones import readings
from antigone.evidence.names.reading.roles import FAMILY, GIVEN, MIDDLE, PATRONYMIC, ReadWord, read
from antigone.evidence.names.reading.vocabulary import codes_of

KEY_ORDER = ("3:", "2:", "i2:", "i1:", "1:", "gp:")
"""Prefixes of keys, the most selective kind first."""

_MAX_WORDS = 5
_MAX_KEYS = 64


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name as an index wants it.

    Attributes:
        folded: the word in one lower-case ASCII spelling for both scripts (see `phones`), surnames in the
            masculine; a dictionary of distinct words for trigram search is built on it. It is a chain of
            sounds, made for machines: Щукин is ``wqukin``.
        codes: index codes (given-name numbers, father's numbers, consonant skeletons), alternatives of each other.
        initial: the word is only an initial.
    """

    folded: str
    codes: tuple[str, ...]
    initial: bool


def words(name: str) -> tuple[NameWord, ...]:
    """The words of a name with folded spelling and codes; empty for a string without letters."""
    return tuple(
        NameWord(word.facts.sounds[0], () if word.token.initial else codes_of(word.facts), word.token.initial)
        for word in read(name)
    )


# Letters that spellings of one sound begin with, merged: Ж is zh, j or ž; Ю is yu, iu or ju.
_LETTER_CLASS = dict(zip("abcdefghijklmnopqrstuvwxyz", "abkdafggaaklmnapkrstavvgas", strict=True))


@lru_cache(maxsize=4096)
def _classes(letters: int) -> str:
    """The classes of an initial's possible letters (a bit mask)."""
    return "".join(sorted({c for at, c in enumerate(_LETTER_CLASS.values()) if letters >> at & 1}))


def _initials(word: ReadWord) -> tuple[str, ...]:
    return tuple(_classes(word.facts.initial_letters))[:3]


def join_keys(codes_per_word: Sequence[Sequence[str]]) -> frozenset[str]:
    """Keys of a name of two or more words, each given by its alternative codes; of one word, its ``1:`` key.

    This is the function behind `keys`; a search that expands a misspelt word to similar words of its
    dictionary joins their `word_codes` with it. At most 5 words are joined and 64 keys returned.
    """
    coded = [tuple(dict.fromkeys(codes)) for codes in codes_per_word if codes][:_MAX_WORDS]
    found: list[str] = []
    if len(coded) == 1:
        return frozenset("1:" + code for code in coded[0])
    for size in (2, 3):
        for group in combinations(coded, size):
            for choice in product(*group):
                kind = "gp" if size == 2 and _is_given_and_patronymic(choice) else str(size)
                found.append(f"{kind}:" + "|".join(sorted(choice)))
    return frozenset(found[:_MAX_KEYS])


def _is_given_and_patronymic(codes: Sequence[str]) -> bool:
    kinds = {code[:1] for code in codes if code[1:].isdigit()}
    return kinds == {"g", "p"}


def _initial_keys(read_words: tuple[ReadWord, ...], *, index: bool) -> list[str]:
    full = [word for word in read_words if not word.token.initial]
    unsure = all(word.role != FAMILY or not word.sure for word in full)
    found: list[str] = []
    for main in full[:_MAX_WORDS]:
        if main.role != FAMILY and not (unsure and main.role != PATRONYMIC):
            continue
        others = [
            word for word in read_words if (word is not main and word.role != FAMILY) or (unsure and word is not main)
        ]
        if not index:
            others = [word for word in others if word.token.initial] or others
        firsts = [word for word in others if word.role in (GIVEN, FAMILY, MIDDLE)] or others
        for code in codes_of(main.facts)[:2]:
            for one in firsts[:2]:
                found += [f"i1:{code}|{letter}" for letter in _initials(one)]
            for one, two in combinations(others[:3], 2):
                for a in _initials(one):
                    for b in _initials(two):
                        found.append(f"i2:{code}|" + "".join(sorted(a + b)))
    return found


def keys(name: str) -> frozenset[str]:
    """Keys under which an index files a name.

    An ordinary name of three words has seven to twelve; ambiguous pet names and readings add some, never more
    than 96 in all. Empty for a string without letters.
    """
    read_words = read(name)
    full = [word for word in read_words if not word.token.initial]
    found = list(join_keys([codes_of(word.facts) for word in full])) if len(full) > 1 else []
    found += _initial_keys(read_words, index=True)[:32]
    singles = [word for word in full if word.role == FAMILY] or full[:1]
    if len(full) <= 1:
        singles = full
    for word in singles[:2]:
        found += ["1:" + code for code in codes_of(word.facts)[:2]]
    return frozenset(found)


def query_keys(name: str) -> frozenset[str]:
    """Keys that a query asks an index for, to be tried in `KEY_ORDER`.

    A query of one word asks for ``1:``; any other for ``3:`` and ``2:`` as far as it has full words and for
    ``i2:`` and ``i1:``, which also find a given name that was misspelt after its first letter.
    """
    read_words = read(name)
    full = [word for word in read_words if not word.token.initial]
    found: list[str] = []
    if len(full) > 1:
        found += join_keys([codes_of(word.facts) for word in full])
    if len(read_words) > 1:
        found += _initial_keys(read_words, index=False)
    if len(full) == 1 == len(read_words):
        found += ["1:" + code for code in codes_of(full[0].facts)]
    return frozenset(found)


_ALPHABET = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_PLACE = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)}


@lru_cache(maxsize=4096)
def _sorted_letter(letter: str) -> str:
    if letter in _PLACE:
        return _PLACE[letter]
    if letter.isascii():
        return "~" + letter
    sounds = readings(letter)
    return "~" + sounds[0] if sounds and sounds[0].isascii() else "~~" + letter


def sort_key(name: str) -> str:
    """A key that puts names in dictionary order when compared by code point, as PostgreSQL's "C" collation does.

    Surname first, then given name and patronymic; Cyrillic in the order of the Russian and Ukrainian alphabets
    (ґ after г, є and ё after е, і and ї after и), before Latin; case, apostrophes and accents do not count.
    """
    read_words = read(name)
    ranked = sorted(read_words, key=lambda word: (word.role, 0))
    parts: list[str] = []
    for word in ranked:
        parts.append("".join(map(_sorted_letter, word.token.text.lower().replace("'", ""))))
    return " ".join(parts)
