"""An edition written to a new folder, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from antigone.bureau.disclosure.letting_out import note_edition
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.notes import Signer
from antigone.interfaces.exchange.edition.pages import EditionFile, edition_files, figures_lines
from antigone.interfaces.exchange.edition.signing import MANIFEST, SIGNATURE, manifest_of, signature_of

_DATA = "data/figures.jsonl"


class OutIsTaken(Exception):
    """The folder is there and not empty."""


class NoSuchSite(Exception):
    """The living site's address is none that a link can lead to."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What was written: how many files besides manifest and signature, and the manifest's SHA-256."""

    files: int
    manifest_sha256: str


def write_edition(
    out: Path,
    *,
    signer: Signer,
    bureau: str,
    site: str,
    made_on: str,
    actor: Actor,
    progress: Callable[[int], None] | None = None,
) -> Edition:
    """Write and sign an edition; the event names the manifest's hash.

    Args:
        out: a folder that is not there yet, or empty.
        site: where the living site is reached; empty where it is not known.
        made_on: the day (ISO 8601) that the manifest bears.

    Raises:
        OutIsTaken: the folder holds something.
        NoSuchSite: `site` is no address.
    """
    if site and not re.fullmatch(r"https?://[^\s\"'<>&]+", site):
        raise NoSuchSite(f"«{site}» is no address of a site; write it as https://bureau.example")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutIsTaken(f"{out} is not empty; name a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        # Mirrors copy it as it is: what is public may be read by everybody.
        scratch.chmod(0o755)
        entries: list[tuple[str, bytes]] = []
        for file in edition_files(site):
            entries.append(_written(scratch, file))
            if progress:
                progress(len(entries))
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in figures_lines())
        entries.append(_written(scratch, EditionFile(_DATA, lines.encode())))
        manifest = manifest_of(entries, bureau=bureau, site=site, made_on=made_on)
        _written(scratch, EditionFile(MANIFEST, manifest))
        _written(scratch, EditionFile(SIGNATURE, signature_of(manifest, signer)))
        edition = Edition(len(entries), hashlib.sha256(manifest).hexdigest())
        note_edition(files=edition.files, manifest_sha256=edition.manifest_sha256, actor=actor)
        if out.exists():
            out.rmdir()
        scratch.rename(out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return edition


def _written(folder: Path, file: EditionFile) -> tuple[str, bytes]:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    return file.path, file.content
