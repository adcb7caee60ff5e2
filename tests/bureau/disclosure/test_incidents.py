"""What of a case leaves: the fields that are listed, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.bureau.people import arrive, prisoner

from antigone.bureau.disclosure.incidents import outgoing_case
from antigone.bureau.incidents.concluding.actions import link
from antigone.bureau.incidents.loading import load_case
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db
ANALYST = Actor("olena", "analyst")
ARTICLE = Path(__file__).parents[3] / "docs/cases/camp-beside-the-road.yaml"


@pytest.fixture
def document() -> dict[str, Any]:
    """A newspaper's story, tied to a record."""
    code = load_case(yaml.safe_load(ARTICLE.read_text()), ARTICLE.parent, actor=ANALYST)
    arrive(prisoner("held", "Савчук Денис Олегович"))
    record = str(Record.objects.get().public_id)
    link(code, "record", record, meaning="seen", because="it is the same story", actor=ANALYST)
    return case_document(code)


def test_nothing_of_whom_it_bears_on_leaves_and_no_name_of_a_file(document: dict[str, Any]) -> None:
    assert document["links"]
    outgoing = outgoing_case(document)
    assert set(document) - set(outgoing) == {"links", "opened_at", "opened_by"}
    assert set(document["items"][0]) - set(outgoing["items"][0]) == {"file_name", "added_by", "added_at"}


@pytest.mark.parametrize("part", ["items", "pictures", "observations", "sites", "findings"])
def test_a_field_that_nobody_listed_stays_inside(document: dict[str, Any], part: str) -> None:
    assert document[part]
    before = outgoing_case(document)
    document[part][0]["telephone"] = "+380 00 000 00 00"
    document["telephone"] = "+380 00 000 00 00"
    assert outgoing_case(document) == before
