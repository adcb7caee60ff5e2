"""The partners' process in a test: its own addresses and middleware, and a bureau with a domain."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def partners_site(db: None, settings: Any) -> None:
    settings.ROOT_URLCONF = "antigone.server.urls_partners"
    settings.MIDDLEWARE = settings._PARTNERS if hasattr(settings, "_PARTNERS") else [
        "django.middleware.security.SecurityMiddleware", "antigone.interfaces.api.middleware.Programs",
    ]  # fmt: skip
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, public_hosts=("bureau.example",), bureau_name="The bureau"
    )
    _ = settings.ENQUIRY_KEYS.vault_public
    everything_is_settled()


def everything_is_settled() -> None:
    """Nothing else writes in a test, and its own transaction would hold everything back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION published.settled_until() RETURNS timestamptz LANGUAGE sql STABLE"
            " SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT ''infinity''::timestamptz'"
        )
