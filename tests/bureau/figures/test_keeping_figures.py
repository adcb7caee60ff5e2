"""Claims, releases and estimates are kept as they were said, and the database sees to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from antigone.bureau.figures.actions import estimate_digest, import_claims, keep_estimate, keep_release
from antigone.bureau.figures.queries import (
    claim_ledger,
    count_as_of,
    entries_as_of,
    estimate_card,
    history_of,
    releases,
)
from antigone.bureau.figures.values import (
    ClaimChanged,
    EstimateDraft,
    NumberTwice,
    ReleaseFile,
    ReleaseOutOfOrder,
    UnknownClaim,
    UnknownEstimate,
    UnknownList,
)
from antigone.bureau.ledger import Actor
from antigone.evidence.claims import Claim, Force, claim_of
from antigone.evidence.revisions import Entry

pytestmark = pytest.mark.django_db
ANALYST = Actor("olha", "analyst")
FILE = ReleaseFile("list.csv", "ab" * 32)


def claim(key: str, best: int, **more: Any) -> Claim:
    return claim_of(
        {"key": key, "speaker": "staff", "force": "the north", "as_of": "2022-04-14", "standing": "leaked",
         "counted": "killed", "best": best} | more
    )  # fmt: skip


def refused_by_the_database(sql: str, role: str = "antigone_staff") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(sql)


def events(verb: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event WHERE verb = %s", [verb])
        return int(cursor.fetchone()[0])


def test_claims_are_kept_once_and_their_contradiction_is_told() -> None:
    bodies = claim("bodies", 7_000, counted="bodies held", tally="stock", speaker="the holder")
    both = [claim("dead", 1_351), bodies]
    assert (import_claims(both, file=FILE, actor=ANALYST).added, events("figures.import_claims")) == (2, 1)
    assert import_claims(both, file=FILE, actor=ANALYST).unchanged == 2
    ledger = claim_ledger(force="the north")
    assert [one.key for one in ledger.claims] == ["bodies", "dead"]
    assert [one.force for one in ledger.conflicts] == [Force.CONTRADICTION]


def test_a_claim_never_changes_and_a_correction_stands_beside_it() -> None:
    import_claims([claim("dead", 1_351)], file=FILE, actor=ANALYST)
    with pytest.raises(ClaimChanged, match="never changes"):
        import_claims([claim("dead", 1_400)], file=FILE, actor=ANALYST)
    import_claims([claim("dead-2", 1_400, corrects="dead")], file=FILE, actor=ANALYST)
    with pytest.raises(UnknownClaim, match="names «nobody» in part_of"):
        import_claims([claim("x", 1, part_of="nobody")], file=FILE, actor=ANALYST)
    assert [one.key for one in claim_ledger().claims] == ["dead", "dead-2"]
    refused_by_the_database("UPDATE figures_claim SET document = '{}'")
    refused_by_the_database("DELETE FROM figures_claim")
    refused_by_the_database("SELECT * FROM figures_claim", role="antigone_public")


def test_every_release_of_a_list_can_be_asked_for_as_it_was() -> None:
    first = [Entry("1", "Ivan", "m", "1990"), Entry("2", "Petro", "m"), Entry("3", "Olena", "f")]
    second = [Entry("1", "Ivan Ivanenko", "m", "1990"), Entry("7", "Olena", "f"), Entry("8", "Maria", "f")]
    keep_release("the list", "2024-04-01", first, file=FILE, actor=ANALYST)
    card = keep_release("the list", "2024-08-01", second, file=ReleaseFile("b.csv", "cd" * 32), actor=ANALYST)
    assert {name: count for name, count in card.changes.items() if count} == {
        "edited": 1, "renumbered": 1, "removed": 1, "added": 1,
    }  # fmt: skip
    assert set(entries_as_of("the list", "2024-07-31")) == set(first)
    assert set(entries_as_of("the list", "2025")) == set(second)
    assert count_as_of("the list", "2024-03-31") is None
    assert [(one.name, one.fate, one.became) for one in history_of("the list", "3")] == [("Olena", "renumbered", "7")]
    assert [one.fate for one in history_of("the list", "1")] == ["edited", ""]
    assert [one.persons for one in releases("the list")] == [3, 3]


def test_a_release_comes_once_in_order_and_with_numbers_that_are_unique() -> None:
    people = [Entry("1", "Ivan")]
    keep_release("the list", "2024-08-01", people, file=FILE, actor=ANALYST)
    assert keep_release("the list", "2024-08-01", people, file=FILE, actor=ANALYST).repeated
    with pytest.raises(ReleaseOutOfOrder, match="the release of 2024-08-01 is kept already"):
        keep_release("the list", "2024-04-01", people, file=FILE, actor=ANALYST)
    with pytest.raises(NumberTwice, match="the number 1 comes 2 times"):
        keep_release("the list", "2024-09-01", [*people, *people], file=FILE, actor=ANALYST)
    with pytest.raises(UnknownList, match="lists are: the list"):
        releases("another")
    assert len(releases("the list")) == 1


def test_what_a_release_said_stays_as_it_was() -> None:
    keep_release("the list", "2024-08-01", [Entry("1", "Ivan")], file=FILE, actor=ANALYST)
    refused_by_the_database("UPDATE figures_entry SET name = 'Petro'")
    refused_by_the_database("DELETE FROM figures_entry")
    refused_by_the_database("UPDATE figures_release SET persons = 5")
    refused_by_the_database("DELETE FROM figures_release")


def test_an_estimate_is_kept_with_what_it_takes_to_compute_it_again() -> None:
    draft = EstimateDraft(
        "dead of the war", "lists", {"lists": ["A", "B"]}, {"seed": 1}, {"n": 100.5}, "four assumptions"
    )
    public_id = keep_estimate(draft, actor=ANALYST)
    card = estimate_card(public_id)
    assert card.draft == draft
    assert card.digest == estimate_digest(draft)
    refused_by_the_database("UPDATE figures_keptestimate SET result = '{}'")
    for unknown in ("00000000-0000-4000-8000-000000000000", "no id"):
        with pytest.raises(UnknownEstimate):
            estimate_card(unknown)
