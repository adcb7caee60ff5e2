"""One-time codes (RFC 6238): six digits, half a minute each, made by an app on the person's telephone.

The secret lies sealed in the database, bound to its account: AES-256-GCM under `second-factor.key`, which is no part of
a dump. A code is good for its half minute and the ones before and after it, and once only.
"""

from __future__ import annotations

import base64
import secrets
import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.contrib.auth.models import User

from antigone.interfaces.desk.models import TotpSecret
from antigone.interfaces.desk.second_factor.values import FactorRefused

STEP_SECONDS = 30
DIGITS = 6
#: As long as the output of SHA-1, which RFC 4226 (section 4, R6) recommends.
SECRET_BYTES = 20
_NONCE_BYTES = 12
#: How many steps a telephone's clock may be off, either way.
_CLOCK_STEPS = 1


def new_secret() -> bytes:
    """Of a new app or telephone."""
    return secrets.token_bytes(SECRET_BYTES)


def in_letters(secret: bytes) -> str:
    """The secret as people type it where no camera helps: base32 in groups of four."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def address(secret: bytes, account: str, issuer: str) -> str:
    """What the square holds: ``otpauth://totp/…`` (the Key URI Format that authenticator apps share)."""
    return _codes(secret).get_provisioning_uri(account, issuer)


def sealed(secret: bytes, account: User) -> bytes:
    """The secret as it may lie in a database: a nonce and the ciphertext."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(settings.STAFF_KEYS.second_factor).encrypt(nonce, secret, _bound_to(account))


def unsealed(kept: bytes, account: User) -> bytes:
    """The secret again.

    Raises:
        FactorRefused: it was sealed for another account, or under a key that is gone.
    """
    key = AESGCM(settings.STAFF_KEYS.second_factor)
    try:
        return key.decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], _bound_to(account))
    except (InvalidTag, ValueError) as error:
        raise FactorRefused(
            "the secret of these one-time codes does not open: another account's, or second-factor.key is not the one"
            " it was sealed under"
        ) from error


def step_of(code: str, secret: bytes, *, now: float | None = None) -> int:
    """The step that a code belongs to: the number of half minutes since 1970.

    Raises:
        FactorRefused: it is not the code of now, or of the half minutes beside it.
    """
    digits = "".join(code.split())
    current = int((time.time() if now is None else now) // STEP_SECONDS)
    found = 0
    for step in range(current - _CLOCK_STEPS, current + _CLOCK_STEPS + 1):
        try:
            _codes(secret).verify(digits.encode(errors="replace"), step * STEP_SECONDS)
        except InvalidToken:
            continue
        found = step
    if not found:
        raise FactorRefused("this is not the code that the app shows now")
    return found


def use_code(account: User, code: str) -> None:
    """Accept a code, once.

    Raises:
        FactorRefused: the account has no codes, or this one is wrong, of another time, or used before.
    """
    kept = TotpSecret.objects.filter(account=account).first()
    if kept is None:
        raise FactorRefused("this account has no one-time codes")
    step = step_of(code, unsealed(bytes(kept.sealed), account))
    # One statement decides, so that of two requests with one code one is refused.
    if not TotpSecret.objects.filter(account=account, last_step__lt=step).update(last_step=step):
        raise FactorRefused("this code was used before; wait for the next one")


def _codes(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  # HMAC-SHA-1, which every app knows


def _bound_to(account: User) -> bytes:
    return f"antigone|1|desk_totpsecret|{account.pk}".encode()
