"""Traits that fall into classes: sex, build, blood group, the preferred hand, beard and the like; see `tables`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.columns import (
    CHANNELS,
    DECOMPOSED,
    PART,
    PRESERVED,
    RECORDED,
    SKELETON,
    TOLD,
    UNSAID_BODY,
    Codes,
    code_column,
    described,
)
from antigone.evidence.traits.counting import LearnsByCounting, both_say, shares
from antigone.evidence.traits.ratios import class_ratios
from antigone.evidence.traits.reading import read
from antigone.evidence.traits.tables import ROW, channel_table, codes, explained, looked_up, mixed, said_by_both
from antigone.evidence.traits.values import Traits
from antigone.evidence.weight import Weight
from antigone.evidence.wording import joined, phrase, term


@dataclass(frozen=True, slots=True)
class SexLine(LearnsByCounting):
    """Sex, with how often each kind of source has it wrong.

    Attributes:
        male: share of men among the people of the register; of soldiers fallen or taken, nearly all.
        told, recorded: chance that a relative or an office wrote the other sex (a slip of a form).
        whole, decomposed, skeleton, part: the same for a body in that state; sex is told from pelvis and skull with
            some 95 % accuracy, from a part less.
    """

    male: float = 0.94
    told: float = 0.003
    recorded: float = 0.003
    unsaid_body: float = 0.015
    whole: float = 0.003
    decomposed: float = 0.01
    skeleton: float = 0.05
    part: float = 0.08

    @property
    def name(self) -> str:
        return "sex"

    @property
    def fields(self) -> tuple[str, ...]:
        return "sex", "kind", "source_kind", "description"

    def encode(self, columns: Columns) -> Codes:
        seen = described(columns)
        rows, values = code_column(columns["sex"])
        code = np.array([sex_code(value) for value in values] or [-1], dtype=np.int64)
        each = code[rows] if len(rows) else np.zeros(0, dtype=np.int64)
        return np.where(each < 0, 0, 1 + seen.channel * 2 + each).astype(np.int16)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_sex_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> SexLine:
        """The line with the share of men among the records of both lists that tell a sex."""
        code = np.array([sex_code(value) for side in (left, right) for value in side["sex"]], dtype=np.int64)
        return replace(self, male=shares(code, (self.male, 1 - self.male))[0])

    def weights_by_level(self) -> list[tuple[str, float]]:
        return [(f"both say {sex}", both_say(self, ("",), sex=sex)[0][1]) for sex in ("male", "female")]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, ROW, ROW)[0])
        if not a[0] or not b[0]:
            return Weight(self.name, weight, phrase("sex not said on one side"))
        one, two = _SEXES[(int(a[0]) - 1) % 2], _SEXES[(int(b[0]) - 1) % 2]
        if one == two:
            return Weight(self.name, weight, phrase("both say {one}", one=one))
        return Weight(self.name, weight, phrase("one says {one}, the other {two}", one=one, two=two))


_SEXES: Final = (term("sex", "a man"), term("sex", "a woman"))


def sex_code(value: str) -> int:
    """0 for men, 1 for women, -1 where unsaid or neither."""
    first = value[:1].lower()
    return 0 if first in ("m", "м", "ч") else 1 if first in ("f", "w", "ж") else -1


@lru_cache(maxsize=16)
def _sex_table(line: SexLine) -> Floats:
    errors = (line.told, line.recorded, line.unsaid_body, line.whole, line.decomposed, line.skeleton, line.part)
    channels = [np.array([[1 - error, error], [error, 1 - error]]) for error in errors]
    return channel_table(np.array([line.male, 1 - line.male]), channels)


BUILDS: Final = ("slim", "medium", "sturdy", "heavy")


@dataclass(frozen=True, slots=True)
class BuildLine(LearnsByCounting):
    """Build: a matter of opinion, and of months; a body that decomposes swells and then shrinks.

    Attributes:
        slim, medium, sturdy: shares of men called so; the rest are heavy.
        told, recorded, body, decomposed: how often the word given is the next one up or down or any other.
    """

    slim: float = 0.27
    medium: float = 0.46
    sturdy: float = 0.19
    told: float = 0.25
    recorded: float = 0.2
    body: float = 0.3
    decomposed: float = 0.6

    @property
    def name(self) -> str:
        return "build"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Codes:
        return codes(described(columns), BUILDS, lambda traits: traits.build)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_build_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> BuildLine:
        """The line with the shares of builds as told in both lists."""
        start = (self.slim, self.medium, self.sturdy, 1 - self.slim - self.medium - self.sturdy)
        slim, medium, sturdy, _ = shares(said_by_both(left, right, BUILDS, lambda traits: traits.build), start)
        return replace(self, slim=slim, medium=medium, sturdy=sturdy)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{build} build" for build in BUILDS])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return explained(self, self.name, left, right, read(left.description).build, read(right.description).build)


@lru_cache(maxsize=16)
def _build_table(line: BuildLine) -> Floats:
    truth = np.array([line.slim, line.medium, line.sturdy, max(1 - line.slim - line.medium - line.sturdy, 1e-3)])
    errors = [0.0] * CHANNELS
    errors[TOLD], errors[RECORDED], errors[UNSAID_BODY], errors[PRESERVED] = (
        line.told,
        line.recorded,
        line.body,
        line.body,
    )
    errors[DECOMPOSED] = errors[SKELETON] = errors[PART] = line.decomposed
    return channel_table(truth, [mixed(error, truth) for error in errors])


_ABO: Final = ("O", "A", "B", "AB")
_GROUPS: Final = tuple((abo, rh) for abo in ("", *_ABO) for rh in ("", "+", "-"))


@dataclass(frozen=True, slots=True)
class BloodGroupLine(LearnsByCounting):
    """ABO group and Rh sign, either of which may be unsaid.

    Attributes:
        o, a, b: shares of the groups; the rest are AB.
        rh_negative: share of the Rh-negative.
        told, recorded, body: how often a relative, a document or disc, a typed stain has the group wrong.
        rh_error: how often the sign is wrong, over the group.
    """

    o: float = 0.35
    a: float = 0.37
    b: float = 0.20
    rh_negative: float = 0.15
    told: float = 0.08
    recorded: float = 0.04
    body: float = 0.05
    rh_error: float = 0.04

    @property
    def name(self) -> str:
        return "blood group"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Codes:
        return codes(
            described(columns), [f"{abo}{rh}" for abo, rh in _GROUPS[1:]], lambda traits: traits.abo + traits.rh
        )

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_blood_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> BloodGroupLine:
        """The line with the shares of groups and signs as told in both lists."""
        o, a, b, _ = shares(
            said_by_both(left, right, _ABO, lambda traits: traits.abo),
            (self.o, self.a, self.b, 1 - self.o - self.a - self.b),
        )
        negative = shares(
            said_by_both(left, right, "-+", lambda traits: traits.rh), (self.rh_negative, 1 - self.rh_negative)
        )[0]
        return replace(self, o=o, a=a, b=b, rh_negative=negative)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"blood {abo}{rh}" for abo, rh in _GROUPS if abo and rh])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        one, two = read(left.description), read(right.description)
        return explained(self, self.name, left, right, one.abo + one.rh, two.abo + two.rh)


@lru_cache(maxsize=16)
def _blood_table(line: BloodGroupLine) -> Floats:
    abo = np.array([line.o, line.a, line.b, max(1 - line.o - line.a - line.b, 1e-3)])
    rh = np.array([1 - line.rh_negative, line.rh_negative])
    truth = (abo[:, None] * rh[None, :]).ravel()
    errors = (line.told, line.recorded, *(line.body,) * 5)
    channels = []
    for error in errors:
        group, sign = mixed(error, abo), mixed(line.rh_error, rh)
        said = np.zeros((8, len(_GROUPS) - 1))
        for at, (letters, plus) in enumerate(_GROUPS[1:]):
            of_group = group[:, _ABO.index(letters)] if letters else np.ones(4)
            of_sign = sign[:, "+-".index(plus)] if plus else np.ones(2)
            # How much is said (the group, the sign, both) does not hang on the truth, and cancels.
            said[:, at] = (of_group[:, None] * of_sign[None, :]).ravel()
        channels.append(said)
    return channel_table(truth, channels)


HANDS: Final = ("left", "right", "both")


@dataclass(frozen=True, slots=True)
class HandednessLine(LearnsByCounting):
    """The preferred hand.

    Attributes:
        left: share of left-handers among men; `both` of those who use both.
        error: how often a source has it wrong.
    """

    left: float = 0.11
    both: float = 0.01
    error: float = 0.05

    @property
    def name(self) -> str:
        return "handedness"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Codes:
        return codes(described(columns), HANDS, lambda traits: traits.hand)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_hand_table(self), left, right, left_rows, right_rows)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, ("left-handed", "right-handed"))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return explained(self, self.name, left, right, read(left.description).hand, read(right.description).hand)


@lru_cache(maxsize=16)
def _hand_table(line: HandednessLine) -> Floats:
    truth = np.array([line.left, 1 - line.left - line.both, line.both])
    return channel_table(truth, [mixed(line.error, truth)] * CHANNELS)


FEATURES: Final = ("beard", "moustache", "glasses", "circumcised")


@dataclass(frozen=True, slots=True)
class FeaturesLine(LearnsByCounting):
    """Beard, moustache, glasses, circumcision, each said to be there or not.

    Attributes:
        beard, moustache, glasses, circumcised: shares of men with each.
        changes: how often a beard or moustache was shaved or grown since; glasses are lost more often than that.
        error: how often circumcision is told wrongly.
    """

    beard: float = 0.25
    moustache: float = 0.12
    glasses: float = 0.15
    circumcised: float = 0.08
    changes: float = 0.35
    error: float = 0.04

    @property
    def name(self) -> str:
        return "features"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Codes:
        # Three values a feature: 0 unsaid, 1 there, 2 denied.
        def code_of(traits: Traits) -> int:
            return sum(
                (1 if code in traits.features else 2 if f"-{code}" in traits.features else 0) * 3**at
                for at, code in enumerate(FEATURES)
            )

        return described(columns).codes(code_of).astype(np.int16)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_feature_table(self), left, right, left_rows, right_rows)

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        said = [
            phrase("{feature} {how}", feature=feature, how=_FEATURE_WORDS[one, two])
            for at, feature in enumerate(_FEATURES_SAID)
            if (one := int(a[0]) // 3**at % 3) and (two := int(b[0]) // 3**at % 3)
        ]
        reason = joined(", ", said) or phrase("beard, glasses and the like are not said on both sides")
        return Weight(self.name, float(self.weigh(a, b, ROW, ROW)[0]), reason)


_FEATURES_SAID: Final = (
    term("feature", "beard"),
    term("feature", "moustache"),
    term("feature", "glasses"),
    term("feature", "circumcised"),
)
_TOLD_AND_DENIED: Final = phrase("told on one side and denied on the other")
_FEATURE_WORDS: Final = {
    (1, 1): phrase("told by both"),
    (2, 2): phrase("denied by both"),
    (1, 2): _TOLD_AND_DENIED,
    (2, 1): _TOLD_AND_DENIED,
}


@lru_cache(maxsize=16)
def _feature_table(line: FeaturesLine) -> Floats:
    size = 3 ** len(FEATURES)
    table = np.zeros((size, size))
    number = np.arange(size)
    errors = (line.changes, line.changes, line.changes, line.error)
    shares = (line.beard, line.moustache, line.glasses, line.circumcised)
    for at, (share, error) in enumerate(zip(shares, errors, strict=True)):
        truth = np.array([share, 1 - share])
        ratio = np.zeros((3, 3))
        ratio[1:, 1:] = np.log10(class_ratios(truth, mixed(error, truth), mixed(error, truth)))
        digit = number // 3**at % 3
        table += ratio[digit[:, None], digit[None, :]]
    table.setflags(write=False)
    return table
