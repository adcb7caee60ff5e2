"""The channel as the desk reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.channel.values import PostCard, PostKind, PostState, Wording, code_of

_POSTS = """
    SELECT p.id, p.public_id, p.kind, p.language, p.about, p.figures, p.picture IS NOT NULL, p.picture_shows = 'face',
        p.publish_at, channel.may_stand(p.kind, p.about, p.figures), p.withdrawn_by, p.withdrawn_on,
        p.withdrawn_because, p.removed, p.shown, p.message IS NOT NULL, p.doubtful, p.problem
    FROM channel.post p
"""
_WORDINGS = """
    SELECT number, text, digest, written_by, written_on, signed_by, signed_on FROM channel.wording
    WHERE post = %s ORDER BY number DESC
"""


def channel_posts(*, limit: int = 100) -> tuple[PostCard, ...]:
    """The newest posts, the newest first."""
    return tuple(_card(row) for row in _rows(f"{_POSTS} ORDER BY p.id DESC LIMIT %s", [limit]))


def channel_post(public_id: UUID) -> PostCard | None:
    """One post; nothing where there is none."""
    found = _rows(f"{_POSTS} WHERE p.public_id = %s", [public_id])
    return _card(found[0]) if found else None


def post_picture(public_id: UUID) -> bytes | None:
    """The picture of a post, as it is or will be shown; None for none."""
    found = _rows("SELECT picture FROM channel.post WHERE public_id = %s AND picture IS NOT NULL", [public_id])
    return bytes(found[0][0]) if found else None


def published_pages_of_figures() -> tuple[str, ...]:
    """Addresses of the pages of figures that a post may lead to."""
    return tuple(str(slug) for (slug,) in _rows("SELECT slug FROM published.figures ORDER BY slug", []))


def _card(row: tuple[Any, ...]) -> PostCard:
    (number, public_id, kind, language, about, figures, has_picture, shows_face, publish_at, may_stand, withdrawn_by,
     withdrawn_on, withdrawn_because, removed, shown, sent, doubtful, problem) = row  # fmt: skip
    wordings = tuple(Wording(*one) for one in _rows(_WORDINGS, [number]))
    signed = max((one.number for one in wordings if one.signed_by), default=0)
    if problem:
        state = PostState.STOPPED
    elif withdrawn_by or removed:
        state = PostState.WITHDRAWN
    elif not signed:
        state = PostState.UNSIGNED
    elif not sent:
        state = PostState.WAITS
    else:
        state = PostState.STANDS if wordings[0].number == shown else PostState.CHANGES
    return PostCard(
        public_id, code_of(public_id), PostKind(kind), language, about, figures, has_picture, shows_face, publish_at,
        state, wordings, may_stand, withdrawn_by, withdrawn_on, withdrawn_because, removed, shown, doubtful, problem,
    )  # fmt: skip


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
