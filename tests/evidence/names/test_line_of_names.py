"""Names as one line of evidence: every name of a record, the father's name as a patronymic, levels of agreement."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import names
from antigone.evidence.linkage.lines import Line
from antigone.evidence.linkage.particulars import Particulars, as_columns
from antigone.evidence.names import Agreement

LINE = names.NameLine()
_ONE = np.zeros(1, dtype=np.int64)
_SOME = (
    "Дрозд Игнат Петрович", "Ihnat Drozd", "Гнат Дрозд", "Дрозд И. П.", "Drozd, Ihnat Lukych", "Соснова Ольга",
    "Olga Sosnova-Hai", "Сосновая О.", "Yusuf Omar Hamid Nasser", "Шевченко", "", "?",
)  # fmt: skip
_RECORD = st.builds(
    Particulars,
    names=st.lists(st.sampled_from(_SOME), max_size=3).map(tuple),
    father_name=st.sampled_from(["", "Пётр", "Petro", "Лукич", "Абдулазиз", "Abdulaziz", "Ян Дрозд", "Omar"]),
    sex=st.sampled_from(["", "m", "f"]),
)


def _weight(left: Particulars, right: Particulars) -> float:
    tables = LINE.encode(as_columns([left])), LINE.encode(as_columns([right]))
    return float(LINE.weigh(*tables, _ONE, _ONE)[0])


def _agreement(left: str, right: str) -> names.Agreements:
    one, other = (LINE.encode(as_columns([Particulars(names=(name,))])) for name in (left, right))
    return LINE.agreement(one, other, _ONE, _ONE)


def test_it_is_a_line() -> None:
    line: Line = LINE
    assert line.name == "name"
    assert set(line.fields) <= {*as_columns([Particulars()])}


@settings(max_examples=80, deadline=None)
@given(_RECORD, _RECORD)
def test_the_explanation_has_the_weight_and_sides_do_not_matter(left: Particulars, right: Particulars) -> None:
    weight = _weight(left, right)
    assert math.isfinite(weight)
    assert LINE.explain(left, right).log10_lr == pytest.approx(weight, abs=1e-9)
    assert _weight(right, left) == pytest.approx(weight, abs=1e-9)


def test_another_name_of_the_record_finds_its_match_at_a_small_price() -> None:
    married = Particulars(names=("Соснова Ольга Петровна", "Дрозд Ольга Петровна"))
    maiden = Particulars(names=("Дрозд Ольга Петровна",))
    alone = _weight(maiden, maiden)
    assert alone - math.log10(2) <= _weight(married, maiden) < alone
    assert "best of 2 pairs of names" in LINE.explain(married, maiden).reason


def test_two_spellings_that_both_agree_cost_next_to_nothing() -> None:
    one = Particulars(names=("Дрозд Игнат Петрович",))
    two = Particulars(names=("Дрозд Игнат Петрович", "Ihnat Petrovych Drozd"))
    assert _weight(two, one) == pytest.approx(_weight(one, one), abs=0.15)


def test_the_fathers_name_counts_as_the_patronymic_that_the_name_lacks() -> None:
    full = Particulars(names=("Дрозд Игнат Петрович",))
    bare = Particulars(names=("Дрозд Игнат",))
    fathers = Particulars(names=("Ihnat Drozd",), father_name="Petro")
    another = Particulars(names=("Ihnat Drozd",), father_name="Luka")
    assert _weight(full, fathers) > _weight(full, bare) > _weight(full, another)
    assert "patronymic agrees" in LINE.explain(full, fathers).reason


def test_a_patronymic_and_the_fathers_name_are_one_piece_of_evidence() -> None:
    full = Particulars(names=("Дрозд Игнат Петрович",))
    twice = Particulars(names=("Дрозд Игнат Петрович",), father_name="Пётр")
    assert _weight(twice, twice) == _weight(full, full)


def test_a_daughter_has_a_daughters_patronymic() -> None:
    assert names.with_father("Дрозд Ольга", "Илья") == "Дрозд Ольга Ильинична"
    assert names.with_father("Sosnova Aino", "Petro", "f") == "Sosnova Aino Petrovna"
    assert names.with_father("Соснова Айно", "Пётр") == "Соснова Айно Петровна"
    assert names.with_father("Yusuf Omar Hamid", "Omar") == "Yusuf Omar Hamid"


@pytest.mark.parametrize(
    ("left", "right", "levels"),
    [
        ("Дрозд Игнат Петрович", "Ihnat Petrovych Drozd", (Agreement.EQUAL, Agreement.EQUAL, Agreement.EQUAL)),
        ("Дрозд Игнат Петрович", "Drozd Ihnat", (Agreement.EQUAL, Agreement.EQUAL, Agreement.MISSING)),
        ("Дрозд Игнат Петрович", "Дрозд И. Л.", (Agreement.EQUAL, Agreement.INITIAL_FITS, Agreement.INITIAL_DIFFERS)),
        ("Дрозд Никита Петрович", "Дрозд Никитка Лукич", (Agreement.EQUAL, Agreement.PET, Agreement.DIFFERS)),
        ("Марозаў Игнат", "Морозов Игнат", (Agreement.SAME_SOUND, Agreement.EQUAL, Agreement.MISSING)),
        ("Дрозд Игнат", "Соснов Игнат", (Agreement.DIFFERS, Agreement.EQUAL, Agreement.MISSING)),
        ("Черновол Игнат", "Черноволов Игнат", (Agreement.NEAR, Agreement.EQUAL, Agreement.MISSING)),
    ],
)
def test_levels_tell_how_well_each_part_agrees(left: str, right: str, levels: tuple[Agreement, ...]) -> None:
    found = _agreement(left, right)
    assert tuple(found.level[0, :3]) == levels
    assert (found.log10_share[0, :3] < 0).tolist() == [level >= Agreement.NEAR for level in levels]


def test_the_share_of_a_rare_surname_is_smaller() -> None:
    rare, common = (_agreement(name, name).log10_share[0, 0] for name in ("Деряба Игнат", "Иванов Игнат"))
    assert rare < common < -1


def test_of_several_names_the_best_pair_tells_the_levels() -> None:
    table = names.encode([("Соснова Ольга", "Дрозд Ольга Петровна"), "Дрозд Ольга Петровна"])
    found = names.agreement_rows(table, table, np.array([0]), np.array([1]))
    assert found.surname[0] == found.patronymic[0] == Agreement.EQUAL
    assert found.chances[0] == 2
    assert found.weight[0] == names.compare("Дрозд Ольга Петровна", "Дрозд Ольга Петровна").log10_lr
