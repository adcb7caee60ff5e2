"""Passkeys: what a browser is asked, and whether what it answers is true (WebAuthn Level 2).

A passkey counts as two factors only where the person unlocks it, so user verification is demanded everywhere.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from antigone.interfaces.desk.models import Passkey
from antigone.interfaces.desk.second_factor.site import relying_party
from antigone.interfaces.desk.second_factor.values import FactorRefused

#: How long a browser waits for its owner.
_MILLISECONDS = 120_000
_LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a browser has just made."""

    credential_id: bytes
    public_key: bytes
    rp_id: str
    sign_count: int


def making_options(account: User, challenge: bytes) -> str:
    """What a browser is asked to make a passkey with, as JSON.

    Raises:
        NoPasskeysHere: see `site.relying_party`.
    """
    party = relying_party()
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=settings.CONFIGURATION.bureau_name,
        user_id=_handle(account),
        user_name=account.username,
        challenge=challenge,
        timeout=_MILLISECONDS,
        # Discoverable where the device can: then its owner need not type a name.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(account),
    )
    return options_to_json(options)


def made(answer: str, challenge: bytes) -> NewPasskey:
    """The passkey that a browser made.

    Raises:
        FactorRefused: the answer is not to this question, or not whole.
        NoPasskeysHere: see `site.relying_party`.
    """
    party = relying_party()
    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise FactorRefused("the browser's new passkey cannot be accepted; try once more") from error
    return NewPasskey(found.credential_id, found.credential_public_key, party.id, found.sign_count)


def asking_options(account: User | None, challenge: bytes) -> str:
    """What a browser is asked to show a passkey with, as JSON. None lets the person choose the account in the browser.

    Raises:
        NoPasskeysHere: see `site.relying_party`.
    """
    options = generate_authentication_options(
        rp_id=relying_party().id,
        challenge=challenge,
        timeout=_MILLISECONDS,
        allow_credentials=_descriptors(account) if account else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def shown(answer: str, challenge: bytes, account: User | None = None) -> Passkey:
    """The passkey that was shown, of this account or, for None, of any that is open; its counter moves on.

    Raises:
        FactorRefused: nobody's passkey, somebody else's, a removed one, or the answer to another question.
        NoPasskeysHere: see `site.relying_party`.
    """
    party = relying_party()
    try:
        read = _read(answer)
        passkey = _live(base64url_to_bytes(str(read["id"])), account)
        found = verify_authentication_response(
            credential=read,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise FactorRefused("this passkey does not open the account") from error
    # A counter that another request has moved on meanwhile is a copied passkey, or one answer sent twice.
    moved = Passkey.objects.filter(pk=passkey.pk, removed_at=None, sign_count=passkey.sign_count)
    if found.new_sign_count != passkey.sign_count and not moved.update(sign_count=found.new_sign_count):
        raise FactorRefused("this passkey was shown twice at once")
    return passkey


def assertion_of(answer: str) -> dict[str, Any]:
    """What proves a signature in a browser's answer: everything but the account's handle and what extensions said.

    Raises:
        FactorRefused: it is no such answer.
    """
    try:
        read = _read(answer)
        response = read["response"]
        return {
            "id": str(read["id"]),
            "type": str(read["type"]),
            "response": {name: str(response[name]) for name in ("authenticatorData", "clientDataJSON", "signature")},
        }
    except (ValueError, TypeError, KeyError) as error:
        raise FactorRefused("the browser's answer is not whole") from error


def key_id_of(passkey: Passkey) -> str:
    """The credential's id in base64url, as signatures name it."""
    return bytes_to_base64url(bytes(passkey.credential_id))


def _live(credential_id: bytes, account: User | None) -> Passkey:
    passkey = (
        Passkey.objects.filter(credential_id=credential_id, removed_at=None, account__is_active=True)
        .select_related("account")
        .first()
    )
    if passkey is None or (account is not None and passkey.account_id != account.pk):
        raise FactorRefused("this passkey does not open the account")
    return passkey


def _descriptors(account: User) -> list[PublicKeyCredentialDescriptor]:
    kept = Passkey.objects.filter(account=account, removed_at=None).values_list("credential_id", flat=True)
    return [PublicKeyCredentialDescriptor(id=bytes(one)) for one in kept]


def _handle(account: User) -> bytes:
    """What names the account to a device: stable, and nothing to others (WebAuthn Level 2, section 14.6.1)."""
    key: bytes = settings.STAFF_KEYS.second_factor
    return hmac.digest(key, f"antigone|1|user handle|{account.pk}".encode(), hashlib.sha256)


def _read(answer: str) -> dict[str, Any]:
    if not 0 < len(answer) <= _LONGEST_ANSWER:
        raise ValueError("no answer, or too long a one")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("no object")
    return read
