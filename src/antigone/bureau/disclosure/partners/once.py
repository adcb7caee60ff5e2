"""An act asked for twice is done once, and answered twice alike.

The answer is kept for a day or two, sealed to what only the partner has: its key. Whoever has the database learns from
it neither what was asked nor what was answered, which may be the ten words of a receipt.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from antigone.bureau.disclosure.partners.actions import key_hash

_NONCE_BYTES = 12
#: How long a second request waits for the first.
_PATIENCE = "3s"


class AnotherRequest(Exception):
    """The same idempotency key came with another request before."""


class StillAtWork(Exception):
    """The same request came before and has not ended yet."""


class KeyGone(Exception):
    """The partner's key was taken back meanwhile."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that must have one effect.

    Attributes:
        key: the partner's.
        name: the request's name for itself, the Idempotency-Key of its header.
        content: all that makes it this request and no other: operation and body.
    """

    key: str
    name: str
    content: bytes

    def derived(self, what: bytes) -> bytes:
        """32 bytes that follow from the partner's key and the request's name."""
        return HKDF(SHA256(), 32, salt=b"antigone once 1", info=what).derive(f"{self.key}\0{self.name}".encode())


def once(asked: Asked, act: Callable[[], bytes]) -> tuple[bytes, bool]:
    """Do the act and keep its answer, in one transaction; or give the answer that was kept, and True for «again».

    What `act` raises leaves nothing behind, so that the request can be sent again. A second one that comes while the
    first is at work waits for it.

    Raises:
        AnotherRequest: the name was used for another request.
        StillAtWork: the first has not ended after seconds.
        KeyGone: nobody has this key any more.
    """
    lookup, fingerprint = asked.derived(b"lookup"), _fingerprint(asked)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
        try:
            cursor.execute(
                "SELECT fresh, same, answer FROM partners.begin_once(%s, %s, %s)",
                [key_hash(asked.key), lookup, fingerprint],
            )
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise StillAtWork("the same request is being worked on; ask again in a moment") from None
            raise
        row = cursor.fetchone()
        if row is None:
            raise KeyGone("the key is good no more")
        fresh, same, kept = row
        if not same:
            raise AnotherRequest("this Idempotency-Key came with another request before; take a new one")
        seal = ChaCha20Poly1305(asked.derived(b"seal"))
        if not fresh:
            return seal.decrypt(bytes(kept[:_NONCE_BYTES]), bytes(kept[_NONCE_BYTES:]), None), True
        answer, nonce = act(), secrets.token_bytes(_NONCE_BYTES)
        cursor.execute(
            "SELECT partners.end_once(%s, %s, %s)",
            [key_hash(asked.key), lookup, nonce + seal.encrypt(nonce, answer, None)],
        )
    return answer, False


def _fingerprint(asked: Asked) -> bytes:
    return hmac.new(asked.derived(b"fingerprint"), asked.content, sha256).digest()


def forget_old_answers() -> int:
    """Delete what was kept before yesterday; how many. For the worker."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_once WHERE day < current_date - 1")
        return int(cursor.rowcount)
