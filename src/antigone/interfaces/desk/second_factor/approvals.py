"""Signatures of members of the staff over decisions.

Who holds a passkey signs with it: the browser is asked for an assertion whose challenge is the SHA-256 of the canonical
decision, and the assertion is kept whole, so that anybody can check it years later with the public key and nothing
else. For everybody else this server signs (Ed25519, `approvals.key`), after a fresh one-time code; that proves what the
server says, and no more, and is marked so wherever it is shown. Who holds a passkey cannot fall back to the server's
signature: whoever has taken the desk over could choose the weaker for them.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.http import HttpRequest
from webauthn import verify_authentication_response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException

from antigone.bureau.identification.deciding.values import Method, Signature, SignatureRefused
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.encoding import canonical_json
from antigone.interfaces.desk.models import ServerKey
from antigone.interfaces.desk.pages import account_of
from antigone.interfaces.desk.second_factor import passkeys
from antigone.interfaces.desk.second_factor.actions import announce_server_key
from antigone.interfaces.desk.second_factor.fresh import is_fresh, mark_fresh
from antigone.interfaces.desk.second_factor.queries import has_passkey, key_named
from antigone.interfaces.desk.second_factor.values import FactorRefused, Kind, KnownKey, NoPasskeysHere

#: The field of a signing form in which the browser's answer comes.
ASSERTION = "assertion"


def begin(request: HttpRequest, canonical: bytes) -> str:
    """What the visitor's browser is asked to sign with, as JSON; empty where the server signs.

    Raises:
        NoPasskeysHere: see `site.relying_party`.
    """
    account = account_of(request)
    if not has_passkey(account):
        return ""
    return passkeys.asking_options(account, hashlib.sha256(canonical).digest())


def finished(request: HttpRequest, canonical: bytes, *, actor: Actor) -> Signature:
    """The visitor's signature over these bytes.

    Args:
        canonical: the decision that the page has shown, as `bureau.ledger.encoding.canonical_json` writes it.
        actor: who signs, for the event when the server signs with a key for the first time.

    Raises:
        SignatureRefused: the browser's answer is not by a passkey of this account over these bytes; or the account has
            none, and showed no code in the last five minutes.
    """
    account = account_of(request)
    if not has_passkey(account):
        if not is_fresh(request):
            raise SignatureRefused("show a one-time code before you sign")
        key = settings.STAFF_KEYS.approvals
        return Signature(Method.SERVER, _announced(key, actor), canonical, key.sign(canonical))
    answer = str(request.POST.get(ASSERTION, ""))
    try:
        passkey = passkeys.shown(answer, hashlib.sha256(canonical).digest(), account)
        evidence = canonical_json(passkeys.assertion_of(answer))
    except (FactorRefused, NoPasskeysHere) as refused:
        raise SignatureRefused(f"sign with your passkey: {refused}") from refused
    mark_fresh(request, Kind.PASSKEY)
    return Signature(Method.PASSKEY, passkeys.key_id_of(passkey), canonical, evidence)


def verified_by(signature: Signature, by: str, /) -> bool:
    """Whether the signature is by a key of this person, or by this server for them, and the ledger knows how that key
    came here. Keys that are no longer used count: a signature stays what it was.
    """
    key = key_named(signature.method, signature.key_id)
    if key is None or not key.announced or (key.method is Method.PASSKEY and key.owner != by):
        return False
    return verified(signature, key)


def verified(signature: Signature, key: KnownKey) -> bool:
    """Whether the signature was made with this key over `signature.signed`. Asks neither database nor network."""
    if (signature.method, signature.key_id) != (key.method, key.key_id):
        return False
    if signature.method is Method.SERVER:
        try:
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature.evidence, signature.signed)
        except (InvalidSignature, ValueError):
            return False
        return True
    return _asserted(signature, key)


def _asserted(signature: Signature, key: KnownKey) -> bool:
    try:
        answer = passkeys.assertion_of(signature.evidence.decode())
        client_data = base64url_to_bytes(answer["response"]["clientDataJSON"])
        found = verify_authentication_response(
            credential={**answer, "rawId": answer["id"]},
            expected_challenge=hashlib.sha256(signature.signed).digest(),
            expected_rp_id=key.rp_id,
            # Under which of its addresses the desk was open then; the key answers to its rp_id alone.
            expected_origin=parse_client_data_json(client_data).origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except (FactorRefused, WebAuthnException, ValueError, TypeError, KeyError):
        return False
    return bytes_to_base64url(found.credential_id) == key.key_id


def _announced(key: Ed25519PrivateKey, actor: Actor) -> str:
    """The name of the server's key, whose public half is in the database from now on."""
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key_id = "server-" + base64.urlsafe_b64encode(hashlib.sha256(public).digest()[:9]).decode()
    if not ServerKey.objects.filter(key_id=key_id).exists():
        announce_server_key(key_id, public, actor=actor)
    return key_id
