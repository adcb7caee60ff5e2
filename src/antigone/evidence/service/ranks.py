"""Ranks: one ladder for the words of three languages and two armies, and how people climb it.

A rank is a grade. Of one person it stays, or is a step higher the longer the time between the records, or a step lower
because one source is out of date; of two people it is drawn from the shares of an army. Where both records are dated,
the later one is expected to stand higher; else either may be the later.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase, phrases

#: Words of each grade, lowest first. Army ranks of Russia and of Ukraine (law 2020), of their navies, and in English.
GRADES: Final[tuple[tuple[str, ...], ...]] = (
    ("рядовой", "солдат", "рекрут", "матрос", "рядовий", "private", "soldier", "recruit", "seaman", "sailor"),
    ("ефрейтор", "єфрейтор", "старший солдат", "старший матрос", "lance corporal", "senior soldier", "senior seaman",
     "private first class", "efreitor", "gefreiter"),
    ("младший сержант", "молодший сержант", "старшина 2 статьи", "старшина 2 статті", "старшина второй статьи",
     "junior sergeant", "corporal"),
    ("сержант", "старшина 1 статьи", "старшина 1 статті", "старшина первой статьи", "sergeant"),
    ("старший сержант", "главный старшина", "головний старшина", "senior sergeant", "staff sergeant"),
    ("старшина", "головний сержант", "главный корабельный старшина", "головний корабельний старшина",
     "sergeant major", "master sergeant", "chief sergeant", "starshina"),
    ("прапорщик", "штаб сержант", "мичман", "мічман", "warrant officer", "praporshchik"),
    ("старший прапорщик", "майстер сержант", "старший мичман", "старший мічман", "senior warrant officer"),
    ("старший майстер сержант", "головний майстер сержант", "chief master sergeant"),
    ("младший лейтенант", "молодший лейтенант", "junior lieutenant", "second lieutenant"),
    ("лейтенант", "lieutenant"),
    ("старший лейтенант", "senior lieutenant", "first lieutenant"),
    ("капитан", "капітан", "капитан лейтенант", "капітан лейтенант", "captain"),
    ("майор", "капитан 3 ранга", "капітан 3 рангу", "major"),
    ("подполковник", "підполковник", "капитан 2 ранга", "капітан 2 рангу", "lieutenant colonel"),
    ("полковник", "капитан 1 ранга", "капітан 1 рангу", "colonel"),
    ("генерал", "генерал майор", "генерал лейтенант", "генерал полковник", "бригадний генерал", "контр адмирал",
     "адмирал", "general", "brigadier general", "major general", "admiral"),
)  # fmt: skip
#: Shares of grades among an army's losses: starting values, chosen.
_SHARES: Final = (0.46, 0.11, 0.09, 0.10, 0.06, 0.035, 0.030, 0.006, 0.004, 0.010, 0.030, 0.030, 0.017, 0.010, 0.005,
                  0.002, 0.001)  # fmt: skip
_ABBREVIATIONS: Final = {
    "мл": "младший", "ст": "старший", "гл": "главный", "мол": "молодший", "ряд": "рядовой", "рядов": "рядовой",
    "сол": "солдат", "ефр": "ефрейтор", "серж": "сержант", "с-т": "сержант", "с-нт": "сержант", "л-т": "лейтенант",
    "лейт": "лейтенант", "лт": "лейтенант", "к-н": "капитан", "кап": "капитан", "п/п-к": "подполковник",
    "п-к": "полковник", "пр-к": "прапорщик", "прап": "прапорщик", "м-р": "майор", "jr": "junior", "sr": "senior",
    "lt": "lieutenant", "sgt": "sergeant", "pvt": "private", "cpl": "corporal", "capt": "captain", "maj": "major",
    "col": "colonel", "ltcol": "lieutenant colonel",
}  # fmt: skip
#: Words around a rank that do not change it.
_BESIDE: Final = frozenset(
    "гвардии гвардії guards запаса запасу отставке відставці в у медицинской медичної службы служби юстиции юстиції"  # noqa: SIM905
    " полиции поліції внутренней the of reserve medical".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_GRADE_OF: Final = {words: grade for grade, names in enumerate(GRADES) for words in names}
_LONGEST: Final = 80
#: Bounds of the time between two records in years, and the time that stands for each class.
_YEARS_APART: Final = (0.5, 1.5, 3.0)
_CLASS_YEARS: Final = (0.2, 1.0, 2.2, 4.0)
_UNDATED: Final = len(_CLASS_YEARS)


@lru_cache(maxsize=20_000)
def grade_of(rank: str) -> int | None:
    """Place of a rank on the common ladder, 0 for a private; None where the words are no rank that we know."""
    words: list[str] = []
    for word in _WORD.findall(rank[:_LONGEST].casefold().replace("ё", "е")):
        if word not in _BESIDE:
            words += _ABBREVIATIONS.get(word, word.replace("-", " ")).split()
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            grade = _GRADE_OF.get(" ".join(words[start:end]))
            if grade is not None:
                return grade
    return None


class EncodedRanks(NamedTuple):
    """Grades, int8[n], -1 where not known; days that the records speak of, int32[n], 0 where not known."""

    grades: NDArray[np.int8]
    days: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class RankLine:
    """Ranks of two records; the dates are those of the event, or of when the person was last seen.

    Attributes:
        promoted: chance of a promotion in a year of war.
        outdated: chance that a record shows the rank before, whichever is the later.
        another: chance that the rank says nothing of the person's: a slip, hearsay, a course for officers.
        shares: of each grade among the people concerned; as many as `GRADES`.
    """

    promoted: float = 0.25
    outdated: float = 0.06
    another: float = 0.06
    shares: tuple[float, ...] = _SHARES

    def __post_init__(self) -> None:
        if len(self.shares) != len(GRADES) or min(self.shares) <= 0:
            raise ValueError(f"shares must be above 0, one for each of the {len(GRADES)} grades")

    @property
    def name(self) -> str:
        return "rank"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("rank", "last_seen_date", "occurred_date")

    def encode(self, columns: Columns) -> EncodedRanks:
        """Grades and days."""
        dates = zip(columns["occurred_date"], columns["last_seen_date"], strict=True)
        grades = (grade_of(rank or "") for rank in columns["rank"])
        count = len(columns["rank"])
        return EncodedRanks(
            np.fromiter((-1 if grade is None else grade for grade in grades), np.int8, count),
            np.fromiter((_day(occurred or "") or _day(seen or "") for occurred, seen in dates), np.int32, count),
        )

    def weigh(self, left: EncodedRanks, right: EncodedRanks, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        a, b = left.grades[left_rows].astype(np.int64), right.grades[right_rows].astype(np.int64)
        first, second = left.days[left_rows], right.days[right_rows]
        apart = second.astype(np.int64) - first
        times = np.searchsorted(np.array(_YEARS_APART) * 365.25, np.abs(apart))
        times = np.where((first == 0) | (second == 0) | (apart == 0), _UNDATED, times)
        # The earlier record first; the undated table is symmetric.
        early, late = np.where(apart >= 0, a, b), np.where(apart >= 0, b, a)
        weights: Floats = _weights(self)[times, early.clip(0), late.clip(0)]
        return np.where((a < 0) | (b < 0), 0.0, weights)

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair."""
        a, b = (self.encode({name: [getattr(one, name)] for name in self.fields}) for one in (left, right))
        if a.grades[0] < 0 or b.grades[0] < 0:
            return Weight(self.name, 0.0, phrase("no rank on one side"))
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        one, two = left.rank[:_LONGEST], right.rank[:_LONGEST]
        steps = int(b.grades[0]) - int(a.grades[0])
        dated = bool(a.days[0] and b.days[0] and a.days[0] != b.days[0])
        if dated and a.days[0] > b.days[0]:
            steps = -steps
        if steps == 0:
            reason = phrase("the same rank: «{one}» and «{two}»", one=one, two=two)
        elif not dated:
            reason = phrases(
                "ranks one step apart: «{one}» and «{two}»",
                "ranks {count} steps apart: «{one}» and «{two}»",
                count=abs(steps),
                one=one,
                two=two,
            )
        elif steps > 0:
            reason = phrases(
                "the later record gives a rank one step higher: «{one}» and «{two}»",
                "the later record gives a rank {count} steps higher: «{one}» and «{two}»",
                count=steps,
                one=one,
                two=two,
            )
        else:
            reason = phrases(
                "the later record gives a rank one step lower: «{one}» and «{two}»",
                "the later record gives a rank {count} steps lower: «{one}» and «{two}»",
                count=-steps,
                one=one,
                two=two,
            )
        return Weight(self.name, weight, reason)


