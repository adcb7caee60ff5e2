"""PFIF written person by person, byte for byte as the reference implementation writes it.

A field is written when it says something or is mandatory; fields stand in the version's standard order, notes inside
their person. What a version has no field for is left out (`values.lost_in` says what that is). Characters that XML
cannot hold are dropped, and line ends become line feeds, as any reader of XML would make them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from antigone.interfaces.exchange.pfif.values import Note, Person, description_to_other
from antigone.interfaces.exchange.pfif.versions import NEWEST, RENAMED, Version

_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_SPECIAL = re.compile("[&<>\\r]|[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_BLOCK: Final = 1 << 16

#: Of each field: its name in the version, its name in 1.4, whether it is mandatory.
_Layout = tuple[tuple[str, str, bool], ...]


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    if not _SPECIAL.search(text):
        return text
    text = _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=16)
def _layouts(version: Version) -> tuple[_Layout, _Layout]:
    def laid_out(names: tuple[str, ...], needed: frozenset[str]) -> _Layout:
        return tuple((name, RENAMED.get(name, name), name in needed) for name in names)

    return (
        laid_out(version.person, version.needed_of_person),
        laid_out(version.note, version.needed_of_note),
    )


def _fields(lines: list[str], layout: _Layout, fields: Mapping[str, str], indent: str) -> None:
    for name, newest, needed in layout:
        text = fields.get(newest, "")
        if text and name == "other":
            text = description_to_other(text)
        if text or needed:
            lines.append(f"{indent}<pfif:{name}>{escaped(text)}</pfif:{name}>\n")


def person_xml(person: Person, version: Version = NEWEST, *, indent: str = "  ") -> str:
    """One ``<pfif:person>`` with its notes; the prefix is declared by what stands around it."""
    of_person, of_note = _layouts(version)
    lines = [f"{indent}<pfif:person>\n"]
    _fields(lines, of_person, _named(person.fields, version), indent + "  ")
    for note in person.notes:
        _note(lines, of_note, note, indent + "  ")
    lines.append(f"{indent}</pfif:person>\n")
    return "".join(lines)


def note_xml(note: Note, version: Version = NEWEST, *, indent: str = "  ") -> str:
    """One ``<pfif:note>``."""
    lines: list[str] = []
    _note(lines, _layouts(version)[1], note, indent)
    return "".join(lines)


def _note(lines: list[str], layout: _Layout, note: Note, indent: str) -> None:
    lines.append(f"{indent}<pfif:note>\n")
    _fields(lines, layout, note.fields, indent + "  ")
    lines.append(f"{indent}</pfif:note>\n")


def _named(fields: Mapping[str, str], version: Version) -> Mapping[str, str]:
    """Before 1.3 there is no whole name: it stands as the family name of somebody who has no other."""
    if "full_name" in version.person or fields.get("given_name") or fields.get("family_name"):
        return fields
    return {**fields, "family_name": fields.get("full_name", "").partition("\n")[0]}


def write_pfif(records: Iterable[Person | Note], version: Version = NEWEST) -> Iterator[bytes]:
    """A whole file in blocks, as its records come; notes that stand alone are left out where a version has none."""
    block = ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<pfif:pfif xmlns:pfif="{version.namespace}">\n']
    length = 0
    for record in records:
        if isinstance(record, Person):
            text = person_xml(record, version)
        elif version.top_level_notes:
            text = note_xml(record, version)
        else:
            continue
        block.append(text)
        length += len(text)
        if length > _BLOCK:
            yield "".join(block).encode()
            block, length = [], 0
    yield ("".join(block) + "</pfif:pfif>\n").encode()
