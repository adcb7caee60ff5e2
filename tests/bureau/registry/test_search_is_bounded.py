"""No query is a lever for floods: the number of names weighed has a ceiling, whatever is asked."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bureau.people import arrive, dead

from antigone.bureau.registry.name_index import CANDIDATE_LIMIT, REGISTRY_INDEX, CandidateSearch
from antigone.bureau.registry.queries import search
from antigone.bureau.registry.values import SearchQuery

pytestmark = pytest.mark.django_db

#: Two statements that set limits, three tiers of keys twice over, two of the dictionary, records, and the estimate.
MOST_STATEMENTS = 24


def test_of_a_thousand_namesakes_some_hundreds_are_weighed() -> None:
    arrive(*(dead(str(number), "Іваненко Іван Іванович") for number in range(1_000)))
    candidates = CandidateSearch(REGISTRY_INDEX, "Іваненко Іван Іванович")
    weighed = [*candidates.by_words(), *candidates.by_initials(), *candidates.by_slips(), *candidates.by_trigrams()]
    assert len(weighed) == CANDIDATE_LIMIT
    assert len({candidate.owner_id for candidate in weighed}) == CANDIDATE_LIMIT


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_is_answered_with_few_statements(name: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        search(SearchQuery(name))
    assert len(captured) <= MOST_STATEMENTS


def test_every_statement_of_a_search_has_a_time_limit() -> None:
    with CaptureQueriesContext(connection) as captured:
        search(SearchQuery("Іваненко Іван"))
    assert any("statement_timeout" in query["sql"] for query in captured.captured_queries)
