"""One spelling for both scripts: a word as a chain of sounds, one lower-case ASCII letter a sound.

Every Cyrillic letter is first written in the Latin way; then both scripts walk through the same
contractions (digraphs, iotated vowels, doubled letters), so that whatever is lost is lost on both sides.
Sounds that ASCII has no letter for take one that is free: j = ж, q = ч, w = ш, wq = щ, x = х, c = ц;
h is folded into g, y and й into i.
"""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = dict(
    zip(
        "абвгґдеєзийіклмнопрстуфхцчшщъыьэёжѣѵўќѓјљњћђџѕѳқғңөүұһәҷҳ",
        ["a", "b", "v", "g", "g", "d", "e", "e", "z", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "x", "c", "q", "w", "wq", "'", "i", "'", "e", "e", "j", "e", "i", "ў", "k", "g", "i", "l", "n", "q", "j", "j", "z", "f", "k", "g", "n", "o", "u", "u", "x", "e", "j", "x"],
        strict=True,
    )
)  # fmt: skip
_CYRILLIC |= {"ю": "iu", "я": "ia", "ї": "i", "ӣ": "i", "ӯ": "u", "ӧ": "o", "ӥ": "i", "ӏ": "", "ә": "a"}
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکیہ",
        ["a", "b", "t", "t", "ж", "x", "x", "d", "d", "r", "z", "s", "ш", "s", "d", "t", "z", "a", "g", "f", "k", "k", "l", "m", "n", "x", "v", "i", "a", "a", "a", "a", "a", "a", "a", "a", "p", "ч", "ж", "g", "k", "i", "x"],
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        ["a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m", "n", "o", "p", "ж", "r", "s", "t", "u", "p", "k", "g", "k", "ш", "ч", "ц", "z", "ц", "ч", "x", "ж", "x"],
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        ["a", "b", "g", "d", "e", "z", "e", "e", "t", "ж", "i", "l", "x", "ц", "k", "x", "z", "g", "ч", "m", "i", "n", "ш", "o", "ч", "p", "ж", "r", "s", "v", "t", "r", "ц", "v", "p", "k", "o", "f", "ev"],
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
        ["a", "v", "g", "d", "e", "z", "i", "t", "i", "k", "l", "m", "n", "ks", "o", "p", "r", "s", "s", "t", "i", "f", "x", "ps", "o", "a", "e", "i", "i", "o", "i", "o"],
        strict=True,
    )
)
_HEBREW = dict(
    zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", ["a", "b", "g", "d", "x", "v", "z", "x", "t", "i", "k", "k", "l", "m", "m", "n", "n", "s", "a", "p", "p", "ц", "ц", "k", "r", "ш", "t"], strict=True)
)
# A sound from another alphabet must not meet the Latin digraph rules ("кх" is no "kh"), so they write the
# sounds that ASCII lacks in these capitals until the end.
_SOUNDS = {"ж": "J", "ч": "Q", "ш": "W", "ц": "C"}
_HARD = {"j": "J", "q": "Q", "w": "W", "wq": "WQ", "x": "X", "c": "C"}
_TO_LATIN: dict[int, str] = {ord(k): _HARD.get(v, v) for k, v in _CYRILLIC.items()}
for _table in (_ARABIC, _GEORGIAN, _ARMENIAN, _GREEK, _HEBREW):
    _TO_LATIN |= {ord(k): _SOUNDS.get(v, "X" if v == "x" else v) for k, v in _table.items()}
_TO_LATIN |= {
    ord(k): v
    for k, v in {
        "š": "W", "ś": "W", "ş": "W", "ș": "W", "ž": "J", "ż": "J", "ź": "z", "č": "Q", "ć": "Q", "ç": "C", "ŝ": "WQ",
        "ĉ": "Q", "ĵ": "J", "ě": "e", "ğ": "g", "û": "iu", "â": "ia", "ê": "e", "è": "e", "ë": "e", "ï": "i", "ì": "i", "ŭ": "v",
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ß": "ss", "æ": "e", "œ": "e", "ö": "o", "ü": "u", "ä": "a",
        "ı": "i", "ň": "n", "ń": "n", "ĺ": "l", "ə": "e", "ў": "v",
    }.items()
}  # fmt: skip

