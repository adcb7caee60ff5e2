"""What signing in needs besides Django's own accounts and sessions."""

from __future__ import annotations

from django.conf import settings
from django.db import models


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
