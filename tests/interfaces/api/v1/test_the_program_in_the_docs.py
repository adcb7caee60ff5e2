"""The programs of `docs/api.md`, word for word, against the partners' process as it is served."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.sites import LiveSite, OpenSite

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import Audience, PartnerDraft, Scope, add_partner
from antigone.bureau.disclosure.partners.webhooks import Outcome, Postman, Said
from antigone.bureau.disclosure.partners.webhooks.outbox import body_of, signed_headers
from antigone.server.webhooks import written

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[4] / "docs" / "api.md"
KEYS: list[str] = []


def load() -> None:
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    agency = PartnerDraft("Agency", tuple(Scope), "agency.example", Audience.PARTNER)
    KEYS.append(add_partner(agency, actor=REGISTRAR))


@pytest.fixture(scope="module")
def site(open_site: OpenSite) -> LiveSite:
    return open_site("partners", load=load, ANTIGONE_PUBLIC_HOSTS="bureau.example,127.0.0.1")


def names_of(program: int) -> dict[str, Any]:
    """What one of the programs in the docs defines."""
    programs = re.findall(r"^```python\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec(compile(programs[program], str(DOCS), "exec"), names)
    return names


def test_it_searches_mirrors_and_brings(site: LiveSite) -> None:
    names = names_of(0)
    bureau, refused = names["Bureau"](site.url, KEYS[0]), names["Refused"]
    assert [one["name"] for one in bureau.search(name="Ostap Goncharovskyi", born="1987")] == [
        "Гончаровський Остап Лукич"
    ]
    assert bureau.search(name="Остап") == []
    mirror: dict[str, Any] = {"gone": {"keep_until": "2020-01-01T00:00:00Z"}}
    # Nothing younger than a second is shown, nor what an older transaction can still come before.
    deadline, cursor = time.monotonic() + 180, ""
    while not any("person" in kept for kept in mirror.values()) and time.monotonic() < deadline:
        cursor = bureau.follow(mirror, cursor)
        time.sleep(0.1)
    assert [kept["person"]["name"] for kept in mirror.values()] == ["Гончаровський Остап Лукич"]
    assert bureau.agreed() == []
    person = {"person_record_id": "agency.example/1", "full_name": "Гончар Остап"}
    delivery = bureau.bring("records", {"persons": [person]})["delivery"]
    assert bureau.ask("GET", f"records/{delivery}")["state"] == "waiting"
    assert len(bureau.bring("enquiries", {"sought": {"names": ["Гончар Остап"]}})["receipt"].split()) == 10
    with pytest.raises(refused, match="401: send «Authorization: Bearer»"):
        names["Bureau"](site.url, "wrong").search(name="Остап")
    with pytest.raises(refused, match=r"422: body/born: «1987\.05» is no date") as said:
        bureau.search(name="Остап", born="1987.05")
    assert said.value.retry_after is None
    assert KEYS[0] not in site.said()


def test_a_line_that_breaks_brings_nothing_twice(site: LiveSite, monkeypatch: pytest.MonkeyPatch) -> None:
    names = names_of(0)
    bureau, error = names["Bureau"](site.url, KEYS[0]), names["urllib"].error.URLError
    monkeypatch.setattr(names["time"], "sleep", lambda _seconds: None)
    real, breaks, answers = bureau.ask, [True, True, False], []

    def ask(*given: Any, **named: Any) -> Any:
        answers.append(real(*given, **named))
        if breaks.pop(0):
            raise error("the answer is lost")
        return answers[-1]

    bureau.ask = ask
    person = {"person_record_id": "agency.example/2", "full_name": "Гончар Юхим"}
    assert bureau.bring("records", {"persons": [person]}) == answers[0]
    assert answers == [answers[0]] * 3


def test_the_listener_believes_the_bureau_alone() -> None:
    told, key = names_of(1)["told"], Ed25519PrivateKey.generate()
    postman = Postman(key.sign, lambda *_: Said(Outcome.SENT, ""))
    now = datetime.now(UTC)
    body = body_of("delivery.closed", now, {"delivery": "4e8c1a54-8d7c-4ac2-ae73-56c2b1a6b53d"})
    headers = signed_headers(postman, "one", body, now)
    assert told(headers, body, written(key.public_key()))["data"] == {
        "delivery": "4e8c1a54-8d7c-4ac2-ae73-56c2b1a6b53d"
    }
    for wrong in (body + b" ", body.replace(b"closed", b"opened")):
        with pytest.raises(InvalidSignature):
            told(headers, wrong, written(key.public_key()))
    with pytest.raises(InvalidSignature):
        told(headers, body, written(Ed25519PrivateKey.generate().public_key()))
    old = signed_headers(postman, "one", body, now - timedelta(minutes=6))
    with pytest.raises(ValueError, match="too old"):
        told(old, body, written(key.public_key()))
