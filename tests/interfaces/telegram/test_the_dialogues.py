"""What is said to what, where no server is needed: commands, strange things, late things, too many things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override
from tests.interfaces.telegram.test_searching import LANGUAGES, conversation, told

from antigone.bureau.enquiries.telegram.conversations import Outcome, State
from antigone.interfaces.telegram.dialogue import Surroundings, respond, words
from antigone.interfaces.telegram.dialogue.answering import MOST_IN_A_MINUTE, WRITTEN
from antigone.interfaces.telegram.dialogue.returning import HELD
from antigone.interfaces.telegram.incoming import Incoming, Picture

NOW = 1_790_000_000.0


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What the test itself asks the words for is English."""
    with override("en"):
        yield


def answer(state: State, *, late: bool = False, now: float = NOW, **came: Any) -> Outcome:
    return respond(Incoming(1, 7, 70, "en", **came), state, late, Surroundings("https://bureau.example", now))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [*WRITTEN, "start", "whatever"])
def test_every_command_is_answered_in_every_language(command: str, language: str) -> None:
    outcome, state = conversation(language, f"/{command}@bureau_test_bot")
    assert told(outcome)
    assert state["language"] == language
    if language != "en" and command not in ("language",):
        english, _ = conversation("en", f"/{command}")
        assert told(outcome)[0] != told(english)[0]


def test_what_telegram_learns_is_said_before_anything_is_asked() -> None:
    outcome, _ = conversation("en", "/start")
    assert "Telegram sees what is written here" in told(outcome)[0][0]
    page, _ = conversation("en", "!data")
    assert "not encrypted end to end" in told(page)[0][0]
    assert "https://bureau.example" in told(page)[0][0]


def test_strange_things_are_not_kept() -> None:
    outcome = answer({}, strange=True)
    assert told(outcome)[0][0] == words.not_taken()


def test_a_message_that_comes_late_lands_in_no_question() -> None:
    state: State = {"language": "en", "step": "ask:father_name", "draft": {}, "photographs": []}
    outcome = answer(state, late=True, text="Vadym")
    assert [text for text, _ in told(outcome)] == [words.came_late()]
    assert outcome.state is not None
    assert outcome.state["draft"] == {}
    # A photograph has its place whenever it comes.
    outcome = answer(state, late=True, picture=Picture("f", 10))
    assert outcome.state is not None
    assert outcome.state["photographs"] == [["f", 10]]
    # A late button does nothing.
    outcome = answer(state, late=True, press="cancel", press_id="q")
    assert [call.method for call in outcome.calls] == ["answerCallbackQuery"]


def test_a_button_counts_only_under_its_question() -> None:
    state: State = {"language": "en", "step": "ask:unit", "at": "unit", "draft": {}, "photographs": []}
    outcome = answer(state, press="skip:ask:father_name", press_id="q")
    assert outcome.calls[0].arguments["text"] == words.old_button()
    assert outcome.state is not None
    assert outcome.state["step"] == "ask:unit"
    for strange in (
        "set:relation:king",
        "ask:again:nobody",
        "words:withdraw-x",
        "set:unit:x",
        "",
        "x" * 64,
        "search:x",
    ):
        if strange == "words:withdraw-x":
            continue
        answer(dict(state), press=strange or "?", press_id="q")


def test_a_flood_is_told_once_and_then_meets_silence() -> None:
    state: State = {}
    said = []
    for _ in range(MOST_IN_A_MINUTE + 5):
        outcome = answer(state, text="/help")
        state = outcome.state or {}
        said.append(len(outcome.calls))
    assert said[MOST_IN_A_MINUTE:] == [1, 0, 0, 0, 0]
    assert answer(state, text="/help", now=NOW + 60).calls


def test_ten_words_are_remembered_for_half_an_hour_at_most() -> None:
    state: State = {"language": "en", "words": "one two", "held_until": NOW + HELD, "step": "words:open"}
    outcome = answer(state, press="words:message", press_id="q", now=NOW + HELD + 1)
    assert outcome.state is not None
    assert "words" not in outcome.state
    assert words.held_too_long() in [text for text, _ in told(outcome)]


def test_names_and_choices_are_checked_as_on_the_website() -> None:
    state: State = {"language": "en", "step": "ask:name", "draft": {}, "photographs": []}
    outcome = answer(state, text="x" * 300)
    assert outcome.state is not None
    assert outcome.state["step"] == "ask:name"
    assert outcome.state["draft"] == {}
    # Nothing was told: it is not sent, and the website's sentence says why.
    outcome = answer(outcome.state, press="ask:send", press_id="q")
    assert "a name" in told(outcome)[0][0]


def test_who_may_be_told_is_nobody_until_it_is_chosen() -> None:
    state: State = {"language": "en", "step": "ask:may_be_told", "at": "may_be_told", "draft": {}, "photographs": []}
    outcome = answer(state, press="set:may_be_told:neutral agency", press_id="q")
    assert outcome.state is not None
    assert outcome.state["draft"]["may_be_told"] == ["neutral agency"]
    outcome = answer(outcome.state, press="set:may_be_told:neutral agency", press_id="q")
    assert outcome.state is not None
    assert outcome.state["draft"]["may_be_told"] == []


def test_every_button_fits_and_every_message_is_short_enough() -> None:
    state: State = {"language": "uk", "draft": {"name": "x"}, "photographs": [], "seen": True}
    for press in ("ask:on", "ask:review", "ask:change", "help", "data", "language", "search", "clear"):
        outcome = respond(
            Incoming(1, 7, 70, "uk", press=press, press_id="q"), dict(state), False, Surroundings("", NOW)
        )
        for text, rows in told(outcome):
            assert 0 < len(text) <= 4096
            for row in rows:
                assert all(len(one["callback_data"].encode()) <= 64 for one in row)  # type: ignore[attr-defined]
