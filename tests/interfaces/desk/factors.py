"""Second factors for tests: one-time codes whose secret the tests know, and a passkey made of software.

To be signed in quickly:

- `conftest.signed_in(name)` gives a client of somebody who has just shown a second factor;
- `conftest.let_in(page, desk, name)` does the same for a real browser on a live desk.

`office.open_accounts` gives every account one-time codes. Somebody whom a test adds with `add_account` gets them from
`signed_in`, or from `enrol`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import cbor2
import psycopg
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.contrib.auth.models import User
from django.db import connection
from tests.sites import LiveSite
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from antigone.interfaces.desk.models import TotpSecret
from antigone.interfaces.desk.second_factor.totp import STEP_SECONDS, sealed

#: What every account of the tests has in its app.
SECRET = b"the tests' own secret"[:20]


def enrol(name: str) -> None:
    """Give an account one-time codes of `SECRET`, none of them used yet."""
    account = User.objects.get(username=name)
    if not TotpSecret.objects.filter(account=account).exists():
        TotpSecret.objects.create(account=account, sealed=sealed(SECRET, account), last_step=1)


def code(secret: bytes = SECRET, *, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    at = int(time.time()) + steps * STEP_SECONDS
    return TOTP(secret, 6, SHA1(), STEP_SECONDS).generate(at).decode()


@contextmanager
def as_owner_of(desk: LiveSite) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The database of a live site, with all rights."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=desk.database,
        autocommit=True,
    ) as owner:
        yield owner


def live_code(desk: LiveSite, name: str) -> str:
    """A code that the live desk takes now, however many were used before."""
    with as_owner_of(desk) as owner:
        owner.execute(
            "WITH gone AS (DELETE FROM desk_totpsecret t USING auth_user u WHERE u.id = t.account_id"
            " AND u.username = %s RETURNING t.account_id, t.sealed, t.added_at)"
            " SELECT account_id, sealed, added_at INTO TEMPORARY kept FROM gone",
            [name],
        )
        owner.execute("INSERT INTO desk_totpsecret (account_id, sealed, added_at, last_step) SELECT *, 1 FROM kept")
    return code()


@dataclass
class SoftwareKey:
    """An authenticator that a test holds in its hand: ES256, user verified, as WebAuthn Level 2 describes them.

    `origin` and the flags can be changed to see what the desk refuses.
    """

    origin: str = "http://localhost:8001"
    verified: bool = True
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: str) -> str:
        """The answer to the question for a new passkey."""
        asked = json.loads(options)
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self.cose()
        data = self._authenticator_data(asked["rp"]["id"], 0x40) + attested
        response = {
            "clientDataJSON": self._client_data("webauthn.create", asked["challenge"]),
            "attestationObject": bytes_to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(response)

    def cose(self) -> bytes:
        """The public key as COSE_Key."""
        public = self.key.public_key().public_numbers()
        point = public.x.to_bytes(32, "big"), public.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: point[0], -3: point[1]})

    def shown(self, options: str) -> str:
        """The answer to the question for a passkey; the counter rises."""
        asked = json.loads(options)
        self.counter += 1
        data = self._authenticator_data(asked["rpId"], 0)
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(base64url_to_bytes(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }
        return self._answer(response)

    def _authenticator_data(self, rp_id: str, more_flags: int) -> bytes:
        flags = 0x01 | (0x04 if self.verified else 0) | more_flags
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(said).encode())

    def _answer(self, response: dict[str, str]) -> str:
        name = bytes_to_base64url(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
