"""Installing a gazetteer, and finding it again.

Each lies in a folder named by its fingerprint, which never changes: ``gazetteers/<fingerprint>/places.tsv`` and
``provenance.json``. Which one is in force stands in ``gazetteers/current``, replaced in one step, so that whoever reads
sees the old or the new one, whole. A gazetteer that parameters were learned with stays until somebody deletes it.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from antigone.evidence.places import Entry, Gazetteer, GazetteerInvalid, entry_of, give

_FOLDER: Final = "gazetteers"
_CURRENT: Final = "current"
_PLACES: Final = "places.tsv"
_PROVENANCE: Final = "provenance.json"
COLUMNS: Final = ("id", "name", "alternatives", "kind", "parent", "latitude", "longitude", "population")


class GazetteerBroken(Exception):
    """The installed gazetteer cannot be read; the message names the file and the cure."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a gazetteer came from.

    Attributes:
        name: what the staff call it.
        source: file name, or package and version.
        sha256: of the source's bytes.
        installed_at: day, ISO 8601.
    """

    name: str
    source: str
    sha256: str
    installed_at: str


@dataclass(frozen=True, slots=True)
class Installed:
    """A gazetteer in force, and whether this call put it there (`changed`) or found it there."""

    gazetteer: Gazetteer
    provenance: Provenance
    folder: Path
    changed: bool


def install(data: Path, gazetteer: Gazetteer, *, source: str, sha256: str) -> Installed:
    """Put a gazetteer in force; the same entries again change nothing, not even the date.

    Args:
        data: the data folder.
        source, sha256: see `Provenance`.
    """
    house = data / _FOLDER
    house.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = house / gazetteer.fingerprint
    before = _current(house)
    if not (folder / _PROVENANCE).is_file():
        provenance = Provenance(gazetteer.name, source, sha256, datetime.now(UTC).date().isoformat())
        _write(house, folder, gazetteer, provenance)
    if before != gazetteer.fingerprint:
        _replace(house / _CURRENT, gazetteer.fingerprint + "\n")
    return Installed(gazetteer, _provenance(folder), folder, before != gazetteer.fingerprint)


def installed(data: Path, fingerprint: str = "") -> Installed | None:
    """The gazetteer in force, or the one of a fingerprint; None where none is installed.

    Raises:
        GazetteerBroken: its files are damaged.
    """
    house = data / _FOLDER
    wanted = fingerprint or _current(house)
    folder = house / wanted
    if not wanted or not (folder / _PROVENANCE).is_file():
        if not wanted or fingerprint:
            return None
        raise GazetteerBroken(f"{house / _CURRENT} names the gazetteer {wanted}, which is not there; install it again")
    provenance = _provenance(folder)
    try:
        lines = (folder / _PLACES).read_text(encoding="utf-8").splitlines()[1:]
        gazetteer = Gazetteer.from_rows(provenance.name, (entry_of(line.split("\t")) for line in lines))
    except (OSError, ValueError, GazetteerInvalid) as error:
        raise GazetteerBroken(f"{folder / _PLACES} is damaged ({error}); install the gazetteer again") from error
    if gazetteer.fingerprint != wanted:
        raise GazetteerBroken(f"{folder / _PLACES} was changed after it was installed; install the gazetteer again")
    return Installed(gazetteer, provenance, folder, changed=False)


def use_installed(data: Path) -> str:
    """Let the evidence of this process know the gazetteer in force; its fingerprint, empty where none is installed."""
    found = installed(data)
    if found is None:
        return ""
    give(found.gazetteer)
    return found.gazetteer.fingerprint


def _current(house: Path) -> str:
    try:
        return (house / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _provenance(folder: Path) -> Provenance:
    try:
        return Provenance(**json.loads((folder / _PROVENANCE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise GazetteerBroken(f"{folder / _PROVENANCE} cannot be read; install the gazetteer again") from error


def _write(house: Path, folder: Path, gazetteer: Gazetteer, provenance: Provenance) -> None:
    """The folder appears whole or not at all."""
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=house))
    try:
        lines = ["\t".join(COLUMNS), *("\t".join(_cells(entry)) for entry in gazetteer.entries.values())]
        _durable(made / _PLACES, "\n".join(lines) + "\n")
        _durable(made / _PROVENANCE, json.dumps(asdict(provenance), ensure_ascii=False, indent=2) + "\n")
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        entry.id,
        entry.names[0],
        "|".join(entry.names[1:]),
        entry.kind.value,
        entry.parent,
        "" if entry.latitude is None else repr(entry.latitude),
        "" if entry.longitude is None else repr(entry.longitude),
        "" if entry.population is None else str(entry.population),
    )


def _durable(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".making-", dir=path.parent)
    os.close(handle)
    _durable(Path(name), text)
    Path(name).replace(path)
