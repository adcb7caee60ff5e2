"""Colours of hair and eyes, as people call them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.traits.ages import OLDER, YOUNGER, age_classes
from antigone.evidence.traits.columns import CHANNELS, Codes, described
from antigone.evidence.traits.counting import LearnsByCounting, both_say, shares
from antigone.evidence.traits.reading import read
from antigone.evidence.traits.tables import channel_table, codes, explained, looked_up, mixed, said_by_both
from antigone.evidence.weight import Weight

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
        code = codes(seen, HAIR, lambda traits: traits.hair)
        age = age_classes(columns) if len(code) else np.zeros(0, dtype=np.int64)
        # Age classes: 0 unsaid, 1 younger, 2 older.
        return np.where(code == 0, 0, age * CHANNELS * len(HAIR) + code).astype(np.int16)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_hair_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> HairLine:
        """The line with the shares of natural colours as told in both lists; those of grey and bald by age are kept."""
        start = [self.black, self.brown, self.dark_blond, self.light_brown, self.fair]
        found = shares(said_by_both(left, right, HAIR[:_NATURAL], lambda traits: traits.hair), [*start, 1 - sum(start)])
        return replace(self, black=found[0], brown=found[1], dark_blond=found[2], light_brown=found[3], fair=found[4])

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{hair} hair" for hair in HAIR])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return explained(self, self.name, left, right, read(left.description).hair, read(right.description).hair)


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
        shades = mixed(error, natural)
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
        return codes(described(columns), EYES, lambda traits: traits.eyes)

    def weigh(self, left: Codes, right: Codes, left_rows: Rows, right_rows: Rows) -> Floats:
        return looked_up(_eyes_table(self), left, right, left_rows, right_rows)

    def counted(self, left: Columns, right: Columns) -> EyesLine:
        """The line with the shares of colours as told in both lists."""
        start = (self.brown, self.blue, self.grey, 1 - self.brown - self.blue - self.grey)
        brown, blue, grey, _ = shares(said_by_both(left, right, EYES[:4], lambda traits: traits.eyes), start)
        return replace(self, brown=brown, blue=blue, grey=grey)

    def weights_by_level(self) -> list[tuple[str, float]]:
        return both_say(self, [f"{eyes} eyes" for eyes in EYES[:4]])

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        return explained(self, self.name, left, right, read(left.description).eyes, read(right.description).eyes)


@lru_cache(maxsize=16)
def _eyes_table(line: EyesLine) -> Floats:
    truth = np.array([line.brown, line.blue, line.grey, max(1 - line.brown - line.blue - line.grey, 1e-3)])
    errors = (line.told, line.recorded, line.body, line.body, line.decomposed, line.decomposed, line.decomposed)
    channels = []
    for error in errors:
        plain = mixed(error, truth)
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
    return channel_table(truth, channels)
