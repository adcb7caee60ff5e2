"""The families' website as a stranger reaches it, with a few people behind it."""

from __future__ import annotations

import pytest
from tests.interfaces.website.people import keep_people
from tests.sites import LiveSite, OpenSite


@pytest.fixture(scope="module")
def website(open_site: OpenSite) -> LiveSite:
    """The real site, on a database of its own, for one module of tests."""
    return open_site(
        "website", load=keep_people, ANTIGONE_BUREAU_CONTACT="Bureau, 1 Quiet Street, Old Town\nbureau@example.org"
    )
