"""Incidents in the states that matter to the matrix of routes and roles."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from antigone.bureau.incidents.actions import describe_medium, open_incident
from antigone.bureau.incidents.concluding.actions import link, propose_decision, write_finding
from antigone.bureau.incidents.models import Alternative, Incident, Picture
from antigone.bureau.incidents.seeing.actions import add_feature, add_picture, add_site
from antigone.bureau.incidents.values import AlternativeSaid, FindingDraft, IncidentDraft, ItemDraft, PictureDraft
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.models import Record

_BOTH = Actor("iryna", "case worker")


_CLIP = ItemDraft("clip", "a page", date(2024, 8, 1), published="2024-06-02")


def a_case() -> dict[str, object]:
    """A case with one medium that is not held."""
    open_incident(IncidentDraft("A-1", "A camp", "It was struck", "a newspaper"), actor=_BOTH)
    describe_medium("A-1", "video/mp4", _CLIP, actor=_BOTH)
    return {"public_id": Incident.objects.get(code="A-1").public_id}


def _feature() -> tuple[dict[str, object], UUID]:
    case = a_case()
    add_picture("A-1", 1, PictureDraft("frame"), actor=_BOTH)
    site = add_site("A-1", "road", "road", actor=_BOTH)
    return case, add_feature(site, "damage", "road damage", size=3.0, course="stays", actor=_BOTH)


def a_look() -> dict[str, object]:
    """A feature and a picture to look for it in."""
    case, feature = _feature()
    return case | {"feature": feature, "picture": Picture.objects.get().public_id}


def an_act() -> dict[str, object]:
    """Adding a site."""
    return a_case() | {"what": "site"}


def an_act_that_is_none() -> dict[str, object]:
    return a_case() | {"what": "strike"}


def a_finding() -> dict[str, object]:
    """A finding by somebody else."""
    case, feature = _feature()
    said = tuple(AlternativeSaid(kind, open=True) for kind in Alternative.values)
    write_finding("A-1", FindingDraft("It was there.", (feature,), said, ("when",)), actor=_BOTH)
    return case | {"number": 1}


def a_tie() -> dict[str, object]:
    """A tie to a record."""
    case, record = a_case(), Record.objects.get(source_record_id="m-1").public_id
    return case | {"tie": link("A-1", "record", str(record), meaning="seen", because="there", actor=_BOTH)}


def a_decision() -> dict[str, object]:
    """What another has proposed."""
    return a_case() | {"decision": propose_decision("A-1", "publish", because="it is public", actor=_BOTH)}
