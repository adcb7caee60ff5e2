"""A family with the bot, from the first word to the receipt and back, over HTTP."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import connection
from tests.interfaces.telegram.bot_api import JPEG, BotApi
from tests.interfaces.telegram.conftest import StartBot
from tests.interfaces.telegram.talking import (
    MOTHER,
    NAME,
    STRANGER,
    asks,
    awaits,
    button,
    comes_back,
    count,
    names_sought,
    ten_words,
)

from antigone.bureau.enquiries import intake
from antigone.bureau.enquiries.opening import CONTACT, _behind_the_seal
from antigone.bureau.enquiries.receipts import parsed
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.values import EnquiryState, LetterKind
from antigone.server.secrets import key_named

CALLS = "Останній дзвінок був у неділю."


def contact_of(enquiry: str) -> dict[str, str]:
    """The contact, as only the vault can open it."""
    key = PrivateKey(key_named(settings.DATA_DIR, "vault"))
    return dict(json.loads(_behind_the_seal(enquiry, CONTACT, key)))  # type: ignore[arg-type]


def test_an_enquiry_is_left_step_by_step_interrupted_changed_and_sent(start_bot: StartBot, api: BotApi) -> None:
    bot = start_bot()
    api.says(MOTHER, "/start")
    awaits(api, MOTHER, "ask")
    api.presses(MOTHER, "ask")
    awaits(api, MOTHER, "cancel")
    api.says(MOTHER, NAME)
    awaits(api, MOTHER, "skip:ask:birth_date")
    api.says(MOTHER, "31.02.")  # what a program cannot read, a person will
    awaits(api, MOTHER, "skip:ask:father_name")
    # She searches in between, and the bot's process dies and starts anew.
    api.says(MOTHER, "/search")
    api.wait(lambda: api.calls["sendMessage"] >= 7)
    bot.stop()
    start_bot()
    api.says(MOTHER, "/start")
    awaits(api, MOTHER, "ask:on")
    api.presses(MOTHER, "ask:on")
    awaits(api, MOTHER, "skip:ask:father_name", after=api.chats[MOTHER][-1].number)
    api.presses(MOTHER, "ask:review")
    awaits(api, MOTHER, "ask:send")
    assert names_sought() == []
    api.presses(MOTHER, "ask:change")
    awaits(api, MOTHER, "ask:again:first_message")
    api.presses(MOTHER, "ask:again:first_message")
    awaits(api, MOTHER, "skip:ask:first_message")
    api.says(MOTHER, CALLS)
    awaits(api, MOTHER, "ask:send", after=api.chats[MOTHER][-1].number)
    api.presses(MOTHER, "ask:change")
    awaits(api, MOTHER, "ask:again:news", after=api.chats[MOTHER][-1].number)
    api.presses(MOTHER, "ask:again:news")
    awaits(api, MOTHER, "set:news:yes")
    api.presses(MOTHER, "set:news:yes")
    awaits(api, MOTHER, "ask:send", after=api.chats[MOTHER][-1].number)
    api.shows(MOTHER)
    awaits(api, MOTHER, "ask:send", after=api.chats[MOTHER][-1].number)
    api.presses(MOTHER, "ask:send")
    receipt = parsed(ten_words(api, MOTHER))
    # The same as by the website: sealed, and opened by the words alone.
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert (page.state, page.language) == (EnquiryState.RECEIVED, "uk")
    assert [letter.kind for letter in page.letters] == [LetterKind.MESSAGE, LetterKind.PHOTOGRAPH]
    assert page.letters[0].text == CALLS
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, notices, sought::text FROM intake.enquiry")
        ((enquiry, notices, sought),) = cursor.fetchall()
    assert notices == "telegram"
    assert NAME in sought
    assert "31.02." in sought
    assert contact_of(enquiry)["chat"] == str(MOTHER)
    # What the bot said repeats nothing of what she said.
    assert not [text for chat, text in api.spoken if chat == MOTHER and ("Колодій" in text or CALLS in text)]
    api.presses(MOTHER, "kept")
    api.wait(lambda: not button(api, MOTHER, "kept"))


def test_whoever_has_ten_words_does_here_what_the_website_does(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    receipt = asks(api, MOTHER)
    comes_back(api, MOTHER, receipt.upper().replace(" ", ", "))
    assert receipt.upper().split()[0] not in " ".join(one.text for one in api.chats[MOTHER] if not one.deleted).split()
    held = parsed(receipt)
    api.presses(MOTHER, "words:message")
    awaits(api, MOTHER, "words:back")
    api.says(MOTHER, CALLS)
    api.wait(lambda: CALLS in [letter.text for letter in intake.open_enquiry(held).letters])  # type: ignore[union-attr]
    api.shows(MOTHER)
    api.wait(lambda: count("SELECT count(*) FROM intake.letter WHERE kind = 'photograph'") == 1)
    for act, state in (("pause", EnquiryState.PAUSED), ("resume", EnquiryState.RECEIVED)):
        awaits(api, MOTHER, f"words:{act}")
        api.presses(MOTHER, f"words:{act}")
        api.wait(lambda state=state: intake.open_enquiry(held).state is state)  # type: ignore[misc,union-attr]
    api.presses(MOTHER, "words:news")
    awaits(api, MOTHER, "words:news-yes")
    api.presses(MOTHER, "words:news-yes")
    api.wait(lambda: count("SELECT count(*) FROM intake.enquiry WHERE notices = 'telegram'") == 1)
    # Somebody else, with other words, sees that they open nothing.
    api.says(STRANGER, "/words")
    awaits(api, STRANGER, "cancel")
    other = " ".join([*receipt.split()[1:], receipt.split()[0]])
    api.says(STRANGER, other)
    awaits(api, STRANGER, "ask")
    assert not button(api, STRANGER, "words:close")
    api.presses(MOTHER, "words:withdraw")
    awaits(api, MOTHER, "words:withdraw-erase")
    api.presses(MOTHER, "words:withdraw-erase")
    api.wait(lambda: intake.open_enquiry(held).state is EnquiryState.WITHDRAWN)  # type: ignore[union-attr]
    api.wait(lambda: count("SELECT count(*) FROM intake.letter") == 0)
    api.presses(MOTHER, "words:delete")
    awaits(api, MOTHER, "words:delete-yes")
    api.presses(MOTHER, "words:delete-yes")
    api.wait(lambda: intake.open_enquiry(held) is None)


def test_a_photograph_goes_to_the_desk_and_no_face_answers(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    api.shows(MOTHER)
    awaits(api, MOTHER, "ask:review")
    api.shows(MOTHER, size=50_000_000)
    api.wait(lambda: api.calls["sendMessage"] >= 4)
    assert api.calls["getFile"] == 0
    api.presses(MOTHER, "ask:review")
    awaits(api, MOTHER, "ask:send")
    api.presses(MOTHER, "ask:send")
    receipt = parsed(ten_words(api, MOTHER))
    assert names_sought() == [""]
    page = intake.open_enquiry(receipt)
    assert page is not None
    assert [letter.kind for letter in page.letters] == [LetterKind.PHOTOGRAPH]
    assert JPEG not in b"".join(bytes(one) for one in sealed_letters())
    assert {method for method in api.calls if "Photo" in method} == set()


def sealed_letters() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM intake.letter")
        return [row[0] for row in cursor.fetchall()]


def test_on_request_everything_goes_from_the_chat_and_from_us(start_bot: StartBot, api: BotApi) -> None:
    start_bot()
    api.says(MOTHER, "/ask")
    awaits(api, MOTHER, "cancel")
    api.says(MOTHER, NAME)
    awaits(api, MOTHER, "skip:ask:birth_date")
    last = api.chats[MOTHER][-1].number
    api.says(MOTHER, "/clear")
    awaits(api, MOTHER, "search", after=last)
    assert all(one.deleted for one in api.chats[MOTHER] if one.number <= last)
    assert not button(api, MOTHER, "ask:on")
    assert names_sought() == []
    # An old button, from before, has nothing to hold on to any more.
    with_old = next(one for one in api.chats[MOTHER] if one.number <= last and one.buttons)
    with_old.deleted = False
    api.presses(MOTHER, "ask:review")
    api.wait(lambda: any(api.answered.values()))
