"""How elements travel from the sandbox: numbers and texts in two rows, for both are quickly laid out and picked up.

A piece begins with its kind. Elements: how many names are new, how many numbers follow; the numbers; then all texts,
parted by the NUL that XML cannot hold: the new names, and of each element, in the order in which they begin, its text
and its attributes. An element has four numbers: its name (counted from 0 through all pieces), line, how many children
and how many attributes. `ROOT`, `PARENT` or `NO_PARENT` in the place of the children says that what stands here is the
root, or the parent of those that follow, or that those have none. Trouble: one object of JSON.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterator
from typing import Any, Final

from antigone.interfaces.exchange.foreign_xml.elements import Element, Whole

ELEMENTS, TROUBLE = b"E", b"T"
HEAD: Final = struct.Struct("<cII")
#: Four bytes each on every machine that the sandbox knows.
NUMBERS: Final = "I"
ROOT, PARENT, NO_PARENT = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD
_MARKS: Final = frozenset({ROOT, PARENT, NO_PARENT})
_EACH: Final = 4


class NotElements(Exception):
    """A piece that no honest parser writes."""


def trouble(kind: str, line: int, said: str = "") -> bytes:
    """A piece that says why no more elements come."""
    return TROUBLE + json.dumps({"kind": kind, "line": line, "said": said}).encode()


def read_trouble(piece: bytes) -> tuple[str, int, str] | None:
    """Kind, line and words of a piece of trouble; None for one of elements.

    Raises:
        NotElements: it is neither.
    """
    if piece[:1] != TROUBLE:
        return None
    try:
        said: Any = json.loads(piece[1:])
        kind, line, words = said["kind"], said["line"], said["said"]
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise NotElements from error
    if not isinstance(kind, str) or type(line) is not int or not isinstance(words, str):
        raise NotElements
    return kind, line, words


class Unpacker:
    """Elements out of pieces."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._root: Element | None = None
        self._parent: Element | None = None

    def wholes(self, piece: bytes) -> Iterator[Whole]:
        """The wanted elements of a piece.

        Raises:
            NotElements: see there.
        """
        try:
            kind, names, count = HEAD.unpack_from(piece)
            numbers, texts = array(NUMBERS), piece[HEAD.size + count * 4 :].decode().split("\0")
            numbers.frombytes(piece[HEAD.size : HEAD.size + count * 4])
            texts_due = names + count // _EACH + 2 * sum(numbers[3::_EACH])
            if kind != ELEMENTS or len(numbers) != count or count % _EACH or len(texts) != texts_due:
                raise NotElements
            self._names += texts[:names]
            yield from self._built(numbers, iter(texts[names:]))
        except (struct.error, ValueError, LookupError, RecursionError) as error:
            raise NotElements from error

    def _built(self, numbers: array[int], texts: Iterator[str]) -> Iterator[Whole]:
        names = self._names
        ahead = zip(*(numbers[place::_EACH] for place in range(_EACH)), texts, strict=False)

        def built(name: int, line: int, children: int, attributes: int, text: str) -> Element:
            element = Element(names[name], text, line)
            if attributes:
                element.attributes = [(next(texts), next(texts)) for _ in range(attributes)]
            if children:
                element.children = [built(*next(ahead)) for _ in range(children)]
            return element

        try:
            for name, line, children, attributes, text in ahead:
                if children in _MARKS:
                    self._place(children, built(name, line, 0, attributes, text))
                    continue
                if self._root is None:
                    raise NotElements
                yield Whole(built(name, line, children, attributes, text), self._parent, self._root)
        except StopIteration as error:
            # More children or attributes were promised than came.
            raise NotElements from error

    def _place(self, mark: int, element: Element) -> None:
        if mark == ROOT:
            self._root = element
        self._parent = None if mark == NO_PARENT else element
