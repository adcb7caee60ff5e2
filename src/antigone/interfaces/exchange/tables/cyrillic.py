"""Which single-byte encoding a Russian or Ukrainian text is in, told from very little of it.

windows-1251 and KOI8 use the same bytes for different letters, so every file "decodes" in both. Two things
tell them apart even in one line: KOI8 read as windows-1251 turns "Иванов" into "лЧБОПЧ" (capitals follow a
small letter), and the pairs of neighbouring letters are ones that no name has.
"""

from __future__ import annotations

import re
from itertools import pairwise

# For each letter, the letters that often follow it in Russian and Ukrainian names and places.
_FOLLOWERS = {
    "а": "бвгдезийклмнпрстуфхцчшяєї",
    "б": "аеилорсуыі",
    "в": "агеиклнорсыяі",
    "г": "аеилноруі",
    "д": "авежзимнорсуьі",
    "е": "бвгдежзйклмнопрстфхцчш",
    "ж": "аеисуі",
    "з": "адеиноуьі",
    "и": "абвгдежзийклмнопрстфхцчшя",
    "й": "клнос",
    "к": "авеилорстуі",
    "л": "аеиклотуыьюяі",
    "м": "абеиосуыі",
    "н": "абгдеикностуцчыьяєі",
    "о": "бвгдежзйклмнпрстфхцчшї",
    "п": "аеилопруі",
    "р": "абвгдежиклмнопстухцшыьяєі",
    "с": "авеиклмнопрстуьяі",
    "т": "авеикнорстуыьяі",
    "у": "бвгдезклмнрстхшї",
    "ф": "аеиорі",
    "х": "аеиорі",
    "ц": "аеикоыяі",
    "ч": "аеикуі",
    "ш": "аеикноту",
    "щ": "еи",
    "ы": "йнсш",
    "ь": "бгдекмносфя",
    "э": "р",
    "ю": "бклр",
    "я": "зкнртч",
    "є": "вкн",
    "і": "абвгдзйклмнрстхчшюєї",
    "ї": "влнх",
    "ґ": "ау",
}
_COMMON_PAIRS = frozenset(first + second for first, rest in _FOLLOWERS.items() for second in rest)
_ALPHABET = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGNS_OF_LISTS = frozenset("«»№–—“”„’…\u00a0")
_FALL_THEN_RISE = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]")

SINGLE_BYTE_CYRILLIC = ("cp1251", "koi8_u", "cp1125")
"""Python's codecs. KOI8-U holds every letter of KOI8-R; cp1125, the Ukrainian DOS page, every Russian letter of
cp866."""


def plausibility(text: str) -> float:
    """How much `text` looks like Russian or Ukrainian, from -2 (not at all) to about 1.

    The mean over pairs of letters: +1 for a pair that names often have, -0.5 for another, -2 for a letter of
    neither alphabet or a capital inside a word, -1.5 for a sign that lists do not use (a box, a copyright
    sign). Text without two such letters in a row gives -2.
    """
    points, pairs = 0.0, 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        small = word.lower().replace("ё", "е")
        pairs += len(small) - 1
        for first, second in pairwise(small):
            if first not in _ALPHABET or second not in _ALPHABET:
                points -= 2.0
            elif first + second in _COMMON_PAIRS:
                points += 1.0
            else:
                points -= 0.5
        points -= 2.0 * len(_FALL_THEN_RISE.findall(word))
    stray = sum(1 for character in text if _is_stray(character))
    points -= 1.5 * stray
    pairs += stray
    return points / pairs if pairs else -2.0


def _is_stray(character: str) -> bool:
    return not character.isascii() and not character.isalpha() and character not in _SIGNS_OF_LISTS


def likeliest_encoding(sample: bytes) -> tuple[str, float]:
    """The single-byte Cyrillic codec that makes most sense of `sample`, and its `plausibility`."""
    best, best_score = "", -3.0
    for codec in SINGLE_BYTE_CYRILLIC:
        text = sample.decode(codec, errors="replace")
        score = plausibility(text) - 4.0 * text.count("\ufffd") / max(1, len(text))
        if score > best_score:
            best, best_score = codec, score
    return best, best_score