_ENGLISH = {
    "schtsch": "WQ", "shtsh": "WQ", "chtch": "WQ", "szcz": "WQ", "shch": "WQ", "shh": "WQ", "stch": "WQ",
    "tsch": "Q", "tch": "Q", "cz": "Q", "tsh": "Q", "ch": "Q", "sch": "W", "sh": "W", "sz": "W", "zh": "J",
    "rz": "r", "kh": "X", "ts": "C", "tz": "C", "ck": "k", "ph": "f", "th": "t", "gh": "g", "rh": "r", "dh": "d",
    "ca": "ka", "co": "ko", "cu": "ku", "cl": "kl", "cr": "kr", "ct": "kt", "cc": "k", "qu": "kv", "q": "k", "x": "ks",
    "w": "v", "j": "i", "y": "i", "h": "g",
}  # fmt: skip
_DIGRAPHS = re.compile("|".join(sorted(_ENGLISH, key=len, reverse=True)))
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
# ў and its Latin spellings: a u that closes a syllable after another vowel (Pauliuk, Kavaliou).
_SHORT_U = re.compile("(?<=[aeo])u(?=[^aeiou]|$)|(?<=i[ae])u(?=[^aeiou]|$)")
_IOTA = re.compile("i+(?:e|(?<=.i)o)")
_DOUBLED = re.compile(r"([a-zA-Z])\1+")
_SOFT_O = re.compile("'(?=[oouaie])")
_LOWER = str.maketrans("JQWXC", "jqwxc")
_NOT_LETTER = re.compile("[^a-zJQWXC]+")
_SOFT_DZ = re.compile("dz(?=[iev])")
_SOFT_C = re.compile("C(?=[ie])")


def _contract(latin: str) -> str:
    """The contractions that both scripts share; sounds without a Latin letter are capitals here."""
    text = _SHORT_U.sub("v", latin)
    text = text.replace("dJ", "J")
    text = _IOTA.sub("e", text)
    text = _DOUBLED.sub(r"\1", text)
    return text.translate(_LOWER)


def _strip(word: str) -> str:
    """Lower-case ASCII and capitals for the sounds that ASCII lacks."""
    text = word.translate(_TO_LATIN)
    if not text.isascii():
        text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if mark.isascii())
    return text


def readings(word: str) -> tuple[str, ...]:
    """The sounds of one word: the usual reading first, then the readings that its spelling also allows.

    ``Chevtchenko`` may be French, ``Saizew`` German, ``Chruszczow`` Polish, ``Dzmitry`` Belarusian; a word
    that says nothing of the kind has one reading. Empty when nothing of the word can be read (Chinese
    characters), in which case the characters themselves serve as sounds.
    """
    lower = word.lower()
    if lower.isascii():
        plain = lower.replace("'", "")
        cyrillic = False
        latin = _DIGRAPHS.sub(lambda m: _ENGLISH[m[0]], plain)
    else:
        cyrillic = _CYRILLIC_LETTER.search(lower) is not None
        plain = _strip(lower)
        if cyrillic:
            latin = _SOFT_O.sub("i", plain).replace("'", "")
        else:
            plain = plain.replace("'", "")
            latin = _DIGRAPHS.sub(lambda m: _ENGLISH[m[0]], plain)
    if not latin:
        return (lower,) if lower else ()
    first = _contract(latin)
    others: list[str] = []
    if "dz" in first or "ci" in first or ("c" in first and "і" in lower):
        soft = _SOFT_C.sub("t", _SOFT_DZ.sub("d", latin))
        if soft != latin:
            others.append(_contract(soft))
    if not cyrillic:
        # Final -ich, -ych is English for ич in any company; only another ch leaves a doubt.
        doubtful_ch = plain.find("ch", 0, -2) >= 0 or (plain.endswith("ch") and not plain.endswith(("ich", "ych")))
        if doubtful_ch or "ou" in plain or "j" in plain or "gu" in plain or plain.endswith("ine"):
            others.append(_french(plain))
        if doubtful_ch:
            others.append(_contract(_DIGRAPHS.sub(lambda m: "X" if m[0] == "ch" else _ENGLISH[m[0]], plain)))
        if "z" in plain or "sch" in plain or "w" in plain or "s" in plain[:1]:
            german = _german(plain)
            if german is not None:
                others.append(german)
    unique = tuple(dict.fromkeys((first, *others)))
    return unique[:4]


