"""What is agreed, and whether it lets us show something."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection

from antigone.bureau.registry.agreements.values import AgreementDraft, AgreementView, force_on
from antigone.bureau.registry.models import Agreement, ShownTo


def agreements_of(source_id: int) -> tuple[AgreementView, ...]:
    """All agreements with a source, the one in force first; empty where nothing was agreed."""
    today = _today()
    return tuple(_view(row, today) for row in Agreement.objects.filter(source=source_id).order_by("-id"))


def agreements_in_force() -> dict[int, AgreementView]:
    """The newest agreement of every source that has one, by the source's id."""
    today = _today()
    newest = Agreement.objects.order_by("source", "-id").distinct("source")
    return {row.source_id: _view(row, today) for row in newest}


def may_show(source_id: int, audience: ShownTo) -> bool:
    """Whether what is agreed with a source lets its words go to an audience today (the database's own rule)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_may_show(%s, %s)", [source_id, audience.value])
        return bool(cursor.fetchone()[0])


def _today() -> date:
    # The database reckons the last day in UTC, and so do we.
    return datetime.now(UTC).date()


def _view(row: Agreement, today: date) -> AgreementView:
    agreed = AgreementDraft(
        text=row.text,
        purpose=row.purpose,
        shown_to=tuple(ShownTo(audience) for audience in row.shown_to),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
    left = (row.valid_until - today).days if row.valid_until else None
    return AgreementView(agreed, row.kept_at, row.kept_by, force_on(agreed, today), left)
