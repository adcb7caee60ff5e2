"""Updates of many chats in one transaction: each has the effect that it would have had alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from tests.interfaces.telegram.talking import FATHER, MOTHER, STRANGER, count

from antigone.bureau.enquiries.telegram import outgoing
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.conversations import Heard, NotYet, Outcome, State, take_in, take_in_together
from antigone.bureau.enquiries.telegram.outgoing import Call

pytestmark = pytest.mark.django_db


@pytest.fixture
def chats() -> Chats:
    return Chats(settings.TELEGRAM_KEYS.private)


def written_down(heard: Heard, state: State, late: bool) -> Outcome:
    """Notes the update in the conversation, and says it."""
    state["heard"] = [*state.get("heard", []), [heard.update, late]]
    return Outcome(state, (Call(heard.chat, "sendMessage", {"text": str(heard.update)}),))


def remembered(chats: Chats, chat: int) -> list[Any]:
    """What the conversation holds."""
    seen: list[Any] = []

    def look(state: State, _late: bool) -> Outcome:
        seen.extend(state.get("heard", []))
        return Outcome(state)

    assert take_in(Heard(count("SELECT coalesce(max(id), 0) + 1 FROM telegram.update"), chat), chats, look)
    return seen


def said(chats: Chats) -> list[str]:
    """Everything that waits, in its order."""
    texts = []
    while found := outgoing.claim(chats.key, most=50):
        texts += [one.call.arguments.get("text", one.call.method) for one in found]
        outgoing.mark_sent([outgoing.Sent(one.number, chats.lookup(one.call.chat)) for one in found])
    return texts


def test_those_of_a_chat_follow_each_other_and_none_has_two_effects(chats: Chats) -> None:
    group = [Heard(1, MOTHER, 1), Heard(2, FATHER, 1), Heard(3, MOTHER, 2), Heard(3, MOTHER, 2)]
    assert take_in_together(group, chats, written_down) == []
    assert take_in_together([*group, Heard(5, MOTHER, 3)], chats, written_down) == []
    assert take_in_together([Heard(4, MOTHER, 4)], chats, written_down) == []
    assert remembered(chats, MOTHER) == [[1, False], [3, False], [5, False], [4, True]]
    assert remembered(chats, FATHER) == [[2, False]]
    assert sorted(said(chats)) == ["1", "2", "3", "4", "5"]
    assert count("SELECT count(*) FROM telegram.message") == 5


def test_who_must_wait_waits_with_what_follows_in_the_same_chat_and_has_changed_nothing(chats: Chats) -> None:
    wanted = True

    def answer(heard: Heard, state: State, late: bool) -> Outcome:
        outcome = written_down(heard, state, late)  # a conversation that was written on, and then not
        if heard.update == 2 and wanted:
            raise NotYet
        return outcome

    group = [Heard(1, MOTHER), Heard(2, MOTHER), Heard(3, FATHER), Heard(4, MOTHER)]
    left = take_in_together(group, chats, answer)
    assert left == [Heard(2, MOTHER), Heard(4, MOTHER)]
    assert said(chats) == ["1", "3"]
    wanted = False
    assert take_in_together(left, chats, answer) == []
    assert remembered(chats, MOTHER) == [[1, False], [2, False], [4, False]]
    assert said(chats) == ["2", "4"]


def test_what_breaks_undoes_all_and_each_may_come_again(chats: Chats) -> None:
    def answer(heard: Heard, state: State, late: bool) -> Outcome:
        if heard.update == 2:
            raise ValueError("a fault of ours")
        return written_down(heard, state, late)

    with pytest.raises(ValueError, match="a fault of ours"):
        take_in_together([Heard(1, MOTHER), Heard(2, FATHER), Heard(3, STRANGER)], chats, answer)
    assert count("SELECT count(*) FROM telegram.update") == 0
    assert said(chats) == []
    assert take_in_together([Heard(1, MOTHER), Heard(3, STRANGER)], chats, answer) == []
    assert said(chats) == ["1", "3"]


def test_what_is_forgotten_begins_anew_within_one_group(chats: Chats) -> None:
    def answer(heard: Heard, state: State, late: bool) -> Outcome:
        outcome = written_down(heard, state, late)
        return Outcome(None, outcome.calls) if heard.update == 2 else outcome

    take_in_together([Heard(1, MOTHER), Heard(2, MOTHER), Heard(3, MOTHER), Heard(1 << 40, FATHER)], chats, answer)
    assert remembered(chats, MOTHER) == [[3, False]]
    take_in_together([Heard((1 << 40) + 2, MOTHER)], chats, lambda *_: Outcome(None))
    assert remembered(chats, MOTHER) == []


def test_the_answer_to_a_press_goes_with_what_is_said_after_it_and_alone_where_nothing_is(chats: Chats) -> None:
    def press(number: str) -> Call:
        return Call(MOTHER, "answerCallbackQuery", {"callback_query_id": number, "text": ""})

    say = Call(MOTHER, "sendMessage", {"text": "well"})
    take_in(Heard(1, MOTHER), chats, lambda *_: Outcome({}, (press("1"), press("2"), say, say, press("3"))))
    found = []
    while claimed := outgoing.claim(chats.key, most=50):
        found += [one.call for one in claimed]
        outgoing.mark_sent([outgoing.Sent(claimed[0].number, chats.lookup(MOTHER), 7, calls=2)])
    assert [(one.method, one.press and one.press["callback_query_id"]) for one in found] == [
        ("answerCallbackQuery", None),
        ("sendMessage", "2"),
        ("sendMessage", None),
        ("answerCallbackQuery", None),
    ]
    assert count("SELECT number FROM telegram.tally WHERE what = 'sent'") == 8


def test_an_update_that_was_taken_in_meanwhile_cannot_be_kept_a_second_time(chats: Chats) -> None:
    take_in(Heard(1, MOTHER), chats, lambda *_: Outcome({}))
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="update_pkey"):
        cursor.execute("SELECT telegram.keep('{1}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')")
