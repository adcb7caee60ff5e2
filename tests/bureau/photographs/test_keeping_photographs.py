"""A photograph is kept, described, found to be a copy, and destroyed."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from tests.bureau import people
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.photographs.album import CASE_WORKER, REGISTRAR, a_photograph, add, record
from tests.imaging.drawn import as_file, drawn, photograph, pixels_of

from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs import actions, queries
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.models import Derivative, Original, Photograph, Purpose
from antigone.bureau.photographs.originals import original_of
from antigone.bureau.photographs.sealing import opened_original
from antigone.bureau.photographs.values import (
    PhotographDraft,
    PhotographKept,
    PhotographRefused,
    RegionDraft,
    SealBroken,
    UnknownPhotograph,
)
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.models import Record
from antigone.server.secrets import key_named
from antigone.server.vault_keys import PrivateKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead() -> UUID:
    return record(people.dead("D1", "Колодій Вадим"))


def test_staff_add_a_photograph_with_their_own_rights(dead: UUID) -> None:
    with acting_as("antigone_staff"):
        added = add(dead)
        card = queries.photograph_card(added)
        (listed,) = queries.photographs_of_records([dead])
    assert (card.width, card.height, card.file_format) == (640, 480, "jpeg")
    assert card.camera_time == "2022-02-24T05:00:07"
    assert listed.public_id == added
    event = Event.objects.order_by("-id").first()
    assert event is not None
    assert event.verb == "photographs.add_photograph"


def test_the_original_opens_in_the_vault_alone_and_byte_for_byte(dead: UUID) -> None:
    added = add(dead)
    _ = settings.ENQUIRY_KEYS.vault_public
    key = PrivateKey(key_named(settings.DATA_DIR, "vault"))
    sealed = bytes(Original.objects.get().sealed)
    assert opened_original(sealed, key.of_hpke, added) == photograph()
    with pytest.raises(SealBroken):
        opened_original(sealed, key.of_hpke, UUID(int=0))


def test_the_vault_opens_an_original_for_a_reason_that_the_ledger_keeps(dead: UUID) -> None:
    added = add(dead)
    _ = settings.ENQUIRY_KEYS.vault_public
    key = PrivateKey(key_named(settings.DATA_DIR, "vault")).of_hpke
    with acting_as("antigone_vault"):
        with pytest.raises(PhotographRefused, match="why"):
            original_of(added, key, reason="why", actor=REGISTRAR)
        with pytest.raises(UnknownPhotograph):
            original_of(UUID(int=1), key, reason="a court asks for it", actor=REGISTRAR)
        assert original_of(added, key, reason="a court asks for it", actor=REGISTRAR) == photograph()
    event = Event.objects.order_by("-id").first()
    assert event is not None
    assert (event.verb, event.detail) == ("photographs.open_original", {"reason": "a court asks for it"})


def test_no_picture_and_no_metadata_lie_in_the_database(dead: UUID) -> None:
    add(dead)
    contents = [bytes(row.content) for row in Derivative.objects.all()] + [bytes(Original.objects.get().sealed)]
    assert len(contents) == 4
    for content in contents:
        assert b"JFIF" not in content
        assert b"Olha" not in content


def test_the_cover_shows_nothing(dead: UUID) -> None:
    """It holds less than a hundred numbers of the picture; what has edges has none under its cover."""
    added = add(dead)
    large, cover = (
        pixels_of(queries.content_of(added, purpose)).astype(float) for purpose in (Purpose.LARGE, Purpose.COVER)
    )
    steps_of_large = abs(large[:, 1:] - large[:, :-1]).max()
    steps_of_cover = abs(cover[:, 1:] - cover[:, :-1]).max()
    assert steps_of_cover < 12 < 100 < steps_of_large


def test_the_same_photograph_twice_is_refused(dead: UUID) -> None:
    add(dead)
    with pytest.raises(PhotographKept):
        add(dead)
    assert Photograph.objects.count() == 1


def test_copies_in_other_records_are_linked_as_one_photograph(dead: UUID) -> None:
    missing = record(people.prisoner("P1", "Колодий Вадим"))
    plain, tagged = drawn(), as_file(drawn(), "PNG", optimize=True)
    one = actions.add_photograph(dead, prepared(as_file(plain, "PNG")), PhotographDraft("face"), actor=REGISTRAR)
    other = actions.add_photograph(missing, prepared(tagged), PhotographDraft("face"), actor=REGISTRAR)
    (copy,) = queries.photograph_card(other).copies
    assert (copy.photograph, copy.record, copy.by) == (one, dead, "pixels")
    actions.part_copies(copy.link, actor=CASE_WORKER)
    assert queries.photograph_card(one).copies == ()


@pytest.mark.parametrize(
    "draft",
    [PhotographDraft("portrait"), PhotographDraft("face", taken="31.02.1999"), PhotographDraft("")],
)
def test_what_cannot_be_said_is_refused(dead: UUID, draft: PhotographDraft) -> None:
    with pytest.raises(PhotographRefused):
        actions.add_photograph(dead, a_photograph(), draft, actor=REGISTRAR)
    assert not Photograph.objects.exists()


def test_a_record_that_is_not_there_gets_no_photograph() -> None:
    with pytest.raises(PhotographRefused, match="no such record"):
        add(UUID(int=1))


def test_withdrawing_destroys_and_remembers(dead: UUID) -> None:
    added = add(dead)
    actions.mark_region(
        added, RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "forearm", "left", "anchor"), actor=REGISTRAR
    )
    with acting_as("antigone_staff"):
        actions.withdraw_photograph(added, reason="the family asked for it", actor=REGISTRAR)
        with pytest.raises(UnknownPhotograph):
            queries.content_of(added, Purpose.COVER)
        with pytest.raises(UnknownPhotograph):
            actions.withdraw_photograph(added, reason="again", actor=REGISTRAR)
    with connection.cursor() as cursor:
        for table in ("original", "derivative", "region"):
            cursor.execute(f"SELECT count(*) FROM photographs_{table}")
            assert cursor.fetchone() == (0,)
    assert Photograph.objects.get().withdrawn_because == "the family asked for it"


def test_a_photograph_goes_with_its_record(dead: UUID) -> None:
    add(dead)
    delete_record(str(dead), reason="a mistake", actor=REGISTRAR)
    assert not Photograph.objects.exists()
    assert not Original.objects.exists()


def test_regions_stand_within_the_picture_and_name_known_places(dead: UUID) -> None:
    added = add(dead)
    for wrong in (
        RegionDraft("tattoo", (0.9, 0.1, 0.2, 0.2)),
        RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "wing"),
        RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "chest", "left"),
        RegionDraft("anything", (0.1, 0.1, 0.2, 0.2)),
    ):
        with pytest.raises(PhotographRefused):
            actions.mark_region(added, wrong, actor=REGISTRAR)
    region = actions.mark_region(
        added, RegionDraft("tattoo", (0.1, 0.1, 0.2, 0.2), "forearm", "left", " an  anchor "), actor=REGISTRAR
    )
    assert queries.photograph_card(added).regions[0].words == "an anchor"
    actions.unmark_region(region, actor=REGISTRAR)
    assert queries.photograph_card(added).regions == ()


def test_how_sensitive_it_is_follows_the_record(dead: UUID) -> None:
    """The database says it, whatever the writer said."""
    prisoner = record(people.prisoner("P1", "Колодий Вадим"))
    added = add(prisoner)
    assert queries.photograph_card(added).sensitivity == "prisoner"
    Record.objects.filter(public_id=prisoner).update(kind="dead")
    assert queries.photograph_card(added).sensitivity == "dead"
    Record.objects.filter(public_id=prisoner).update(kind="missing")
    assert queries.photograph_card(added).sensitivity == "family"
    actions.describe_photograph(added, PhotographDraft("body"), actor=REGISTRAR)
    assert queries.photograph_card(added).sensitivity == "dead"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE photographs_photograph SET sha256 = repeat('0', 64)",
        "UPDATE photographs_photograph SET withdrawn_on = NULL, withdrawn_by = '', withdrawn_because = ''",
        "UPDATE photographs_original SET sealed = ''",
        "UPDATE photographs_derivative SET content = ''",
        "DELETE FROM photographs_view",
        "UPDATE photographs_view SET viewed_by = 'x'",
    ],
)
def test_what_is_kept_does_not_change_even_for_the_owner(dead: UUID, statement: str) -> None:
    one, other = add(dead), add(dead, seed=8)
    actions.look_at(other, reason="to see whether it is he", actor=CASE_WORKER)
    actions.withdraw_photograph(one, reason="a mistake", actor=REGISTRAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(statement)