_FIRST = np.zeros(1, dtype=np.int64)


@lru_cache(maxsize=50_000)
def _day(edtf: str) -> int:
    """The middle of a date no vaguer than a year, as an ordinal; 0 where there is none."""
    if not edtf:
        return 0
    try:
        date = UncertainDate.parse(edtf)
    except NotADate:
        return 0
    return (date.first + date.last) // 2 if date.last - date.first <= 366 else 0


@lru_cache(maxsize=16)
def _weights(line: RankLine) -> Floats:
    """log10 LR by time between the records, grade of the earlier, grade of the later: float64[5, grades, grades]."""
    shares = np.array(line.shares) / math.fsum(line.shares)
    tables = []
    for years in _CLASS_YEARS:
        tables.append(_climbed(line, years, shares) / shares)
    undated = _climbed(line, _CLASS_YEARS[1], shares) / shares
    tables.append((undated + undated.T) / 2)
    return np.log10(np.stack(tables))


def _climbed(line: RankLine, years: float, shares: Floats) -> Floats:
    """P(grade of the later record | grade of the earlier, one person): float64[grades, grades], rows add up to 1."""
    top = len(shares) - 1
    up = 1 - math.exp(-line.promoted * years)
    steps = {0: 1 - up, 1: 0.75 * up, 2: 0.25 * up}
    # A record that is out of date shows one step less, on either side of the pair.
    chances = {
        step: (1 - 2 * line.outdated) * steps.get(step, 0.0)
        + line.outdated * (steps.get(step + 1, 0.0) + steps.get(step - 1, 0.0))
        for step in range(-1, 4)
    }
    table = np.tile(line.another * shares, (len(shares), 1))
    for grade in range(len(shares)):
        for step, chance in chances.items():
            table[grade, min(max(grade + step, 0), top)] += (1 - line.another) * chance
    return table
