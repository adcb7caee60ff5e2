"""The parser itself: a job over a stream, in the sandbox. The only module that gives XML from outside to libxml2.

A document type is refused as soon as the root element begins, before any entity could be put in. It is `iterparse`
that reads, for it opens nothing else: lxml's feed parser, given the same options, opens the files that a document type
names, and only the sandbox keeps it from them. libxml2 itself bounds depth (256), the length of names and of one text
(10 MB).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from antigone.imaging.sandbox import Source
from antigone.interfaces.exchange.foreign_xml import packing

#: Kinds of trouble.
DAMAGED, DOCUMENT_TYPE, ENCODING, TOO_LARGE = "damaged", "document type", "encoding", "too large"
#: Of one wanted element: bytes as it travels, a letter beyond ASCII counted as two of at most four.
MOST_OF_ONE: Final = 16 * 1024**2
#: Bytes of a piece, whatever the letters.
MOST_OF_A_PIECE: Final = 40 * 1024**2
_READ: Final = 1 << 16
_WORTH_SENDING: Final = 1 << 18
_MOST_SAID: Final = 500
_OPTIONS: Final[dict[str, Any]] = {
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "attribute_defaults": False,
    "dtd_validation": False,
    "remove_comments": True,
    "remove_pis": True,
    "collect_ids": False,
    "huge_tree": False,
}

#: Of lxml, which has no types.
_Element = Any


class _DocumentType(Exception):
    """The document has one."""


class _TooLarge(Exception):
    """One wanted element is larger than a piece may be."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def elements(source: Source, *, tags: list[str], not_in: list[str], attributes: bool) -> Iterator[bytes]:
    """Wanted elements of a document, each complete with all below it, in the order of their ends, as `packing` has it.

    What was packed is forgotten at once, and so is whatever else stands right below the root, so that a document of
    any length takes little memory. The arguments are those of `elements.Selection`.

    Yields:
        pieces; the last one may be of trouble.
    """
    packed = _Packed(attributes=attributes)
    try:
        for element in _wanted(source, tags, frozenset(not_in)):
            packed.put(element)
            _forget(element)
            if packed.size > _WORTH_SENDING:
                yield packed.piece()
    except _TooLarge as error:
        yield packing.trouble(TOO_LARGE, error.line)
        return
    except (etree.XMLSyntaxError, _DocumentType, LookupError, UnicodeError) as error:
        trouble = _trouble(error)
    else:
        trouble = b""
    if packed.size:
        yield packed.piece()
    if trouble:
        yield trouble


def _wanted(source: Source, tags: list[str], not_in: frozenset[str]) -> Iterator[_Element]:
    """Wanted elements as soon as they end."""
    beginning = _Recorded(source)
    root_tag = _root_tag(beginning)
    rest = _Rest(beginning.chunks, source)
    only = [*tags, root_tag] if tags and root_tag is not None else tags or None
    exactly, anywhere = _told_apart(tags)
    for event, element in etree.iterparse(rest, events=("start", "end"), tag=only, chunk_size=_READ, **_OPTIONS):
        if rest.root is None:
            rest.root = element.getroottree().getroot()
        if event == "start":
            continue
        parent = element.getparent()
        if tags:
            tag = element.tag
            wanted = tag in exactly or tag.rpartition("}")[2] in anywhere
        else:
            wanted = parent is rest.root
        if wanted and (parent is None or parent.tag not in not_in):
            yield element


