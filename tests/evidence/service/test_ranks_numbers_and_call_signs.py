"""Ranks that grow with time, numbers with a sign wrong or unreadable, call-signs by ear."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.linkage import Particulars
from antigone.evidence.service import GRADES, CallSignLine, RankLine, ServiceNumberLine, grade_of, service_number_weight

RANK = RankLine()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("рядовой", "солдат"),
        ("мл. сержант", "молодший сержант"),
        ("гв. ст. лейтенант запаса", "senior lieutenant"),
        ("капитан 3 ранга", "major"),
        ("штаб-сержант", "прапорщик"),
        ("СТАРШИЙ СОЛДАТ", "ефрейтор"),
    ],
)
def test_one_grade_has_many_names(one: str, other: str) -> None:
    assert grade_of(one) == grade_of(other) is not None


def test_grades_rise_and_no_word_stands_on_two() -> None:
    words = [word for grade in GRADES for word in grade]
    assert len(words) == len(set(words))
    ladder = ("рядовий", "сержант", "прапорщик", "лейтенант", "капітан", "полковник", "генерал")
    grades = [grade_of(rank) for rank in ladder]
    assert grades == sorted(grades, key=lambda grade: grade or 0)
    assert grade_of("слесарь") is None


def rank(early: str, late: str, later: str = "2024-05-01") -> float:
    return RANK.explain(
        Particulars(rank=early, last_seen_date="2022-03-01"), Particulars(rank=late, occurred_date=later)
    ).log10_lr


def test_promotion_is_likelier_than_demotion_and_the_likelier_the_later() -> None:
    assert rank("сержант", "старший сержант") > 0 > rank("старший сержант", "сержант")
    assert rank("сержант", "старший сержант") > rank("сержант", "старший сержант", "2022-05-01")
    assert rank("капитан", "рядовой") < -1


def test_without_dates_the_order_says_nothing() -> None:
    a, b = Particulars(rank="сержант"), Particulars(rank="старший сержант")
    assert RANK.explain(a, b).log10_lr == RANK.explain(b, a).log10_lr


def test_a_rare_rank_says_more_than_a_private() -> None:
    assert rank("майор", "майор") > rank("солдат", "рядовой") > 0


def test_ranks_of_two_people_average_to_a_ratio_of_one() -> None:
    shares = np.array(RANK.shares) / sum(RANK.shares)
    names = [words[0] for words in GRADES]
    mean = sum(
        shares[i] * shares[j] * 10 ** rank(names[i], names[j]) for i in range(len(names)) for j in range(len(names))
    )
    assert mean == pytest.approx(1.0, abs=0.01)


def number(left: str, right: str) -> float:
    return service_number_weight(left, right).log10_lr


def test_numbers_are_ordered_by_what_is_wrong_with_them() -> None:
    same = number("ВЛ-103057", "VL-103057")
    torn, one_off, crossed = number("ВЛ-10?0?7", "ВЛ-103057"), number("103057", "103157"), number("103057", "103075")
    assert same > torn > one_off > 1
    assert torn > crossed > 1
    assert number("103057", "1030575") > 0.5
    assert number("ВЛ-103057", "ВЛ-998877") < -1


@given(st.text(alphabet="0123456789", min_size=5, max_size=9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_recognised(digits: str, at: int, step: int) -> None:
    at %= len(digits)
    slipped = digits[:at] + str((int(digits[at]) + step) % 10) + digits[at + 1 :]
    weight = service_number_weight(digits, slipped)
    assert 0 < weight.log10_lr < number(digits, digits)
    assert "one sign" in weight.reason


@given(st.text(alphabet="0123456789", min_size=5, max_size=9), st.integers(0, 8))
def test_one_lost_digit_is_always_recognised(digits: str, at: int) -> None:
    at %= len(digits)
    assert "more or less" in service_number_weight(digits, digits[:at] + digits[at + 1 :]).reason


def test_numbers_of_strangers_average_to_a_ratio_below_one() -> None:
    line = ServiceNumberLine()
    drawn = np.random.default_rng(4).integers(100_000, 1_000_000, 4_000)
    encoded = line.encode({"service_number": [f"ВЛ-{value}" for value in drawn.tolist()]})
    pairs = np.random.default_rng(5).integers(0, len(drawn), (2, 300_000))
    pairs = pairs[:, drawn[pairs[0]] != drawn[pairs[1]]]
    assert float((10 ** line.weigh(encoded, encoded, pairs[0], pairs[1])).mean()) < 1


CALL = CallSignLine()


def call(left: str, right: str, described: str = "") -> float:
    return CALL.explain(Particulars(call_sign=left), Particulars(call_sign=right, description=described)).log10_lr


@pytest.mark.parametrize(("one", "other"), [("Сокол", "Sokol"), ("Пірат", "Пират"), ("Ёж", "Еж"), ("Лис", "Ліс")])
def test_a_call_sign_is_heard_in_either_script(one: str, other: str) -> None:
    assert call(one, other) > 1.5


def test_a_patch_tells_the_call_sign() -> None:
    assert call("Сокол", "", "берцы; шеврон с позывным «Сокол»") > 1.5
    assert call("Сокол", "", "patch with the call-sign «Baron»") < 0


def test_one_of_several_call_signs_is_enough() -> None:
    assert call("Барон, Граф", "Граф") > 1.5 > 0 > call("Барон", "Якут")
