"""Units: a code of the army post, or a number and a type at some level, or a name of their own.

"в/ч А1234", "2 батальон, 256 отдельная механизированная бригада", "72 ОМБр", "1st Company, 36th Marine Brigade", "полк
«Азов»". A code is compared with a code, a brigade with a brigade; a code says nothing about a number. A battalion
speaks within its brigade only, unless it is a separate one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.service.spelling import as_number, filled
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

#: Levels of an army; the number of a unit at a level it does not name is 0.
COMPANY, BATTALION, REGIMENT, BRIGADE, DIVISION, ARMY, UNLEVELLED = range(7)
_LEVELS: Final = 7
#: Battalions and companies of a brigade are numbered up to here.
_WITHIN_A_BRIGADE: Final = 12
#: Levels whose number alone says which unit of an army it is.
_FORMATIONS: Final = (REGIMENT, BRIGADE, DIVISION)
_SEPARATE_FROM: Final = 9
"""Battalions of a brigade are numbered from one; a number from here on is that of a separate battalion."""

#: Abbreviations end in the letter of their level: ОМБр, МСП, ОМПБ, МСД; a number must stand before.
_ABBREVIATION = re.compile(
    r"\A(?:о?гв)?(?P<type>[а-яіїєґ]{0,6}?)(?P<level>брмп|бртро|брсп|бр|брнг|полк|п|бат|б|д)\Z", re.IGNORECASE
)
_LEVEL_STEMS: Final = (
    ("бригад", BRIGADE), ("brigad", BRIGADE), ("bde", BRIGADE),
    ("полк", REGIMENT), ("полку", REGIMENT), ("regim", REGIMENT), ("rgt", REGIMENT),
    ("батал", BATTALION), ("battal", BATTALION), ("дивизион", BATTALION), ("дивізіон", BATTALION), ("загін", BATTALION),
    ("отряд", BATTALION),
    ("дивизи", DIVISION), ("дивізі", DIVISION), ("division", DIVISION),
    ("рота", COMPANY), ("роты", COMPANY), ("роти", COMPANY), ("company", COMPANY), ("батаре", COMPANY),
    ("армия", ARMY), ("армии", ARMY), ("армія", ARMY), ("армії", ARMY), ("army", ARMY),
    ("корпус", ARMY), ("corps", ARMY),
)  # fmt: skip
_TYPE_STEMS: Final = (
    ("механ", "mechanised"), ("mechan", "mechanised"),
    ("мотостр", "rifle"), ("мотопех", "rifle"), ("мотопіх", "rifle"), ("стрелк", "rifle"), ("стріл", "rifle"),
    ("rifle", "rifle"), ("motor", "rifle"), ("infantry", "rifle"), ("пехотн", "rifle"), ("піхотн", "rifle"),
    ("танк", "tank"), ("tank", "tank"), ("armou", "tank"), ("armor", "tank"),
    ("десант", "airborne"), ("дшв", "airborne"), ("air assault", "airborne"), ("airborne", "airborne"),
    ("assault", "airborne"), ("штурм", "airborne"), ("повітр", "airborne"), ("вдв", "airborne"),
    ("парашют", "airborne"), ("аэромоб", "airborne"), ("аеромоб", "airborne"),
    ("артил", "artillery"), ("artil", "artillery"), ("реактив", "artillery"), ("гаубич", "artillery"),
    ("морск", "marine"), ("морськ", "marine"), ("marine", "marine"), ("речн", "marine"), ("річк", "marine"),
    ("river", "marine"), ("naval", "marine"),
    ("территор", "territorial"), ("територ", "territorial"), ("тро", "territorial"), ("territor", "territorial"),
    ("инженер", "engineer"), ("інженер", "engineer"), ("engineer", "engineer"), ("сапер", "engineer"),
    ("гвард", "guard"), ("national guard", "guard"),
    ("спец", "special"), ("special", "special"), ("развед", "special"), ("розвід", "special"), ("reconn", "special"),
    ("зенит", "air defence"), ("зеніт", "air defence"), ("air defen", "air defence"), ("пво", "air defence"),
    ("ппо", "air defence"),
    ("погран", "border"), ("прикорд", "border"), ("border", "border"),
    ("связи", "signal"), ("зв'язку", "signal"), ("signal", "signal"),
    ("логист", "support"), ("матеріал", "support"), ("матери", "support"),
    ("ремонт", "support"), ("support", "support"),
    ("медиц", "medical"), ("медич", "medical"), ("medical", "medical"), ("госпит", "medical"),
)  # fmt: skip
_ABBREVIATED_TYPES: Final = {
    "ом": "mechanised", "м": "mechanised", "омс": "rifle", "мс": "rifle", "с": "rifle", "осп": "rifle", "мп": "rifle",
    "омп": "rifle", "ос": "rifle", "огш": "rifle", "т": "tank", "от": "tank", "дш": "airborne", "одш": "airborne",
    "пд": "airborne", "опд": "airborne", "оаэм": "airborne", "ош": "airborne", "ш": "airborne", "оабр": "artillery",
    "а": "artillery", "оа": "artillery", "об": "marine", "тро": "territorial", "отро": "territorial",
    "обр": "marine", "ин": "engineer", "зр": "air defence",
}  # fmt: skip
_CODE = re.compile(
    r"(?:\b(?:в\s*/\s*ч|вч|в\.\s?ч\.|войсков\w+ част\w+|військов\w+ частин\w+|military unit|unit|mu)\b\.?\s*[№#N]?\s*"
    r"(?P<letter>[A-Za-zА-ЯЁІЇЄа-яёіїє]?)\s*-?\s*(?P<digits>\d{4,5})\b)"
    r"|(?:\b(?P<letter2>[АТВДAТTVDB])-?(?P<digits2>\d{4})\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w-])(\d{1,4})(?:\s*[-–]?\s*(?:я|й|а|ша|та|го|ої|ий|ій|st|nd|rd|th|тя|га|ма))?(?![\w])", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTERS: Final = str.maketrans("АВЕІКМНОРСТХДГЛРVГ", "ABEIKMHOPCTXDGLPBG")
_COMMON: Final = frozenset(
    "в ч вч отдельная отдельный отдельной окрема окремий окремої separate independent имени імені named гвардейская"  # noqa: SIM905
    " гвардейский гвардійська the of unit взвод взвода platoon отделение відділення squad оборона обороны оборони"
    " defence defense пехоты піхоты піхоти пехота піхота infantry група группа group войск військ forces force"
    " бригада полк назначения призначення purpose".split()
)
_LONGEST: Final = 200
_MOST_NAMES: Final = 3

#: How two units stand to each other.
SILENT, SAME_CODE, SAME_NUMBER, OTHER_TYPE, SAME_NAME, SAME_TYPE, DIFFERENT, TYPE_DIFFERS = range(8)
_IN_WORDS: Final = {
    SAME_CODE: phrase("units agree by their code"),
    SAME_NUMBER: phrase("units agree by their number"),
    OTHER_TYPE: phrase("units of one number and two types"),
    SAME_NAME: phrase("units agree by their name"),
    SAME_TYPE: phrase("units are of one type"),
    DIFFERENT: phrase("units differ"),
    TYPE_DIFFERS: phrase("units are of different types"),
}
_BATTALIONS: Final = phrase("battalions")
_NO_UNIT: Final = phrase("no unit on one side")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a text says of a unit.

    Attributes:
        code: letter and digits of the post code, one spelling for both scripts; empty if none.
        numbers: number at each level, 0 where not said.
        type: mechanised, rifle, tank, ... ; empty if not said.
        names: how its own names sound ("Азов"), at most three.
    """

    code: str = ""
    numbers: tuple[int, ...] = (0,) * _LEVELS
    type: str = ""
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.code or any(self.numbers) or self.type or self.names)


