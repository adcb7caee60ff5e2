"""Which word of one name answers to which word of the other, for many pairs of names at once.

Every distinct word is analysed once a batch, every distinct pair of words is measured once (rapidfuzz), and
the rest is NumPy over arrays of n pairs x K x K words. The words of two names are paired greedily, the best
agreement first; whatever is left over on both sides in one role contradicts, on one side only is omitted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from antigone.evidence.names.reading import lexicon
from antigone.evidence.names.reading.many import cut
from antigone.evidence.names.reading.roles import FAMILY, GIVEN, MIDDLE, PATRONYMIC, decide
from antigone.evidence.names.reading.text import INITIAL, MAX_WORDS
from antigone.evidence.names.reading.vocabulary import WordFacts, known_words
from antigone.evidence.names.weighing.model import CLASH_CELL, FORMAL_CELL, PET_CELL, Parameters, grid_cell

K = 6
"""Words of a name that are compared."""
_FEW = 3
_ROLES = 4
_GROUPS, _FATHERS = 4, 3
"""Numbers of given names that are kept of a word, and of fathers' names."""
_SEX_NUMBERS = {"": 0, "m": 1, "f": 2}
_NEVER = -90.0
_PACKED_PLACES, _PLACE_BEYOND = 4, 1 << 15
"""Kinds of so many words of a name make one number: places that are filled, and more than any kind with its flags."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Names:
    """Distinct names of a batch as arrays: one row a name, `K` places for words, -1 where there is none."""

    word: Ints
    role: NDArray[np.int8]
    sure: NDArray[np.bool_]
    initial: NDArray[np.bool_]
    sex: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Words:
    """Distinct words of a batch; `sounds` and `skeletons` are first readings, `several` tells where there are more."""

    facts: tuple[WordFacts, ...]
    sounds: NDArray[np.object_]
    skeletons: NDArray[np.object_]
    several: NDArray[np.bool_]
    length: NDArray[np.int16]
    groups: Ints
    formal: NDArray[np.bool_]
    fathers: Ints
    letters: Ints
    rarity: Floats
    sex: NDArray[np.int8]
    abjad: NDArray[np.bool_]
    bones: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of the words of n pairs of names; arrays over [n, K] in the order of pairing.

    Attributes:
        left, right: places of the paired words, -1 where the row has no further pair.
        role: the role in which they were compared.
        base: log10 LR of the likeness alone; rarity: how much more an agreement on this very word says.
        cell: the cell of the likeness table, -1 for initials.
        left_out, right_out: words left over, counted by role, over [n, 4].
    """

    left: NDArray[np.int8]
    right: NDArray[np.int8]
    role: NDArray[np.int8]
    base: Floats
    rarity: Floats
    cell: NDArray[np.int16]
    left_out: NDArray[np.int8]
    right_out: NDArray[np.int8]


class Batch:
    """Distinct names of one call, and their distinct words."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._glossary = Glossary()

    def add(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Row numbers of names."""
        rows = self._rows
        for name in names:
            rows.setdefault(name, len(rows))
        return np.fromiter((rows[name] for name in names), dtype=np.int64, count=len(names))

    def names(self) -> Names:
        """The names as arrays, one row a name."""
        return self._glossary.read(list(self._rows))

    def words(self) -> Words:
        """The distinct words as arrays; call after `names`."""
        return word_arrays(self._glossary.facts)


