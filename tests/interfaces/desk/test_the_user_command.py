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


BOSS_PASSWORD = "за двома зайцями 2"


def test_two_administrators_let_somebody_in_again_who_has_lost_every_factor(antigone: Antigone) -> None:
    assert antigone("user", "add", "olena", "--role", "registrar").returncode == 0
    typed = f"{BOSS_PASSWORD}\n{BOSS_PASSWORD}\n"
    made = antigone("user", "add", "boss", "--role", "administrator", "--ask", typed=typed)
    assert made.returncode == 0, made.stderr
    none = antigone("user", "factors", "olena")
    assert none.stdout == "no second factor yet; the next sign-in asks for one\n"
    assert json.loads(antigone("user", "factors", "olena", "--json").stdout) == {"passkeys": [], "codes_since": None}

    wrong = antigone("user", "reset-factors", "olena", "--second", "boss", typed="guessed\n")
    assert wrong.returncode == 1
    assert "this is not the password of «boss»; nothing was changed" in wrong.stderr
    done = antigone("user", "reset-factors", "olena", "--second", "boss", typed=f"{BOSS_PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert re.search(r"One-time password: [a-z2-9]{5}(-[a-z2-9]{5}){3}\n", done.stdout)
    assert BOSS_PASSWORD not in done.stdout + done.stderr
