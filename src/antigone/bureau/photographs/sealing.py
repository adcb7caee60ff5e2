"""Two seals: originals to the vault alone, what staff look at under a key that the database does not hold.

An original is sealed by HPKE (RFC 9180) to the vault's key, as enquiries are (decision 012), so that neither desk nor
worker can read it back. A derivative is encrypted by ChaCha20-Poly1305 (RFC 8439) with the staff's key for photographs.
Both are bound to the photograph and to what they are: bytes moved elsewhere do not open.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from antigone.bureau.photographs.values import SealBroken

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_INFO = b"antigone photograph 1\x00"
_NONCE_BYTES = 12


def sealed_original(data: bytes, to: MLKEM768X25519PublicKey, photograph: UUID) -> bytes:
    """The bytes as they came, for the vault."""
    return _SUITE.encrypt(data, to, _INFO + photograph.bytes)


def opened_original(content: bytes, key: MLKEM768X25519PrivateKey, photograph: UUID) -> bytes:
    """The bytes as they came.

    Raises:
        SealBroken: another key, another photograph, or changed bytes.
    """
    try:
        return _SUITE.decrypt(content, key, _INFO + photograph.bytes)
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"the original of photograph {photograph} does not open with this vault's key") from error


def encrypted(content: bytes, key: bytes, photograph: UUID, part: str) -> bytes:
    """What staff look at, under the key of 32 bytes; `part` says which of the photograph's parts it is."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, _bound_to(photograph, part))


def decrypted(content: bytes, key: bytes, photograph: UUID, part: str) -> bytes:
    """What was encrypted as this part of this photograph.

    Raises:
        SealBroken: another key, another place, or changed bytes.
    """
    try:
        return ChaCha20Poly1305(key).decrypt(
            content[:_NONCE_BYTES], content[_NONCE_BYTES:], _bound_to(photograph, part)
        )
    except (InvalidTag, ValueError) as error:
        raise SealBroken(
            f"«{part}» of photograph {photograph} does not open: restore photographs.key from a backup"
        ) from error


def sealed_digest(digest: str, key: bytes) -> str:
    """A digest that tells nobody without the key of 32 bytes which picture it is of: HMAC (RFC 2104) with SHA-256."""
    return hmac.new(key, _INFO + b"sought" + digest.encode(), hashlib.sha256).hexdigest()


def _bound_to(photograph: UUID, part: str) -> bytes:
    return _INFO + photograph.bytes + part.encode()
