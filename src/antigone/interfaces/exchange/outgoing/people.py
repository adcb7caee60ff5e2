"""One person who may leave, in each format's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from antigone.bureau.disclosure.letting_out import PARTNER_FIELDS, OutgoingPerson
from antigone.interfaces.exchange.ftm.properties import TEXTS, country_code
from antigone.interfaces.exchange.ftm.writing import Entity
from antigone.interfaces.exchange.pfif.values import Note, Person, moment_text, placeholder
from antigone.interfaces.exchange.pfif.versions import SEXES

_PLAIN_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_LOCAL: Final = frozenset({"localhost", "*", ""})
#: Kind of record -> PFIF's status. A record under the bureau's eyes says no more than that somebody is looked for.
STATUSES: Final = {"dead": "believed_dead", "missing": "information_sought"}


class NoHome(Exception):
    """Records that leave carry the bureau's domain, and it has none."""


@dataclass(frozen=True, slots=True)
class Home:
    """The bureau as a home repository: its domain, and what it is called."""

    domain: str
    name: str

    def person_id(self, public_id: str) -> str:
        return f"{self.domain}/person.{public_id}"


def home_of_bureau(hosts: Sequence[str], name: str, domain: str = "") -> Home:
    """The bureau's home repository: the given domain, else the first host name that others can reach.

    Raises:
        NoHome: there is none.
    """
    named = domain.strip().lower() or next(
        (host for host in hosts if host not in _LOCAL and not re.fullmatch(r"[\d.]+|\[.*\]|.*:.*", host)), ""
    )
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?", named):
        raise NoHome(
            "records carry the domain of the bureau that answers for them; set ANTIGONE_PUBLIC_HOSTS, or give --domain"
        )
    return Home(named, name)


def person_of(one: OutgoingPerson, home: Home) -> Person:
    """As PFIF. The note says whose statement it is.

    Nothing says where a prisoner is held, or how families are reached.
    """
    changed = moment_text(one.changed_at)
    fields = {
        "person_record_id": home.person_id(one.public_id),
        "entry_date": changed,
        "expiry_date": moment_text(one.expires_at) if one.expires_at else "",
        "author_name": home.name,
        "source_name": one.source,
        "source_date": changed,
        "full_name": one.name,
        "alternate_names": "\n".join(one.other_names),
        "description": _described(one),
        "sex": one.sex if one.sex in SEXES else "",
        "date_of_birth": next((date for date in (one.birth_date, one.birth_year) if _PLAIN_DATE.fullmatch(date)), ""),
    }
    notes: tuple[Note, ...] = ()
    if status := STATUSES.get(one.kind, ""):
        notes = (Note(_note(one, home, changed, status)),)
    return Person({name: text for name, text in fields.items() if text}, notes)


def departed_person(public_id: str, home: Home, when: datetime) -> Person:
    """What tells mirrors to drop their copy."""
    moment = moment_text(when)
    return placeholder(Person({"person_record_id": home.person_id(public_id), "expiry_date": moment}), when)


def _note(one: OutgoingPerson, home: Home, changed: str, status: str) -> dict[str, str]:
    as_of = f", as of {one.as_of}" if one.as_of else ""
    said = "names this person among the dead" if one.kind == "dead" else "looks for this person"
    fields = {
        "note_record_id": f"{home.domain}/note.{one.public_id}",
        "person_record_id": home.person_id(one.public_id),
        "entry_date": changed,
        "author_name": home.name,
        "source_date": changed,
        "status": status,
        "last_known_location": one.last_seen_place if one.kind != "prisoner" else "",
        "text": f"{one.source} {said}{as_of}.",
    }
    return {name: text for name, text in fields.items() if text}


def _described(one: OutgoingPerson) -> str:
    """What PFIF has no field for, a line each with its name."""
    lines = []
    if not _PLAIN_DATE.fullmatch(one.birth_date or one.birth_year) and (one.birth_date or one.birth_year):
        lines.append(f"Born: {one.birth_date or one.birth_year}")
    told = {
        "Died": one.death_year,
        "Region": one.region,
        "Status": one.status,
        "Father": one.father_name,
        "Birthplace": one.birthplace,
        "Nationality": one.nationality,
        "Force": one.force,
        "Branch": one.branch,
        "Unit": one.unit,
        "Rank": one.rank,
        "Service number": one.service_number,
        "Last seen": one.last_seen_date,
        "Date": one.occurred_date,
        "Place": one.occurred_place if one.kind != "prisoner" else "",
        "Buried": one.burial_place,
        "Description": one.description,
    }
    return "\n".join(lines + [f"{name}: {' '.join(text.split())}" for name, text in told.items() if text])


def entity_of(one: OutgoingPerson, home: Home) -> Entity:
    """As a FollowTheMoney `Person`. Vague dates, which the format cannot say, stand in `notes`."""
    entity = Entity(f"{home.domain}-{one.public_id}")
    entity.add("name", one.name)
    entity.add("alias", *one.other_names)
    vague = [
        f"{word}: {edtf}"
        for word, name, edtf in (
            ("Born", "birthDate", one.birth_date or one.birth_year),
            ("Died", "deathDate", (one.occurred_date or one.death_year) if one.kind == "dead" else ""),
        )
        if not entity.add_date(name, edtf)
    ]
    entity.add("gender", one.sex)
    entity.add("nationality", country_code(one.nationality))
    for column, name in TEXTS.items():
        entity.add(name, " ".join(str(getattr(one, column, "")).split()))
    entity.add("notes", *vague, f"Region: {one.region}" if one.region else "")
    entity.add("publisher", one.source)
    entity.add_date("modifiedAt", one.as_of[:10])
    return entity


#: Columns of tables: those of everybody, and what partners get besides.
COLUMNS: Final = (
    "id", "kind", "name", "other_names", "birth_year", "death_year", "region", "source", "as_of", "changed_at",
)  # fmt: skip
PARTNER_COLUMNS: Final = (*COLUMNS, "expires_at", *PARTNER_FIELDS)


def row_of(one: OutgoingPerson, columns: Sequence[str]) -> list[str]:
    """The cells of a table; further names are divided by «; »."""
    cells = []
    for column in columns:
        if column == "id":
            cells.append(one.public_id)
        elif column == "other_names":
            cells.append("; ".join(one.other_names))
        elif column in ("changed_at", "expires_at"):
            when: datetime | None = getattr(one, column)
            cells.append(moment_text(when) if when else "")
        else:
            cells.append(str(getattr(one, column)))
    return cells
