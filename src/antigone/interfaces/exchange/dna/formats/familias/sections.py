"""Nested sections: ``[Name]`` of depth 1, ``[[Name]]`` of depth 2, and lines ``Key= value`` inside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from antigone.interfaces.exchange.errors import BrokenTable
from antigone.interfaces.exchange.people.rows import shortened

_HEADING = re.compile(r"(\[{1,8})([^\[\]]*)(\]{1,8})")
_NUMBERED = re.compile(r"(?:Person|Family|Pedigree) \d+")
_WHOLE = re.compile(r"\d{1,7}")


@dataclass(slots=True)
class Entry:
    """One line ``Key= value``."""

    key: str
    value: str
    line: int


@dataclass(slots=True)
class Section:
    """A heading, its own lines, and the sections inside it."""

    name: str
    depth: int
    line: int
    entries: list[Entry] = field(default_factory=list)
    inside: list[Section] = field(default_factory=list)

    def one(self, name: str) -> Section | None:
        """The first section of that name inside this one."""
        return next((section for section in self.inside if section.name == name), None)

    def numbered(self, word: str) -> list[Section]:
        """Sections called ``Person 1``, ``Person 2`` and so on."""
        return [one for one in self.inside if one.name.startswith(word) and _NUMBERED.fullmatch(one.name)]

    def value(self, key: str, default: str = "") -> str:
        """The first value of that key."""
        return next((entry.value for entry in self.entries if entry.key == key), default)

    def check_count(self, file: str, key: str, found: int, what: str) -> None:
        """Refuses the file where the section says another number than it holds: it was cut or edited by hand.

        A section that does not say a number is taken as it is.
        """
        stated = next((entry for entry in self.entries if entry.key == key), None)
        if stated is None:
            return
        if not _WHOLE.fullmatch(stated.value) or int(stated.value) != found:
            raise BrokenTable(
                f"{file}, line {stated.line:,}: «{self.name}» says {key}= {shortened(stated.value)} and {found} {what} "
                "follow; the file is damaged or was cut off, save it again in Familias"
            )


def sections(file: str, lines: Iterable[tuple[int, str]]) -> list[Section]:
    """Sections of depth 1 with all that is in them.

    Raises:
        BrokenTable: a heading whose brackets do not fit, a line that is neither heading nor ``Key= value``.
    """
    top = Section("", 0, 0)
    open_ones = [top]
    for line, raw in lines:
        text = raw.strip()
        if not text:
            continue
        if text.startswith("["):
            heading = _HEADING.fullmatch(text[:400])
            if heading is None or len(heading[1]) != len(heading[3]):
                raise BrokenTable(f"{file}, line {line:,}: «{shortened(text)}» is a heading whose brackets do not fit")
            depth = len(heading[1])
            while open_ones[-1].depth >= depth:
                open_ones.pop()
            section = Section(heading[2].strip(), depth, line)
            open_ones[-1].inside.append(section)
            open_ones.append(section)
            continue
        key, sign, value = text.partition("=")
        if not sign:
            raise BrokenTable(
                f"{file}, line {line:,}: «{shortened(text)}» is neither a heading in brackets nor «name= value»"
            )
        open_ones[-1].entries.append(Entry(key.strip(), value.strip(), line))
    return top.inside


def flattened(section: Section, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Every line of a section: the headings that it stands under, its key, its value."""
    path = (*above, section.name)
    for entry in section.entries:
        yield path, entry.key, entry.value
    for one in section.inside:
        yield from flattened(one, path)
