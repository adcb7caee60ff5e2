"""Findings with their versions and reviewers, ties to people, and what two people decide."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from antigone.bureau.incidents.acts import incident_coded, next_number, refusals
from antigone.bureau.incidents.concluding.brackets import as_json, concluded
from antigone.bureau.incidents.models import (
    Deciding,
    Decision,
    Finding,
    FindingVersion,
    Link,
    Picture,
    Review,
    Target,
)
from antigone.bureau.incidents.values import FindingDraft, IncidentError, UnknownThing
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.models import Record


@action
def write_finding(code: str, draft: FindingDraft, *, actor: Actor) -> int:
    """A new finding, in its first version. Gives its number.

    Raises:
        UnknownThing: there is no such case.
        IncidentError: nothing is said of an alternative or of what stays unclear, or a feature is of another case.
    """
    incident = incident_coded(code, locked=True)
    with refusals():
        finding = Finding.objects.create(public_id=uuid4(), incident=incident, number=next_number(Finding, incident))
    _write_version(finding, 1, draft, actor)
    record_event(
        "incidents.write_finding",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"finding": finding.number, "version": 1},
    )
    return finding.number


@action
def amend_finding(code: str, number: int, draft: FindingDraft, *, after: int, actor: Actor) -> int:
    """Another version, which has to be reviewed anew. Gives its number.

    Args:
        after: the version that the writer has read.

    Raises:
        UnknownThing, IncidentError: as for a new finding; or somebody has written another version meanwhile.
    """
    finding = finding_numbered(code, number)
    _write_version(finding, after + 1, draft, actor)
    record_event(
        "incidents.amend_finding",
        actor=actor,
        subject=Subject("incident", code.upper()),
        detail={"finding": number, "version": after + 1},
    )
    return after + 1


@action
def review_finding(code: str, number: int, *, version: int, agrees: bool, note: str = "", actor: Actor) -> None:
    """A reviewer's word on the newest version; two who did not write it have to agree.

    Raises:
        UnknownThing: no such finding or version.
        IncidentError: the reviewer wrote it or has reviewed it, there is a newer one, or no reason is given.
    """
    found = FindingVersion.objects.filter(finding=finding_numbered(code, number), number=version).first()
    if found is None:
        raise UnknownThing(f"finding {number} has no version {version}")
    with refusals():
        Review.objects.create(version=found, reviewer=actor.name, agrees=agrees, note=note.strip())
    record_event(
        "incidents.review_finding",
        actor=actor,
        subject=Subject("incident", code.upper()),
        detail={"finding": number, "version": version, "agrees": agrees},
    )


@action
def link(code: str, target: str, to: str, *, meaning: str, because: str, actor: Actor) -> UUID:
    """Tie the incident to a record (public id), a part of remains (number) or a claim (key). Gives the tie's id.

    Raises:
        UnknownThing: there is no such case or record.
        IncidentError: there is nothing of this name, no reason, or the tie is there already.
    """
    incident, record = incident_coded(code), None
    if target == Target.RECORD:
        try:
            record = Record.objects.filter(public_id=UUID(to.strip())).first()
        except ValueError:
            record = None
        if record is None:
            raise UnknownThing(f"there is no record «{to.strip()}»; its public id stands in its page's address")
    with refusals():
        made = Link.objects.create(
            public_id=uuid4(),
            incident=incident,
            target=target,
            record=record,
            part=to.strip().upper() if target == Target.PART else "",
            claim=to.strip() if target == Target.CLAIM else "",
            meaning=meaning,
            because=because.strip(),
            made_by=actor.name,
        )
    record_event(
        "incidents.link",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"target": target, "to": to.strip(), "meaning": meaning},
    )
    return made.public_id


@action
def unlink(tie: UUID, *, because: str, actor: Actor) -> None:
    """Take a tie back; that it was there stays written.

    Raises:
        UnknownThing: no such tie stands.
        IncidentError: no reason is given.
    """
    found = Link.objects.select_related("incident").filter(public_id=tie, undone_by="").first()
    if found is None:
        raise UnknownThing("no such tie stands any more")
    found.undone_by, found.undone_because = actor.name, because.strip()
    with refusals():
        found.save(update_fields=["undone_by", "undone_because"])
    record_event(
        "incidents.unlink",
        actor=actor,
        subject=Subject("incident", found.incident.code),
        detail={"tie": str(tie), "because": because.strip()},
    )


@action
def propose_decision(code: str, what: str, *, because: str, picture: UUID | None = None, actor: Actor) -> UUID:
    """Propose what takes two: faces unblurred in one picture, or speaking of the incident outside. Gives its id.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: no reason, or a picture where none belongs.
    """
    incident = incident_coded(code)
    shown = Picture.objects.filter(public_id=picture, incident=incident).first() if picture else None
    if what == Deciding.FACES and shown is None:
        raise UnknownThing("say in which picture of this case")
    with refusals():
        made = Decision.objects.create(
            public_id=uuid4(),
            incident=incident,
            what=what,
            picture=shown,
            because=because.strip(),
            proposed_by=actor.name,
        )
    record_event(
        "incidents.propose_decision",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"decision": str(made.public_id), "what": what, "because": because.strip()},
    )
    return made.public_id


@action
def sign_decision(decision: UUID, *, actor: Actor) -> None:
    """The second signature; refuses the proposer's own, and so does the database.

    Raises:
        UnknownThing: no such decision waits.
        IncidentError: it is the proposer's own.
    """
    found = _standing(decision)
    if found.signed_by:
        raise UnknownThing("the decision is signed already")
    found.signed_by, found.signed_at = actor.name, datetime.now(UTC)
    with refusals():
        found.save(update_fields=["signed_by", "signed_at"])
    _decided("incidents.sign_decision", found, actor)


@action
def drop_decision(decision: UUID, *, actor: Actor) -> None:
    """Take a decision back, signed or not; what was made by it is destroyed.

    Raises:
        UnknownThing: it does not stand.
    """
    found = _standing(decision)
    found.dropped_by = actor.name
    with refusals():
        found.save(update_fields=["dropped_by"])
    _decided("incidents.drop_decision", found, actor)


def finding_numbered(code: str, number: int) -> Finding:
    """The finding of this number.

    Raises:
        UnknownThing: the case has none.
    """
    found = Finding.objects.filter(incident=incident_coded(code), number=number).first()
    if found is None:
        raise UnknownThing(f"case {code.upper()} has no finding {number}")
    return found


def _write_version(finding: Finding, number: int, draft: FindingDraft, actor: Actor) -> None:
    answers = concluded(finding.incident)
    if not draft.features or any(feature not in answers for feature in draft.features):
        raise IncidentError("name the features that the finding is about; they are of this case")
    brackets: list[dict[str, Any]] = [
        {"feature": str(feature), **as_json(answers[feature])} for feature in draft.features
    ]
    with refusals():
        FindingVersion.objects.create(
            finding=finding,
            number=number,
            text=draft.text.strip(),
            features=[str(feature) for feature in draft.features],
            brackets=brackets,
            alternatives=[
                {
                    "kind": one.kind,
                    "open": one.open,
                    "why": one.why.strip(),
                    "excluded_by": str(one.excluded_by) if one.excluded_by else None,
                }
                for one in draft.alternatives
            ],
            unclear=[sentence.strip() for sentence in draft.unclear if sentence.strip()],
            written_by=actor.name,
        )


def _standing(decision: UUID) -> Decision:
    found = Decision.objects.select_related("incident").filter(public_id=decision, dropped_by="").first()
    if found is None:
        raise UnknownThing("there is no such decision any more")
    return found


def _decided(verb: str, decision: Decision, actor: Actor) -> None:
    record_event(
        verb,
        actor=actor,
        subject=Subject("incident", decision.incident.code),
        detail={"decision": str(decision.public_id), "what": decision.what},
    )