_FRENCH = dict(_ENGLISH) | {
    "chtch": "WQ", "tch": "Q", "ch": "W", "ou": "u", "oui": "ui", "gue": "ge", "gui": "gi", "j": "J", "dj": "J"
}  # fmt: skip
_FRENCH_DIGRAPHS = re.compile("|".join(sorted(_FRENCH, key=len, reverse=True)))


def _french(plain: str) -> str:
    text = plain[:-1] if plain.endswith(("ine", "yne")) else plain
    return _contract(_FRENCH_DIGRAPHS.sub(lambda m: _FRENCH[m[0]], text))


_GERMAN = dict(_ENGLISH) | {"z": "C", "ch": "X", "tz": "C"}
_GERMAN_DIGRAPHS = re.compile("|".join(sorted(_GERMAN, key=len, reverse=True)))
_GERMAN_MARK = re.compile("w|sch|tsch|j|^s[aeiou]|ss")


def _german(plain: str) -> str | None:
    """The German reading (z is ц, initial s before a vowel is з), where the word looks German at all."""
    if _GERMAN_MARK.search(plain) is None:
        return None
    text = re.sub("^s(?=[aeiou])", "z#", plain)
    out = _GERMAN_DIGRAPHS.sub(lambda m: _GERMAN[m[0]], text.replace("z#", "\x00")).replace("\x00", "z")
    return _contract(out)


_CLASSES = str.maketrans({"z": "s", "c": "s", "j": "w", "q": "w", "x": "g", "f": "v"})
_VOWELS = re.compile("(?<!^)[aeiou]+")
_INITIAL_VOWEL = re.compile("^[aeiou]+")
_REPEAT = re.compile(r"([a-z])\1+")


def skeleton(sounds: str) -> str:
    """Consonant classes of a chain of sounds; an initial vowel stays as ``a``.

    This is what survives every romanisation: Марозаў, Морозов and Marozau are all ``mrsv``.
    """
    classes = _REPEAT.sub(r"\1", sounds.translate(_CLASSES))
    return _VOWELS.sub("", _INITIAL_VOWEL.sub("a", classes))


def common_gender(sounds: str) -> str:
    """A surname's sounds in the masculine: ова, ева, ина lose the а, ская becomes ски, ая becomes и."""
    if sounds.endswith("a"):
        if sounds.endswith(("ova", "eva", "ava", "ina")) and len(sounds) >= 5:
            return sounds[:-1]
        if sounds.endswith(("skaia", "ckaia", "zkaia")):
            return sounds[:-3] + "i"
        if sounds.endswith(("ska", "cka", "zka")) and len(sounds) >= 6:
            return sounds[:-1] + "i"
        if sounds.endswith("aia") and len(sounds) >= 6:
            return sounds[:-3] + "i"
    elif (sounds.endswith(("skoi", "ckoi")) and len(sounds) >= 6) or (sounds.endswith("oi") and len(sounds) >= 6):
        return sounds[:-2] + "i"
    return sounds
