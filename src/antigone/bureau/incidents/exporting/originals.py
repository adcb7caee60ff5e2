"""Originals leave the bureau: opened by whoever holds the vault's key, after an event that says who and why."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from django.db import connection

from antigone.bureau.incidents.acts import incident_coded, write_custody
from antigone.bureau.incidents.models import Item, Verb
from antigone.bureau.incidents.sealing import SealBroken, opened_part
from antigone.bureau.incidents.values import IncidentError
from antigone.bureau.ledger import Actor, Subject, action, record_event

_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "image/gif": "gif",
    "image/tiff": "tif", "video/mp4": "mp4", "video/quicktime": "mov", "video/x-matroska": "mkv",
    "video/x-msvideo": "avi", "video/mp2t": "ts", "application/pdf": "pdf",
}  # fmt: skip
_PARTS = "SELECT number, sealed FROM incidents_originalpart WHERE item_id = %s ORDER BY number"
_COUNT = "SELECT count(*) FROM incidents_originalpart WHERE item_id = %s"


@action
def note_export(code: str, *, because: str, to: str, actor: Actor) -> None:
    """That the originals of a case leave the bureau.

    Raises:
        UnknownThing: there is no such case.
        IncidentError: no reason, or nobody named who gets them.
    """
    if len(because.strip()) < 10 or not to.strip():
        raise IncidentError("say in a few words why the originals leave the bureau, and who gets them")
    incident = incident_coded(code)
    write_custody(incident, Verb.EXPORTED, by=actor.name, detail={"because": because.strip()[:500], "to": to.strip()})
    record_event(
        "incidents.export",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"because": because.strip()[:500], "to": to.strip()},
    )


def write_originals(code: str, folder: Path, key: MLKEM768X25519PrivateKey) -> int:
    """Write the originals of a case into a folder, each as it came; gives how many.

    Raises:
        UnknownThing: there is no such case.
        SealBroken: another key, or what was sealed is not what came in.
    """
    held = list(Item.objects.filter(incident=incident_coded(code), held=True).order_by("number"))
    folder.mkdir(exist_ok=True)
    for item in held:
        digest = hashlib.sha256()
        with (folder / f"{item.number:03}.{_ENDINGS[item.media_type]}").open("xb") as file, connection.cursor() as rows:
            rows.execute(_COUNT, [item.pk])
            (of,) = rows.fetchone()
            rows.execute(_PARTS, [item.pk])
            # One row at a time: a film in the memory of the command would be twice too many.
            while row := rows.fetchone():
                content = opened_part(bytes(row[1]), key, item.public_id, row[0], of)
                digest.update(content)
                file.write(content)
        if digest.hexdigest() != item.sha256:
            raise SealBroken(f"item {item.number} does not open to the file that came in")
    return len(held)
