"""The bot brings the channel to where the desk wants it: posts, edits, takes down, and says what it cannot."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.interfaces.telegram.bot_api import CHANNEL, BotApi, Fault
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import count

from antigone.bureau.disclosure.channel.actions import sign_wording, withdraw_post, write_post, write_wording
from antigone.bureau.disclosure.channel.queries import channel_post
from antigone.bureau.disclosure.channel.templates import WITHDRAWN
from antigone.bureau.disclosure.channel.values import PostDraft, PostKind
from antigone.bureau.ledger import Actor

DARYNA, BOHDAN = Actor("daryna", "case worker"), Actor("bohdan", "case worker")


def let_out(text: str) -> UUID:
    post = write_post(PostDraft(PostKind.GUIDANCE, "uk", text), actor=DARYNA)
    sign(post, BOHDAN)
    return post


def sign(post: UUID, actor: Actor) -> None:
    card = channel_post(post)
    assert card is not None
    sign_wording(post, digest=card.newest.digest, actor=actor)


def shown(api: BotApi) -> list[str]:
    return [text.split("\n")[0] for text in api.seen(CHANNEL)]


def test_a_post_stands_changes_and_goes(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [Fault("sendMessage", status=429, seconds=1)]
    first, second = let_out("Перше."), let_out("Друге.")
    start_bot(channel=str(CHANNEL))
    api.wait(lambda: shown(api) == ["Перше.", "Друге."])
    write_wording(first, "Перше, виправлене.", actor=BOHDAN)
    sign(first, DARYNA)
    api.wait(lambda: shown(api) == ["Перше, виправлене.", "Друге."])
    withdraw_post(second, reason="mistaken", actor=DARYNA)
    api.wait(lambda: shown(api) == ["Перше, виправлене."])
    # One that Telegram deletes no more is at least emptied.
    api.faults = [Fault("deleteMessage", status=400)]
    withdraw_post(first, reason="mistaken", actor=DARYNA)
    api.wait(lambda: shown(api) == [WITHDRAWN])
    api.wait(lambda: count("SELECT count(*) FROM channel.post WHERE removed") == 2)
    assert not [one for one in api.chats[CHANNEL] if one.buttons]


def test_what_telegram_refuses_is_said_at_the_desk(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [Fault("sendMessage", status=403)]
    post = let_out("Слово.")
    start_bot(channel=str(CHANNEL))

    def problem() -> Any:
        card = channel_post(post)
        return card and card.problem

    api.wait(problem)
    assert "Forbidden" in problem()
