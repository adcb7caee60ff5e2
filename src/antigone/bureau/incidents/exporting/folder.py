"""The folder of an exported case.

case.json        the case as data (`disclosure.incidents.outgoing_case`)
custody.jsonl    the chain of custody, an entry a line, as it was hashed
items/           the originals, where they were exported, by number
pictures/        working copies, faces blurred; 003-on-007.jpg is picture 3 as it lies on picture 7
tokens/          tokens of time, as they came, each with the head that it is over
proofs/          of each file that is held: that it belongs to the case
index.html …     pages for people
MANIFEST         SHA-256, size and path of every other file, sorted by path
MANIFEST.sig     the bureau's signature over the case and the manifest, a C2SP signed note
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from antigone.bureau.incidents.files import sha256_of
from antigone.bureau.incidents.values import IncidentError
from antigone.bureau.ledger.notes import Signer

MANIFEST: Final = "MANIFEST"
SIGNATURE: Final = "MANIFEST.sig"
_FORMAT: Final = "antigone-case-export/v1"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?")
_LINE = re.compile(r"([0-9a-f]{64})  (0|[1-9][0-9]{0,15})  (\S+)")


class FolderRefused(IncidentError):
    """A folder cannot be written there, or is none of an exported case."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the folder."""

    sha256: str
    size: int
    path: str

    def line(self) -> str:
        """As it stands in the manifest."""
        return f"{self.sha256}  {self.size}  {self.path}"


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder that appears under this name when it is whole, and not at all otherwise.

    Raises:
        FolderRefused: something is there already, or it cannot be written.
    """
    if out.exists():
        raise FolderRefused(f"{out} is there already; name a folder that is not")
    partial = out.with_name(f".{out.name}.partial")
    try:
        partial.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise FolderRefused(f"{out} cannot be written: {error.strerror}") from error
    try:
        yield partial
        partial.rename(out)
    except BaseException:
        _remove(partial)
        raise


def write_small(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths in the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def sign_folder(folder: Path, code: str, signer: Signer) -> str:
    """Write the manifest of all that lies in the folder, and the signature over it; gives the manifest's SHA-256."""
    lines = [Listed(*sha256_of(folder / name), name).line() for name in listed_in(folder)]
    manifest = ("\n".join(lines) + "\n").encode()
    (folder / MANIFEST).write_bytes(manifest)
    (folder / SIGNATURE).write_text(signer.sign_text(statement(code, manifest)), encoding="utf-8")
    return hashlib.sha256(manifest).hexdigest()


def statement(code: str, manifest: bytes) -> str:
    """What the bureau signs."""
    return f"{_FORMAT}\n{code}\n{hashlib.sha256(manifest).hexdigest()}\n"


def listed_in(folder: Path) -> list[str]:
    """Paths of all files in the folder but the manifest and its signature, sorted.

    Raises:
        FolderRefused: something in it is no plain file under a plain name, two levels deep at most.
    """
    found = []
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()) or not _SAFE.fullmatch(name):
            raise FolderRefused(f"«{name}» does not belong into the folder of a case")
        if path.is_file() and name not in (MANIFEST, SIGNATURE):
            found.append(name)
    return sorted(found)


def manifest_lines(manifest: bytes) -> list[Listed]:
    """What a manifest lists.

    Raises:
        FolderRefused: it is no manifest, or not written in the one way in which it can be.
    """
    try:
        text = manifest.decode("ascii")
    except UnicodeDecodeError:
        raise FolderRefused("MANIFEST is no manifest") from None
    lines = []
    for line in text.removesuffix("\n").split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            raise FolderRefused(f"MANIFEST has a line that is none: {line[:80]!r}")
        lines.append(Listed(found[1], int(found[2]), found[3]))
    names = [one.path for one in lines]
    if not text.endswith("\n") or names != sorted(set(names)):
        raise FolderRefused("MANIFEST is not in order, or names a file twice")
    return lines


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()
