"""What a person has decided no run changes, no statement changes, and only new evidence reopens."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.matching.lists import (
    CASE_WORKER,
    compare,
    families_say,
    found,
    lists_say,
    match_between,
    missing,
    pairs,
    record,
)
from tests.bureau.people import REGISTRAR

from antigone.bureau.ledger.models import Event
from antigone.bureau.matching import actions
from antigone.bureau.matching.actions import exclude_match, hand_back_match, reopen_match, take_up_match
from antigone.bureau.matching.explaining import frozen_assessment
from antigone.bureau.matching.models import Match, ParameterSet, Run
from antigone.bureau.matching.queries import cluster_of, explanation, match_card, queue
from antigone.bureau.matching.runs import make_all_due
from antigone.bureau.matching.values import (
    NotExcluded,
    NothingNew,
    NotToBeTakenUp,
    NotUnderReview,
    UnknownIdentifier,
    UnknownMatch,
)
from antigone.bureau.registry.actions import delete_record
from antigone.evidence.wording import Phrase

pytestmark = pytest.mark.django_db

MISSING = missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13")
FOUND = found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13")


@pytest.fixture
def match() -> Match:
    families_say(MISSING)
    lists_say(FOUND)
    compare()
    return match_between("1", "17")


def exclude(match: Match) -> None:
    take_up_match(match.public_id, actor=CASE_WORKER)
    exclude_match(match.public_id, identifier="dental", because="other teeth", actor=CASE_WORKER)


def refused(statement: str) -> str:
    """What the database says to a statement that it refuses; empty when it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        return str(error)
    return ""


def test_an_exclusion_outlives_every_further_comparison(match: Match) -> None:
    exclude(match)
    for _ in range(2):
        make_all_due(actor=REGISTRAR)
        compare()
    lists_say(found("17", "Гончаровський Остап Лукич", birth_date="1987-05-13", birthplace="Полтава"))
    compare()
    kept = match_between("1", "17")
    assert (kept.state, kept.log10_lr, kept.because) == ("excluded", match.log10_lr, "other teeth")
    assert kept.joint_posterior == 0
    assert pairs() == set()
    assert queue() == ()


def test_an_exclusion_is_explained_as_it_was_decided(match: Match) -> None:
    exclude(match)
    before = explanation(match.left_id, match.right_id)
    lists_say(found("17", "Цілком Інша Людина"))
    compare()
    after = explanation(match.left_id, match.right_id)
    assert after.assessment == before.assessment
    assert after.match is not None
    assert (after.match.decision.by, after.match.decision.identifier) == ("taras", "dental")


def test_the_reasons_of_a_decision_can_be_said_in_other_languages(match: Match) -> None:
    exclude(match)
    match.refresh_from_db()
    weights = frozen_assessment(match).weights
    assert len(weights) > 1
    assert all(isinstance(weight.reason, Phrase) for weight in weights)
    assert {str(weight.reason) for weight in weights} == {one["reason"] for one in match.reasons or []}


def test_reasons_that_were_kept_in_english_alone_are_read_as_they_stand(match: Match) -> None:
    exclude(match)
    match.refresh_from_db()
    of_old = [{name: one[name] for name in ("line", "log10_lr", "reason")} for one in match.reasons or []]
    match.reasons = of_old
    read = {(weight.line, weight.reason) for weight in frozen_assessment(match).weights}
    assert read == {(one["line"], one["reason"]) for one in of_old}
    assert {type(reason) for _, reason in read} == {str}


def test_an_exclusion_frees_the_body_for_another() -> None:
    families_say(MISSING, missing("2", "Гончаровський Орест Левкович", birth_date="1961-02-02"))
    lists_say(found("20", "Гончаровський О. Л."))
    compare()
    rival = match_between("2", "20")
    assert rival.joint_posterior < rival.pairwise_posterior
    exclude(match_between("1", "20"))
    compare()
    assert match_between("2", "20").joint_posterior == pytest.approx(rival.pairwise_posterior)


def test_an_exclusion_does_not_spread_to_what_the_engine_takes_for_the_same_person(match: Match) -> None:
    families_say(missing("2", "Гончаровский Остап Лукич", birth_date="1987-05-13"))
    compare()
    assert len(cluster_of(match.left_id)) == 2
    exclude(match)
    compare()
    assert match_between("2", "17").joint_posterior > 0.9


