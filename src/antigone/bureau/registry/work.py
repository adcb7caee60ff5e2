"""How much there is to do in the registry; each number from an index or a small table."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone

from antigone.bureau.registry.models import Act, Batch, Record, Sensitivity, Source

_LATE = timedelta(days=30)


def ungraded_sources() -> int:
    """Sources of which nobody has judged how reliable they are, nor how credible what they say."""
    return Source.objects.filter(reliability="F", credibility=6).count()


def withheld_records() -> int:
    """Records that nobody outside the staff may see."""
    return Record.objects.exclude(sensitivity=Sensitivity.ORDINARY).count()


def rejected_rows_of_late() -> int:
    """Rows that did not arrive with the imports of the last thirty days that stand."""
    return int(_imports_of_late().aggregate(rows=Sum("rejected"))["rows"] or 0)


def lists_imported() -> int:
    """Imports of the last thirty days that stand."""
    return _imports_of_late().count()


def _imports_of_late() -> QuerySet[Batch]:
    return Batch.objects.filter(act=Act.IMPORT, undone_at=None, at__gte=timezone.now() - _LATE).order_by()
