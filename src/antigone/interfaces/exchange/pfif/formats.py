"""What the text of each field must look like, version by version.

Source: the PFIF specification, and its validator for 1.1 to 1.3 (google/personfinder, ``tools/pfif-tools``); 1.4 by
its specification, for which there was none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from antigone.interfaces.exchange.pfif.values import moment
from antigone.interfaces.exchange.pfif.versions import RENAMED, SEXES, STATUSES, Version

#: Why a text is not what the field wants, with what to write; empty where it is.
Judge = Callable[[str], str]

_LABEL: Final = r"[a-zA-Z0-9](?:[-a-zA-Z0-9_]{0,61}[a-zA-Z0-9])?"
_RECORD_ID = re.compile(rf"(?P<domain>(?:{_LABEL}\.)*{_LABEL}\.?)/\S.*", re.DOTALL)
_PHONE = re.compile(r"(?:[-.+() ]*\d[-.+() ]*)+(?:[#x]\d+)?")
_BIRTH = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_AGE = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)
_STATE = re.compile(r"(?:[A-Z]{2}-)?[A-Z0-9]{1,3}")
_MOST_DOMAIN: Final = 255


def _by(pattern: str, cure: str) -> Judge:
    fits = re.compile(pattern, re.ASCII).fullmatch
    return lambda text: "" if fits(text) else cure


def _record_id(text: str) -> str:
    found = _RECORD_ID.fullmatch(text)
    if found and len(found["domain"]) <= _MOST_DOMAIN:
        return ""
    return "a record id is the home repository's domain, a slash and its own id: example.org/person.17"


def _moment(text: str) -> str:
    return "" if moment(text) else "a date is written in UTC as 2026-09-01T10:00:00Z"


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    fits = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", text)
    return "" if fits else "an address begins with http:// or https:// and names a host"


def _birth(text: str) -> str:
    found = _BIRTH.fullmatch(text)
    if found:
        try:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            return "there is no such day; write 1987-05 where the day is not known"
        return ""
    return "a date of birth is 1987, 1987-05 or 1987-05-13"


def _age(text: str) -> str:
    found = _AGE.fullmatch(text)
    if not found:
        return "an age is whole years, 34 or 30-35"
    if found[2] and int(found[2]) < int(found[1]):
        return "the range of ages ends before it begins"
    return ""


def _lines(judge: Judge) -> Judge:
    return lambda text: next((why for line in text.split("\n") if (why := judge(line.strip()))), "")


def _line_said(line: str) -> str:
    return "" if line else "a list has one entry a line, and no empty line"


def _one_of(words: frozenset[str]) -> Judge:
    cure = f"must be one of {', '.join(sorted(words))}"
    return lambda text: "" if text in words else cure


_anything = _by(r"(?s).*", "")
in_capitals = _by(r"(?s)[^a-z]*", "version 1.1 wants names and places in capital letters")
_email = _by(r"\S+@\S+", "an e-mail address has an @")
_country = _by(r"[A-Z]{2}", "a country is its two capital letters of ISO 3166-1, such as UA")
_number = _by(r"\d+", "before version 1.3 a postal code is a number")


def _phone(text: str) -> str:
    return "" if _PHONE.fullmatch(text) else "a telephone number has digits, blanks and - . + ( ) only"


def _state(text: str) -> str:
    return "" if _STATE.fullmatch(text) else "a state is its code of ISO 3166-2, such as UA-63 or 63"


_ALWAYS: Final[dict[str, Judge]] = {
    "person_record_id": _record_id,
    "note_record_id": _record_id,
    "linked_person_record_id": _record_id,
    "entry_date": _moment,
    "expiry_date": _moment,
    "source_date": _moment,
    "author_email": _email,
    "email_of_found_person": _email,
    "author_phone": _phone,
    "phone_of_found_person": _phone,
    "source_url": _url,
    "photo_url": _url,
    "sex": _one_of(SEXES),
    "status": _one_of(STATUSES),
    "date_of_birth": _birth,
    "age": _age,
    "home_country": _country,
    "author_made_contact": _one_of(frozenset({"true", "false"})),
    "full_name": _lines(_line_said),
    "alternate_names": _lines(_line_said),
    "profile_urls": _lines(_url),
}
_CAPITAL_FIELDS: Final = frozenset(
    {"given_name", "family_name", "home_city", "home_neighborhood", "home_street", "home_state"}
)


def judge_of(field: str, version: Version) -> Judge:
    """How the text of a field, by its name in 1.4, is judged in a version."""
    if version.number == "1.1" and field in _CAPITAL_FIELDS:
        return in_capitals
    if field == "home_state":
        return _state
    if field == "home_postal_code" and version.number in ("1.1", "1.2"):
        return _number
    return _ALWAYS.get(field, _anything)


def place_in_order(field: str, version: Version, *, of_person: bool) -> int:
    """Where a field must stand among its neighbours, which never have a smaller number before them; 0 for anywhere.

    1.1 wants its standard order, notes last; 1.2 the ids first and notes last; later versions want none.
    """
    names = [RENAMED.get(name, name) for name in (version.person if of_person else version.note)]
    if version.number == "1.1":
        return names.index(field) + 1 if field in names else len(names) + 1
    if version.number == "1.2":
        first = ("person_record_id",) if of_person else ("note_record_id", "person_record_id")
        if field in first:
            return first.index(field) + 1
        return len(first) + (2 if field == "note" else 1)
    return 0
