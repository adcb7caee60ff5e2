"""The queue as people work it: every page once and in order, filters that tell apart, bounded counts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.matching.lists import (
    CASE_WORKER,
    a_village,
    compare,
    families_say,
    found,
    lists_say,
    match_between,
    missing,
    record,
)

from antigone.bureau.matching import worklist
from antigone.bureau.matching.actions import exclude_match, take_up_match
from antigone.bureau.matching.models import Match, MatchState, Relation
from antigone.bureau.matching.outside import Outside, replace_line
from antigone.bureau.matching.worklist import Band, Cursor, Filter, NotACursor, TooSlow, Whose, count, queue_page
from antigone.bureau.registry.drafts import RecordDraft, RecordKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def village() -> None:
    people = a_village(80, seed=5)
    families_say(*[one for one in people if one.kind is RecordKind.MISSING])
    lists_say(*[one for one in people if one.kind is not RecordKind.MISSING])
    compare()


def numbers(wanted: Filter, **more: object) -> list[float]:
    return [card.joint_posterior for card in queue_page(wanted, worker="taras", **more).cards]  # type: ignore[arg-type]


def test_the_pages_hold_every_match_once_and_in_order_there_and_back(village: None) -> None:
    whole = queue_page(Filter(), worker="taras", size=10_000).cards
    assert len(whole) > 30
    page = queue_page(Filter(), worker="taras", size=7)
    assert page.before is None
    there = list(page.cards)
    while page.after is not None:
        page = queue_page(Filter(), worker="taras", size=7, after=page.after)
        there += page.cards
    assert tuple(there) == whole
    back = list(page.cards)
    while page.before is not None:
        page = queue_page(Filter(), worker="taras", size=7, before=page.before)
        back = [*page.cards, *back]
    assert tuple(back) == whole
    posteriors = [card.joint_posterior for card in whole]
    assert posteriors == sorted(posteriors, reverse=True)


def test_matches_that_are_exactly_alike_are_neither_lost_nor_shown_twice(village: None) -> None:
    Match.objects.update(joint_posterior=0.25, log10_lr=3.0)
    page = queue_page(Filter(), worker="taras", size=3)
    seen = [card.public_id for card in page.cards]
    while page.after is not None:
        page = queue_page(Filter(), worker="taras", size=3, after=page.after)
        seen += [card.public_id for card in page.cards]
    assert len(seen) == len(set(seen)) == Match.objects.filter(relation="across").count()


def test_a_place_in_the_queue_is_written_and_read_to_the_last_bit() -> None:
    place = Cursor(0.1 + 0.2, -1 / 3, 2**40)
    assert Cursor.read(str(place)) == place
    for broken in ("", "x", "ä", str(place)[:-4], str(Cursor(float("nan"), 0.0, 1)), str(Cursor(float("inf"), 0.0, 1))):
        with pytest.raises(NotACursor):
            Cursor.read(broken)


def test_bands_part_the_queue(village: None) -> None:
    whole = numbers(Filter(), size=10_000)
    parts = [numbers(Filter(band=band), size=10_000) for band in Band if band is not Band.ALL]
    assert [one for part in parts for one in part] == whole
    for band, part in zip([band for band in Band if band is not Band.ALL], parts, strict=True):
        low, high = band.bounds
        assert all(low <= one < high for one in part)


def test_each_filter_shows_its_own_and_nothing_else() -> None:
    families_say(
        missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"),
        missing("2", "Вишневецька Ярина Орестівна", birth_date="1991-02-03"),
    )
    lists_say(
        found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"),
        found("18", "Вишневецька Ярина", birth_date="1991-02-03"),
        RecordDraft(RecordKind.REMAINS, source_record_id="19", birth_date="1987-05-13"),
    )
    compare()
    first, second = match_between("1", "17"), match_between("2", "18")
    replace_line("DNA", [Outside((first.left_id, first.right_id), 4.0, "the laboratory says so")])
    compare()
    take_up_match(second.public_id, actor=CASE_WORKER)

    def shown(wanted: Filter, worker: str = "taras", enquired: tuple[int, ...] = ()) -> set[str]:
        cards = queue_page(wanted, worker=worker, enquired=enquired).cards
        assert count(wanted, worker=worker, enquired=enquired) == worklist.Count(len(cards), more=False)
        pairs = {first.public_id: "first", second.public_id: "second"}
        return {pairs.get(card.public_id, "another") for card in cards}

    source = record("17").source_id
    assert shown(Filter()) >= {"first", "second"}
    assert shown(Filter(name="Гончар")) == shown(Filter(name="honchar")) == {"first"}
    assert shown(Filter(name="Ostap Honcharovskyi")) == {"first"}
    assert shown(Filter(name="Остап Вишневецька")) == set()
    assert shown(Filter(name="!!!")) == set()
    assert shown(Filter(name="Zzyzx")) == set()
    assert shown(Filter(found_kind="dead")) >= {"first", "second"}
    assert shown(Filter(found_kind="prisoner")) == set()
    assert shown(Filter(source=source)) >= {"first", "second"}
    assert shown(Filter(source=source + 1_000)) == set()
    assert shown(Filter(dna=True)) == {"first"}
    assert shown(Filter(enquired=True), enquired=(second.left_id,)) == {"second"}
    assert shown(Filter(enquired=True)) == set()
    assert shown(Filter(whose=Whose.MINE)) == {"second"}
    assert shown(Filter(whose=Whose.MINE), worker="iryna") == set()
    assert "second" not in shown(Filter(whose=Whose.NOBODY))
    assert shown(Filter(state=MatchState.UNDER_REVIEW)) == {"second"}
    assert shown(Filter(relation=None, state=MatchState.UNDER_REVIEW, whose=Whose.MINE)) == {"second"}
    exclude_match(second.public_id, identifier="dental", because="other teeth", actor=CASE_WORKER)
    assert "second" not in shown(Filter())
    assert shown(Filter(state=MatchState.EXCLUDED)) == {"second"}
    assert worklist.taken_up("taras") == 0


def test_duplicates_have_a_queue_of_their_own(village: None) -> None:
    for relation in (Relation.SOUGHT, Relation.FOUND):
        cards = queue_page(Filter(relation=relation), worker="taras").cards
        assert {card.relation for card in cards} <= {relation}
    assert queue_page(Filter(relation=Relation.FOUND), worker="taras").cards


def test_no_more_is_counted_than_the_page_says(village: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "COUNTED", 5)
    assert count(Filter(), worker="taras") == worklist.Count(5, more=True)


def test_the_desks_role_may_read_it_and_a_page_is_a_few_statements(village: None) -> None:
    with acting_as("antigone_staff"), CaptureQueriesContext(connection) as caught:
        assert queue_page(Filter(name="Гончар", found_kind="dead"), worker="taras").cards
    assert len(caught) < 16  # the statements that open and close what bounds them are counted


def test_what_takes_too_long_is_refused_and_the_next_statement_is_free(
    village: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "_FROM", "FROM (SELECT m.*, pg_sleep(1) FROM matching_match m) m")
    monkeypatch.setattr(worklist, "_TIMEOUT_MS", 60)
    with pytest.raises(TooSlow, match="narrower"):
        queue_page(Filter(), worker="taras")
    monkeypatch.setattr(worklist, "_COUNTING_MS", 60)
    assert count(Filter(), worker="taras") is None
    monkeypatch.undo()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.4)")
    assert queue_page(Filter(), worker="taras").cards
