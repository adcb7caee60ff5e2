"""Numbers as people say them, in Russian, Ukrainian and English: kept as said, bounded, never coded to a point.

"Dozens" is at least two dozen and less than a hundred; nobody knows more from that word. Where a text holds no number
that can be read, nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from antigone.evidence.claims.quantities import Qualifier


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number as said, with what it bounds; all three None where only words could be kept."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: Qualifier
    as_said: str


_QUALIFIERS: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_LEAST, r"at least|no fewer than|не менее|не меньше|щонайменше|не менше|как минимум|принаймні"),
    (Qualifier.UP_TO, r"up to|at most|no more than|до|не более|не больше|не більше|щонайбільше"),
    (Qualifier.MORE_THAN, r"more than|over|above|exceeding|более|больше|свыше|понад|більше|більш ніж"),
    (Qualifier.LESS_THAN, r"less than|fewer than|under|менее|меньше|менше|менш ніж"),
    (
        Qualifier.ABOUT,
        r"about|around|some|nearly|approximately|roughly|около|примерно|почти|порядка|близько|майже|приблизно|~",
    ),
)
_SCALE = {
    "thousand": 1_000, "тыс": 1_000, "тис": 1_000, "k": 1_000,
    "million": 1_000_000, "млн": 1_000_000, "миллион": 1_000_000, "мільйон": 1_000_000,
}  # fmt: skip
#: word -> (low, high)
_VAGUE: tuple[tuple[str, int, int], ...] = (
    (r"dozens|дюжины|дюжини", 24, 99),
    (r"tens|десятки|десятків|десятков", 20, 99),
    (r"scores", 40, 99),
    (r"tens of thousands|десятки тысяч|десятки тисяч|десятков тысяч|десятків тисяч", 20_000, 99_999),
    (r"hundreds of thousands|сотни тысяч|сотні тисяч", 200_000, 999_999),
    (r"hundreds|сотни|сотні|сотен", 200, 999),
    (r"several thousand|несколько тысяч|кілька тисяч|декілька тисяч", 2_000, 9_999),
    (r"thousands|тысячи|тисячі", 2_000, 99_999),
    (r"several hundred|несколько сотен|кілька сотень", 200, 999),
    (r"several|a few|несколько|кілька|декілька", 2, 9),
)
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f,.']\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_ONE = re.compile(rf"({_NUMBER})\s*([^\W\d_]+)?", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:between|from|от|від|между|між)?\s*({_NUMBER})\s*([^\W\d_]{{1,12}})?\s*(?:-|–|—|to|and|до|и|та|і)\s*({_NUMBER})\s*([^\W\d_]+)?",
    re.IGNORECASE,
)


def said_number(text: str) -> SaidNumber:
    """What a text says of one number.

    >>> said_number("more than 7,000")
    SaidNumber(low=7000, best=None, high=None, qualifier=<Qualifier.MORE_THAN: 'more than'>, as_said='more than 7,000')
    >>> said_number("dozens").high
    99
    """
    said = " ".join(text.split())
    lowered = said.casefold()
    if found := _RANGE.search(lowered):
        scale = _scale_of(found[4])
        low, high = _value(found[1], _scale_of(found[2]) if found[2] else scale), _value(found[3], scale)
        if low < high:
            return SaidNumber(low, None, high, Qualifier.EXACTLY, said)
    qualifier = next(
        (kind for kind, words in _QUALIFIERS if re.search(rf"(?<!\w)(?:{words})(?!\w)", lowered)), Qualifier.EXACTLY
    )
    if found := _ONE.search(lowered):
        value = _value(found[1], _scale_of(found[2]))
        if qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
            return SaidNumber(value, None, None, qualifier, said)
        if qualifier in (Qualifier.UP_TO, Qualifier.LESS_THAN):
            return SaidNumber(None, None, value, qualifier, said)
        return SaidNumber(None, value, None, qualifier, said)
    for words, least, most in sorted(_VAGUE, key=lambda entry: -len(entry[0])):
        if re.search(rf"(?<!\w)(?:{words})(?!\w)", lowered):
            return SaidNumber(least, None, most, Qualifier.ABOUT, said)
    return SaidNumber(None, None, None, Qualifier.EXACTLY, said)


def _scale_of(word: str | None) -> int:
    return next(
        (
            value
            for stem, value in _SCALE.items()
            if word and (word == stem or (len(stem) > 1 and word.startswith(stem)))
        ),
        1,
    )


def _value(digits: str, scale: int) -> int:
    grouped = re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f,.']\d{3})+", digits)
    if grouped and scale == 1:
        return int(re.sub(r"\D", "", digits))
    return round(float(re.sub(r"[ \u00a0\u202f']", "", digits).replace(",", ".")) * scale)
