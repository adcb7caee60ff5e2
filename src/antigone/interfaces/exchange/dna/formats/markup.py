"""Laboratories' XML: read through the one stream that opens XML (`exchange.foreign_xml`); and written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.foreign_xml import Element, Selection, Whole, stream_elements
from antigone.interfaces.exchange.tables.sources import reading

#: Of lxml, which has no types; of what is written.
Written = Any
_MOST_TEXT: Final = 100_000


def elements(file: Opened, *tags: str) -> Iterator[Whole]:
    """Elements of these tags with their attributes; without any tag, all right below the root.

    Raises:
        BrokenTable: it is not well formed; the sentence names the line.
        NotThisFormat: it has a document type.
    """
    return stream_elements(file.name, reading(file.file), Selection(tags, attributes=True), refused=_refused)


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
def _parts(name: str) -> tuple[str, str]:
    """Namespace and local name of ``{namespace}name``; a prefix that was never declared stays in the name."""
    space, _, local = name.rpartition("}")
    return space.removeprefix("{"), local


def children(element: Element, name: str) -> list[Element]:
    """Direct children of that local name, whatever their namespace's version."""
    return [child for child in element.children if _parts(child.tag)[1] == name]


def text_of(element: Element | None) -> str:
    """The element's own text, trimmed; nothing for None."""
    return "" if element is None else element.text[:_MOST_TEXT].strip()


def child_text(element: Element, name: str) -> str:
    """The text of the first direct child of that name, trimmed."""
    return text_of(next((child for child in element.children if _parts(child.tag)[1] == name), None))


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, whatever its namespace; trimmed, nothing where it is missing."""
    for key, value in element.attributes:
        if _parts(key)[1] == name:
            return value.strip()
    return ""


class Writer:
    """Builds XML with indentation, in UTF-8, every text escaped."""

    def __init__(self, root: str, namespace: str = "", /, **attributes: str) -> None:
        self._namespace = namespace
        names = {None: namespace} if namespace else None
        self.root: Written = etree.Element(self._tag(root), nsmap=names, attrib=attributes)

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}" if self._namespace else name

    def add(self, parent: Written, name: str, text: str | None = None, /, **attributes: str) -> Written:
        """A child element with attributes, empty ones left out."""
        child = etree.SubElement(parent, self._tag(name), attrib={k: v for k, v in attributes.items() if v})
        child.text = text
        return child

    def text(self) -> str:
        """The whole document."""
        etree.indent(self.root, space="  ")
        body = etree.tostring(self.root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
