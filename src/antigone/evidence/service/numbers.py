"""Personal numbers: on tags, in lists, one digit wrong, some of them illegible.

A number is its digits, four bits each, and its letters apart, since ВЛ-103057 and VL-103057 are one number. A digit
that cannot be read («?») agrees with any. Equal, one digit wrong, two neighbours swapped, one digit lost or added, and
another number altogether: each has its share.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.service.spelling import as_number
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

_LONGEST: Final = 60
_MOST_DIGITS: Final = 15
_FOUR = np.uint64(4)
_ONES: Final = np.uint64(0x1111111111111111)
#: How two numbers stand to each other.
SILENT, SAME, ONE_WRONG, SWAPPED, LOST, OTHER = range(6)
_IN_WORDS: Final = {
    SAME: phrase("service numbers agree"),
    ONE_WRONG: phrase("service numbers differ in one sign"),
    SWAPPED: phrase("service numbers agree but for two neighbours that changed places"),
    LOST: phrase("service numbers agree but for one sign more or less"),
    OTHER: phrase("service numbers differ"),
}
_UNREADABLE = re.compile(r"[?*_•…¿xХ×](?![A-ZА-Я])")
_SIGN = re.compile(r"[0-9?]")
_LETTER = re.compile(r"[^\W\d_]")
# Two ways to write Cyrillic letters in Latin: as they sound, and as they look.
_CYRILLIC: Final = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄ"
_SOUND = str.maketrans(dict(zip(_CYRILLIC, "ABVGDEJZIKLMNOPRSTUFHCCSSEUAIIE", strict=True)))
_LOOK = str.maketrans(dict(zip("АВЕІКМНОРСТХУ", "ABEIKMHOPCTXY", strict=True)))


class EncodedNumbers(NamedTuple):
    """n numbers.

    Attributes:
        digits: uint64[n]: four bits a digit, the last digit lowest.
        known: uint64[n]: four bits set for each digit that can be read.
        length: uint8[n]: digits, readable or not; 0 where there is no number.
        letters: int64[n, 2]: the letters as they sound and as they look; 0 where there are none.
    """

    digits: NDArray[np.uint64]
    known: NDArray[np.uint64]
    length: NDArray[np.uint8]
    letters: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ServiceNumberLine:
    """Personal numbers of two records.

    Attributes:
        slip: chance that one sign of a number is wrong on one of two records of one person.
        shifted: that two neighbours changed places, or one sign was lost or added; each.
        another: that it is another number altogether: of a comrade, a former one, of another document.
        by_chance: two people's numbers agree no more rarely than this, however long they are.
    """

    slip: float = 0.03
    shifted: float = 0.004
    another: float = 0.03
    by_chance: float = 1e-6

    @property
    def name(self) -> str:
        return "service number"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("service_number",)

    def encode(self, columns: Columns) -> EncodedNumbers:
        """Numbers as digits of four bits."""
        return _encoded(columns["service_number"])

    def weigh(self, left: EncodedNumbers, right: EncodedNumbers, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        both = np.flatnonzero((left.length[left_rows] > 0) & (right.length[right_rows] > 0))
        if len(both):
            ratio, _ = self._compared(left, right, left_rows[both], right_rows[both])
            weights[both] = np.log10(ratio)
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair."""
        return _weight(self, left.service_number[:_LONGEST], right.service_number[:_LONGEST])

    def _compared(
        self, left: EncodedNumbers, right: EncodedNumbers, a: Rows, b: Rows
    ) -> tuple[Floats, NDArray[np.int8]]:
        length_a, length_b = left.length[a].astype(np.int64), right.length[b].astype(np.int64)
        known = left.known[a] & right.known[b]
        legible = np.bitwise_count(known & _ONES).astype(np.float64)
        digits_a, digits_b = left.digits[a], right.digits[b]
        apart = (digits_a ^ digits_b) & known
        apart |= apart >> np.uint64(1)
        apart |= apart >> np.uint64(2)
        apart &= _ONES
        wrong = np.bitwise_count(apart).astype(np.int64)
        letters_a, letters_b = left.letters[a], right.letters[b]
        lettered = (letters_a[:, 0] != 0) & (letters_b[:, 0] != 0)
        wrong += lettered & (letters_a[:, 0] != letters_b[:, 0]) & (letters_a[:, 1] != letters_b[:, 1])

        chance = np.maximum(10.0**-legible, self.by_chance)
        kind = np.full(len(a), OTHER, dtype=np.int8)
        # Somebody else's number is hardly ever so near, so the share of "another" stands over a chance of nearly 1.
        ratio = np.full(len(a), self.another)
        aligned = length_a == length_b
        same = aligned & (wrong == 0)
        kind[same] = SAME
        right_share = 1 - self.slip - 2 * self.shifted - self.another
        ratio[same] = right_share / chance[same] + self.another
        near = aligned & (wrong == 1) & (legible > 3)
        kind[near] = ONE_WRONG
        ratio[near] = self.slip / (chance[near] * 9 * legible[near]) + self.another
        pairs = np.flatnonzero(aligned & (wrong == 2) & (legible > 3))
        if len(pairs):
            crossed = pairs[_neighbours_swapped(digits_a[pairs], digits_b[pairs], apart[pairs])]
            kind[crossed] = SWAPPED
            ratio[crossed] = self.shifted / (chance[crossed] * legible[crossed]) + self.another
        uneven = np.flatnonzero((np.abs(length_a - length_b) == 1) & (np.minimum(length_a, length_b) > 3))
        if len(uneven):
            swap = length_a[uneven] < length_b[uneven]
            longer = np.where(swap, digits_b[uneven], digits_a[uneven])
            shorter = np.where(swap, digits_a[uneven], digits_b[uneven])
            size = np.maximum(length_a, length_b)[uneven]
            whole = (np.bitwise_count(left.known[a][uneven] & _ONES) == length_a[uneven]) & (
                np.bitwise_count(right.known[b][uneven] & _ONES) == length_b[uneven]
            )
            lost = uneven[_one_lost(longer, shorter, size) & whole]
            kind[lost] = LOST
            shorter_length = np.minimum(length_a, length_b)[lost].astype(np.float64)
            chance_of_it = np.maximum(10.0**-shorter_length, self.by_chance)
            ratio[lost] = self.shifted / (chance_of_it * 10 * shorter_length) + self.another
        # Where nothing can be read on both, nothing is said.
        nothing = legible == 0
        kind[nothing], ratio[nothing] = SILENT, 1.0
        return ratio, kind


