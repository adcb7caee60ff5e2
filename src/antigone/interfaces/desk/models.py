"""What signing in needs besides Django's own accounts and sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class SignInTries(models.Model):
    """Tries to sign in under one name, whether or not somebody has it. The name is kept as a keyed hash, because
    people type passwords into the wrong field."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tries} tries, last at {self.last_at}"


class FirstPassword(models.Model):
    """The account's password was made by somebody else and must be changed before anything else is opened."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"first password of {self.account}"


class Passkey(models.Model):
    """A passkey of a member of the staff (WebAuthn Level 2, "public key credential").

    A row is never deleted: decisions were signed with it, and its public key must be at hand years later. Triggers of
    migration 0003 hold that, and that a key, its owner and its day never change, and that its counter never goes back.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="passkeys")
    credential_id = models.BinaryField(unique=True)
    #: COSE_Key, as the authenticator gave it (RFC 9052, section 7).
    public_key = models.BinaryField()
    #: The name of the desk that the passkey is tied to.
    rp_id = models.CharField(max_length=253)
    sign_count = models.BigIntegerField()
    #: What its owner calls it.
    name = models.CharField(max_length=60)
    added_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(("sign_count__gte", 0)), name="desk_passkey_counts_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, of {self.account}"


class TotpSecret(models.Model):
    """The sealed secret of an account's one-time codes (RFC 6238), and the last step whose code was used."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="totp"
    )
    #: AES-256-GCM under `second-factor.key`, bound to the account (`second_factor.totp`).
    sealed = models.BinaryField()
    added_at = models.DateTimeField(db_default=Now())
    #: Codes of this step and earlier ones are used up.
    last_step = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(("last_step__gt", 0)), name="desk_totpsecret_was_shown_once"),
        ]

    def __str__(self) -> str:
        return f"one-time codes of {self.account}"


class ServerKey(models.Model):
    """The public half (Ed25519) of a key with which this server signed, or signs, for staff without a passkey."""

    key_id = models.CharField(max_length=40, primary_key=True)
    public_key = models.BinaryField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.key_id
