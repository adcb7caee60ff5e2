"""Which second factors an account has, and which keys ever signed."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User
from django.db import connection
from webauthn.helpers import base64url_to_bytes

from antigone.bureau.identification.deciding.values import Method
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.models import Event
from antigone.interfaces.desk.models import Passkey, ServerKey, TotpSecret
from antigone.interfaces.desk.second_factor.values import Factors, KnownKey, PasskeyCard


def factors_of(account: User) -> Factors:
    """What the account can show, the oldest first."""
    passkeys = Passkey.objects.filter(account=account, removed_at=None).order_by("added_at", "pk")
    codes = TotpSecret.objects.filter(account=account).values_list("added_at", flat=True).first()
    return Factors(tuple(PasskeyCard(one.pk, one.name, one.added_at) for one in passkeys), codes)


def has_factor(account: User) -> bool:
    """Whether the account can show anything at all; asked at every request."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM desk_passkey WHERE account_id = %s AND removed_at IS NULL)"
            " OR EXISTS (SELECT FROM desk_totpsecret WHERE account_id = %s)",
            [account.pk, account.pk],
        )
        return bool(cursor.fetchone()[0])


def has_passkey(account: User) -> bool:
    """Whether the account signs with a passkey."""
    return Passkey.objects.filter(account=account, removed_at=None).exists()


def key_named(method: Method, key_id: str) -> KnownKey | None:
    """The key that a signature names, whether or not it is still in use; None where nobody knows it."""
    if method is Method.SERVER:
        server = ServerKey.objects.filter(key_id=key_id).first()
        if server is None:
            return None
        public_key = bytes(server.public_key)
        announced = _announced("desk.announce_server_key", Subject("key", key_id), public_key)
        return KnownKey(method, key_id, "", public_key, "", usable=True, announced=announced)
    try:
        credential_id = base64url_to_bytes(key_id)
    except ValueError:
        return None
    passkey = Passkey.objects.filter(credential_id=credential_id).select_related("account").first()
    if passkey is None:
        return None
    return KnownKey(
        method,
        key_id,
        passkey.account.username,
        bytes(passkey.public_key),
        passkey.rp_id,
        usable=passkey.removed_at is None and passkey.account.is_active,
        announced=_announced(
            "desk.add_passkey", Subject("account", passkey.account.username), bytes(passkey.public_key)
        ),
    )


def _announced(verb: str, subject: Subject, public_key: bytes) -> bool:
    """Whether the ledger holds the act that brought this key."""
    return Event.objects.filter(
        verb=verb,
        subject_kind=subject.kind,
        subject_id=subject.public_id,
        detail__key_sha256=hashlib.sha256(public_key).hexdigest(),
    ).exists()
