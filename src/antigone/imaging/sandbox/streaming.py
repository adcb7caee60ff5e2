"""A stream through the sandbox: bytes go in as they are read, pieces come out as they are made, neither is kept.

The child is fed by the caller and opens nothing. Where the caller is slow, pipes fill and the child waits; where the
caller goes away, the child is ended.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import select
import time
from collections.abc import Generator, Iterator
from typing import Any

from antigone.imaging.sandbox import calling, nursery
from antigone.imaging.sandbox.values import Bounds, Failed, Source, StreamBounds, StreamJob, TimedOut

_READ = 1 << 18
_LONGEST_FACTS = 64 * 1024
#: What a pipe holds, where the kernel allows it.
_PIPE = 1 << 20
_DEFAULT = StreamBounds()


def through_sandbox(
    job: StreamJob, stream: Source, *, bounds: StreamBounds = _DEFAULT, **arguments: Any
) -> Generator[bytes, None, None]:
    """What `job` makes of a stream in a process that can reach nothing, piece by piece.

    Memory is bounded here by one piece, there by `bounds.memory`. An iterator that is closed or forgotten before its
    end ends the child.

    Args:
        job: see `values.StreamJob`. It raises `Refused` for data that it does not want.
        stream: untrusted bytes; read in the caller's own process, as far as the child asks for them.
        bounds: what it may use.
        arguments: plain values that JSON can carry.

    Yields:
        pieces, as untrusted as the data.

    Raises:
        Refused, Failed, OutOfMemory, TimedOut, Killed: see there; after the pieces that came before it.
        SandboxUnavailable: there is no sandbox to run it in.
    """
    limits = Bounds(bounds.memory, bounds.seconds, bounds.piece)
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    with contextlib.ExitStack() as held:
        flow = _Flow(stream, ours_in, ours_out, bounds)
        held.callback(flow.close)
        try:
            asked = calling.asked(job, arguments, limits, (theirs_in, theirs_out), streams=True)
            told = held.enter_context(asked)
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        yield from flow.pieces()
        status = calling.checked_status(calling.verdict(told, calling.GRACE_SECONDS), limits)
        calling.complain(status, flow.facts())


class _Flow:
    """Both pipes of one child."""

    def __init__(self, stream: Source, feed: int, answer: int, bounds: StreamBounds) -> None:
        self._stream = stream
        self._feed = feed
        self._answer = answer
        self._bounds = bounds
        self._rest = memoryview(b"")
        self._given = self._taken = 0
        self._came = bytearray()
        self._last = False
        self._waiting = select.poll()
        for descriptor, way in ((feed, select.POLLOUT), (answer, select.POLLIN)):
            os.set_blocking(descriptor, False)
            self._waiting.register(descriptor, way)
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE)

    def close(self) -> None:
        self._stop_feeding()
        os.close(self._answer)

    def pieces(self) -> Iterator[bytes]:
        """All pieces, until the child closes its end.

        Raises:
            TimedOut: nothing moves any more.
            Failed: what it writes are no pieces.
        """
        patience = self._bounds.patience + calling.START_SECONDS
        open_still = True
        while open_still:
            ready = self._ready(patience)
            patience = self._bounds.patience
            if self._feed in ready:
                self._give()
            if self._answer in ready:
                open_still = self._take()
                yield from self._whole_ones()

    def facts(self) -> dict[str, Any]:
        """What the child said at its end.

        Raises:
            Failed: it said nothing that can be read.
        """
        try:
            if not self._last:
                raise ValueError("no end")
            facts = json.loads(bytes(self._came))
            if not isinstance(facts, dict):
                raise TypeError("no facts")
        except (ValueError, TypeError, RecursionError) as error:
            raise Failed("the job left no answer that can be read") from error
        return facts

    def _ready(self, patience: float) -> frozenset[int]:
        deadline = time.monotonic() + patience
        while not (found := self._waiting.poll(max(0.0, deadline - time.monotonic()) * 1000)):
            if time.monotonic() >= deadline:
                raise TimedOut(f"the job stood still for {self._bounds.patience:g} seconds")
        return frozenset(descriptor for descriptor, _ in found)

    def _give(self) -> None:
        if not self._rest:
            self._rest = memoryview(self._stream.read(_READ))
            if not self._rest:
                self._stop_feeding()
                return
        try:
            done = os.write(self._feed, self._rest)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            # The child has heard enough; why, it says at its end.
            self._stop_feeding()
            return
        self._rest = self._rest[done:]
        self._given += done

    def _stop_feeding(self) -> None:
        if self._feed >= 0:
            self._waiting.unregister(self._feed)
            os.close(self._feed)
            self._feed = -1

    def _take(self) -> bool:
        """Whether the child may have more to say."""
        try:
            part = os.read(self._answer, _PIPE)
        except BlockingIOError:
            return True
        self._came += part
        self._taken += len(part)
        if self._taken > self._bounds.piece + self._bounds.growth * self._given:
            raise Failed("the job gives back more than the data can mean")
        return bool(part)

    def _whole_ones(self) -> Iterator[bytes]:
        head = nursery.LENGTHS.size
        while not self._last and len(self._came) >= head:
            (length,) = nursery.LENGTHS.unpack_from(self._came)
            if length == nursery.LAST:
                self._last = True
                del self._came[:head]
                break
            if not 0 < length <= self._bounds.piece:
                raise Failed("the job gives pieces of such a length")
            if len(self._came) < head + length:
                return
            piece = bytes(self._came[head : head + length])
            del self._came[: head + length]
            yield piece
        if self._last and len(self._came) > _LONGEST_FACTS:
            raise Failed("the job left no answer that can be read")
