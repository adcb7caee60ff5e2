"""Cyrillic into Latin letters as the schemes in daily use do it.

Each scheme is a small table: what a letter becomes, what it becomes at the start of a word, after a vowel
or a sign, at the end of a word, and letter groups that go first. The tables follow the published
standards named in `RomanisationScheme`; press spellings follow the habit of newspapers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class RomanisationScheme(StrEnum):
    """Named ways to write Russian, Ukrainian or Belarusian names in Latin letters."""

    RU_BGN = "ru-bgn"
    """BGN/PCGN 1947 for Russian, apostrophes left out: Yevgeniy, Alekseyev."""
    RU_ICAO = "ru-icao"
    """Russian passports since 2013, after ICAO Doc 9303: Evgenii, Iuliia, Khrushchev."""
    RU_PASSPORT_1997 = "ru-passport-1997"
    """Russian passports of 1997-2010 (English habit with y): Yevgeniy, Yuliya."""
    RU_PASSPORT_USSR = "ru-passport-ussr"
    """Soviet passports (French habit): Evgueni, Iouri, Chevtchenko."""
    RU_ISO9 = "ru-iso9"
    """ISO 9:1995, one Latin letter for one Cyrillic letter: Evgenij, Ŝukin."""
    RU_GOST = "ru-gost"
    """GOST 7.79-2000, system B: Evgenij, Shhukin, Yurij."""
    RU_SCHOLARLY = "ru-scholarly"
    """The scientific transliteration of Slavists: Evgenij, Ščukin, Chruščev."""
    RU_ALA_LC = "ru-ala-lc"
    """Library of Congress without diacritics: Evgenii, Iurii, Shchukin."""
    RU_PRESS = "ru-press"
    """English-language press: Evgeny, Yuri, Alexei written as heard, -ий and -ый as y."""
    RU_GERMAN = "ru-german"
    """German press: Jewgenij, Schtschukin, Saizew."""
    RU_FRENCH = "ru-french"
    """French press: Evgueni, Iouri, Chtchoukine."""
    RU_POLISH = "ru-polish"
    """Polish press: Jewgienij, Szczukin, Chruszczow."""
    UK_2010 = "uk-2010"
    """Cabinet of Ministers of Ukraine, resolution 55 of 2010, used in passports: Oleksii, Yevhen, Serhii."""
    UK_BGN = "uk-bgn"
    """BGN/PCGN 1965 for Ukrainian, apostrophes left out: Oleksiy, Yevhen, Serhiy."""
    UK_2007 = "uk-2007"
    """Ukrainian passports of 2007-2010: Oleksij, Yevhen, Serhij."""
    UK_ISO9 = "uk-iso9"
    """ISO 9:1995 applied to Ukrainian: Oleksìj, Êvgen."""
    UK_SCHOLARLY = "uk-scholarly"
    """The scientific transliteration of Slavists: Oleksij, Jevhen, Ščerbak."""
    UK_GERMAN = "uk-german"
    """German press: Olexij, Jewhen, Schtscherbak."""
    UK_FRENCH = "uk-french"
    """French press: Oleksiï, Ievhen, Chtcherbak."""
    UK_POLISH = "uk-polish"
    """Polish press: Ołeksij, Jewhen, Szczerbak."""
    BE_2008 = "be-2008"
    """Belarusian passports (Ministry of the Interior, 2008): Aliaksandr, Siarhei, Dzmitry."""
    BE_BGN = "be-bgn"
    """BGN/PCGN 1979 for Belarusian: Alyaksandr, Syarhey, Dzmitry."""
    BE_ISO9 = "be-iso9"
    """ISO 9:1995 applied to Belarusian: Alâksandr, Sârgej."""
    BE_LACINKA = "be-lacinka"
    """The Belarusian Latin alphabet as place-name rules of 2007 have it: Aliaksandr, Siarhiej, Dzmitryj."""


@dataclass(frozen=True, slots=True)
class _Table:
    letters: dict[str, str]
    groups: dict[str, str] = field(default_factory=dict)
    initial: dict[str, str] = field(default_factory=dict)
    after_vowel: dict[str, str] = field(default_factory=dict)
    after_sign: dict[str, str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)


_VOWELS = frozenset("аеёиоуыэюяіїєў")
_SIGNS = frozenset("ьъ'’")


def _letters(base: dict[str, str], **changes: str) -> dict[str, str]:
    return {**base, **changes}


_SHARED = dict(
    zip(
        "абвгдезийклмнопрстуфыэё",
        "abvgdeziyklmnoprstufyee",
        strict=True,
    )
)
_ENGLISH = _letters(
    _SHARED, ж="zh", х="kh", ц="ts", ч="ch", ш="sh", щ="shch", ъ="", ь="", ю="yu", я="ya", ґ="g", і="i", ї="yi",
    є="ye", ў="u",
)  # fmt: skip
_CARONS = _letters(
    _SHARED, ж="ž", х="ch", ц="c", ч="č", ш="š", щ="šč", ъ="", ь="", й="j", ю="ju", я="ja", ґ="g", і="i", ї="ji",
    є="je", ў="ŭ",
)  # fmt: skip
_ISO9 = _letters(
    _SHARED, ж="ž", х="h", ц="c", ч="č", ш="š", щ="ŝ", ъ="", ь="", й="j", ю="û", я="â", ё="ë", э="è", ґ="g",
    і="ì", ї="ï", є="ê", ў="ŭ",
)  # fmt: skip
_GERMAN = _letters(
    _SHARED, в="w", ж="sch", з="s", х="ch", ц="z", ч="tsch", ш="sch", щ="schtsch", ъ="", ь="", й="j", ю="ju",
    я="ja", ё="jo", ґ="g", і="i", ї="ji", є="je", ў="u",
)  # fmt: skip
_FRENCH = _letters(
    _SHARED, ж="j", х="kh", ц="ts", ч="tch", ш="ch", щ="chtch", ъ="", ь="", й="i", у="ou", ю="iou", я="ia",
    ё="io", ґ="g", і="i", ї="ï", є="ie", ў="ou",
)  # fmt: skip
_POLISH = _letters(
    _SHARED, в="w", ж="ż", л="ł", х="ch", ц="c", ч="cz", ш="sz", щ="szcz", ъ="", ь="", й="j", ю="iu", я="ia",
    ё="io", е="ie", ґ="g", і="i", ї="ji", є="je", ў="u",
)  # fmt: skip
_YE = {"е": "ye"}
_POLISH_IOTA = {"е": "je", "ю": "ju", "я": "ja", "ё": "jo", "є": "je"}
_POLISH_GROUPS = {
    "ле": "le", "ля": "la", "лю": "lu", "лё": "lo", "ли": "li", "ль": "l", "лі": "li", "лє": "le",
    "же": "że", "ше": "sze", "че": "cze", "це": "ce", "ще": "szcze", "ыи": "yi",
}  # fmt: skip

_TABLES: dict[RomanisationScheme, _Table] = {
    RomanisationScheme.RU_BGN: _Table(
        _letters(_ENGLISH, ё="ë"), initial={"е": "ye", "ё": "yë"}, after_vowel={"е": "ye", "ё": "yë"},
        after_sign={"е": "ye", "ё": "yë"},
    ),
    RomanisationScheme.RU_ICAO: _Table(_letters(_ENGLISH, й="i", ъ="ie", ю="iu", я="ia")),
    RomanisationScheme.RU_PASSPORT_1997: _Table(
        _letters(_ENGLISH, ё="e"), initial=_YE, after_vowel=_YE, after_sign={"е": "ye", "ё": "ye"}
    ),
    RomanisationScheme.RU_PASSPORT_USSR: _Table(
        _FRENCH, groups={"ге": "gue", "ги": "gui", "кс": "x"}, endings={"ин": "ine", "ий": "i", "ый": "yi"},
        initial={"е": "e"},
    ),
    RomanisationScheme.RU_ISO9: _Table(_ISO9),
    RomanisationScheme.RU_GOST: _Table(
        _letters(_ENGLISH, й="j", щ="shh", ц="cz", х="x", ё="yo", э="e"),
        groups={"це": "ce", "ци": "ci", "цй": "cj", "цы": "cy"},
    ),
    RomanisationScheme.RU_SCHOLARLY: _Table(_letters(_CARONS, э="è", ё="ë")),
    RomanisationScheme.RU_ALA_LC: _Table(_letters(_ENGLISH, й="i", ю="iu", я="ia")),
    RomanisationScheme.RU_PRESS: _Table(
        _letters(_ENGLISH, ё="yo"),
        groups={"кс": "x"},
        initial={"е": "ye"},
        after_vowel={"е": "ye"},
        after_sign={"е": "ye", "и": "yi"},
        endings={"ий": "y", "ый": "y", "ей": "ei", "ай": "ai", "ия": "ia", "ья": "ya"},
    ),
    RomanisationScheme.RU_GERMAN: _Table(
        _GERMAN, groups={"кс": "x"}, initial={"е": "je"}, after_vowel={"е": "je", "с": "ss"},
        after_sign={"е": "je"}, endings={"ий": "i", "ый": "y", "ай": "ai", "ей": "ei"},
    ),
    RomanisationScheme.RU_FRENCH: _Table(
        _FRENCH, groups={"ге": "gue", "ги": "gui", "кс": "x"}, after_vowel={"с": "ss", "е": "ïe", "я": "ïa"},
        endings={"ин": "ine", "ий": "i", "ый": "y", "ев": "ev", "ын": "yne"},
    ),
    RomanisationScheme.RU_POLISH: _Table(
        _POLISH, groups=_POLISH_GROUPS, initial=_POLISH_IOTA, after_vowel=_POLISH_IOTA, after_sign=_POLISH_IOTA,
        endings={"ёв": "iow", "щёв": "szczow"},
    ),
    RomanisationScheme.UK_2010: _Table(
        _letters(_ENGLISH, г="h", и="y", й="i", ї="i", є="ie", ю="iu", я="ia"),
        groups={"зг": "zgh"},
        initial={"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"},
    ),
    RomanisationScheme.UK_BGN: _Table(_letters(_ENGLISH, г="h", и="y", ґ="g"), groups={"зг": "zgh"}),
    RomanisationScheme.UK_2007: _Table(
        _letters(_ENGLISH, г="g", ґ="g", и="y", й="i", ї="i", є="ie", ю="iu", я="ia", щ="shch"),
        initial={"є": "ye", "ї": "yi", "ю": "yu", "я": "ya"},
        endings={"ій": "ij", "ий": "yj"},
    ),
    RomanisationScheme.UK_ISO9: _Table(_letters(_ISO9, и="i", г="g")),
    RomanisationScheme.UK_SCHOLARLY: _Table(_letters(_CARONS, г="h", и="y")),
    RomanisationScheme.UK_GERMAN: _Table(_letters(_GERMAN, г="h", и="y"), groups={"кс": "x"}),
    RomanisationScheme.UK_FRENCH: _Table(_letters(_FRENCH, г="h", и="y"), endings={"ій": "iï", "ий": "yï"}),
    RomanisationScheme.UK_POLISH: _Table(
        _letters(_POLISH, г="h", и="y", е="e"), groups=_POLISH_GROUPS, initial={**_POLISH_IOTA, "е": "e"},
        after_vowel={**_POLISH_IOTA, "е": "e"}, after_sign={**_POLISH_IOTA, "е": "e"},
    ),
    RomanisationScheme.BE_2008: _Table(
        _letters(_ENGLISH, г="h", й="i", ё="io", ю="iu", я="ia", ў="u", и="i"),
        initial={"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"},
        after_vowel={"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"},
        after_sign={"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"},
        endings={"ый": "y", "ій": "i", "эй": "ei"},
    ),
    RomanisationScheme.BE_BGN: _Table(
        _letters(_ENGLISH, г="h", е="ye", ё="yo", ў="w"), endings={"ый": "y", "ій": "iy"}
    ),
    RomanisationScheme.BE_ISO9: _Table(_letters(_ISO9, г="g")),
    RomanisationScheme.BE_LACINKA: _Table(
        _letters(_CARONS, г="h", е="ie", ё="io", ю="iu", я="ia", х="ch", ў="ŭ"),
        groups={"ль": "ĺ", "нь": "ń", "сь": "ś", "ць": "ć", "зь": "ź"},
        initial={"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
        after_vowel={"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
        after_sign={"е": "je", "ё": "jo", "ю": "ju", "я": "ja"},
    ),
}  # fmt: skip


@lru_cache(maxsize=50_000)
def _romanise_word(word: str, scheme: RomanisationScheme) -> str:
    table = _TABLES[scheme]
    lower = word.lower()
    out: list[str] = []
    size = len(lower)
    at = 0
    while at < size:
        rest = size - at
        ending = next((e for e in table.endings if len(e) == rest and at > 0 and lower.endswith(e)), "")
        if ending:
            out.append(table.endings[ending])
            break
        pair = lower[at : at + 2]
        if pair in table.groups:
            out.append(table.groups[pair])
            at += 2
            continue
        letter = lower[at]
        before = lower[at - 1] if at else ""
        if not before:
            out.append(table.initial.get(letter, table.letters.get(letter, letter)))
        elif before in _VOWELS or before == "й":
            # German and French double an s only between two vowels.
            after = lower[at + 1] if at + 1 < size else ""
            doubled = letter != "с" or after in _VOWELS
            fallback = table.letters.get(letter, letter)
            out.append(table.after_vowel.get(letter, fallback) if doubled else fallback)
        elif before in _SIGNS:
            out.append(table.after_sign.get(letter, table.letters.get(letter, letter)))
        elif letter in "'’ʼ":
            pass
        else:
            out.append(table.letters.get(letter, letter))
        at += 1
    text = "".join(out)
    if len(word) > 1 and word.isupper():
        return text.upper()
    if word[:1].isupper():
        return text[:1].upper() + text[1:]
    return text


def romanise(text: str, scheme: RomanisationScheme) -> str:
    """Write a Cyrillic text in Latin letters after one scheme.

    Words keep their case (an all-capitals word stays so); whatever is not Cyrillic (spaces, hyphens, commas,
    Latin letters, digits) is kept as it is. The schemes speak of Russian (``ru-``), Ukrainian (``uk-``) or
    Belarusian (``be-``) spelling; a letter that the language lacks is written as its nearest neighbour does.

    >>> romanise("Алексей Щукин", RomanisationScheme.RU_GERMAN)
    'Alexei Schtschukin'
    """
    composed = unicodedata.normalize("NFC", text)
    out: list[str] = []
    word: list[str] = []
    for letter in composed:
        if "\u0400" <= letter <= "\u04ff" or (word and letter in "'’ʼ"):
            word.append(letter)
            continue
        if word:
            out.append(_romanise_word("".join(word), scheme))
            word = []
        out.append(letter)
    if word:
        out.append(_romanise_word("".join(word), scheme))
    return "".join(out)
