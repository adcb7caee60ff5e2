"""Invented people who decide, and the shortest way to bring two records before them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.models import Group, User
from tests.bureau.people import CLOSED_LIST, arrive

from antigone.bureau.identification.deciding.actions import (
    propose_identification,
    record_comparison,
    rescind_identification,
    sign_identification,
)
from antigone.bureau.identification.deciding.queries import (
    draft_identification,
    statement_to_rescind,
    statement_to_sign,
)
from antigone.bureau.identification.deciding.values import Method, Signature, Verdict
from antigone.bureau.identification.models import Family, KinshipWeight, Population, Sample, SampleKind, Search
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

TARAS, IRYNA, BOHDAN = (Actor(name, "case worker") for name in ("taras", "iryna", "bohdan"))
CLERK = Actor("clerk", "registrar")
NAME = "Гончаровський Остап Лукич"

#: One key a person, as the bureau's own server would hold for people without a passkey.
KEYS = {name: Ed25519PrivateKey.generate() for name in ("taras", "iryna", "bohdan", "clerk")}


def the_staff_is_there() -> None:
    """Three case workers with accounts, and a registrar."""
    for actor in (TARAS, IRYNA, BOHDAN, CLERK):
        User.objects.create_user(actor.name).groups.add(Group.objects.get(name=actor.role))


def signature(actor: Actor, statement: bytes, *, key: str = "") -> Signature:
    """The actor's signature over these bytes, by the actor's own key or another's."""
    name = key or actor.name
    return Signature(Method.SERVER, f"server {name}", statement, KEYS[name].sign(statement))


def verified(given: Signature, by: str, /) -> bool:
    """Whether this person's key made it."""
    if given.key_id != f"server {by}":
        return False
    try:
        KEYS[by].public_key().verify(given.evidence, given.signed)
    except InvalidSignature:
        return False
    return True


def two_records(kind: RecordKind = RecordKind.REMAINS) -> tuple[UUID, UUID]:
    """Somebody who is missed and somebody who is found, by their public ids."""
    missing = RecordDraft(
        RecordKind.MISSING, (NameDraft(NAME),), source_record_id="M-1", birth_date="1987-05-13", source_date="2024"
    )
    names = () if kind is RecordKind.REMAINS else (NameDraft(NAME),)
    arrive(missing, RecordDraft(kind, names, source_record_id="F-1", source_date="2024"), source=CLOSED_LIST)
    return public_id("M-1"), public_id("F-1")


def public_id(source_record_id: str) -> UUID:
    return Record.objects.get(source_record_id=source_record_id).public_id


def the_laboratory_says(
    log10_lr: float, *, loci: int = 21, sample: str = "S-1", of: tuple[str, str] = ("M-1", "F-1")
) -> None:
    """A finding on two records."""
    sought, found = (Record.objects.get(source_record_id=name) for name in of)
    population = Population.objects.create(
        name="invented", provenance="nowhere", sha256="0" * 64, frequencies={}, kept_by="lab"
    )
    search = Search.objects.create(
        population=population, engine_version="1", model={}, floor=0.0, families=1, bodies=1, inputs="0" * 64,
        done_by="lab",
    )  # fmt: skip
    family, _ = Family.objects.get_or_create(label="Q-1", sought=sought, missing="son", pedigree=[])
    one, _ = Sample.objects.get_or_create(label=sample, kind=SampleKind.REMAINS, record=found)
    KinshipWeight.objects.filter(family=family, sample=one).delete()
    KinshipWeight.objects.create(
        search=search, family=family, sample=one, log10_lr=log10_lr, per_locus={}, loci=loci, inconsistent=0
    )


def compared(identifier: str, verdict: Verdict = Verdict.CONSISTENT, *, actor: Actor = TARAS, **said: Any) -> int:
    """A comparison of the two records, with invented grounds."""
    return record_comparison(
        public_id("M-1"),
        public_id("F-1"),
        identifier,
        verdict,
        grounds=said.get("grounds", "both were laid side by side"),
        evidence=said.get("evidence", "report 17"),
        actor=actor,
    )


def proposed(actor: Actor = TARAS, **said: Any) -> UUID:
    """A proposal on the two records with its proposer's signature."""
    draft = draft_identification(
        public_id("M-1"), public_id("F-1"), because=said.get("because", "it is he"), by=actor.name
    )
    return propose_identification(draft, signature(actor, draft.statement), verified=verified, actor=actor)


def signed(it: UUID, actor: Actor = IRYNA) -> str:
    """Another person's signature; gives the state that follows."""
    statement = statement_to_sign(it, by=actor.name)
    return str(sign_identification(it, signature(actor, statement), verified=verified, actor=actor))


def rescinded(it: UUID, actor: Actor = TARAS, because: str = "the teeth were another man's") -> None:
    statement = statement_to_rescind(it, by=actor.name, because=because)
    rescind_identification(it, signature(actor, statement), because=because, verified=verified, actor=actor)
