"""The desk in the test's own process, with its own addresses, middleware and rights; and as a real site."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.crypto import get_random_string
from playwright.sync_api import Page
from tests.interfaces.desk.factors import as_owner_of, enrol
from tests.interfaces.desk.office import fill_registry, open_accounts
from tests.sites import LiveSite, OpenSite

from antigone.bureau.enquiries import vault_client
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.server import settings as antigone_settings
from antigone.server import vault
from antigone.server.secrets import key_named
from antigone.server.vault_keys import make_vault_keys


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path) -> None:
    """This process answers as the desk. Passwords are hashed cheaply; test the real hashing on the live desk."""
    settings.ROOT_URLCONF = "antigone.server.urls_desk"
    settings.DATA_DIR = tmp_path
    settings.MIDDLEWARE = [name for name in antigone_settings._DESK if "whitenoise" not in name]
    settings.SECURE_REFERRER_POLICY = "same-origin"
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    settings.FILE_UPLOAD_HANDLERS = [
        "antigone.interfaces.desk.photographs.handler.PhotographUploads",
        "antigone.interfaces.desk.registrars.importing.handler.PrivateUploads",
    ]
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


@pytest.fixture
def the_vault_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The vault's own answers with the vault's rights, without the socket between."""
    make_vault_keys(antigone_settings.DATA_DIR)
    key = PrivateKey(key_named(antigone_settings.DATA_DIR, "vault"))

    def asked(question: dict[str, object]) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE antigone_vault")
        try:
            answer = vault._answer(json.dumps(question).encode(), key)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE antigone_staff")
        if "refused" in answer:
            raise vault.OpeningRefused(answer["refused"])
        return base64.b64decode(answer["content"])

    monkeypatch.setattr(vault_client, "asked", asked)


def signed_in(name: str) -> Client:
    """Somebody who has just signed in and shown a second factor; the forms for it are tested in `test_signing_in`."""
    enrol(name)
    client = Client()
    client.force_login(User.objects.get(username=name))
    session = client.session
    session.update(_session(time.time()))
    session.save()
    return client


def let_in(page: Page, desk: LiveSite, name: str = "olena") -> None:
    """Somebody has just signed in, with a second factor, in this browser; opens the overview."""
    now = time.time()
    with as_owner_of(desk) as owner:
        row = owner.execute("SELECT id, password FROM auth_user WHERE username = %s", [name]).fetchone()
        assert row is not None
        user = User(pk=row[0], password=row[1])
        said = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            **_session(now),
        }
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        owner.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)"
            " VALUES (%s, %s, now() + interval '12 hours')",
            [key, SessionStore().encode(said)],
        )
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": desk.url}])
    page.goto(f"{desk.url}/")


def _session(now: float) -> dict[str, object]:
    return {"signed_in_at": int(now), "seen_at": int(now), "factor_at": now, "factor_kind": "totp"}


@pytest.fixture
def registrar(office: None, staff_rights: None) -> Client:
    return signed_in("olena")


@pytest.fixture(scope="module")
def live_desk(open_site: OpenSite) -> LiveSite:
    """The real desk under granian, in its zone, with its database role, for one module of tests."""
    from tests.interfaces.desk.office import open_office

    return open_site("desk", load=open_office)
