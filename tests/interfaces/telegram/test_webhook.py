"""Updates that Telegram delivers: only with the secret, and confirmed only when they have had their effect."""

from __future__ import annotations

import http.client
import json

import pytest
from tests.interfaces.telegram.bot_api import BotApi
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import MOTHER, awaits, count
from tests.sites import free_port

from antigone.interfaces.telegram.values import BotTrouble

SECRET = "a-secret_of-the-test"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def delivered(
    port: int, update: object, *, path: str = "/bot", secret: str | None = SECRET, method: str = "POST"
) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    line.request(method, path, body, {} if secret is None else {HEADER: secret})
    answer = line.getresponse()
    assert answer.read() == b""
    line.close()
    return answer.status


def test_an_update_is_taken_with_the_secret_alone_and_once(start_bot: StartBot, api: BotApi) -> None:
    port = free_port()
    start_bot(webhook="https://bot.example.org/bot", listen=("127.0.0.1", port), webhook_secret=SECRET)
    api.wait(lambda: api.webhook)
    assert api.webhook["url"] == "https://bot.example.org/bot"
    assert api.webhook["secret_token"] == SECRET
    update = api.again(api.gives(MOTHER, text="/help"))
    for path, secret, method in (
        ("/bot", None, "POST"),
        ("/bot", "", "POST"),
        ("/bot", SECRET[:-1], "POST"),
        ("/bot", "ключ".encode().decode("latin-1"), "POST"),
        ("/other", SECRET, "POST"),
        ("/bot", SECRET, "GET"),
    ):
        assert delivered(port, update, path=path, secret=secret, method=method) == 404
    assert count("SELECT count(*) FROM telegram.update") == 0
    assert [delivered(port, update) for _ in range(3)] == [200, 200, 200]
    awaits(api, MOTHER, "search")
    assert count("SELECT count(*) FROM telegram.update") == 1
    assert len(api.spoken) == 1
    for nothing in (b"{", b"[]", b"null", b'{"update_id": "x"}', b'{"message": {}}'):
        assert delivered(port, nothing) in (200, 400)
    assert api.calls["getUpdates"] == 0


def test_an_address_that_is_taken_is_named(start_bot: StartBot, api: BotApi) -> None:
    port = free_port()
    start_bot(webhook="https://bot.example.org/bot", listen=("127.0.0.1", port), webhook_secret=SECRET)
    api.wait(lambda: api.webhook)
    second = start_bot(webhook="https://bot.example.org/bot", listen=("127.0.0.1", port), webhook_secret=SECRET)
    api.wait(lambda: second.ended)
    with pytest.raises(BotTrouble, match="ANTIGONE_TELEGRAM_LISTEN"):
        raise second.ended[0]
