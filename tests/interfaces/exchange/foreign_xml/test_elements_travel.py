"""What the parser packs is unpacked as it was; what it never packs is told from it."""

from __future__ import annotations

import io
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.interfaces.exchange.foreign_xml import Element, packing, parsing

_NAMES = st.sampled_from(["a", "b", "person", "ім'я".replace("'", "")])
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"), max_size=12)


@st.composite
def _documents(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(_NAMES)
    attributes = draw(st.dictionaries(_NAMES, _TEXTS, max_size=2))
    inside = escape(draw(_TEXTS))
    if depth:
        for child in draw(st.lists(_documents(depth - 1), max_size=3)):
            inside += child + escape(draw(_TEXTS))
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{inside}</{name}>"


def _plain(element: Element) -> object:
    return element.tag, element.text, dict(element.attributes), [_plain(child) for child in element.children]


def _expected(element: ElementTree.Element) -> object:
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    if len(element) and text.isspace():
        text = ""
    return element.tag, text, dict(element.attrib), [_expected(child) for child in element]


def _pieces(text: str) -> list[bytes]:
    return list(parsing.elements(io.BytesIO(text.encode()), tags=[], not_in=[], attributes=True))


@settings(max_examples=50)
@given(st.lists(_documents(), min_size=1, max_size=4))
def test_elements_come_as_another_parser_sees_them(documents: list[str]) -> None:
    text = f"<root>{''.join(documents)}</root>"
    unpacker = packing.Unpacker()
    found = [_plain(whole.element) for piece in _pieces(text) for whole in unpacker.wholes(piece)]
    assert found == [_expected(child) for child in ElementTree.fromstring(text)]


@given(st.binary(max_size=200))
def test_any_other_piece_is_told_from_elements(piece: bytes) -> None:
    try:
        packing.read_trouble(piece)
        list(packing.Unpacker().wholes(piece))
    except packing.NotElements:
        return
    assert piece[:1] in (packing.ELEMENTS, packing.TROUBLE)


@given(st.data())
def test_a_piece_that_was_changed_gives_elements_or_is_refused(data: st.DataObject) -> None:
    (piece,) = _pieces("<r>" + '<a b="c">text<d/><e>more</e></a>' * 3 + "</r>")
    changed = bytearray(piece)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = list(packing.Unpacker().wholes(bytes(changed)))
    except packing.NotElements:
        return
    assert all(isinstance(whole.element.text, str) for whole in found)


def test_a_nesting_without_end_is_refused() -> None:
    numbers = packing.array(packing.NUMBERS, [0, 1, packing.ROOT, 0, *([0, 1, 1, 0] * 100_000), 0, 1, 0, 0])
    count = len(numbers)
    texts = "\0".join(["a"] + [""] * (count // 4)).encode()
    with pytest.raises(packing.NotElements):
        list(packing.Unpacker().wholes(packing.HEAD.pack(packing.ELEMENTS, 1, count) + numbers.tobytes() + texts))
