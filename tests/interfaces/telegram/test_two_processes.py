"""One process takes in, another says: the one wakes the other, neither outlives the other, each says why it ended."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.interfaces.telegram.bot_api import TOKEN, BotApi
from tests.interfaces.telegram.conftest import Bot, started
from tests.interfaces.telegram.talking import FATHER, MOTHER, asks, awaits, names_sought

from antigone.interfaces.telegram.apart import Ear, Voice, saying_apart
from antigone.interfaces.telegram.running import hear, say
from antigone.interfaces.telegram.values import BotSettings, BotTrouble


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def hearing(api: BotApi, line: socket.socket) -> Bot:
    """The first process, in a thread."""
    return started(BotSettings(TOKEN, api.url), lambda *given: hear(*given, Voice(line)))


def saying(api: BotApi, line: socket.socket) -> Bot:
    """The second process, in a thread."""
    return started(BotSettings(TOKEN, api.url, per_second=1_000), lambda *given: say(*given, Ear(line)))


def test_what_the_one_took_in_the_other_says_until_the_one_has_gone(
    own_copy: str, bot_rights: None, api: BotApi, line: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = line
    first, second = hearing(api, ours), saying(api, theirs)
    asks(api, MOTHER)
    api.says(FATHER, "/help")
    awaits(api, FATHER, "search")
    assert len(names_sought()) == 1
    first.stop()
    assert second.thread.is_alive()
    ours.close()  # as the end of a process closes it
    second.thread.join(20)
    assert not second.thread.is_alive()
    assert (first.ended, second.ended) == ([], [])


def test_the_one_ends_with_the_other(
    own_copy: str, bot_rights: None, api: BotApi, line: tuple[socket.socket, socket.socket]
) -> None:
    ours, theirs = line
    first = hearing(api, ours)
    api.wait(lambda: api.calls["getUpdates"])
    theirs.close()
    api.wait(lambda: first.ended)
    with pytest.raises(BotTrouble, match="start the bot again"):
        raise first.ended[0]


async def _wakes(stop: asyncio.Event, ear: Ear) -> None:
    """Writes down how it was woken, and that it was told that the other has gone."""
    told = Path(os.environ["TOLD"])
    woken = asyncio.Event()
    ear.listen(wake=woken.set, gone=stop.set)
    await woken.wait()
    told.write_text("woken")
    await stop.wait()
    told.write_text("woken, and gone")


async def _refuses(_stop: asyncio.Event, _ear: Ear) -> None:
    raise BotTrouble("the token is good no more")


async def _dies(_stop: asyncio.Event, _ear: Ear) -> None:
    os._exit(3)


async def _watched(voice: Voice) -> None:
    await voice.watched(asyncio.Event())


def test_a_process_of_its_own_is_woken_and_ends_with_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, api: BotApi
) -> None:
    told = tmp_path / "told"
    monkeypatch.setenv("TOLD", str(told))
    with saying_apart(_wakes) as voice:
        for _ in range(100_000):  # more than the line holds: who wakes never waits
            voice.wake()
        api.wait(lambda: told.exists() and told.read_text() == "woken")
    assert told.read_text() == "woken, and gone"


def test_why_the_second_process_ended_is_said_by_the_first() -> None:
    with saying_apart(_refuses) as voice, pytest.raises(BotTrouble, match="the token is good no more"):
        asyncio.run(_watched(voice))
    with saying_apart(_dies) as voice, pytest.raises(BotTrouble, match="start the bot again"):
        asyncio.run(_watched(voice))
