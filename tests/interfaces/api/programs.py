"""A partner's program in a test: it asks as programs do, and is answered with the rights of the public's role."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR

from antigone.bureau.disclosure.partners import Audience, PartnerDraft, Scope, add_partner

ALL = PartnerDraft("Agency", tuple(Scope), "agency.example", Audience.PARTNER, quota=1_000_000)


@dataclass(frozen=True)
class Answer:
    """What a program was told."""

    status: int
    headers: Any
    body: Any


@dataclass(frozen=True)
class Program:
    """Asks with one key."""

    key: str

    def asks(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request below ``/api/v1/``; a body that is no text or bytes is sent as JSON."""
        content = body if isinstance(body, str | bytes) or body is None else json.dumps(body)
        if self.key:
            headers = {"Authorization": f"Bearer {self.key}", **headers}
        with acting_as("antigone_public"):
            got = Client().generic(
                method, f"/api/v1/{path}", content or "", "application/json",
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )  # fmt: skip
        return Answer(got.status_code, got.headers, json.loads(got.content) if got.content else None)

    def gets(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.asks("GET", path, **headers)

    def posts(self, path: str, body: Any, **headers: str) -> Answer:
        """POST."""
        return self.asks("POST", path, body, **headers)


def program(draft: PartnerDraft = ALL) -> Program:
    """A program of a partner who has just been given a key."""
    return Program(add_partner(draft, actor=REGISTRAR))
