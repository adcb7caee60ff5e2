"""Tattoos, scars, old fractures and lost parts: two lists of marks compared by place and subject, by how rare they are.

The marks of a person are taken as a Poisson process over place and subject; each source tells or sees some of them. A
source may not have attended to a kind of mark at all; if it did, it lists each with a chance of its own. Then

    LR = exp(n l r) * sum over pairings of  product(pairs: J / (n f f)) * product(left over: 1 - other's chance)

with n the mean number of marks, l and r the two chances of being listed, J / (f f) the ratio of being called so by
both, over being called so by chance. A mark that the other side lacks is evidence against only as far as that side
would have listed it: a skeleton says nothing of tattoos.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.columns import CHANNELS, Described, described
from antigone.evidence.traits.counting import LearnsByCounting
from antigone.evidence.traits.ratios import matched_sets
from antigone.evidence.traits.reading import Place, places, shares
from antigone.evidence.traits.values import Mark, MarkKind, Traits
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Phrase, code_word, joined, phrase, term

KINDS: Final = tuple(MarkKind)
MOST: Final = 4
"""Marks of one kind that are compared; further ones of one record are left out of the count."""
# What a record says of one kind of mark: nothing; it describes looks but tells none; it denies; it lists one to four.
_SILENT, _NONE_TOLD, _DENIED, _LISTED = 0, 1, 2, 3
_STATES = _LISTED + MOST
_WORDS_ADD: Final = 4.0
"""How many times rarer than the rarest mark one with the same words may be taken."""
_ROW = np.zeros(1, dtype=np.int64)
_PAIRED: Final = frozenset(place.code for place in places() if place.paired)
_SIDES = ("", "left", "right")
_BODY_STATES = ("unsaid_body", "preserved", "decomposed", "skeleton", "part")


def subjects(kind: MarkKind) -> tuple[str, ...]:
    """Codes of what marks of a kind may be; the first, empty, is "unsaid"."""
    if kind is MarkKind.TATTOO:
        return ("", *shares("motif"), *shares("vague"))
    if kind is MarkKind.SKIN:
        return ("", *_SKIN, *shares("cause"))
    return ("", *_BONE) if kind is MarkKind.BONE else ("", "phalanx")


_SKIN = ("scar", "burn", "birthmark", "piercing", "wart")
_BONE = ("fracture", "plate", "rod", "screw", "endoprosthesis", "pacemaker")
# Two words for what may be one thing: such a pair says nothing either way.
_ALIKE = (
    {"inscription", "name", "mother", "runes", "hieroglyph"}, {"ornament", "celtic", "tribal", "sleeve", "runes"},
    {"number", "date", "unit number", "bar code"}, {"bird", "swallow", "raven", "eagle"}, {"flower", "rose"},
    {"cross", "icon"}, {"sun", "compass", "star"}, {"icon", "angel", "portrait"},
    {"fracture", "plate", "rod", "screw"}, {"scar", "burn"}, {"scar", *shares("cause")},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarksLine(LearnsByCounting):
    """Tattoos, marks on the skin, marks in bone, lost parts.

    Each tuple has a number for tattoos, skin, bone and losses, in this order.

    Attributes:
        number: mean number of such marks that a person has and a describer would think worth telling.
        told, recorded: chance that a relative, an office thinks of such marks at all when it describes somebody.
        unsaid_body, preserved, decomposed, skeleton, part: chance that they can be seen on a body of that state and
            are looked for.
        each: chance that a source that lists such marks lists a given one.
        denied: chance that a mark is missed by a source that denies all such marks.
        subject_error: share of marks whose subject is given as another.
        near, side_swapped, elsewhere: share of marks put at a neighbouring place, on the other side, anywhere.
        rarest: share of people who bear one certain mark of the kind, below which none is taken to lie, however rare
            its subject and place; shares are known only roughly, and the rarest weigh most.
        same_words: chance that two strangers' inscriptions read alike; words_misread: that one's own differ.
    """

    number: tuple[float, ...] = (0.5, 0.5, 0.25, 0.03)
    told: tuple[float, ...] = (0.75, 0.5, 0.4, 0.9)
    recorded: tuple[float, ...] = (0.75, 0.6, 0.4, 0.9)
    unsaid_body: tuple[float, ...] = (0.7, 0.45, 0.4, 0.6)
    preserved: tuple[float, ...] = (0.92, 0.65, 0.4, 0.9)
    decomposed: tuple[float, ...] = (0.55, 0.2, 0.35, 0.7)
    skeleton: tuple[float, ...] = (0.0, 0.0, 0.75, 0.7)
    part: tuple[float, ...] = (0.2, 0.1, 0.1, 0.1)
    each: tuple[float, ...] = (0.85, 0.7, 0.7, 0.9)
    rarest: tuple[float, ...] = (0.002, 0.01, 0.01, 0.003)
    denied: float = 0.1
    subject_error: float = 0.1
    near: float = 0.1
    side_swapped: float = 0.04
    elsewhere: float = 0.04
    same_words: float = 0.02
    words_misread: float = 0.15

    def __post_init__(self) -> None:
        for name in ("number", "each", "rarest", "told", "recorded", *_BODY_STATES):
            # A list is what JSON gives back.
            object.__setattr__(self, name, tuple(map(float, getattr(self, name))))

    @property
    def name(self) -> str:
        return "marks"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Lists:
        return listed_marks(described(columns))

    def weigh(self, left: Lists, right: Lists, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        a, b = left.screen[left_rows], right.screen[right_rows]
        told = np.flatnonzero(((a & (b >> 4)) | (b & (a >> 4))) & 15)
        i, j = left_rows[told], right_rows[told]
        weight = np.zeros(len(told))
        for at in range(len(KINDS)):
            weight += self._of_kind(at, left, right, i, j)
        result[told] = weight
        return result

    def _of_kind(self, kind: int, left: Lists, right: Lists, left_rows: Rows, right_rows: Rows) -> Floats:
        table = _one_sided(self)[kind]
        a, b = left.says[kind][left_rows], right.says[kind][right_rows]
        found = table.ravel()[a.astype(np.int32) * table.shape[1] + b]
        both = np.flatnonzero(np.isnan(found))
        if len(both):
            found[both] = self._pairings(kind, left, right, left_rows[both], right_rows[both])
        return np.asarray(found)

    def _pairings(self, kind: int, left: Lists, right: Lists, left_rows: Rows, right_rows: Rows) -> Floats:
        i, j = left.rows[left_rows], right.rows[right_rows]
        ratio = self._pair_ratios(kind, left, right, i, j)
        each, number = self.each[kind], self.number[kind]
        alone_left = np.where(left.subject[kind][i] >= 0, 1 - each, 1.0)
        alone_right = np.where(right.subject[kind][j] >= 0, 1 - each, 1.0)
        total = matched_sets(ratio, alone_left, alone_right)
        return np.asarray(np.log10(total) + number * each * each / np.log(10))

    def _pair_ratios(self, kind: int, left: Lists, right: Lists, i: NDArray[np.int64], j: NDArray[np.int64]) -> Floats:
        """[n, MOST, MOST]: what pairing each mark of one side with each of the other contributes; 0 for padding."""
        by_subject, by_place = _subject_ratios(self, KINDS[kind]), _place_ratios(self, KINDS[kind])
        what, other = left.subject[kind][i][:, :, None], right.subject[kind][j][:, None, :]
        ratio = by_subject[what, other]
        ratio = ratio * by_place[left.place[kind][i][:, :, None], right.place[kind][j][:, None, :]]
        ratio = np.minimum(ratio / self.number[kind], 1 / self.rarest[kind])
        one, two = left.words[kind][i][:, :, None], right.words[kind][j][:, None, :]
        both = (one != 0) & (two != 0)
        same = np.minimum(ratio * (1 - self.words_misread) / self.same_words, _WORDS_ADD / self.rarest[kind])
        ratio = np.where(both, np.where(one == two, np.maximum(same, ratio), ratio * self.words_misread), ratio)
        return np.asarray(np.where((what >= 0) & (other >= 0), ratio, 0.0))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        parts = []
        for at, kind in enumerate(KINDS):
            weight = float(self._of_kind(at, a, b, _ROW, _ROW)[0])
            if weight:
                ratios = self._pair_ratios(at, a, b, _ROW, _ROW)[0]
                parts.append(Weight(_KIND_WORDS[kind], weight, _told_of(kind, a.distinct[0], b.distinct[0], ratios)))
        total = float(self.weigh(a, b, _ROW, _ROW)[0])
        silent = phrase("no marks are told on one side, or none could be seen on the other")
        return Weight(self.name, total, joined("; ", [part.reason for part in parts]) or silent, tuple(parts))


_KIND_WORDS = {
    MarkKind.TATTOO: term("what is denied", "tattoos"),
    MarkKind.SKIN: term("what is denied", "marks on the skin"),
    MarkKind.BONE: term("what is denied", "marks in bone"),
    MarkKind.LOSS: term("what is denied", "lost parts"),
}


def _told_of(kind: MarkKind, left: Traits, right: Traits, ratios: Floats) -> Phrase:
    """What both sides say of one kind of mark, where at least one of them lists or denies it."""
    mine, theirs = (_marks_of(traits, kind)[:MOST] for traits in (left, right))
    what = _KIND_WORDS[kind]
    if not mine and not theirs:
        both = kind in left.denied and kind in right.denied
        if both:
            return phrase("both deny {what}", what=what)
        return phrase("one side denies {what} and the other tells of none", what=what)
    pairs = _best_pairs(ratios)
    lone = [mark for p, mark in enumerate(mine) if p not in {p for p, _ in pairs}]
    lone += [mark for q, mark in enumerate(theirs) if q not in {q for _, q in pairs}]
    said = [phrase("both tell of {marks}", marks=_listed(mine[p] for p, _ in pairs))] if pairs else []
    if lone:
        denied = kind in left.denied or kind in right.denied
        said.append(
            phrase("one side tells of {marks}, the other denies {what}", marks=_listed(lone), what=what)
            if denied
            else phrase("only one side tells of {marks}", marks=_listed(lone))
        )
    return joined("; ", said)


def _listed(marks: Iterable[Mark]) -> Phrase:
    return joined(", ", map(in_words, marks))


_NOUNS = {
    MarkKind.TATTOO: phrase("a tattoo"),
    MarkKind.SKIN: phrase("a mark"),
    MarkKind.BONE: phrase("a mark in the bone"),
}


def in_words(mark: Mark) -> Phrase:
    """A mark as a case worker would say it: "a tattoo (anchor) on the left forearm"."""
    where = _where(mark)
    if mark.kind is MarkKind.LOSS:
        if not where:
            return phrase("the loss of a part")
        if mark.what == "phalanx":
            return phrase("the loss of a joint of the {where}", where=where)
        return phrase("the loss of the {where}", where=where)
    what = _what(mark)
    if not where:
        return what
    if mark.kind is MarkKind.BONE:
        return phrase("{what} in the {where}", what=what, where=where)
    return phrase("{what} on the {where}", what=what, where=where)


def _where(mark: Mark) -> Phrase:
    """The place on the body with its side; empty where it is not said. A side alone is said of a paired place only."""
    # A hand is often put for an arm by translators.
    place = phrase("arm or hand") if mark.place == "arm" else code_word("place of the body", mark.place)
    if not mark.side or not mark.place:
        return place
    side = code_word("side of the body", mark.side)
    if mark.place in _PAIRED:
        return phrase("{side} {place}", side=side, place=place)
    return phrase("{side} of the {place}", side=side, place=place)


def _what(mark: Mark) -> Phrase:
    """The mark without its place."""
    if not mark.what:
        return _NOUNS[mark.kind]
    if mark.kind is MarkKind.TATTOO:
        motif = code_word("tattoo", mark.what)
        if mark.words:
            return phrase("a tattoo ({motif} «{words}»)", motif=motif, words=mark.words)
        return phrase("a tattoo ({motif})", motif=motif)
    noun = code_word("mark", mark.what)
    if mark.kind is MarkKind.SKIN and mark.what not in _SKIN:
        return phrase("a scar ({after})", after=noun)
    return phrase("an {mark}", mark=noun) if mark.what[0] in "aeiou" else phrase("a {mark}", mark=noun)


def _best_pairs(ratios: Floats) -> list[tuple[int, int]]:
    """Marks of two lists that belong together, most telling first, each used once."""
    found: list[tuple[int, int]] = []
    order = np.argsort(-ratios, axis=None, kind="stable")
    for flat in order.tolist():
        p, q = divmod(flat, ratios.shape[1])
        if ratios[p, q] <= 1.0:
            break
        if all(p != a and q != b for a, b in found):
            found.append((p, q))
    return found


@dataclass(frozen=True, slots=True)
class Lists:
    """Marks of many records. Arrays over kinds of marks hold one entry a different description, padded with -1.

    Attributes:
        distinct: what each different description says.
        rows: for each record, which of `distinct` is its own.
        screen: for each record, a bit a kind: the lower four of kinds of which it tells or denies marks, the upper four
            of kinds on which its silence says something.
        says: for each kind, for each record: how it came about, times seven, plus what it says of that kind.
        subject, place: for each kind [distinct, MOST] codes; words: hashes of inscriptions, 0 for none.
    """

    distinct: list[Traits]
    rows: NDArray[np.int64]
    screen: NDArray[np.uint8]
    says: tuple[NDArray[np.int8], ...]
    subject: tuple[NDArray[np.int16], ...]
    place: tuple[NDArray[np.int16], ...]
    words: tuple[NDArray[np.int64], ...]


def _marks_of(traits: Traits, kind: MarkKind) -> list[Mark]:
    return [mark for mark in traits.marks if mark.kind is kind]


def _says(traits: Traits, kind: MarkKind) -> int:
    listed = len(_marks_of(traits, kind))
    if listed:
        return _LISTED + min(listed, MOST) - 1
    if kind in traits.denied:
        return _DENIED
    seen = traits.describes_skin if kind in (MarkKind.TATTOO, MarkKind.SKIN) else traits.describes_looks
    return _NONE_TOLD if seen else _SILENT


@lru_cache(maxsize=1)
def _place_numbers() -> dict[tuple[str, str], int]:
    """Number of each place and side; 0 is "unsaid"."""
    numbers = {("", ""): 0, ("", "left"): 0, ("", "right"): 0}
    for at, place in enumerate(places()):
        for side, word in enumerate(_SIDES):
            numbers[place.code, word] = 1 + 3 * at + (side if place.paired else 0)
    return numbers


def listed_marks(seen: Described) -> Lists:
    """The marks of every record, as arrays."""
    where = _place_numbers()
    what = [{code: at for at, code in enumerate(subjects(kind))} for kind in KINDS]
    size = max(len(seen.distinct), 1)
    codes = np.full((3, len(KINDS), size, MOST), -1, dtype=np.int64)
    codes[2] = 0
    each = np.zeros((len(KINDS), size), dtype=np.int64)
    for row, traits in enumerate(seen.distinct):
        if traits.marks or traits.denied:
            for at, kind in enumerate(KINDS):
                for slot, mark in enumerate(_marks_of(traits, kind)[:MOST]):
                    codes[0, at, row, slot] = what[at].get(mark.what, 0)
                    codes[1, at, row, slot] = where.get((mark.place, mark.side), 0)
                    codes[2, at, row, slot] = zlib.crc32(mark.words.encode()) if mark.words else 0
                each[at, row] = _says(traits, kind)
        elif traits.describes_looks:
            # Hair or eyes told, so that the skin was looked at; else only stature, teeth or blood.
            each[:, row] = _NONE_TOLD
            each[:2, row] = _NONE_TOLD if traits.describes_skin else _SILENT
    says = each[:, seen.rows] if len(seen.rows) else np.zeros((len(KINDS), 0), dtype=np.int64)
    screen = np.zeros(len(seen.rows), dtype=np.uint8)
    for at in range(len(KINDS)):
        screen |= ((says[at] >= _DENIED) << at | (says[at] > _SILENT) << (at + 4)).astype(np.uint8)
    stated = (seen.channel * _STATES + says).astype(np.int8)
    subject, place = codes[0].astype(np.int16), codes[1].astype(np.int16)
    return Lists(seen.distinct, seen.rows, screen, tuple(stated), tuple(subject), tuple(place), tuple(codes[2]))


@lru_cache(maxsize=16)
def _one_sided(line: MarksLine) -> tuple[Floats, ...]:
    """For each kind log10 LR over [channel and statement] on both sides; NaN where both list marks."""
    attention = (line.told, line.recorded, line.unsaid_body, line.preserved, line.decomposed, line.skeleton, line.part)
    tables = []
    for kind in range(len(KINDS)):
        size = CHANNELS * _STATES
        table = np.zeros((size, size))
        for one in range(size):
            for two in range(size):
                table[one, two] = _without_pairing(
                    line, kind, (attention[one // _STATES][kind], one % _STATES),
                    (attention[two // _STATES][kind], two % _STATES),
                )  # fmt: skip
        table.setflags(write=False)
        tables.append(table)
    return tuple(tables)


def _without_pairing(line: MarksLine, kind: int, left: tuple[float, int], right: tuple[float, int]) -> float:
    """log10 LR of (attention, statement) on both sides, where at most one of them lists marks; NaN where both do."""
    (_, says), (other_attends, other_says) = left, right
    if says < other_says:
        return _without_pairing(line, kind, right, left)
    # From here the left side says more than the right.
    if other_says == _SILENT or says == _NONE_TOLD:
        return 0.0
    if other_says >= _LISTED:
        return float("nan")
    number, each = line.number[kind], line.each[kind]
    if says == _DENIED:
        listing, count = 1 - line.denied, 0
    else:
        listing, count = each, says - _LISTED + 1
    if other_says == _DENIED:
        missed = 1 - line.denied
        ratio = np.exp(number * listing * missed) * (1 - missed) ** count
    else:
        # Either that side never thought of such marks, or it did and listed none of them.
        none = other_attends * np.exp(-number * each)
        ratio = ((1 - other_attends) + none * np.exp(number * listing * each) * (1 - each) ** count) / (
            1 - other_attends + none
        )
    return float(np.log10(ratio))


@lru_cache(maxsize=64)
def _subject_ratios(line: MarksLine, kind: MarkKind) -> Floats:
    codes = subjects(kind)
    weights = np.array([0.0] + [_subject_share(code) for code in codes[1:]])
    share = np.maximum(weights / max(weights.sum(), 1e-9), 1e-3)
    table = np.full((len(codes), len(codes)), line.subject_error)
    table[np.arange(len(codes)), np.arange(len(codes))] = (1 - line.subject_error) / share + line.subject_error
    for group in _ALIKE:
        for one in group & set(codes):
            for two in group & set(codes):
                if one != two:
                    table[codes.index(one), codes.index(two)] = 1.0
    table[0, :] = table[:, 0] = 1.0
    table.setflags(write=False)
    return table


def _subject_share(code: str) -> float:
    for group in ("motif", "vague", "mark", "cause"):
        if code in shares(group):
            return max(shares(group)[code], 0.1)
    return 1.0


@lru_cache(maxsize=64)
def _place_ratios(line: MarksLine, kind: MarkKind) -> Floats:
    each = places()
    weight = np.array([_place_share(place, kind) for place in each])
    weight = weight / weight.sum()
    regions = {place.region: sum(w for w, p in zip(weight, each, strict=True) if p.region == place.region)
               for place in each}  # fmt: skip
    general = {place.code for place in each if place.code == place.region}
    right = 1 - line.near - line.side_swapped - line.elsewhere
    table = np.ones((1 + 3 * len(each), 1 + 3 * len(each)))
    for i, one in enumerate(each):
        for j, two in enumerate(each):
            vague = one.code in general or two.code in general
            for a in range(3):
                for b in range(3):
                    swapped = a > 0 and b > 0 and a != b
                    sided = a > 0 and b > 0 and one.paired and two.paired
                    if one.region != two.region:
                        ratio = line.elsewhere
                    elif i == j or vague:
                        mass = regions[one.region] if vague else weight[i]
                        mass = max(mass / (2 if sided else 1), 1e-3)
                        ratio = (line.side_swapped if swapped else right) / mass + line.elsewhere
                    else:
                        mass = max(regions[one.region] / (2 if sided else 1), 1e-3)
                        ratio = (line.near * (line.side_swapped if swapped else 1.0)) / mass + line.elsewhere
                    table[1 + 3 * i + a, 1 + 3 * j + b] = ratio
    table.setflags(write=False)
    return table


def _place_share(place: Place, kind: MarkKind) -> float:
    if kind is MarkKind.TATTOO:
        return place.tattoo
    return place.skin if kind is MarkKind.SKIN else place.bone
