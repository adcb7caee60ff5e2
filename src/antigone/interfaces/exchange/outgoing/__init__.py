"""People who may leave, written to files: PFIF, FollowTheMoney, CSV, XLSX.

    export_people(path, FileFormat.PFIF, FileAudience.PUBLIC, home=home, actor=actor)

Who may leave, and with what, is for `bureau.disclosure` to say; here is only how it is written.
"""

from antigone.interfaces.exchange.outgoing.files import FileFormat, export_people
from antigone.interfaces.exchange.outgoing.people import (
    COLUMNS,
    Home,
    NoHome,
    entity_of,
    home_of_bureau,
    person_of,
    row_of,
)

__all__ = [
    "COLUMNS",
    "FileFormat",
    "Home",
    "NoHome",
    "entity_of",
    "export_people",
    "home_of_bureau",
    "person_of",
    "row_of",
]
