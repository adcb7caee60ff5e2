"""Who may be whom is kept with weights, prior and posteriors, and follows every change of either record."""

from __future__ import annotations

import pytest
from tests.bureau.matching.lists import (
    compare,
    everything_kept,
    families_say,
    found,
    lists_say,
    match_between,
    missing,
    pairs,
    record,
)
from tests.bureau.people import OPEN_LIST, REGISTRAR, arrive

from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match, Run
from antigone.bureau.matching.queries import cluster_of, explanation, matches_of_record, queue
from antigone.bureau.matching.values import NotComparable
from antigone.bureau.registry.actions import delete_record, release_record, undo_batch, withhold_record
from antigone.bureau.registry.values import UnknownRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def ostap() -> None:
    """A mother's notice, and a list in Latin letters."""
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    lists_say(
        found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"),
        found("18", "Мельник Ярина", birth_date="1990"),
    )
    compare()


@pytest.mark.usefixtures("ostap")
def test_the_same_person_in_two_scripts_is_proposed_and_a_stranger_is_not() -> None:
    assert pairs() == {("1", "17")}
    match = match_between("1", "17")
    assert 6 < match.log10_lr <= sum(match.weights)
    assert match.joint_posterior > 0.99


@pytest.mark.usefixtures("ostap")
def test_a_batch_of_comparisons_is_one_run_and_one_event() -> None:
    run = Run.objects.get()
    assert (run.state, run.sought, run.found, len(run.scope)) == ("finished", 1, 2, 3)
    event = Event.objects.get(verb="matching.compare_due_records")
    assert event.subject_id == str(run.pk)
    assert event.detail is not None
    assert event.detail["results"] == run.results
    assert "Гончар" not in str(event.detail)


@pytest.mark.usefixtures("ostap")
def test_nothing_due_is_no_run_and_no_event() -> None:
    assert compare() == ()
    assert Run.objects.count() == 1


@pytest.mark.usefixtures("ostap")
def test_a_match_follows_a_changed_record() -> None:
    before = match_between("1", "17").log10_lr
    lists_say(found("17", "Honcharovskyi Ostap Lukych"))
    compare()
    assert 0 < match_between("1", "17").log10_lr < before
    lists_say(found("17", "Іваненко Семен", birth_date="1950-01-01"))
    compare()
    assert pairs() == set()


@pytest.mark.usefixtures("ostap")
def test_withholding_takes_a_match_away_and_releasing_brings_it_back() -> None:
    public_id = str(record("17").public_id)
    withhold_record(public_id, reason="contested", actor=REGISTRAR)
    compare()
    assert not Match.objects.exists()
    release_record(public_id, reason="settled", actor=REGISTRAR)
    compare()
    assert pairs() == {("1", "17")}


@pytest.mark.usefixtures("ostap")
def test_deleting_takes_a_match_away_at_once() -> None:
    delete_record(str(record("17").public_id), reason="asked", actor=REGISTRAR)
    assert not Match.objects.exists()
    compare()
    assert pairs() == set()