@lru_cache(maxsize=100_000)
def read_unit(text: str, branch: str = "") -> Unit:
    """The unit that any text names; the branch of service tells its type where the unit does not."""
    text = text[:_LONGEST]
    code = ""
    found = _CODE.search(text)
    if found:
        letter = (found["letter"] or found["letter2"] or "").upper().translate(_LETTERS)
        code = letter + (found["digits"] or found["digits2"])
        text = text[: found.start()] + " " + text[found.end() :]
    numbers = [0] * _LEVELS
    kind = _type_of(text)
    called: dict[str, None] = {}
    for part in re.split(r"[,;/()\n]+", text):
        at, abbreviated = _numbered(part, numbers)
        kind = kind or abbreviated
        for word in _WORD.findall(part):
            lower = word.casefold()
            if at is not None and lower == at:
                continue
            if lower in _COMMON or len(lower) < 3 or _level_of(lower) is not None or _type_of(lower):
                continue
            for heard in names.words(word):
                called[(heard.codes or (heard.folded,))[0]] = None
    if numbers[BATTALION] >= _SEPARATE_FROM and not any(numbers[level] for level in _FORMATIONS):
        numbers[UNLEVELLED], numbers[BATTALION] = numbers[BATTALION], 0
    return Unit(code, tuple(numbers), kind or _type_of(branch[:_LONGEST]), tuple(called)[:_MOST_NAMES])


