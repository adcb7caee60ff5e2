"""What is private changes nothing that a visitor gets: one bureau twice, with and without it, under the same visits.

The routes come from the URL configuration. More runs: ``ANTIGONE_TWO_WORLDS_RUNS=1000 python -m pytest
tests/two_worlds``, and ``ANTIGONE_TWO_WORLDS_STEPS`` for longer ones; the default is meant for every commit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.imaging.drawn import photograph
from tests.two_worlds import bureaus, desk
from tests.two_worlds.leaks import LEAKS, Leak
from tests.two_worlds.routes import FORMS, LANGUAGES, address, route_names
from tests.two_worlds.visiting import Visitor
from tests.two_worlds.worlds import TwoWorlds, Visit, WorldsDiffer, two_worlds

from antigone.bureau.enquiries.models import Notice, Opening, Telling
from antigone.bureau.identification.deciding.models import Identification
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db

#: So many walks find every leak that is planted here, and are made at every commit without one.
RUNS_AT_EVERY_COMMIT = 20
RUNS = int(os.environ.get("ANTIGONE_TWO_WORLDS_RUNS", RUNS_AT_EVERY_COMMIT))
STEPS = int(os.environ.get("ANTIGONE_TWO_WORLDS_STEPS", "25"))


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[TwoWorlds]:
    with two_worlds(django_db_blocker, bureaus.publicly, bureaus.privately) as both:
        yield both


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time has tests of its own; here the grid of instants would only cost it."""
    monkeypatch.setattr("antigone.interfaces.website.even_answers.time.sleep", lambda _seconds: None)


def walk(worlds: TwoWorlds, *, runs: int, seed: bool) -> None:
    visitor = type("Visitor", (Visitor,), {"worlds": worlds})
    run_state_machine_as_test(
        visitor,
        settings=settings(
            max_examples=runs,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=seed,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_route_of_the_website_is_visited_here() -> None:
    assert set(route_names()) == set(FORMS)


def test_the_fuller_world_is_fuller(worlds: TwoWorlds) -> None:
    counted: dict[str, list[int]] = {}
    for world in (worlds.plain, worlds.fuller):
        with world.entered():
            for kept in (Record, Match, Identification, Opening, Notice, Telling, Event):
                counted.setdefault(kept.__name__, []).append(kept.objects.count())
    assert all(plain < fuller for plain, fuller in counted.values()), counted


def test_what_is_not_released_changes_nothing_in_the_gallery(worlds: TwoWorlds) -> None:
    there = address("website:things", "uk")
    with worlds.undone_afterwards():
        shown = worlds.visit(Visit("GET", there)).body.decode()
        assert "Якір, обвитий мотузкою" in shown
        for form in ({"act": "pictures"}, {"words": "хрестик"}, {"kind": "face"}, {"region": "Сумська область"}):
            worlds.visit(Visit("POST", there, form))
        worlds.visit(Visit("POST", there, {"kind": "tattoo"}, photograph(seed=8)))


def test_the_told_family_reads_what_it_was_told(worlds: TwoWorlds) -> None:
    with worlds.undone_afterwards():
        page = worlds.visit(Visit("POST", address("website:receipt", "uk"), {"words": bureaus.TOLD_WORDS[0]}))
    assert "Він живий." in page.body.decode()
    assert "Ми прочитали Ваш лист." in page.body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_somebody_sought_already_gets_the_same_answer(worlds: TwoWorlds, language: str) -> None:
    with worlds.undone_afterwards():
        for chance, asked in enumerate(bureaus.PEOPLE):
            answer = worlds.visit(Visit("POST", address("website:ask", language), {"name": asked["name"]}), chance)
            assert answer.status == 200


@pytest.mark.parametrize("act", [desk.the_desk_answers, desk.the_desk_closes], ids=["answered", "closed"])
def test_who_is_not_read_any_more_gets_the_same_pages(worlds: TwoWorlds, act: Callable[[str], None]) -> None:
    """What is set aside unread has to move the page as what is read does."""
    words, there = bureaus.TOLD_WORDS[0], address("website:receipt", "uk")
    with worlds.undone_afterwards():
        worlds.fuller.does(lambda: desk.the_desk_blocks(words))
        worlds.both_do(lambda: act(words))
        worlds.visit(Visit("POST", there, {"words": words, "act": "message", "message": "Чому?"}))
        worlds.both_do(bureaus.the_worker_takes_in)
        page = worlds.visit(Visit("POST", there, {"words": words}))
    assert "Чому?" in page.body.decode()


def test_what_is_written_and_not_delivered_takes_no_letters_place(worlds: TwoWorlds) -> None:
    """Of 400 letters that are kept, one that a family does not see would be one that it misses."""
    words, there = bureaus.TOLD_WORDS[0], address("website:receipt", "uk")
    with worlds.undone_afterwards():
        worlds.both_do(lambda: desk.letters_are_kept(words, seen=399))
        page = worlds.visit(Visit("POST", there, {"words": words, "act": "message", "message": "Чому?"}))
    assert "Чому?" in page.body.decode()


@pytest.mark.slow
def test_no_visitor_can_tell_the_worlds_apart(worlds: TwoWorlds) -> None:
    walk(worlds, runs=RUNS, seed="ANTIGONE_TWO_WORLDS_RUNS" not in os.environ)


@pytest.mark.slow
@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.__name__)
def test_a_leak_is_found(worlds: TwoWorlds, leak: Leak, monkeypatch: pytest.MonkeyPatch) -> None:
    leak(monkeypatch)
    with pytest.raises(WorldsDiffer):
        walk(worlds, runs=RUNS_AT_EVERY_COMMIT, seed=True)
