"""The database writes canonical JSON as Python does, and tells a passkey's challenge for what it is."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.bureau.ledger.encoding import canonical_json

pytestmark = pytest.mark.django_db

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
keys = st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def said(function: str, *given: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", given)
        return cursor.fetchone()[0]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(keys, values, max_size=5))
def test_both_write_the_same_bytes(db: None, statement: dict[str, object]) -> None:
    written = canonical_json(statement)  # type: ignore[arg-type]
    assert said("identification_canonical", json.dumps(statement)) == written.decode()


def url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def assertion(signed: bytes, kind: str = "webauthn.get") -> dict[str, object]:
    client = {"type": kind, "challenge": url(hashlib.sha256(signed).digest()), "origin": "https://desk.example"}
    return {"clientDataJSON": url(json.dumps(client).encode()), "authenticatorData": "AA", "signature": "AA"}


def test_a_passkeys_challenge_is_the_hash_of_what_is_signed() -> None:
    signed = "Гончаровський".encode()
    whole = assertion(signed)
    for evidence in (whole, {"id": "x", "response": whole}):
        assert said("identification_challenged", json.dumps(evidence).encode(), signed) is True
        assert said("identification_challenged", json.dumps(evidence).encode(), b"other") is False


@pytest.mark.parametrize(
    "evidence",
    [
        json.dumps(assertion(b"text", "webauthn.create")).encode(),
        b"",
        b"{}",
        b"\xff\xfe",
        b'{"clientDataJSON": "%%%"}',
        json.dumps({"clientDataJSON": url(b"no json")}).encode(),
        json.dumps({"clientDataJSON": url(b"[]")}).encode(),
    ],
)
def test_what_is_no_assertion_over_the_text_is_none(evidence: bytes) -> None:
    assert said("identification_challenged", evidence, b"text") is False
