"""The People Finder Interchange Format, 1.1 to 1.4: read, written, judged; what of it becomes a record.

with open_pfif(path) as file:
    for record in file.records():
        ...  # Person or Note, in the field names of 1.4
b"".join(write_pfif(persons, VERSIONS["1.3"]))
"""

from antigone.interfaces.exchange.pfif.reading import PFIF_LIMITS, PfifFile, open_pfif, read_stream
from antigone.interfaces.exchange.pfif.values import (
    Note,
    Person,
    expired,
    home_of,
    lost_in,
    moment,
    moment_text,
    newest_status,
    placeholder,
    with_notes,
)
from antigone.interfaces.exchange.pfif.versions import (
    NEWEST,
    PLACEHOLDER_FIELDS,
    SEXES,
    STATUSES,
    VERSIONS,
    UnknownVersion,
    Version,
    version_named,
)
from antigone.interfaces.exchange.pfif.writing import note_xml, person_xml, write_pfif

__all__ = [
    "NEWEST",
    "PFIF_LIMITS",
    "PLACEHOLDER_FIELDS",
    "SEXES",
    "STATUSES",
    "VERSIONS",
    "Note",
    "Person",
    "PfifFile",
    "UnknownVersion",
    "Version",
    "expired",
    "home_of",
    "lost_in",
    "moment",
    "moment_text",
    "newest_status",
    "note_xml",
    "open_pfif",
    "person_xml",
    "placeholder",
    "read_stream",
    "version_named",
    "with_notes",
    "write_pfif",
]
