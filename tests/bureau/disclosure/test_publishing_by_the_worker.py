"""What an interrupted import left unpublished is published by the worker, with the worker's own rights."""

from __future__ import annotations

import threading

import pytest
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import arrive, dead

from antigone.bureau.disclosure import publishing
from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import public_search
from antigone.bureau.disclosure.values import PublicQuery
from antigone.bureau.ledger import Actor

pytestmark = pytest.mark.django_db


def test_the_worker_publishes_with_its_own_rights() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    with acting_as("antigone_worker"):
        assert publish_what_may_be(actor=Actor("worker", "worker")) == 1
    assert public_search(PublicQuery("Гончаровський Остап Лукич", born="1987")).found


def test_it_goes_on_until_it_is_stopped_and_survives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    stop = threading.Event()
    calls = []

    def away_once(**_: object) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("the database is away")
        stop.set()
        return 0

    monkeypatch.setattr(publishing, "publish_what_may_be", away_once)
    monkeypatch.setattr(publishing, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))
    publishing.publish_regularly(stop, every=0.001)
    assert len(calls) == 2
