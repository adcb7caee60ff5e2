"""What stands in the gallery was released by two people, and goes out in the moment in which it may not stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import WORKER, ask
from tests.bureau.identification.deciding.board import compared, signed, the_staff_is_there, two_records
from tests.bureau.identification.deciding.board import proposed as board_proposed
from tests.bureau.people import REGISTRAR, dead
from tests.bureau.photographs.album import CASE_WORKER, COLLEAGUE, a_photograph, add, record
from tests.bureau.photographs.gallery.released import ANCHOR, FACE, proposed, released, remains, signed_copy
from tests.imaging.drawn import pixels_of

from antigone.bureau.disclosure import gallery
from antigone.bureau.enquiries.upkeep.photographs import take_in_photograph
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs import actions as photographs
from antigone.bureau.photographs.gallery.actions import (
    content_of_release,
    propose_release,
    sign_release,
    withdraw_release,
)
from antigone.bureau.photographs.gallery.models import Release
from antigone.bureau.photographs.gallery.queries import release_card, suggested
from antigone.bureau.photographs.gallery.values import ReleaseDraft, ReleaseRefused, UnknownRelease
from antigone.bureau.photographs.values import RegionDraft
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db


def shown() -> list[str]:
    """What anybody can see, as the website's role reads it."""
    with acting_as("antigone_public"):
        found = [gallery.things(gallery.ThingsQuery(kind=kind)).things for kind in ("", "face")]
        return [thing.code for things in found for thing in things]


