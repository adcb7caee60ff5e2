"""The bytes that an event's hashes are made of.

Two steps, so that a detail can be deleted lawfully and the tree still be verified:

    commitment = SHA-256(salt || canonical JSON of the detail)
    entry      = canonical JSON of {actor, at, commitment, event, role, subject, subject_kind, verb, version}
    leaf       = SHA-256(0x00 || entry)                                   RFC 6962, section 2.1

The salt is 16 random bytes, kept beside the detail and deleted with it. Without it nobody can try out
likely details against the commitment; and since the entry contains the commitment, nobody who holds
only the leaf can try out likely actors or subjects either.

Canonical JSON is UTF-8 without spaces, keys sorted by code point, nothing escaped but what JSON demands.
A float that is a whole number is written as one, because PostgreSQL's jsonb does not tell 1e2 from 100.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence

from antigone.bureau.ledger.values import JSON, EventError

SALT_BYTES = 16
VERSION = 1
LARGEST_DETAIL = 64 * 1024
_LARGEST_INTEGER = 2**63
_LARGEST_WHOLE_FLOAT = 2.0**53
_DEEPEST = 32

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical_json(detail: Mapping[str, JSON]) -> bytes:
    """The one way to write `detail` down; at most 64 KiB.

    Raises:
        EventError: something in it would not come back from the database as it went in: a float that is
            not finite or is a whole number beyond 2**53, an integer beyond 64 bits, a NUL or half a
            surrogate pair in a text, a key that is not text, more than 32 levels, a value of another type.
    """
    encoded = _encode(_plain(detail, "detail", 0)).encode()
    if len(encoded) > LARGEST_DETAIL:
        raise EventError(
            f"the detail has {len(encoded)} bytes; an event sums up an act in at most {LARGEST_DETAIL} bytes"
        )
    return encoded


def canonical_again(stored: str) -> bytes:
    """Canonical JSON of what `canonical_json` gave, after PostgreSQL has kept it as jsonb."""
    return _encode(json.loads(stored)).encode()


def commitment(salt: bytes, canonical_detail: bytes) -> bytes:
    """32 bytes that fix the detail and reveal nothing of it to who lacks the salt."""
    return hashlib.sha256(salt + canonical_detail).digest()


def entry(
    *,
    event: int,
    at_microseconds: int,
    actor: str,
    role: str,
    verb: str,
    subject_kind: str,
    subject: str,
    commitment: bytes,
) -> bytes:
    """What one leaf of the tree speaks of; `at_microseconds` counts from 1970-01-01 UTC."""
    return _encode(
        {
            "actor": actor,
            "at": at_microseconds,
            "commitment": commitment.hex(),
            "event": event,
            "role": role,
            "subject": subject,
            "subject_kind": subject_kind,
            "verb": verb,
            "version": VERSION,
        }
    ).encode()


def _plain(value: JSON, path: str, depth: int) -> object:
    if depth > _DEEPEST:
        raise EventError(f"{path} is nested deeper than {_DEEPEST} levels")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text(value, path)
    if isinstance(value, int):
        if not -_LARGEST_INTEGER <= value < _LARGEST_INTEGER:
            raise EventError(f"{path} is an integer beyond 64 bits; write it as text")
        return int(value)
    if isinstance(value, float):
        return _number(value, path)
    if isinstance(value, Mapping):
        plain: dict[str, object] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise EventError(f"{path} has a key that is not text: {key!r}")
            plain[_text(key, path)] = _plain(item, f"{path}.{key}", depth + 1)
        return plain
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [_plain(item, f"{path}[{place}]", depth + 1) for place, item in enumerate(value)]
    raise EventError(f"{path} is a {type(value).__name__}, which JSON cannot hold; write it as text")


def _text(value: str, path: str) -> str:
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise EventError(f"{path} holds a character that is no text (NUL or half a surrogate pair)")
    return str(value)


def _number(value: float, path: str) -> int | float:
    if not math.isfinite(value):
        raise EventError(f"{path} is {value}, which JSON cannot hold")
    if value.is_integer():
        if abs(value) > _LARGEST_WHOLE_FLOAT:
            raise EventError(f"{path} is a float beyond 2**53, whose digits are lost; write it as text")
        return int(value)
    return float(value)
