"""The first page tells each role what waits and how much there is, and of few people no number."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.bureau.people import arrive, dead, prisoner
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import PRISONER_NAME, STAFF

from antigone.bureau.registry.models import Record
from antigone.interfaces.desk.permissions import Role, Visitor
from antigone.interfaces.desk.work import LEAST_SAID, TILES, Cell, Counted, Tile, cell, shown_tiles, total_of


def tile(page: str, label: str) -> str:
    """The number that stands on a tile."""
    found = re.search(rf"<dt>(?:<a [^>]*>)?{re.escape(label)}(?:</a>)?</dt><dd>\s*(.*?)\s*</dd>", page)
    assert found, label
    return found[1]


@given(st.integers(0, 10**9))
def test_no_number_of_people_from_one_to_four_is_said(number: int) -> None:
    said = cell(number)
    assert said.hidden == (0 < number < LEAST_SAID)
    assert said.number == (LEAST_SAID if said.hidden else number)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_sum_tells_a_number_that_is_hidden_beside_it(numbers: list[int]) -> None:
    total = total_of(numbers)
    hidden = [number for number in numbers if 0 < number < LEAST_SAID]
    if not hidden:
        assert total == cell(sum(numbers))
        return
    # Any other numbers from one to four in the place of the hidden ones would give the same sum.
    others = [LEAST_SAID - number if 0 < number < LEAST_SAID else number for number in numbers]
    assert total_of(others) == total
    assert total.at_least
    assert total.number <= sum(numbers)


def test_few_records_of_a_kind_are_not_counted_out(registrar: Client) -> None:
    page = registrar.get("/").text
    assert tile(page, "Prisoners") == "fewer than 5"
    assert tile(page, "All records") == "not said"
    arrive(*(prisoner(f"p-{number}", f"Коваленко Юхим {'Савич' * number}") for number in range(1, 7)))
    cache.clear()
    page = registrar.get("/").text
    assert tile(page, "Prisoners") == "7"
    assert tile(page, "Remains") == "fewer than 5"
    assert tile(page, "All records") == "at least 7"


def test_a_registrar_sees_what_the_registry_waits_for(registrar: Client) -> None:
    page = registrar.get("/").text
    assert tile(page, "Rows that did not arrive, in imports of the last 30 days") == "155"
    assert tile(page, "Lists imported in the last 30 days") == "2"
    assert tile(page, "Records that are withheld") == "0"
    assert 'href="/imports/">Lists imported in the last 30 days' in page
    assert "Enter a record" in page
    record = Record.objects.get(source_record_id="m-1")
    registrar.post(f"/records/{record.public_id}/withhold/", {"reason": "contested"})
    cache.clear()
    assert tile(registrar.get("/").text, "Records that are withheld") == "fewer than 5"


@pytest.mark.parametrize("name", STAFF)
def test_every_role_has_a_first_page_of_numbers_alone(name: str, office: None, staff_rights: None) -> None:
    page = signed_in(name).get("/").text
    assert PRISONER_NAME not in page
    assert "Records in the registry" in page
    assert ("Enter a record" in page) == (STAFF[name] is Role.REGISTRAR)


def test_other_roles_see_their_own_numbers(office: None) -> None:
    assert tile(signed_in("watcher").get("/").text, "Acts that have no place in the ledger yet") != ""
    assert tile(signed_in("chief").get("/").text, "Accounts whose password somebody else made") == "0"
    assert tile(signed_in("taras").get("/").text, "Enquiries that nobody has taken yet") == "0"
    assert "Acts in the ledger" not in signed_in("lab").get("/").text


def test_what_waits_for_nobody_is_not_shown_and_what_waits_is_exact(desk: None) -> None:
    mine = Tile("t", "Yours", lambda visitor: len(visitor.name), Counted.MINE, frozenset({Role.AUDITOR}), "desk:home")
    (shown,) = shown_tiles([mine], Visitor("abc", frozenset({Role.AUDITOR})))
    assert (shown.cell, shown.address, shown.mine) == (Cell(3), "/", True)
    assert shown_tiles([mine], Visitor("", frozenset({Role.AUDITOR}))) == []
    assert shown_tiles([mine], Visitor("abc", frozenset({Role.ANALYST}))) == []


def test_a_tile_whose_page_is_not_open_to_the_visitor_is_no_link(desk: None) -> None:
    closed = Tile("t2", "x", lambda _visitor: 9, Counted.THINGS, frozenset({Role.LABORATORY}), "desk:source-new")
    missing = Tile("t3", "x", lambda _visitor: 9, Counted.THINGS, frozenset({Role.LABORATORY}), "desk:no-such-page")
    for shown in shown_tiles([closed, missing], Visitor("lab", frozenset({Role.LABORATORY}))):
        assert shown.address == ""


def test_tiles_are_told_apart_by_their_keys() -> None:
    assert len({one.key for one in TILES}) == len(TILES)


def test_the_first_page_asks_little_and_less_when_it_is_opened_again(registrar: Client) -> None:
    arrive(*(dead(f"x-{number}", "Коваленко Юхим") for number in range(50)))
    with CaptureQueriesContext(connection) as first:
        registrar.get("/")
    with CaptureQueriesContext(connection) as second:
        registrar.get("/")
    assert len(second) < len(first) <= 25