class Glossary:
    """Words that are numbered in the order in which names bring them; it grows with every list that is read.

    Attributes:
        facts: of the words, in order of their numbers.
    """

    def __init__(self) -> None:
        self.facts: list[WordFacts] = []
        self._numbers: dict[str, int] = {}
        self._kinds: list[int] = []
        self._sexes: list[int] = []

    def read(self, names: Sequence[str]) -> Names:
        """The names as arrays, one row a name, in the order given."""
        found = cut(names)
        self._learn(found.words)
        ids = np.empty(len(found.words), dtype=np.int32)
        ids[found.order] = np.fromiter(map(self._numbers.__getitem__, found.words), np.int32, len(found.words))
        sizes = found.sizes
        starts = np.cumsum(sizes) - sizes
        kinds = np.array(self._kinds, dtype=np.int32)[ids] | found.flags
        # Many names share one pattern of roles: it is decided once and spread over them by index.
        by_place = np.full((len(names), MAX_WORDS), -1, dtype=np.int32)
        rows = np.repeat(np.arange(len(names)), sizes)
        by_place[rows, np.arange(len(ids)) - starts[rows]] = kinds
        which, patterns = _distinct_rows(by_place)
        at, role, sure, initial = _pattern_arrays([tuple([kind for kind in row if kind >= 0]) for row in patterns])
        place = at[which]
        word = np.where(place >= 0, np.append(ids, np.int32(-1))[np.where(place >= 0, starts[:, None] + place, -1)], -1)
        read = Names(
            word.astype(np.int32), role[which], sure[which], initial[which], np.zeros(len(names), dtype=np.int8)
        )
        sexes = np.array([0, *self._sexes], dtype=np.int8)
        of_words = np.where(read.initial, 0, sexes[read.word + 1])
        for number in (GIVEN, PATRONYMIC):
            its_sex = np.where(read.role == number, of_words, 0).max(axis=1, initial=0)
            read.sex[its_sex > 0] = its_sex[its_sex > 0]
        return read

    def _learn(self, lowers: Sequence[str]) -> None:
        numbers = self._numbers
        new = [word for word in dict.fromkeys(lowers) if word not in numbers]
        table = known_words(new)
        numbers.update(zip(new, range(len(numbers), len(numbers) + len(new)), strict=True))
        facts = [table[word] for word in new]
        self.facts += facts
        self._kinds += [item.kind for item in facts]
        self._sexes += [_SEX_NUMBERS[item.sex] for item in facts]


def _distinct_rows(rows: Ints) -> tuple[NDArray[np.int64], list[list[int]]]:
    """For each row its number among the distinct rows, and the distinct rows."""
    if rows.size and int(rows.max()) < _PLACE_BEYOND - 1 and not (rows[:, _PACKED_PLACES:] >= 0).any():
        # Names of few words: a row is one number.
        packed = ((rows[:, :_PACKED_PLACES].astype(np.int64) + 1) * _PLACE_BEYOND ** np.arange(_PACKED_PLACES)).sum(
            axis=1
        )
        _, first, which = np.unique(packed, return_index=True, return_inverse=True)
        return which.reshape(-1).astype(np.int64), rows[first].tolist()
    numbers: dict[bytes, int] = {}
    width = rows.shape[1] * rows.itemsize
    text = np.ascontiguousarray(rows).tobytes()
    of_each = [numbers.setdefault(text[at : at + width], len(numbers)) for at in range(0, len(text), width)]
    distinct = np.frombuffer(b"".join(numbers), dtype=rows.dtype).reshape(-1, rows.shape[1])
    return np.array(of_each, dtype=np.int64), distinct.tolist()


def _pattern_arrays(
    patterns: list[tuple[int, ...]],
) -> tuple[Ints, NDArray[np.int8], NDArray[np.bool_], NDArray[np.bool_]]:
    """Places, roles, sureness and initials of role patterns, each over [patterns, K]."""
    at = np.full((len(patterns), K), -1, dtype=np.int32)
    role = np.zeros((len(patterns), K), dtype=np.int8)
    sure = np.zeros((len(patterns), K), dtype=np.bool_)
    initial = np.zeros((len(patterns), K), dtype=np.bool_)
    for row, key in enumerate(patterns):
        for column, (place, its_role, its_sure) in enumerate(decide(key)[:K]):
            at[row, column], role[row, column], sure[row, column] = place, its_role, its_sure
            initial[row, column] = bool(key[place] & INITIAL)
    return at, role, sure, initial


