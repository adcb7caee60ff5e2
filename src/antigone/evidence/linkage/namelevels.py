"""Names in levels of agreement of their parts, with what strangers, namesakes and kin have in common.

Surname, given name and patronymic are not independent between two people who are not one: siblings share two of them
and are never strangers to each other, and given names go with surnames by people and time. A rare surname must not buy
the identity of two brothers. So "two different people" is a mixture over which of the three words the two *share*:

    P(levels | different) = sum over c of pi_c(values) x product over parts r of (m_r if r in c else d_r)(level_r)
    pi_c = kappa_c x product over r in c of f_r(value) x product over r not in c of (1 - f_r(value))  +  rho_c

f_r(value) is the share of people who bear the word, kappa_c how much likelier words coincide together than apart,
rho_c the share of pairs who have the words of c from one family or one custom, whatever their rarity. m_r is how one
word is spelled in two records, d_r how alike two different words look. For one person all three words are shared:
P(levels | same) = product of m_r(level_r).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.levels import Frequencies, shares_within
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.namecounts import Borne, frequencies
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.names import Agreement, NameLine, NameTable
from antigone.evidence.weight import Weight

PARTS = 3
_LEVELS = len(Agreement)
#: An initial can only fit or not; a word can not be read off it.
_GROUPS = (0, 1, 2, 2, 1, 1, 1, 1)
#: Which parts two different people share: none, ..., all three; bits of surname, given name, patronymic.
SHARED = tuple(product((0, 1), repeat=PARTS))
#: Two records of one person, as a start: missing, differs, initial differs, initial fits, near, pet, same sound, equal.
_SAME = (1.0, 0.02, 0.04, 0.96, 0.02, 0.02, 0.09, 0.85)
#: Two different words, likewise; measured on random pairs of the synthetic war and of published lists.
_OTHER = (1.0, 0.997, 0.7, 0.3, 0.002, 0.0001, 0.0003, 0.0001)
_LEAST = 1e-7


@dataclass(frozen=True, slots=True)
class NameRows:
    """n records as `NameLevels` reads them.

    Attributes:
        table: their names.
        count: float64[n, 3], how many records of the learned table bear the commonest word of each part, less one.
    """

    table: NameTable
    count: Floats


@dataclass(frozen=True, slots=True)
class SeenNames:
    """What the line sees of n pairs.

    Attributes:
        pattern: int16[n], the levels of the three parts as one number in base 8; -1 where a side has no name.
        share: float64[n, 3], the share of people who bear the word; 0 where no word agrees.
        chances: float64[n], log10 of the number of pairs of names that there were to choose from.
    """

    pattern: NDArray[np.int16]
    share: Floats
    chances: Floats


_PATTERNS = np.array(list(product(range(_LEVELS), repeat=PARTS)), dtype=np.int64)
_BASE = np.array([_LEVELS**2, _LEVELS, 1], dtype=np.int64)


def _coincidence(usual: Floats, shares: Floats, together: Floats, kin: Floats) -> Floats:
    """pi_c of n pairs, float64[n, 8]."""
    share = np.where(shares > 0, np.minimum(shares, 0.5), usual)
    out = np.empty((len(shares), len(SHARED)))
    for at, common in enumerate(SHARED):
        chance = np.full(len(shares), together[at])
        for part in range(PARTS):
            chance *= share[:, part] if common[part] else 1.0 - share[:, part]
        out[:, at] = chance + kin[at]
    return out


@dataclass(frozen=True)
class NameLevels:
    """The names of two records, part by part, as learned from the bureau's own records.

    Attributes:
        same: m, for each of three parts a distribution over `names.Agreement` within its groups.
        other: d, likewise, for two different words.
        usual: for each part, the chance that two different people share the word.
        together: kappa by which parts are shared, in the order of `SHARED`.
        kin: rho, likewise.
        words: for each part, how often the words (by their codes) stand in the bureau's records.
        belief: how many records the frequencies that come with Antigone are worth beside the bureau's own.
    """

    same: tuple[tuple[float, ...], ...] = (_SAME,) * PARTS
    other: tuple[tuple[float, ...], ...] = (_OTHER,) * PARTS
    usual: tuple[float, ...] = (0.0004, 0.02, 0.025)
    together: tuple[float, ...] = (1.0, 1.0, 1.0, 1.5, 1.0, 1.5, 1.5, 3.0)
    kin: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 1e-6, 1e-6, 1e-7, 0.0)
    words: tuple[Frequencies, ...] = (Frequencies(),) * PARTS
    belief: float = 200.0

    @property
    def name(self) -> str:
        return "name"

    @property
    def fields(self) -> tuple[str, ...]:
        return NameLine().fields

    @cached_property
    def _log10_same(self) -> Floats:
        """log10 P(pattern | same person), float64[512]."""
        m = np.log10(np.array(self.same))
        return np.asarray(m[0, _PATTERNS[:, 0]] + m[1, _PATTERNS[:, 1]] + m[2, _PATTERNS[:, 2]])

    @cached_property
    def _spelled(self) -> Floats:
        """P(pattern | different people who share the parts of c), float64[512, 8]."""
        m, d = np.array(self.same), np.array(self.other)
        out = np.ones((len(_PATTERNS), len(SHARED)))
        for at, common in enumerate(SHARED):
            for part in range(PARTS):
                out[:, at] *= (m if common[part] else d)[part, _PATTERNS[:, part]]
        return out

    @cached_property
    def _numbers(self) -> tuple[Floats, Floats, Floats]:
        """`usual`, `together` and `kin` as compiled code takes them."""
        return np.array(self.usual), np.array(self.together), np.array(self.kin)

    def encode(self, columns: Columns) -> NameRows:
        """n records, each read once."""
        table = NameLine().encode(columns)
        count = np.zeros((len(table), PARTS))
        if any(known.records for known in self.words):
            count = Borne.of(table).most(self.words, len(table))
        return NameRows(table, count)

    def seen(self, left: NameRows, right: NameRows, left_rows: Rows, right_rows: Rows) -> SeenNames:
        """What is to be weighed, apart from m, d and the chances of coincidence."""
        from antigone.evidence.linkage import namelevels_compiled as compiled

        found = NameLine().agreement(left.table, right.table, left_rows, right_rows)
        records = np.array([known.records for known in self.words], dtype=np.float64)
        belief = np.where(records > 0, self.belief, 1.0)
        pattern, share = np.empty(len(found.chances), dtype=np.int16), np.empty((len(found.chances), PARTS))
        one, other = (np.require(rows, np.int64, ["C", "W"]) for rows in (left_rows, right_rows))
        compiled.seen(
            found.level, found.log10_share, found.chances, left.count, right.count, one, other,
            records, belief, pattern, share,
        )  # fmt: skip
        chances = np.log10(np.maximum(found.chances, 1).astype(np.float64))
        return SeenNames(pattern, share, chances)

    def _by_sharing(self, seen: SeenNames) -> Floats:
        """P(levels, parts shared are c | different people), float64[n, 8]."""
        together, kin = np.array(self.together), np.array(self.kin)
        return _coincidence(np.array(self.usual), seen.share, together, kin) * self._spelled[seen.pattern]

    def weighed(self, seen: SeenNames) -> Floats:
        """log10 LR of what was seen, float64[n]."""
        from antigone.evidence.linkage import namelevels_compiled as compiled

        out = np.empty(len(seen.pattern))
        usual, together, kin = self._numbers
        compiled.weighed(
            seen.pattern, seen.share, seen.chances, usual, together, kin, self._spelled, self._log10_same, out
        )
        return out

    def weigh(self, left: NameRows, right: NameRows, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n], 0 where either side has no name."""
        return self.weighed(self.seen(left, right, left_rows, right_rows))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, with what agrees and what differs, part by part."""
        first = np.zeros(1, dtype=np.int64)
        seen = self.seen(self.encode(as_columns([left])), self.encode(as_columns([right])), first, first)
        in_words = NameLine().explain(left, right)
        if seen.pattern[0] < 0:
            return Weight(self.name, 0.0, in_words.reason)
        return Weight(self.name, float(self.weighed(seen)[0]), in_words.reason, in_words.parts)

    def weights_by_level(self) -> list[tuple[str, float]]:
        """Each level of each part, all else missing, with its weight at a usual word."""
        found = []
        for part, said in enumerate(("surname", "given name", "patronymic")):
            for level in Agreement:
                if level is Agreement.MISSING:
                    continue
                levels = np.zeros(PARTS, dtype=np.int64)
                levels[part] = level
                pattern = np.array([(levels * _BASE).sum()], dtype=np.int16)
                weight = float(self.weighed(SeenNames(pattern, np.zeros((1, PARTS)), np.zeros(1)))[0])
                found.append((f"{said}: {level.name.lower().replace('_', ' ')}", weight))
        return found

    def counted(self, left: Columns, right: Columns) -> NameLevels:
        """The same line with the frequencies of the words in both lists."""
        return replace(self, words=frequencies(tuple(NameLine().encode(columns) for columns in (left, right))))

    def learned(
        self,
        same: SeenNames,
        same_share: Floats,
        chance: SeenNames,
        chance_share: Floats,
        *,
        before: NameLevels,
        pairs: float,
        strength: float,
    ) -> NameLevels:
        """The line with all its parameters from pairs that are one person's and pairs taken at random.

        Arguments as for `LevelLine.learned`.
        """
        named, met = same.pattern >= 0, chance.pattern >= 0
        one = _PATTERNS[same.pattern[named]]
        two = _PATTERNS[chance.pattern[met]]
        weight = chance_share[met]
        m, d, usual = [], [], []
        for part in range(PARTS):
            counts = np.bincount(one[:, part], same_share[named], minlength=_LEVELS)
            m.append(shares_within(counts, _GROUPS, before.same[part], strength))
            u = shares_within(np.bincount(two[:, part], weight, minlength=_LEVELS), _GROUPS, [1.0] * _LEVELS, 1.0)
            # Words that sound the same are the same word: what they make up of all meetings is the chance to share.
            common = min(u[Agreement.EQUAL] / m[part][Agreement.EQUAL], 0.5)
            apart = [max(b - common * a, 0.02 * b, _LEAST) for a, b in zip(m[part], u, strict=True)]
            d.append(shares_within(np.array(apart), _GROUPS, [1.0] * _LEVELS, 1e-9))
            usual.append(common)
        line = replace(self, same=tuple(m), other=tuple(d), usual=tuple(usual))
        line = replace(line, together=_together(two, weight, self.together))
        # One step of expectation and maximisation for the share of pairs that are kin.
        sharing = line._by_sharing(same)[named]
        by_kin = np.array(line.kin) * line._spelled[same.pattern[named]]
        share = by_kin / sharing.sum(axis=1)[:, None] * (1.0 - same_share[named])[:, None]
        # What stood there before is worth half a pair seen: what a list does not show may be in the next one.
        kin = [
            (value + 0.5) / (pairs + 0.5 / was) if was else 0.0
            for value, was in zip(share.sum(axis=0), before.kin, strict=True)
        ]
        return replace(line, kin=tuple(float(value) for value in kin))


def _together(levels: NDArray[np.int64], weight: Floats, before: tuple[float, ...]) -> tuple[float, ...]:
    """How much likelier random people share words together than the product of the chances; 1 for less than two."""
    full = (levels == Agreement.DIFFERS) | (levels >= Agreement.NEAR)
    shares = levels >= Agreement.SAME_SOUND
    pairs = {}
    for a, b in ((0, 1), (0, 2), (1, 2)):
        both = full[:, a] & full[:, b]
        total = weight[both].sum()
        alone = [(weight[both] * shares[both, part]).sum() for part in (a, b)]
        joint = (weight[both] * (shares[both, a] & shares[both, b])).sum()
        # Pulled towards independence as if by ten expected meetings more.
        expected = alone[0] * alone[1] / total if total > 0 else 0.0
        pairs[a, b] = float((joint + 10.0) / (expected + 10.0))
    out = []
    for common in SHARED:
        ratio = 1.0
        for (a, b), value in pairs.items():
            if common[a] and common[b]:
                ratio *= value
        out.append(ratio)
    return tuple(out)
