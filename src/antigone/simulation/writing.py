"""The hand that slips: pure functions that change one written word.

Each takes whole numbers drawn beforehand, so that one stream of chance per list serves millions of words, and returns
the word unchanged where the slip is not possible.
"""

from __future__ import annotations

from typing import Final

_VOWELS: Final = frozenset("аеёиоуыэюяіїєaeiouy")
_SOUNDS_LIKE: Final = {
    "о": "а", "а": "о", "е": "и", "и": "е", "і": "и", "ы": "и", "я": "е", "э": "е", "є": "е", "ї": "і", "б": "п",
    "п": "б", "в": "ф", "ф": "в", "г": "х", "х": "г", "д": "т", "т": "д", "ж": "ш", "ш": "ж", "з": "с", "с": "з",
    "ц": "с", "щ": "ш", "ч": "щ", "o": "a", "a": "o", "e": "i", "i": "e", "y": "i", "u": "o", "b": "p", "p": "b",
    "v": "w", "w": "v", "d": "t", "t": "d", "z": "s", "s": "z", "k": "c", "c": "k", "g": "h", "h": "g", "j": "y",
}  # fmt: skip
_KEYBOARD_ROWS: Final = ("йцукенгшщзх", "фвапролдж", "ячсмитбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# The key to the right, or to the left at the end of a row; no key of one alphabet alone is struck by mistake, so that
# Ukrainian shows no «ы» and Russian no «і».
_NEIGHBOUR_KEYS: Final = {
    letter: row[at + 1] if at + 1 < len(row) else row[at - 1] for row in _KEYBOARD_ROWS for at, letter in enumerate(row)
} | {"ы": "в", "э": "ж", "ї": "х", "є": "ж", "і": "ф", "ь": "б", "ё": "й", "ъ": "х"}
_LOOKS_LIKE_IN_PRINT: Final = {
    "п": "н", "н": "п", "и": "н", "й": "и", "ш": "щ", "щ": "ш", "ц": "и", "е": "с", "с": "е", "л": "п", "о": "а",
    "в": "б", "б": "6", "з": "в", "т": "г", "г": "т", "м": "н", "ы": "ь", "і": "l", "ї": "і", "а": "о",
    "у": "ч", "ч": "у", "д": "л", "к": "н", "я": "а", "ж": "х", "х": "ж", "ю": "о", "n": "m", "m": "n", "l": "i",
    "i": "l", "o": "0", "u": "v", "v": "y", "c": "e", "e": "c", "h": "n", "s": "5", "a": "o", "r": "n", "t": "f",
}  # fmt: skip
_TWIN_LETTERS: Final = str.maketrans("аеорсухіАВЕКМНОРСТХІ", "aeopcyxiABEKMHOPCTXI")


def _cased(new: str, old: str) -> str:
    return new.upper() if old.isupper() else new


def misspell(word: str, how: int, where: int) -> str:
    """One slip of spelling or typing: a letter lost, doubled, swapped with the next, misheard or struck beside.

    The first letter is spared, as writers mostly do. `how` and `where` are any non-negative numbers.
    """
    if len(word) < 3:
        return word
    at = 1 + where % (len(word) - 1)
    letter = word[at]
    low = letter.lower()
    kind = how % 10
    if kind < 5 and low in _SOUNDS_LIKE:
        return word[:at] + _cased(_SOUNDS_LIKE[low], letter) + word[at + 1 :]
    if kind < 6 and at + 1 < len(word) and word[at + 1] != letter:
        return word[:at] + word[at + 1] + letter + word[at + 2 :]
    if kind < 7:
        return word[:at] + letter + word[at:]
    if kind < 9 or low not in _NEIGHBOUR_KEYS:
        return word[:at] + word[at + 1 :]
    return word[:at] + _cased(_NEIGHBOUR_KEYS[low], letter) + word[at + 1 :]


def misread(word: str, where: int) -> str:
    """One letter taken for another that looks like it on paper; the first letter is spared."""
    places = [at for at in range(1, len(word)) if word[at].lower() in _LOOKS_LIKE_IN_PRINT]
    if not places:
        return word
    at = places[where % len(places)]
    return word[:at] + _cased(_LOOKS_LIKE_IN_PRINT[word[at].lower()], word[at]) + word[at + 1 :]


def with_homoglyphs(word: str, which: int) -> str:
    """Cyrillic letters exchanged for their Latin twins: all of one kind, or all that have one."""
    changed = word.translate(_TWIN_LETTERS)
    twins = [letter for letter, twin in zip(word, changed, strict=True) if letter != twin]
    if not twins or which % 4 == 0:
        return changed
    letter = twins[which % len(twins)]
    return word.replace(letter, letter.translate(_TWIN_LETTERS))


def accusative(word: str) -> str:
    """The accusative of a man's surname, given name or patronymic, in Russian or Ukrainian, by the common pattern.

    Names that the pattern does not reach (Шевченко, Монгуш in a Ukrainian mouth) come back as they were.
    """
    for ending, bent in (("ский", "ского"), ("цкий", "цкого"), ("ський", "ського"), ("цький", "цького"),
                         ("ый", "ого"), ("ий", "ия"), ("ій", "ія"), ("й", "я"), ("ь", "я"), ("а", "у"),
                         ("я", "ю")):  # fmt: skip
        if word.endswith(ending):
            return word[: -len(ending)] + bent
    return word if word[-1:].lower() in _VOWELS or len(word) < 2 else word + "а"


def initial(word: str) -> str:
    """The initial of a name with its full stop; empty for an empty name."""
    return word[0] + "." if word else ""
