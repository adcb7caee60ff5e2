"""What a page of a case consists of; HTML and PDF are both made of these, so that they say the same."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section, or of a part of it."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a strong one is what a reader must not miss."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is said of them."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `caption` says what it is."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as SVG, and the same in words for who does not see it."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A working copy of a picture: its path in the folder, its size in pixels, and what it is."""

    path: str
    width: int
    height: int
    caption: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """Working copies beside each other."""

    pictures: tuple[Shown, ...]


Block = Heading | Text | Points | Facts | Table | Drawing | Gallery


@dataclass(frozen=True, slots=True)
class Telling:
    """A whole page in one language."""

    language: str
    title: str
    lead: str
    foot: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
