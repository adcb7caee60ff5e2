"""What the channel says was let out by two people, names nobody, and goes when it may stand no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import arrive, dead
from tests.bureau.photographs.album import add

from antigone.bureau.disclosure.channel import delivery
from antigone.bureau.disclosure.channel.actions import (
    schedule_post,
    sign_wording,
    try_post_again,
    withdraw_post,
    write_post,
    write_wording,
)
from antigone.bureau.disclosure.channel.delivery import Act
from antigone.bureau.disclosure.channel.queries import channel_post, channel_posts
from antigone.bureau.disclosure.channel.values import ChannelRefused, PostDraft, PostKind, PostState
from antigone.bureau.disclosure.pictures import Door
from antigone.bureau.ledger import Actor
from antigone.bureau.photographs.actions import propose_redaction, sign_redaction
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db
DARYNA, BOHDAN = Actor("daryna", "case worker"), Actor("bohdan", "case worker")
TRAITS = "Чоловік, 25–35 років. Татуювання: якір на лівому передпліччі."


@pytest.fixture(autouse=True)
def settings_of_telegram(settings: Any) -> None:
    said = replace(settings.CONFIGURATION.telegram, site="https://bureau.example", channel="@bureau", faces=False)
    settings.CONFIGURATION = replace(settings.CONFIGURATION, telegram=said)


def remains() -> UUID:
    arrive(RecordDraft(RecordKind.REMAINS, source_record_id="r-1", description="якір"))
    return Record.objects.get(source_record_id="r-1").public_id


def written(about: UUID | None = None, **more: Any) -> UUID:
    with acting_as("antigone_staff"):
        return write_post(PostDraft(PostKind.REMAINS, "uk", TRAITS, about=about or remains(), **more), actor=DARYNA)


def signed(post: UUID, actor: Actor = BOHDAN) -> UUID:
    card = channel_post(post)
    assert card is not None
    with acting_as("antigone_staff"):
        sign_wording(post, digest=card.newest.digest, actor=actor)
    return post


def errand() -> delivery.Errand | None:
    with acting_as("antigone_telegram"):
        return delivery.claim()


def done(one: delivery.Errand | None, message: int | None = None) -> None:
    assert one is not None
    with acting_as("antigone_telegram"):
        delivery.settle(one, message)


def state(post: UUID) -> PostState:
    card = channel_post(post)
    assert card is not None
    return card.state


def test_a_post_goes_out_when_a_second_person_has_signed_it() -> None:
    post = written()
    assert errand() is None
    with pytest.raises(ChannelRefused, match="ask a colleague"):
        signed(post, DARYNA)
    assert errand() is None
    signed(post)
    assert state(post) is PostState.WAITS
    one = errand()
    assert one is not None
    assert one.act is Act.POST
    assert TRAITS in one.text
    assert "Код" in one.text
    assert "https://bureau.example" in one.text
    assert errand() is None  # nobody else posts it meanwhile
    done(one, 17)
    assert state(post) is PostState.STANDS
    assert errand() is None


def test_other_words_are_signed_again_and_edited_in() -> None:
    post = signed(written())
    done(errand(), 17)
    with acting_as("antigone_staff"):
        write_wording(post, "Ще й шрам на коліні.", actor=BOHDAN)
    assert errand() is None
    signed(post, DARYNA)
    assert state(post) is PostState.CHANGES
    one = errand()
    assert one is not None
    assert (one.act, one.message, one.number) == (Act.EDIT, 17, 2)
    done(one)
    assert state(post) is PostState.STANDS


def test_what_was_read_is_what_is_signed() -> None:
    post = written()
    before = channel_post(post)
    assert before is not None
    with acting_as("antigone_staff"):
        write_wording(post, "Інше.", actor=DARYNA)
        with pytest.raises(ChannelRefused, match="written anew"):
            sign_wording(post, digest=before.newest.digest, actor=BOHDAN)


def test_withdrawn_is_withdrawn_before_and_after() -> None:
    never = signed(written())
    gone = signed(written(Record.objects.get(source_record_id="r-1").public_id))
    with acting_as("antigone_staff"):
        with pytest.raises(ChannelRefused, match="say why"):
            withdraw_post(never, reason=" ", actor=DARYNA)
        withdraw_post(never, reason="mistaken", actor=DARYNA)
    done(errand(), 18)
    with acting_as("antigone_staff"):
        withdraw_post(gone, reason="mistaken", actor=DARYNA)
        with pytest.raises(ChannelRefused, match="withdrawn"):
            write_wording(gone, "x", actor=DARYNA)
    one = errand()
    assert one is not None
    assert (one.act, one.message) == (Act.REMOVE, 18)
    done(one)
    assert errand() is None
    assert [card.state for card in channel_posts()] == [PostState.WITHDRAWN] * 2


def test_nothing_goes_out_before_its_time() -> None:
    post = signed(written(publish_at=datetime.now(tz=UTC) + timedelta(days=1)))
    assert errand() is None
    with acting_as("antigone_staff"):
        schedule_post(post, datetime.now(tz=UTC) - timedelta(minutes=1), actor=BOHDAN)
    done(errand(), 1)
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match="already"):
        schedule_post(post, datetime.now(tz=UTC), actor=BOHDAN)


def test_what_may_not_be_public_any_more_is_taken_down_by_itself() -> None:
    post = signed(written())
    done(errand(), 5)
    Record.objects.filter(source_record_id="r-1").update(sensitivity="withheld")
    one = errand()
    assert one is not None
    assert (one.act, one.message) == (Act.REMOVE, 5)
    card = channel_post(post)
    assert card is not None
    assert not card.may_stand
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match="may not be public"):
        write_post(PostDraft(PostKind.REMAINS, "uk", TRAITS, about=card.about), actor=DARYNA)


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (PostDraft(PostKind.GUIDANCE, "uk", "Шукаємо родину: Гончаровський Остап Лукич"), "names «Гончаровський"),
        (PostDraft(PostKind.GUIDANCE, "uk", "гончаровський остап лукич"), "names nobody"),
        (PostDraft(PostKind.GUIDANCE, "uk", " "), "says nothing"),
        (PostDraft(PostKind.GUIDANCE, "de", "x"), "no language"),
        (PostDraft(PostKind.GUIDANCE, "uk", "x" * 5_000), "characters"),
        (PostDraft(PostKind.FIGURES, "uk", "x", figures="nothing"), "figures must be published"),
        (PostDraft(PostKind.REMAINS, "uk", "x", about=uuid4()), "remains must be on record"),
        (PostDraft(PostKind.GUIDANCE, "uk", "x", about=uuid4()), "guidance by neither"),
    ],
)
def test_the_channel_names_nobody_and_speaks_of_nothing_else(draft: PostDraft, why: str) -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match=why):
        write_post(draft, actor=DARYNA)
    assert channel_posts() == ()


def test_a_prisoner_or_a_named_dead_is_nothing_for_the_channel() -> None:
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    about = Record.objects.get(source_record_id="ostap").public_id
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match="remains must be on record"):
        write_post(PostDraft(PostKind.REMAINS, "uk", "x", about=about), actor=DARYNA)


def copy_of(about: UUID, shows: str) -> UUID:
    photograph = add(about, shows=shows, seed=len(shows))
    made, _ = propose_redaction(photograph, manner="crop", boxes=[(0.1, 0.1, 0.3, 0.3)], purpose="x", actor=DARYNA)
    return made


def test_a_picture_that_may_not_leave_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    about = remains()
    tattoo = copy_of(about, "tattoo")
    sign_redaction(tattoo, actor=BOHDAN)
    monkeypatch.setattr("antigone.bureau.disclosure.pictures.LONGEST", {Door.CHANNEL: 5})
    draft = PostDraft(PostKind.REMAINS, "uk", TRAITS, about=about, redaction=tattoo)
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match="larger than 5 pixels; make the copy anew"):
        write_post(draft, actor=DARYNA)


def test_a_picture_is_a_copy_that_two_people_signed_and_no_face() -> None:
    about = remains()
    tattoo, face = copy_of(about, "tattoo"), copy_of(about, "face")
    draft = PostDraft(PostKind.REMAINS, "uk", TRAITS, about=about, redaction=tattoo)
    with acting_as("antigone_staff"), pytest.raises(ChannelRefused, match="two people"):
        write_post(draft, actor=DARYNA)
    for one in (tattoo, face):
        sign_redaction(one, actor=BOHDAN)
    with acting_as("antigone_staff"):
        post = write_post(draft, actor=DARYNA)
        with pytest.raises(ChannelRefused, match="may show a face"):
            write_post(replace(draft, redaction=face), actor=DARYNA)
    signed(post)
    one = errand()
    assert one is not None
    assert one.picture is not None
    assert one.picture.startswith(b"\xff\xd8")


def test_a_face_needs_the_setting_two_signers_and_the_warning(settings: Any) -> None:
    about = remains()
    face = copy_of(about, "face")
    sign_redaction(face, actor=BOHDAN)
    said = replace(settings.CONFIGURATION.telegram, faces=True)
    allowed = replace(settings.CONFIGURATION, telegram=said)
    forbidden, settings.CONFIGURATION = settings.CONFIGURATION, allowed
    post = written(about, redaction=face)
    with pytest.raises(ChannelRefused, match="read the warning"):
        signed(post)
    card = channel_post(post)
    assert card is not None
    settings.CONFIGURATION = forbidden
    with acting_as("antigone_staff"):
        with pytest.raises(ChannelRefused, match="shows no faces"):
            sign_wording(post, digest=card.newest.digest, face_warning_read=True, actor=BOHDAN)
        settings.CONFIGURATION = allowed
        sign_wording(post, digest=card.newest.digest, face_warning_read=True, actor=BOHDAN)
    assert errand() is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE channel.wording SET signed_by = written_by, signed_on = current_date",
        "UPDATE channel.wording SET text = 'x'",
        "DELETE FROM channel.wording",
        "DELETE FROM channel.post",
        "UPDATE channel.post SET message = 1",
        "UPDATE channel.post SET kind = 'guidance'",
        "INSERT INTO channel.wording (post, number, text, digest, written_by, signed_by)"
        " SELECT id, 2, 'x', repeat('0', 64), 'a', 'b' FROM channel.post",
        "INSERT INTO channel.wording (post, number, text, digest, written_by) SELECT id, 2, 'x', repeat('0', 64), 'a'"
        " FROM channel.post",
        "SELECT * FROM channel.claim()",
    ],
)
def test_the_database_holds_it_against_staff_too(statement: str) -> None:
    written()
    with (
        acting_as("antigone_staff"),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_what_was_signed_stands_and_what_was_withdrawn_stays_so() -> None:
    post = signed(written())
    with acting_as("antigone_staff"):
        withdraw_post(post, reason="mistaken", actor=DARYNA)
        for statement in (
            "UPDATE channel.wording SET signed_by = 'x'",
            "UPDATE channel.post SET withdrawn_by = '', withdrawn_on = NULL, withdrawn_because = ''",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_line_that_broke_may_have_posted_it_once_and_then_somebody_looks() -> None:
    post = signed(written())
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE channel.post SET not_before = now()")
        assert errand() is not None
        with acting_as("antigone_telegram"):
            assert delivery.recover() == 1
    card = channel_post(post)
    assert card is not None
    assert (card.state, card.doubtful) == (PostState.STOPPED, True)
    with acting_as("antigone_staff"):
        try_post_again(post, actor=DARYNA)
        with pytest.raises(ChannelRefused, match="nothing keeps"):
            try_post_again(post, actor=DARYNA)
