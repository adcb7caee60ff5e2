"""`antigone bot --check` says in plain words what Telegram lacks, and never shows the token."""

from __future__ import annotations

import asyncio

import pytest
from tests.interfaces.telegram.bot_api import CHANNEL, TOKEN, BotApi
from tests.sites import free_port
from typer.testing import CliRunner

from antigone.cli import app
from antigone.interfaces.telegram.checking import Finding, check
from antigone.server.configuration import Zone, configuration_from_environment
from antigone.server.database import child_environment
from antigone.server.telegram import BadTelegramSetting, telegram_settings

OTHER = "123456789:AAothertokenothertokenothertoken0000"


def checked(api: BotApi, token: str = TOKEN, **more: str) -> dict[str, Finding]:
    return {finding.what: finding for finding in asyncio.run(check(token, api.url, **more))}


def test_a_good_token_and_channel_are_well(api: BotApi) -> None:
    found = checked(api, channel=str(CHANNEL))
    assert all(finding.well for finding in found.values())
    assert "@bureau_test_bot" in found["token"].sentence
    assert "the bot asks for them" in found["updates"].sentence


def test_what_is_wrong_is_said_with_its_cure(api: BotApi) -> None:
    assert "@BotFather" in checked(api, "")["token"].sentence
    wrong = checked(api, OTHER)["token"]
    assert not wrong.well
    assert "/revoke" in wrong.sentence
    (away,) = asyncio.run(check(TOKEN, f"http://127.0.0.1:{free_port()}"))
    assert not away.well
    assert "cannot be reached" in away.sentence
    api.rights["can_edit_messages"] = False
    assert "edit messages" in checked(api, channel=str(CHANNEL))["channel"].sentence
    assert "administrator" in checked(api, channel="@nowhere")["channel"].sentence
    assert "sets it right" in checked(api, webhook="https://bot.example.org")["updates"].sentence
    for finding in (wrong, away):
        assert TOKEN not in finding.sentence
        assert OTHER not in finding.sentence


def test_the_command_says_the_same(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("ANTIGONE_TELEGRAM_API", api.url)
    answer = CliRunner().invoke(app, ["bot", "--check", "--json"])
    assert answer.exit_code == 0
    assert '"well": true' in answer.stdout
    monkeypatch.setenv("ANTIGONE_TELEGRAM_TOKEN", OTHER)
    answer = CliRunner().invoke(app, ["bot", "--check"])
    assert answer.exit_code == 1
    assert answer.stdout.startswith("WRONG  token:")


def test_the_token_goes_to_the_bot_and_to_no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_TELEGRAM_TOKEN", TOKEN)
    holders = {zone for zone in Zone if TOKEN in child_environment(configuration_from_environment(), zone).values()}
    assert holders == {Zone.TELEGRAM, Zone.WORKER, Zone.OWNER}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ANTIGONE_TELEGRAM_TOKEN", "secret"),
        ("ANTIGONE_TELEGRAM_CHANNEL", "bureau"),
        ("ANTIGONE_TELEGRAM_LISTEN", "8003"),
        ("ANTIGONE_TELEGRAM_FACES", "yes"),
        ("ANTIGONE_TELEGRAM_WEBHOOK", "http://bot.example.org"),
        ("ANTIGONE_PUBLIC_URL", "bureau.example.org"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(BadTelegramSetting, match=name) as refused:
        telegram_settings({name: value})
    assert name != "ANTIGONE_TELEGRAM_TOKEN" or value not in str(refused.value)
