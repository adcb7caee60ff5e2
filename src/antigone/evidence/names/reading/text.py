"""From what somebody typed to clean words: one script a word, initials told apart, marks that help to read it.

A name arrives with every apostrophe there is, with composed and decomposed letters, with a Latin "i" inside a
Cyrillic word (12 % of the official Cyrillic spellings in sanction lists have one), with commas, capitals and
titles. What leaves here is a short tuple of `Token`.
"""

from __future__ import annotations

import re
import unicodedata
from operator import or_
from typing import NamedTuple

MAX_LETTERS = 400
"""Letters of a name that are looked at: a hundred kilobytes pasted by mistake must not stop a nightly run."""
MAX_WORDS = 8
"""Words of a name that are looked at."""
MAX_WORD_LETTERS = 40

_APOSTROPHES = "'’‘ʼʹʻ`´′ˈ＇ʿʾ″ʺ\"”“„"
_DASHES = "‐‑‒–—―−-"
_CLEAN: dict[int, str | None] = {ord(mark): "'" for mark in _APOSTROPHES}
_CLEAN |= {ord(dash): "-" for dash in _DASHES}
_CLEAN |= {ord(comma): "," for comma in "،;、"}
# Soft hyphen, zero-width and direction marks, the Arabic kashida: seen by nobody, typed by many.
_CLEAN |= dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff\u0640"))

# Letters that look alike; upper and lower case are listed where they look alike in that case.
_CYRILLIC_TWIN = dict(zip("aceiopxyjshABCEHIKMOPTXYJSkmtnuĸ", "асеіорхујѕһАВСЕНІКМОРТХУЈЅкмтпик", strict=True)) | dict(
    zip("ïëÏËαοκΚΑΟΕΤΡΧΜΝΗΙιεІ", "їёЇЁаокКАОЕТРХМПНІіеІ", strict=True)
)
_LATIN_TWIN = dict(zip("асеіорхујѕһАВСЕНІКМОРТХУЈЅӀєїё", "aceiopxyjshABCEHIKMOPTXYJSIeïë", strict=True)) | dict(
    zip("αοκΚΑΟΕΤΡΧΜΝΗΙιε", "aokKAOETPXMNHIie", strict=True)
)
_TO_CYRILLIC = {ord(k): v for k, v in _CYRILLIC_TWIN.items()}
_TO_LATIN = {ord(k): v for k, v in _LATIN_TWIN.items()}

_STRESSED = re.compile("[\u0300\u0301áéíóúýàèìòùÁÉÍÓÚÝÀÈÌÒÙѐѝЀЍ]")
_NO_STRESS = dict.fromkeys((0x300, 0x301))
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_GREEK = re.compile("[\u0370-\u03ff]")
_NOT_CYRILLIC_SCRIPT = re.compile(f"{_LATIN.pattern}|{_GREEK.pattern}")
_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")
_SCRIPTS = {
    letter: (1 if _LATIN.match(letter) else 0)
    | (2 if _GREEK.match(letter) else 0)
    | (4 if _CYRILLIC.match(letter) else 0)
    | (8 if letter in _CYRILLIC_TWIN else 0)
    | (16 if letter in _LATIN_TWIN and not _GREEK.match(letter) else 0)
    for letter in map(chr, (*range(0x41, 0x530), *range(0x1E00, 0x1F00)))
}
"""Bits of a letter: Latin, Greek, Cyrillic; has a Cyrillic twin, has a Latin one."""
_LATIN_CAPITAL_TWINS = re.compile("[ABCEHIKMOPTXY]+")

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670']+[^\W\d_]*)*")
# "SergeiLavrov": a space was lost. "McDonald" and "MacDonald" lost none.
_CAMEL = re.compile("(?<![Mm][Aa][Cc])(?<=[a-zа-яёіїєґ]{3})(?=[A-ZА-ЯЁІЇЄҐ][a-zа-яёіїєґ]{2})")
_MAYBE_CAMEL = re.compile("[a-zа-яёіїєґ][A-ZА-ЯЁІЇЄҐ]")
_RUN_OF_INITIALS = re.compile(
    r"(?<!\w)([А-ЯЁІЇЄҐЎA-Z])\.?([А-ЯЁІЇЄҐЎA-Z])\.(?!\w)|(?<!\w)([А-ЯЁІЇЄҐЎ])([А-ЯЁІЇЄҐЎ])(?=$)"
)

