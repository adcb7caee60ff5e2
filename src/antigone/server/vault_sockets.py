"""The socket at which the vault is asked."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from antigone.server.accounts import owner_of_data, private_folder
from antigone.server.trouble import ServerTrouble

#: Connections that may wait.
_BACKLOG = 64


@contextlib.contextmanager
def listening(path: Path, data: Path) -> Iterator[socket.socket]:
    """The socket, which only this account reaches unless its folder was opened to others on purpose.

    Raises:
        ServerTrouble: a vault answers there already, or the socket cannot be made.
    """
    if path.parent == data / "run":
        private_folder(path.parent, owner_of_data(data))
    if somebody_answers(path):
        raise ServerTrouble(f"a vault answers at {path} already; stop it first")
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.unlink(missing_ok=True)
        before = os.umask(0o077)
        try:
            door.bind(str(path))
        finally:
            os.umask(before)
        if path.parent != data / "run":
            path.chmod(0o666)  # who may ask is checked by account; the folder is the operator's to close
        door.listen(_BACKLOG)
        door.settimeout(0.2)
    except OSError as error:
        door.close()
        raise ServerTrouble(f"the vault's socket {path} cannot be made ({error.strerror})") from error
    try:
        yield door
    finally:
        door.close()
        path.unlink(missing_ok=True)


def somebody_answers(path: Path) -> bool:
    """Whether a vault takes connections at this socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial, contextlib.suppress(OSError):
        trial.settimeout(1)
        trial.connect(str(path))
        return True
    return False
