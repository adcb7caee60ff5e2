"""Runs a command with `ANTIGONE_TEST_DATABASE_URL` naming a throw-away cluster of the system's own PostgreSQL.

``python -m tests.debian_server --find`` says which server that would be, or why there is none (exit status 1);
``python -m tests.debian_server COMMAND…`` runs the command. The oldest installed version that Antigone supports is
taken: what works there works on newer ones.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from antigone.server.accounts import make_owner_of_data
from antigone.server.database_check import OLDEST_SERVER
from antigone.server.embedded import OWNER_ROLE, Cluster, hold


def installed() -> tuple[int, Path] | None:
    """(major version, folder of programs) of the oldest supported server from the system's packages."""
    found = [
        (int(path.parent.name), path)
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if path.parent.name.isdigit() and (path / "postgres").exists() and int(path.parent.name) >= OLDEST_SERVER
    ]
    return min(found, default=None)


def main() -> int:
    """See the head of this file."""
    found = installed()
    if found is None:
        print("no PostgreSQL server from the system's packages (Debian: apt install postgresql-15)")
        return 1
    major, programs = found
    if sys.argv[1:] == ["--find"]:
        print(f"Debian's PostgreSQL {major}")
        return 0
    data = Path(tempfile.mkdtemp(prefix="antigone-debian-"))
    if os.geteuid() == 0:
        owner = make_owner_of_data(data)
        os.chown(data, owner.uid, owner.gid)
    try:
        cluster = Cluster.of(data, programs)
        with hold(cluster):
            with cluster.connect() as connection:
                connection.execute("CREATE DATABASE antigone")
            url = f"postgresql://{OWNER_ROLE}@/antigone?host={cluster.socket_folder}"
            return subprocess.run(
                sys.argv[1:], env={**os.environ, "ANTIGONE_TEST_DATABASE_URL": url}, check=False
            ).returncode
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
