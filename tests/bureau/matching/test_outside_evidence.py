"""What a laboratory says of two records joins what the records say, on every engine, and goes when it is taken back."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.matching.lists import (
    CASE_WORKER,
    compare,
    families_say,
    lists_say,
    match_between,
    missing,
    pairs,
    record,
)
from tests.bureau.people import REGISTRAR

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.matching import outside, queries
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.models import Match, OutsideWeight, Run
from antigone.bureau.matching.outside import Outside
from antigone.bureau.matching.runs import match_all, records_due, repeat_run
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.evidence.wording import Phrase, figure, phrase

pytestmark = pytest.mark.django_db


def body(identifier: str, **fields: str) -> RecordDraft:
    return RecordDraft(RecordKind.REMAINS, (), source_record_id=identifier, **fields)  # type: ignore[arg-type]


def found(identifier: str, name: str, **fields: str) -> RecordDraft:
    return RecordDraft(RecordKind.DEAD, (NameDraft(name),), source_record_id=identifier, **fields)  # type: ignore[arg-type]


@action
def the_laboratory_says(*said: tuple[str, str, float], actor: Actor = REGISTRAR) -> int:
    weights = [
        Outside(
            (record(one).pk, record(other).pk),
            value,
            phrase("likelihood ratio 10^{power}", power=figure(value, "g")),
        )
        for one, other, value in said
    ]
    changed = outside.replace_line("DNA", weights)
    record_event("test.say", actor=actor, subject=Subject("line", "DNA"), detail={"changed": changed})
    return changed


def a_body_and_two_sons() -> None:
    families_say(
        missing("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"), missing("lev", "Дзюба Лев Ігорович")
    )
    lists_say(body("B-1", sex="male"), found("listed", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    compare()


def test_a_body_without_a_name_finds_its_family_by_dna() -> None:
    a_body_and_two_sons()
    assert pairs() == {("ostap", "listed")}
    the_laboratory_says(("ostap", "B-1", 9.0))
    compare()
    assert pairs() == {("ostap", "listed"), ("ostap", "B-1")}
    match = match_between("ostap", "B-1")
    assert 7.0 < match.log10_lr < 11.0
    assert match.pairwise_posterior > 0.999
    told = queries.explanation(match.left_id, match.right_id).assessment
    (dna,) = (weight for weight in told.weights if weight.line == "DNA")
    assert (dna.log10_lr, dna.reason) == (9.0, "likelihood ratio 10^9")
    assert told.log10_lr == pytest.approx(match.log10_lr, abs=1e-9)


def test_its_sentence_is_kept_with_how_it_was_made() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "B-1", 9.0))
    between = (record("ostap").pk, record("B-1").pk)
    (dna,) = outside.weights_of_pairs([between])[between]
    assert isinstance(dna.reason, Phrase)
    assert dna.reason.said == {"say": "likelihood ratio 10^{power}", "with": {"power": {"figure": "9"}}}
    OutsideWeight.objects.update(said=None)
    (of_old,) = outside.weights_of_pairs([between])[between]
    assert (type(of_old.reason), of_old.reason) == (str, "likelihood ratio 10^9")


def test_it_is_added_to_what_the_records_say() -> None:
    a_body_and_two_sons()
    before = match_between("ostap", "listed").log10_lr
    the_laboratory_says(("listed", "ostap", 3.25))
    compare()
    match = match_between("ostap", "listed")
    assert match.log10_lr == pytest.approx(before + 3.25, abs=1e-12)
    assert match.weights == Match.objects.get(pk=match.pk).weights


def test_dna_that_excludes_takes_a_match_away_and_gives_it_back_when_it_goes() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "listed", -40.0))
    compare()
    assert pairs() == set()
    the_laboratory_says()
    compare()
    assert pairs() == {("ostap", "listed")}


def test_the_bulk_engine_says_the_same() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "B-1", 9.0), ("listed", "ostap", 1.5), ("lev", "B-1", 4.0), ("lev", "listed", -3.0))
    compare()
    kept = {(m.left_id, m.right_id): (m.log10_lr, m.joint_posterior, tuple(m.weights)) for m in Match.objects.all()}
    assert len(kept) == 3
    match_all(LocalEngine(), "local", actor=REGISTRAR)
    again = {(m.left_id, m.right_id): (m.log10_lr, m.joint_posterior, tuple(m.weights)) for m in Match.objects.all()}
    assert again.keys() == kept.keys()
    for pair, (total, joint, weights) in kept.items():
        assert again[pair][0] == pytest.approx(total, abs=1e-9)
        assert again[pair][1] == pytest.approx(joint, abs=1e-9)
        assert again[pair][2] == pytest.approx(weights, abs=1e-9)


def test_one_body_is_one_mans_whatever_dna_says_of_two() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "B-1", 9.0), ("lev", "B-1", 9.0))
    compare()
    shares = [match_between(who, "B-1").joint_posterior for who in ("ostap", "lev")]
    assert sum(shares) <= 1.0 + 1e-9
    assert shares[1] > shares[0]  # the other one also lies, by name, on the list of the dead


def test_only_what_changed_falls_due() -> None:
    a_body_and_two_sons()
    assert the_laboratory_says(("ostap", "B-1", 9.0), ("lev", "B-1", 4.0)) == 2
    compare()
    assert the_laboratory_says(("ostap", "B-1", 9.0), ("lev", "B-1", 4.0)) == 0
    assert records_due() == 0
    assert the_laboratory_says(("ostap", "B-1", 9.0), ("lev", "B-1", 4.5)) == 1
    assert records_due() == 2


def test_a_run_with_it_is_repeated_to_the_last_bit() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "B-1", 9.0), ("listed", "ostap", 1.5))
    compare()
    run = Run.objects.latest("id")
    assert repeat_run(run.pk, lambda name: LocalEngine()).same


def test_it_goes_with_its_record() -> None:
    a_body_and_two_sons()
    the_laboratory_says(("ostap", "B-1", 9.0))
    delete_record(str(record("B-1").public_id), reason="a mistake", actor=CASE_WORKER)
    assert not outside.OutsideWeight.objects.exists()


@pytest.mark.parametrize("value", ["'NaN'", "'Infinity'", "1000"])
def test_what_is_no_weight_is_refused_by_the_database(value: str) -> None:
    a_body_and_two_sons()
    one, other = sorted((record("ostap").pk, record("B-1").pk))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_outsideweight (left_id, right_id, line, log10_lr, reason) "
            f"VALUES ({one}, {other}, 'DNA', {value}, '')"
        )
