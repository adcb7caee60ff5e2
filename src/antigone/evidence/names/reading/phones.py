"""One spelling for both scripts: a word as a chain of sounds, one lower-case ASCII letter a sound.

Every Cyrillic letter is first written in the Latin way; then both scripts walk through the same
contractions (digraphs, iotated vowels, doubled letters), so that whatever is lost is lost on both sides.
Sounds that ASCII has no letter for take one that is free: j = ж, q = ч, w = ш, wq = щ, x = х, c = ц;
h is folded into g, y and й into i.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_CYRILLIC = dict(
    zip(
        "абвгґдеєзийіклмнопрстуфхцчшъыьэёжѣѵўќѓјљњћђџѕѳқғңөүұһҷҳ",
        "abvggdeeziiiklmnoprstufxcqw'i'eejeivkgilnqjjzfkgnouuxjx",
        strict=True,
    )
)
_CYRILLIC |= {"щ": "wq", "ю": "iu", "я": "ia", "ї": "i", "ӣ": "i", "ӯ": "u", "ӧ": "o", "ӥ": "i", "ӏ": "", "ә": "a"}
_ARABIC = dict(
    zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگکیہ", "abttжxxddrzsшsdtzagfkklmnxuiaaaaaaaapчжgkix", strict=True)
)
_GEORGIAN = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "abgdevztiklmnopжrstupkgkшчцzцчxжx", strict=True))
_ARMENIAN = dict(
    zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdezeetжilxцkxzgчminшoчpжrsvtrцvpkof", strict=True)
) | {"և": "ev"}
_GREEK = dict(zip("αβγδεζηθικλμνοπρσςτυφχωάέήίόύώ", "avgdezitiklmnoprsstifxoaeiioio", strict=True)) | {
    "ξ": "ks",
    "ψ": "ps",
}
_HEBREW = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "abgdxvzxtikklmmnnsappццkrшt", strict=True))
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
        "ĉ": "Q", "ĵ": "J", "ě": "e", "ğ": "g", "û": "iu", "â": "ia", "ê": "e", "è": "e", "ë": "e", "ï": "i",
        "ì": "i", "ŭ": "v",
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ß": "ss", "æ": "e", "œ": "e", "ö": "o", "ü": "u", "ä": "a",
        "ı": "i", "ň": "n", "ń": "n", "ĺ": "l", "ə": "e", "ў": "v",
    }.items()
}  # fmt: skip

# Longest first; a capital is a sound that is settled, so that no later rule reads it as a letter.
_ENGLISH = (
    ("schtsch", "WQ"), ("shtsh", "WQ"), ("chtch", "WQ"), ("szcz", "WQ"), ("shch", "WQ"), ("stch", "WQ"), ("shh", "WQ"),
    ("tsch", "Q"), ("tch", "Q"), ("tsh", "Q"), ("sch", "W"), ("cz", "Q"), ("ch", "Q"), ("sh", "W"), ("sz", "W"),
    ("zh", "J"), ("rz", "r"), ("kh", "X"), ("ts", "C"), ("tz", "C"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("gh", "g"),
    ("rh", "r"), ("dh", "d"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("cl", "kl"), ("cr", "kr"), ("ct", "kt"),
    ("cc", "k"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"), ("j", "i"), ("y", "i"), ("h", "g"), ("c", "C"),
)  # fmt: skip
_FRENCH = (
    ("chtch", "WQ"), ("tch", "Q"), ("ch", "W"), ("oui", "ui"), ("ou", "u"), ("gue", "ge"), ("gui", "gi"), ("dj", "J"),
    ("j", "J"),
)  # fmt: skip
_GERMAN = (
    ("schtsch", "WQ"), ("tsch", "Q"), ("sch", "W"), ("szcz", "WQ"), ("cz", "Q"), ("sz", "W"), ("tz", "C"), ("ch", "X"),
)  # fmt: skip
_HARD_CH = (("schtsch", "WQ"), ("szcz", "WQ"), ("tsch", "Q"), ("sch", "W"), ("cz", "Q"), ("sz", "W"), ("ch", "X"))
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
# ў and its Latin spellings: a u that closes a syllable after another vowel (Pauliuk, Kavaliou).
_SHORT_U = re.compile("(?<=[aeo])u(?=[^aeiou]|$)", re.MULTILINE)
_IOTA = re.compile("i+(?:e|(?<=.i)o)")
_DOUBLED = re.compile(r"([a-zA-Z])\1+")
_SOFT_O = re.compile("'(?=[ouae])")
_LOWER = str.maketrans("JQWXC", "jqwxc")
_GERMAN_MARK = re.compile("w|sch|sz|cz|[^aeiou]j|^j|ij|[šžčřěłżśńĺ]")
_FRENCH_MARK = re.compile("ou(?!$)|tch|[iy]ne$|gu[ei]|^j|[^aeiou]j[aeou]|ch.*ff$")
# What every mark of another language holds: most Latin words have none of it and are done.
_ANY_MARK = re.compile("[wjšžčřěłżśńĺب]|sch|sz|cz|ou|tch|ne$|gu|ff$|dz|c[iy]|ts[iy]")
_GERMAN_S = re.compile("^s(?=[aeiou])", re.MULTILINE)
_SILENT_E = re.compile("(?<=[iy]n)e$", re.MULTILINE)
_MOST_READINGS = 4
_HARD_L = re.compile("ў(?!$)")
_SOFT_DZ = re.compile("dz(?=[iev])")
_SOFT_C = re.compile("C(?=[ie])")
_UNKNOWN = re.compile("[^\\x00-\\x7f]")


def _contract(latin: str) -> str:
    """The contractions that both scripts share, over lines of words; settled sounds are capitals here."""
    text = _SHORT_U.sub("v", latin).replace("dJ", "J")
    return _DOUBLED.sub(r"\1", _IOTA.sub("e", text)).translate(_LOWER)


def _replace(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    for old, new in rules:
        text = text.replace(old, new)
    return text


def readings_of_all(words: Sequence[str]) -> list[tuple[str, ...]]:
    """`readings` of many lower-case words at once; rules run over all of them as lines of one text."""
    if not words:
        return []
    text = "\n".join(words)
    plain = text.translate(_TO_LATIN)
    if not plain.isascii():
        plain = _UNKNOWN.sub("", unicodedata.normalize("NFKD", plain))
    latin_lines = plain.replace("'", "").split("\n")
    if len(latin_lines) != len(words):
        # A letter that decomposes into a line break would shift the lines; none is known, so one by one.
        return [readings_of_all([word.replace("\n", "")])[0] for word in words]
    cyrillic = [_CYRILLIC_LETTER.match(word) is not None for word in words]
    if text.isascii():
        settled = _english("\n".join(latin_lines)).split("\n")
    else:
        # Only Latin words have digraphs: "кх" is no "kh".
        softened = _SOFT_O.sub("i", plain).replace("'", "").split("\n")
        latin = _english("\n".join(["" if c else line for c, line in zip(cyrillic, latin_lines, strict=True)]))
        settled = [soft if c else line for c, soft, line in zip(cyrillic, softened, latin.split("\n"), strict=True)]
    firsts = _contract("\n".join(settled)).split("\n")
    out: list[tuple[str, ...]] = [
        (first,) if first else (word,) if word else () for word, first in zip(words, firsts, strict=True)
    ]
    soft: list[int] = []
    french: list[int] = []
    hard_ch: list[int] = []
    german: list[int] = []
    hard_l: list[int] = []
    for at, (word, first, line, is_cyrillic) in enumerate(zip(words, firsts, latin_lines, cyrillic, strict=True)):
        if not first:
            continue
        if is_cyrillic:
            if "ў" in word[:-1]:
                hard_l.append(at)
            elif "dz" in first or ("c" in first and "і" in word):
                soft.append(at)
        # Without a mark of the language, ch is ч: a reading too many makes strangers look alike.
        elif _ANY_MARK.search(word):
            if "ب" in word:
                # Arabic writes the p of other languages with its b.
                out[at] = tuple(dict.fromkeys((first, first.replace("b", "p"))))
            if "dz" in first or "ci" in first:
                soft.append(at)
            if _FRENCH_MARK.search(line):
                french.append(at)
            if _GERMAN_MARK.search(word):
                german.append(at)
                if "ch" in line:
                    hard_ch.append(at)
    # Воўк is Волк, Таўстой Толстой.
    for at, heard in zip(hard_l, readings_of_all([_HARD_L.sub("л", words[at]) for at in hard_l]), strict=True):
        out[at] = (out[at][0], *heard)
    for places, lines, rules in (
        (soft, settled, _softened),
        (french, latin_lines, _as_french),
        (hard_ch, latin_lines, _with_hard_ch),
        (german, latin_lines, _as_german),
    ):
        if places:
            text = _contract(rules("\n".join([lines[at] for at in places])))
            for at, sounds in zip(places, text.split("\n"), strict=True):
                if sounds not in out[at]:
                    out[at] = (*out[at], sounds)[:_MOST_READINGS]
    return out


# Rules of one way to read, over lines of words.
def _english(lines: str) -> str:
    return _replace(lines, _ENGLISH)


def _softened(settled: str) -> str:
    return _SOFT_C.sub("t", _SOFT_DZ.sub("d", settled))


def _as_french(lines: str) -> str:
    return _english(_replace(_SILENT_E.sub("", lines), _FRENCH))


def _with_hard_ch(lines: str) -> str:
    return _english(_replace(lines, _HARD_CH))


def _as_german(lines: str) -> str:
    return _english(_GERMAN_S.sub("\x00", _replace(lines, _GERMAN)).replace("z", "C").replace("\x00", "z"))


def readings(word: str) -> tuple[str, ...]:
    """The sounds of one word: the usual reading first, then the readings that its spelling also allows.

    ``Chevtchenko`` may be French, ``Saizew`` German, ``Chruszczow`` Polish, ``Dzmitry`` Belarusian; a word
    that says nothing of the kind has one reading. Where nothing can be read (Chinese characters) the
    characters themselves serve as sounds; an empty word has no reading.
    """
    return readings_of_all([word.lower()])[0] if word else ()


_CLASSES = str.maketrans({"z": "s", "c": "s", "j": "w", "q": "w", "x": "g", "f": "v"})
_VOWELS = re.compile("(?<=[^\n])[aeiou]+")
_INITIAL_VOWEL = re.compile("^[aeiou]+", re.MULTILINE)


def skeletons_of_all(sounds: Sequence[str]) -> list[str]:
    """`skeleton` of many chains of sounds at once."""
    text = _DOUBLED.sub(r"\1", "\n".join(sounds).translate(_CLASSES))
    return _VOWELS.sub("", _INITIAL_VOWEL.sub("a", text)).split("\n") if sounds else []


def skeleton(sounds: str) -> str:
    """Consonant classes of a chain of sounds; an initial vowel stays as ``a``.

    This is what survives every romanisation: Марозаў, Морозов and Marozau are all ``mrsv``.
    """
    return skeletons_of_all([sounds])[0]


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
