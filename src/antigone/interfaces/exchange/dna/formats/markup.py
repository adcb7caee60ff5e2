"""XML read as a stream, without document types, entities or the network; and written.

This is the only module that opens XML. A document type is refused as soon as the root element begins, before any entity
could be put in; parameter entities are never expanded, because no document type is loaded beyond its text. libxml2
itself bounds depth (256), the length of names and of one text (10 MB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.errors import BrokenTable
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.tables.sources import reading

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
    context = etree.iterparse(
        reading(file.file),
        events=("start", "end"),
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        attribute_defaults=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=False,
    )
    first = True
    try:
        for event, element in context:
            if first:
                _refuse_document_type(file.name, element)
                first = False
            if event == "end" and whole(element):
                yield element
                parent = element.getparent()
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as trouble:
        line = trouble.lineno or 1
        said = str(trouble.msg or "damaged").partition(", line ")[0]
        if "entit" in said.lower() or "doctype" in said.lower() or "internal subset" in said.lower():
            raise NotThisFormat(_ENTITIES.format(name=file.name, line=line)) from None
        raise BrokenTable(
            f"{file.name}, line {line:,}: the XML is damaged or cut off here ({shortened(said)}); export it again"
        ) from None
    except (LookupError, UnicodeError):
        raise BrokenTable(
            f"{file.name}, line 1: the encoding that the XML states is not known; save as UTF-8"
        ) from None


_ENTITIES: Final = (
    "{name}, line {line:,}: the XML declares a document type or uses entities, which laboratories' files do not; "
    "such files are not opened"
)


def _refuse_document_type(name: str, element: Element) -> None:
    document = element.getroottree().docinfo
    if document.doctype or document.internalDTD is not None or document.externalDTD is not None:
        raise NotThisFormat(_ENTITIES.format(name=name, line=1))


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
