"""Checkpoints are notes that any C2SP tool reads, and nothing else passes for one."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.ledger.notes import NoteError, Signer, TreeHead, Verifier

ROOT = bytes(range(32))
SIGNER = Signer("bureau.example/ledger", Ed25519PrivateKey.from_private_bytes(bytes(32)))
NOTE = SIGNER.sign(1234, ROOT)

# The key and the note in the documentation of golang.org/x/mod/sumdb/note, where the format comes from.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANNS_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_checkpoint_is_three_lines_an_empty_one_and_a_signature() -> None:
    origin, size, root, empty, signature, end = NOTE.split("\n")
    assert (origin, size, empty, end) == ("bureau.example/ledger", "1234", "", "")
    assert root == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signature.startswith("— bureau.example/ledger ")


def test_its_own_key_opens_it() -> None:
    assert SIGNER.verifier.open(NOTE) == TreeHead("bureau.example/ledger", 1234, ROOT)


def test_a_key_survives_being_printed() -> None:
    assert Verifier.from_text(SIGNER.verifier.text() + "\n").open(NOTE).size == 1234


def test_a_note_signed_by_another_program_is_verified() -> None:
    verifier = Verifier.from_text(NEUMANN)
    with pytest.raises(NoteError, match="size is no number"):
        verifier.open(NEUMANNS_NOTE)  # the signature is good; the text is a proverb
    with pytest.raises(NoteError, match=r"signature by .* is wrong"):
        verifier.open(NEUMANNS_NOTE.replace("answer", "Answer"))


def test_a_witness_may_sign_beneath() -> None:
    witness = Signer("witness.example", Ed25519PrivateKey.generate())
    line = witness.sign(1, ROOT).splitlines()[-1]
    assert SIGNER.verifier.open(NOTE + line + "\n").size == 1234


@given(st.integers(0, len(NOTE) - 1), st.characters(blacklist_categories=["Cs"]))
def test_no_letter_can_be_changed(place: int, letter: str) -> None:
    forged = NOTE[:place] + letter + NOTE[place + 1 :]
    if forged != NOTE:
        with pytest.raises(NoteError):
            SIGNER.verifier.open(forged)


@given(st.text(max_size=200))
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(NoteError):
        SIGNER.verifier.open(text)
    with pytest.raises(NoteError):
        Verifier.from_text(text)


def test_another_key_does_not_open_it() -> None:
    other = Signer("bureau.example/ledger", Ed25519PrivateKey.generate())
    with pytest.raises(NoteError, match="bears no signature by bureau"):
        other.verifier.open(NOTE)


def test_a_key_copied_wrongly_is_noticed() -> None:
    text = SIGNER.verifier.text()
    with pytest.raises(NoteError, match="copied wrongly"):
        Verifier.from_text(text.replace("bureau", "burau"))


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_a_log_needs_a_name_that_fits_on_a_line(name: str) -> None:
    with pytest.raises(NoteError):
        _ = Signer(name, Ed25519PrivateKey.generate()).verifier