def word_arrays(facts: Sequence[WordFacts]) -> Words:
    """Distinct words as arrays."""
    table = lexicon.frequencies()
    surname, given, given_word, father = table.surname, table.given, table.given_word, table.father
    sounds_of = [item.sounds[0] for item in facts]
    bones_of = [item.skeletons[0] for item in facts]
    rarity = np.empty((len(facts), _ROLES))
    rarity[:, FAMILY] = [surname.get(sounds, table.rare_surname) for sounds in sounds_of]
    rarity[:, GIVEN] = [given_word.get(sounds, table.rare_given) for sounds in sounds_of]
    rarity[:, PATRONYMIC] = table.rare_father
    numbers = np.full((len(facts), _GROUPS + _FATHERS), -1, dtype=np.int32)
    for row, item in enumerate(facts):
        groups = item.formal or item.pet
        if groups:
            rarity[row, GIVEN] = max([given.get(n, table.rare_given) for n in groups])
            both = (item.formal + item.pet)[:_GROUPS]
            numbers[row, : len(both)] = both
        fathers = item.fathers[:_FATHERS]
        if fathers:
            rarity[row, PATRONYMIC] = max([father.get(n, table.rare_father) for n in item.fathers])
            numbers[row, _GROUPS : _GROUPS + len(fathers)] = fathers
    np.negative(rarity, out=rarity)
    rarity[:, MIDDLE] = np.minimum(rarity[:, FAMILY], rarity[:, GIVEN])
    return Words(
        tuple(facts),
        _objects(sounds_of),
        _objects(bones_of),
        np.array([len(item.sounds) > 1 or len(item.skeletons) > 1 for item in facts], dtype=np.bool_),
        np.array(list(map(len, sounds_of)), dtype=np.int16),
        np.ascontiguousarray(numbers[:, :_GROUPS]),
        np.array([bool(item.formal) for item in facts], dtype=np.bool_),
        np.ascontiguousarray(numbers[:, _GROUPS:]),
        np.array([item.initial_letters for item in facts], dtype=np.int32),
        rarity,
        np.array([_SEX_NUMBERS[item.sex] for item in facts], dtype=np.int8),
        np.array([item.abjad for item in facts], dtype=np.bool_),
        np.array(list(map(len, bones_of)), dtype=np.int16),
    )


def _objects(values: list[str]) -> NDArray[np.object_]:
    out = np.empty(len(values), dtype=np.object_)
    out[:] = values
    return out