def _numbered(part: str, numbers: list[int]) -> tuple[str | None, str]:
    """Puts the numbers of a part at their levels; gives the abbreviation that told the level, and its type."""
    told, kind = None, ""
    matches = list(_NUMBER.finditer(part))
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(part)
        level = None
        for word in _WORD.findall(part[match.end() : end]):
            lower = word.casefold()
            level = _level_of(lower)
            if level is None:
                short = _ABBREVIATION.match(lower)
                if short and len(lower) <= 8 and lower not in _COMMON:
                    level = _level_of_abbreviation(short["level"])
                    told, kind = lower, _ABBREVIATED_TYPES.get(short["type"], kind)
            if level is not None:
                break
        level = UNLEVELLED if level is None else level
        numbers[level] = numbers[level] or int(match[1])
    return told, kind


@lru_cache(maxsize=20_000)
def _level_of(word: str) -> int | None:
    return next((level for stem, level in _LEVEL_STEMS if word.startswith(stem)), None)


def _level_of_abbreviation(tail: str) -> int:
    if tail.startswith("бр"):
        return BRIGADE
    return {"полк": REGIMENT, "п": REGIMENT, "бат": BATTALION, "б": BATTALION, "д": DIVISION}[tail]


@lru_cache(maxsize=50_000)
def _type_of(text: str) -> str:
    lower = text.casefold()
    found = [(lower.find(stem), kind) for stem, kind in _TYPE_STEMS if stem in lower]
    # A word inside a longer one does not count: "тро" in "тройка" does, by its beginning, "спец" in "спецназ" too.
    starts = [(at, kind) for at, kind in found if at == 0 or not lower[at - 1].isalpha()]
    return min(starts)[1] if starts else ""


class EncodedUnits(NamedTuple):
    """n units: int64 codes and names as numbers, numbers by level int32[n, 7], types int8[n] (0 not said)."""

    codes: NDArray[np.int64]
    numbers: NDArray[np.int32]
    types: NDArray[np.int8]
    called: NDArray[np.int64]


_TYPES: Final = ("", *dict.fromkeys(kind for _, kind in _TYPE_STEMS))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Units of two records, with the branch of service as what tells the type.

    Attributes:
        kept: chance that two records of one person give the same unit, where they can be compared.
        by_chance: chance that two people are of one numbered unit: some hundreds of one size in a war.
        type_by_chance: that two people's units are of one type.
        type_wrong: chance that one of two records of one person and one numbered unit gives another type.
        name_by_chance: that two people's units bear one name.
        battalion_kept, battalion_by_chance: the same for the battalion within one brigade, and the company.
    """

    kept: float = 0.72
    by_chance: float = 1 / 250
    type_by_chance: float = 0.18
    type_wrong: float = 0.03
    name_by_chance: float = 0.02
    battalion_kept: float = 0.85
    battalion_by_chance: float = 0.28

    @property
    def name(self) -> str:
        return "unit"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("unit", "branch")

    def encode(self, columns: Columns) -> EncodedUnits:
        """Units read from words."""
        return encoded_units(columns)

    def weigh(self, left: EncodedUnits, right: EncodedUnits, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        return self._weighed(left, right, left_rows, right_rows)[0]

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair."""
        a, b = (encoded_units({name: [getattr(one, name)] for name in self.fields}) for one in (left, right))
        weight, stand, below = (cell[0] for cell in self._weighed(a, b, _FIRST, _FIRST))
        one, two = ((side.unit or side.branch)[:80] for side in (left, right))
        if stand == SILENT and not below:
            if not left.unit.strip() or not right.unit.strip():
                return Weight(self.name, 0.0, _NO_UNIT)
            return Weight(self.name, 0.0, phrase("units cannot be compared: «{one}» and «{two}»", one=one, two=two))
        how = _IN_WORDS.get(int(stand), _BATTALIONS)
        if below > 0:
            how = phrase("{units}, also the battalion", units=how)
        elif below < 0:
            how = phrase("{units}, but not the battalion", units=how)
        return Weight(self.name, float(weight), phrase("{how}: «{one}» and «{two}»", how=how, one=one, two=two))

    def _weighed(
        self, left: EncodedUnits, right: EncodedUnits, left_rows: Rows, right_rows: Rows
    ) -> tuple[Floats, NDArray[np.int8], NDArray[np.int8]]:
        stand, below = compared_units(left, right, left_rows, right_rows)
        of_type = (1 - self.kept) / (1 - self.by_chance)
        # What is left of "the same unit" when only types can be compared: one type, or a slip in the type.
        kept_type = self.kept + (1 - self.kept) * self.type_by_chance
        value = {
            SILENT: 0.0,
            SAME_CODE: math.log10(self.kept / self.by_chance),
            SAME_NUMBER: math.log10(self.kept / self.by_chance),
            # One number and two types: rather two units, unless one source is mistaken in the type.
            OTHER_TYPE: math.log10(self.kept * self.type_wrong / (self.by_chance * (1 - self.type_by_chance))),
            SAME_NAME: math.log10(self.kept / self.name_by_chance),
            SAME_TYPE: math.log10(kept_type / self.type_by_chance),
            DIFFERENT: math.log10(of_type),
            TYPE_DIFFERS: math.log10((1 - kept_type) / (1 - self.type_by_chance)),
        }
        weights = np.array([value[code] for code in range(len(value))])[stand]
        agree = math.log10(self.battalion_kept / self.battalion_by_chance)
        differ = math.log10((1 - self.battalion_kept) / (1 - self.battalion_by_chance))
        return weights + np.array([0.0, agree, differ])[below], stand, below


