"""What the laboratory's commands stand on: its rights and key, and files that its account alone can read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from antigone.commands.frame import at_work

if TYPE_CHECKING:
    from antigone.bureau.identification.sealing import LaboratoryKey


@contextmanager
def at_the_bench() -> Iterator[LaboratoryKey]:
    """The database with the laboratory's rights, and its key, made on first use."""
    from antigone.server.configuration import Zone
    from antigone.server.secrets import laboratory_private_key

    with at_work(Zone.LABORATORY) as configuration:
        from antigone.bureau.identification.sealing import laboratory_key

        yield laboratory_key(laboratory_private_key(configuration.data))


def refuse_if_there(path: Path) -> None:
    """Before anything is let out: what is there already is not overwritten.

    Raises:
        FileExistsError: it is there.
    """
    if path.exists():
        raise FileExistsError(17, "exists and is not overwritten", str(path))


def write_for_ourselves(path: Path, content: bytes) -> None:
    """A new file of mode 600; what is there already is not overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
