"""What the public learns of a paper from the random code on it: whether it is the bureau's and still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A paper that the bureau signed; what it is about is not said."""

    sha256: str
    made_on: date
    withdrawn_on: date | None


def public_paper(code: UUID) -> PublicPaper | None:
    """The paper of this code, or None. The public's role may ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256, made_on, withdrawn_on FROM published.paper WHERE code = %s", [code])
        row = cursor.fetchone()
    return PublicPaper(*row) if row else None