def test_nobody_decides_what_nobody_has_taken_up(match: Match) -> None:
    with pytest.raises(NotUnderReview, match="take it up first"):
        exclude_match(match.public_id, identifier="dental", because="other teeth", actor=CASE_WORKER)
    assert "nobody may decide what nobody has taken up" in refused(
        "UPDATE matching_match SET state = 'excluded', decided_by = 'x', decided_on = now(), because = 'x',"
        " identifier = 'dna', reasons = '[]'"
    )
    assert match_card(match.public_id).state == "proposed"


def test_an_exclusion_needs_grounds_and_a_kind_of_evidence(match: Match) -> None:
    take_up_match(match.public_id, actor=CASE_WORKER)
    with pytest.raises(NothingNew, match="needs its grounds"):
        exclude_match(match.public_id, identifier="dental", because=" ", actor=CASE_WORKER)
    with pytest.raises(UnknownIdentifier, match="write one of dna, dental"):
        exclude_match(match.public_id, identifier="gut feeling", because="I know", actor=CASE_WORKER)
    assert "matching_decision_is_signed" in refused("UPDATE matching_match SET state = 'excluded', because = 'x'")


def test_only_new_evidence_reopens(match: Match) -> None:
    exclude(match)
    with pytest.raises(NothingNew, match="stands for ever"):
        reopen_match(match.public_id, new_evidence="  ", actor=CASE_WORKER)
    reopen_match(match.public_id, new_evidence="a dentist's letter", actor=CASE_WORKER)
    assert match_card(match.public_id).state == "under_review"
    compare()
    assert match_between("1", "17").joint_posterior > 0.9
    exclude_match(match.public_id, identifier="dna", because="no relative", actor=CASE_WORKER)
    with pytest.raises(NothingNew):
        reopen_match(match.public_id, new_evidence="a dentist's letter", actor=CASE_WORKER)


def test_a_proposal_cannot_be_reopened_nor_a_decision_taken_up(match: Match) -> None:
    with pytest.raises(NotExcluded, match="only an excluded match"):
        reopen_match(match.public_id, new_evidence="a letter", actor=CASE_WORKER)
    exclude(match)
    with pytest.raises(NotToBeTakenUp, match="is excluded"):
        take_up_match(match.public_id, actor=CASE_WORKER)
    with pytest.raises(UnknownMatch):
        take_up_match(uuid4(), actor=CASE_WORKER)


def test_what_is_handed_back_is_the_engines_again(match: Match) -> None:
    take_up_match(match.public_id, actor=CASE_WORKER)
    with acting_as("antigone_staff"):
        hand_back_match(match.public_id, actor=REGISTRAR)
    event = Event.objects.get(verb="matching.hand_back_match")
    assert (event.actor_name, event.detail) == (REGISTRAR.name, {"taken_up_by": CASE_WORKER.name})
    lists_say(found("17", "Somebody Else"))
    compare()
    assert not Match.objects.filter(public_id=match.public_id).exists()


def test_only_what_is_under_review_is_handed_back(match: Match) -> None:
    with pytest.raises(NotUnderReview, match="only one under review"):
        hand_back_match(match.public_id, actor=CASE_WORKER)
    exclude(match)
    with pytest.raises(NotUnderReview, match="is excluded"):
        hand_back_match(match.public_id, actor=CASE_WORKER)


def test_each_act_is_one_event_with_its_grounds(match: Match) -> None:
    exclude(match)
    reopen_match(match.public_id, new_evidence="a letter", actor=CASE_WORKER)
    events = Event.objects.filter(subject_kind="match").order_by("pk")
    assert [(event.verb, event.actor_name, event.subject_id) for event in events] == [
        (f"matching.{verb}", "taras", str(match.public_id))
        for verb in ("take_up_match", "exclude_match", "reopen_match")
    ]
    assert events[1].detail is not None
    assert events[1].detail["because"] == "other teeth"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matching_match SET state = 'proposed'",
        "UPDATE matching_match SET state = 'under_review'",
        "UPDATE matching_match SET state = 'under_review', new_evidence = ' '",
        "UPDATE matching_match SET log10_lr = 99",
        "UPDATE matching_match SET because = 'no reason'",
        "DELETE FROM matching_match",
    ],
)
def test_an_exclusion_stands_against_every_statement(match: Match, statement: str) -> None:
    exclude(match)
    for role in ("antigone_staff", "antigone_worker"):
        with acting_as(role):
            assert "for ever" in (said := refused(statement)) or "stays while" in said


