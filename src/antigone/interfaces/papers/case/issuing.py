"""Writing a case into a folder: data, chain, tokens, proofs, pictures, pages, and the bureau's signature over all.

The register's state decides every byte: written twice, the folders are the same. Needs Django set up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from antigone.bureau.disclosure.incidents import note_case_let_out, outgoing_case
from antigone.bureau.disclosure.pictures import Door, PictureHeldBack, outgoing_picture
from antigone.bureau.incidents.acts import incident_coded
from antigone.bureau.incidents.alignment.laying import laid
from antigone.bureau.incidents.custody import Event, Head, file_proof, files_in, head_of
from antigone.bureau.incidents.exporting.folder import FolderRefused, new_folder, sign_folder, write_small
from antigone.bureau.incidents.models import Incident, Picture, Token
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.incidents.seeing.copies import copy_of
from antigone.bureau.incidents.stamping.actions import entries_of
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.notes import Signer
from antigone.interfaces.papers.case.html import STYLE, page
from antigone.interfaces.papers.case.looked import copy_path, laid_path
from antigone.interfaces.papers.case.pdf import pdf
from antigone.interfaces.papers.case.telling import told
from antigone.interfaces.papers.remains.issuing import papers_signer
from antigone.interfaces.papers.words import LANGUAGES


@dataclass(frozen=True, slots=True)
class Written:
    """What a folder holds."""

    case: str
    files: int
    events: int
    originals: int


def write_case(
    code: str, out: Path, *, actor: Actor, language: str = "uk", originals: Callable[[Path], int] | None = None
) -> Written:
    """Write the folder of a case; it is there whole, with an event that names its manifest, or not at all.

    Args:
        language: of `index.html`; pages and PDF are there in all three.
        originals: writes the originals into the folder that it is given, and says how many.

    Raises:
        UnknownThing: there is no such case.
        FolderRefused: the folder is there already, or cannot be written; or a copy is no picture that may leave.
    """
    incident = incident_coded(code)
    case, entries = outgoing_case(case_document(code)), entries_of(incident)
    head, signer = head_of(incident.code, entries), papers_signer()
    with new_folder(out) as folder:
        copies = {copy_path(one): copy_of(UUID(one["id"]), "large") for one in case["pictures"] if one["copy"]}
        pictures = {path: _outgoing(path, jpeg) for path, jpeg in (copies | _laid(case)).items()}
        write_small(folder, pictures | _data(case, entries, signer) | _tokens(incident, entries, head))
        written = originals(folder / "items") if originals else 0
        write_small(folder, _pages(case, head, folder, language))
        manifest = sign_folder(folder, incident.code, signer)
        files = sum(path.is_file() for path in folder.rglob("*"))
        note_case_let_out(incident.code, files=files, originals=written, manifest_sha256=manifest, actor=actor)
        return Written(incident.code, files, len(entries), written)


def _outgoing(path: str, jpeg: bytes) -> bytes:
    try:
        return outgoing_picture(jpeg, Door.CASE)
    except PictureHeldBack as error:
        raise FolderRefused(f"{path}: {error}; make the working copy anew") from error


def _laid(case: dict[str, Any]) -> dict[str, bytes]:
    """Earlier pictures as they lie on later ones."""
    numbered = {one["id"]: one for one in case["pictures"] if one["copy"]}
    rows = {str(one.public_id): one for one in Picture.objects.filter(public_id__in=numbered)}
    return {
        laid_path(numbered[one["before"]], numbered[one["after"]]): laid(
            rows[one["before"]], rows[one["after"]], tuple(one["transform"])
        )
        for one in case["alignments"]
        if one["before"] in rows and one["after"] in rows
    }


def _data(case: dict[str, Any], entries: list[str], signer: Signer) -> dict[str, bytes]:
    return {
        "case.json": (json.dumps(case, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(),
        "custody.jsonl": ("\n".join(entries) + "\n").encode(),
        "key.txt": (signer.verifier.text() + "\n").encode(),
    }


def _tokens(incident: Incident, entries: list[str], head: Head) -> dict[str, bytes]:
    """The tokens with their heads; and of each file the proof that leads to the newest head that covers it."""
    tokens = list(Token.objects.filter(incident=incident).order_by("number"))
    files: dict[str, bytes] = {}
    for token in tokens:
        ending = "tsr" if token.kind == "rfc3161" else "ots"
        files[f"tokens/{token.number:03}.{ending}"] = bytes(token.content)
        files[f"tokens/{token.number:03}.head.txt"] = token.head.encode()
    events = [Event.from_entry(entry) for entry in entries]
    hashes, heads = files_in(events), [Head.from_text(token.head) for token in tokens]
    came = [event for event in events if event.verb == "added"]
    for place, event in enumerate(came):
        over = next((one for one in reversed(heads) if one.files > place), head)
        files[f"proofs/{event.item:03}.txt"] = file_proof(over, hashes, hashes[place]).text().encode()
    return files


def _pages(case: dict[str, Any], head: Head, folder: Path, language: str) -> dict[str, bytes]:
    bureau, files = settings.CONFIGURATION.bureau_name, {"case.css": STYLE.read_bytes()}
    for one in LANGUAGES:
        telling = told(case, one, bureau=bureau, head=head.digest().hex())
        files[f"case.{one}.html"] = page(telling, LANGUAGES)
        files[f"case.{one}.pdf"] = pdf(telling, folder)
    return files | {"index.html": files[f"case.{language}.html"]}
