"""HTTP to Telegram: however an answer is framed it is read, a line that closed is not used, and what was not sent is
told from what nobody knows of."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from telegram import error
from telegram.request import RequestData
from tests.bureau.disclosure.partners.hooks import own_certificate
from tests.sites import free_port

from antigone.interfaces.telegram.gateway import Answer, Fate, attempted
from antigone.interfaces.telegram.lines import Lines

OK = b'{"ok":true,"result":true}'
LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" + OK
CLOSES = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 25\r\n\r\n" + OK
UNTIL_THE_END = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + OK
CHUNKS = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"a\r\n" + OK[:10] + b"\r\nF;of=us\r\n" + OK[10:] + b"\r\n0\r\nX-More: 1\r\n\r\n"
)
HINT = b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + LENGTH


class Server:
    """Gives the same bytes to every call; counts calls and connections."""

    def __init__(self, answer: bytes, *, hangs_up: bool = False, certificate: Path | None = None) -> None:
        self.answer, self.hangs_up = answer, hangs_up
        self.connections = self.calls = 0
        self.url = ""
        self.heads: list[str] = []
        self.trust: ssl.SSLContext | None = None
        if certificate is not None:
            self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.trust.load_cert_chain(certificate)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
                await reader.readexactly(length)
                self.calls += 1
                self.heads.append(head)
                # In two, as a network may cut it anywhere.
                writer.write(self.answer[:-5])
                await writer.drain()
                await asyncio.sleep(0.02)
                writer.write(self.answer[-5:])
                await writer.drain()
                if self.hangs_up or b"close" in self.answer:
                    break
        except asyncio.IncompleteReadError:
            pass
        writer.close()


def with_server(server: Server, then: Callable[[Lines], Awaitable[None]], *, patience: float = 5.0) -> None:
    async def whole() -> None:
        async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=server.trust) as listening:
            port = listening.sockets[0].getsockname()[1]
            server.url = f"{'https' if server.trust else 'http'}://localhost:{port}/bot1:A/getMe"
            async with Lines(most=2, patience=patience) as lines:
                await then(lines)

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("answer", "connections"), [(LENGTH, 1), (CHUNKS, 1), (HINT, 1), (CLOSES, 3), (UNTIL_THE_END, 3)]
)
def test_an_answer_is_read_however_it_is_framed(answer: bytes, connections: int) -> None:
    server = Server(answer)

    async def thrice(lines: Lines) -> None:
        for _ in range(3):
            assert await lines.post(server.url, RequestData([])) is True

    with_server(server, thrice)
    assert (server.calls, server.connections) == (3, connections)


def test_a_line_that_the_other_side_closed_is_not_used_again() -> None:
    server = Server(LENGTH, hangs_up=True)

    async def later(lines: Lines) -> None:
        for _ in range(3):
            assert await lines.post(server.url) is True
            await asyncio.sleep(0.02)

    with_server(server, later)
    assert (server.calls, server.connections) == (3, 3)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-none\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        LENGTH[:-3],
    ],
)
def test_what_is_no_answer_leaves_it_open_whether_the_call_was_heard(answer: bytes) -> None:
    server = Server(answer, hangs_up=True)
    given: list[Answer] = []

    async def once(lines: Lines) -> None:
        given.append(await attempted(lambda: lines.post(server.url)))  # type: ignore[arg-type, return-value]

    with_server(server, once)
    assert given == [Answer(Fate.UNKNOWN)]
    assert server.calls == 1


@pytest.mark.parametrize("answer", [LENGTH, CHUNKS, UNTIL_THE_END])
def test_no_answer_is_read_beyond_the_longest_that_there_can_be(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    monkeypatch.setattr("antigone.interfaces.telegram.lines._LONGEST", len(OK) - 1)

    async def once(lines: Lines) -> None:
        with pytest.raises(error.NetworkError, match="_NotHttp"):
            await lines.post(server.url)

    server = Server(answer, hangs_up=True)
    with_server(server, once)


def test_what_was_never_sent_may_be_sent_later() -> None:
    async def nobody_there() -> Answer:
        async with Lines(most=1, patience=5.0) as lines:
            url = f"http://127.0.0.1:{free_port()}/bot1:A/getMe"
            return await attempted(lambda: lines.post(url))  # type: ignore[arg-type, return-value]

    assert asyncio.run(nobody_there()) == Answer(Fate.LATER)


def test_who_never_answers_is_waited_for_no_longer_than_allowed() -> None:
    server = Server(LENGTH[:-3])

    async def once(lines: Lines) -> None:
        with pytest.raises(error.TimedOut):
            await lines.post(server.url, read_timeout=0.05)

    with_server(server, once)


@pytest.mark.parametrize(("host", "trusted", "fate"), [
    ("localhost", True, Fate.TAKEN), ("localhost", False, Fate.LATER), ("api.example.org", True, Fate.LATER),
])  # fmt: skip
def test_nothing_is_said_to_a_server_that_cannot_show_who_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool, fate: Fate
) -> None:
    path = own_certificate(tmp_path, host)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    server = Server(LENGTH, certificate=path)
    given: list[Answer] = []

    async def once(lines: Lines) -> None:
        given.append(await attempted(lambda: lines.post(server.url)))  # type: ignore[arg-type, return-value]

    with_server(server, once)
    assert [answer.fate for answer in given] == [fate]
    assert server.calls == (fate is Fate.TAKEN)


def test_who_must_go_through_a_proxy_does(monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Server(LENGTH)

    async def once(_: Lines) -> None:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/bot1:A/getMe"))
        async with Lines(most=1, patience=5.0) as lines:
            assert await lines.post("http://api.example.org/bot1:A/getMe") is True

    with_server(proxy, once)
    assert proxy.heads[0].startswith("POST http://api.example.org/bot1:A/getMe ")