def test_no_action_confirms_a_match_and_no_statement_without_a_signed_identification(match: Match) -> None:
    take_up_match(match.public_id, actor=CASE_WORKER)
    assert "is confirmed by a signed identification alone" in refused(
        "UPDATE matching_match SET state = 'confirmed', decided_by = 'two', decided_on = now(), because = 'DNA',"
        " identifier = 'dna', reasons = '[]'; SET CONSTRAINTS ALL IMMEDIATE"
    )
    assert match_card(match.public_id).state == "under_review"
    assert [
        name for name in dir(actions) if "confirm" in name or "identif" in name.lower().replace("identifier", "")
    ] == []


_COLUMNS = "relation, left_id, right_id, run_id, weights, log10_lr, prior, pairwise_posterior, joint_posterior"
_SWAPPED = "relation, right_id, left_id, run_id, weights, log10_lr, prior, 0, 0"


@pytest.mark.parametrize("state", ["excluded", "confirmed"])
def test_nothing_begins_decided(match: Match, state: str) -> None:
    said = refused(
        f"INSERT INTO matching_match ({_COLUMNS}, state, decided_by, decided_on, because, identifier, reasons)"
        f" SELECT {_SWAPPED}, '{state}', 'x', now(), 'x', 'dna', '[]' FROM matching_match"
    )
    assert "begins as a proposal" in said


def test_a_pair_is_kept_once_whatever_its_order(match: Match) -> None:
    assert "matching_pair_once" in refused(
        f"INSERT INTO matching_match ({_COLUMNS}, state) SELECT {_SWAPPED}, 'proposed' FROM matching_match"
    )


def test_a_deleted_record_takes_even_an_exclusion_with_it(match: Match) -> None:
    exclude(match)
    delete_record(str(record("17").public_id), reason="asked", actor=REGISTRAR)
    assert not Match.objects.exists()


def test_a_match_under_review_does_not_vanish(match: Match) -> None:
    take_up_match(match.public_id, actor=CASE_WORKER)
    lists_say(found("17", "Цілком Інша Людина"))
    compare()
    assert match_card(match.public_id).state == "superseded"
    assert queue() == ()
    lists_say(FOUND)
    compare()
    assert match_card(match.public_id).state == "under_review"


def test_two_entries_that_are_two_people_are_not_clustered_again() -> None:
    families_say(
        missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"),
        missing("2", "Гончаровський Остап Лукич", birth_date="1987-05-13"),
    )
    compare()
    twins = match_between("1", "2")
    assert twins.relation == "sought"
    assert len(cluster_of(twins.left_id)) == 2
    take_up_match(twins.public_id, actor=CASE_WORKER)
    exclude_match(twins.public_id, identifier="documents", because="two passports", actor=CASE_WORKER)
    compare()
    assert len(cluster_of(twins.left_id)) == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_parameters_and_finished_runs_are_kept_as_they_were(match: Match, statement: str) -> None:
    assert match.run.state == "finished"
    for table, change in (("matching_parameterset", "model = '{}'"), ("matching_run", "results = 'x'")):
        assert "is kept as it was" in refused(statement.format(table, change))
    assert ParameterSet.objects.count() == Run.objects.count() == 1


@pytest.mark.parametrize("table", ["match", "cluster", "run", "parameterset", "due", "key", "scored"])
def test_the_public_reads_nothing_of_it(table: str) -> None:
    with acting_as("antigone_public"):
        assert "permission denied" in refused(f"SELECT * FROM matching_{table}")


def test_the_worker_compares_and_staff_decide_with_their_own_rights() -> None:
    with acting_as("antigone_staff"):
        families_say(MISSING)
        lists_say(FOUND)
    with acting_as("antigone_worker"):
        assert [one.proposed for one in compare()] == [1]
    with acting_as("antigone_staff"):
        exclude(match_between("1", "17"))
        make_all_due(actor=REGISTRAR)
        compare()
    assert pairs() == set()
