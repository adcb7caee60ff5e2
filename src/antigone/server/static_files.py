"""Style sheets and pictures of the sites, collected, compressed and named by content, when they have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from antigone.server.accounts import owner_of_data, private_folder
from antigone.server.configuration import Configuration
from antigone.server.database import run_django

_HOUSE = Path(__file__).parents[1]


def collect_static_files(configuration: Configuration) -> None:
    """Collect the files into the data folder unless the same ones are there already.

    Raises:
        ServerTrouble: Django's collector failed.
    """
    target = private_folder(configuration.data / "static", owner_of_data(configuration.data))
    stamp = target / ".collected"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    run_django(configuration, "collectstatic", "--skip-checks", "--no-input", "--clear", "--verbosity", "0")
    stamp.write_text(now)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(_HOUSE.glob("interfaces/*/static/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(_HOUSE)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
