"""Lines to Telegram's server: HTTP/1.1 that stays open, for calls that carry no file.

The library's own client looks through all of its connections for each call, which was half of the bot's processor time
(docs/telegram.md). Files, and whoever must go through a proxy, still take it.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies

import httpx
from telegram import error
from telegram.request import BaseRequest, HTTPXRequest, RequestData

#: Seconds after which an unused line is not trusted any more: Telegram may have closed it at its end.
_STALE = 5.0
#: Bytes of the longest answer; a hundred updates of the greatest length are a tenth of it.
_LONGEST = 32 * 1024 * 1024


class LineNotOpened(OSError):
    """No connection came about: nothing of the call was sent."""


class _NotHttp(ValueError):
    """The other side does not speak HTTP/1.1."""


@dataclass(slots=True)
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float

    def is_good(self) -> bool:
        fresh = time.monotonic() - self.used < _STALE
        return fresh and not self.reader.at_eof() and not self.writer.is_closing()


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int
    secure: bool
    head: str

    @property
    def origin(self) -> tuple[str, int, bool]:
        return self.host, self.port, self.secure


class Lines(HTTPXRequest):
    """The library's requests, made over lines of our own where that is possible.

    Args:
        most: lines that are open at once; one more call waits.
        patience: seconds for which a connection, or an answer, is waited for.
    """

    def __init__(self, *, most: int, patience: float) -> None:
        super().__init__(
            connection_pool_size=most,
            read_timeout=patience,
            write_timeout=patience,
            connect_timeout=patience,
            pool_timeout=patience,
        )
        self._patience = patience
        self._room = asyncio.Semaphore(most)
        self._idle: dict[tuple[str, int, bool], list[_Line]] = defaultdict(list)
        self._by_proxy = bool({"http", "https", "all"} & set(getproxies()))
        self._trust: ssl.SSLContext | None = None

    async def shutdown(self) -> None:
        """Close every line; see `BaseRequest.shutdown`."""
        for line in (one for lines in self._idle.values() for one in lines):
            line.writer.close()
        self._idle.clear()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *timeouts: Any,
        **named: Any,
    ) -> tuple[int, bytes]:
        """One call: its status and content; see `BaseRequest.do_request`.

        Raises:
            TimedOut: there was no answer in time.
            NetworkError: the line broke, or gave what is no answer; its cause is a `LineNotOpened` where nothing was
                sent.
        """
        if self._by_proxy or method != "POST" or (request_data is not None and request_data.contains_files):
            return await super().do_request(url, method, request_data, read_timeout, *timeouts, **named)
        seconds = self._patience if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        fields = request_data.json_parameters if request_data is not None else {}
        async with self._room:
            return await self._called(_place(url, self.USER_AGENT), urlencode(fields).encode(), seconds)

    async def _called(self, place: _Place, body: bytes, seconds: float | None) -> tuple[int, bytes]:
        line = await self._line(place)
        try:
            async with asyncio.timeout(seconds):
                line.writer.write(f"{place.head}{len(body)}\r\n\r\n".encode("latin-1") + body)
                await line.writer.drain()
                status, content, stays = await _answer(line.reader)
        except TimeoutError as late:
            line.writer.close()
            raise error.TimedOut from late
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as broken:
            line.writer.close()
            raise error.NetworkError(f"the line broke: {type(broken).__name__}") from broken
        except BaseException:
            line.writer.close()
            raise
        if stays:
            line.used = time.monotonic()
            self._idle[place.origin].append(line)
        else:
            line.writer.close()
        return status, content

    async def _line(self, place: _Place) -> _Line:
        """A line that is open."""
        idle = self._idle[place.origin]
        while idle:
            line = idle.pop()
            if line.is_good():
                return line
            line.writer.close()
        if place.secure and self._trust is None:
            self._trust = httpx.create_ssl_context()
        try:
            async with asyncio.timeout(self._patience):
                reader, writer = await asyncio.open_connection(
                    place.host, place.port, ssl=self._trust if place.secure else None, happy_eyeballs_delay=0.25
                )
        except OSError as refused:  # a TimeoutError is one too
            raise error.NetworkError(f"no connection: {type(refused).__name__}") from LineNotOpened(str(refused))
        return _Line(reader, writer, time.monotonic())


@lru_cache(64)
def _place(url: str, agent: str) -> _Place:
    """Where a call goes, and what stands before the length of its body."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    secure = parts.scheme == "https"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {parts.netloc.rpartition('@')[2]}\r\nUser-Agent: {agent}\r\n"
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
    )
    return _Place(parts.hostname or "", parts.port or (443 if secure else 80), secure, head)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status, content, and whether the line stays open (RFC 9112)."""
    status = 100
    while status < 200:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        version, _, rest = first.partition(" ")
        if version not in ("HTTP/1.1", "HTTP/1.0") or not rest[:3].isdigit():
            raise _NotHttp("no status line")
        status = int(rest[:3])
    said = {name.strip().lower(): value.strip().lower() for name, _, value in (line.partition(":") for line in lines)}
    stays = version == "HTTP/1.1" and said.get("connection") != "close"
    if said.get("transfer-encoding") == "chunked":
        return status, await _chunks(reader), stays
    if "content-length" in said:
        return status, await reader.readexactly(_bounded(int(said["content-length"]))), stays
    return status, await _until_the_end(reader), False


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    content = bytearray()
    while True:
        size = _bounded(int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16))
        if size == 0:
            while await reader.readuntil(b"\r\n") != b"\r\n":
                continue  # fields after the last chunk, which nobody asked for
            return bytes(content)
        content += (await reader.readexactly(size + 2))[:-2]
        _bounded(len(content))


async def _until_the_end(reader: asyncio.StreamReader) -> bytes:
    content = bytearray()
    while part := await reader.read(1 << 16):
        content += part
        _bounded(len(content))
    return bytes(content)


def _bounded(length: int) -> int:
    if not 0 <= length <= _LONGEST:
        raise _NotHttp("an answer of such a length is none")
    return length
