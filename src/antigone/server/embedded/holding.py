"""Who uses the embedded server: it runs while anybody does and stops with the last.

Each process that uses it holds a shared lock on one file for as long as it lives. Whoever leaves tries to
take that lock for itself alone: success means that nobody else is there, and the server is stopped. Locks
end with their process, so a killed one leaves no trace. Leaving and starting both happen under the cluster's
lock, so that a server is never stopped under a process that has just found it running.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator

from antigone.server.accounts import private_folder
from antigone.server.embedded.cluster import Cluster, lock_file


@contextlib.contextmanager
def hold(cluster: Cluster) -> Iterator[None]:
    """Have the server running for the length of the block.

    Raises:
        ServerTrouble: it does not start.
    """
    path = private_folder(cluster.socket_folder, cluster.account) / "users.lock"
    with lock_file(path, cluster.account) as users:
        with cluster.locked():
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.start_under_lock()
        try:
            yield
        finally:
            with cluster.locked():
                if _alone(users):
                    cluster.stop_under_lock()


def stop_unused(cluster: Cluster) -> bool:
    """Stop the server if no process uses it (one that outlived a killed supervisor);

    whether it does not run now.
    """
    path = private_folder(cluster.socket_folder, cluster.account) / "users.lock"
    with lock_file(path, cluster.account) as users, cluster.locked():
        if _alone(users):
            cluster.stop_under_lock()
        return cluster.postmaster_pid() is None


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