def test_undoing_a_batch_takes_its_matches_away() -> None:
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    batch = arrive(found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"), source=OPEN_LIST).batch_id
    compare()
    assert pairs() == {("1", "17")}
    assert batch is not None
    undo_batch(batch, actor=REGISTRAR)
    compare()
    assert pairs() == set()


@pytest.mark.usefixtures("ostap")
def test_the_others_of_a_deleted_record_are_weighed_anew() -> None:
    lists_say(found("19", "Гончаровський Остап", birth_date="1987"))
    compare()
    shared = match_between("1", "19").joint_posterior
    delete_record(str(record("17").public_id), reason="asked", actor=REGISTRAR)
    compare()
    assert match_between("1", "19").joint_posterior != shared
    assert match_between("1", "19").joint_posterior == pytest.approx(match_between("1", "19").pairwise_posterior)


def test_one_body_is_one_person() -> None:
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    lists_say(found("17", "Гончаровський О. Л."))
    compare()
    alone = match_between("1", "17")
    assert alone.joint_posterior == pytest.approx(alone.pairwise_posterior)
    families_say(missing("2", "Гончаровський Орест Левкович", birth_date="1961-02-02"))
    compare()
    both = [match_between(one, "17") for one in ("1", "2")]
    assert all(match.joint_posterior < match.pairwise_posterior for match in both)
    assert sum(match.joint_posterior for match in both) <= 1 + 1e-12


def test_two_notices_of_one_person_are_one_cluster_and_do_not_compete() -> None:
    families_say(
        missing("mother", "Гончаровський Остап Лукич", birth_date="1987-05-13"),
        missing("wife", "Гончаровский Остап Лукич", birth_date="1987-05-13"),
        missing("other", "Мельник Ярина"),
    )
    lists_say(found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"))
    compare()
    assert {one.record_id for one in cluster_of(record("mother").pk)} == {record("mother").pk, record("wife").pk}
    assert len(cluster_of(record("other").pk)) == 1
    assert match_between("mother", "17").joint_posterior > 0.99
    assert match_between("wife", "17").joint_posterior > 0.99


def test_a_record_that_says_nothing_is_nobodys_match() -> None:
    families_say(missing("1"), missing("2"), missing("3", "Гончар Остап"))
    lists_say(found("17"), found("18"), found("19", "Мельник Ярина"))
    assert [one.compared for one in compare()] == [6]
    assert not Match.objects.exists()
    explained = explanation(record("1").pk, record("17").pk).assessment
    assert explained.log10_lr == 0
    assert explained.in_words == "no support for either view"


def test_a_source_that_imports_itself_twice_changes_no_match() -> None:
    for _ in range(2):
        families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
        lists_say(found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"))
        compare()
    assert Match.objects.count() == 1
    assert Run.objects.count() == 1


def test_a_list_under_a_second_name_is_duplicates_not_more_people() -> None:
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    lists_say(found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"))
    compare()
    alone = match_between("1", "17").joint_posterior
    from antigone.bureau.registry.values import SourceDraft

    arrive(found("copy", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"), source=SourceDraft("The same list"))
    compare()
    assert len(cluster_of(record("17").pk)) == 2
    assert match_between("1", "17").joint_posterior == pytest.approx(alone, abs=0.01)
    assert match_between("1", "copy").joint_posterior == pytest.approx(alone, abs=0.01)


def test_contradictory_records_are_explained_with_what_speaks_against() -> None:
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13", sex="male"))
    lists_say(found("17", "Гончаровська Остап Лукич", birth_date="1951-12-30", sex="female"))
    compare()
    against = [
        weight for weight in explanation(record("1").pk, record("17").pk).assessment.weights if weight.log10_lr < 0
    ]
    assert "birth date" in {weight.line for weight in against}
    assert all(weight.reason for weight in against)


@pytest.mark.usefixtures("ostap")
def test_what_is_explained_adds_up_to_what_is_kept() -> None:
    match = match_between("1", "17")
    explained = explanation(str(record("17").public_id), str(record("1").public_id))
    assert explained.assessment.log10_lr == pytest.approx(match.log10_lr, abs=1e-9)
    assert explained.assessment.posterior == pytest.approx(match.pairwise_posterior, abs=1e-9)
    assert explained.match is not None
    assert explained.match.public_id == match.public_id
    assert explained.left.kind == "missing"


def test_what_cannot_be_compared_is_a_sentence() -> None:
    families_say(missing("1", "Гончар Остап"))
    with pytest.raises(NotComparable, match="not compared with itself"):
        explanation(record("1").pk, record("1").pk)
    with pytest.raises(UnknownRecord, match="there is no record 4711"):
        explanation(record("1").pk, 4711)
    with pytest.raises(UnknownRecord, match="names no record"):
        matches_of_record("Гончар")


@pytest.mark.usefixtures("ostap")
def test_lists_show_the_likeliest_first() -> None:
    families_say(missing("2", "Мельник Ярина"))
    compare()
    cards = queue()
    assert [card.joint_posterior for card in cards] == sorted((card.joint_posterior for card in cards), reverse=True)
    assert [card.right.name for card in matches_of_record(record("1").pk)] == ["Honcharovskyi Ostap Lukych"]


def test_a_notice_that_becomes_a_death_changes_sides() -> None:
    lists_say(found("17", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    arrive(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    compare()
    assert pairs() == {("1", "17")}
    arrive(found("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    compare()
    assert {key[0] for key in everything_kept()[0]} == {"found"}
