"""Updates that Telegram delivers: one address, one secret, an answer when the update has had its effect.

Listens without TLS, for a proxy that ends it. Whoever does not know the secret gets an empty 404, whatever he asks.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Coroutine
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import telegram

from antigone.interfaces.telegram.receiving import Receiver

_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
_LARGEST = 1024 * 1024
#: Deliveries that Telegram makes at once (`setWebhook`, `max_connections`).
AT_ONCE = 8
_SECONDS = 50.0


class Door(ThreadingHTTPServer):
    """Takes deliveries in and hands each to the loop in which the bot lives."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], path: str, secret: str, *, bot: telegram.Bot, receiver: Receiver,
        loop: asyncio.AbstractEventLoop,
    ) -> None:  # fmt: skip
        super().__init__(address, _Delivery)
        self.path = path or "/"
        self.secret = secret
        self._bot = bot
        self._receiver = receiver
        self._loop = loop

    def deliver(self, content: bytes) -> HTTPStatus:
        """Let an update have its effect; OK only when it had, so that Telegram delivers it again otherwise."""
        try:
            update = telegram.Update.de_json(json.loads(content), self._bot)
        except (ValueError, KeyError, TypeError, AttributeError):
            return HTTPStatus.BAD_REQUEST
        if update is None:
            return HTTPStatus.BAD_REQUEST
        taken: Coroutine[Any, Any, None] = self._receiver.take([update])
        try:
            asyncio.run_coroutine_threadsafe(taken, self._loop).result(_SECONDS)
        except TimeoutError:
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK


class _Delivery(BaseHTTPRequestHandler):
    server: Door
    protocol_version = "HTTP/1.1"
    server_version = "bot"
    sys_version = ""
    timeout = 30

    def do_POST(self) -> None:
        self._answer(self._taken())

    def do_GET(self) -> None:
        self._answer(HTTPStatus.NOT_FOUND)

    do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815

    def _taken(self) -> HTTPStatus:
        said = self.headers.get(_SECRET, "").encode("utf-8", "replace")
        known = hmac.compare_digest(said, self.server.secret.encode())
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        if not known or self.path != self.server.path:
            self.close_connection = True
            return HTTPStatus.NOT_FOUND
        if not 0 < length <= _LARGEST:
            self.close_connection = True
            return HTTPStatus.BAD_REQUEST
        return self.server.deliver(self.rfile.read(length))

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who delivers what, and when, is nobody's business."""
