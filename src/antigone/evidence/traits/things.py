"""Teeth, serial numbers, clothing and belongings."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.columns import code_column, described
from antigone.evidence.traits.counting import LearnsByCounting
from antigone.evidence.traits.reading import read, shares
from antigone.evidence.traits.values import ToothState, Traits
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Phrase, code_word, joined, phrase

_ROW = np.zeros(1, dtype=np.int64)
_TEETH: Final = tuple(10 * quadrant + tooth for quadrant in (1, 2, 3, 4) for tooth in range(1, 9))
# Lost teeth by kind of tooth, from the middle outward: molars go first. Relative shares within a quadrant.
_LOST_SHARE: Final = (0.04, 0.04, 0.03, 0.09, 0.12, 0.30, 0.20, 0.18)
_TOOTH_STATES: Final = ("", *(state.value for state in ToothState))


@dataclass(frozen=True, slots=True)
class _Teeth:
    """`state` [distinct, 32] codes of what is told of each tooth, 0 for nothing; `count` of teeth told."""

    distinct: list[Traits]
    rows: NDArray[np.int64]
    channel: NDArray[np.int64]
    says: NDArray[np.int8]
    state: NDArray[np.int8]
    count: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TeethLine(LearnsByCounting):
    """Teeth told to be missing, crowned, filled or replaced, tooth by tooth.

    The number of such teeth varies much from person to person (gamma over Poisson), so that many missing teeth on both
    sides say little by their number and much by their places. The weight is taken among records that speak of teeth.

    Attributes:
        number: mean number of teeth that a describer could tell of; shape: of the gamma law, small for uneven numbers.
        told, recorded, body, part: chance that a given such tooth is told by one who speaks of teeth at all.
        sound: the same for one who says that all teeth are there.
        state_error: share of teeth whose state is given otherwise; changed: share that were treated or lost since.
        numbering: share of teeth that are given another's number.
    """

    number: float = 3.0
    shape: float = 0.8
    told: float = 0.4
    recorded: float = 0.7
    body: float = 0.85
    part: float = 0.3
    sound: float = 0.9
    state_error: float = 0.05
    changed: float = 0.12
    numbering: float = 0.06

    @property
    def name(self) -> str:
        return "teeth"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> _Teeth:
        seen = described(columns)
        state = np.zeros((max(len(seen.distinct), 1), 32), dtype=np.int8)
        for row, traits in enumerate(seen.distinct):
            for tooth in traits.teeth:
                state[row, _TEETH.index(tooth.number)] = _TOOTH_STATES.index(tooth.state)
        says = seen.codes(lambda traits: 1 if traits.teeth else 2 if "teeth" in traits.denied else 0).astype(np.int8)
        return _Teeth(seen.distinct, seen.rows, seen.channel, says, state, (state > 0).sum(axis=1).astype(np.int64))

    def weigh(self, left: _Teeth, right: _Teeth, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        at = np.flatnonzero(left.says[left_rows].astype(np.bool_) & right.says[right_rows].astype(np.bool_))
        if not len(at):
            return result
        i, j = left_rows[at], right_rows[at]
        one, two = left.state[left.rows[i]], right.state[right.rows[j]]
        chance = np.array([self.told, self.recorded, self.body, self.body, self.body, self.body, self.part])
        a = np.where(left.says[i] == 2, self.sound, chance[left.channel[i]])
        b = np.where(right.says[j] == 2, self.sound, chance[right.channel[j]])
        both = (one > 0) & (two > 0)
        agreeing = np.where(both, _tooth_ratios(self)[np.arange(32)[None, :], one, two], 0.0).sum(axis=1)
        shared = both.sum(axis=1)
        mine, theirs = left.count[left.rows[i]], right.count[right.rows[j]]
        seen_by_any = a + b - a * b
        natural = (
            self._log_mass(mine + theirs - shared, seen_by_any)
            - self._log_mass(mine, a)
            - self._log_mass(theirs, b)
            # A tooth given a wrong number looks like one that the other side lacks.
            + (mine - shared) * np.log(1 - b + b * self.numbering)
            + (theirs - shared) * np.log(1 - a + a * self.numbering)
        )
        # Among records that speak of teeth: both lists are known not to be empty, unless one denies.
        listed = (left.says[i] == 1) & (right.says[j] == 1)
        none_a, none_b, none = (np.exp(self._log_mass(0 * mine, rate)) for rate in (a, b, seen_by_any))
        spoken = (1 - none_a) * (1 - none_b) / np.maximum(1 - none_a - none_b + none, 1e-12)
        natural = natural + np.where(listed, np.log(spoken), 0.0)
        result[at] = (natural + agreeing) / np.log(10)
        return result

    def _log_mass(self, count: NDArray[np.int64], rate: Floats) -> Floats:
        """Natural logarithm of the gamma-Poisson integral of lambda**count exp(-lambda rate)."""
        inverse = self.shape / self.number
        # At most 32 teeth a side.
        log_gamma = np.array([math.lgamma(self.shape + n) - math.lgamma(self.shape) for n in range(65)])
        return np.asarray(
            log_gamma[count] + self.shape * np.log(inverse) - (self.shape + count) * np.log(inverse + rate)
        )

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        if not a.says[0] or not b.says[0]:
            return Weight(self.name, weight, phrase("teeth not told on one side"))
        one, two = ({tooth.number: tooth.state for tooth in lists.distinct[0].teeth} for lists in (a, b))
        return Weight(self.name, weight, _teeth_told(one, two) or phrase("both sides deny missing teeth"))


def _teeth_told(one: Mapping[int, ToothState], two: Mapping[int, ToothState]) -> Phrase:
    """Which teeth both sides tell of, and how; empty where neither tells of one."""
    both = sorted(one.keys() & two.keys())
    same = [
        phrase("{tooth} {state}", tooth=str(number), state=code_word("tooth", one[number]))
        for number in both
        if one[number] == two[number]
    ]
    unlike = [
        phrase(
            "{tooth} ({one} and {two})",
            tooth=str(number),
            one=code_word("tooth", one[number]),
            two=code_word("tooth", two[number]),
        )
        for number in both
        if one[number] != two[number]
    ]
    lone = [str(number) for number in sorted(one.keys() ^ two.keys())]
    said = []
    if same:
        said.append(phrase("teeth alike: {teeth}", teeth=joined(", ", same)))
    if unlike:
        said.append(phrase("told differently: {teeth}", teeth=joined(", ", unlike)))
    if lone:
        said.append(phrase("told on one side only: {teeth}", teeth=joined(", ", lone)))
    return joined("; ", said)


@lru_cache(maxsize=16)
def _tooth_ratios(line: TeethLine) -> Floats:
    """[32 teeth, states, states] natural log of J / f: both tell of a tooth, over its share among teeth told."""
    share = np.array([_LOST_SHARE[(number % 10) - 1] / 4 for number in _TEETH])
    states = len(_TOOTH_STATES)
    right = 1 - line.state_error - line.changed
    treated = {"filling": 0, "root": 1, "crown": 1, "bridge": 2, "implant": 3, "denture": 3, "missing": 2}
    # Shares of states among teeth told; missing teeth are told most.
    of_state = {
        "missing": 0.5,
        "crown": 0.2,
        "filling": 0.15,
        "implant": 0.04,
        "bridge": 0.05,
        "denture": 0.04,
        "root": 0.02,
    }
    table = np.zeros((32, states, states))
    for i, one in enumerate(_TOOTH_STATES[1:], start=1):
        for j, two in enumerate(_TOOTH_STATES[1:], start=1):
            if one == two:
                ratio = right / of_state[one] + line.state_error
            elif treated[one] != treated[two] or "missing" in (one, two):
                ratio = line.changed / (of_state[one] + of_state[two]) + line.state_error
            else:
                ratio = line.state_error
            table[:, i, j] = np.log((1 - line.numbering) * ratio / share + line.numbering)
    table.setflags(write=False)
    return table


@dataclass(frozen=True, slots=True)
class _Serials:
    distinct: list[Traits]
    rows: NDArray[np.int64]
    said: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SerialNumberLine(LearnsByCounting):
    """Serial numbers of implants and of things that are numbered one by one.

    Attributes:
        chance: that two strangers' serial numbers are the same, by a shared lot or a slip.
        misread: that one sign of a number is misread; wrong: that the same person's numbers are wholly different
            (another implant, another thing, a number of the lot).
    """

    chance: float = 1e-6
    misread: float = 0.08
    wrong: float = 0.25

    @property
    def name(self) -> str:
        return "serial number"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> _Serials:
        seen = described(columns)
        return _Serials(seen.distinct, seen.rows, seen.codes(lambda traits: bool(traits.serials)).astype(np.bool_))

    def weigh(self, left: _Serials, right: _Serials, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        at = np.flatnonzero(left.said[left_rows] & right.said[right_rows])
        # Pairs with a number on both sides are few: one record in thousands gives one.
        one, two = left.rows[left_rows[at]].tolist(), right.rows[right_rows[at]].tolist()
        for place, a, b in zip(at.tolist(), one, two, strict=True):
            result[place] = self._weight(left.distinct[a].serials, right.distinct[b].serials)
        return result

    def _weight(self, left: tuple[str, ...], right: tuple[str, ...]) -> float:
        slips = min(_slips(a, b) for a in left for b in right)
        right_share = 1 - self.misread - self.wrong
        if slips == 0:
            return float(np.log10(right_share / self.chance))
        if slips == 1:
            # About ten times the length of a number lies one sign away; a hundred is taken.
            return float(np.log10(self.misread / (100 * self.chance) + self.wrong))
        return float(np.log10(self.wrong))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        one, two = read(left.description).serials, read(right.description).serials
        if not one or not two:
            return Weight(self.name, 0.0, phrase("serial number not told on one side"))
        slips, a, b = min((_slips(a, b), a, b) for a in one for b in two)
        if slips == 0:
            reason = phrase("serial number {one} stands on both sides", one=a)
        elif slips == 1:
            reason = phrase("serial numbers differ in one sign, as one misreading would: {one} and {two}", one=a, two=b)
        else:
            reason = phrase("serial numbers differ: {one} and {two}", one=a, two=b)
        return Weight(self.name, self._weight(one, two), reason)


def _slips(left: str, right: str) -> int:
    """Signs that differ between two numbers of one length; 2 where they differ in more or in length."""
    if len(left) != len(right):
        return 2
    return min(sum(a != b for a, b in zip(left, right, strict=True)), 2)


_THINGS: Final = tuple({**shares("effect"), **shares("garment")})


@dataclass(frozen=True, slots=True)
class _Effects:
    """`things` bits of `_THINGS` for each record; `words` hashes of up to three inscriptions; `sign` of the
    call-sign."""

    things: NDArray[np.uint64]
    words: NDArray[np.int64]
    sign: NDArray[np.int64]
    channel: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class EffectsLine(LearnsByCounting):
    """Clothing and belongings, and the words on them: a patch that bears a call-sign, a ring that bears a name.

    What is told by one who saw him go and what is found with the body differ: things are lost, taken, changed. A
    call-sign on a patch is weighed against the call-sign of the other record, unless its own record gives it as well.

    Attributes:
        kept: chance that a thing told of is still with the person when found.
        told, found: chance that a relative tells, a mortuary lists a thing that is there.
        common: factor on the shares of things, which are guesses until a register's own are learned.
        same_words: chance that two strangers' words are the same; other_words: that one person's differ.
    """

    kept: float = 0.5
    told: float = 0.15
    found: float = 0.7
    common: float = 1.0
    same_words: float = 0.01
    other_words: float = 0.3

    @property
    def name(self) -> str:
        return "effects"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "call_sign", "kind", "source_kind"

    def encode(self, columns: Columns) -> _Effects:
        seen = described(columns)
        bit = {code: 1 << at for at, code in enumerate(_THINGS)}
        each = np.array(
            [sum(bit.get(code, 0) for code in traits.effects) for traits in seen.distinct] or [0], np.uint64
        )
        words = np.zeros((max(len(seen.distinct), 1), 3), dtype=np.int64)
        for row, traits in enumerate(seen.distinct):
            for at, text in enumerate(traits.inscriptions[:3]):
                words[row, at] = zlib.crc32(text.encode())
        rows, signs = code_column(columns["call_sign"])
        hashes = np.array([_call_sign_hash(sign) for sign in signs] or [0], dtype=np.int64)
        sign = hashes[rows] if len(rows) else np.zeros(0, dtype=np.int64)
        own = words[seen.rows] if len(seen.rows) else np.zeros((0, 3), dtype=np.int64)
        # What a record says in both places is the other line's to weigh.
        own = np.where(own == sign[:, None], 0, own)
        things = each[seen.rows] if len(seen.rows) else np.zeros(0, dtype=np.uint64)
        return _Effects(things, own, sign, seen.channel)

    def weigh(self, left: _Effects, right: _Effects, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        a, b = left.things[left_rows], right.things[right_rows]
        at = np.flatnonzero((a != 0) & (b != 0))
        if len(at):
            result[at] = self._things(a[at], b[at], left.channel[left_rows[at]], right.channel[right_rows[at]])
        worded = np.flatnonzero(left.words[:, 0][left_rows] | right.words[:, 0][right_rows])
        if len(worded):
            result[worded] += self._words(left, right, left_rows[worded], right_rows[worded])
        return result

    def _things(
        self, left: NDArray[np.uint64], right: NDArray[np.uint64], a: NDArray[np.int64], b: NDArray[np.int64]
    ) -> Floats:
        chance = np.array([self.told, self.told, *(self.found,) * 5])
        own, other = chance[a], chance[b]
        total = np.zeros(len(left))
        for at, code in enumerate(_THINGS):
            mine = (left >> np.uint64(at)) & np.uint64(1) > 0
            theirs = (right >> np.uint64(at)) & np.uint64(1) > 0
            share = min(self._share(code), 0.9)
            again = self.kept + (1 - self.kept) * share
            total += np.where(mine & theirs, np.log10(again / share), 0.0)
            total += np.where(mine & ~theirs, np.log10((1 - other * again) / (1 - other * share)), 0.0)
            total += np.where(theirs & ~mine, np.log10((1 - own * again) / (1 - own * share)), 0.0)
        return total

    def _share(self, code: str) -> float:
        return self.common * (shares("effect").get(code, 0.0) or shares("garment").get(code, 0.0)) / 100

    def _words(self, left: _Effects, right: _Effects, left_rows: Rows, right_rows: Rows) -> Floats:
        one = np.concatenate([left.words[left_rows], left.sign[left_rows][:, None]], axis=1)
        two = np.concatenate([right.words[right_rows], right.sign[right_rows][:, None]], axis=1)
        alike = (one[:, :, None] == two[:, None, :]) & (one[:, :, None] != 0)
        # The last column is the call-sign; two call-signs are weighed by their own line.
        alike[:, 3, 3] = False
        said = ((one[:, :3] != 0).any(axis=1) & (two != 0).any(axis=1)) | (
            (two[:, :3] != 0).any(axis=1) & (one != 0).any(axis=1)
        )
        agree = np.log10((1 - self.other_words) / self.same_words + self.other_words)
        return np.where(alike.any(axis=(1, 2)), agree, np.where(said, np.log10(self.other_words), 0.0))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        one, two = read(left.description), read(right.description)
        said = []
        words = float(self._words(a, b, _ROW, _ROW)[0]) if a.words[0, 0] or b.words[0, 0] else 0.0
        mine, theirs = (_told_words(record, traits) for record, traits in ((left, one), (right, two)))
        if words > 0:
            same = _quoted(word for word in mine if word in theirs)
            said.append(phrase("the same words on a thing and on the other side: {words}", words=same))
        elif words < 0:
            found = _quoted((*mine, *theirs))
            said.append(phrase("words on things fit nothing on the other side: {words}", words=found))
        if one.effects and two.effects:
            shared = [code_word("thing", code) for code in one.effects if code in two.effects]
            said.append(
                phrase("the same things on both sides: {things}", things=joined(", ", shared))
                if shared
                else phrase("no thing is told by both")
            )
        silent = phrase("clothing and belongings not told on both sides")
        return Weight(self.name, weight, joined("; ", said) or silent)


def _told_words(record: Particulars, traits: Traits) -> tuple[str, ...]:
    """Words on a record's things and its call-sign, folded to one spelling, each once."""
    return tuple(dict.fromkeys(word for word in (*traits.inscriptions[:3], _folded(record.call_sign)) if word))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"«{word}»" for word in dict.fromkeys(words))


def _folded(sign: str) -> str:
    return " ".join(word.folded for word in names.words(sign)) if sign else ""


@lru_cache(maxsize=50_000)
def _call_sign_hash(sign: str) -> int:
    folded = _folded(sign)
    return zlib.crc32(folded.encode()) if folded else 0
