"""A proof of one event, to be checked by somebody who has only the log's public key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.ledger.conftest import enter_record

from antigone.bureau.ledger import Actor, LedgerError, Subject
from antigone.bureau.ledger.notes import NoteError, Signer
from antigone.bureau.ledger.proofs import NoProofError, Proof
from antigone.bureau.ledger.queries import events_of, inclusion_proof
from antigone.bureau.ledger.sequencer import sequence_once
from antigone.bureau.ledger.shredding import shred_detail


@pytest.fixture(autouse=True)
def _eleven_events(own_database: str, signer: Signer, last_signed: Path) -> None:
    for number in range(11):
        enter_record(number, note="«знайдено»")
    sequence_once(signer, last_signed)


def test_every_event_is_proved_without_the_database(signer: Signer) -> None:
    for event in range(1, 12):
        document = json.dumps(inclusion_proof(event).document())
        proof = Proof.from_document(document)
        assert proof.checked(signer.verifier).size == 11
        entry = json.loads(proof.entry)
        assert (entry["event"], entry["subject"]) == (event, f"r-{event - 1}")
        assert proof.detail is not None
        assert json.loads(proof.detail)["note"] == "«знайдено»"


def test_a_proof_of_something_else_does_not_hold(signer: Signer) -> None:
    proof = inclusion_proof(4)
    other = inclusion_proof(5)
    for forged in (
        replace(proof, entry=proof.entry.replace("olena", "petro")),
        replace(proof, index=4),
        replace(proof, path=other.path),
        replace(proof, path=()),
        replace(proof, detail=other.detail),
        replace(proof, salt=other.salt),
    ):
        with pytest.raises(NoProofError, match="does not hold"):
            forged.checked(signer.verifier)
    with pytest.raises(NoteError):
        replace(proof, checkpoint=proof.checkpoint.replace("11", "12")).checked(signer.verifier)


def test_a_shredded_event_is_still_proved(signer: Signer) -> None:
    shred_detail(4, actor=Actor("taras.owner", "administrator"), reason="the family asked")
    proof = inclusion_proof(4)
    assert (proof.detail, proof.salt) == (None, None)
    assert proof.checked(signer.verifier).size == 11


def test_what_is_not_signed_yet_is_not_proved() -> None:
    enter_record(99)
    with pytest.raises(NoProofError, match="event 12 is not signed yet"):
        inclusion_proof(12)
    with pytest.raises(NoProofError, match="there is no event 13"):
        inclusion_proof(13)


def test_an_altered_event_is_not_proved(tamper: Callable[..., Any]) -> None:
    tamper("UPDATE ledger_event SET actor_name = 'petro' WHERE id = 4")
    with pytest.raises(LedgerError, match="event 4 was altered"):
        inclusion_proof(4)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"format": "other"}', '{"format": ["' * 3, "[" * 100_000])
def test_a_file_that_is_no_proof_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NoProofError, match="the file is no proof"):
        Proof.from_document(text)


def test_what_was_done_to_one_thing_is_read_newest_first() -> None:
    enter_record(3, note="again")
    views = events_of(Subject("record", "r-3"))
    assert [view.detail["note"] for view in views if view.detail] == ["again", "«знайдено»"]
    assert {(view.actor, view.role, view.verb) for view in views} == {
        ("olena.registrar", "registrar", "registry.enter_record")
    }
