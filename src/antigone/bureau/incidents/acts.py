"""What all acts on incidents share: the next number, the next event of the chain, and refusals as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, models, transaction
from django.db.models import Max

from antigone import __version__
from antigone.bureau.incidents.custody import NOTHING_BEFORE, Event
from antigone.bureau.incidents.models import CustodyEvent, Incident, Item, Verb
from antigone.bureau.incidents.values import IncidentError, TooYoung, UnknownThing
from antigone.bureau.ledger import JSON

#: How the bureau's own software calls itself in a chain of custody.
OWN_TOOL = f"antigone {__version__}"


def incident_coded(code: str, *, locked: bool = False) -> Incident:
    """The case of this code. `locked` keeps others from adding to it until the transaction ends.

    Raises:
        UnknownThing: there is none.
    """
    rows = Incident.objects.filter(code=code.strip().upper())
    found = (rows.select_for_update() if locked else rows).first()
    if found is None:
        raise UnknownThing(f"there is no case «{code.strip()}»; see them with: antigone footage list")
    return found


def next_number(model: type[models.Model], incident: Incident) -> int:
    """The next number of a row of this table in the case."""
    newest: int | None = model._default_manager.filter(incident=incident).aggregate(newest=Max("number"))["newest"]
    return (newest or 0) + 1


def write_custody(
    incident: Incident, verb: Verb, *, by: str, item: Item | None = None, tool: str = "", detail: Mapping[str, JSON]
) -> Event:
    """The next event of the case's chain. The case has to be locked, so that two events never follow the same one."""
    before = CustodyEvent.objects.filter(incident=incident).order_by("-number").first()
    now = datetime.now(UTC)
    event = Event(
        case=incident.code,
        number=before.number + 1 if before else 1,
        item=item.number if item else 0,
        verb=verb.value,
        at=max(now, before.at) if before else now,
        by=by,
        tool=tool or OWN_TOOL,
        detail=detail,
        previous=bytes(before.digest).hex() if before else NOTHING_BEFORE,
    )
    with refusals():
        CustodyEvent.objects.create(
            incident=incident,
            item=item,
            number=event.number,
            verb=event.verb,
            at=event.at,
            by=event.by,
            tool=event.tool,
            entry=event.entry(),
            digest=event.digest(),
        )
    return event


@contextmanager
def refusals() -> Iterator[None]:
    """What the database refuses, in its own sentence."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise refusal(error) from error


def refusal(error: DatabaseError) -> Exception:
    """The refusal that this error of the database is; the error itself where it is none."""
    cause: Any = error.__cause__
    state = getattr(cause, "sqlstate", "")
    if state == "22001":
        most = "".join(letter for letter in str(cause).splitlines()[0] if letter.isdigit())
        return IncidentError(f"a text is longer than the {most} characters that are kept of it", "incidents_too_long")
    if state not in ("23001", "23505", "23514", "22003"):
        return error
    rule = str(cause.diag.constraint_name or "")
    sentence = _KNOWN.get(rule, str(error).splitlines()[0])
    return TooYoung(sentence, rule) if rule == "incidents_age_gate" else IncidentError(sentence, rule)


_KNOWN = {
    "incidents_code_readable": "a case is called by 1 to 40 Latin capitals, digits, dots and hyphens",
    "incidents_incident_code_key": "there is a case with this code already",
    "incidents_claim_whole": "a case needs a title, the claim, and who makes it",
    "incidents_item_once": "the case has this very file already",
    "incidents_item_from_somewhere": "say what the medium is and from whom the bureau has it",
    "incidents_item_words_known": "generation, edited and sensitivity are said in the words that docs/footage.md lists",
    "incidents_item_recorded_forwards": "the recording ends before it begins",
    "incidents_picture_taken_forwards": "the picture was taken in a time that ends before it begins",
    "incidents_picture_gsd_can_be": "a pixel shows more than 0 and less than 10,000 metres",
    "incidents_picture_named": "say in a few words what the picture is",
    "incidents_image_can_be": "off nadir lies between 0 and 90 degrees, cloud between 0 and 1",
    "incidents_site_named_once": "the case has a site of this name already",
    "incidents_site_named": "a site needs a name",
    "incidents_site_on_earth": "latitude and longitude are given together, from -85 to 85 and from -180 to 180 degrees",
    "incidents_feature_named_once": "the site has a feature of this name already",
    "incidents_feature_named": "a feature needs a name",
    "incidents_feature_size_can_be": "a feature is larger than 0 and smaller than 100,000 metres",
    "incidents_order_once": "this order of two pictures is stated already",
    "incidents_order_of_two": "a picture cannot be older than itself",
    "incidents_order_said": "say who states the order",
    "incidents_decision_because": "say in a few words why",
    "incidents_link_because": "say in a few words why",
    "incidents_link_undone_whole": "say in a few words why the tie is taken back",
    "incidents_link_record_once": "the record is tied to this incident so already",
    "incidents_review_says_why_not": "say why you do not agree",
    "incidents_review_once": "nobody reviews a version twice",
    "incidents_finding_said": "say what is found",
}
