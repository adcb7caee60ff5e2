"""The program of `docs/api.md`, word for word, against the partners' process as it is served."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.sites import LiveSite, OpenSite

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import PartnerDraft, Scope, add_partner

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[4] / "docs" / "api.md"
KEYS: list[str] = []


def load() -> None:
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    scopes = (Scope.SEARCH, Scope.FEED, Scope.WRITE)
    KEYS.append(add_partner(PartnerDraft("Agency", scopes, "agency.example"), actor=REGISTRAR))


@pytest.fixture(scope="module")
def site(open_site: OpenSite) -> LiveSite:
    return open_site("partners", load=load, ANTIGONE_PUBLIC_HOSTS="bureau.example,127.0.0.1")


@pytest.fixture
def bureau_of() -> Callable[[str, str], Any]:
    (program,) = re.findall(r"^```python\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec(compile(program, str(DOCS), "exec"), names)
    return names["Bureau"]  # type: ignore[no-any-return]


def test_it_searches_mirrors_and_brings(site: LiveSite, bureau_of: Callable[[str, str], Any]) -> None:
    bureau = bureau_of(site.url, KEYS[0])
    assert [one["name"] for one in bureau.search(name="Ostap Goncharovskyi", born="1987")] == [
        "Гончаровський Остап Лукич"
    ]
    assert bureau.search(name="Остап") == []
    mirror: dict[str, Any] = {}
    # Nothing younger than a second is shown, nor what an older transaction can still come before.
    deadline, cursor = time.monotonic() + 60, ""
    while not mirror and time.monotonic() < deadline:
        cursor = bureau.follow(mirror, cursor)
        time.sleep(0.1)
    assert [one["name"] for one in mirror.values()] == ["Гончаровський Остап Лукич"]
    person = {"person_record_id": "agency.example/1", "full_name": "Гончар Остап"}
    first, again = bureau.bring([person], "a-name-of-ours"), bureau.bring([person], "a-name-of-ours")
    assert first == again
    assert bureau.ask("GET", f"records/{first['delivery']}")["state"] == "waiting"
    with pytest.raises(RuntimeError, match="422: this Idempotency-Key came with another request"):
        bureau.bring([], "a-name-of-ours")
    with pytest.raises(RuntimeError, match="401: send «Authorization: Bearer»"):
        bureau_of(site.url, "wrong").search(name="Остап")
    assert KEYS[0] not in site.said()
