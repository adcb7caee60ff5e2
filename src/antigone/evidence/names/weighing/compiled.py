"""The comparison of names row by row, compiled: what `alignment` and `comparison` do with arrays of a whole batch.

Those two are its oracle, and a test holds them equal. Here every pair of names is compared by itself, in a few
arrays that fit the processor's nearest memory: nothing is shared between pairs, nothing grows, and no number hangs on
what else is in the batch. Distances of words are bit-parallel (`_distance`), which is faster than remembering them.

Importing this module imports numba, which takes half a second: only bulk work does. All code stays in this file
and all numbers of the model come in as arguments, because numba's cache on disk is renewed by this file's date alone.
"""

from __future__ import annotations

import threading
from typing import NamedTuple
from weakref import ReferenceType, ref

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]
Bools = NDArray[np.bool_]

PLACES = 6
"""Words of a name that are compared; a test holds it to `alignment.K`."""
_FAMILY, _GIVEN, _PATRONYMIC, _MIDDLE = 0, 1, 2, 3
_INITIAL_DIFFERS, _INITIAL_FITS, _NEAR = 2, 3, 4
"""Levels of `rows.Agreement`; tests hold them equal."""
_NEVER = -90.0
_SOUNDS, _BONES, _END, _GROUPS, _FATHERS, _BITS, _INITIALS = 0, 1, 2, 3, 7, 10, 11
_SOUND_START, _SOUND_LENGTH, _BONE_START, _BONE_LENGTH = 12, 13, 14, 15
_FORMAL, _ABJAD, _SIMPLE, _SEX = 1, 2, 4, 8 | 16
"""Columns of `table.NameTable.word`, and what its bits mean."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MEMORY_BITS = 18
"""Cells of 2 to the power of so many pairs of words are remembered, in two megabytes."""
_MANY = 10_000
"""Calls of so many pairs are parts of something larger: what is remembered is kept for the next."""
_CELL_BITS = 16
_CELL_MASK = (1 << _CELL_BITS) - 1
_MOST_PAIRS = 1 << 62 - _CELL_BITS


class Side(NamedTuple):
    """The arrays of a `table.NameTable`."""

    first: Longs
    name: Ints
    word: Ints
    rarity: Floats
    reading: Ints
    letters: NDArray[np.uint8]


class Scale(NamedTuple):
    """The numbers of the model, see `model.Parameters`.

    Attributes:
        cells: int64[6]; steps of the fine and of the coarse distance and of the length, then the cells of formal, pet
            and clashing names.
        bounds: float64[2], the least and the greatest weight.
        level: int8[4, cells], see `agreement.agreement_of_cells`.
    """

    likeness: Floats
    initial: Floats
    typical_rarity: Floats
    carries_rarity: Bools
    role_doubt: float
    cells: Longs
    weights: Floats
    bounds: Floats
    level: Bytes


@njit(cache=True)
def _distance(
    letters: NDArray[np.uint8], a: int, n: int, others: NDArray[np.uint8], b: int, m: int, masks: NDArray[np.uint64]
) -> int:
    """Optimal string alignment distance of ``letters[a:a + n]`` and ``others[b:b + m]``, ASCII, n from 0 to 64.

    Bit-parallel after Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic
    Journal of Computing 10 (2003): one step a letter of the second word. Its oracle is rapidfuzz. `masks`, uint64[128],
    is zero before and after.
    """
    if n == m:
        same = 0
        while same < n and letters[a + same] == others[b + same]:
            same += 1
        if same == n:
            return 0
    if n == 0:
        return m
    one = np.uint64(1)
    zero = np.uint64(0)
    bit = one
    for at in range(n):
        masks[letters[a + at]] |= bit
        bit <<= one
    last = one << np.uint64(n - 1)
    distance = n
    above, below = ~zero, zero
    diagonal, before = zero, zero
    for at in range(m):
        mask = masks[others[b + at]]
        swapped = ((~diagonal & mask) << one) & before
        diagonal = (((mask & above) + above) ^ above) | mask | below | swapped
        rise = below | ~(diagonal | above)
        fall = diagonal & above
        if rise & last:
            distance += 1
        elif fall & last:
            distance -= 1
        rise = (rise << one) | one
        fall <<= one
        above = fall | ~(diagonal | rise)
        below = rise & diagonal
        before = mask
    for at in range(n):
        masks[letters[a + at]] = zero
    return distance


@njit(cache=True)
def _letter(letters: NDArray[np.uint8], start: int, at: int, plain: int) -> int:
    """A letter of a reading: a byte of a plain one, else a code point of four bytes, the least first."""
    if plain:
        return letters[start + at]  # type: ignore[no-any-return]
    its = start + 4 * at
    return letters[its] | letters[its + 1] << 8 | letters[its + 2] << 16 | letters[its + 3] << 24  # type: ignore[no-any-return]


@njit(cache=True)
def _any_distance(
    reading: Ints, letters: NDArray[np.uint8], i: int, others_reading: Ints, others: NDArray[np.uint8], j: int
) -> int:
    """The same distance of any two readings by the textbook's table: some have no ASCII or too many letters."""
    a, n, plain = reading[i, 0], reading[i, 1], reading[i, 2]
    b, m, others_plain = others_reading[j, 0], others_reading[j, 1], others_reading[j, 2]
    rows = np.zeros((3, m + 1), np.int64)
    for at in range(m + 1):
        rows[0, at] = at
    one = before = other = other_before = 0
    for k in range(1, n + 1):
        now, was, earlier = k % 3, (k - 1) % 3, (k - 2) % 3
        before, one = one, _letter(letters, a, k - 1, plain)
        rows[now, 0] = k
        for at in range(1, m + 1):
            other_before, other = other, _letter(others, b, at - 1, others_plain)
            best = min(rows[was, at] + 1, rows[now, at - 1] + 1, rows[was, at - 1] + (1 if one != other else 0))
            if k > 1 and at > 1 and one == other_before and before == other:
                best = min(best, rows[earlier, at - 2] + 1)
            rows[now, at] = best
    return rows[n % 3, m]  # type: ignore[no-any-return]


