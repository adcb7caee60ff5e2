"""A donor who withdraws takes the profile along, at once and for good; the database sees to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.identification.swabs import (
    ANALYST,
    CASE_WORKER,
    KEY,
    MOTHER,
    a_son_is_missed_and_a_body_lies_unnamed,
    both_are_read,
    mother,
    mothers_tree,
    the_family_gives_a_swab,
)

from antigone.bureau.identification import actions, queries
from antigone.bureau.identification.models import Donor, Profile
from antigone.bureau.identification.values import AlreadyWithdrawn, ProfileDraft, UnknownDonor

pytestmark = pytest.mark.django_db


def refused(statement: str, words: str) -> None:
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_withdrawal_destroys_the_profile_and_says_so() -> None:
    the_family_gives_a_swab()
    both_are_read()
    assert actions.withdraw_consent("R-1", actor=CASE_WORKER) == 1
    profile = Profile.objects.get(sample__label="R-1")
    assert profile.sealed is None
    assert profile.destroyed_on == date.today()
    assert [event.verb for event in queries.custody("R-1")] == ["received", "read", "destroyed"]
    assert queries.family("F-1").donors[0].withdrawn
    assert queries.family("F-1").donors[0].profiles == 0
    held = queries.holdings()
    assert (held.donors, held.withdrawn, held.profiles_of_donors, held.profiles_of_remains) == (0, 1, 0, 1)


def test_who_has_withdrawn_is_not_read_again() -> None:
    the_family_gives_a_swab()
    actions.withdraw_consent("R-1", actor=CASE_WORKER)
    kept = actions.keep_profiles([ProfileDraft("R-1", MOTHER)], key=KEY, actor=ANALYST)
    assert kept.added == 0
    assert "withdrawn" in kept.rejected[0]
    with pytest.raises(AlreadyWithdrawn):
        actions.withdraw_consent("R-1", actor=CASE_WORKER)
    with pytest.raises(UnknownDonor):
        actions.withdraw_consent("S-1", actor=CASE_WORKER)


def test_nobody_is_read_without_consent() -> None:
    a_son_is_missed_and_a_body_lies_unnamed()
    actions.keep_families([mothers_tree()], [mother(consented=None)], actor=ANALYST)
    kept = actions.keep_profiles([ProfileDraft("R-1", MOTHER)], key=KEY, actor=ANALYST)
    assert "not consented" in kept.rejected[0]


def test_sql_that_walks_past_the_actions_is_refused() -> None:
    the_family_gives_a_swab()
    both_are_read()
    refused("UPDATE identification_profile SET sealed = '\\x00'", "can only be destroyed")
    refused("UPDATE identification_profile SET loci = 3", "can only be destroyed")
    refused("DELETE FROM identification_profile", "is kept while its sample is there")
    refused("DELETE FROM identification_custodyevent", "is kept while its sample is there")
    refused("UPDATE identification_custodyevent SET by = 'nobody'", "is kept as it was")
    Donor.objects.update(withdrawn_on=date.today())
    assert not Profile.objects.filter(sample__label="R-1", sealed__isnull=False).exists()
    refused("UPDATE identification_donor SET withdrawn_on = NULL", "has withdrawn")
    refused(
        "UPDATE identification_profile SET sealed = '\\x00', destroyed_on = NULL WHERE sealed IS NULL",
        "can only be destroyed",
    )
    refused(
        "INSERT INTO identification_profile (sample_id, laboratory, kit, loci, digest, sealed) "
        "SELECT id, '', '', 1, repeat('0', 64), '\\x00' FROM identification_sample WHERE label = 'R-1'",
        "has not consented or has withdrawn",
    )
