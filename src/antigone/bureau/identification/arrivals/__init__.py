"""What comes to the laboratory is compared as it comes: one new body with all families, one new family with all bodies.

The database notes what changed (`models.Due`, migrations 0004 and 0005), and which matches came of which DNA was not
asked. A `Bench` in the laboratory's process holds readings, tables and columns of everybody in memory, and nothing of
it on disk; `actions.compare_arrivals` takes what is due, weighs it and writes weights. `search_everything` compares all
anew, and is what the bench is held to.
"""

from antigone.bureau.identification.arrivals.actions import Compared
from antigone.bureau.identification.arrivals.at_hand import EverythingAnew
from antigone.bureau.identification.arrivals.bench import Bench
from antigone.bureau.identification.arrivals.working import (
    SERVICE,
    compare_what_is_due,
    search_everything,
    things_due,
    work,
)

__all__ = [
    "SERVICE",
    "Bench",
    "Compared",
    "EverythingAnew",
    "compare_what_is_due",
    "search_everything",
    "things_due",
    "work",
]
