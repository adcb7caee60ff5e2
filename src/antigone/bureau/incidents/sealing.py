"""The seal of originals: only the vault opens them, each stretch in its place of its file.

HPKE (RFC 9180) as for photographs; a stretch is bound to its item, its number and how many there are, so that none can
be left out, doubled or put elsewhere.
"""

from __future__ import annotations

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from antigone.bureau.incidents.values import IncidentError

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"antigone incident 1\x00"


class SealBroken(IncidentError):
    """What was sealed does not open: another key, another place, or changed bytes."""


def sealed_part(data: bytes, to: MLKEM768X25519PublicKey, item: UUID, number: int, of: int) -> bytes:
    """Stretch `number` (from 1) of a file of `of` stretches, for the vault."""
    return _SUITE.encrypt(data, to, _bound_to(item, number, of))


def opened_part(content: bytes, key: MLKEM768X25519PrivateKey, item: UUID, number: int, of: int) -> bytes:
    """The bytes of a stretch as they came.

    Raises:
        SealBroken: another key, another place, or changed bytes.
    """
    try:
        return _SUITE.decrypt(content, key, _bound_to(item, number, of))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"part {number} of original {item} does not open with this vault's key") from error


def _bound_to(item: UUID, number: int, of: int) -> bytes:
    return _INFO + item.bytes + number.to_bytes(4, "big") + of.to_bytes(4, "big")
