"""Remains in the states that matter to the desk's pages, made with the desk's own rights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from tests.bureau.remains.morgue import KEEPER, PAPER, arrive, build
from tests.interfaces.desk.deciding import rights_of_the_owner
from tests.interfaces.desk.office import OPERATOR, PASSWORD

from antigone.bureau.ledger import Actor
from antigone.bureau.remains.actions import propose_move
from antigone.bureau.remains.bodies.actions import assemble
from antigone.bureau.remains.effects.actions import seal
from antigone.bureau.remains.field.actions import keep_entry
from antigone.bureau.remains.field.values import EntryDraft
from antigone.bureau.remains.queries import public_id_of, whose_number
from antigone.bureau.remains.transfers.actions import accept, draw_up, offer
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

Arguments = dict[str, object]
#: Another custodian, who signed first.
GUARD = Actor("guard", "custodian")


def a_place() -> Arguments:
    build()
    return {"code": "M1-A"}


def a_part() -> Arguments:
    build()
    arrive("P-1", "P-2")
    return {"public_id": public_id_of("P-1")}


def a_find() -> Arguments:
    build()
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    found = EntryDraft(uuid4(), "REC-9", "лісосмуга", at, number="P-9", explosives_checked_by="сапер Рута")
    keep_entry(found, actor=KEEPER)
    return {"entry": found.id}


def a_part_with_a_packet() -> Arguments:
    part = a_part()
    seal("S-1", "P-1", ["годинник"], signed=PAPER, actor=KEEPER)
    return part


def a_body() -> Arguments:
    a_part()
    assemble("B-1", ["P-1", "P-2"], because="суглоби", actor=KEEPER)
    return {"public_id": whose_number("B-1")[1]}


def an_act(what: str, *, on_a_part: bool = False) -> Callable[[], Arguments]:
    def made() -> Arguments:
        found = a_part()
        return {"what": what} | ({"about": found["public_id"]} if on_a_part else {})

    return made


def a_second_custodian() -> None:
    with rights_of_the_owner():
        add_account(GUARD.name, Role.CUSTODIAN, password=PASSWORD, actor=OPERATOR)


def a_waiting_move() -> Arguments:
    a_part()
    a_second_custodian()
    return {"public_id": propose_move(["P-1", "P-2"], "CAR-1", actor=GUARD)}


def a_list() -> Arguments:
    a_part()
    return {"public_id": draw_up("L-1", ["P-1", "P-2"], party="та сторона", actor=KEEPER)}


def an_offered_list() -> Arguments:
    drawn = a_list()
    offer(drawn["public_id"], actor=KEEPER)  # type: ignore[arg-type]
    return drawn


def an_accepted_list() -> Arguments:
    offered = an_offered_list()
    accept(offered["public_id"], actor=KEEPER)  # type: ignore[arg-type]
    return offered