class _Recorded:
    """A source that keeps what was read of it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.chunks: list[bytes] = []

    def read(self, size: int) -> bytes:
        chunk = self._source.read(size)
        self.chunks.append(chunk)
        return chunk


class _Rest:
    """What was read already, then the rest. Everything below the root that has ended is forgotten at each reading."""

    def __init__(self, chunks: list[bytes], source: Source) -> None:
        self._chunks = list(reversed(chunks))
        self._source = source
        self.root: _Element = None

    def read(self, size: int) -> bytes:
        # More is read when every event of what was read is done with; the last child may be open still.
        if self.root is not None:
            del self.root[:-1]
        return self._chunks.pop() if self._chunks else self._source.read(size)


def _root_tag(source: _Recorded) -> str | None:
    """The root's name; None where no root begins, of which the reader itself will say why.

    Raises:
        _DocumentType: see there.
    """
    try:
        for _, root in etree.iterparse(source, events=("start",), chunk_size=_READ, **_OPTIONS):
            document = root.getroottree().docinfo
            if document.doctype or document.internalDTD is not None or document.externalDTD is not None:
                raise _DocumentType
            return str(root.tag)
    except (etree.XMLSyntaxError, LookupError, UnicodeError):
        return None
    return None


def _told_apart(tags: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(tag for tag in tags if not tag.startswith("{*}")),
        frozenset(tag[3:] for tag in tags if tag.startswith("{*}")),
    )


def _forget(element: _Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _trouble(error: Exception) -> bytes:
    if isinstance(error, _DocumentType):
        return packing.trouble(DOCUMENT_TYPE, 1)
    if not isinstance(error, etree.XMLSyntaxError):
        return packing.trouble(ENCODING, 1)
    line = error.lineno or 1
    said = str(error.msg or "damaged").partition(", line ")[0]
    if any(word in said.lower() for word in ("entit", "doctype", "internal subset")):
        return packing.trouble(DOCUMENT_TYPE, line)
    return packing.trouble(DAMAGED, line, said[:_MOST_SAID])


class _Packed:
    """Elements on their way into a piece."""

    def __init__(self, *, attributes: bool) -> None:
        self._attributes = attributes
        self._names: dict[str, int] = {}
        self._new: list[str] = []
        self._numbers = array(packing.NUMBERS)
        self._texts: list[str] = []
        self._parent: _Element = None
        self._placed = False
        self.size = 0

    def put(self, element: _Element) -> None:
        """Lay down an element with all below it.

        Raises:
            _TooLarge: see there.
        """
        parent = element.getparent()
        if not self._placed or parent is not self._parent:
            self._place(element, parent)
        texts: list[str] = []
        before = len(self._numbers)
        self._put(element, texts)
        together = "\0".join(texts)
        size = 4 * (len(self._numbers) - before) + len(together) * (1 if together.isascii() else 2)
        if size > MOST_OF_ONE:
            raise _TooLarge(int(element.sourceline or 0))
        self._texts.append(together)
        self.size += size

    def piece(self) -> bytes:
        """All that was laid down since the last piece."""
        head = packing.HEAD.pack(packing.ELEMENTS, len(self._new), len(self._numbers))
        done = head + self._numbers.tobytes() + "\0".join([*self._new, *self._texts]).encode()
        self._new, self._numbers, self._texts, self.size = [], array(packing.NUMBERS), [], 0
        return done

    def _place(self, element: _Element, parent: _Element) -> None:
        if not self._placed:
            self._mark(element.getroottree().getroot(), packing.ROOT)
        self._placed, self._parent = True, parent
        if parent is None:
            self._mark(element, packing.NO_PARENT)
        else:
            self._mark(parent, packing.PARENT)

    def _mark(self, element: _Element, mark: int) -> None:
        texts = [""]
        self._lay_down(element, mark, texts)
        self._texts += texts

    def _put(self, element: _Element, texts: list[str]) -> None:
        children = list(element)
        text = element.text or ""
        if children:
            text += "".join([child.tail or "" for child in children])
            if text.isspace():
                text = ""
        texts.append(text)
        self._lay_down(element, len(children), texts)
        for child in children:
            if len(child):
                self._put(child, texts)
                continue
            texts.append(child.text or "")
            name = self._names.get(child.tag)
            if name is None or self._attributes:
                self._lay_down(child, 0, texts)
            else:
                # What most elements are, told apart because it is worth a tenth of the time.
                self._numbers.extend((name, child.sourceline or 0, 0, 0))

    def _lay_down(self, element: _Element, children: int, texts: list[str]) -> None:
        tag = element.tag
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = len(self._names)
            self._new.append(tag)
        attributes = element.items() if self._attributes else ()
        self._numbers.extend((name, element.sourceline or 0, children, len(attributes)))
        for pair in attributes:
            texts += pair
