"""The checklist of a case says what is known, and does not answer a question by counting who answered it."""

from __future__ import annotations

from datetime import date

import pytest
from tests.bureau.incidents.story import ANALYST, DRAFT

from antigone.bureau.incidents.actions import describe_medium, open_incident
from antigone.bureau.incidents.reading import case_document
from antigone.bureau.incidents.values import ItemDraft
from antigone.interfaces.papers.case.checklist import checklist

pytestmark = pytest.mark.django_db


def test_that_it_is_known_whether_a_file_was_edited_is_not_told_as_that_it_was() -> None:
    code = open_incident(DRAFT, actor=ANALYST)
    for edited in ("no", "unknown"):
        clip = ItemDraft("clip", "a page", date(2024, 8, 1), published="2024-06-02", edited=edited)
        describe_medium(code, "video/mp4", clip, actor=ANALYST)
    answers = dict(checklist(case_document(code), str))
    assert answers["Was it edited?"] == "known for 1 of 2"
    assert answers["Where was each file found?"] == "known for all 2"
    assert answers["Is the original kept untouched, under a hash (SHA-256)?"] == "for 0 of 2"
