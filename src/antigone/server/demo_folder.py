"""Where the demonstration keeps its data; settled before anything of the database is imported."""

from __future__ import annotations

import os

from antigone.server.configuration import default_data_folder


def use_demo_folder() -> None:
    """Unless the operator chose a data folder or a server, keep the demonstration apart from real data."""
    if not os.environ.get("ANTIGONE_DATA") and not os.environ.get("DATABASE_URL"):
        folder = default_data_folder()
        os.environ["ANTIGONE_DATA"] = str(folder.with_name(f"{folder.name}-demo"))
