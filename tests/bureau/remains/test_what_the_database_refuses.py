"""The rules of custody hold against whoever writes SQL with the desk's own rights, each with one clear sentence."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.remains.morgue import KEEPER, PAPER, arrive, build

from antigone.bureau.remains.acts import now
from antigone.bureau.remains.models import Part, Place
from antigone.bureau.remains.transfers.actions import accept, draw_up, hand_over, offer, transfer_numbered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_parts(db: None) -> None:
    build()
    arrive("P-1", "P-2")


def refused(*statements: str) -> str:
    """What the database says when the desk's role writes this; none of it stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_staff")
        with pytest.raises(DatabaseError) as told, transaction.atomic():
            cursor.execute(";\n".join(statements))
    return str(told.value).splitlines()[0]


def act(verb: str, *, at: str = "clock_timestamp()", gives: str = "A", takes: str = "B", **more: str) -> str:
    fields = {"document": "'7'", "words": "''", "source": "''", "said_on": "''", "grave": "''"} | more
    return (
        f"INSERT INTO remains_act (verb, at, by, gives, takes, {', '.join(fields)})"
        f" VALUES ('{verb}', {at}, 'x', '{gives}', '{takes}', {', '.join(fields.values())})"
    )


def event(number: str = "P-1", place: str | None = "M2", origin: str | None = None) -> str:
    def of(code: str | None) -> str:
        return f"(SELECT id FROM remains_place WHERE code = '{code}')" if code else "NULL"

    return (
        "INSERT INTO remains_custodyevent (part_id, act_id, step, verb, holder, party, offer, place_id, origin_id)"
        f" SELECT id, (SELECT max(id) FROM remains_act), 99, '', '', '', '', {of(place)}, {of(origin)}"
        f" FROM remains_part WHERE number = '{number}'"
    )


def part(number: str, checked: str = "x") -> str:
    return (
        "INSERT INTO remains_part (number, what, tags, explosives_checked_by, holder, party, offer, steps)"
        f" VALUES ('{number}', '', '{{}}', '{checked}', '', '', '', 0)"
    )


def a_list(number: str, *numbers: str) -> None:
    accept(offered(number, *numbers), actor=KEEPER)


def offered(number: str, *numbers: str) -> UUID:
    public_id = draw_up(number, numbers, party="та сторона", actor=KEEPER)
    offer(public_id, actor=KEEPER)
    return public_id


def test_a_number_is_never_used_again() -> None:
    assert refused(part("P-1")) == "the number P-1 was given before, and a number is never used again"
    assert "never used again" in refused("INSERT INTO remains_body (number) VALUES ('P-2')")
    assert "Latin capitals" in refused(part("Р-3"))  # a Cyrillic letter that looks Latin
    assert "checked for explosives" in refused(part("P-3", checked=" "))


def test_a_part_is_in_one_place() -> None:
    assert refused(act("received"), event()) == (
        "part P-1 cannot be in two places: it was received already and lies in M1-A"
    )
    assert refused(act("moved"), event(origin="CAR-1")) == (
        "part P-1 cannot be in two places: it lies in M1-A, not in CAR-1"
    )
    assert refused(act("moved"), event(place="M1-A")) == "part P-1 lies in M1-A already"
    assert "needs a place of storage" in refused(act("moved"), event(place=None))
    assert refused(act("returned"), event()) == "part P-1 cannot come back: it lies in M1-A"


def test_nothing_happens_before_what_happened_or_in_the_future() -> None:
    assert "nothing is written down before" in refused(act("moved", at="now() - interval '1 day'"), event())
    assert "still to come" in refused(act("moved", at="now() + interval '1 day'"))


@pytest.mark.parametrize("verb", ["moved", "handed_over", "returned", "buried", "sealed", "packet_out"])
@pytest.mark.parametrize(("gives", "takes"), [("", "B"), ("A", ""), ("Оксана", " оксана ")])
def test_what_changes_hands_bears_two_signatures(verb: str, gives: str, takes: str) -> None:
    assert "two signatures of two different people" in refused(act(verb, gives=gives, takes=takes))


