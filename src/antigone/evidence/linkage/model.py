"""The model of the house: independent lines of evidence, a prior, and what is known of how lines hang together.

The weight of a pair is a sum over lines, each log10 P(what the line sees | same person) / P(... | two people)
(Fellegi and Sunter, "A theory for record linkage", JASA 64, 1969). `Model` is a value: its version is a hash of all
its parameters, it is written as JSON and read back, and any engine that holds it gives the same weights for a pair,
whatever other pairs stand beside it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.coded import Alike, CodedColumns, alike
from antigone.evidence.linkage.correction import Correction
from antigone.evidence.linkage.lines import Floats, Line, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.linkage.plain import NotAParameterSet, as_plain, canonical, fingerprint, from_plain
from antigone.evidence.weight import Assessment, Weight, assess
from antigone.evidence.wording import Phrase, code_word, figure, joined, phrase

#: Fields that say who speaks, which is no evidence by itself: they do not make a line speak.
_WHO_SPEAKS = frozenset(("kind", "source_kind"))
#: Pairs weighed in one go: enough to fill vectors, little enough for the arrays to stay in the processor's cache.
_AT_ONCE = 32_768
#: Which lines speak of a record is one machine word.
_MOST_LINES = 64
_FORMAT = 1
#: What a field holds when the source does not say.
_NOTHING = frozenset((None, "", ()))
#: Lines that read it take the same rows: what a description says is worked out once and remembered for the next line.
_DEAR = "description"


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a pair before its evidence is read.

    Attributes:
        matched_share: the chance that someone sought stands among the found at all, from 0 to 1, both exclusive.
        repeated_sought, repeated_found: the chance that a record has another of the same person on its own side; None
            where that was not learned, and `matched_share` stands in for it.
    """

    matched_share: float = 0.2
    repeated_sought: float | None = None
    repeated_found: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.matched_share < 1:
            raise ValueError(f"the share of the sought who are among the found must be in (0, 1): {self.matched_share}")
        for share in (self.repeated_sought, self.repeated_found):
            if share is not None and not 0 < share < 1:
                raise ValueError(
                    f"the share of records that have another of the same person must be in (0, 1): {share}"
                )

    def log10_odds(self, found: int) -> float:
        """log10 prior odds that one sought and one of `found` records are the same person, all found alike likely."""
        chance = self.matched_share / max(found, 1)
        return math.log10(chance) - math.log10(1 - chance)


@dataclass(frozen=True, slots=True)
class Encoded:
    """n records, each read once by every line of a model.

    Attributes:
        count: n.
        lines: what each line's `encode` gave, in the order of the model's lines.
        speaks: for each line, bool[n]: whether the record says anything in the fields that the line reads.
        alike: for each line int32[n], by which row of what it gave each record is known; None where they are the
            same, and nothing at all where they are for all lines.
        heard: for each line whether any record says anything in its fields.
        spoken: uint64[n], `speaks` as bits: bit i for line i.
    """

    count: int
    lines: tuple[Any, ...]
    speaks: tuple[NDArray[np.bool_], ...]
    alike: tuple[NDArray[np.int32] | None, ...] = ()
    heard: tuple[bool, ...] = field(init=False)
    spoken: NDArray[np.uint64] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heard", tuple(bool(its.any()) for its in self.speaks))
        spoken = np.zeros(self.count, dtype=np.uint64)
        for at, its in enumerate(self.speaks):
            spoken |= its.astype(np.uint64) << np.uint64(at)
        object.__setattr__(self, "spoken", spoken)

    def rows_of(self, line: int, rows: Rows) -> Rows:
        """The rows in ``lines[line]`` of these records."""
        of = self.alike[line] if self.alike else None
        return rows if of is None else of[rows].astype(np.int64)


