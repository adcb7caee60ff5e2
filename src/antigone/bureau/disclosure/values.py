"""What may cross the door to the public, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicQuery:
    """What a stranger asks. Everything but the name may be empty; nothing of it is kept or logged.

    `born` is a year or a date in any EDTF form; `father` the father's given name or a patronymic.
    """

    name: str
    born: str = ""
    father: str = ""
    place: str = ""
    unit: str = ""
    service_number: str = ""


@dataclass(frozen=True, slots=True)
class PublicPerson:
    """The whole of what the public may learn of one dead, named person (DESIGN, section 6)."""

    public_id: str
    name: str
    other_names: tuple[str, ...]
    birth_year: str
    death_year: str
    region: str
    kind: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What a stranger is told. Nothing found, withheld and too vague are the same empty answer."""

    found: tuple[PublicPerson, ...] = ()
