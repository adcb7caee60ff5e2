"""Traits that are measured: age, stature, shoe size. Two noisy measurements of one normal quantity.

The chain rule keeps dependent sizes from being counted twice: stature is weighed given sex, shoe size given both
statures, so that the two weights sum to that of both sizes together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars, as_columns
from antigone.evidence.traits.ages import ages, date_column
from antigone.evidence.traits.classes import sex_code
from antigone.evidence.traits.columns import Described, code_column, described
from antigone.evidence.traits.counting import LearnsByCounting, mean_and_spread
from antigone.evidence.traits.ratios import normal_log_density, shared_log_density, with_blunders
from antigone.evidence.traits.reading import read
from antigone.evidence.traits.values import Range, Traits
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Day, Phrase, code_word, figure, phrase, phrases

_ROW = np.zeros(1, dtype=np.int64)
_COVERAGE = 1.96
"""Standard deviations to either side that a range is taken to reach: ranges are given as 95 % intervals."""


@dataclass(frozen=True, slots=True)
class _Measured:
    """Columns: the size said (NaN where none), the variance of its error, and the log density of it alone."""

    value: Floats
    noise: Floats
    alone: Floats
    said: NDArray[np.bool_]
    sex: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _Births:
    value: Floats
    noise: Floats
    alone: Floats
    #: 0 nothing, 1 an age, 2 a birth date (which `BirthDateLine` weighs when both sides have one).
    said: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class AgeLine(LearnsByCounting):
    """An age against a birth date or against another age; nothing where both sides give a birth date.

    Two birth dates are weighed by the line for birth dates; to weigh ages beside them would count one fact twice, so
    this line is 0 there.

    Attributes:
        birth_year, birth_spread: mean and s.d. of the years in which the people of the register were born.
        told: s.d. in years of an age given by people or papers, over its being in whole years.
        body: s.d. in years of an age estimated from a body, over the range given, which is taken as a 95 % interval.
        lain: years that a body lies before it is found, on average, where the age is held on the day of recovery.
        dated, undated: mean and s.d. of the year on which an age without a date is held.
        blunders: share of ages about nobody.
    """

    birth_year: float = 1986.0
    birth_spread: float = 11.0
    told: float = 0.7
    body: float = 1.5
    lain: float = 0.6
    dated: float = 2024.0
    undated: float = 1.5
    blunders: float = 0.02

    @property
    def name(self) -> str:
        return "age"

    @property
    def fields(self) -> tuple[str, ...]:
        return "birth_date", "age_low", "age_high", "age_date", "occurred_date", "last_seen_date", "kind"

    def encode(self, columns: Columns) -> _Births:
        born, half = date_column(columns, "birth_date")
        age, age_half = ages(columns)
        body = np.array([kind == "remains" for kind in columns["kind"]], dtype=np.bool_)
        when, when_half = date_column(columns, "age_date")
        for name in ("occurred_date", "last_seen_date"):
            other, other_half = date_column(columns, name)
            missing = np.isnan(when)
            when, when_half = np.where(missing, other, when), np.where(missing, other_half, when_half)
        late = np.where(body & ~np.isnan(when), self.lain, 0.0)
        undated = np.isnan(when)
        when = np.where(undated, self.dated, when)
        when_noise = np.where(undated, self.undated**2, when_half**2 / 3 + late**2)
        # The estimate of one body is wrong as a whole; the width of a told age is only its rounding.
        estimate = np.where(body, (age_half / _COVERAGE) ** 2 + self.body**2, age_half**2 / 3 + self.told**2)
        dated = ~np.isnan(born)
        value = np.where(dated, born, when - late - age)
        noise = np.where(dated, half**2 / 3 + 0.01, estimate + when_noise)
        said = np.where(dated, 2, np.where(np.isnan(age), 0, 1)).astype(np.int8)
        value = np.where(said == 0, self.birth_year, value)
        noise = np.where(said == 0, 1.0, noise)
        return _Births(value, noise, normal_log_density(value, self.birth_year, self.birth_spread**2 + noise), said)

    def weigh(self, left: _Births, right: _Births, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        both = left.said[left_rows] * right.said[right_rows]
        at = np.flatnonzero((both == 1) | (both == 2))
        i, j = left_rows[at], right_rows[at]
        together = shared_log_density(
            left.value[i], right.value[j], left.noise[i], right.noise[j], self.birth_year, self.birth_spread**2
        )
        result[at] = with_blunders(together - left.alone[i] - right.alone[j], self.blunders)
        return result

    def counted(self, left: Columns, right: Columns) -> AgeLine:
        """The line with the mean and spread of the years of birth in both lists, told or worked out from ages."""
        both = [self.encode(side) for side in (left, right)]
        value, noise, said = (
            np.concatenate([getattr(one, name) for one in both]) for name in ("value", "noise", "said")
        )
        mean, spread = mean_and_spread(value[said > 0], noise[said > 0], self.birth_year, self.birth_spread)
        return replace(self, birth_year=mean, birth_spread=spread)

    def weights_by_level(self) -> list[tuple[str, float]]:
        born = Particulars(kind="missing", birth_date="1988")
        return [
            (
                f"born 1988, a body aged {age - 5} to {age + 5} in 2023",
                self.explain(
                    born, Particulars(kind="remains", age_low=age - 5, age_high=age + 5, occurred_date="2023")
                ).log10_lr,
            )
            for age in (25, 35, 45)
        ]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        if a.said[0] == 2 and b.said[0] == 2:
            return Weight(self.name, weight, phrase("both sides give a birth date, which is weighed by itself"))
        if not a.said[0] or not b.said[0]:
            return Weight(self.name, weight, phrase("one side gives no age and no birth date"))
        gap = round(abs(a.value[0] - b.value[0]))
        apart = (
            phrase("hardly apart")
            if gap == 0
            else phrases("about a year apart", "about {count} years apart", count=gap)
        )
        one, two = _age_words(left), _age_words(right)
        if weight > 0:
            reason = phrase("ages agree: {one} and {two}, {apart}", one=one, two=two, apart=apart)
        else:
            reason = phrase("ages disagree: {one} and {two}, {apart}", one=one, two=two, apart=apart)
        return Weight(self.name, weight, reason)


def _age_words(record: Particulars) -> Phrase:
    if record.birth_date:
        return phrase("born {date}", date=Day(record.birth_date))
    low, high = record.age_low, record.age_high
    if low is None:
        age = phrase("aged up to {high}", high=high or 0)
    elif high is None:
        age = phrase("aged {low} or more", low=low)
    elif low == high:
        age = phrase("aged {low}", low=low)
    else:
        age = phrase("aged {low} to {high}", low=low, high=high)
    when = record.age_date or record.occurred_date or record.last_seen_date
    return phrase("{age} (as of {date})", age=age, date=Day(when)) if when else age


def _centre(size: Range | None) -> tuple[float, float]:
    return (np.nan, np.nan) if size is None else ((size.low + size.high) / 2, (size.high - size.low) / 2)


@dataclass(frozen=True, slots=True)
class StatureLine(LearnsByCounting):
    """Stature, however it became known: from memory, from a form, from a body, from bones. One quantity, one line.

    Attributes:
        male, male_spread, female, female_spread: mean and s.d. of stature in cm.
        men: share of men where sex is not said.
        told, recorded, body, decomposed, skeleton, part: s.d. in cm of the error, by how the number came about;
            `unsaid_body` of a body whose state is not said.
        blunders: share of statures about nobody.
    """

    male: float = 176.5
    male_spread: float = 6.8
    female: float = 164.5
    female_spread: float = 6.3
    men: float = 0.94
    told: float = 3.0
    recorded: float = 1.5
    unsaid_body: float = 3.0
    body: float = 2.0
    decomposed: float = 3.0
    skeleton: float = 4.0
    part: float = 5.0
    blunders: float = 0.01

    @property
    def name(self) -> str:
        return "stature"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "sex", "kind", "source_kind"

    def encode(self, columns: Columns) -> _Measured:
        seen = described(columns)
        sex = _sexes(columns)
        value, noise = self.sizes(seen, sex)
        said = ~np.isnan(value)
        value, noise = np.where(said, value, self.male), np.where(said, noise, 1.0)
        man = normal_log_density(value, self.male, self.male_spread**2 + noise)
        woman = normal_log_density(value, self.female, self.female_spread**2 + noise)
        mixed = np.logaddexp(man + np.log(self.men), woman + np.log1p(-self.men))
        return _Measured(value, noise, np.where(sex < 0, mixed, np.where(sex == 0, man, woman)), said, sex)

    def sizes(self, seen: Described, sex: NDArray[np.int8]) -> tuple[Floats, Floats]:
        """Stature in cm and the variance of its error; NaN where unsaid. Words ("tall") count a third of the people."""
        value, half = seen.sizes(lambda traits: _centre(traits.stature))
        errors = np.array(
            [self.told, self.recorded, self.unsaid_body, self.body, self.decomposed, self.skeleton, self.part]
        )
        noise = errors[seen.channel] ** 2 + (half / _COVERAGE) ** 2
        # "Tall" and "short": people who lie a standard deviation from the middle, give or take three quarters of one.
        word = seen.codes(lambda traits: _SIZES.get(traits.size, 0) if traits.stature is None else 0)
        mean = np.where(sex == 1, self.female, self.male)
        spread = np.where(sex == 1, self.female_spread, self.male_spread)
        value = np.where(word > 0, mean + (word - 2) * spread, value)
        return value, np.where(word > 0, (0.75 * spread) ** 2 + errors[seen.channel] ** 2, noise)

    def weigh(self, left: _Measured, right: _Measured, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        at = np.flatnonzero(left.said[left_rows] & right.said[right_rows])
        i, j = left_rows[at], right_rows[at]
        men = _share_of_men(left.sex[i], right.sex[j], self.men)
        man, woman = (
            shared_log_density(left.value[i], right.value[j], left.noise[i], right.noise[j], mean, spread**2)
            for mean, spread in ((self.male, self.male_spread), (self.female, self.female_spread))
        )
        with np.errstate(divide="ignore"):
            together = np.logaddexp(man + np.log(men), woman + np.log1p(-men))
        result[at] = with_blunders(together - left.alone[i] - right.alone[j], self.blunders)
        return result

    def counted(self, left: Columns, right: Columns) -> StatureLine:
        """The line with the mean and spread of men's statures in both lists; women's lie as far below as before."""
        both = [self.encode(side) for side in (left, right)]
        value, noise, said, sex = (
            np.concatenate([getattr(one, name) for one in both]) for name in ("value", "noise", "said", "sex")
        )
        # Where sex is not told, nearly all are men.
        men = said & (sex != 1)
        mean, spread = mean_and_spread(value[men], noise[men], self.male, self.male_spread)
        return replace(self, male=mean, male_spread=spread, female=round(self.female + mean - self.male, 4))

    def weights_by_level(self) -> list[tuple[str, float]]:
        told = Particulars(kind="missing", source_kind="family", description="178 cm", sex="male")
        return [
            (
                f"178 cm told, {cm} cm measured",
                self.explain(told, Particulars(kind="remains", description=f"{cm} cm", sex="male")).log10_lr,
            )
            for cm in (178, 182, 186, 190)
        ]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        if not a.said[0] or not b.said[0]:
            return Weight(self.name, weight, phrase("stature not said on one side"))
        one, two = _stature_words(read(left.description)), _stature_words(read(right.description))
        if {int(a.sex[0]), int(b.sex[0])} == {0, 1}:
            reason = phrase(
                "statures {one} and {two}, either sex being open, as the two sides contradict each other on it",
                one=one,
                two=two,
            )
        elif weight > 0:
            reason = phrase("statures agree: {one} and {two}, errors of measurement allowed for", one=one, two=two)
        else:
            reason = phrase("statures differ: {one} and {two}, errors of measurement allowed for", one=one, two=two)
        return Weight(self.name, weight, reason)


_SIZES = {"short": 1, "medium": 2, "tall": 3}


def _stature_words(traits: Traits) -> Phrase:
    size = traits.stature
    if size is None:
        return phrase("«{size}»", size=code_word("stature", traits.size))
    low, high = figure(size.low, "g"), figure(size.high, "g")
    return phrase("{cm} cm", cm=low) if size.low == size.high else phrase("{low} to {high} cm", low=low, high=high)


def _sexes(columns: Columns) -> NDArray[np.int8]:
    rows, distinct = code_column(columns["sex"])
    return np.array([sex_code(value) for value in distinct], dtype=np.int8)[rows]


def _share_of_men(left: NDArray[np.int8], right: NDArray[np.int8], men: float) -> Floats:
    """Chance that the one person is a man, given what both sides say; a contradiction leaves both open, as the line for
    sex has counted it."""
    known = np.where(left < 0, right, left)
    clash = (left >= 0) & (right >= 0) & (left != right)
    return np.asarray(np.where(clash, 0.5, np.where(known < 0, men, 1.0 - known)))


@dataclass(frozen=True, slots=True)
class _Shoes:
    """Columns: the size said, its noise; mean and variance of stature given what the record says of it; the log density
    of the size alone, given that; and which records give a size."""

    value: Floats
    noise: Floats
    stature: Floats
    stature_noise: Floats
    alone: Floats
    said: NDArray[np.bool_]
    sex: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class ShoeSizeLine(LearnsByCounting):
    """Shoe size given stature: what the size says beyond what the statures have said.

    A size is linear in stature with a personal remainder. The weight is log10 of
    P(both sizes | both statures, one person) / P(size | own stature) P(size | own stature), where a stature that is not
    said is integrated out; with `StatureLine` it sums to the weight of all four numbers together.

    Attributes:
        male, female: mean European size of men and women.
        slope: sizes a cm of stature; remainder: s.d. of the size among people of one stature.
        male_stature, male_spread, female_stature, female_spread, and the errors of stature: as in `StatureLine`.
        men: share of men where sex is not said.
        told, body: s.d. of the error of a told size and of one read from a boot, over rounding; boots are issued large.
        blunders: share of sizes about nobody.
    """

    male: float = 42.9
    female: float = 38.5
    slope: float = 0.22
    remainder: float = 1.0
    male_stature: float = 176.5
    male_spread: float = 6.8
    female_stature: float = 164.5
    female_spread: float = 6.3
    men: float = 0.94
    told_stature: float = 3.0
    body_stature: float = 3.0
    told: float = 0.45
    body: float = 0.6
    blunders: float = 0.02

    @property
    def name(self) -> str:
        return "shoe size"

    @property
    def fields(self) -> tuple[str, ...]:
        return "description", "sex", "kind", "source_kind"

    def encode(self, columns: Columns) -> _Shoes:
        seen = described(columns)
        sex = _sexes(columns)
        value, half = seen.sizes(lambda traits: _centre(traits.shoe))
        body = seen.channel >= 2
        noise = np.where(body, self.body, self.told) ** 2 + (half**2 + 0.25) / 3
        cm, cm_half = seen.sizes(lambda traits: _centre(traits.stature))
        cm_noise = np.where(body, self.body_stature, self.told_stature) ** 2 + (cm_half / _COVERAGE) ** 2
        said = ~np.isnan(value)
        value, noise = np.where(said, value, self.male), np.where(said, noise, 1.0)
        # An unsaid stature is one measured without any precision.
        unsaid = np.isnan(cm)
        cm, cm_noise = np.where(unsaid, self.male_stature, cm), np.where(unsaid, 1e12, cm_noise)
        alone = np.array([self._alone(value, noise, cm, cm_noise, woman) for woman in (0, 1)])
        # Where sex is not said, the share of men is that given the stature, as the stature has been weighed before.
        share = self._men_given(cm, cm_noise, unsaid)
        with np.errstate(divide="ignore"):
            mixed = np.logaddexp(alone[0] + np.log(share), alone[1] + np.log1p(-share))
        density = np.where(sex < 0, mixed, np.where(sex == 0, alone[0], alone[1]))
        return _Shoes(value, noise, cm, cm_noise, density, said, sex)

    def _population(self, woman: int) -> tuple[float, float, float]:
        """Mean size, mean and variance of stature of one sex."""
        if woman:
            return self.female, self.female_stature, self.female_spread**2
        return self.male, self.male_stature, self.male_spread**2

    def _alone(self, value: Floats, noise: Floats, cm: Floats, cm_noise: Floats, woman: int) -> Floats:
        size, mean, variance = self._population(woman)
        gain = variance / (variance + cm_noise)
        expected = size + self.slope * gain * (cm - mean)
        return normal_log_density(value, expected, self.slope**2 * variance * (1 - gain) + self.remainder**2 + noise)

    def _men_given(self, cm: Floats, cm_noise: Floats, unsaid: NDArray[np.bool_]) -> Floats:
        man = normal_log_density(cm, self.male_stature, self.male_spread**2 + cm_noise) + np.log(self.men)
        woman = normal_log_density(cm, self.female_stature, self.female_spread**2 + cm_noise) + np.log1p(-self.men)
        return np.where(unsaid, self.men, 1 / (1 + np.exp(np.clip(woman - man, -700, 700))))

    def weigh(self, left: _Shoes, right: _Shoes, left_rows: Rows, right_rows: Rows) -> Floats:
        result = np.zeros(len(left_rows))
        at = np.flatnonzero(left.said[left_rows] & right.said[right_rows])
        i, j = left_rows[at], right_rows[at]
        precision = 1 / left.stature_noise[i] + 1 / right.stature_noise[j]
        cm = (left.stature[i] / left.stature_noise[i] + right.stature[j] / right.stature_noise[j]) / precision
        cm_noise = 1 / precision
        densities = []
        for woman in (0, 1):
            size, mean, variance = self._population(woman)
            gain = variance / (variance + cm_noise)
            densities.append(
                shared_log_density(
                    left.value[i],
                    right.value[j],
                    left.noise[i],
                    right.noise[j],
                    size + self.slope * gain * (cm - mean),
                    self.slope**2 * variance * (1 - gain) + self.remainder**2,
                )
            )
        sure = (left.sex[i] >= 0) | (right.sex[j] >= 0)
        unsaid = cm_noise > 1e11
        men = np.where(sure, _share_of_men(left.sex[i], right.sex[j], self.men), self._men_given(cm, cm_noise, unsaid))
        with np.errstate(divide="ignore"):
            together = np.logaddexp(densities[0] + np.log(men), densities[1] + np.log1p(-men))
        result[at] = with_blunders(together - left.alone[i] - right.alone[j], self.blunders)
        return result

    def counted(self, left: Columns, right: Columns) -> ShoeSizeLine:
        """The line with the means and spreads of men's statures and sizes in both lists; its slope is kept."""
        both = [self.encode(side) for side in (left, right)]
        names = ("value", "noise", "said", "sex", "stature", "stature_noise")
        value, noise, said, sex, cm, cm_noise = (np.concatenate([getattr(one, name) for one in both]) for name in names)
        men = sex != 1
        tall = men & (cm_noise < 1e11)
        mean, spread = mean_and_spread(cm[tall], cm_noise[tall], self.male_stature, self.male_spread)
        explained = (self.slope * spread) ** 2
        start = float(np.sqrt(self.remainder**2 + (self.slope * self.male_spread) ** 2))
        size, whole = mean_and_spread(value[men & said], noise[men & said], self.male, start)
        remainder = float(np.sqrt(max(whole**2 - explained, (self.remainder / 2) ** 2)))
        return replace(
            self,
            male=size,
            female=round(self.female + size - self.male, 4),
            male_stature=mean,
            male_spread=spread,
            female_stature=round(self.female_stature + mean - self.male_stature, 4),
            remainder=round(remainder, 4),
        )

    def weights_by_level(self) -> list[tuple[str, float]]:
        told = Particulars(kind="missing", source_kind="family", description="shoe size 43", sex="male")
        return [
            (
                f"size 43 told, {size} found",
                self.explain(told, Particulars(kind="remains", description=f"shoe size {size}", sex="male")).log10_lr,
            )
            for size in (43, 44, 46)
        ]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        a, b = self.encode(as_columns([left])), self.encode(as_columns([right]))
        weight = float(self.weigh(a, b, _ROW, _ROW)[0])
        if not a.said[0] or not b.said[0]:
            return Weight(self.name, weight, phrase("shoe size not said on one side"))
        one, two = figure(a.value[0], "g"), figure(b.value[0], "g")
        if weight > 0:
            reason = phrase("shoe sizes agree beyond what stature explains: {one} and {two}", one=one, two=two)
        else:
            reason = phrase("shoe sizes differ beyond what stature explains: {one} and {two}", one=one, two=two)
        return Weight(self.name, weight, reason)