@dataclass(frozen=True)
class Model:
    """Ordered lines of evidence with all their parameters, a prior, and a correction for lines that hang together.

    Attributes:
        lines: independent lines, or lines whose dependence `correction` makes up for; names are distinct.
        prior: what is believed before the evidence.
        correction: what the sum of the weights is really worth.
    """

    lines: tuple[Line, ...]
    prior: Prior = field(default_factory=Prior)
    correction: Correction = field(default_factory=Correction)

    def __post_init__(self) -> None:
        names = [line.name for line in self.lines]
        if len(set(names)) < len(names):
            raise ValueError(f"two lines of a model bear one name: {', '.join(sorted(names))}")
        if len(names) > _MOST_LINES:
            raise ValueError(f"a model has at most {_MOST_LINES} lines, not {len(names)}")

    @cached_property
    def version(self) -> str:
        """Sixteen hexadecimal digits: two models with the same version give the same weights and the same prior."""
        return fingerprint(self._plain())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the lines, in their order."""
        return tuple(line.name for line in self.lines)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Fields of `Particulars` that any of the lines reads, sorted."""
        return tuple(sorted({name for line in self.lines for name in line.fields}))

    def encode(self, columns: Columns) -> Encoded:
        """Read n records once for all lines.

        Args:
            columns: a value a record for each field in `fields`; see `as_columns`. Further fields are ignored.

        Raises:
            KeyError: a field is missing.
            ValueError: columns differ in length.
        """
        read = {name: columns[name] for name in self.fields}
        lengths = {len(column) for column in read.values()}
        if len(lengths) > 1:
            raise ValueError(f"the columns of records differ in length: {sorted(lengths)}")
        count = lengths.pop() if lengths else 0
        filled = {name: _filled(column) for name, column in read.items() if name not in _WHO_SPEAKS}
        speaks = []
        for line in self.lines:
            speaks.append(np.zeros(count, dtype=np.bool_))
            for name in line.fields:
                if name in filled:
                    speaks[-1] |= filled[name]
        return Encoded(count, tuple(line.encode(read) for line in self.lines), tuple(speaks))

    def encode_distinct(self, columns: CodedColumns) -> Encoded:
        """`encode` for many records: each line reads only once what several of them say in its fields.

        Weights are the same. Lines whose fields are mostly empty, or name few units and places, cost next to nothing.

        Raises:
            KeyError: a field is missing.
        """
        count = len(next(iter(columns.values()), ()))
        dear = {name for line in self.lines if _DEAR in line.fields for name in line.fields}
        filled = {name: _filled(columns[name].values)[columns[name].of] for name in self.fields}
        known: dict[tuple[str, ...], tuple[Alike | None, Columns]] = {}
        lines, speaks, rows = [], [], []
        for line in self.lines:
            fields = tuple(sorted(dear if _DEAR in line.fields else line.fields))
            if fields not in known:
                same = alike([columns[name] for name in fields])
                known[fields] = same, {name: columns[name].taken(same.first if same else None) for name in fields}
            same, read = known[fields]
            lines.append(line.encode(read))
            rows.append(same.of if same else None)
            speaks.append(np.zeros(count, dtype=np.bool_))
            for name in line.fields:
                if name not in _WHO_SPEAKS:
                    speaks[-1] |= filled[name]
        return Encoded(count, tuple(lines), tuple(speaks), tuple(rows))

    def weigh(self, left: Encoded, right: Encoded, left_rows: Rows, right_rows: Rows) -> Floats:
        """Weights of the pairs (left_rows[i], right_rows[i]), float64[n, len(lines)], 0 where a line is silent.

        A pair's weights do not depend on the other pairs, nor on the other records that were encoded with it.
        """
        count = len(left_rows)
        # A line's weights lie side by side: they are written, and summed, line by line.
        out = np.zeros((len(self.lines), count)).T
        for start in range(0, count, _AT_ONCE):
            rows = slice(start, min(start + _AT_ONCE, count))
            self._weigh(left, right, left_rows[rows], right_rows[rows], out[rows])
        return out

    def _weigh(self, left: Encoded, right: Encoded, left_rows: Rows, right_rows: Rows, out: Floats) -> None:
        """Write the weights of those lines that are heard on both sides; what stands under the others stays."""
        both = left.spoken[left_rows] & right.spoken[right_rows]
        for at in _heard(left, right):
            speaking = np.flatnonzero(both & np.uint64(1 << at))
            everywhere = len(speaking) == len(both)
            if not everywhere:
                out[:, at] = 0.0
            if not len(speaking):
                continue
            one, other = (left_rows, right_rows) if everywhere else (left_rows[speaking], right_rows[speaking])
            weights = self.lines[at].weigh(
                left.lines[at], right.lines[at], left.rows_of(at, one), right.rows_of(at, other)
            )
            out[slice(None) if everywhere else speaking, at] = weights

    def totals(self, weights: Floats) -> Floats:
        """log10 LR of n pairs from their weights, float64[n]: the lines' sum in their order, corrected."""
        return self.correction.corrected(self._sums(weights) - self.correction.taken_off(self.names, weights))

    def _sums(self, weights: Floats, lines: Iterable[int] | None = None) -> Floats:
        """The sum of each pair's weights; `lines` are those that may be other than 0, all where it is None."""
        total = np.zeros(len(weights))
        for at in range(len(self.lines)) if lines is None else lines:
            # Line by line: a matrix product's last digits would depend on the number of rows.
            total += weights[:, at]
        return total

    def reaching(
        self, left: Encoded, right: Encoded, left_rows: Rows, right_rows: Rows, floor: float
    ) -> tuple[Rows, Floats, Floats]:
        """Which of n pairs have a total of at least `floor`, with their totals and their weights (see `weigh`).

        Returns int64[k], ascending; float64[k]; float64[k, len(lines)].
        """
        # One array serves all portions: fresh ones of this size would be fetched from the system time and again.
        weights = np.zeros((len(self.lines), min(_AT_ONCE, len(left_rows)))).T
        lines = _heard(left, right)
        kept, totals, of_kept = [np.zeros(0, np.int64)], [np.zeros(0)], [np.zeros((0, len(self.lines)))]
        for start in range(0, len(left_rows), _AT_ONCE):
            rows = slice(start, min(start + _AT_ONCE, len(left_rows)))
            its = weights[: rows.stop - rows.start]
            self._weigh(left, right, left_rows[rows], right_rows[rows], its)
            chosen = np.arange(len(its))
            if not self.correction.sums:
                # What hangs together only takes off: where the plain sum stays below the floor, the total does.
                chosen = np.flatnonzero(self._sums(its, lines) >= floor)
            found = np.zeros((len(self.lines), len(chosen))).T
            for at in lines:
                found[:, at] = its[chosen, at]
            total = self.totals(found)
            enough = np.flatnonzero(total >= floor)
            kept.append(start + chosen[enough])
            totals.append(total[enough])
            of_kept.append(found[enough])
        return np.concatenate(kept), np.concatenate(totals), np.concatenate(of_kept)

    def explain(self, left: Particulars, right: Particulars) -> tuple[Weight, ...]:
        """Weights of one pair with their reasons, in the order of the lines; their sum is the pair's total.

        A last weight, of line ``"dependence"``, stands for the correction where that changes the total.
        """
        weights = [line.explain(left, right) for line in self.lines]
        row = np.array([[weight.log10_lr for weight in weights]])
        plain_sum = 0.0
        for weight in weights:
            plain_sum += weight.log10_lr
        reasons = self._why_less(row)
        total = float(self.totals(row)[0])
        kept = plain_sum - float(self.correction.taken_off(self.names, row)[0])
        if total != kept:
            reasons.append(
                phrase(
                    "lines hang together: a sum of {plain} is worth {worth}",
                    plain=figure(kept, ".1f"),
                    worth=figure(total, ".1f"),
                )
            )
        if reasons:
            weights.append(Weight("dependence", total - plain_sum, joined("; ", reasons)))
        return tuple(weights)

    def _why_less(self, row: Floats) -> list[Phrase]:
        """Reasons for what the correction takes off the sum of one pair's weights."""
        reasons = []
        by_name = dict(zip(self.names, row[0].tolist(), strict=True))
        for one, other in self.correction.once:
            if min(by_name.get(one, 0.0), by_name.get(other, 0.0)) > 0:
                reasons.append(
                    phrase(
                        "{one} and {other} may tell of one thing, counted once",
                        one=code_word("line", one),
                        other=code_word("line", other),
                    )
                )
        off = float(self.correction.shared_by_kin(self.names, row)[0])
        if off:
            who = _either([code_word("kin", kin.why) for kin in self.correction.kin])
            reasons.append(phrase("they may be {who}: {off} taken off", who=who, off=figure(off, ".1f")))
        return reasons

    def assess(self, left: Particulars, right: Particulars, *, found: int) -> Assessment:
        """What one pair's evidence and the prior say together, with `found` records on the other side."""
        return assess(self.explain(left, right), self.prior.log10_odds(found))

    def _plain(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "lines": as_plain(self.lines),
            # What was not learned is left out: a set that an earlier version wrote stays what it was.
            "prior": {name: value for name, value in as_plain(self.prior).items() if value is not None},
            "correction": as_plain(self.correction),
        }

    def to_json(self) -> str:
        """The whole model as canonical JSON with its version in it; `from_json` gives an equal model back."""
        return canonical(self._plain() | {"version": self.version})

    @classmethod
    def from_json(cls, text: str) -> Model:
        """The model that `to_json` wrote.

        Raises:
            NotAParameterSet: the text is none, was written by a later format, or was changed after it was written.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise NotAParameterSet(f"the parameter set is not JSON: {error}") from error
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise NotAParameterSet(f"the parameter set is not of format {_FORMAT}, which this version reads")
        try:
            model = cls(from_plain(data["lines"]), from_plain(data["prior"]), from_plain(data["correction"]))
        except KeyError as error:
            raise NotAParameterSet(f"the parameter set lacks {error}") from error
        if data.get("version") != model.version:
            raise NotAParameterSet(
                f"the parameter set says it is version {data.get('version')} but its numbers are {model.version}: "
                "it was changed after it was written, or written by another version of Antigone"
            )
        return model


def _either(phrases: Sequence[Phrase]) -> Phrase:
    """This, or this, or this."""
    first, *others = phrases
    for other in others:
        first = phrase("{one} or {other}", one=first, other=other)
    return first


def _heard(left: Encoded, right: Encoded) -> list[int]:
    """Lines whose fields some record of either side fills."""
    return [at for at, both in enumerate(zip(left.heard, right.heard, strict=True)) if all(both)]


def _filled(column: Sequence[Any]) -> NDArray[np.bool_]:
    """Whether each value says something: an empty text or tuple and None do not, 0 does."""
    return ~np.fromiter(map(_NOTHING.__contains__, column), np.bool_, len(column))


def weights_of(model: Model, left: Particulars, right: Particulars) -> Floats:
    """Weights of one pair as the bulk engines compute them: float64[1, len(lines)]."""
    first = np.zeros(1, dtype=np.int64)
    return model.weigh(model.encode(as_columns([left])), model.encode(as_columns([right])), first, first)