_TITLE_WORDS = (
    "mr mrs ms miss dr prof sir lord lady dame shaikh sheikh shaykh sheik haji hajji hadji mullah maulvi "
    "maulavi mawlawi maulana qari hafiz ustad ustaz mullah general colonel captain major lieutenant "
    "president senator г-н г-жа гр пан пані гражданин господин рядовой сержант лейтенант капитан майор "
    "полковник старший младший прапорщик ефрейтор солдат матрос jr sr ii iii iv мл ст"
)
TITLES = frozenset(_TITLE_WORDS.split())
"""Words that are no part of a name, in lower case."""


class Token(NamedTuple):
    """One word of a name as it was meant.

    Attributes:
        text: the word in one script, letters and inner apostrophes only, case as written.
        lower: the same in lower case, apostrophes left in.
        initial: a single letter, or a short group with a full stop, that stands for a word.
        joined: a hyphen ties it to the word before.
        capitals: written in capitals among words that are not.
        before_comma: stands before the first comma.
    """

    text: str
    lower: str
    initial: bool
    joined: bool
    capitals: bool
    before_comma: bool


def one_script(word: str, *, name_is_cyrillic: bool) -> str:
    """Repair look-alike letters: the script of the majority wins, unless the others could not be look-alikes.

    A word made only of Latin capitals that look Cyrillic ("КАСАТКОВ" typed on the wrong layout as far as it
    went) follows the script of the rest of the name.
    """
    if word.isascii():
        if name_is_cyrillic and _LATIN_CAPITAL_TWINS.fullmatch(word):
            return word.translate(_TO_CYRILLIC)
        return word
    if _NOT_CYRILLIC_SCRIPT.search(word) is None:
        return word
    latin = greek = cyrillic = latin_twins = cyrillic_twins = 0
    for letter in word:
        its = _SCRIPTS.get(letter, 0)
        latin += its & 1
        greek += its >> 1 & 1
        cyrillic += its >> 2 & 1
        latin_twins += its >> 3 & 1
        cyrillic_twins += its >> 4 & 1
    if not cyrillic:
        if greek and latin:
            return word.translate(_TO_LATIN)
        return word
    foreign_left_in_cyrillic = latin + greek - latin_twins
    foreign_left_in_latin = cyrillic - cyrillic_twins
    if foreign_left_in_cyrillic < foreign_left_in_latin or (
        foreign_left_in_cyrillic == foreign_left_in_latin and cyrillic >= latin
    ):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN)


# Nine names in ten are nothing but words like Дрозд or DROZD in one script, one space apart; they need no repair.
_PLAIN = re.compile(
    "(?:[A-Z](?:[a-z]{1,39}|([A-Z]{1,39}))(?: |$))+|(?:[А-ЯЁІЇЄҐЎ](?:[а-яёіїєґў]{1,39}|([А-ЯЁІЇЄҐЎ]{1,39}))(?: |$))+"
)
# Words of one script with spaces and at most one comma need no repair either, but a look at their capitals.
_NOT_LATIN = re.compile("[^A-Za-z ,]")
_NOT_CYRILLIC = re.compile("[^А-Яа-яЁёІіЇїЄєҐґЎў ,]")


INITIAL, JOINED, CAPITALS, BEFORE_COMMA = 512, 1024, 2048, 4096
"""Flags of a word in a `Scan`; they leave the low nine bits to `vocabulary.WordFacts.kind`."""

Scan = tuple[list[str], list[str], list[int]]
"""A name cut into words: as written, in lower case, flags."""

_PLAIN_FLAGS = [[0] * size for size in range(MAX_WORDS + 1)]


def _flags_before(comma: int, size: int) -> list[int]:
    if comma < 0:
        return _PLAIN_FLAGS[size]
    return [BEFORE_COMMA if at < comma else 0 for at in range(size)]


