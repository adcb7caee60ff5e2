"""Adding and removing second factors, each with an event. No event holds a key or a secret.

The detail of a passkey holds the SHA-256 of its public key: the ledger, which nobody rewrites unseen, then proves which
keys were whose when.
"""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.interfaces.desk.models import Passkey, ServerKey, TotpSecret
from antigone.interfaces.desk.second_factor import totp
from antigone.interfaces.desk.second_factor.passkeys import NewPasskey
from antigone.interfaces.desk.second_factor.queries import factors_of
from antigone.interfaces.desk.second_factor.values import FactorRefused, LastFactor, TooManyFactors

MOST_PASSKEYS = 10


@action
def add_passkey(account: User, new: NewPasskey, name: str, *, actor: Actor) -> None:
    """Keep a passkey that the account's owner has just made.

    Raises:
        TooManyFactors: the account has ten.
        FactorRefused: the passkey is known already.
    """
    if len(factors_of(account).passkeys) >= MOST_PASSKEYS:
        raise TooManyFactors(f"an account has at most {MOST_PASSKEYS} passkeys; remove one that is not used")
    try:
        with transaction.atomic():
            Passkey.objects.create(
                account=account,
                credential_id=new.credential_id,
                public_key=new.public_key,
                rp_id=new.rp_id,
                sign_count=new.sign_count,
                name=name,
            )
    except IntegrityError as error:
        raise FactorRefused("this passkey is known already") from error
    record_event(
        "desk.add_passkey",
        actor=actor,
        subject=Subject("account", account.username),
        detail={"key_sha256": hashlib.sha256(new.public_key).hexdigest(), "rp_id": new.rp_id},
    )


@action
def add_codes(account: User, secret: bytes, code: str, *, actor: Actor) -> None:
    """Keep the secret of one-time codes, in place of an earlier one, once the app's first code proves that it works.

    Raises:
        FactorRefused: the code is not the app's.
    """
    step = totp.step_of(code, secret)
    TotpSecret.objects.filter(account=account).delete()
    TotpSecret.objects.create(account=account, sealed=totp.sealed(secret, account), last_step=step)
    record_event("desk.add_codes", actor=actor, subject=Subject("account", account.username), detail={})


@action
def remove_passkey(account: User, number: int, *, actor: Actor) -> None:
    """Remove one of the account's passkeys; signatures made with it stay valid.

    Raises:
        LastFactor: there is no other factor.
        FactorRefused: the account has no such passkey.
    """
    _another_must_stay(account)
    passkey = Passkey.objects.filter(pk=number, account=account, removed_at=None).first()
    if passkey is None:
        raise FactorRefused("this account has no such passkey")
    _remove(passkey)
    record_event(
        "desk.remove_passkey",
        actor=actor,
        subject=Subject("account", account.username),
        detail={"key_sha256": _digest(passkey)},
    )


@action
def remove_codes(account: User, *, actor: Actor) -> None:
    """Remove the account's one-time codes.

    Raises:
        LastFactor: there is no other factor.
        FactorRefused: it has none.
    """
    _another_must_stay(account)
    if not TotpSecret.objects.filter(account=account).delete()[0]:
        raise FactorRefused("this account has no one-time codes")
    record_event("desk.remove_codes", actor=actor, subject=Subject("account", account.username), detail={})


@action
def announce_server_key(key_id: str, public_key: bytes, *, actor: Actor) -> None:
    """Keep the public half of the key with which this server is about to sign for the first time."""
    ServerKey.objects.create(key_id=key_id, public_key=public_key)
    record_event(
        "desk.announce_server_key",
        actor=actor,
        subject=Subject("key", key_id),
        detail={"key_sha256": hashlib.sha256(public_key).hexdigest()},
    )


def remove_all(account: User) -> dict[str, list[str] | bool]:
    """Inside an action: every factor of the account goes. Gives what went, for its event."""
    passkeys = list(Passkey.objects.filter(account=account, removed_at=None))
    for passkey in passkeys:
        _remove(passkey)
    codes = bool(TotpSecret.objects.filter(account=account).delete()[0])
    return {"passkeys": [_digest(one) for one in passkeys], "codes": codes}


def _another_must_stay(account: User) -> None:
    # The row is held, so that of two removals at once one sees what the other left.
    User.objects.select_for_update().get(pk=account.pk)
    if factors_of(account).count <= 1:
        raise LastFactor("this is the only second factor of the account; add another one first")


def _remove(passkey: Passkey) -> None:
    Passkey.objects.filter(pk=passkey.pk).update(removed_at=Now())


def _digest(passkey: Passkey) -> str:
    return hashlib.sha256(bytes(passkey.public_key)).hexdigest()
