"""The gazetteer that the bureau has installed: kept as files in the data folder, with where it came from."""

from antigone.bureau.gazetteers.keeping import (
    GazetteerBroken,
    Installed,
    Provenance,
    install,
    installed,
    use_installed,
)

__all__ = ["GazetteerBroken", "Installed", "Provenance", "install", "installed", "use_installed"]
