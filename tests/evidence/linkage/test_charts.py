"""The picture of a training: whole, readable without colour or sight, and true to the numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from antigone.evidence.linkage import OldAndNew
from antigone.evidence.linkage.charts import old_and_new

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (
    OldAndNew("name", "surname: equal", 3.0, 3.4),
    OldAndNew("name", "surname: differs", -1.7, -2.4),
    OldAndNew("birth date", "the same <day> & month", 4.0, 2.5),
    OldAndNew("prior", "share of the sought who are found", 0.2, 0.305),
)


def _drawn(rows: tuple[OldAndNew, ...]) -> ElementTree.Element:
    return ElementTree.fromstring(old_and_new(rows))


def test_it_has_a_title_and_a_description_that_says_what_changed_most() -> None:
    svg = _drawn(ROWS)
    assert svg.get("role") == "img"
    named = {element.get("id"): element.text or "" for element in svg if element.get("id")}
    assert (svg.get("aria-labelledby") or "").split() == ["title", "desc"]
    assert "before and after training" in named["title"]
    assert "birth date, the same <day> & month, from +4.00 to +2.50" in named["desc"]
    assert "The share of the sought who are found went from 20.0% to 30.5%." in named["desc"]


@pytest.mark.parametrize("values", [(3.0, 3.4), (-1.7, -2.4), (0.0, 0.4), (-12.0, 9.0)])
def test_bars_are_as_long_as_the_weights_and_the_numbers_stand_beside_them(values: tuple[float, float]) -> None:
    svg = _drawn((*ROWS, OldAndNew("unit", "the same", *values)))
    bars = [group for group in svg.iter(f"{SVG}g") if "unit, the same" in (group[0].text or "")]
    (group,) = bars
    old, new = (float(bar.get("width") or 0) for bar in group.iter(f"{SVG}rect"))
    assert old * abs(values[1]) == pytest.approx(new * abs(values[0]), abs=2.0)
    texts = [text.text for text in group.iter(f"{SVG}text")]
    assert texts == ["the same", *(f"{value:+.2f}" for value in values)]


def test_nothing_is_drawn_outside_the_paper_and_nothing_is_fetched() -> None:
    text = old_and_new(tuple(OldAndNew("line", f"level {n}", -n / 3, n / 2) for n in range(60)))
    svg = ElementTree.fromstring(text)
    width, height = float(svg.get("width") or 0), float(svg.get("height") or 0)
    for element in svg.iter():
        x, y = float(element.get("x") or 0), float(element.get("y") or 0)
        assert 0 <= x <= width
        assert 0 <= y <= height
        assert x + float(element.get("width") or 0) <= width
    assert not re.search(r"href|<script|url\(|<image", text)


def test_a_training_without_weights_still_tells_the_share() -> None:
    svg = _drawn(ROWS[-1:])
    assert "20.0% before, 30.5% now" in "".join(text.text or "" for text in svg.iter(f"{SVG}text"))
