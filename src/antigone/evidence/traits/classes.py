"""Traits that fall into classes: sex, build, hair, eyes, blood group, the preferred hand, beard and the like.

Each record's statement becomes one small number (how it came about, what it says, what it hangs on); each line keeps a
table of log10 LR for every two numbers, computed from its parameters. To weigh a pair is to look it up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.ages import OLDER, YOUNGER, age_classes
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
    Described,
    code_column,
    described,
)
from antigone.evidence.traits.counting import LearnsByCounting, both_say, shares
from antigone.evidence.traits.ratios import class_ratios
from antigone.evidence.traits.reading import read
from antigone.evidence.traits.values import Traits
from antigone.evidence.weight import Weight

_ROW = np.zeros(1, dtype=np.int64)


def _looked_up(table: Floats, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
    width = table.shape[1]
    at = left[left_rows].astype(np.int32) * width + right[right_rows]
    return np.asarray(table.ravel()[at])


def _channel_table(truth: Floats, channels: Sequence[Floats]) -> Floats:
    """log10 LR over [1 + channel * statements + statement] on both sides; row and column 0 are silence."""
    statements = channels[0].shape[1]
    size = 1 + len(channels) * statements
    table = np.zeros((size, size))
    for i, left in enumerate(channels):
        for j, right in enumerate(channels):
            rows = slice(1 + i * statements, 1 + (i + 1) * statements)
            columns = slice(1 + j * statements, 1 + (j + 1) * statements)
            table[rows, columns] = np.log10(class_ratios(truth, left, right))
    table.setflags(write=False)
    return table


def _mixed(error: float, truth: Floats) -> Floats:
    """A source that says the truth, or with chance `error` draws from the population."""
    return np.asarray((1 - error) * np.eye(len(truth)) + error * truth[None, :])


def _codes(seen: Described, statements: Sequence[str], said: Callable[[Traits], str]) -> Codes:
    number = {code: at for at, code in enumerate(statements)}
    code = seen.codes(lambda traits: number.get(said(traits), -1))
    return np.where(code < 0, 0, 1 + seen.channel * len(statements) + code).astype(np.int16)


def _said(left: Columns, right: Columns, statements: Sequence[str], said: Callable[[Traits], str]) -> NDArray[np.int64]:
    """What the records of both lists say, as numbers of the statements; -1 for anything else."""
    number = {code: at for at, code in enumerate(statements)}
    return np.concatenate(
        [described(side).codes(lambda traits: number.get(said(traits), -1)) for side in (left, right)]
    )


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
        return _looked_up(_sex_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> SexLine:
        """The line with the share of men among the records of both lists that tell a sex."""
        code = np.array([sex_code(value) for side in (left, right) for value in side["sex"]], dtype=np.int64)
        return replace(self, male=shares(code, (self.male, 1 - self.male))[0])

    def weights_by_level(self) -> list[tuple[str, float]]:
        return [(f"both say {sex}", both_say(self, ("",), sex=sex)[0][1]) for sex in ("male", "female")]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        if not a[0] or not b[0]:
            return Weight(self.name, weight, "sex not said on one side")
        words = ("a man", "a woman")
        one, two = words[(int(a[0]) - 1) % 2], words[(int(b[0]) - 1) % 2]
        return Weight(self.name, weight, f"both say {one}" if one == two else f"one says {one}, the other {two}")


def sex_code(value: str) -> int:
    """0 for men, 1 for women, -1 where unsaid or neither."""
    first = value[:1].lower()
    return 0 if first in ("m", "м", "ч") else 1 if first in ("f", "w", "ж") else -1


@lru_cache(maxsize=16)
def _sex_table(line: SexLine) -> Floats:
    errors = (line.told, line.recorded, line.unsaid_body, line.whole, line.decomposed, line.skeleton, line.part)
    channels = [np.array([[1 - error, error], [error, 1 - error]]) for error in errors]
    return _channel_table(np.array([line.male, 1 - line.male]), channels)


BUILDS: Final = ("slim", "medium", "sturdy", "heavy")
_BUILD_WORDS = {"slim": "slim", "medium": "of medium build", "sturdy": "sturdy", "heavy": "heavy"}


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
        return _codes(described(columns), BUILDS, lambda traits: traits.build)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return _looked_up(_build_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> BuildLine:
        """The line with the shares of builds as told in both lists."""
        start = (self.slim, self.medium, self.sturdy, 1 - self.slim - self.medium - self.sturdy)
        slim, medium, sturdy, _ = shares(_said(left, right, BUILDS, lambda traits: traits.build), start)
        return replace(self, slim=slim, medium=medium, sturdy=sturdy)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{build} build" for build in BUILDS])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return _explained(self, self.name, left, right, read(left.description).build, read(right.description).build)


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
    return _channel_table(truth, [_mixed(error, truth) for error in errors])


HAIR: Final = ("black", "brown", "dark blond", "light brown", "fair", "red", "grey", "bald", "dark")
_NATURAL = 6


@dataclass(frozen=True, slots=True)
class HairLine(LearnsByCounting):
    """Colour of hair. It greys and falls with age, and changes in the ground.

    Shares of grey and bald hang on age: where a record gives an age or a birth date, its own age class is used, so that
    two grey heads of sixty say little more than `AgeLine` has said. The colours are those of people of the region.

    Attributes:
        black, brown, dark_blond, light_brown, fair: natural shares; the rest are red.
        grey_young, grey_old, bald_young, bald_old: shares under and from forty-five years.
        old: share of people from forty-five among those whose age is not said.
        told, recorded, body, decomposed, skeleton: how often the colour given is another natural one, as shades are a
            matter of opinion.
        faded: how often grey or bald is told as the natural colour, or the reverse, years apart.
    """

    black: float = 0.12
    brown: float = 0.20
    dark_blond: float = 0.28
    light_brown: float = 0.24
    fair: float = 0.13
    grey_young: float = 0.03
    grey_old: float = 0.30
    bald_young: float = 0.04
    bald_old: float = 0.08
    old: float = 0.25
    told: float = 0.22
    recorded: float = 0.2
    body: float = 0.25
    decomposed: float = 0.45
    skeleton: float = 0.6
    faded: float = 0.12

    @property
    def name(self) -> str:
        return "hair"

    @property
    def fields(self) -> tuple[str, ...]:
        return (
            "description", "kind", "source_kind", "birth_date", "age_low", "age_high", "age_date", "occurred_date",
            "last_seen_date",
        )  # fmt: skip

    def encode(self, columns: Columns) -> Codes:
        seen = described(columns)
        code = _codes(seen, HAIR, lambda traits: traits.hair)
        age = age_classes(columns) if len(code) else np.zeros(0, dtype=np.int64)
        # Age classes: 0 unsaid, 1 younger, 2 older.
        return np.where(code == 0, 0, age * CHANNELS * len(HAIR) + code).astype(np.int16)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return _looked_up(_hair_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> HairLine:
        """The line with the shares of natural colours as told in both lists; those of grey and bald by age are kept."""
        start = [self.black, self.brown, self.dark_blond, self.light_brown, self.fair]
        found = shares(_said(left, right, HAIR[:_NATURAL], lambda traits: traits.hair), [*start, 1 - sum(start)])
        return replace(self, black=found[0], brown=found[1], dark_blond=found[2], light_brown=found[3], fair=found[4])

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{hair} hair" for hair in HAIR])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return _explained(self, self.name, left, right, read(left.description).hair, read(right.description).hair)


@lru_cache(maxsize=16)
def _hair_table(line: HairLine) -> Floats:
    natural = np.array([line.black, line.brown, line.dark_blond, line.light_brown, line.fair, 0.0])
    natural[5] = max(1 - natural.sum(), 1e-3)
    natural /= natural.sum()

    def population(grey: float, bald: float) -> Floats:
        return np.array([*(natural * (1 - grey - bald)), grey, bald])

    young, old = population(line.grey_young, line.bald_young), population(line.grey_old, line.bald_old)
    populations = ((1 - line.old) * young + line.old * old, young, old)
    errors = (line.told, line.recorded, (line.body + line.decomposed) / 2, line.body, line.decomposed, line.skeleton,
              line.decomposed)  # fmt: skip
    channels = []
    for error in errors:
        said = np.zeros((8, len(HAIR)))
        shades = _mixed(error, natural)
        said[:6, :6] = shades * (1 - line.faded / 2)
        said[:6, 6:8] = line.faded / 4
        said[6:8, :6] = natural * line.faded
        said[6, 6], said[7, 7] = 1 - line.faded - 0.02, 1 - line.faded - 0.02
        said[6, 7] = said[7, 6] = 0.02
        # "Dark" is a vaguer word for the first three; one in six describers leaves it at that.
        said[:, 8] = said[:, :3].sum(axis=1) / 6
        said[:, :3] *= 5 / 6
        channels.append(said)
    unit = CHANNELS * len(HAIR)
    table = np.zeros((1 + 3 * unit, 1 + 3 * unit))
    for one in (0, YOUNGER, OLDER):
        for two in (0, YOUNGER, OLDER):
            # The same person has one age; where the two sides disagree on it, `AgeLine` counts that, not this line.
            common = populations[one or two] if not (one and two and one != two) else populations[0]
            for i, left in enumerate(channels):
                for j, right in enumerate(channels):
                    joint = (common[:, None, None] * left[:, :, None] * right[:, None, :]).sum(axis=0)
                    alone_left = (populations[one][:, None] * left).sum(axis=0)
                    alone_right = (populations[two][:, None] * right).sum(axis=0)
                    rows = slice(1 + one * unit + i * len(HAIR), 1 + one * unit + (i + 1) * len(HAIR))
                    cols = slice(1 + two * unit + j * len(HAIR), 1 + two * unit + (j + 1) * len(HAIR))
                    table[rows, cols] = np.log10(joint / (alone_left[:, None] * alone_right[None, :]))
    table.setflags(write=False)
    return table


EYES: Final = (
    "brown", "blue", "grey", "green", "blue-grey", "green-grey", "brown-green", "blue-green", "dark", "light",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EyesLine(LearnsByCounting):
    """Colour of eyes; clouded within days of death, so that a decomposed body's says little.

    Attributes:
        brown, blue, grey: shares; the rest are green.
        told, recorded, body, decomposed: how often the colour given is another.
    """

    brown: float = 0.36
    blue: float = 0.27
    grey: float = 0.26
    told: float = 0.12
    recorded: float = 0.1
    body: float = 0.2
    decomposed: float = 0.6

    @property
    def name(self) -> str:
        return "eyes"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "kind", "source_kind"

    def encode(self, columns: Columns) -> Codes:
        return _codes(described(columns), EYES, lambda traits: traits.eyes)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return _looked_up(_eyes_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> EyesLine:
        """The line with the shares of colours as told in both lists."""
        start = (self.brown, self.blue, self.grey, 1 - self.brown - self.blue - self.grey)
        brown, blue, grey, _ = shares(_said(left, right, EYES[:4], lambda traits: traits.eyes), start)
        return replace(self, brown=brown, blue=blue, grey=grey)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{eyes} eyes" for eyes in EYES[:4]])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return _explained(self, self.name, left, right, read(left.description).eyes, read(right.description).eyes)


@lru_cache(maxsize=16)
def _eyes_table(line: EyesLine) -> Floats:
    truth = np.array([line.brown, line.blue, line.grey, max(1 - line.brown - line.blue - line.grey, 1e-3)])
    errors = (line.told, line.recorded, line.body, line.body, line.decomposed, line.decomposed, line.decomposed)
    channels = []
    for error in errors:
        plain = _mixed(error, truth)
        said = np.zeros((4, len(EYES)))
        said[:, :4] = plain * 0.8
        # One describer in ten names two colours, the right one and any that it is paired with.
        pairs = [[EYES.index(colour) for colour in code.split("-")] for code in EYES[4:8]]
        for at, pair in enumerate(pairs, start=4):
            for colour in pair:
                said[:, at] += plain[:, colour] * 0.1 / sum(colour in other for other in pairs)
        said[:, 8] = plain[:, 0] * 0.1
        said[:, 9] = plain[:, 1:].sum(axis=1) * 0.1
        channels.append(said)
    return _channel_table(truth, channels)


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
        return _codes(
            described(columns), [f"{abo}{rh}" for abo, rh in _GROUPS[1:]], lambda traits: traits.abo + traits.rh
        )

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return _looked_up(_blood_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> BloodGroupLine:
        """The line with the shares of groups and signs as told in both lists."""
        o, a, b, _ = shares(
            _said(left, right, _ABO, lambda traits: traits.abo), (self.o, self.a, self.b, 1 - self.o - self.a - self.b)
        )
        negative = shares(_said(left, right, "-+", lambda traits: traits.rh), (self.rh_negative, 1 - self.rh_negative))[
            0
        ]
        return replace(self, o=o, a=a, b=b, rh_negative=negative)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"blood {abo}{rh}" for abo, rh in _GROUPS if abo and rh])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        one, two = read(left.description), read(right.description)
        return _explained(self, self.name, left, right, one.abo + one.rh, two.abo + two.rh)


@lru_cache(maxsize=16)
def _blood_table(line: BloodGroupLine) -> Floats:
    abo = np.array([line.o, line.a, line.b, max(1 - line.o - line.a - line.b, 1e-3)])
    rh = np.array([1 - line.rh_negative, line.rh_negative])
    truth = (abo[:, None] * rh[None, :]).ravel()
    errors = (line.told, line.recorded, *(line.body,) * 5)
    channels = []
    for error in errors:
        group, sign = _mixed(error, abo), _mixed(line.rh_error, rh)
        said = np.zeros((8, len(_GROUPS) - 1))
        for at, (letters, plus) in enumerate(_GROUPS[1:]):
            of_group = group[:, _ABO.index(letters)] if letters else np.ones(4)
            of_sign = sign[:, "+-".index(plus)] if plus else np.ones(2)
            # How much is said (the group, the sign, both) does not hang on the truth, and cancels.
            said[:, at] = (of_group[:, None] * of_sign[None, :]).ravel()
        channels.append(said)
    return _channel_table(truth, channels)


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
        return _codes(described(columns), HANDS, lambda traits: traits.hand)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return _looked_up(_hand_table(self), left, right, left_rows, right_rows)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, ("left-handed", "right-handed"))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return _explained(self, self.name, left, right, read(left.description).hand, read(right.description).hand)


@lru_cache(maxsize=16)
def _hand_table(line: HandednessLine) -> Floats:
    truth = np.array([line.left, 1 - line.left - line.both, line.both])
    return _channel_table(truth, [_mixed(line.error, truth)] * CHANNELS)


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
        return _looked_up(_feature_table(self), left, right, left_rows, right_rows)

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        said = [
            f"{feature} {_FEATURE_WORDS[one, two]}"
            for at, feature in enumerate(FEATURES)
            if (one := int(a[0]) // 3**at % 3) and (two := int(b[0]) // 3**at % 3)
        ]
        reason = ", ".join(said) or "beard, glasses and the like are not said on both sides"
        return Weight(self.name, float(self.weigh(a, b, _ROW, _ROW)[0]), reason)


_FEATURE_WORDS = {
    (1, 1): "told by both",
    (2, 2): "denied by both",
    (1, 2): "told on one side and denied on the other",
    (2, 1): "told on one side and denied on the other",
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
        ratio[1:, 1:] = np.log10(class_ratios(truth, _mixed(error, truth), _mixed(error, truth)))
        digit = number // 3**at % 3
        table += ratio[digit[:, None], digit[None, :]]
    table.setflags(write=False)
    return table


def _explained(line: Any, name: str, left: Particulars, right: Particulars, one: str, two: str) -> Weight:
    a, b = line.encode(as_columns([left])), line.encode(as_columns([right]))
    weight = float(line.weigh(a, b, _ROW, _ROW)[0])
    if not a[0] or not b[0]:
        return Weight(name, weight, f"{name} not said on one side")
    if one == two:
        return Weight(name, weight, f"{name}: both say {_BUILD_WORDS.get(one, one)}")
    said = f"{_BUILD_WORDS.get(one, one)} and {_BUILD_WORDS.get(two, two)}"
    if weight > 0:
        return Weight(name, weight, f"{name}: {said}, which can be one")
    return Weight(name, weight, f"{name} {'differ' if name == 'eyes' else 'differs'}: {said}")
