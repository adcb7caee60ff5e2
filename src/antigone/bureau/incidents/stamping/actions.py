"""Keeping tokens. Nothing here asks a network; the command does, and only when it is told to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cryptography import x509

from antigone.bureau.incidents.acts import incident_coded, next_number, refusals, write_custody
from antigone.bureau.incidents.custody import Head, head_of, heads_of
from antigone.bureau.incidents.models import CustodyEvent, Incident, Token, TokenKind, Verb
from antigone.bureau.incidents.stamping.tokens import TokenRefused, imprint_of, opentimestamps, rfc3161
from antigone.bureau.ledger import Actor, Subject, action, record_event


def entries_of(incident: Incident) -> list[str]:
    """The hashed texts of the case's events, in their order."""
    return list(CustodyEvent.objects.filter(incident=incident).order_by("number").values_list("entry", flat=True))


def head_now(code: str) -> Head:
    """The head of the case as it stands.

    Raises:
        UnknownThing: there is no such case.
    """
    incident = incident_coded(code)
    return head_of(incident.code, entries_of(incident))


@action
def keep_token(
    code: str,
    kind: TokenKind,
    content: bytes,
    *,
    roots: Sequence[x509.Certificate] = (),
    blocks: Mapping[int, tuple[str, int]] | None = None,
    actor: Actor,
) -> int:
    """Keep a token over the head of the case, as it stands now or stood before. Gives its number.

    Raises:
        UnknownThing: there is no such case.
        TokenRefused: the token is over no head that this case ever had, or not signed by whom it should be.
    """
    incident = incident_coded(code, locked=True)
    over = imprint_of(content, ots=kind is TokenKind.OTS)
    head = next((one for one in heads_of(incident.code, entries_of(incident)) if one.digest() == over), None)
    if head is None:
        raise TokenRefused(f"the token is over no head that case {incident.code} has or had")
    stamped = rfc3161(content, head, roots) if kind is TokenKind.RFC3161 else opentimestamps(content, head, blocks)
    with refusals():
        token = Token.objects.create(
            incident=incident,
            number=next_number(Token, incident),
            kind=kind.value,
            events=head.events,
            files=head.files,
            head=head.text(),
            content=content,
            says=stamped.says,
            authority=stamped.authority,
            kept_by=actor.name,
        )
    write_custody(
        incident,
        Verb.STAMPED,
        by=actor.name,
        detail={
            "token": token.number,
            "kind": kind.value,
            "head": head.digest().hex(),
            "says": stamped.says.isoformat() if stamped.says else "",
        },
    )
    record_event(
        "incidents.keep_token",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"token": token.number, "kind": kind.value, "events": head.events, "files": head.files},
    )
    return token.number
