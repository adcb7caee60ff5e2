"""Search in the bot finds what the website finds, and says the one same thing about everybody else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.interfaces.telegram.conftest import as_the_bot
from tests.interfaces.website.people import FOUND, TOO_VAGUE, UNKNOWN, WITHHELD, keep_people

from antigone.bureau.enquiries.telegram.conversations import Outcome, State
from antigone.interfaces.telegram.dialogue import Surroundings, respond
from antigone.interfaces.telegram.incoming import Incoming

pytestmark = pytest.mark.django_db
LANGUAGES = ("uk", "ru", "en")


def told(outcome: Outcome) -> list[tuple[str, Sequence[object]]]:
    """Each message, and the buttons under it."""
    return [
        (call.arguments["text"], call.arguments.get("reply_markup", {}).get("inline_keyboard", []))
        for call in outcome.calls
        if call.method == "sendMessage"
    ]


def conversation(language: str, *said: str) -> tuple[Outcome, State]:
    """What comes of the last of these; a word that begins with ! is a button."""
    state: State = {}
    outcome = Outcome(state)
    for number, one in enumerate(said):
        came = Incoming(
            number, 1, number, language, **({"press": one[1:], "press_id": "q"} if one[0] == "!" else {"text": one})
        )
        outcome = respond(came, state, False, Surroundings("https://bureau.example", 1_790_000_000.0))
        state = outcome.state or {}
    return outcome, state


def search(language: str, asked: dict[str, str]) -> Outcome:
    """A search as people make it."""
    born = asked.get("born")
    outcome, _ = conversation(language, "/search", asked["name"], born or "!skip:search:born")
    return outcome


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_withheld_and_vague_are_one_answer(language: str) -> None:
    keep_people()
    with as_the_bot():
        answers = [search(language, asked) for asked in (UNKNOWN, WITHHELD, TOO_VAGUE)]
        found = search(language, FOUND)
    assert [told(answer)[-1:] for answer in answers] == [told(answers[0])[-1:]] * 3
    assert [told(answer) for answer in answers[:2]] == [told(answers[0])] * 2
    assert told(found)[-1] != told(answers[0])[-1]
    # All are held back to the same grid of instants.
    assert all(0 < answer.seconds <= 0.085 for answer in (*answers, found))
    # Neither answer holds anything of what was asked, or of what was found.
    for answer in (*answers, found):
        for text, _ in told(answer):
            assert not [part for part in ("Верещака", "Гайдабура", "Цимбалистий", "Коваленко", "1987") if part in text]


def test_a_record_is_opened_deliberately_and_says_what_the_website_says() -> None:
    keep_people()
    with as_the_bot():
        outcome, state = conversation("uk", "/search", FOUND["name"], FOUND["born"], "!search:open")
        ((text, _),) = told(outcome)
        assert "query" not in state
        again, _ = conversation("uk", "/search", WITHHELD["name"], WITHHELD["born"], "!search:open")
    for part in ("Верещака Остап Данилович", "1987", "2023", "Полтавська область", "Книга пам’яті міста Лубни"):
        assert part in text
    assert "1987-03-12" not in text
    assert "Гайдабура" not in told(again)[0][0]


def test_more_can_be_told_after_the_one_answer() -> None:
    keep_people()
    with as_the_bot():
        outcome, state = conversation(
            "en", "/search", "Верещака О. Д.", "!skip:search:born", "!search:more", "!skip:search:father"
        )
    assert state["step"] == "search:place"
    assert told(outcome)


def test_a_date_that_nobody_can_read_is_asked_for_again_in_the_websites_words() -> None:
    with as_the_bot():
        outcome, state = conversation("en", "/search", "Somebody Unknown", "yesterday")
    assert state["step"] == "search:born"
    assert told(outcome)[0][0] == "We could not read this date. Write it like 12.03.1987, or only the year."
