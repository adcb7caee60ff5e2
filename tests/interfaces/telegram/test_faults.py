"""Twice, in disorder, late, refused, broken off: each update has one effect, and nothing to be said is lost."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.utils.translation import override
from tests.interfaces.telegram.bot_api import BotApi, Disorder, Fault
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import MOTHER, awaits, count, names_sought

from antigone.bureau.enquiries.telegram import outgoing
from antigone.bureau.enquiries.telegram.chats import Chats
from antigone.bureau.enquiries.telegram.conversations import Heard, Outcome, take_in
from antigone.bureau.enquiries.telegram.outgoing import Call
from antigone.interfaces.telegram.dialogue import words

FAMILIES = range(6001, 6051)
LATE = range(6046, 6051)


def whole_enquiry(api: BotApi, chat: int) -> list[int]:
    """Everything that a family writes for an enquiry, without waiting for answers."""
    return [
        api.gives(chat, text="/ask"),
        api.gives(chat, text=f"Верещака Остап {chat}"),
        api.gives(chat, press="ask:review"),
        api.gives(chat, press="ask:send"),
    ]


def test_updates_twice_in_disorder_and_late_have_one_effect_each(start_bot: StartBot, api: BotApi) -> None:
    made = {chat: whole_enquiry(api, chat) for chat in FAMILIES}
    disorder = Disorder(1)
    disorder.held = {made[chat][1] for chat in LATE}  # the name comes after what was written later
    for number in disorder.held:
        api.again(number)["stays"] = True
    api._shuffles = disorder
    start_bot()
    total = sum(map(len, made.values()))
    api.wait(lambda: count("SELECT count(*) FROM telegram.update") == total, 60)
    api.wait(lambda: count("SELECT count(*) FROM telegram.outgoing") == 0, 60)
    on_time = [f"Верещака Остап {chat}" for chat in FAMILIES if chat not in LATE]
    assert disorder.twice > 100
    assert names_sought() == on_time
    receipts = Counter(chat for chat, text in api.spoken if len(text.split()) == 10 and text.islower())
    assert receipts == Counter(chat for chat in FAMILIES if chat not in LATE)
    with override("uk"):
        late = words.came_late()
    assert Counter(chat for chat, text in api.spoken if text == late) == Counter(LATE)
    assert count("SELECT number FROM telegram.tally WHERE what = 'sent'") == api.calls.total() - sum(
        api.calls[name] for name in ("getMe", "getUpdates", "setMyCommands", "deleteWebhook")
    )


def test_telegram_says_wait_and_nothing_is_said_before_or_lost(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [Fault("sendMessage", status=429, seconds=1), Fault("sendMessage", status=429, seconds=2)]
    for chat in range(6001, 6021):
        api.gives(chat, text="/help")
    start_bot()
    # That nothing was said before `retry_after` had passed, the Bot API of the test looks after itself.
    api.wait(lambda: len(api.spoken) == 20)
    assert Counter(chat for chat, _ in api.spoken) == Counter(range(6001, 6021))
    assert sum(fault.times for fault in api.faults) == 0
    assert count("SELECT count(*) FROM telegram.tally WHERE what <> 'sent'") == 0


def test_lines_that_break_and_answers_that_are_none_lose_nothing(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [
        Fault("getUpdates", status=502),
        Fault("sendMessage", status=500),
        Fault("sendMessage", garbage=True),
        Fault("sendMessage", breaks=True, hears=True),
    ]
    for chat in range(6001, 6007):
        api.gives(chat, text="/help")
    start_bot()
    api.wait(lambda: {chat for chat, _ in api.spoken} == set(range(6001, 6007)))
    api.wait(lambda: count("SELECT count(*) FROM telegram.outgoing") == 0)
    # One was taken before its line broke: it is said twice, and counted among the doubtful.
    assert len(api.spoken) == 7
    assert count("SELECT number FROM telegram.tally WHERE what = 'doubtful'") == 3


def test_who_has_blocked_the_bot_hears_nothing_and_holds_up_nobody(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [Fault("sendMessage", status=403)]
    api.gives(6001, text="/help")
    start_bot()
    api.wait(lambda: count("SELECT coalesce(sum(number), 0) FROM telegram.tally WHERE what = 'failed'") == 1)
    api.gives(6002, text="/help")
    api.wait(lambda: [chat for chat, _ in api.spoken] == [6002])


def test_a_press_that_telegram_knows_no_more_keeps_nothing_from_being_said(start_bot: StartBot, api: BotApi) -> None:
    api.faults = [Fault("answerCallbackQuery", status=403), Fault("answerCallbackQuery", breaks=True, hears=True)]
    api.gives(6001, press="help")
    start_bot()
    awaits(api, 6001, "search")
    api.gives(6002, press="help")  # its line breaks: both are made once more, and it is counted
    awaits(api, 6002, "search")
    api.wait(lambda: count("SELECT count(*) FROM telegram.outgoing") == 0)
    assert [chat for chat, _ in api.spoken] == [6001, 6002]
    assert api.calls["answerCallbackQuery"] == 3
    assert count("SELECT number FROM telegram.tally WHERE what = 'doubtful'") == 1


def test_what_a_process_that_died_was_saying_is_said(start_bot: StartBot, api: BotApi) -> None:
    chats = Chats(settings.TELEGRAM_KEYS.private)

    def answer(state: dict[str, Any], _late: bool) -> Outcome:
        said = tuple(Call(MOTHER, "sendMessage", {"text": text}) for text in ("one", "two", "three"))
        return Outcome(state | {"language": "uk"}, said)

    assert take_in(Heard(1, MOTHER, 1), chats, answer)
    assert not take_in(Heard(1, MOTHER, 1), chats, answer)
    (claimed,) = outgoing.claim(chats.key, most=10)
    assert claimed.call.arguments == {"text": "one"}
    start_bot()
    api.wait(lambda: api.seen(MOTHER) == ["one", "two", "three"])
    assert count("SELECT number FROM telegram.tally WHERE what = 'doubtful'") == 1


def test_an_update_that_breaks_something_is_told_to_its_sender_and_holds_up_nobody(
    start_bot: StartBot, api: BotApi, monkeypatch: Any
) -> None:
    from antigone.interfaces.telegram import receiving

    real = receiving.respond

    def broken(came: Any, *rest: Any) -> Outcome:
        if came.text == "break":
            raise ValueError("never seen by anybody")
        return real(came, *rest)

    monkeypatch.setattr(receiving, "respond", broken)
    monkeypatch.setattr(receiving, "_PAUSE", 0.01)
    start_bot()
    api.gives(MOTHER, text="break")
    api.gives(MOTHER, text="/help")
    with override("uk"):
        sorry = words.ours_to_mend()
    api.hears(MOTHER, sorry)
    awaits(api, MOTHER, "search")
    assert "never seen" not in " ".join(text for _, text in api.spoken)


def test_a_photograph_that_telegram_does_not_give_is_asked_for_again(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    api.shows(MOTHER)
    awaits(api, MOTHER, "ask:review")
    api.files.clear()
    api.presses(MOTHER, "ask:review")
    awaits(api, MOTHER, "ask:send")
    api.presses(MOTHER, "ask:send")
    with override("uk"):
        api.hears(MOTHER, words.photograph_not_kept())
    assert names_sought() == []
