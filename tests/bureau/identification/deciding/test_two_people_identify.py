"""From comparisons to a signed identification and back: what each step asks, and what it refuses."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.deciding.board import (
    BOHDAN,
    CLERK,
    IRYNA,
    NAME,
    TARAS,
    compared,
    proposed,
    public_id,
    rescinded,
    signature,
    signed,
    the_laboratory_says,
    the_staff_is_there,
    two_records,
    verified,
)

from antigone.bureau.identification.deciding.actions import (
    ask_for_more,
    decide_by_board,
    propose_identification,
    rescind_identification,
    sign_identification,
)
from antigone.bureau.identification.deciding.models import Approval, Comparison, Identification
from antigone.bureau.identification.deciding.queries import (
    draft_identification,
    identification_card,
    identifications,
    identifications_of_record,
    pair_card,
    statement_to_sign,
    waiting_for,
)
from antigone.bureau.identification.deciding.values import (
    BoardDecision,
    DecisionChanged,
    NoFinding,
    NoGrounds,
    NotOpen,
    RuleNotMet,
    SamePerson,
    SignatureRefused,
    Standing,
    UnknownIdentification,
    UnknownPair,
    Verdict,
)
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, undo_batch
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.registry.models import Name, Record
from antigone.bureau.registry.values import RecordIsHeld
from antigone.server.configuration import BadSetting, configuration_from_environment

pytestmark = pytest.mark.django_db

BOARD = BoardDecision("minutes 4/2026", hashlib.sha256(b"minutes").hexdigest(), ("Iryna", "Bohdan", "Dr. Sych"))


@pytest.fixture
def pair(db: None) -> tuple[UUID, UUID]:
    the_staff_is_there()
    return two_records()


def standing() -> Standing:
    return pair_card(public_id("M-1"), public_id("F-1")).standing


def test_teeth_and_two_people_identify_remains(pair: tuple[UUID, UUID]) -> None:
    with acting_as("antigone_staff"):
        compared("dental")
        it = proposed()
        assert [one.public_id for one in waiting_for("iryna")] == [it]
        assert waiting_for("taras") == ()
        assert signed(it) == "signed"
        card = identification_card(it)
    assert (card.state, card.proposed_by, card.signed_by, card.rule) == ("signed", "taras", ("iryna",), "remains")
    assert card.sought.names == (NAME,)
    assert [one.identifier for one in card.comparisons] == ["dental"]
    assert [one.public_id for one in identifications_of_record(pair[1])] == [it]
    assert waiting_for("iryna") == ()


def test_each_step_is_one_event_that_names_what_was_signed(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    ask_for_more(*pair, "dna", what="a swab of the mother", of_whom="the family", actor=TARAS)
    it = proposed()
    signed(it)
    rescinded(it)
    events = list(Event.objects.filter(verb__startswith="identification.").order_by("pk"))
    assert [(one.verb.partition(".")[2], one.actor_name) for one in events] == [
        ("record_comparison", "taras"), ("ask_for_more", "taras"), ("propose_identification", "taras"),
        ("sign_identification", "iryna"), ("rescind_identification", "taras"),
    ]  # fmt: skip
    decision = hashlib.sha256(bytes(Identification.objects.get().decision)).hexdigest()
    assert [one.detail["decision"] for one in events[2:] if one.detail] == [decision] * 3
    assert {one.subject_id for one in events[2:]} == {str(it)}


def test_nobody_signs_what_he_proposed(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    it = proposed()
    with pytest.raises(SamePerson, match="another person must"):
        signed(it, TARAS)
    assert identification_card(it).state == "proposed"


def test_without_a_primary_identifier_remains_are_not_identified(pair: tuple[UUID, UUID]) -> None:
    for identifier in ("effects", "documents", "name", "medical", "traits", "birth", "service", "visual"):
        compared(identifier)
    assert standing() is Standing.POSSIBLE
    with pytest.raises(RuleNotMet, match="DNA, teeth or fingerprints"):
        proposed()


def test_recognition_by_sight_never_goes_beyond_possible(pair: tuple[UUID, UUID]) -> None:
    compared("visual")
    assert standing() is Standing.POSSIBLE
    with pytest.raises(RuleNotMet, match="other than recognition by sight"):
        board_decides()


def test_an_unexplained_inconsistency_stands_in_the_way_until_it_is_explained(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    compared("traits", Verdict.INEXPLICABLE)
    assert standing() is Standing.EXCLUDED
    with pytest.raises(RuleNotMet, match="nothing explains"):
        proposed()
    with pytest.raises(RuleNotMet, match="nothing explains"):
        board_decides()
    compared("traits", Verdict.EXPLICABLE, grounds="the tattoo was made after the photograph")
    assert signed(proposed()) == "signed"


def test_dna_is_read_from_the_laboratory_and_is_consistent_from_99_95_percent(pair: tuple[UUID, UUID]) -> None:
    with pytest.raises(NoFinding, match="no finding"):
        compared("dna")
    # One among a thousand: 10^6.3 leaves a posterior of 0.99950, 10^6.31 a little more.
    the_laboratory_says(6.30)
    with pytest.raises(NoFinding, match=r"gives 0\.9994"):
        compared("dna")
    compared("dna", Verdict.INSUFFICIENT)
    assert standing() is Standing.OPEN
    the_laboratory_says(6.31)
    compared("dna")
    assert standing() is Standing.ESTABLISHED
    kept = Comparison.objects.order_by("-id")[0].finding
    assert kept is not None
    assert float(kept["posterior"]) == pytest.approx(1 / (1 + 10 ** (3 - 6.31)), abs=1e-9)
    assert (kept["among"], kept["log10_lr"], kept["sample"]) == (1_000, "6.3100", "S-1")


def test_a_bureau_may_ask_for_more_of_dna(pair: tuple[UUID, UUID], settings: Any) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, dna_posterior=Decimal("0.9999"))
    the_laboratory_says(6.5)
    with pytest.raises(NoFinding, match=r"from a posterior of 99\.99 % on"):
        compared("dna")
    the_laboratory_says(7.1)
    compared("dna")
    assert standing() is Standing.ESTABLISHED


@pytest.mark.parametrize("text", ["0.99", "1", "much"])
def test_nothing_less_than_99_95_percent_can_be_asked_for(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_DNA_POSTERIOR", text)
    with pytest.raises(BadSetting, match=r"write 0\.9995 or more"):
        configuration_from_environment()


def test_dna_carries_nothing_any_more_when_the_laboratory_says_less(pair: tuple[UUID, UUID]) -> None:
    the_laboratory_says(12.0)
    compared("dna")
    it = proposed()
    the_laboratory_says(3.0)
    assert standing() is Standing.OPEN
    with pytest.raises(RuleNotMet):
        signed(it)


def test_where_several_samples_speak_the_fullest_counts(pair: tuple[UUID, UUID]) -> None:
    the_laboratory_says(12.0, loci=8)
    the_laboratory_says(2.0, loci=24, sample="S-2")
    finding = pair_card(*pair).finding
    assert finding is not None
    assert (finding.sample, finding.suffices) == ("S-2", False)


def test_what_changed_after_the_proposal_is_not_signed(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    it = proposed()
    compared("traits")
    assert not identification_card(it).fresh
    with pytest.raises(DecisionChanged, match="propose anew"):
        signed(it)
    rescinded(it)
    second = proposed()
    Name.objects.filter(record__public_id=pair[0]).update(value="Хтось Інший")
    with pytest.raises(DecisionChanged, match="propose anew"):
        signed(second)


def test_what_changed_after_the_text_was_shown_is_not_proposed(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    draft = draft_identification(*pair, because="it is he", by="taras")
    compared("traits")
    with pytest.raises(DecisionChanged, match="read it again"):
        propose_identification(draft, signature(TARAS, draft.statement), verified=verified, actor=TARAS)


def test_a_signature_must_be_the_persons_own_over_this_very_text(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    it = proposed()
    statement = statement_to_sign(it, by="iryna")
    with pytest.raises(SignatureRefused, match="not yours"):
        sign_identification(it, signature(IRYNA, statement, key="bohdan"), verified=verified, actor=IRYNA)
    other = statement_to_sign(it, by="bohdan")
    with pytest.raises(DecisionChanged, match="another text"):
        sign_identification(it, signature(IRYNA, other), verified=verified, actor=IRYNA)
    assert Approval.objects.count() == 1


def test_a_rescinded_identification_stays_and_another_may_follow(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    it = proposed()
    signed(it)
    with pytest.raises(NoGrounds, match="say why"):
        rescind_identification(it, signature(BOHDAN, b""), because=" ", verified=verified, actor=BOHDAN)
    rescinded(it, BOHDAN)
    card = identification_card(it)
    assert (card.state, [one.act.value for one in card.approvals]) == ("rescinded", ["propose", "sign", "rescind"])
    assert card.approvals[-1].because == "the teeth were another man's"
    with pytest.raises(NotOpen, match="rescinded already"):
        rescinded(it)
    with pytest.raises(NotOpen, match="only a proposal"):
        signed(it, BOHDAN)
    again = proposed(IRYNA)
    assert signed(again, TARAS) == "signed"
    assert [one.state for one in identifications()] == ["signed", "rescinded"]


def test_one_identification_of_two_records_stands_at_a_time(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    proposed()
    with pytest.raises(NotOpen, match="stands already"):
        proposed(IRYNA)


def board_decides() -> UUID:
    draft = draft_identification(
        public_id("M-1"), public_id("F-1"), because="all points to him", by="taras", board=BOARD
    )
    return decide_by_board(draft, signature(TARAS, draft.statement), verified=verified, actor=TARAS)


def test_a_board_decides_with_a_document_and_two_signers_of_its_own(pair: tuple[UUID, UUID]) -> None:
    compared("effects")
    it = board_decides()
    assert signed(it, IRYNA) == "proposed"
    with pytest.raises(SamePerson):
        signed(it, IRYNA)
    with pytest.raises(SamePerson):
        signed(it, TARAS)
    assert signed(it, BOHDAN) == "signed"
    card = identification_card(it)
    assert card.board == BOARD
    assert card.signed_by == ("iryna", "bohdan")


@pytest.mark.parametrize(
    ("board", "what"),
    [
        (BoardDecision(" ", BOARD.sha256, BOARD.members), "name the document"),
        (BoardDecision("minutes", "AB", BOARD.members), "64 digits"),
        (BoardDecision("minutes", BOARD.sha256, ("Iryna", " iryna ")), "at least two"),
    ],
)
def test_a_board_without_its_document_or_members_decides_nothing(
    pair: tuple[UUID, UUID], board: BoardDecision, what: str
) -> None:
    with pytest.raises(NoGrounds, match=what):
        draft_identification(*pair, because="so be it", by="taras", board=board)


@pytest.mark.parametrize(
    ("kind", "agreeing", "expected"),
    [
        (RecordKind.DEAD, ("documents", "name", "birth"), Standing.ESTABLISHED),
        (RecordKind.DEAD, ("documents", "name", "service"), Standing.ESTABLISHED),
        (RecordKind.DEAD, ("documents", "name"), Standing.POSSIBLE),
        (RecordKind.DEAD, ("testimony", "name", "birth", "place", "service"), Standing.POSSIBLE),
        (RecordKind.DEAD, ("fingerprints",), Standing.ESTABLISHED),
        (RecordKind.PRISONER, ("name", "documents"), Standing.ESTABLISHED),
        (RecordKind.PRISONER, ("name", "testimony", "birth"), Standing.ESTABLISHED),
        (RecordKind.PRISONER, ("name", "testimony"), Standing.POSSIBLE),
        (RecordKind.PRISONER, ("name", "birth", "service", "place", "visual"), Standing.POSSIBLE),
        (RecordKind.PRISONER, ("documents", "testimony", "birth"), Standing.POSSIBLE),
        (RecordKind.REMAINS, ("documents", "name", "birth", "service", "testimony"), Standing.POSSIBLE),
    ],
)
def test_what_suffices_depends_on_whom_the_record_is_of(
    db: None, kind: RecordKind, agreeing: tuple[str, ...], expected: Standing
) -> None:
    two_records(kind)
    for identifier in agreeing:
        compared(identifier)
    assert standing() is expected


def test_the_newest_comparison_of_an_identifier_counts_and_all_are_kept(pair: tuple[UUID, UUID]) -> None:
    compared("dental", Verdict.INEXPLICABLE)
    compared("dental", Verdict.INSUFFICIENT, evidence="")
    compared("dental", actor=IRYNA)
    kept = pair_card(*pair).comparisons
    assert [(one.verdict, one.by, one.counts) for one in kept] == [
        (Verdict.CONSISTENT, "iryna", True), (Verdict.INSUFFICIENT, "taras", False),
        (Verdict.INEXPLICABLE, "taras", False),
    ]  # fmt: skip


def test_a_request_is_answered_by_the_comparison_that_follows(pair: tuple[UUID, UUID]) -> None:
    compared("dental", Verdict.INSUFFICIENT, evidence="")
    ask_for_more(*pair, "dental", what="X-rays of 2019", of_whom="the dentist in Lubny", actor=TARAS)
    assert [one.answered for one in pair_card(*pair).requests] == [False]
    compared("dental")
    assert [one.answered for one in pair_card(*pair).requests] == [True]


def test_a_comparison_says_what_was_compared_and_where_it_lies(pair: tuple[UUID, UUID]) -> None:
    with pytest.raises(NoGrounds, match="what was compared"):
        compared("dental", grounds=" ")
    with pytest.raises(NoGrounds, match="where the evidence lies"):
        compared("dental", evidence="")
    with pytest.raises(NoGrounds, match="is no identifier"):
        compared("gut feeling")
    with pytest.raises(NoGrounds, match="of whom"):
        ask_for_more(*pair, "dental", what="X-rays", of_whom="", actor=TARAS)
    with pytest.raises(NoGrounds, match="say why"):
        draft_identification(*pair, because="  ", by="taras")


def test_only_one_who_is_missed_and_one_who_is_found_make_a_pair(pair: tuple[UUID, UUID]) -> None:
    sought, found = pair
    with pytest.raises(UnknownPair, match="joins a record of a missing person"):
        pair_card(found, sought)
    with pytest.raises(UnknownPair, match="two records"):
        pair_card(sought, uuid4())
    with pytest.raises(UnknownIdentification):
        identification_card(uuid4())


def test_the_longest_decision_still_fits_into_a_statement(pair: tuple[UUID, UUID]) -> None:
    the_laboratory_says(12.0)
    for identifier in ("dna", "dental", "fingerprints", "medical", "documents", "name", "birth", "place", "service",
                       "traits", "effects", "testimony", "visual"):  # fmt: skip
        compared(identifier, grounds="ї" * 1_500, evidence="ю" * 300)
    it = proposed(because="є" * 4_000)
    assert signed(it) == "signed"
    assert len(json.loads(bytes(Identification.objects.get().decision))["comparisons"]) == 13


def test_a_record_that_stands_in_an_identification_is_not_deleted(pair: tuple[UUID, UUID]) -> None:
    compared("dental")
    it = proposed()
    with pytest.raises(IntegrityError, match="before that is rescinded"), transaction.atomic():
        Record.objects.filter(public_id=pair[1]).delete()
    with pytest.raises(RecordIsHeld, match="take that back first"):
        delete_record(str(pair[1]), reason="asked", actor=CLERK)
    with pytest.raises(RecordIsHeld, match="take that back first"):
        undo_batch(Record.objects.get(public_id=pair[1]).batch_id, actor=CLERK)
    rescinded(it)
    delete_record(str(pair[1]), reason="asked", actor=CLERK)
    assert identification_card(it).state == "rescinded"
    assert not Comparison.objects.exists()
