"""Where signatures of case workers come from, and whether they are theirs.

A person who holds a passkey signs with it: the browser is asked for an assertion whose challenge is the SHA-256 of the
statement. For everybody else the server signs, after the fresh one-time code that the middleware demands of these
routes; that proves what the server says, and no more, and every page marks it so.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from antigone.bureau.identification.deciding.values import Method, Signature
from antigone.interfaces.desk.pages import StaffRequest


def signature_of(request: StaffRequest, statement: bytes) -> Signature:
    """The visitor's signature over the statement that the page has shown."""
    key = _server_key()
    return Signature(Method.SERVER, _name(key), statement, key.sign(statement))


def verified(signature: Signature, by: str, /) -> bool:
    """Whether the signature was made by this person's key, or by the server for them."""
    key = _server_key()
    if signature.method != Method.SERVER or signature.key_id != _name(key):
        return False
    try:
        key.public_key().verify(signature.evidence, signature.signed)
    except InvalidSignature:
        return False
    return True


def _server_key() -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), 32, salt=None, info=b"antigone approvals 1").derive(settings.SECRET_KEY.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def _name(key: Ed25519PrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "server-" + base64.urlsafe_b64encode(hashlib.sha256(public).digest()[:9]).decode()