def _shared(left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Whether two rows of numbers (padded with -1) have one in common."""
    same = left[:, :, None] == right[:, None, :]
    same &= left[:, :, None] >= 0
    return np.asarray(same.any(axis=(1, 2)))


def _least_distances(
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    firsts: NDArray[np.object_],
    several: NDArray[np.bool_],
    variants: Callable[[int], tuple[str, ...]],
) -> NDArray[np.int32]:
    """Optimal string alignment distance of word pairs, the least over the readings of both words."""
    out = cpdist(firsts[left].tolist(), firsts[right].tolist(), scorer=OSA.distance, dtype=np.int32)
    doubtful = np.flatnonzero((several[left] | several[right]) & (out > 0))
    if len(doubtful):
        rows: list[int] = []
        one: list[str] = []
        other: list[str] = []
        for at in doubtful.tolist():
            for a in variants(left[at]):
                for b in variants(right[at]):
                    rows.append(at)
                    one.append(a)
                    other.append(b)
        np.minimum.at(out, rows, cpdist(one, other, scorer=OSA.distance, dtype=np.int32))
    return np.asarray(out, dtype=np.int32)


def word_cells(words: Words, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int16]:
    """Cells of the likeness table for pairs of words, in each of the four roles: int16[pairs, 4]."""
    facts = words.facts
    fine = _least_distances(left, right, words.sounds, words.several, lambda at: facts[at].sounds)
    coarse = _least_distances(left, right, words.skeletons, words.several, lambda at: facts[at].skeletons)
    # One side has no vowels: the consonants must do, and two of them are too few to be sure.
    voiceless = words.abjad[left] != words.abjad[right]
    few = np.minimum(words.bones[left], words.bones[right]) < 3
    fine = np.where(voiceless, coarse + few, fine).astype(np.int32)
    length = np.maximum(words.length[left], words.length[right])
    grid = grid_cell(fine, coarse, length).astype(np.int16)
    out = np.repeat(grid[:, None], _ROLES, axis=1)

    known_left, known_right = words.groups[left, 0] >= 0, words.groups[right, 0] >= 0
    both = np.flatnonzero(known_left & known_right)
    if len(both):
        shared = _shared(words.groups[left[both]], words.groups[right[both]])
        formal = words.formal[left[both]] & words.formal[right[both]]
        # Евгений and Евгения are one letter apart and as different as can be.
        sexes = words.sex[left[both]], words.sex[right[both]]
        opposite = (sexes[0] > 0) & (sexes[1] > 0) & (sexes[0] != sexes[1])
        clash = CLASH_CELL + np.where(opposite, 4, np.minimum(fine[both], 4))
        given = np.where(shared, np.where(formal, FORMAL_CELL, PET_CELL), clash)
        out[both, GIVEN] = given
        out[both[shared], MIDDLE] = given[shared]
    both = np.flatnonzero((words.fathers[left, 0] >= 0) & (words.fathers[right, 0] >= 0))
    if len(both):
        shared = _shared(words.fathers[left[both]], words.fathers[right[both]])
        out[both, PATRONYMIC] = np.where(shared, FORMAL_CELL, CLASH_CELL + np.minimum(fine[both], 4))
    return out


def align(
    names: Names,
    words: Words,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    parameters: Parameters,
) -> Alignment:
    """Pair the words of n pairs of names (rows of `names`)."""
    out = _nothing_aligned(len(left))
    # Most names have three words, for which a square of nine does instead of one of K by K.
    wide = (names.word[left, _FEW] >= 0) | (names.word[right, _FEW] >= 0)
    for places, which in ((_FEW, np.flatnonzero(~wide)), (K, np.flatnonzero(wide))):
        if len(which):
            found = _align(_first_places(names, places), words, left[which], right[which], parameters)
            for its, of_group in zip(_arrays(out), _arrays(found), strict=True):
                its[which, : of_group.shape[1]] = of_group
    return out


def _first_places(names: Names, places: int) -> Names:
    return Names(
        names.word[:, :places], names.role[:, :places], names.sure[:, :places], names.initial[:, :places], names.sex
    )


def _arrays(aligned: Alignment) -> tuple[NDArray[Any], ...]:
    return (
        aligned.left, aligned.right, aligned.role, aligned.base, aligned.rarity, aligned.cell,
        aligned.left_out, aligned.right_out,
    )  # fmt: skip


def _nothing_aligned(count: int) -> Alignment:
    return Alignment(
        np.full((count, K), -1, dtype=np.int8),
        np.full((count, K), -1, dtype=np.int8),
        np.zeros((count, K), dtype=np.int8),
        np.zeros((count, K)),
        np.zeros((count, K)),
        np.full((count, K), -1, dtype=np.int16),
        np.zeros((count, _ROLES), dtype=np.int8),
        np.zeros((count, _ROLES), dtype=np.int8),
    )


def _align(
    names: Names,
    words: Words,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    parameters: Parameters,
) -> Alignment:
    """`align` over as many places as `names` has columns."""
    count, places = len(left), names.word.shape[1]
    lw, rw = names.word[left], names.word[right]
    lr, rr = names.role[left], names.role[right]
    ls, rs = names.sure[left], names.sure[right]
    li, ri = names.initial[left], names.initial[right]

    valid = (lw[:, :, None] >= 0) & (rw[:, None, :] >= 0)
    both_sure = ls[:, :, None] & rs[:, None, :]
    same_role = lr[:, :, None] == rr[:, None, :]
    valid &= same_role | ~both_sure
    role = np.where(
        same_role,
        lr[:, :, None],
        np.where(
            ls[:, :, None],
            lr[:, :, None],
            np.where(rs[:, None, :], rr[:, None, :], np.minimum(lr[:, :, None], rr[:, None, :])),
        ),
    ).astype(np.int8)
    by_initial = li[:, :, None] | ri[:, None, :]

    weight = np.full((count, places, places), _NEVER)
    rarity = np.zeros((count, places, places))
    cell = np.full((count, places, places), -1, dtype=np.int16)

    full = np.nonzero(valid & ~by_initial)
    one, other = lw[full[0], full[1]].astype(np.int64), rw[full[0], full[2]].astype(np.int64)
    # Distances are symmetric: a pair of words is measured once whichever side it comes from.
    low, high = np.minimum(one, other), np.maximum(one, other)
    distinct, which = np.unique(low * len(words.facts) + high, return_inverse=True)
    cells = word_cells(words, distinct // len(words.facts), distinct % len(words.facts))
    roles = role[full]
    its_cell = cells[which, roles]
    base = parameters.likeness[roles, its_cell]
    its_rarity = np.minimum(words.rarity[one, roles], words.rarity[other, roles]) - parameters.typical_rarity[roles]
    # A merely similar word is no more telling than the commoner of the two, and never for being rare.
    its_rarity = np.where(parameters.carries_rarity[its_cell], its_rarity, np.minimum(its_rarity, 0.0))
    weight[full] = base
    rarity[full] = its_rarity
    cell[full] = its_cell

    short = np.nonzero(valid & by_initial)
    if len(short[0]):
        letters = words.letters[lw[short[0], short[1]]] & words.letters[rw[short[0], short[2]]]
        match = letters != 0
        weight[short] = parameters.initial[role[short], match.astype(np.int8)]

    rank = weight + np.where(rarity > 0, rarity, 0.0) - np.where(same_role, 0.0, parameters.role_doubt)
    rank[~valid] = _NEVER
    flat = rank.reshape(count, places * places)
    out_left = np.full((count, places), -1, dtype=np.int8)
    out_right = np.full((count, places), -1, dtype=np.int8)
    out_role = np.zeros((count, places), dtype=np.int8)
    out_base = np.zeros((count, places))
    out_rarity = np.zeros((count, places))
    out_cell = np.full((count, places), -1, dtype=np.int16)
    live = np.arange(count)
    for step in range(places):
        best = flat[live].argmax(axis=1)
        good = flat[live, best] > _NEVER / 2
        live, best = live[good], best[good]
        if not len(live):
            break
        a, b = best // places, best % places
        out_left[live, step] = a
        out_right[live, step] = b
        out_role[live, step] = role[live, a, b]
        out_base[live, step] = weight[live, a, b]
        out_rarity[live, step] = rarity[live, a, b]
        out_cell[live, step] = cell[live, a, b]
        rank[live, a, :] = _NEVER
        rank[live, :, b] = _NEVER
    left_out = _left_over(lw, lr, out_left)
    right_out = _left_over(rw, rr, out_right)
    return Alignment(out_left, out_right, out_role, out_base, out_rarity, out_cell, left_out, right_out)


def _left_over(word: Ints, role: NDArray[np.int8], used: NDArray[np.int8]) -> NDArray[np.int8]:
    count, places = word.shape
    rest = word >= 0
    rows = np.repeat(np.arange(count), places).reshape(count, places)
    paired = used >= 0
    rest[rows[paired], used[paired]] = False
    out = np.zeros((count, _ROLES), dtype=np.int8)
    for number in range(_ROLES):
        out[:, number] = (rest & (role == number)).sum(axis=1)
    return out