def scan(name: str) -> Scan:
    """`tokens` for many names: the same words as plain lists."""
    plain = _PLAIN.fullmatch(name)
    if plain is not None:
        parts, lowers = name.split(), name.lower().split()
        if len(parts) <= MAX_WORDS and TITLES.isdisjoint(lowers):
            if plain.lastindex is None or name.isupper():
                return parts, lowers, _PLAIN_FLAGS[len(parts)]
            return parts, lowers, [CAPITALS if len(part) > 2 and part.isupper() else 0 for part in parts]
    if len(name) <= MAX_LETTERS and not (_NOT_LATIN if name.isascii() else _NOT_CYRILLIC).search(name):
        comma = -1
        if "," in name:
            parts = name.replace(",", " , ").split()
            comma = parts.index(",")
            parts = [part for part in parts if part != ","]
        else:
            parts = name.split()
        size = len(parts)
        lengths = list(map(len, parts))
        if 0 < size <= MAX_WORDS and min(lengths) >= 2 and max(lengths) <= MAX_WORD_LETTERS:
            lowers = list(map(str.lower, parts))
            if TITLES.isdisjoint(lowers):
                capitals = list(map(str.isupper, parts))
                # Иван, ИВАН and иван, but not ИванПетров, whose space was lost.
                titled = list(map(str.istitle, parts))
                if False in map(or_, capitals, titled) and any(map(_CAMEL.search, parts)):
                    return _scan(name)
                if True not in capitals:
                    return parts, lowers, _flags_before(comma, size)
                if False not in capitals:
                    return parts, lowers, _flags_before(comma, size)
                flags = [CAPITALS if c and n > 2 else 0 for c, n in zip(capitals, lengths, strict=True)]
                for at in range(comma):
                    flags[at] |= BEFORE_COMMA
                return parts, lowers, flags
    return _scan(name)


def tokens(name: str) -> tuple[Token, ...]:
    """The words of a name, at most `MAX_WORDS`, titles and generation marks left out.

    Any string is a name here: what has no letters gives an empty tuple.
    """
    return as_tokens(scan(name))


def as_tokens(scanned: Scan) -> tuple[Token, ...]:
    """The words of a scan as tokens."""
    return tuple(
        Token(part, lower, bool(f & INITIAL), bool(f & JOINED), bool(f & CAPITALS), bool(f & BEFORE_COMMA))
        for part, lower, f in zip(*scanned, strict=True)
    )


def _scan(name: str) -> Scan:
    text = name[:MAX_LETTERS]
    if not (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        text = unicodedata.normalize("NFKC", text)
    if _STRESSED.search(text) and _CYRILLIC.search(text):
        # Stress marks of dictionaries, which composition hides in Latin letters: "Анатóлий".
        text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_NO_STRESS))
    if _UNCLEAN.search(text):
        text = text.translate(_CLEAN)
    if _MAYBE_CAMEL.search(text):
        text = _CAMEL.sub(" ", text)
    last = text.rstrip("\n")[-3:]
    if "." in text or (len(text) > 3 and last[1:].isupper() and not last[:1].isalpha()):
        text = _RUN_OF_INITIALS.sub(lambda m: f"{m[1] or m[3]}. {m[2] or m[4]}.", text)
    comma = text.find(",")
    found = list(_WORD.finditer(text))
    if len(found) > 1:
        kept = [m for m in found if m[0].lower().rstrip("'") not in TITLES]
        if kept:
            found = kept
    found = found[:MAX_WORDS]
    if not found:
        return [], [], []
    cyrillic = text.isascii() is False and any(
        _CYRILLIC.search(m[0]) is not None and _LATIN.search(m[0]) is None for m in found
    )
    some_lower = any(len(m[0]) > 1 and not m[0].isupper() for m in found)
    parts: list[str] = []
    flags: list[int] = []
    for match in found:
        word = match[0].strip("'")[:MAX_WORD_LETTERS]
        if not word:
            continue
        start, end = match.span()
        if not word.isascii() or cyrillic:
            word = one_script(word, name_is_cyrillic=cyrillic)
        letters = len(word)
        dotted = text[end : end + 1] == "."
        parts.append(word)
        flags.append(
            (INITIAL if letters == 1 or (dotted and letters <= 2) else 0)
            | (JOINED if start > 0 and text[start - 1] == "-" and flags else 0)
            | (CAPITALS if some_lower and letters > 2 and word.isupper() else 0)
            | (BEFORE_COMMA if 0 <= end <= comma else 0)
        )
    return parts, [part.lower() for part in parts], flags
