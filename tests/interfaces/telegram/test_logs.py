"""Nothing of what is written to the bot, and no token, comes into a log."""

from __future__ import annotations

import logging

import pytest
from tests.interfaces.telegram.bot_api import TOKEN, BotApi, Fault
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import MOTHER, NAME, awaits


def test_neither_words_nor_token_are_logged(
    start_bot: StartBot, api: BotApi, capfd: pytest.CaptureFixture[str]
) -> None:
    api.faults = [
        Fault("getUpdates", garbage=True),
        Fault("sendMessage", garbage=True),
        Fault("sendMessage", status=500),
    ]
    start_bot()
    api.says(MOTHER, "/ask")
    awaits(api, MOTHER, "cancel")
    api.says(MOTHER, NAME)
    awaits(api, MOTHER, "skip:ask:birth_date")
    said = "".join(capfd.readouterr())
    assert "not what you think" not in said
    assert "Колодій" not in said
    assert TOKEN not in said
    assert str(MOTHER) not in said
    for name in ("telegram", "httpx", "httpcore"):
        logger = logging.getLogger(name)
        assert not logger.propagate
        assert not any(type(handler) is logging.StreamHandler for handler in logger.handlers)
