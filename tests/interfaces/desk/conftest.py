"""The desk in the test's own process, with its own addresses, middleware and rights; and as a real site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.interfaces.desk.office import PASSWORD, fill_registry, open_accounts
from tests.sites import LiveSite, OpenSite

from antigone.server import settings as antigone_settings


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> None:
    """This process answers as the desk. Passwords are hashed cheaply; test the real hashing on the live desk."""
    settings.ROOT_URLCONF = "antigone.server.urls_desk"
    settings.DATA_DIR = tmp_path
    settings.MIDDLEWARE = [name for name in antigone_settings._DESK if "whitenoise" not in name]
    settings.SECURE_REFERRER_POLICY = "same-origin"
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    settings.FILE_UPLOAD_HANDLERS = ["antigone.interfaces.desk.registrars.importing.handler.PrivateUploads"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LANGUAGE_CODE = "en"
    cache.clear()


@pytest.fixture
def staff_rights() -> Iterator[None]:
    """From here on the database grants what it grants the desk, and no more."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def office(desk: None) -> None:
    """A registry with a few people, and a member of the staff for every role."""
    fill_registry()
    open_accounts()


def signed_in(name: str) -> Client:
    """Somebody who has signed in by the form."""
    client = Client()
    answer = client.post("/sign-in/", {"name": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


@pytest.fixture
def registrar(office: None, staff_rights: None) -> Client:
    return signed_in("olena")


@pytest.fixture(scope="module")
def live_desk(open_site: OpenSite) -> LiveSite:
    """The real desk under granian, in its zone, with its database role, for one module of tests."""
    from tests.interfaces.desk.office import open_office

    return open_site("desk", load=open_office)
