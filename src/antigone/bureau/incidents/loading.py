"""A case written down as one document, such as docs/cases/*.yaml: opened, described, observed and concluded at once.

Everything goes through the same actions as at the desk, one after the other, so that a case that came from a document
has the same custody and the same limits. What a person has to do himself, observing and reviewing, is not in it: a
document tells what others have published, under their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from antigone.bureau.incidents import actions
from antigone.bureau.incidents.acts import incident_coded
from antigone.bureau.incidents.concluding.actions import write_finding
from antigone.bureau.incidents.models import Alternative
from antigone.bureau.incidents.seeing.actions import (
    add_feature,
    add_picture,
    add_site,
    observe,
    picture_numbered,
    state_order,
)
from antigone.bureau.incidents.values import (
    AlternativeSaid,
    FindingDraft,
    IncidentDraft,
    IncidentError,
    ItemDraft,
    Overhead,
    PictureDraft,
)
from antigone.bureau.ledger import Actor

Row = Mapping[str, Any]
_PARTS = ("items", "pictures", "orders", "sites", "observations", "findings")


class DocumentRefused(IncidentError):
    """A document is none of a case; the message names the part and the line."""


def load_case(document: object, folder: Path, *, actor: Actor) -> str:
    """Open the case that a document describes; files are looked for beside it. Gives its code.

    Args:
        document: as read from YAML or JSON.
        folder: where the document lies.

    Raises:
        DocumentRefused: a part is missing or of another kind, or names what is not there.
        IncidentError: see the actions; what came before stays, under the same code.
    """
    if not isinstance(document, Mapping):
        raise DocumentRefused("a case is a mapping with code, title, claim, claimed_by, items and so on")
    unknown = set(document) - set(_PARTS) - {field.name for field in fields(IncidentDraft)}
    if unknown:
        raise DocumentRefused(f"«{sorted(unknown)[0]}» is no part of a case")
    rows = {part: _rows(document, part) for part in _PARTS}
    code = actions.open_incident(_filled(IncidentDraft, document, "case", leave=_PARTS), actor=actor)
    for row in rows["items"]:
        _load_item(code, row, folder, actor)
    for row in rows["pictures"]:
        draft = {key: value for key, value in row.items() if key != "item"}
        if "overhead" in draft:
            draft["overhead"] = _filled(Overhead, draft["overhead"], "overhead")
        add_picture(code, _need(row, "item", "pictures"), _filled(PictureDraft, draft, "pictures"), actor=actor)
    for row in rows["orders"]:
        earlier, later, said_by = (_need(row, name, "orders") for name in ("earlier", "later", "said_by"))
        state_order(code, earlier, later, said_by=said_by, actor=actor)
    features = _load_sites(code, rows["sites"], actor)
    for row in rows["observations"]:
        observe(
            _feature(features, _need(row, "feature", "observations")),
            picture_numbered(incident_coded(code), _need(row, "picture", "observations")).public_id,
            _need(row, "state", "observations"),
            confidence=row.get("confidence", "certain"),
            note=row.get("note", ""),
            reported_by=_need(row, "reported_by", "observations"),
            actor=actor,
        )
    for row in rows["findings"]:
        write_finding(code, _finding(row, features), actor=actor)
    return code


def _load_item(code: str, row: Row, folder: Path, actor: Actor) -> None:
    draft = {key: value for key, value in row.items() if key not in ("file", "media_type")}
    day = draft.get("obtained_on")
    try:
        draft["obtained_on"] = day if isinstance(day, date) else date.fromisoformat(str(day))
    except ValueError as error:
        raise DocumentRefused(f"items: obtained_on is «{day}»; write a day, 2024-08-01") from error
    item = _filled(ItemDraft, draft, "items")
    if "file" in row:
        actions.add_file(code, str(folder / str(row["file"])), item, actor=actor)
    else:
        actions.describe_medium(code, _need(row, "media_type", "items"), item, actor=actor)


def _load_sites(code: str, rows: Sequence[Row], actor: Actor) -> dict[str, UUID]:
    found = {}
    for row in rows:
        near = row.get("near")
        if near is not None and not (isinstance(near, list) and len(near) == 2):
            raise DocumentRefused("sites: near is latitude and longitude, as [48.1, 37.7]")
        site = add_site(
            code,
            _need(row, "name", "sites"),
            _need(row, "kind", "sites"),
            near=(float(near[0]), float(near[1])) if near else None,
            actor=actor,
        )
        for one in row.get("features", []):
            name = _need(one, "name", "features")
            found[name] = add_feature(
                site,
                name,
                _need(one, "kind", "features"),
                size=one.get("size"),
                course=one.get("course", "free"),
                actor=actor,
            )
    return found


def _finding(row: Row, features: Mapping[str, UUID]) -> FindingDraft:
    """Alternatives that a document does not mention are open."""
    why = row.get("alternatives", {})
    return FindingDraft(
        _need(row, "text", "findings"),
        tuple(_feature(features, name) for name in _need(row, "features", "findings")),
        tuple(AlternativeSaid(kind, open=True, why=str(why.get(kind, ""))) for kind in Alternative.values),
        tuple(_need(row, "unclear", "findings")),
    )


def _feature(features: Mapping[str, UUID], name: str) -> UUID:
    if name not in features:
        raise DocumentRefused(f"no site has a feature «{name}»")
    return features[name]


def _rows(document: Row, part: str) -> list[Row]:
    rows = document.get(part, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise DocumentRefused(f"{part} is a list of mappings")
    return rows


def _need(row: Row, name: str, part: str) -> Any:
    if row.get(name) in (None, "", []):
        raise DocumentRefused(f"{part}: {name} is missing")
    return row[name]


def _filled(draft: type[Any], row: Row, part: str, *, leave: Sequence[str] = ()) -> Any:
    said = {key: value for key, value in row.items() if key not in leave}
    known = {field.name for field in fields(draft)}
    if unknown := sorted(set(said) - known):
        raise DocumentRefused(f"{part}: «{unknown[0]}» is nothing that is kept; known are {', '.join(sorted(known))}")
    # YAML reads a bare day as a date; what is said is kept as words.
    words = {key: value.isoformat() if isinstance(value, date) and key != "obtained_on" else value
             for key, value in said.items()}  # fmt: skip
    try:
        return draft(**words)
    except TypeError as error:
        raise DocumentRefused(f"{part}: {error}") from error
