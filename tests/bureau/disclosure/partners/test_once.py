"""A request that comes twice at once has one effect: the second waits for the first, and is answered alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.bureau.people import REGISTRAR

from antigone.bureau.disclosure.partners import PartnerDraft, add_partner, once
from antigone.bureau.disclosure.partners.once import Asked, KeyGone, StillAtWork


def ended(act: Callable[[], tuple[bytes, bool]]) -> tuple[bytes, bool]:
    try:
        return act()
    finally:
        connection.close()


def asked_for() -> Asked:
    return Asked(add_partner(PartnerDraft("Agency"), actor=REGISTRAR), "a-name-of-ours", b"content")


def test_the_second_waits_for_the_first_or_is_told_to_ask_again(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_for()
    began, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def slowly() -> bytes:
        began.set()
        assert go_on.wait(120)
        done.append(1)
        return b"answer"

    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(ended, lambda: once.once(asked, slowly))
        assert began.wait(120)
        with monkeypatch.context() as hurried:
            hurried.setattr(once, "_PATIENCE", "50ms")
            with pytest.raises(StillAtWork):
                threads.submit(ended, lambda: once.once(asked, slowly)).result()
        second = threads.submit(ended, lambda: once.once(asked, slowly))
        go_on.set()
        assert (first.result(), second.result()) == ((b"answer", False), (b"answer", True))
    assert done == [1]


@pytest.mark.django_db
def test_what_fails_leaves_nothing_behind() -> None:
    asked = asked_for()
    with pytest.raises(ZeroDivisionError):
        once.once(asked, lambda: bytes(1 // 0))
    assert once.once(asked, lambda: b"answer") == (b"answer", False)


@pytest.mark.django_db
def test_nobody_without_a_key_begins_anything() -> None:
    with pytest.raises(KeyGone):
        once.once(Asked("wrong", "a-name-of-ours", b"content"), lambda: b"answer")
