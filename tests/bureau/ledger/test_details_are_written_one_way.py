"""A detail has one canonical form, and comes back from PostgreSQL as it went in."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antigone.bureau.ledger import encoding
from antigone.bureau.ledger.values import EventError

text = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(-(2.0**53), 2.0**53, allow_nan=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(text, values, max_size=6))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.django_db
def test_a_detail_survives_postgresql_byte_for_byte(detail: dict[str, Any]) -> None:
    written = encoding.canonical_json(detail)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::jsonb)::text", [written.decode()])
        assert encoding.canonical_again(cursor.fetchone()[0]) == written


@given(st.dictionaries(text, values, max_size=6))
def test_a_detail_means_what_it_meant(detail: dict[str, Any]) -> None:
    assert json.loads(encoding.canonical_json(detail)) == detail


def test_the_order_of_keys_does_not_matter() -> None:
    assert encoding.canonical_json({"b": 1, "a": 2.0}) == encoding.canonical_json({"a": 2, "b": 1}) == b'{"a":2,"b":1}'


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (math.nan, "cannot hold"),
        (math.inf, "cannot hold"),
        (1e300, "digits are lost"),
        (2**63, "beyond 64 bits"),
        ("a\x00", "no text"),
        ("\udc80", "no text"),
        ({1: "a"}, "key that is not text"),
        (b"raw", "is a bytes"),
        ({"a": {"b"}}, r"detail\.x\.a is a set"),
    ],
)
def test_what_would_not_come_back_is_refused_and_named(value: Any, complaint: str) -> None:
    with pytest.raises(EventError, match=complaint):
        encoding.canonical_json({"x": value})


def test_endless_nesting_and_endless_text_are_refused() -> None:
    nested: list[Any] = []
    for _ in range(40):
        nested = [nested]
    with pytest.raises(EventError, match="nested deeper than 32"):
        encoding.canonical_json({"x": nested})
    with pytest.raises(EventError, match="at most 65536 bytes"):
        encoding.canonical_json({"x": "ж" * 40_000})


def test_the_commitment_hides_the_detail_behind_its_salt() -> None:
    detail = encoding.canonical_json({"found": True})
    assert encoding.commitment(bytes(16), detail) != encoding.commitment(b"\x01" * 16, detail)
