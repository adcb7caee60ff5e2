"""The manifest of an edition, its signature, and how both are checked.

``manifest.json`` names every file with its length and SHA-256. ``manifest.sig`` holds, on one line each, the public key
as the ledger prints it and the Ed25519 signature (base64) over ``antigone-edition-v1``, a line feed, and the bytes of
the manifest. The key inside the edition proves nothing: it must be known from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature

from antigone.bureau.ledger.notes import Signer, Verifier

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
FORMAT: Final = "antigone-edition-1"
_CONTEXT: Final = b"antigone-edition-v1\n"
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_FAULTS: Final = 20


class EditionBroken(Exception):
    """A folder is no edition, or not the one that was signed."""


@dataclass(frozen=True, slots=True)
class EditionVerdict:
    """A good edition: whose, of which day, how many files, signed by which key."""

    bureau: str
    made_on: str
    files: int
    key: str


def manifest_of(entries: Iterable[tuple[str, bytes]], *, bureau: str, site: str, made_on: str) -> bytes:
    """The manifest of files, by path."""
    files = [
        {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(entries)
    ]
    document = {"format": FORMAT, "bureau": bureau, "site": site, "made_on": made_on, "files": files}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def signature_of(manifest: bytes, signer: Signer) -> bytes:
    """The content of the signature's file."""
    signature = base64.b64encode(signer.private_key.sign(_CONTEXT + manifest)).decode()
    return f"{signer.verifier.text()}\n{signature}\n".encode()


def verify_edition(folder: Path, verifier: Verifier) -> EditionVerdict:
    """Check a folder against its manifest and the manifest against a key that is known from elsewhere.

    Raises:
        EditionBroken: with the first things that are wrong, in one sentence.
    """
    manifest = _read(folder, MANIFEST)
    signed = _read(folder, SIGNATURE).decode("ascii", errors="replace").split("\n")
    try:
        signature = base64.b64decode(signed[1] if len(signed) > 1 else "", validate=True)
        verifier.public_key.verify(signature, _CONTEXT + manifest)
    except (ValueError, InvalidSignature):
        raise EditionBroken(
            f"{folder / SIGNATURE}: the manifest was not signed by {verifier.name}+{verifier.key_id.hex()}; "
            "this edition is not what that bureau made"
        ) from None
    document = _document(folder, manifest)
    faults = [*_faults(folder, document["files"])]
    if faults:
        more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
        raise EditionBroken(f"{folder}: {'; '.join(faults[:_MOST_FAULTS])}{more}")
    return EditionVerdict(
        str(document.get("bureau", "")), str(document.get("made_on", "")), len(document["files"]), verifier.text()
    )


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as trouble:
        raise EditionBroken(f"{path}: {trouble.strerror}; an edition has {MANIFEST} and {SIGNATURE}") from None
    if len(content) > _MOST_BYTES:
        raise EditionBroken(f"{path} is longer than {_MOST_BYTES:,} bytes; this is no edition")
    return content


def _document(folder: Path, manifest: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(manifest)
        files = document["files"]
        fits = document["format"] == FORMAT and all(
            isinstance(one["path"], str) and isinstance(one["bytes"], int) and isinstance(one["sha256"], str)
            for one in files
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        fits = False
    if not fits:
        raise EditionBroken(f"{folder / MANIFEST} is no manifest of the form {FORMAT}")
    found: Mapping[str, Any] = document
    return found


def _faults(folder: Path, files: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    named = {MANIFEST, SIGNATURE}
    for one in files:
        path = one["path"]
        named.add(path)
        place = folder / path
        if path.startswith("/") or ".." in path.split("/") or place.is_symlink() or not place.is_file():
            yield f"{path} is missing"
        elif place.stat().st_size != one["bytes"] or _sha256(place) != one["sha256"]:
            yield f"{path} was changed"
    for place in sorted(folder.rglob("*")):
        path = place.relative_to(folder).as_posix()
        if path not in named and (place.is_symlink() or not place.is_dir()):
            yield f"{path} was added"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
