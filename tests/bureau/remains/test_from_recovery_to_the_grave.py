"""What custodians do with remains, and what the register says of it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from tests.bureau.remains.morgue import KEEPER, PAPER, arrive, build, drafts

from antigone.bureau.ledger import Actor
from antigone.bureau.remains.actions import (
    bury,
    close_place,
    drop_move,
    examine,
    keep_place,
    move,
    note_sample,
    propose_move,
    receive,
    sign_move,
    take_back,
)
from antigone.bureau.remains.bodies.actions import assemble, reassociate, split, take_out
from antigone.bureau.remains.counting.actions import note_temperature, take_stock
from antigone.bureau.remains.counting.queries import list_parts, temperatures, totals
from antigone.bureau.remains.effects.actions import hand_packet_over, open_packet, seal, take_packet_back
from antigone.bureau.remains.models import PlaceKind, Step, Subject
from antigone.bureau.remains.queries import (
    body_number,
    body_page,
    part_page,
    public_id_of,
    seals_of,
    transfer_acts,
    transfer_card,
    transfer_parts,
    waiting_moves,
    whose_number,
)
from antigone.bureau.remains.transfers.actions import (
    accept,
    draw_up,
    hand_over,
    note_silence,
    offer,
    refuse,
    withdraw_offer,
)
from antigone.bureau.remains.values import (
    ListedPart,
    NotYours,
    PartDraft,
    PartPage,
    RecoveryDraft,
    Refusal,
    RemainsError,
    Signed,
    UnknownNumber,
)

pytestmark = pytest.mark.django_db

SECOND = Actor("second", "custodian")
FOUND = RecoveryDraft("REC-7", "яр за мостом", "37U DQ 41", "пошукова група 3", "2026-03", "")
#: Long enough ago that what follows in a test can stand between then and now.
THEN = datetime.now(UTC) - timedelta(days=30)


@pytest.fixture(autouse=True)
def morgue(db: None) -> Iterator[None]:
    """Places, two custodians, and from here on the rights that the database grants the desk."""
    build()
    for name in (KEEPER.name, SECOND.name):
        User.objects.create_user(name).groups.add(Group.objects.get_or_create(name="custodian")[0])
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def page(number: str) -> PartPage:
    return part_page(public_id_of(number))


def where(number: str) -> ListedPart:
    return page(number).now


def events(verb: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event WHERE verb = %s", [verb])
        return int(cursor.fetchone()[0])


def test_what_is_taken_in_keeps_its_tags_its_recovery_and_its_number() -> None:
    draft = PartDraft("p-1", "m2", "сапер Рута", "таз і стегнова кістка", ("A 17", "жетон 5"), FOUND)
    numbers = receive([draft, *drafts(["", ""])], brought_by="", taken_by="Оксана", actor=KEEPER)
    assert numbers[0] == "P-1"
    assert numbers[1] != numbers[2]
    found = page("P-1")
    assert (found.tags, found.recovery) == (("A 17", "жетон 5"), RecoveryDraft(
        "REC-7", "яр за мостом", "37UDQ41", "пошукова група 3", "2026-03", ""))  # fmt: skip
    assert [(link.verb, link.place) for link in found.chain] == [("received", "M2")]
    assert events("remains.receive") == 1


def test_of_a_list_with_one_bad_row_nothing_is_taken_in_and_the_row_is_named() -> None:
    arrive("P-2")
    rows = [PartDraft("P-1", "M2", "x", line=2), PartDraft("P-2", "M2", "x", line=3)]
    with pytest.raises(RemainsError, match=r"^line 3: the number P-2 was given before"):
        receive(rows, brought_by="", taken_by="Оксана", actor=KEEPER)
    with pytest.raises(UnknownNumber, match="P-1"):
        page("P-1")
    with pytest.raises(RemainsError, match="37UDQ41"):
        receive(
            [PartDraft("P-3", "M2", "x", recovery=RecoveryDraft("R-1", "яр", "37UDQ41236789"))],
            brought_by="",
            taken_by="Оксана",
            actor=KEEPER,
        )


def test_an_examination_is_a_checklist_of_which_the_newest_line_counts() -> None:
    arrive("P-1")
    examine("P-1", {Subject.DENTAL: Step.IN_PROGRESS, Subject.FINGERPRINTS: Step.NOT_POSSIBLE}, actor=KEEPER)
    examine("P-1", {Subject.DENTAL: Step.COMPLETED}, actor=KEEPER)
    note_sample("P-1", "B-113", actor=KEEPER)
    found = page("P-1")
    assert found.checklist["dental"] == ("completed", "keeper")
    assert found.checklist["fingerprints"][0] == "not possible"
    assert found.checklist["dna"][0] == "not started"
    assert [link.verb for link in found.chain] == ["received", "examined", "examined", "sampled"]


def test_a_move_at_the_desk_is_one_when_another_custodian_has_signed_it() -> None:
    arrive("P-1", "P-2")
    moving = propose_move(["P-1", "P-2"], "CAR-1", words="до потяга", actor=KEEPER)
    assert where("P-1").place == "M1-A"
    assert [(one.numbers, one.to, one.by) for one in waiting_moves()] == [(("P-1", "P-2"), "CAR-1", "keeper")]
    with pytest.raises(NotYours, match="another custodian"):
        sign_move(moving, actor=KEEPER)
    with pytest.raises(RemainsError, match="no custodian"):
        sign_move(moving, actor=Actor("olena", "registrar"))
    assert sign_move(moving, actor=SECOND) == 2
    last = page("P-1").chain[-1]
    assert (last.place, last.gives, last.takes, last.words) == ("CAR-1", "keeper", "second", "до потяга")
    with pytest.raises(UnknownNumber, match="signed or dropped"):
        sign_move(moving, actor=SECOND)


def test_a_move_that_waited_too_long_is_refused_as_a_whole() -> None:
    arrive("P-1", "P-2")
    moving = propose_move(["P-1", "P-2"], "CAR-1", actor=KEEPER)
    move(["P-2"], "M2", signed=PAPER, actor=KEEPER)
    with pytest.raises(RemainsError, match="P-2 cannot be in two places: it lies in M2, not in M1-A"):
        sign_move(moving, actor=SECOND)
    assert (where("P-1").place, where("P-2").place) == ("M1-A", "M2")
    drop_move(moving, actor=SECOND)
    assert waiting_moves() == []


def test_parts_are_assembled_and_put_elsewhere_with_their_reasons() -> None:
    arrive("P-1", "P-2", "P-3")
    assemble("B-1", ["P-1", "P-2"], because="суглоби сходяться", actor=KEEPER)
    assemble("B-2", ["P-3"], because="окремий череп", actor=KEEPER)
    with pytest.raises(RemainsError, match="part P-2 belongs to body B-1"):
        assemble("B-2", ["P-2"], because="ДНК", actor=KEEPER)
    with pytest.raises(RemainsError, match="belongs to body B-1"):
        reassociate(["P-1"], out_of="B-2", into="B-1", because="ДНК", actor=KEEPER)
    with pytest.raises(RemainsError, match="say why"):
        take_out(["P-1"], because=" ", actor=KEEPER)
    reassociate(["P-2"], out_of="B-1", into="B-2", because="ДНК каже інше", actor=KEEPER)
    assert [part.number for part in body_page("B-1").parts] == ["P-1"]
    assert [(link.detail, link.words) for link in body_page("B-2").history] == [
        ("+ P-3", "окремий череп"), ("+ P-2", "ДНК каже інше"),
    ]  # fmt: skip
    take_out(["P-2"], because="сумнів", actor=KEEPER)
    assert where("P-2").body == ""
    assert [link.verb for link in page("P-2").chain] == ["received", "assembled", "reassociated", "taken_out"]
    what, public_id = whose_number("b-1")
    assert (what, body_number(public_id)) == ("body", "B-1")


def test_a_bag_with_two_people_gives_new_parts_where_it_lies() -> None:
    arrive("P-1")
    move(["P-1"], "CAR-2", signed=PAPER, actor=KEEPER)
    split("P-1", [("P-1A", "ліва плечова"), ("P-1B", "друга ліва плечова")], explosives_checked_by="Рута",
          because="дві ліві плечові кістки", actor=KEEPER)  # fmt: skip
    assert (where("P-1").place, where("P-1A").place, where("P-1B").place) == ("CAR-2",) * 3
    assert page("P-1").pieces == ("P-1A", "P-1B")
    assert page("P-1A").split_from == "P-1"
    with pytest.raises(RemainsError, match="never used again"):
        split("P-1", [("P-1A", "")], explosives_checked_by="Рута", because="ще", actor=KEEPER)


def test_a_list_is_offered_refused_offered_again_accepted_in_part_and_handed_over() -> None:
    arrive(*(f"P-{n}" for n in range(6)))
    first = draw_up("L-1", [f"P-{n}" for n in range(5)], party="та сторона", actor=KEEPER)
    assert offer(first, at=None, document="лист 14", actor=KEEPER) == 5
    with pytest.raises(RemainsError, match="offered already"):
        offer(first, actor=KEEPER)
    assert refuse(first, refusal=Refusal("«це постановка»", "https://example.org", "2026-06-07"), actor=KEEPER) == 5
    second = draw_up("L-2", [f"P-{n}" for n in range(5)], party="та сторона", channel="МКЧХ", actor=KEEPER)
    offer(second, actor=KEEPER)
    assert accept(second, ["P-0", "P-1", "P-2"], actor=KEEPER) == 3
    assert note_silence(second, ["P-3"], actor=KEEPER) == 1
    with pytest.raises(RemainsError, match="nobody has accepted part P-4"):
        hand_over(second, ["P-4"], signed=PAPER, actor=KEEPER)
    assert hand_over(second, ["P-0", "P-1"], signed=PAPER, actor=KEEPER) == 2
    assert withdraw_offer(second, ["P-2"], words="сумнів у ДНК", actor=KEEPER) == 1
    with pytest.raises(RemainsError, match="P-0 was handed over to та сторона and has not come back"):
        draw_up("L-3", ["P-0"], party="та сторона", actor=KEEPER)
    take_back(["P-1"], "M2", signed=PAPER, words="не той мішок", actor=KEEPER)
    card = transfer_card(second)
    assert (card.listed, card.offered, card.accepted, card.refused) == (5, 5, 3, 0)
    assert (card.unanswered, card.withdrawn, card.handed_over, card.returned) == (1, 1, 2, 1)
    assert [(link.verb, count) for link, count in transfer_acts(first)] == [("offered", 5), ("refused", 5)]
    assert [(part.number, part.holder) for part in transfer_parts(second) if part.party] == [("P-0", "party")]
    draw_up("L-4", ["P-1"], party="та сторона", actor=KEEPER)


def test_a_burial_names_its_grave_and_the_dead_may_be_raised_again() -> None:
    arrive("P-1")
    bury(["P-1"], "Дніпро, кладовище 2, ділянка 7, могила 114", signed=PAPER, actor=KEEPER)
    assert where("P-1").holder == "grave"
    take_back(["P-1"], "M2", signed=PAPER, words="ексгумація", actor=KEEPER)
    assert [(link.verb, link.grave) for link in page("P-1").chain][1:] == [
        ("buried", "Дніпро, кладовище 2, ділянка 7, могила 114"), ("returned", ""),
    ]  # fmt: skip


def test_a_packet_is_sealed_opened_before_a_witness_and_sealed_anew() -> None:
    arrive("P-1")
    seal("S-1", "P-1", ["годинник", "хрестик"], signed=PAPER, actor=KEEPER)
    assert seals_of(["P-1"]) == {"P-1": ["S-1"]}
    with pytest.raises(RemainsError, match="never used again"):
        seal("S-1", "P-1", ["лист"], signed=PAPER, actor=KEEPER)
    with pytest.raises(RemainsError, match="full list"):
        seal("S-2", "P-1", [" "], signed=PAPER, actor=KEEPER)
    with pytest.raises(RemainsError, match="opened packet"):
        seal("S-2", "P-1", ["годинник"], signed=PAPER, replaces="S-1", actor=KEEPER)
    with pytest.raises(RemainsError, match="two signatures"):
        open_packet("S-1", because="фото", signed=Signed("А", "а"), actor=KEEPER)
    open_packet("S-1", because="фото для сім’ї", signed=PAPER, actor=KEEPER)
    seal("S-2", "P-1", ["годинник", "хрестик"], signed=PAPER, replaces="S-1", actor=KEEPER)
    hand_packet_over("S-2", to="сестра", signed=PAPER, actor=KEEPER)
    with pytest.raises(RemainsError, match="S-2 is handed over"):
        open_packet("S-2", because="ще", signed=PAPER, actor=KEEPER)
    take_packet_back("S-2", signed=PAPER, actor=KEEPER)
    assert [(one.seal, one.state, one.replaces) for one in page("P-1").packets] == [
        ("S-1", "opened", ""), ("S-2", "sealed", "S-1"),
    ]  # fmt: skip


def test_a_count_of_a_place_says_what_differs_and_changes_nothing() -> None:
    arrive("P-1", "P-2")
    arrive("P-3", place="CAR-1")
    found = take_stock("M1", ["p-1", "P-3", "P-1", "X-9"], actor=KEEPER)
    assert (found.missing, found.elsewhere, found.unknown, found.twice) == (
        ("P-2",), {"P-3": "CAR-1"}, ("X-9",), ("P-1",),
    )  # fmt: skip
    assert not found.none
    assert take_stock("TRAIN", ["P-3"], actor=KEEPER).none
    assert where("P-3").place == "CAR-1"


def test_the_past_can_be_asked_for_as_it_was() -> None:
    receive(drafts(["P-1", "P-2"]), brought_by="", taken_by="Оксана", at=THEN, actor=KEEPER)
    move(["P-2"], "CAR-1", signed=PAPER, at=THEN + timedelta(days=2), actor=KEEPER)
    then = THEN + timedelta(days=1)
    assert [part.place for part in list_parts("UA", then)] == ["M1-A", "M1-A"]
    assert {row.code: row.all_below for row in totals("", then)} == {
        "UA": 2, "M1": 2, "M1-A": 2, "M1-B": 0, "M2": 0, "TRAIN": 0, "CAR-1": 0, "CAR-2": 0,
    }  # fmt: skip
    assert [row.code for row in totals("TRAIN")] == ["TRAIN", "CAR-1", "CAR-2"]
    assert list_parts("UA", THEN - timedelta(days=1)) == []


def test_places_keep_their_codes_and_close_when_they_are_empty() -> None:
    arrive("P-1", place="M2")
    with pytest.raises(RemainsError, match="remains lie in M2"):
        close_place("M2", actor=KEEPER)
    with pytest.raises(RemainsError, match="keeps its kind"):
        keep_place("M2", "Морг", PlaceKind.CAR, within="UA", actor=KEEPER)
    close_place("CAR-2", actor=KEEPER)
    with pytest.raises(RemainsError, match="open"):
        move(["P-1"], "CAR-2", signed=PAPER, actor=KEEPER)
    with pytest.raises(UnknownNumber, match="no place"):
        totals("CAR-9")
    with pytest.raises(RemainsError, match="Latin"):
        keep_place("МОРГ 3", "Морг", PlaceKind.FACILITY, actor=KEEPER)


def test_readings_of_a_thermometer_are_kept_by_place() -> None:
    note_temperature("CAR-1", Decimal("-4.5"), at=THEN, actor=KEEPER)
    note_temperature("car-1", Decimal("12.0"), actor=KEEPER)
    assert [(celsius, by) for _, celsius, by in temperatures("CAR-1")] == [
        (Decimal("12.0"), "keeper"), (Decimal("-4.5"), "keeper"),
    ]  # fmt: skip
    assert temperatures("M2") == []
    with pytest.raises(RemainsError, match="between -80 and 60"):
        note_temperature("CAR-1", Decimal("200"), actor=KEEPER)
    with pytest.raises(DatabaseError, match=r"permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM remains_temperature")


def test_a_question_about_nothing_is_answered_with_a_sentence() -> None:
    with pytest.raises(UnknownNumber, match="no such part"):
        part_page(UUID(int=1))
    with pytest.raises(RemainsError, match="is given 2 times"):
        move(["P-1", "p-1 "], "M2", signed=PAPER, actor=KEEPER)
