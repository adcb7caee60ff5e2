"""The worker's round: what changes is told without anybody asking, and a fault of one round does not end the rounds."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from tests.bureau.people import REGISTRAR, arrive, dead

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import PartnerDraft, add_partner
from antigone.bureau.disclosure.partners.upkeep import look_after_partners
from antigone.bureau.disclosure.partners.webhooks import Outcome, Postman, Said, Topic, add_webhook, signers_key

URL = "https://hooks.agency.example/antigone"
KEY = f"whpk_{'A' * 43}="


def test_a_change_is_told_by_itself_also_after_a_fault(own_database: str, caplog: pytest.LogCaptureFixture) -> None:
    add_partner(PartnerDraft("Agency"), actor=REGISTRAR)
    add_webhook("Agency", URL, (Topic.PERSONS,), actor=REGISTRAR)
    stop, begun, told = threading.Event(), threading.Event(), threading.Event()
    carried: list[str] = []

    def carry(url: str, _headers: Mapping[str, str], _body: bytes) -> Said:
        carried.append(url)
        if len(carried) == 1:
            raise ValueError("Гончаровський")
        told.set()
        return Said(Outcome.SENT, "HTTP 204")

    class Stop(threading.Event):
        """Says when a round is over."""

        def wait(self, timeout: float | None = None) -> bool:
            begun.set()
            return stop.wait(timeout)

        def is_set(self) -> bool:
            return stop.is_set()

    how: dict[str, Any] = {"every": 0.05}
    rounds = threading.Thread(target=look_after_partners, args=(Stop(), Postman(bytes, carry, KEY)), kwargs=how)
    rounds.start()
    try:
        assert begun.wait(120)
        arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
        publish_what_may_be(actor=REGISTRAR)
        assert told.wait(120)
    finally:
        stop.set()
        rounds.join()
    assert carried == [URL, URL]
    assert signers_key() == KEY  # staff read with what messages are checked
    assert "partners: ValueError at" in caplog.text
    assert "Гончаровський" not in caplog.text
