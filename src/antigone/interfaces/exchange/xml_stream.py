"""XML read as a stream, without document types, entities or the network.

This is the only module that opens XML from outside. A document type is refused as soon as the root element begins,
before any entity could be put in; parameter entities are never expanded, because no document type is loaded beyond its
text. libxml2 itself bounds depth (256), the length of names and of one text (10 MB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

from lxml import etree

from antigone.interfaces.exchange.errors import BrokenTable, UnreadableFile, WrongFormat
from antigone.interfaces.exchange.people.rows import shortened

#: Of lxml, which has no types.
Element = Any


def refused_document_type(name: str, line: int) -> WrongFormat:
    """The sentence for a file with a document type or entities, where its format has no word of its own for them."""
    return WrongFormat(
        f"{name}, line {line:,}: the XML declares a document type or uses entities; such files are not opened, "
        "because they can be made to grow without end or to read other files; export it again without them"
    )


def stream_elements(
    name: str,
    stream: IO[bytes],
    whole: Callable[[Element], bool],
    *,
    refused: Callable[[str, int], UnreadableFile] = refused_document_type,
) -> Iterator[Element]:
    """Elements for which `whole` holds, each complete with all below it, in the order of their ends.

    What was yielded is forgotten when the next one is asked for, and so is whatever else stands right below the root,
    so that a file of any length takes little memory.

    Args:
        name: what to call the file in a sentence.
        stream: its bytes from the beginning.
        refused: the error, from name and line, for a document type or an entity.

    Raises:
        BrokenTable: it is not well formed; the sentence names the line.
        UnreadableFile: what `refused` gives.
    """
    context = etree.iterparse(
        stream,
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
    root: Element = None
    try:
        for event, element in context:
            if root is None:
                root = element
                _refuse_document_type(name, element, refused)
            if event == "start":
                continue
            wanted = whole(element)
            if wanted:
                yield element
            if wanted or element.getparent() is root:
                _forget(element)
    except etree.XMLSyntaxError as trouble:
        line = trouble.lineno or 1
        said = str(trouble.msg or "damaged").partition(", line ")[0]
        if "entit" in said.lower() or "doctype" in said.lower() or "internal subset" in said.lower():
            raise refused(name, line) from None
        raise BrokenTable(
            f"{name}, line {line:,}: the XML is damaged or cut off here ({shortened(said)}); export it again"
        ) from None
    except (LookupError, UnicodeError):
        raise BrokenTable(f"{name}, line 1: the encoding that the XML states is not known; save as UTF-8") from None


def _forget(element: Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_document_type(name: str, element: Element, refused: Callable[[str, int], UnreadableFile]) -> None:
    document = element.getroottree().docinfo
    if document.doctype or document.internalDTD is not None or document.externalDTD is not None:
        raise refused(name, 1)