@njit(cache=True)
def _least_distance(
    reading: Ints,
    letters: NDArray[np.uint8],
    start: int,
    end: int,
    others_reading: Ints,
    others: NDArray[np.uint8],
    others_start: int,
    others_end: int,
    masks: NDArray[np.uint64],
) -> int:
    """The least distance of two ranges of readings, whatever their letters."""
    best = 1 << 30
    for i in range(start, end):
        for j in range(others_start, others_end):
            if reading[i, 2] and others_reading[j, 2]:
                its = _distance(
                    letters, reading[i, 0], reading[i, 1], others, others_reading[j, 0], others_reading[j, 1], masks
                )
            else:
                its = _any_distance(reading, letters, i, others_reading, others, j)
            best = min(best, its)
    return best


@njit(cache=True)
def _shared(left: Ints, i: int, right: Ints, j: int, start: int, end: int) -> bool:
    """Whether two words have a number in common in these columns, which are padded with -1 at the end."""
    for a in range(start, end):
        if left[i, a] < 0:
            break
        for b in range(start, end):
            if left[i, a] == right[j, b]:
                return True
    return False


@njit(cache=True)
def _cell(
    word: Ints,
    reading: Ints,
    letters: NDArray[np.uint8],
    i: int,
    others_word: Ints,
    others_reading: Ints,
    others: NDArray[np.uint8],
    j: int,
    role: int,
    cells: Longs,
    masks: NDArray[np.uint64],
) -> int:
    """The cell of the likeness table for two words in one role; see `alignment.word_cells`."""
    bits, others_bits = word[i, _BITS], others_word[j, _BITS]
    clash = False
    if role in (_GIVEN, _MIDDLE):
        if word[i, _GROUPS] >= 0 and others_word[j, _GROUPS] >= 0:
            if _shared(word, i, others_word, j, _GROUPS, _FATHERS):
                return cells[3] if bits & others_bits & _FORMAL else cells[4]  # type: ignore[no-any-return]
            if role == _GIVEN:
                sex, other_sex = bits & _SEX, others_bits & _SEX
                if sex > 0 and other_sex > 0 and sex != other_sex:
                    return cells[5] + 4  # type: ignore[no-any-return]
                clash = True
    elif role == _PATRONYMIC and word[i, _FATHERS] >= 0 and others_word[j, _FATHERS] >= 0:
        if _shared(word, i, others_word, j, _FATHERS, _BITS):
            return cells[3]  # type: ignore[no-any-return]
        clash = True
    n, m = word[i, _SOUND_LENGTH], others_word[j, _SOUND_LENGTH]
    bones, others_bones = word[i, _BONE_LENGTH], others_word[j, _BONE_LENGTH]
    simple = bits & others_bits & _SIMPLE
    voiceless = (bits ^ others_bits) & _ABJAD
    fine = coarse = 0
    if not voiceless:
        if simple:
            fine = _distance(letters, word[i, _SOUND_START], n, others, others_word[j, _SOUND_START], m, masks)
        else:
            fine = _least_distance(
                reading, letters, word[i, _SOUNDS], word[i, _BONES],
                others_reading, others, others_word[j, _SOUNDS], others_word[j, _BONES], masks,
            )  # fmt: skip
    # Equal sounds have equal skeletons, and names that clash are told apart by their sounds alone.
    if voiceless or (fine > 0 and not clash):
        if simple:
            coarse = _distance(
                letters, word[i, _BONE_START], bones, others, others_word[j, _BONE_START], others_bones, masks
            )  # fmt: skip
        else:
            coarse = _least_distance(
                reading, letters, word[i, _BONES], word[i, _END],
                others_reading, others, others_word[j, _BONES], others_word[j, _END], masks,
            )  # fmt: skip
    if voiceless:
        # One side has no vowels: the consonants must do, and two of them are too few to be sure.
        fine = coarse + (1 if min(bones, others_bones) < 3 else 0)
    if clash:
        return cells[5] + min(fine, 4)  # type: ignore[no-any-return]
    step = min((max(n, m, 3) - 3) // 2, cells[2] - 1)
    return (step * cells[0] + min(fine, cells[0] - 1)) * cells[1] + min(coarse, cells[1] - 1)  # type: ignore[no-any-return]


class _Bench(NamedTuple):
    """Where one pair of names is worked on; made once a call, or once for many calls on the same words.

    Attributes:
        masks: uint64[128], see `_distance`.
        memory: int64[2**k], pairs of words in one role whose cell is known, the cell in the low bits; a newer pair
            takes the place of an older one, and whether it was there changes no number.
        shift: 64 - k.
        place: int64[2, 4], where the word of each role stands, -1 for none.
        square: float64[3, 36]; of all pairs of places the weight, the rarity and the rank.
        square_kind: int64[2, 36], their role and cell.
        met: int64[4, 6]; of the words paired, in that order: left place, right place, role, cell.
        met_weight: float64[2, 6], their weight and rarity.
        left_over: int64[2, 4], words left over on each side by role.
        terms: float64, the terms of the final sum.
        strongest: float64[4], the strongest agreement so far by role.
    """

    masks: NDArray[np.uint64]
    memory: Longs
    shift: np.uint64
    place: Longs
    square: Floats
    square_kind: Longs
    met: Longs
    met_weight: Floats
    left_over: Longs
    terms: Floats
    strongest: Floats


def _bench(scale: Scale, pairs: int) -> _Bench:
    size = 1 << min(_MEMORY_BITS, max(pairs, 1).bit_length() + 2)
    return _Bench(
        np.zeros(128, np.uint64),
        np.full(size, -1, np.int64),
        np.uint64(65 - size.bit_length()),
        np.zeros((2, 4), np.int64),
        np.zeros((3, PLACES * PLACES)),
        np.zeros((2, PLACES * PLACES), np.int64),
        np.zeros((4, PLACES), np.int64),
        np.zeros((2, PLACES)),
        np.zeros((2, 4), np.int64),
        np.zeros(len(scale.weights)),
        np.zeros(4),
    )


class _Kept(threading.local):
    """The bench of a thread's last large call, for the next on the same words; it keeps no words alive."""

    left: ReferenceType[Ints] | None = None
    right: ReferenceType[Ints] | None = None
    scale: Scale | None = None
    bench: _Bench | None = None

    def bench_for(self, left: Side, right: Side, scale: Scale, pairs: int) -> _Bench:
        if pairs < _MANY:
            return _bench(scale, pairs)
        words = self.left and self.left(), self.right and self.right()
        if self.bench is None or self.scale is not scale or words[0] is not left.word or words[1] is not right.word:
            self.bench, self.scale = _bench(scale, 1 << _MEMORY_BITS), scale
            self.left, self.right = ref(left.word), ref(right.word)
        return self.bench


_kept = _Kept()


@njit(cache=True, inline="always")
def _cell_of(
    word: Ints,
    reading: Ints,
    letters: NDArray[np.uint8],
    i: int,
    others_word: Ints,
    others_reading: Ints,
    others: NDArray[np.uint8],
    j: int,
    role: int,
    cells: Longs,
    masks: NDArray[np.uint64],
    memory: Longs,
    shift: np.uint64,
) -> int:
    """`_cell`, remembered where pairs of words and roles leave room for the cell in one number."""
    pair = (np.int64(i) * len(others_word) + j) * 4 + role
    if pair >= _MOST_PAIRS:
        return _cell(word, reading, letters, i, others_word, others_reading, others, j, role, cells, masks)
    # Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): the product's high bits.
    slot = np.int64(np.uint64(pair) * _GOLDEN >> shift)
    known = memory[slot]
    if known >> _CELL_BITS == pair:
        return int(known & _CELL_MASK)
    cell = _cell(word, reading, letters, i, others_word, others_reading, others, j, role, cells, masks)
    memory[slot] = pair << _CELL_BITS | cell
    return cell


@njit(cache=True, inline="always")
def _pair_words(
    name: Ints,
    a_name: int,
    word: Ints,
    rarity: Floats,
    reading: Ints,
    letters: NDArray[np.uint8],
    others_name: Ints,
    b_name: int,
    others_word: Ints,
    others_rarity: Floats,
    others_reading: Ints,
    others: NDArray[np.uint8],
    likeness: Floats,
    initial: Floats,
    typical_rarity: Floats,
    carries_rarity: Bools,
    role_doubt: float,
    cells: Longs,
    masks: NDArray[np.uint64],
    memory: Longs,
    shift: np.uint64,
    place: Longs,
    square: Floats,
    square_kind: Longs,
    met: Longs,
    met_weight: Floats,
    left_over: Longs,
) -> int:
    """Pair the words of two names, best first, as `alignment.align` does; returns how many pairs there are.

    The pairs lie in `met` and `met_weight`, see `_Bench`. Where every role of both names is sure and has one word, only
    words of one role can be paired, and their order changes nothing.
    """
    flags, others_flags = name[a_name, PLACES], others_name[b_name, PLACES]
    many = others_many = 0
    for at in range(4):
        left_over[0, at] = left_over[1, at] = 0
        place[0, at] = place[1, at] = -1
    plain = True
    for at in range(PLACES):
        if name[a_name, at] >= 0:
            many += 1
            its = flags >> 4 * at
            plain &= its & 4 > 0 and place[0, its & 3] < 0
            place[0, its & 3] = at
            left_over[0, its & 3] += 1
        if others_name[b_name, at] >= 0:
            others_many += 1
            its = others_flags >> 4 * at
            plain &= its & 4 > 0 and place[1, its & 3] < 0
            place[1, its & 3] = at
            left_over[1, its & 3] += 1
    found = 0
    for a in range(many):
        i = name[a_name, a]
        its = flags >> 4 * a
        first, beyond = 0, others_many
        if plain:
            first = place[1, its & 3]
            if first < 0:
                continue
            beyond = first + 1
        for b in range(first, beyond):
            j = others_name[b_name, b]
            theirs = others_flags >> 4 * b
            at = a * PLACES + b
            role, other_role = its & 3, theirs & 3
            doubt = 0.0
            if role != other_role:
                if its & theirs & 4:
                    square[2, at] = _NEVER
                    continue
                doubt = role_doubt
                if theirs & 4:
                    role = other_role
                elif not its & 4:
                    role = min(role, other_role)
            rare = 0.0
            if (its | theirs) & 8:
                cell = -1
                weight = initial[role, 1 if word[i, _INITIALS] & others_word[j, _INITIALS] else 0]
            else:
                cell = _cell_of(
                    word, reading, letters, i, others_word, others_reading, others, j, role, cells, masks, memory, shift
                )  # fmt: skip
                weight = likeness[role, cell]
                rare = min(rarity[i, role], others_rarity[j, role]) - typical_rarity[role]
                # A merely similar word is no more telling than the commoner of the two, and never for being rare.
                if not carries_rarity[cell]:
                    rare = min(rare, 0.0)
            if plain:
                met[0, found], met[1, found], met[2, found], met[3, found] = a, b, role, cell
                met_weight[0, found], met_weight[1, found] = weight, rare
                left_over[0, role] -= 1
                left_over[1, role] -= 1
                found += 1
                continue
            square[0, at] = weight
            square[1, at] = rare
            square[2, at] = weight + (rare if rare > 0 else 0.0) - doubt
            square_kind[0, at] = role
            square_kind[1, at] = cell
    if plain:
        return found
    for _ in range(min(many, others_many)):
        best = _NEVER / 2
        a_best = b_best = -1
        for a in range(many):
            for b in range(others_many):
                if square[2, a * PLACES + b] > best:
                    best, a_best, b_best = square[2, a * PLACES + b], a, b
        if a_best < 0:
            break
        at = a_best * PLACES + b_best
        met[0, found], met[1, found] = a_best, b_best
        met[2, found], met[3, found] = square_kind[0, at], square_kind[1, at]
        met_weight[0, found], met_weight[1, found] = square[0, at], square[1, at]
        left_over[0, flags >> 4 * a_best & 3] -= 1
        left_over[1, others_flags >> 4 * b_best & 3] -= 1
        for b in range(others_many):
            square[2, a_best * PLACES + b] = _NEVER
        for a in range(many):
            square[2, a * PLACES + b_best] = _NEVER
        found += 1
    return found


@njit(cache=True, inline="always")
def _sum(
    flags: int,
    others_flags: int,
    found: int,
    met: Longs,
    met_weight: Floats,
    left_over: Longs,
    typical_rarity: Floats,
    clash_cell: int,
    weights: Floats,
    terms: Floats,
) -> float:
    """The final sum over the pairs found, within no bounds yet; `terms` are those of `comparison.features`."""
    terms[:] = 0.0
    terms[0] = 1.0
    nothing = True
    unsure = family_differs = given_differs = patronymic_differs = False
    sex, other_sex = flags >> 24, others_flags >> 24
    for role in range(4):
        column = 1 + 7 * role
        agreed = most = 0.0
        some = False
        for step in range(found):
            if met[2, step] != role:
                continue
            base = met_weight[0, step]
            some = True
            if base > 0:
                nothing = False
            if met[3, step] < 0:
                if base > 0:
                    terms[29] += 1
                elif base < 0:
                    terms[30] += 1
                continue
            agrees = min(max(base, 0.0), 1.0)
            terms[column] += max(base, 0.0)
            terms[column + 1] += agrees * met_weight[1, step]
            terms[column + 2] += min(base, 0.0)
            if met[3, step] >= clash_cell:
                terms[column + 3] += 1
            agreed += agrees
            most = max(most, agrees)
            if not (flags >> 4 * met[0, step]) & (others_flags >> 4 * met[1, step]) & 4:
                unsure = True
            if base < 0:
                family_differs |= role == _FAMILY
                given_differs |= role == _GIVEN
                patronymic_differs |= role == _PATRONYMIC
        # Two agreeing surnames are rare together: the typical rarity is taken off once, not twice.
        terms[column + 1] += max(agreed - 1.0, 0.0) * typical_rarity[role]
        terms[column + 4] = most
        if left_over[0, role] + left_over[1, role] > 0:
            terms[column + 6 if some else column + 5] = 1
    terms[31] = 1.0 if sex > 0 and other_sex > 0 and sex != other_sex else 0.0
    terms[32] = 1.0 if unsure else 0.0
    terms[33] = 1.0 if family_differs and (sex == 2 or other_sex == 2) else 0.0
    terms[34] = 1.0 if given_differs and patronymic_differs else 0.0
    terms[35] = 1.0 - terms[1 + 7 * _FAMILY + 4]
    terms[36] = 1.0 if nothing else 0.0
    total = 0.0
    for at in range(len(terms)):
        total += terms[at] * weights[at]
    return total


@njit(cache=True, inline="always")
def _levels(
    pair: int,
    name: Ints,
    a_name: int,
    rarity: Floats,
    others_name: Ints,
    b_name: int,
    others_rarity: Floats,
    found: int,
    met: Longs,
    met_weight: Floats,
    level_of: Bytes,
    level: Bytes,
    share: Floats,
    strongest: Floats,
) -> None:
    """Write the levels and shares of the pairs found; see `agreement.agreement_many`."""
    for role in range(4):
        level[pair, role] = 0
        share[pair, role] = 0.0
        strongest[role] = -np.inf
    for step in range(found):
        role, cell, base = met[2, step], met[3, step], met_weight[0, step]
        # Of two surnames the one that agrees best speaks; an initial speaks where no word does.
        strength = base - 100.0 if cell < 0 else base
        if strength <= strongest[role]:
            continue
        strongest[role] = strength
        its = level_of[role, cell] if cell >= 0 else _INITIAL_FITS if base > 0 else _INITIAL_DIFFERS
        level[pair, role] = its
        rare = min(rarity[name[a_name, met[0, step]], role], others_rarity[others_name[b_name, met[1, step]], role])
        share[pair, role] = -rare if its >= _NEAR else 0.0


@njit(cache=True, nogil=True)
def _compare(
    left: Side,
    right: Side,
    left_rows: Longs,
    right_rows: Longs,
    scale: Scale,
    bench: _Bench,
    best: Floats,
    mean: Floats,
    level: Bytes,
    share: Floats,
    weigh: bool,
) -> None:
    first, name, word, rarity, reading, letters = left
    others_first, others_name, others_word, others_rarity, others_reading, others = right
    likeness, initial, typical_rarity, carries_rarity, role_doubt, cells, weights, bounds, level_of = scale
    masks, memory, shift, place, square, square_kind, met, met_weight, left_over, terms, strongest = bench
    with_levels = len(level) > 0
    clash_cell = cells[5]
    for pair in range(len(left_rows)):
        a, a_end = first[left_rows[pair]], first[left_rows[pair] + 1]
        b_first, b_end = others_first[right_rows[pair]], others_first[right_rows[pair] + 1]
        many = (a_end - a) * (b_end - b_first)
        most = -np.inf
        total = 0.0
        while a < a_end:
            for b in range(b_first, b_end):
                found = _pair_words(
                    name, a, word, rarity, reading, letters,
                    others_name, b, others_word, others_rarity, others_reading, others,
                    likeness, initial, typical_rarity, carries_rarity, role_doubt, cells,
                    masks, memory, shift, place, square, square_kind, met, met_weight, left_over,
                )  # fmt: skip
                weight = 0.0
                if weigh or many > 1:
                    weight = _sum(
                        name[a, PLACES], others_name[b, PLACES], found, met, met_weight, left_over,
                        typical_rarity, clash_cell, weights, terms,
                    )  # fmt: skip
                    weight = min(max(weight, bounds[0]), bounds[1])
                if many > 1:
                    total += 10.0**weight
                if weight > most:
                    most = weight
                    if with_levels:
                        _levels(
                            pair, name, a, rarity, others_name, b, others_rarity,
                            found, met, met_weight, level_of, level, share, strongest,
                        )  # fmt: skip
            a += 1
        best[pair] = most if many > 0 else 0.0
        mean[pair] = np.log10(total / many) if many > 1 else best[pair]


def compare(
    left: Side,
    right: Side,
    left_rows: Longs,
    right_rows: Longs,
    scale: Scale,
    *,
    level: Bytes | None = None,
    share: Floats | None = None,
    weigh: bool = True,
) -> tuple[Floats, Floats]:
    """For each pair of records the best weight of their names, and the mean likelihood ratio as a weight.

    Where `level` and `share` are given (int8[n, 4], float64[n, 4]), they take the levels and shares of the two names
    that agree best. With `weigh` off, weights mean nothing: names are weighed only to find the best of several. Rows
    are not checked here.
    """
    count = len(left_rows)
    best, mean = np.zeros(count), np.zeros(count)
    level = np.zeros((0, 4), np.int8) if level is None else level
    share = np.zeros((0, 4)) if share is None else share
    _compare(
        left,
        right,
        left_rows,
        right_rows,
        scale,
        _kept.bench_for(left, right, scale, count),
        best,
        mean,
        level,
        share,
        weigh,
    )
    return best, mean
