"""A throw-away bureau to measure in: an embedded database in a folder of its own, kept for the next run if asked."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def bureau(folder: Path | None = None) -> Iterator[Path]:
    """A ready database with Django set up as its owner, in `folder` (kept) or in a temporary one (removed); gives
    that folder."""
    kept = folder is not None
    data = folder or Path(tempfile.mkdtemp(prefix="antigone-bench-"))
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o711)
    os.environ |= {
        "ANTIGONE_DATA": str(data / "d"),
        "ANTIGONE_ZONE": "owner",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "antigone.server.settings",
    }
    try:
        from antigone.server.configuration import configuration_from_environment
        from antigone.server.database import running_database

        with running_database(configuration_from_environment()):
            import django

            django.setup()
            yield data
    finally:
        if not kept:
            shutil.rmtree(data, ignore_errors=True)


def quantile(values: list[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def versions() -> str:
    """What the figures were measured with."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return f"Python {platform.python_version()}, PostgreSQL {row[0] if row else '?'}, {os.cpu_count()} cores"
