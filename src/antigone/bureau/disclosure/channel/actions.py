"""What is said in the channel, by whom it is let out, and how it is taken back.

A publication decision here is a signature under one wording by somebody who did not write it. It covers the text as it
was read, and the picture; another word is another wording, which has to be signed again.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from antigone.bureau.disclosure.channel.templates import wording
from antigone.bureau.disclosure.channel.values import (
    LONGEST,
    LONGEST_CAPTION,
    ChannelRefused,
    NamesSomebody,
    PostDraft,
    PostKind,
    TooLong,
    code_of,
)
from antigone.bureau.disclosure.pictures import Door, PictureHeldBack, outgoing_picture
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.models import Shows
from antigone.bureau.photographs.queries import photograph_card, redaction_card, redaction_content
from antigone.bureau.photographs.values import PhotographError

_LANGUAGES = ("uk", "ru", "en")
#: Of these a picture shows no face; of everything else it may.
_THINGS = frozenset({Shows.TATTOO, Shows.SCAR, Shows.CLOTHING, Shows.EFFECT, Shows.DOCUMENT})


@action
def write_post(draft: PostDraft, *, actor: Actor) -> UUID:
    """Write a post; nothing of it leaves before somebody else has signed it. Gives its public id.

    Raises:
        ChannelRefused: it names somebody whom the registry knows, is too long, is about what may not be public, or its
            picture may not be shown.
    """
    if draft.language not in _LANGUAGES:
        raise ChannelRefused(f"«{draft.language}» is no language of ours; choose one of {', '.join(_LANGUAGES)}")
    public_id = uuid4()
    picture, shows = _picture(draft)
    text = _checked(_text(draft.kind, draft.language, draft.body, public_id, draft.figures), captions=bool(picture))
    if not _first("SELECT channel.may_stand(%s, %s, %s)", [draft.kind.value, draft.about, draft.figures]):
        raise ChannelRefused(
            "what it is about may not be public: remains must be on record, not withheld, and of a source that agrees; "
            "figures must be published"
        )
    try:
        with transaction.atomic():
            number = _first(
                "INSERT INTO channel.post (public_id, kind, language, about, figures, picture, picture_shows,"
                " publish_at) VALUES (%s, %s, %s, %s, %s, %s, %s, coalesce(%s, now())) RETURNING id",
                [public_id, draft.kind.value, draft.language, draft.about, draft.figures, picture, shows,
                 draft.publish_at],
            )  # fmt: skip
    except IntegrityError as error:
        raise ChannelRefused("remains are named by their record, figures by their page, guidance by neither") from error
    digest = _write(number, 1, text, actor)
    _record("disclosure.write_channel_post", public_id, actor, {"kind": draft.kind.value, "sha256": digest,
            "about": str(draft.about or draft.figures), "picture": shows})  # fmt: skip
    return public_id


@action
def write_wording(post: UUID, body: str, *, actor: Actor) -> int:
    """Write it anew; what stands in the channel stays until somebody else has signed this. Gives the wording's number.

    Raises:
        ChannelRefused: see `write_post`; also when the post was withdrawn.
    """
    number, kind, language, figures, has_picture = _standing(post)
    text = _checked(_text(PostKind(kind), language, body, post, figures), captions=has_picture)
    newest = int(_first("SELECT max(number) FROM channel.wording WHERE post = %s", [number]))
    digest = _write(number, newest + 1, text, actor)
    _record("disclosure.write_channel_wording", post, actor, {"wording": newest + 1, "sha256": digest})
    return newest + 1


@action
def sign_wording(post: UUID, *, digest: str, face_warning_read: bool = False, actor: Actor) -> None:
    """The second signature: this wording, as it was read, may be read by everybody.

    Args:
        digest: of the wording that was read.
        face_warning_read: whoever signs says that he has read what it means to show a face.

    Raises:
        ChannelRefused: the writer's own, not the newest, signed before, withdrawn, or a face that may not be shown.
    """
    number, _, _, _, _ = _standing(post)
    newest, known, written_by, signed_by = _row(
        "SELECT number, digest, written_by, signed_by FROM channel.wording WHERE post = %s ORDER BY number DESC"
        " LIMIT 1 FOR UPDATE",
        [number],
    )
    if known != digest:
        raise ChannelRefused("the text was written anew since you read it; read it once more")
    if signed_by:
        raise ChannelRefused("two people have signed this text already")
    if written_by == actor.name:
        raise ChannelRefused("who wrote the text cannot let it out; ask a colleague")
    if _first("SELECT picture_shows = 'face' FROM channel.post WHERE id = %s", [number]):
        if not settings.CONFIGURATION.telegram.faces:
            raise ChannelRefused("this bureau shows no faces in the channel (ANTIGONE_TELEGRAM_FACES)")
        if not face_warning_read:
            raise ChannelRefused("read the warning first, and say that you have: a face can never be taken back")
    _run(
        "UPDATE channel.wording SET signed_by = %s, signed_on = current_date, face_warning_read = %s"
        " WHERE post = %s AND number = %s",
        [actor.name, face_warning_read, number, newest],
    )
    _record("disclosure.sign_channel_wording", post, actor, {"wording": newest, "sha256": digest})


@action
def schedule_post(post: UUID, publish_at: datetime, *, actor: Actor) -> None:
    """Not before this moment.

    Raises:
        ChannelRefused: it stands in the channel already, or was withdrawn.
    """
    number, *_ = _standing(post)
    if _first("SELECT message IS NOT NULL OR sending FROM channel.post WHERE id = %s", [number]):
        raise ChannelRefused("it stands in the channel already; withdraw it, or write it anew")
    _run("UPDATE channel.post SET publish_at = %s WHERE id = %s", [publish_at, number])
    _record("disclosure.schedule_channel_post", post, actor, {"publish_at": publish_at.isoformat()})


@action
def withdraw_post(post: UUID, *, reason: str, actor: Actor) -> None:
    """Take it back, for good: one person suffices. The bot deletes what stands in the channel.

    Raises:
        ChannelRefused: no reason, or it was withdrawn before.
    """
    if not reason.strip():
        raise ChannelRefused("say why it is taken back; the reason stands in the ledger")
    number, *_ = _standing(post)
    _run(
        "UPDATE channel.post SET withdrawn_by = %s, withdrawn_on = current_date, withdrawn_because = %s, problem = ''"
        " WHERE id = %s",
        [actor.name, reason.strip(), number],
    )
    _record("disclosure.withdraw_channel_post", post, actor, {"reason": reason.strip()})


@action
def try_post_again(post: UUID, *, actor: Actor) -> None:
    """Somebody has looked into the channel and mended what kept the bot from it.

    Raises:
        ChannelRefused: nothing keeps it.
    """
    if not _run("UPDATE channel.post SET problem = '' WHERE public_id = %s AND problem <> ''", [post]):
        raise ChannelRefused("nothing keeps the bot from this post")
    _record("disclosure.try_channel_post_again", post, actor, {})


def _text(kind: PostKind, language: str, body: str, post: UUID, figures: str) -> str:
    if not body.strip():
        raise ChannelRefused("the post says nothing yet; write its text")
    site = settings.CONFIGURATION.telegram.site
    page = f"{site}/{language}/figures/{figures}/" if figures and site else ""
    return wording(kind, language, body, code=code_of(post), site=site, page=page)


def _checked(text: str, *, captions: bool) -> str:
    longest = LONGEST_CAPTION if captions else LONGEST
    if len(text) > longest:
        raise TooLong(len(text), longest, captions=captions)
    named = _first(
        "SELECT coalesce((SELECT value FROM registry_name WHERE value ~ '\\S\\s+\\S'"
        " AND position(lower(value) IN lower(%s)) > 0 LIMIT 1), '')",
        [text],
    )
    if named:
        raise NamesSomebody(named)
    return text


def _picture(draft: PostDraft) -> tuple[bytes | None, str]:
    if draft.redaction is None:
        return None, ""
    try:
        copy = redaction_card(draft.redaction)
        photograph = photograph_card(copy.photograph)
        content = redaction_content(draft.redaction)
    except PhotographError as error:
        raise ChannelRefused(str(error)) from error
    if copy.stage != "signed":
        raise ChannelRefused("the picture is no copy that two people have signed as fit to be published")
    if draft.about is None or photograph.record != draft.about:
        raise ChannelRefused("the picture is not one of these remains")
    shows = "thing" if photograph.shows in _THINGS else "face"
    if shows == "face" and not settings.CONFIGURATION.telegram.faces:
        raise ChannelRefused(
            "the picture may show a face; this bureau shows none in the channel (ANTIGONE_TELEGRAM_FACES)"
        )
    try:
        return outgoing_picture(content, Door.CHANNEL), shows
    except PictureHeldBack as error:
        raise ChannelRefused(f"{error}; make the copy anew from the photograph") from error


def _write(post: int, number: int, text: str, actor: Actor) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    _run(
        "INSERT INTO channel.wording (post, number, text, digest, written_by) VALUES (%s, %s, %s, %s, %s)",
        [post, number, text, digest, actor.name],
    )
    return digest


def _standing(post: UUID) -> tuple[Any, ...]:
    row = _row(
        "SELECT id, kind, language, figures, picture IS NOT NULL, withdrawn_by FROM channel.post WHERE public_id = %s"
        " FOR UPDATE",
        [post],
    )
    if not row:
        raise ChannelRefused("there is no such post")
    if row[5]:
        raise ChannelRefused("it was withdrawn; write another one")
    return row[:5]


def _record(verb: str, post: UUID, actor: Actor, detail: dict[str, Any]) -> None:
    record_event(verb, actor=actor, subject=Subject("channel post", str(post)), detail=detail)


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row or ()


def _first(statement: str, values: list[Any]) -> Any:
    row = _row(statement, values)
    return row[0] if row else None


def _run(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
