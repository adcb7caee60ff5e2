"""Invented lists for the matching: those who are missed, and the shortest way to compare them with those found."""

from __future__ import annotations

import random
from typing import Any
from uuid import UUID

from django.db import connection
from tests.bureau.people import CLOSED_LIST, OPEN_LIST, REGISTRAR, arrive

from antigone.bureau.ledger import Actor
from antigone.bureau.matching.models import Cluster, Match
from antigone.bureau.matching.runs import match_what_is_due
from antigone.bureau.matching.values import RunSummary
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

CASE_WORKER = Actor("taras", "case worker")


def missing(identifier: str, *names: str, **fields: Any) -> RecordDraft:
    """Somebody whom a family misses."""
    drafts = tuple(NameDraft(name) for name in names)
    return RecordDraft(RecordKind.MISSING, drafts, source_record_id=identifier, **fields)


def found(identifier: str, *names: str, **fields: Any) -> RecordDraft:
    """Somebody who is dead, on a list."""
    drafts = tuple(NameDraft(name) for name in names)
    return RecordDraft(RecordKind.DEAD, drafts, source_record_id=identifier, **fields)


def families_say(*drafts: RecordDraft) -> None:
    arrive(*drafts, source=CLOSED_LIST)


def lists_say(*drafts: RecordDraft) -> None:
    arrive(*drafts, source=OPEN_LIST)


def compare(batch: int = 2_000) -> tuple[RunSummary, ...]:
    """Compare all that is due, as the worker does."""
    return match_what_is_due(actor=REGISTRAR, batch=batch)


def record(identifier: str) -> Record:
    return Record.objects.get(source_record_id=identifier)


def match_between(left: str, right: str) -> Match:
    """The match between two records, by the identifiers of their sources."""
    return Match.objects.get(left__source_record_id=left, right__source_record_id=right)


def pairs() -> set[tuple[str, str]]:
    """All undecided matches across, by the identifiers of their sources."""
    live = Match.objects.filter(relation="across", state__in=("proposed", "under_review"))
    return set(live.values_list("left__source_record_id", "right__source_record_id"))


def due() -> set[str]:
    """Which records wait to be compared; those that are gone under their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(r.source_record_id, d.record_id::text) FROM matching_due d"
            " LEFT JOIN registry_record r ON r.id = d.record_id"
        )
        return {identifier for (identifier,) in cursor.fetchall()}


def everything_kept() -> tuple[dict[tuple[str, str, str], tuple[float, ...]], set[frozenset[str]]]:
    """All matches with their numbers, and all clusters, by the identifiers of the sources: comparable between runs."""
    rows = Match.objects.values_list(
        "relation", "left__source_record_id", "right__source_record_id",
        "log10_lr", "prior", "pairwise_posterior", "joint_posterior", "weights",
    )  # fmt: skip
    kept = {}
    for relation, left, right, *numbers, weights in rows:
        # Within a side, left and right follow the numbers of the records, which follow their arrival.
        first, second = (left, right) if relation == "across" else sorted((left, right))
        kept[relation, first, second] = (*numbers, *weights)
    together: dict[int, set[str]] = {}
    for label, identifier in Cluster.objects.values_list("label", "record__source_record_id"):
        together.setdefault(label, set()).add(identifier)
    return kept, {frozenset(members) for members in together.values()}


def a_village(count: int, seed: int) -> list[RecordDraft]:
    """Sought and found people who share few names, so that many of them might be each other."""
    dice = random.Random(seed)
    people = []
    for number in range(count):
        surname = dice.choice(["Гончар", "Мельник", "Ковальчук"])
        name = f"{surname} {dice.choice(['Остап', 'Павло', 'Іван'])} {dice.choice(['Лукич', 'Іванович', ''])}".strip()
        born = f"{dice.randint(1985, 1989)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        said = dice.choice([born, born[:4], ""])
        make = missing if dice.random() < 0.5 else found
        people.append(make(f"p{number}", name, birth_date=said))
        if dice.random() < 0.4:
            twin = found if make is missing or dice.random() < 0.3 else missing
            people.append(twin(f"q{number}", name, birth_date=born))
    return people


def public_ids(*identifiers: str) -> list[UUID]:
    return [record(identifier).public_id for identifier in identifiers]