def test_a_handover_and_a_move_name_the_paper_that_bears_them() -> None:
    assert "both sides have signed" in refused(act("returned", document="''"))
    assert "signed by two accounts at the desk, or on a paper" in refused(act("moved", document="''"))


def test_what_was_handed_over_is_not_offered_again_before_it_came_back() -> None:
    a_list("L-1", "P-1")
    hand_over(transfer("L-1"), signed=PAPER, actor=KEEPER)
    line = (
        "INSERT INTO remains_transferline (transfer_id, part_id) SELECT (SELECT max(id) FROM remains_transfer), id"
        " FROM remains_part WHERE number = 'P-1'"
    )
    new_list = (
        "INSERT INTO remains_transfer (number, party, channel, drawn_up_by) VALUES ('L-2', 'та сторона', '', 'x')"
    )
    sentence = "part P-1 was handed over to та сторона and has not come back; it cannot be offered again"
    assert refused(new_list, line) == sentence
    of_list = {"transfer_id": "(SELECT max(id) FROM remains_transfer)"}
    assert refused(new_list, act("offered", **of_list), event(place=None)) == sentence
    assert "is not in our keeping" in refused(act("moved"), event())


def test_nothing_is_handed_over_that_was_not_accepted_on_that_list() -> None:
    offered("L-1", "P-1")
    of_list = {"transfer_id": "(SELECT max(id) FROM remains_transfer)"}
    assert refused(act("handed_over", **of_list), event(place=None)) == (
        "nobody has accepted part P-1 on list L-1; it is not handed over"
    )
    assert "is not on offer on list L-1" in refused(act("accepted", **of_list), event("P-2", place=None))
    assert "about a transfer list" in refused(act("accepted"))
    assert "is on offer already, on list L-1" in refused(
        "INSERT INTO remains_transfer (number, party, channel, drawn_up_by) VALUES ('L-2', 'інша', '', 'x')",
        act("offered", **of_list),
        event(place=None),
    )


def test_a_refusal_has_words_a_source_and_a_day_and_a_burial_its_grave() -> None:
    offered("L-1", "P-1")
    of_list = {"transfer_id": "(SELECT max(id) FROM remains_transfer)"}
    assert "its words" in refused(act("refused", words="'не наші'", source="''", said_on="'2026'", **of_list))
    assert "find the grave" in refused(act("buried"))
    assert "say why" in refused(act("assembled"))


def test_a_full_place_takes_nothing_more() -> None:
    arrive("P-3", "P-4", "P-5", place="M1-B")
    assert refused(act("moved"), event(place="M1-B")) == (
        "M1-B has room for 3, and 4 would lie there; choose another place, or say that it has more room"
    )
    Place.objects.filter(code="UA").update(capacity=5)
    assert "UA has room for 5, and 6 would lie there" in refused(part("P-6"), act("received"), event("P-6"))


@pytest.mark.parametrize(
    "table",
    [
        "act",
        "custodyevent",
        "part",
        "body",
        "recovery",
        "transfer",
        "transferline",
        "packet",
        "stocktake",
        "givennumber",
    ],
)
def test_nothing_is_rewritten_or_forgotten(table: str) -> None:
    refused(f"DELETE FROM remains_{table}")
    refused(f"UPDATE remains_{table} SET id = 0")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_public")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"SELECT * FROM remains_{table}")


def test_not_even_the_owner_rewrites_an_event_or_deletes_a_part() -> None:
    for statement in ("UPDATE remains_custodyevent SET verb = 'moved'", "DELETE FROM remains_act",
                      "DELETE FROM remains_part", "UPDATE remains_part SET number = 'X-1'"):  # fmt: skip
        with pytest.raises(DatabaseError, match=r"only grows|not deleted|keeps its number"), transaction.atomic():
            connection.cursor().execute(statement)


def test_where_a_part_stands_is_written_by_events_alone() -> None:
    assert "permission denied" in refused("UPDATE remains_part SET holder = 'grave', place_id = NULL")
    standing = Part.objects.get(number="P-1")
    assert standing.place is not None
    assert (standing.holder, standing.place.code, standing.steps) == ("place", "M1-A", 1)
    assert standing.last_at is not None
    assert now() - standing.last_at < timedelta(minutes=5)


def transfer(number: str) -> UUID:

    return transfer_numbered(number)
