"""`antigone user` as an administrator types it."""

from __future__ import annotations

import json
import re

import pytest
from tests.command_line import Antigone

pytestmark = pytest.mark.django_db


def test_an_account_is_made_listed_renewed_and_closed(antigone: Antigone) -> None:
    made = antigone("user", "add", "Olena", "--role", "case-worker")
    assert made.returncode == 0, made.stderr
    assert re.search(r"One-time password: [a-z2-9]{5}(-[a-z2-9]{5}){3}\n", made.stdout)
    assert antigone("user", "list").stdout == "olena: case worker, never signed in\n"
    renewed = json.loads(antigone("user", "password", "olena", "--json").stdout)
    assert renewed["name"] == "olena"
    assert renewed["one_time_password"] not in made.stdout
    assert "closed" in antigone("user", "close", "olena").stdout
    account = json.loads(antigone("user", "list", "--json").stdout)[0]
    assert (account["open"], account["roles"]) == (False, ["case worker"])


def test_what_cannot_be_done_is_one_sentence(antigone: Antigone) -> None:
    unknown = antigone("user", "close", "olena")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr == "antigone: there is no account «olena»; list them with: antigone user list\n"
    role = antigone("user", "add", "olena", "--role", "emperor")
    assert role.returncode != 0
    assert "«emperor» is no role" in role.stderr
