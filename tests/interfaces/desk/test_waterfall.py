"""The waterfall: one picture that needs no colour, and the same in words."""

from __future__ import annotations

import math
import re

import pytest
from django.utils.translation import override
from lxml import etree

from antigone.evidence import Weight, assess
from antigone.interfaces.desk.matches.match_words import odds, of_hundred, right_of
from antigone.interfaces.desk.waterfall import in_words, waterfall

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _english() -> object:
    with override("en"):
        yield


def drawn(*weights: Weight, prior: float = -3.7) -> etree._Element:
    picture = waterfall(assess(weights, prior)).replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return etree.fromstring(picture.encode())


def bars(picture: etree._Element) -> list[tuple[str, float, float]]:
    """Class, left end and width of every bar."""
    found = picture.iter(f"{SVG}rect")
    return [(bar.get("class"), float(bar.get("x")), float(bar.get("width"))) for bar in found if bar.get("x")]


NAME = Weight("name", 6.2, "the names agree")
BIRTH = Weight("birth date", -1.1, "a year apart")
SILENT = Weight("rank", 0.0, "no rank on one side")


def test_each_bar_begins_where_the_one_before_ended() -> None:
    prior, name, birth, after = bars(drawn(NAME, BIRTH, SILENT))
    assert [one[0] for one in (prior, name, birth, after)] == ["bar sum", "bar for", "bar against", "bar sum"]
    assert name[1] == pytest.approx(prior[1], abs=0.1)  # the prior stands against: its far end is on the left
    assert birth[1] + birth[2] == pytest.approx(name[1] + name[2], abs=0.2)
    assert after[1] == pytest.approx(prior[1] + prior[2], abs=0.2)  # both sums stand on even odds


def test_for_and_against_differ_without_colour() -> None:
    picture = drawn(NAME, BIRTH)
    by_class = {bar.get("class"): bar.get("fill") for bar in picture.iter(f"{SVG}rect") if bar.get("x")}
    assert by_class["bar against"] == "url(#waterfall-hatch)"
    assert by_class["bar for"] is None
    words = [text.text for text in picture.iter(f"{SVG}text")]
    assert "+6.2" in words
    assert "−1.1" in words


def test_the_picture_tells_itself_to_who_does_not_see_it() -> None:
    picture = drawn(NAME, BIRTH, SILENT)
    assert picture.get("role") == "img"
    named = {picture.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")}
    assert named == set(picture.get("aria-labelledby").split())
    assert picture.find(f"{SVG}desc").text == (
        "Before the evidence the odds of one person are 1 to 5\u202f000. For one person speak: name +6.2."
        " Against it speak: birth date −1.1. After it they are 25 to 1."
    )


def test_everything_lies_within_the_picture() -> None:
    for weights in ((NAME, BIRTH), (BIRTH,), (), (Weight("name", 40.0, "x"), Weight("sex", -math.inf, "impossible"))):
        picture = drawn(*weights)
        width = float(picture.get("viewBox").split()[2])
        for _, left, wide in bars(picture):
            assert left >= 0
            assert left + wide <= width


def test_an_impossibility_ends_the_picture() -> None:
    picture = drawn(NAME, Weight("sex", -math.inf, "a woman and a man"))
    words = [text.text for text in picture.iter(f"{SVG}text")]
    assert "−∞" in words
    assert words[-1] == "impossible"
    assert "After it they are impossible." in in_words(assess([Weight("sex", -math.inf, "x")], -3.0))


def test_of_many_lines_the_weakest_are_one_bar() -> None:
    weights = [Weight(f"line {number}", 3.0 - 0.1 * number, "x") for number in range(20)]
    words = [text.text for text in drawn(*weights).iter(f"{SVG}text")]
    assert "9 weaker lines" in words
    total = sum(round(3.0 - 0.1 * number, 1) for number in range(11, 20))
    assert f"+{total:.1f}" in words


def test_what_a_line_is_called_cannot_break_the_picture() -> None:
    picture = drawn(Weight("<script>&\"'", 1.0, "x"))
    assert any(text.text == "<script>&\"'" for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.87, "Of 100 such matches, about 87 are right."),
        (0.5, "Of 100 such matches, about 50 are right."),
        (0.996, "Of 1\u202f000 such matches, about 996 are right."),
        (0.9998, "Of 10\u202f000 such matches, about 9\u202f998 are right."),
        (0.99999, "Of 10\u202f000 such matches, fewer than one is wrong."),
        (0.002, "Of 1\u202f000 such matches, about 2 are right."),
        (0.00001, "Of 10\u202f000 such matches, fewer than one is right."),
        (1.0, "Of 10\u202f000 such matches, fewer than one is wrong."),
        (0.0, "Of 10\u202f000 such matches, fewer than one is right."),
    ],
)
def test_a_probability_is_so_many_of_so_many_and_never_a_certainty(probability: float, said: str) -> None:
    assert right_of(probability) == said


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.87, "87 of 100"),
        (0.995, "99.5 of 100"),
        (0.9999, "99.99 of 100"),
        (0.99999, "over 99.99 of 100"),
        (0.004, "0.4 of 100"),
        (1e-7, "under 0.01 of 100"),
    ],
)
def test_a_narrow_column_says_it_shorter(probability: float, said: str) -> None:
    assert of_hundred(probability) == said


@pytest.mark.parametrize(
    ("log10_odds", "said"),
    [(0.0, "even"), (0.3, "2 to 1"), (-3.7, "1 to 5\u202f000"), (12.0, "10¹² to 1"), (-math.inf, "impossible")],
)
def test_odds_are_said_as_a_person_says_them(log10_odds: float, said: str) -> None:
    assert odds(log10_odds) == said


def test_no_picture_carries_a_style_or_a_script_of_its_own() -> None:
    picture = waterfall(assess([NAME, BIRTH], -3.7))
    assert not re.search(r"style=|<style|<script|href=", picture)


@pytest.mark.parametrize(("language", "said"), [("uk", "рівні шанси"), ("ru", "равные шансы")])
def test_the_picture_speaks_the_readers_language(language: str, said: str) -> None:
    with override(language):
        picture = waterfall(assess([NAME, BIRTH], -3.7))
        assert said in picture
        assert not re.search(r"\b(even|odds|to 1|evidence)\b", re.sub(r"<[^>]*>", " ", picture))
        assert not re.search("[a-z]", right_of(0.87) + of_hundred(0.99999) + of_hundred(1e-9) + odds(3.0))
