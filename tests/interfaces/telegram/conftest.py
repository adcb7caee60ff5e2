"""The bot at work, with the bot's rights, against a Bot API of the test's own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.signals import connection_created
from tests.interfaces.telegram.bot_api import TOKEN, BotApi
from tests.sites import copied_database

from antigone.interfaces.telegram.running import work
from antigone.interfaces.telegram.values import BotSettings


@dataclass
class Bot:
    """A bot that runs in a thread. `stop` it; it then has said what it was about to say."""

    thread: threading.Thread
    stop: Callable[[], None]
    ended: list[BaseException] = field(default_factory=list)


StartBot = Callable[..., Bot]


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi().running() as running:
        yield running
    assert running.violations == []


@pytest.fixture
def bot_rights() -> Iterator[None]:
    """Every connection that a thread of the bot opens has the rights of the bot's role alone."""

    def give_up_rights(connection: Any, **_: object) -> None:
        if threading.current_thread().name.startswith("telegram-"):
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE antigone_telegram")

    connection_created.connect(give_up_rights)
    yield
    connection_created.disconnect(give_up_rights)


@pytest.fixture(scope="module")
def a_copy(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database for one module; making it costs more than most of the tests."""
    names = next(item.fixturenames for item in request.session.items if isinstance(item, pytest.Function))
    names.append("db")  # see `tests.sites.own_database`
    try:
        request.getfixturevalue("django_db_setup")
    finally:
        names.remove("db")
    with copied_database(django_db_blocker, None) as name:
        yield name


@pytest.fixture
def own_copy(a_copy: str, django_db_blocker: Any) -> Iterator[str]:
    """Django's connection, in every thread, to the module's copy, with nothing in it of the test before."""
    options = connection.settings_dict
    original = options["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        options["NAME"] = a_copy
        try:
            with connection.cursor() as cursor:
                cursor.execute(_EMPTY)
            yield a_copy
        finally:
            connections.close_all()
            options["NAME"] = original


_EMPTY = """
    TRUNCATE telegram.update, telegram.conversation, telegram.message, telegram.outgoing, telegram.tally,
        channel.post, intake.enquiry, enquiries_notice CASCADE
"""


@pytest.fixture
def start_bot(own_copy: str, bot_rights: None, api: BotApi) -> Iterator[StartBot]:
    """Starts the bot on a database of the test's own."""
    running: list[Bot] = []

    def start(**changes: Any) -> Bot:
        bot = started(BotSettings(**{"token": TOKEN, "api": api.url, "per_second": 1_000, **changes}))
        running.append(bot)
        return bot

    yield start
    for bot in running:
        bot.stop()


def started(bot_settings: BotSettings, part: Callable[..., Coroutine[Any, Any, None]] = work) -> Bot:
    """A bot in a thread, or a part of one, with the key of the test's data folder."""
    loop = asyncio.new_event_loop()
    asked = asyncio.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(part(bot_settings, settings.TELEGRAM_KEYS.private, asked))
        except BaseException as error:
            bot.ended.append(error)

    def stop() -> None:
        loop.call_soon_threadsafe(asked.set)
        thread.join(60)
        assert not thread.is_alive()

    thread = threading.Thread(target=run, name="bot", daemon=True)
    bot = Bot(thread, stop)
    thread.start()
    return bot


@contextmanager
def as_the_bot() -> Iterator[None]:
    """Within the block the database grants what it grants the bot."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_telegram")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
