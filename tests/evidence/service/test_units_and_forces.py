"""Units by code, number, type or name, in three languages; forces once only."""

import pytest

from antigone.evidence.linkage import Particulars
from antigone.evidence.service import ForceLine, UnitLine, read_unit, unit_weight
from antigone.evidence.service.units import BATTALION, BRIGADE, COMPANY, UNLEVELLED


@pytest.mark.parametrize(
    "text", ["в/ч А1234", "в/ч A1234", "військова частина А1234", "А1234", "unit A1234", "в.ч. а-1234"]
)
def test_a_code_is_one_in_every_spelling(text: str) -> None:
    assert read_unit(text).code == "A1234"


@pytest.mark.parametrize(
    ("text", "level", "number"),
    [
        ("72 ОМБр", BRIGADE, 72),
        ("253 Separate Mechanised Brigade", BRIGADE, 253),
        ("155-я гв. бригада морской пехоты", BRIGADE, 155),
        ("3 батальйон, 314 десантно-штурмова бригада", BATTALION, 3),
        ("1st Company, 36th Marine Brigade", COMPANY, 1),
        ("58 омпб", UNLEVELLED, 58),
    ],
)
def test_a_number_stands_at_its_level(text: str, level: int, number: int) -> None:
    assert read_unit(text).numbers[level] == number


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("72 ОМБр", "72 окрема механізована бригада"),
        ("256 бригада территориальной обороны", "2 батальйон, 256 бригада територіальної оборони"),
        ("В5758", "unit V5758"),
        ("полк «Азов»", "Azov Regiment"),
    ],
)
def test_one_unit_is_known_in_another_language(left: str, right: str) -> None:
    assert unit_weight(left, right).log10_lr > 1.4


def test_a_code_says_nothing_of_a_number() -> None:
    weight = unit_weight("в/ч А1234", "72 бригада")
    assert weight.log10_lr == 0
    assert "cannot be compared" in weight.reason


def test_the_battalion_counts_within_its_brigade_only() -> None:
    same, none, other = (
        unit_weight("1 батальон, 72 бригада", text).log10_lr
        for text in ("1 батальйон, 72 омбр", "72 омбр", "2 батальйон, 72 омбр")
    )
    assert same > none > other > 0
    assert unit_weight("1 батальон, 72 бригада", "1 батальон, 93 бригада").log10_lr < 0


def test_one_number_and_two_types_are_rather_two_units() -> None:
    mixed = unit_weight("256 танковая бригада", "256 артилерійська бригада").log10_lr
    assert mixed < unit_weight("256 танковая бригада", "256 танкова бригада").log10_lr - 1


def test_the_branch_tells_the_type() -> None:
    line = UnitLine()
    tank, guns = (
        Particulars(unit="256 бригада", branch="танковые войска"),
        Particulars(unit="256 артилерійська бригада"),
    )
    assert line.explain(tank, guns).log10_lr < line.explain(Particulars(unit="256 бригада"), guns).log10_lr


def test_a_force_is_not_told_again_after_the_unit() -> None:
    line = ForceLine()
    a, b = Particulars(force="ВСУ", unit="72 ОМБр"), Particulars(force="Armed Forces of Ukraine", unit="72 бригада")
    assert line.explain(a, b).log10_lr == 0
    assert line.explain(Particulars(force="ВСУ"), Particulars(force="ЗСУ")).log10_lr > 0.2
    assert line.explain(a, Particulars(force="Вооружённые силы РФ", unit="72 бригада")).log10_lr < -0.8


def test_a_separate_battalion_or_company_is_a_unit_by_itself() -> None:
    assert unit_weight("45-та окрема рота", "45 отдельная рота").log10_lr > 1.5
    assert unit_weight("131 окремий батальйон", "131-й отдельный батальон").log10_lr > 1.5
    assert unit_weight("131 окремий батальйон", "132 окремий батальйон").log10_lr < -0.3
    # The second battalion of anybody's brigade says nothing.
    assert unit_weight("2-й батальон", "2 батальйон").log10_lr == 0
