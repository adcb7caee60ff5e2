"""Under seal: what an enquirer writes and is written, and the keys that open it.

Each enquiry has a key pair of its own. Whoever writes (the website, the desk) needs only the public half. The private
half is kept twice, sealed to the vault's key and to the key that follows from the receipt; when both are deleted,
nothing of the enquiry opens ever again, in no copy made afterwards.

HPKE (RFC 9180) with ML-KEM-768 and X25519 together (X-Wing), HKDF-SHA256, ChaCha20-Poly1305: what is recorded today
does not open to a quantum computer of tomorrow. Every ciphertext is bound by `info` to its enquiry and its place, so
that bytes moved elsewhere do not open.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from antigone.bureau.enquiries.values import SealBroken

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"antigone enquiry 1\x00"
_LATTICE_SEED = 64
_LATTICE_PUBLIC = 1184
#: Bytes of a private key (a seed), of a public key.
SEED_BYTES = _LATTICE_SEED + 32
PUBLIC_BYTES = _LATTICE_PUBLIC + 32
#: Where in an enquiry its own private key stands; see `sealed`.
KEY_PLACE = "key"


@dataclass(frozen=True)
class PublicKey:
    """To whom something is sealed; `raw` is 1216 bytes: ML-KEM-768 (FIPS 203), then X25519 (RFC 7748)."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != PUBLIC_BYTES:
            raise SealBroken(f"a public key has {PUBLIC_BYTES} bytes, this one {len(self.raw)}")

    @cached_property
    def of_hpke(self) -> MLKEM768X25519PublicKey:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.raw[:_LATTICE_PUBLIC]),
            X25519PublicKey.from_public_bytes(self.raw[_LATTICE_PUBLIC:]),
        )

    @property
    def fingerprint(self) -> bytes:
        """Eight bytes by which one key of the vault is told from the next."""
        return hashlib.sha256(self.raw).digest()[:8]


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """Who opens; `seed` is 96 bytes, from which everything follows."""

    seed: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise SealBroken(f"a private key has {SEED_BYTES} bytes, this one {len(self.seed)}")

    @cached_property
    def _parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        return (
            MLKEM768PrivateKey.from_seed_bytes(self.seed[:_LATTICE_SEED]),
            X25519PrivateKey.from_private_bytes(self.seed[_LATTICE_SEED:]),
        )

    @cached_property
    def of_hpke(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(*self._parts)

    @cached_property
    def public(self) -> PublicKey:
        lattice, curve = self._parts
        return PublicKey(lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())


def new_private_key() -> PrivateKey:
    """A key pair that nobody else has."""
    return PrivateKey(secrets.token_bytes(SEED_BYTES))


def _bound_to(enquiry: UUID, place: str) -> bytes:
    return _INFO + enquiry.bytes + place.encode()


def sealed(plain: bytes, to: PublicKey, *, enquiry: UUID, place: str) -> bytes:
    """`plain` sealed: 1136 bytes longer.

    Args:
        plain: any bytes.
        to: whose private half opens it.
        enquiry, place: where the bytes will stand; they open nowhere else.
    """
    return _SUITE.encrypt(plain, to.of_hpke, _bound_to(enquiry, place))


def opened(content: bytes, key: PrivateKey, *, enquiry: UUID, place: str) -> bytes:
    """What was sealed for this place of this enquiry.

    Raises:
        SealBroken: another key, another place, or changed bytes.
    """
    try:
        return _SUITE.decrypt(content, key.of_hpke, _bound_to(enquiry, place))
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            f"«{place}» of enquiry {enquiry} does not open: it was sealed to another key, belongs elsewhere, "
            "or was changed"
        ) from error


def letter_place(kind: str, number: UUID) -> str:
    """Where a letter stands in its enquiry, for `sealed` and `opened`."""
    return f"letter/{kind}/{number}"
