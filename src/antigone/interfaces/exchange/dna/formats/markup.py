"""Laboratories' XML: read through the one stream that opens XML (`exchange.xml_stream`); and written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.tables.sources import reading
from antigone.interfaces.exchange.xml_stream import stream_elements

#: Of lxml, which has no types.
Element = Any
_MOST_TEXT: Final = 100_000


def elements(file: Opened, whole: Callable[[Element], bool]) -> Iterator[Element]:
    """Elements for which `whole` holds, each complete with all below it, in the order of their ends.

    What was yielded is forgotten when the next one is asked for, so that a file of any length takes little memory.

    Raises:
        BrokenTable: it is not well formed; the sentence names the line.
        NotThisFormat: it has a document type.
    """
    return stream_elements(file.name, reading(file.file), whole, refused=_refused)


def _refused(name: str, line: int) -> NotThisFormat:
    return NotThisFormat(
        f"{name}, line {line:,}: the XML declares a document type or uses entities, which laboratories' files do not; "
        "such files are not opened"
    )


def local_name(element: Element) -> str:
    """The element's name without its namespace."""
    return _parts(element.tag)[1]


def namespace(element: Element) -> str:
    """The element's namespace, or nothing."""
    return _parts(element.tag)[0]


@lru_cache(maxsize=4096)
def _parts(name: object) -> tuple[str, str]:
    """Namespace and local name of lxml's ``{namespace}name``; a prefix that was never declared stays in the name."""
    if not isinstance(name, str):
        return "", ""
    space, _, local = name.rpartition("}")
    return space.removeprefix("{"), local


def children(element: Element, name: str) -> list[Element]:
    """Direct children of that local name, whatever their namespace's version."""
    return list(element.iterchildren(f"{{*}}{name}"))


def text_of(element: Element | None) -> str:
    """The element's own text, trimmed; nothing for None."""
    if element is None:
        return ""
    text = "".join(piece for piece in (element.text, *(child.tail for child in element)) if piece)
    return text[:_MOST_TEXT].strip()


def child_text(element: Element, name: str) -> str:
    """The text of the first direct child of that name, trimmed."""
    return text_of(next(iter(children(element, name)), None))


def line_of(element: Element) -> int:
    """The line on which the element begins."""
    return int(element.sourceline or 0)


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; trimmed, nothing where it is missing."""
    for key, value in element.attrib.items():
        if _parts(key)[1] == name:
            return str(value).strip()
    return ""


class Writer:
    """Builds XML with indentation, in UTF-8, every text escaped."""

    def __init__(self, root: str, namespace: str = "", /, **attributes: str) -> None:
        self._namespace = namespace
        names = {None: namespace} if namespace else None
        self.root: Element = etree.Element(self._tag(root), nsmap=names, attrib=attributes)

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}" if self._namespace else name

    def add(self, parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
        """A child element with attributes, empty ones left out."""
        child = etree.SubElement(parent, self._tag(name), attrib={k: v for k, v in attributes.items() if v})
        child.text = text
        return child

    def text(self) -> str:
        """The whole document."""
        etree.indent(self.root, space="  ")
        body = etree.tostring(self.root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
