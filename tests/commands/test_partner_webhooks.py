"""Webhooks as an operator types them, and the description of the interface."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from django.conf import settings
from typer.testing import CliRunner

from antigone.bureau.disclosure.partners import admit
from antigone.cli import app
from antigone.commands import partner, partner_webhooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command in this process, on the test's own transaction."""
    for module in (partner, partner_webhooks):
        monkeypatch.setattr(module, "at_work", lambda: contextlib.nullcontext(settings.CONFIGURATION))
    return lambda *words: CliRunner().invoke(app, ["partner", *words])


def test_a_webhook_is_added_with_the_key_that_checks_its_messages_listed_and_removed(
    typed: Callable[..., Result],
) -> None:
    typed("add", "Agency", "--search", "--figures", "--enquire")
    added = json.loads(typed("webhook", "add", "Agency", "https://hooks.agency.example/x", "--json").stdout)
    assert len(base64.b64decode(added["public_key"].removeprefix("whpk_"))) == 32
    assert typed("webhook", "key").stdout.strip() == added["public_key"]
    (one,) = json.loads(typed("webhook", "list", "--json").stdout)
    assert (one["public_id"], one["partner"], one["waiting"]) == (added["webhook"], "Agency", 0)
    assert typed("webhook", "again", added["webhook"]).stdout == "0 messages are sent again.\n"
    assert typed("webhook", "pause", added["webhook"]).exit_code == 0
    assert "paused" in typed("webhook", "list").stdout
    assert str(typed("webhook", "pause", added["webhook"]).exception) == "the webhook is paused already"
    assert typed("webhook", "test", added["webhook"]).exit_code == 0
    assert typed("webhook", "resume", added["webhook"]).exit_code == 0
    assert ", paused" not in typed("webhook", "list").stdout
    assert typed("webhook", "remove", added["webhook"], "--reason", "asked").exit_code == 0
    assert "removed" in typed("webhook", "list").stdout
    inside = typed("webhook", "add", "Agency", "https://10.0.0.7/")
    assert (inside.exit_code, str(inside.exception)) == (
        1, "«10.0.0.7» is not on the open internet; messages go nowhere else",
    )  # fmt: skip
    assert typed("webhook", "add", "Agency", "https://hooks.agency.example/y", "--topic", "names").exit_code == 2


def test_a_key_is_given_anew_and_shown_once(typed: Callable[..., Result]) -> None:
    first = json.loads(typed("add", "Agency", "--json").stdout)["key"]
    second = json.loads(typed("renew", "Agency", "--json").stdout)["key"]
    assert (admit(first, None), admit(second, None) is None) == (None, False)
    assert second not in typed("list", "--json").stdout
    assert str(typed("renew", "Another").exception).startswith("no partner «Another» has a key")


def test_the_description_is_printed_as_the_docs_hold_it(typed: Callable[..., Result]) -> None:
    docs = Path(__file__).parents[2] / "docs" / "openapi.json"
    assert typed("describe").stdout == docs.read_text(encoding="utf-8")
