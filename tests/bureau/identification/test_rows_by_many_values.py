"""More values than one statement takes are looked up in portions."""

from __future__ import annotations

import pytest

from antigone.bureau.identification import actions
from antigone.bureau.identification.models import Sample
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.ledger import Actor

pytestmark = pytest.mark.django_db


def test_seventy_thousand_labels_are_looked_up() -> None:
    labels = [f"X-{number}" for number in range(70_000)]
    actions.keep_staff_samples([labels[0], labels[69_999]], actor=Actor("solomiia", "laboratory"))
    found = rows_with(Sample.objects.values_list("label", flat=True), "label", labels)
    assert sorted(found) == ["X-0", "X-69999"]
