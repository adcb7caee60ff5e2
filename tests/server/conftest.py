"""Data folders of their own for tests that start and kill servers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from antigone.server.accounts import make_owner_of_data
from antigone.server.embedded import Cluster


@pytest.fixture
def data() -> Iterator[Path]:
    """An empty data folder with a path short enough for a socket, which the database's account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="antigone-t-"))
    folder.chmod(0o711)
    path = folder / "data"
    make_owner_of_data(path)
    yield path
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(data: Path) -> Iterator[Cluster]:
    """A cluster that does not run yet; stopped at the end."""
    chosen = os.environ.get("ANTIGONE_PG_BIN")
    cluster = Cluster.of(data, Path(chosen) if chosen else None)
    yield cluster
    cluster.stop()