_FIRST = np.zeros(1, dtype=np.int64)


def encoded_units(columns: Columns) -> EncodedUnits:
    """The fields ``unit`` and ``branch`` of n records, read."""
    units = [
        read_unit(unit or "", branch or "") for unit, branch in zip(columns["unit"], columns["branch"], strict=True)
    ]
    return EncodedUnits(
        np.array([as_number("code", unit.code) for unit in units], dtype=np.int64),
        np.array([unit.numbers for unit in units], dtype=np.int32).reshape(len(units), _LEVELS),
        np.array([_TYPES.index(unit.type) for unit in units], dtype=np.int8),
        filled([[as_number("unit", name) for name in unit.names] for unit in units], _MOST_NAMES),
    )


def compared_units(
    left: EncodedUnits, right: EncodedUnits, left_rows: Rows, right_rows: Rows
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """How pairs of units stand to each other, int8[n]; and their battalions: 1 agree, -1 differ, 0 not said."""
    a, b = left.numbers[left_rows].T, right.numbers[right_rows].T
    codes_a, codes_b = left.codes[left_rows], right.codes[right_rows]
    types_a, types_b = left.types[left_rows], right.types[right_rows]
    named_a, named_b = left.called[left_rows], right.called[right_rows]
    stand = np.zeros(len(left_rows), dtype=np.int8)
    same_type = (types_a > 0) & (types_a == types_b)
    other_type = (types_a > 0) & (types_b > 0) & ~same_type
    stand[same_type] = SAME_TYPE
    stand[other_type] = TYPE_DIFFERS
    same_name = np.zeros(len(stand), dtype=np.bool_)
    for at in range(_MOST_NAMES):
        for other in range(_MOST_NAMES):
            same_name |= (named_a[:, at] != 0) & (named_a[:, at] == named_b[:, other])
    stand[same_name] = SAME_NAME
    comparable, same_number = np.zeros(len(stand), dtype=np.bool_), np.zeros(len(stand), dtype=np.bool_)
    any_a, any_b = (
        np.maximum(numbers[UNLEVELLED], np.maximum(numbers[REGIMENT], numbers[BRIGADE])) for numbers in (a, b)
    )
    for level in _FORMATIONS:
        both = (a[level] > 0) & (b[level] > 0)
        comparable |= both
        same_number |= both & (a[level] == b[level])
    # A number whose level is not said may be that of a regiment or a brigade.
    loose = (any_a > 0) & (any_b > 0) & ((a[UNLEVELLED] > 0) | (b[UNLEVELLED] > 0)) & ~comparable
    same_number |= loose & (any_a == any_b)
    comparable |= loose
    # A battalion or company of so high a number is none of a brigade's own, but a unit by itself.
    separate = np.zeros(len(stand), dtype=np.bool_)
    for level in (BATTALION, COMPANY):
        alone = ~comparable & (a[level] > 0) & (b[level] > 0) & (np.maximum(a[level], b[level]) > _WITHIN_A_BRIGADE)
        same_number |= alone & (a[level] == b[level])
        comparable |= alone
        separate |= alone
    stand[comparable & ~same_number & ~same_name] = DIFFERENT
    stand[same_number & ~other_type] = SAME_NUMBER
    stand[same_number & other_type] = OTHER_TYPE
    coded = (codes_a != 0) & (codes_b != 0)
    stand[coded & (codes_a != codes_b) & ~same_number] = DIFFERENT
    stand[coded & (codes_a == codes_b)] = SAME_CODE
    below = np.zeros(len(stand), dtype=np.int8)
    within = ((stand == SAME_CODE) | (stand == SAME_NUMBER) | (stand == SAME_NAME)) & ~separate
    for level in (COMPANY, BATTALION):
        both = within & (a[level] > 0) & (b[level] > 0)
        below[both] = np.where(a[level] == b[level], 1, -1)[both]
    return stand, below


def unit_weight(asked: str, recorded: str) -> Weight:
    """How strongly two units speak for one person: what `UnitLine` says with its usual chances."""
    if not asked.strip() or not recorded.strip():
        # What `explain` says of silence, without reading two texts: a search weighs hundreds whose unit nobody asked.
        return Weight(_USUAL.name, 0.0, _NO_UNIT)
    return _USUAL.explain(Particulars(unit=asked[:_LONGEST]), Particulars(unit=recorded[:_LONGEST]))


_USUAL: Final = UnitLine()
