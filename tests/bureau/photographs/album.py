"""The shortest way to a record with a photograph; pictures are drawn and show nobody."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from tests.bureau import people
from tests.imaging.drawn import photograph

from antigone.bureau.ledger import Actor
from antigone.bureau.photographs.actions import add_photograph
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.values import PhotographDraft, Prepared
from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.registry.models import Record

REGISTRAR = people.REGISTRAR
CASE_WORKER = Actor("daryna", "case worker")
COLLEAGUE = Actor("bohdan", "case worker")
CUSTODIAN = Actor("ihor", "custodian")
REASON = "to compare it with the mother's photograph"


@cache
def a_photograph(seed: int = 7) -> Prepared:
    """A drawn photograph, read once in a session."""
    return prepared(photograph(seed=seed))


def record(draft: RecordDraft) -> UUID:
    """The record of this draft, in the registry."""
    people.arrive(draft)
    return Record.objects.get(source_record_id=draft.source_record_id).public_id


def add(to: UUID, *, seed: int = 7, shows: str = "face") -> UUID:
    """A photograph of this record."""
    return add_photograph(to, a_photograph(seed), PhotographDraft(shows, "from the list", "2022-03"), actor=REGISTRAR)
