"""A drawing shows everybody once, joins kin, and keeps symbols apart, whatever the tree."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.dna import Member, Pedigree, pedigree
from antigone.interfaces.papers import DrawingWords, pedigree_drawing

WORDS = DrawingWords("Hypothesis «H1» & others", "A tree <of> people.")
SVG = "{http://www.w3.org/2000/svg}"
FIRST_COUSINS = pedigree(
    [
        Member("gf", sex="M"),
        Member("gm", sex="F"),
        Member("son", "gf", "gm", "M"),
        Member("daughter", "gf", "gm", "F"),
        Member("his wife", sex="F"),
        Member("her husband", sex="M"),
        Member("cousin", "son", "his wife", "M"),
        Member("other cousin", "her husband", "daughter", "F"),
        Member("child", "cousin", "other cousin", "U"),
    ]
)


def drawn(tree: Pedigree, **more: object) -> ET.Element:
    words = {"read": (), "in_question": None, "words": WORDS} | more
    return ET.fromstring(pedigree_drawing(tree, **words))  # type: ignore[arg-type]


def symbols(picture: ET.Element) -> dict[str, tuple[str, float, float, str]]:
    """Name -> kind of symbol, its centre, its filling."""
    found = {}
    for group in picture.iter(f"{SVG}g"):
        name = group.find(f"{SVG}title")
        if name is None:
            continue
        shape = next(child for child in group if child.get("fill"))
        if shape.tag == f"{SVG}circle":
            at = float(shape.get("cx", "")), float(shape.get("cy", ""))
        elif shape.tag == f"{SVG}rect":
            half = float(shape.get("width", "")) / 2
            at = float(shape.get("x", "")) + half, float(shape.get("y", "")) + half
        else:
            corners = [tuple(map(float, pair.split(","))) for pair in shape.get("points", "").split()]
            at = corners[0][0], corners[1][1]
        found[name.text or ""] = (shape.tag.removeprefix(SVG), *at, shape.get("fill", ""))
    return found


def test_symbols_are_the_standard_ones() -> None:
    seen = symbols(drawn(FIRST_COUSINS, read={"child", "gm"}))
    assert {seen[name][0] for name in ("gf", "son", "cousin")} == {"rect"}
    assert {seen[name][0] for name in ("gm", "daughter", "other cousin")} == {"circle"}
    assert seen["child"][0] == "polygon"
    dark = {name for name, (_, _, _, fill) in seen.items() if fill != "#ffffff"}
    assert dark == {"child", "gm"}


def test_generations_stand_on_storeys_and_partners_beside_each_other() -> None:
    seen = symbols(drawn(FIRST_COUSINS))
    heights = [seen[name][2] for name in ("gf", "son", "cousin", "child")]
    assert heights == sorted(set(heights))
    for one, other in (("gf", "gm"), ("son", "his wife"), ("cousin", "other cousin")):
        assert seen[one][2] == seen[other][2]


def test_relatives_who_have_a_child_are_joined_by_a_double_line() -> None:
    doubled = re.findall(
        r"M[\d.]+ ([\d.]+)H[\d.]+", pedigree_drawing(FIRST_COUSINS, read=(), in_question=None, words=WORDS)
    )
    level = symbols(drawn(FIRST_COUSINS))["cousin"][2]
    assert f"{level - 2:.1f}" in doubled
    assert f"{level + 2:.1f}" in doubled


def test_words_are_escaped_and_told_to_those_who_cannot_see() -> None:
    picture = drawn(pedigree([Member("<b>&")]))
    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == WORDS.title  # type: ignore[union-attr]
    assert picture.find(f"{SVG}desc").text == WORDS.description  # type: ignore[union-attr]
    assert set(symbols(picture)) == {"<b>&"}


def test_the_person_in_question_has_an_arrow() -> None:
    plain = len(pedigree_drawing(FIRST_COUSINS, read=(), in_question=None, words=WORDS))
    assert len(pedigree_drawing(FIRST_COUSINS, read=(), in_question="son", words=WORDS)) > plain


@st.composite
def trees(draw: st.DrawFn) -> Pedigree:
    """Any tree at all: founders, then people whose parents are any man and woman before them."""
    sexes = draw(st.lists(st.sampled_from("MF"), min_size=1, max_size=14))
    members: list[Member] = []
    for number, sex in enumerate(sexes):
        men = [member.id for member in members if member.sex == "M"]
        women = [member.id for member in members if member.sex == "F"]
        if men and women and draw(st.booleans()):
            members.append(Member(str(number), draw(st.sampled_from(men)), draw(st.sampled_from(women)), sex))
        else:
            members.append(Member(str(number), sex=sex))
    return pedigree(draw(st.permutations(members)))


@settings(max_examples=150, deadline=None)
@given(trees())
def test_nobody_is_lost_and_nobody_stands_on_another(tree: Pedigree) -> None:
    seen = symbols(drawn(tree))
    assert set(seen) == {member.id for member in tree.members}
    at = {(round(x), round(y)) for _, x, y, _ in seen.values()}
    assert len(at) == len(tree)
    by_row: dict[float, list[float]] = {}
    for _, x, y, _ in seen.values():
        by_row.setdefault(y, []).append(x)
    for row in by_row.values():
        row.sort()
        assert all(right - left > 60 for left, right in pairwise(row))
    for member in tree.members:
        if member.father is not None and member.mother is not None:
            assert seen[member.id][2] > max(seen[member.father][2], seen[member.mother][2])
