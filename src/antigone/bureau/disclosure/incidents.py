"""What of an incident's case leaves in its folder: an allow-list of fields, and the event of each folder.

A field that nobody listed here stays inside. Not listed are the ties to records, remains and claims, not even their
number, and the names that files had where staff took them from. The accounts of staff who saw, wrote and reviewed are
listed: a court asks who did. The chain of custody leaves beside it as it was hashed, with accounts and files' names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from antigone.bureau.ledger import Actor, Subject, action, record_event

_Fields: TypeAlias = "dict[str, _Fields | None]"


def _plain(names: str) -> _Fields:
    return dict.fromkeys(names.split())


#: Of `incidents.reading.case_document` what leaves; None is a field that leaves as it is.
_OF_CASE: _Fields = {
    **_plain("format code title claim claimed_by happened place concluded"),
    "items": _plain(
        "number held title sha256 size media_type obtained_from obtained_by obtained_on published published_by recorded"
        " claimed_place generation edited licence language sensitivity note"
    ),
    "pictures": {
        **_plain("id number item label taken taken_from taken_to because gsd at_ms"),
        "overhead": _plain("sensor off_nadir cloud georeference_error"),
        "copy": _plain("sha256 width height tool faces"),
    },
    "orders": _plain("earlier later said_by"),
    "alignments": _plain("before after how transform points residuals metres made_by"),
    "counts": _plain("picture what low high together counted_by"),
    "resemblances": _plain("one other kind mirrored"),
    "sites": {**_plain("id name kind latitude longitude"), "features": _plain("id name kind size course")},
    "observations": _plain("id feature picture state confidence observer reported blind note entered_at"),
    "findings": {
        **_plain("id number"),
        "versions": {
            **_plain("number text features concluded unclear written_by written_at checked"),
            "alternatives": _plain("kind open why excluded_by"),
            "reviews": _plain("reviewer agrees note at"),
        },
    },
    "custody": _plain("number at item verb by tool digest"),
    "tokens": _plain("number kind events files says authority"),
}


def outgoing_case(document: Mapping[str, Any]) -> dict[str, Any]:
    """What leaves of a case; `document` is `incidents.reading.case_document`."""
    outgoing: dict[str, Any] = _allowed(document, _OF_CASE)
    return outgoing


@action
def note_case_let_out(code: str, *, files: int, originals: int, manifest_sha256: str, actor: Actor) -> None:
    """The folder of a case was signed; the event names its manifest, so that a folder that turns up is known again."""
    record_event(
        "disclosure.let_out_case",
        actor=actor,
        subject=Subject("incident", code),
        detail={"files": files, "originals": originals, "manifest_sha256": manifest_sha256},
    )


def _allowed(value: Any, fields: _Fields) -> Any:
    if isinstance(value, list):
        return [_allowed(one, fields) for one in value]
    if value is None:
        return None
    return {
        name: value[name] if within is None else _allowed(value[name], within)
        for name, within in fields.items()
        if name in value
    }
