"""What all these papers share: words in two languages, tables with two-language headings, and the imprint that can be
checked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import segno
import typst

from antigone.interfaces.papers.words import LANGUAGES, words_in

_LAYOUT: Final = Path(__file__).with_name("form.typ")

#: One phrase in the paper's languages, in their order.
Said = list[str]
#: Gives a phrase in the paper's languages; named so that the catalogue finds the phrases.
Translate = Callable[[str], Said]


class NotWritable(ValueError):
    """This paper cannot be written so; the message says why."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who issues a paper, and how anybody checks it.

    Attributes:
        bureau: its name.
        code: random; the signature names it, and the verify page knows it.
        address: of the verify page for this code; empty where the bureau has no public address.
        made_on: the day, in ISO form.
        languages: one or two of `words.LANGUAGES`.
    """

    bureau: str
    code: UUID
    address: str
    made_on: str
    languages: tuple[str, ...] = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a heading. `columns` are phrases; `numbers` says which columns stand right."""

    heading: Said
    columns: list[Said]
    rows: list[list[str]]
    widths: list[str]
    numbers: list[int] = field(default_factory=list)
    total: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Block:
    """Facts under a heading, each with its name in the paper's languages."""

    heading: Said
    facts: list[tuple[Said, str]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing under a heading. `alt` says in words what it shows."""

    heading: Said
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole paper as the layout takes it."""

    title: Said
    about: str
    facts: list[tuple[Said, str]]
    sections: list[Section]
    signatures: list[Said]
    notes: list[Said] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)


def phrases(languages: Sequence[str]) -> Translate:
    """Phrases in these languages.

    Raises:
        NotWritable: none, more than two, twice the same, or one that no paper is written in.
    """
    chosen = list(languages)
    if not 1 <= len(chosen) <= 2 or len(set(chosen)) < len(chosen) or not set(chosen) <= set(LANGUAGES):
        raise NotWritable(f"a paper is written in one or two of the languages {', '.join(LANGUAGES)}")
    catalogues = [words_in(language) for language in chosen]
    return lambda phrase: [words.gettext(phrase) for words in catalogues]


def pdf_of(form: Form, imprint: Imprint) -> bytes:
    """The paper as PDF; the same arguments give the same bytes."""
    _ = phrases(imprint.languages)
    content: dict[str, Any] = asdict(form) | {
        "languages": list(imprint.languages),
        "bureau": imprint.bureau,
        "code": str(imprint.code),
        "page": _("page"),
        "made": [_("made on"), imprint.made_on],
        "check": _("This paper is signed. Whoever scans the square learns whether it is genuine, and nothing else."),
        "address": imprint.address,
        "square": qr(imprint.address or f"urn:uuid:{imprint.code}"),
    }
    return compiled(_LAYOUT, content)


def compiled(layout: Path, content: Mapping[str, Any]) -> bytes:
    """A layout filled with content, as PDF."""
    made: bytes = typst.compile(
        str(layout),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


def qr(content: str) -> str:
    """A QR code (ISO/IEC 18004) as SVG, with the quiet zone that scanners need."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def both(said: Sequence[str]) -> str:
    """A phrase in the paper's languages on one line."""
    return " / ".join(dict.fromkeys(said))


def moment(at: datetime) -> str:
    """A time for a paper, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M")
