"""What is handed over of XML: plain elements, and which of a document are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True, eq=False)
class Element:
    """An element with all below it.

    Attributes:
        tag: ``{namespace}name``, or the name alone.
        text: its own text, that between its children too; empty where that is white space between children.
        line: on which it begins, from 1.
        attributes: ``{namespace}name`` and value of each; none where the selection wants none.
        children: in the order of the file.
    """

    tag: str
    text: str
    line: int
    attributes: Sequence[tuple[str, str]] = ()
    children: Sequence[Element] = ()


class Whole(NamedTuple):
    """A wanted element, and where it stood: its parent and the root have their names and attributes, no contents.

    There is no parent where the wanted element is the root itself.
    """

    element: Element
    parent: Element | None
    root: Element


@dataclass(frozen=True, slots=True)
class Selection:
    """Which elements of a document are wanted.

    Attributes:
        tags: ``{namespace}name``, or ``{*}name`` for any namespace; none stands for all elements right below the root.
        not_in: an element whose parent has one of these tags comes with its parent alone.
        attributes: whether attributes are wanted.
    """

    tags: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    attributes: bool = False
