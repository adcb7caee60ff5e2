"""Service data: unit and personal number."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from antigone.evidence import names
from antigone.evidence.weight import Weight

#: One unit of some hundreds of the same size, when two people are taken at random from one war.
_UNIT_BY_CHANCE = 1 / 300
#: A unit is often given at another level (company, brigade, army) or as of another year.
_UNIT_SAID_OTHERWISE = 0.5
#: Personal numbers are six signs or more; a random other one agrees by chance once in a million.
_NUMBER_BY_CHANCE = 1e-6
_NUMBER_SLIP = 0.03


@lru_cache(maxsize=50_000)
def _unit_signs(unit: str) -> tuple[frozenset[str], frozenset[str]]:
    numbers = frozenset(number.lstrip("0") for number in re.findall(r"\d+", unit[:200]))
    words = frozenset(code for word in names.words(re.sub(r"\d+", " ", unit[:200])) for code in word.codes)
    return numbers, words


def unit_weight(asked: str, recorded: str) -> Weight:
    """How strongly two units speak for one person: by their numbers where both have one, else by their words."""
    if not asked.strip() or not recorded.strip():
        return Weight("unit", 0.0, "no unit on one side")
    (left_numbers, left_words), (right_numbers, right_words) = _unit_signs(asked), _unit_signs(recorded)
    numbered = left_numbers and right_numbers
    agree = bool(left_numbers & right_numbers) if numbered else bool(left_words & right_words)
    if agree:
        ratio = (1 - _UNIT_SAID_OTHERWISE) / (_UNIT_BY_CHANCE if numbered else 0.05)
        return Weight("unit", math.log10(ratio), f"units agree: «{asked}» and «{recorded}»")
    return Weight("unit", math.log10(_UNIT_SAID_OTHERWISE), f"units differ: «{asked}» and «{recorded}»")


def service_number_weight(asked: str, recorded: str) -> Weight:
    """How strongly two personal numbers speak for one person; one sign wrong is a slip, more is another number."""
    left, right = ("".join(filter(str.isalnum, text)).upper() for text in (asked[:60], recorded[:60]))
    if not left or not right:
        return Weight("service number", 0.0, "no service number on one side")
    length = min(len(left), len(right))
    by_chance = max(_NUMBER_BY_CHANCE, 10.0**-length)
    if left == right:
        return Weight("service number", math.log10((1 - _NUMBER_SLIP) / by_chance), f"service numbers agree: {asked}")
    if length > 3 and OSA.distance(left, right, score_cutoff=1) == 1:
        ratio = max(_NUMBER_SLIP / (by_chance * 10 * length), 1.0)
        return Weight(
            "service number", math.log10(ratio), f"service numbers differ in one sign: {asked} and {recorded}"
        )
    return Weight("service number", math.log10(_NUMBER_SLIP), f"service numbers differ: {asked} and {recorded}")
