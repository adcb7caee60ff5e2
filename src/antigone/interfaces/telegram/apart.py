"""The bot's second process, which says what waits, and the line between the two.

One byte on it wakes the second; when the first ends, however it ends, the line ends and the second stops. What the
second has to say of its own end, it says on the same line.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from django.db import connections

from antigone.interfaces.telegram.values import BotTrouble

#: Seconds in which the second process may finish what it is saying.
_PATIENCE = 20.0
_ENDED = "the process that says what waits has ended; start the bot again"


class Voice:
    """The second process, as the first one sees it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.setblocking(False)

    def wake(self) -> None:
        """Something waits to be said."""
        with contextlib.suppress(OSError):  # a full line wakes it already; that it ended, `watched` hears
            self._line.send(b".")

    async def watched(self, stop: asyncio.Event) -> None:
        """Until `stop` is set.

        Raises:
            BotTrouble: it ended before, for its own reason.
        """
        saying = asyncio.create_task(asyncio.get_running_loop().sock_recv(self._line, 4096))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([saying, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in (saying, stopping):
            task.cancel()
        if stop.is_set():
            return
        sentence = b""
        with contextlib.suppress(OSError):
            sentence = saying.result()
        raise BotTrouble(sentence.decode() or _ENDED)


class Ear:
    """The first process, as the second one hears it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.setblocking(False)

    def listen(self, *, wake: Callable[[], None], gone: Callable[[], None]) -> None:
        """Call these in the running loop, when something waits and when the first process has ended."""
        loop = asyncio.get_running_loop()

        def heard() -> None:
            try:
                come = self._line.recv(4096)
            except BlockingIOError:
                return
            except OSError:
                come = b""
            if come:
                wake()
            else:
                loop.remove_reader(self._line)
                gone()

        loop.add_reader(self._line, heard)


@contextlib.contextmanager
def saying_apart(say: Callable[[asyncio.Event, Ear], Coroutine[Any, Any, None]]) -> Iterator[Voice]:
    """For the length of the block `say` runs in a process of its own, until its event is set.

    Call it while no other thread of this process is at work: a forked process has one thread and all the locks.
    """
    connections.close_all()  # two processes on one connection would hear each other's answers
    ours, theirs = socket.socketpair()
    process = multiprocessing.get_context("fork").Process(target=_second, args=(say, ours, theirs))
    process.start()
    theirs.close()
    try:
        yield Voice(ours)
    finally:
        ours.close()
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()


def _second(say: Callable[[asyncio.Event, Ear], Coroutine[Any, Any, None]], ours: socket.socket,
            theirs: socket.socket) -> None:  # fmt: skip
    ours.close()
    try:
        asyncio.run(until_asked(lambda stop: say(stop, Ear(theirs))))
    except BotTrouble as trouble:
        theirs.setblocking(True)
        with contextlib.suppress(OSError):
            theirs.sendall(str(trouble).encode())


async def until_asked(what: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Do this; its event is set when SIGTERM or SIGINT comes."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await what(stop)