def in_sql(statement: str, *values: object) -> None:
    """As the desk's own role."""
    with acting_as("antigone_staff"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_nothing_is_shown_before_another_person_signs() -> None:
    code = proposed()
    assert shown() == []
    with pytest.raises(ReleaseRefused, match="another person signs"):
        sign_release(code, actor=CASE_WORKER)
    assert shown() == []
    sign_release(code, actor=COLLEAGUE)
    assert shown() == [code]
    with pytest.raises(UnknownRelease):
        sign_release(code, actor=COLLEAGUE)


def test_what_is_shown_is_made_anew_from_pixels_and_is_what_was_signed() -> None:
    code = proposed()
    seen = content_of_release(code, "large")
    sign_release(code, actor=COLLEAGUE)
    with acting_as("antigone_public"):
        large, small = (gallery.picture_of(code, size=size) for size in ("large", "small"))
    assert large == seen
    assert large is not None
    assert small is not None
    assert pixels_of(small).shape == (240, 320, 3)
    for picture in (large, small):
        assert b"Exif" not in picture
        assert b"Telephone" not in picture


def test_the_public_reads_of_whom_nothing_is() -> None:
    released()
    with acting_as("antigone_public"), connection.cursor() as cursor:
        for column in ("release_id", "*"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(f"SELECT {column} FROM published.thing")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT code FROM photographs_release")


def test_every_act_is_an_event() -> None:
    code = released()
    withdraw_release(code, reason="the family asked", actor=CASE_WORKER)
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["photographs.propose_release", "photographs.sign_release", "photographs.withdraw_release"]


# -- What is never shown


def test_a_copy_that_one_person_has_signed_is_not_released() -> None:
    made, _ = photographs.propose_redaction(
        add(remains()), manner="crop", boxes=[(0, 0, 1, 1)], purpose="for the gallery", actor=CASE_WORKER
    )
    with pytest.raises(ReleaseRefused, match="two people have signed"):
        propose_release(made, ANCHOR, actor=CASE_WORKER)


def test_nobody_who_is_named_or_alive_is_shown() -> None:
    named = signed_copy(record(dead("d-1", "Верещака Остап Данилович")))
    with pytest.raises(ReleaseRefused, match="may not be shown"):
        propose_release(named, ANCHOR, actor=CASE_WORKER)
    of = remains("r-2")
    copy = signed_copy(of, seed=8)
    # A body that turns out to be a prisoner's after the copy was signed.
    Record.objects.filter(public_id=of).update(kind="prisoner")
    with pytest.raises(ReleaseRefused, match="may not be shown"):
        propose_release(copy, ANCHOR, actor=CASE_WORKER)


def test_what_a_family_sent_is_not_shown() -> None:
    ask()
    take_in(actor=WORKER)
    missing = Record.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.enquiry")
        (enquiry,) = cursor.fetchone()
    added = take_in_photograph(enquiry, UUID(int=1), missing.public_id, a_photograph(), actor=WORKER)
    Record.objects.filter(pk=missing.pk).update(kind="remains")
    made, _ = photographs.propose_redaction(
        added, manner="crop", boxes=[(0, 0, 1, 1)], purpose="for the gallery", actor=CASE_WORKER
    )
    photographs.sign_redaction(made, actor=COLLEAGUE)
    with pytest.raises(ReleaseRefused, match="may not be shown"):
        propose_release(made, ANCHOR, actor=CASE_WORKER)


UNFIT: list[tuple[dict[str, object], str]] = [
    ({"kind": "body"}, "nothing that is released"),
    ({"place": "tail"}, "no place of the body"),
    ({"place": "chest"}, "comes twice"),
    ({"what": "watch"}, "among the words for this kind"),
    ({"words_uk": "x" * 301}, "longer than 300"),
    ({"words_uk": "", "words_ru": "", "what": ""}, "say in a few words what it is"),
    ({"because": "why"}, "why it is released"),
    ({"year_from": 2023, "year_to": 2022}, "years are in order"),
    ({"year_from": 2090, "year_to": 2090}, "years are in order"),
]


def test_what_is_said_must_be_fit_to_be_published() -> None:
    copy = signed_copy(remains())
    for change, sentence in UNFIT:
        with pytest.raises(ReleaseRefused, match=sentence):
            propose_release(copy, replace(ANCHOR, **change), actor=CASE_WORKER)  # type: ignore[arg-type]
    assert not Release.objects.exists()


def test_words_that_name_the_person_are_refused() -> None:
    of = record(dead("d-1", "Верещака Остап"))
    Record.objects.filter(public_id=of).update(kind="remains")
    with pytest.raises(ReleaseRefused, match="name of the person"):
        propose_release(signed_copy(of), replace(ANCHOR, words_uk="Напис «ОСТАП»"), actor=CASE_WORKER)


def test_a_face_takes_the_same_two_people() -> None:
    code = proposed(FACE)
    assert shown() == []
    sign_release(code, actor=COLLEAGUE)
    assert shown() == [code]


# -- Gone at once


def the_photograph_is_withdrawn(code: str) -> None:
    photographs.withdraw_photograph(release_card(code).photograph, reason="the family asked", actor=REGISTRAR)


def the_copy_is_dropped(code: str) -> None:
    photographs.drop_redaction(release_card(code).redaction, actor=CASE_WORKER)


def the_record_is_withheld(_code: str) -> None:
    Record.objects.update(sensitivity="withheld")


def it_turns_out_to_be_a_prisoner(_code: str) -> None:
    Record.objects.update(kind="prisoner")


def the_photograph_is_deleted(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM photographs_photograph WHERE public_id = %s", [release_card(code).photograph])


def the_source_does_not_allow_it_any_more(_code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_agreement (source_id, text, purpose, shown_to, kept_by)"
            " SELECT id, 'x', '', '{partner}', 'olena' FROM registry_source"
        )


def somebody_takes_it_out(code: str) -> None:
    withdraw_release(code, reason="the family asked", actor=COLLEAGUE)


ENDS: list[Callable[[str], None]] = [
    the_photograph_is_withdrawn, the_copy_is_dropped, the_record_is_withheld, it_turns_out_to_be_a_prisoner,
    the_photograph_is_deleted, the_source_does_not_allow_it_any_more, somebody_takes_it_out,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_it_is_out_in_the_same_moment_and_its_code_stays_used(end: Callable[[str], None]) -> None:
    code = released()
    end(code)
    assert shown() == []
    with acting_as("antigone_public"):
        assert gallery.thing_of(code) is None
        assert gallery.picture_of(code, size="large") is None
    row = Release.objects.get(code=code)
    assert row.withdrawn_by
    assert bytes(row.large) == bytes(row.small) == bytes(row.features) == b""
    with pytest.raises(UnknownRelease):
        sign_release(code, actor=COLLEAGUE)


def test_who_has_been_named_needs_to_be_recognised_no_more() -> None:
    the_staff_is_there()
    _, found = two_records()
    code = released(of=found)
    compared("dental")
    identified = board_proposed()
    assert shown() == [code]
    signed(identified)
    assert shown() == []
    assert release_card(code).withdrawn_because == "the person was identified"


# -- Past the actions, in SQL, as the desk's own role

_RELEASED = "UPDATE photographs_release SET signed_by = %s, signed_on = current_date"
_SHOWN = (
    "INSERT INTO published.thing (code, release_id, kind, place, side, what, words_uk, words_ru, words_en, year_from,"
    " year_to, region, terms, small, large, features) SELECT code, id, kind, place, side, what, words_uk, words_ru,"
    " words_en, year_from, year_to, region, terms, small, large, features FROM photographs_release"
)


def test_sql_cannot_sign_for_the_proposer_or_show_what_was_not_signed() -> None:
    proposed()
    with pytest.raises(DatabaseError, match="two_people"):
        in_sql(_RELEASED, CASE_WORKER.name)
    with pytest.raises(DatabaseError, match="nothing is shown but what two people have signed"):
        in_sql(_SHOWN)
    in_sql(_RELEASED, COLLEAGUE.name)
    # The sealed bytes of the register are not the bytes that were signed.
    with pytest.raises(DatabaseError, match="nothing is shown but what two people have signed"):
        in_sql(_SHOWN)
    assert shown() == []


REFUSED_TO_THE_DESK = (
    "UPDATE photographs_release SET words_uk = 'x'",
    "UPDATE photographs_release SET large = ''",
    "DELETE FROM photographs_release",
    "UPDATE published.thing SET words_uk = 'x'",
    "DELETE FROM published.thing",
    "UPDATE published.thing_minute SET used = 0",
)
REFUSED_TO_ANYBODY = (
    "UPDATE photographs_release SET signed_by = 'iryna'",
    "UPDATE photographs_release SET words_uk = 'x'",
    "UPDATE photographs_release SET photograph = gen_random_uuid()",
    "DELETE FROM photographs_release",
)


def test_nobody_rewrites_a_decision() -> None:
    released()
    for statement in REFUSED_TO_THE_DESK:
        with pytest.raises(DatabaseError, match="permission denied"):
            in_sql(statement)
    for statement in REFUSED_TO_ANYBODY:
        refused = pytest.raises(DatabaseError, match=r"never changed|never names another")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_form_begins_with_what_is_marked_and_known() -> None:
    of = remains()
    Record.objects.filter(public_id=of).update(occurred_date="2023-05-02", occurred_place="Ізюм, Харківська область")
    copy = signed_copy(of)
    found = suggested(copy)
    assert found is not None
    assert found.draft == ReleaseDraft("tattoo", "", year_from=2023, year_to=2023, region="Харківська область")
    photographs.mark_region(
        found.photograph, RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "forearm", "left", "якір"),
        actor=CASE_WORKER,
    )  # fmt: skip
    again = suggested(copy)
    assert again is not None
    assert (again.draft.place, again.draft.side, again.draft.words_uk) == ("forearm", "left", "якір")
    assert suggested(UUID(int=1)) is None
