"""The four versions of the People Finder Interchange Format: namespaces, fields in standard order, what is mandatory.

Everywhere else fields have the names of version 1.4. Source: the PFIF specification (http://zesty.ca/pfif/1.1 to 1.4)
and its reference implementation, google/personfinder, ``app/pfif.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from antigone.interfaces.exchange.errors import UnreadableFile

_NAMESPACE: Final = "http://zesty.ca/pfif/"

#: Name in an older version -> name in 1.4.
RENAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "home_zip": "home_postal_code",
        "first_name": "given_name",
        "last_name": "family_name",
        "found": "author_made_contact",
        "other": "description",
    }
)
#: What the placeholder of an expired person keeps.
PLACEHOLDER_FIELDS: Final = ("person_record_id", "entry_date", "expiry_date", "source_date")
SEXES: Final = frozenset({"female", "male", "other"})
STATUSES: Final = frozenset(
    {"information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead"}
)

_HEAD_1_1 = "person_record_id entry_date author_name author_email author_phone source_name source_date source_url"
_HEAD_1_3 = (
    "person_record_id entry_date expiry_date author_name author_email author_phone source_name source_date source_url"
)
_HOME = "home_street home_neighborhood home_city home_state home_postal_code home_country photo_url"
_NOTE_1_2 = (
    "note_record_id person_record_id linked_person_record_id entry_date author_name author_email author_phone"
    " source_date found status email_of_found_person phone_of_found_person last_known_location text"
)


class UnknownVersion(UnreadableFile):
    """There is no such version of PFIF."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version.

    Attributes:
        number: as in its namespace, ``1.4``.
        person, note: names of fields as this version writes them, in its standard order.
        needed_of_person, needed_of_note: fields that stand even when empty.
        top_level_notes: whether a note may stand outside its person.
    """

    number: str
    person: tuple[str, ...]
    note: tuple[str, ...]
    needed_of_person: frozenset[str]
    needed_of_note: frozenset[str]
    top_level_notes: bool

    @property
    def namespace(self) -> str:
        """Its namespace, without a slash at the end."""
        return _NAMESPACE + self.number


def _version(number: str, person: str, note: str, needed: str) -> Version:
    return Version(
        number,
        tuple(person.split()),
        tuple(note.split()),
        frozenset(needed.split()),
        frozenset({"note_record_id", "author_name", "source_date", "text"}),
        number != "1.1",
    )


VERSIONS: Final[Mapping[str, Version]] = MappingProxyType(
    {
        version.number: version
        for version in (
            _version(
                "1.1",
                f"{_HEAD_1_1} first_name last_name home_city home_state home_neighborhood home_street home_zip"
                " photo_url other",
                "note_record_id entry_date author_name author_email author_phone source_date found"
                " email_of_found_person phone_of_found_person last_known_location text",
                "person_record_id first_name last_name",
            ),
            _version(
                "1.2",
                f"{_HEAD_1_1} first_name last_name sex date_of_birth age {_HOME} other",
                _NOTE_1_2,
                "person_record_id first_name last_name",
            ),
            _version(
                "1.3",
                f"{_HEAD_1_3} full_name first_name last_name sex date_of_birth age {_HOME} other",
                _NOTE_1_2,
                "person_record_id source_date full_name",
            ),
            _version(
                "1.4",
                f"{_HEAD_1_3} full_name given_name family_name alternate_names description sex date_of_birth age"
                f" {_HOME} profile_urls",
                _NOTE_1_2.replace("found status", "author_made_contact status") + " photo_url",
                "person_record_id source_date full_name",
            ),
        )
    }
)
NEWEST: Final = VERSIONS["1.4"]


def version_named(number: str) -> Version:
    """The version of this number.

    Raises:
        UnknownVersion: there is none.
    """
    try:
        return VERSIONS[number]
    except KeyError:
        raise UnknownVersion(
            f"«{number}» is no version of PFIF; write one of {', '.join(VERSIONS)}, such as 1.4"
        ) from None


def version_of_namespace(namespace: str) -> Version | None:
    """The version of a namespace, with or without a slash at the end (both are met); None for another format's."""
    return VERSIONS.get(namespace.removeprefix(_NAMESPACE).rstrip("/")) if namespace.startswith(_NAMESPACE) else None