def service_number_weight(asked: str, recorded: str) -> Weight:
    """How strongly two personal numbers speak for one person: what `ServiceNumberLine` says with its usual shares."""
    return _weight(_USUAL, asked[:_LONGEST], recorded[:_LONGEST])


_USUAL: Final = ServiceNumberLine()
_FIRST = np.zeros(1, dtype=np.int64)


@lru_cache(maxsize=50_000)
def _weight(line: ServiceNumberLine, left: str, right: str) -> Weight:
    a, b = _encoded([left]), _encoded([right])
    if not a.length[0] or not b.length[0]:
        return Weight(line.name, 0.0, phrase("no service number on one side"))
    ratio, kind = line._compared(a, b, _FIRST, _FIRST)
    if kind[0] == SILENT:
        reason = phrase("service numbers cannot be compared: {one} and {two}", one=left, two=right)
        return Weight(line.name, 0.0, reason)
    reason = phrase("{how}: {one} and {two}", how=_IN_WORDS[int(kind[0])], one=left, two=right)
    return Weight(line.name, math.log10(float(ratio[0])), reason)


@lru_cache(maxsize=100_000)
def _read(text: str) -> tuple[int, int, int, int, int]:
    """Digits, known digits, length, letters as they sound and as they look, of one number."""
    upper = unicodedata.normalize("NFKC", text[:_LONGEST]).upper()
    signs = _SIGN.findall(_UNREADABLE.sub("?", upper))[:_MOST_DIGITS]
    if not any(sign != "?" for sign in signs):
        return 0, 0, 0, 0, 0
    digits = known = 0
    for sign in signs:
        digits, known = digits << 4, known << 4
        if sign != "?":
            digits |= int(sign)
            known |= 15
    letters = "".join(_LETTER.findall(_UNREADABLE.sub("?", upper)))[:8]
    sound, look = letters.translate(_SOUND), letters.translate(_LOOK).translate(_SOUND)
    return digits, known, len(signs), as_number("letters", sound), as_number("letters", look)


def _encoded(numbers: Sequence[Any]) -> EncodedNumbers:
    read = [_read(number or "") for number in numbers]
    return EncodedNumbers(
        np.array([row[0] for row in read], dtype=np.uint64),
        np.array([row[1] for row in read], dtype=np.uint64),
        np.array([row[2] for row in read], dtype=np.uint8),
        np.array([row[3:] for row in read], dtype=np.int64).reshape(len(read), 2),
    )


def _neighbours_swapped(
    left: NDArray[np.uint64], right: NDArray[np.uint64], apart: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Whether two numbers that differ in two digits have them in each other's place, side by side."""
    lower = apart & (apart >> _FOUR)
    # The bit of the lower digit, as a factor: its digit is (n // bit) & 15.
    bit = np.where(lower > 0, lower, np.uint64(1))
    low_a, low_b = (left // bit) & np.uint64(15), (right // bit) & np.uint64(15)
    high_a, high_b = (left // bit >> _FOUR) & np.uint64(15), (right // bit >> _FOUR) & np.uint64(15)
    crossed: NDArray[np.bool_] = (lower > 0) & (low_a == high_b) & (high_a == low_b)
    return crossed


def _one_lost(longer: NDArray[np.uint64], shorter: NDArray[np.uint64], size: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the longer number, of `size` digits, becomes the shorter by leaving one digit out."""
    found = np.zeros(len(longer), dtype=np.bool_)
    for at in range(_MOST_DIGITS):
        below = np.uint64((1 << 4 * at) - 1)
        without = ((longer >> np.uint64(4 * at + 4)) << np.uint64(4 * at)) | (longer & below)
        found |= (without == shorter) & (at < size)
    return found
