"""Numbers in descriptions: stature, shoes, blood groups, teeth, serial numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from antigone.evidence.traits.values import Range

_SHORTEST, _TALLEST = 100.0, 230.0
# A European size counts thirds of a centimetre of last, which is about 1.5 cm longer than the foot.
_LAST_OVER_FOOT_CM, _CM_A_SIZE = 1.5, 2 / 3
_ABOUT_CM = 3.0

_ROMAN = {"i": "O", "ii": "A", "iii": "B", "iv": "AB", "і": "O", "іі": "A", "ііі": "B", "іv": "AB"}
_ORDER = {"1": "O", "2": "A", "3": "B", "4": "AB", "перв": "O", "перш": "O", "втор": "A", "друг": "A", "треть": "B",
          "трет": "B", "четв": "AB"}  # fmt: skip
_ABO = {"a": "A", "а": "A", "b": "B", "в": "B", "ab": "AB", "ав": "AB", "aв": "AB", "аb": "AB", "o": "O", "о": "O",
        "0": "O", "оо": "O"}  # fmt: skip
_RH_WORDS = ("rh", "резус", "рез", "рh", "rhd")
_PLUS, _MINUS = ("положит", "полож", "позитив", "positive", "pos", "плюс", "plus"), (
    "отриц", "негатив", "відємн", "negative", "neg", "минус", "мінус", "minus",
)  # fmt: skip

_PLUS_SIGNS, _MINUS_SIGNS = frozenset("+"), frozenset("-–—")
_DASHES = frozenset(("-", "–", "—", "до", "to"))
_ABOUT = frozenset(("около", "близько", "примерно", "приблизно", "about", "approximately", "ок", "приблизительно", "~"))
_CENTIMETRES = frozenset(("см", "cm", "сантиметров", "сантиметрів", "centimetres"))
_METRES = frozenset(("м", "m", "метр", "метра", "метри"))
_FEET = frozenset(("'", "ft", "feet", "foot", "′"))


def number(token: str) -> float | None:
    """A token of digits as a number; None for anything else."""
    if not token[:1].isdigit():
        return None
    try:
        return float(token.replace(",", "."))
    except ValueError:
        return None


def stature_range(tokens: Sequence[str]) -> Range | None:
    """Stature in cm from the tokens that follow its word (or hold a number with its unit); None if none is there."""
    about = any(token in _ABOUT for token in tokens)
    for at, token in enumerate(tokens):
        value = number(token)
        if value is None:
            continue
        after = tokens[at + 1 :]
        if value in (4.0, 5.0, 6.0) and after and after[0] in _FEET:
            inches = number(after[1]) if len(after) > 1 else None
            found = value * 30.48 + (inches * 2.54 if inches is not None and inches < 12 else 0.0)
            return Range(round(found, 1), round(found, 1))
        if value == 1.0 and len(after) > 1 and after[0] in _METRES:
            cm = number(after[1])
            value = 100 + cm if cm is not None and cm < 100 else value
        elif 1.2 <= value <= 2.3:
            value *= 100
        if not _SHORTEST <= value <= _TALLEST:
            continue
        high = value
        if len(after) > 1 and after[0] in _DASHES:
            other = number(after[1])
            if other is not None:
                other = other * 100 if 1.2 <= other <= 2.3 else other
                high = other if value < other <= _TALLEST else value
        slack = _ABOUT_CM if about and high == value else 0.0
        return Range(round(value - slack, 1), round(high + slack, 1))
    return None


def has_centimetres(tokens: Sequence[str]) -> bool:
    """Whether a number that can be a stature stands beside its unit, or is written in feet."""
    for at, token in enumerate(tokens[:-1]):
        value = number(token)
        if value is None:
            continue
        if _SHORTEST <= value <= _TALLEST and tokens[at + 1] in _CENTIMETRES:
            return True
        if value in (4.0, 5.0, 6.0) and tokens[at + 1] in _FEET:
            return True
        if 1.2 <= value <= 2.3 and tokens[at + 1] in _METRES:
            return True
        if value == 1.0 and tokens[at + 1] in _METRES and at + 2 < len(tokens) and number(tokens[at + 2]) is not None:
            return True
    return False


def shoe_range(tokens: Sequence[str]) -> Range | None:
    """European shoe size from the tokens after its word; a length of 20 to 34 cm is turned into a size."""
    for at, token in enumerate(tokens):
        value = number(token)
        if value is None:
            continue
        after = tokens[at + 1 :]
        high = value
        if len(after) > 1 and after[0] in _DASHES:
            other = number(after[1])
            if other is not None and 0 < other - value <= 3:
                high = other
        if 20 <= value <= 34 and (value < 33 or (after and after[0] in _CENTIMETRES)):
            value, high = ((length + _LAST_OVER_FOOT_CM) / _CM_A_SIZE for length in (value, high))
        if 33 <= value <= 52:
            return Range(round(value, 1), round(high, 1))
    return None


def blood_group(tokens: Sequence[str]) -> tuple[str, str]:
    """ABO group and Rh sign, either empty, from tokens about blood: ``O(I) Rh+``, «вторая положительная», ``A-``."""
    abo = rh = ""
    for at, token in enumerate(tokens):
        if token.startswith(_RH_WORDS) or token.startswith((*_PLUS, *_MINUS)):
            continue
        if not abo:
            abo = _ABO.get(token, "") or _ROMAN.get(token, "")
        elif token in _ROMAN and tokens[at - 1] == "(":
            abo = _ROMAN[token]
    if not abo:
        for token in tokens:
            abo = _ORDER.get(token, "") or next((group for stem, group in _ORDER.items()
                                                 if len(stem) > 1 and token.startswith(stem)), "")  # fmt: skip
            if abo:
                break
    for at, token in enumerate(tokens):
        if token.startswith(_PLUS):
            rh = "+"
        elif token.startswith(_MINUS):
            rh = "-"
        elif token in _PLUS_SIGNS:
            rh = "+"
        elif token in _MINUS_SIGNS and not rh and at > 0:
            before, ends = tokens[at - 1], at + 1 == len(tokens) or tokens[at + 1] == ")"
            if ends and (before in _ABO or before in _ROMAN or before == ")" or before == "(" or before in _RH_WORDS):
                rh = "-"
    return abo, rh


def tooth_numbers(tokens: Sequence[str]) -> tuple[int, ...]:
    """FDI numbers of permanent teeth among the tokens, also written ``2.6``."""
    found = []
    for token in tokens:
        # "16,17" without a space is one token, and "2.6" one tooth.
        pair = len(token) == 5 and token[2] == ","
        for text in token.split(",") if pair else (token.replace(".", "").replace(",", ""),):
            if len(text) == 2 and text[0] in "1234" and text[1] in "12345678":
                found.append(int(text))
    return tuple(dict.fromkeys(found))


_SERIAL = re.compile(r"[A-ZА-Я0-9](?:[A-ZА-Яa-zа-я0-9]|[-/](?=[A-ZА-Яa-zа-я0-9])){3,30}")
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")


def serial_numbers(raw: str) -> tuple[str, ...]:
    """Serial numbers in a clause: four signs or more with at least two digits; Cyrillic look-alikes become Latin."""
    found = []
    for match in _SERIAL.finditer(raw):
        text = match[0].upper().translate(_LOOKALIKES).replace("-", "").replace("/", "")
        if sum(sign.isdigit() for sign in text) >= 2 and len(text) >= 4:
            found.append(text)
    return tuple(dict.fromkeys(found))
