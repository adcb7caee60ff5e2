"""Which dialogue an update belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.translation import override

from antigone.bureau.enquiries.telegram.conversations import Outcome, State
from antigone.interfaces.telegram.dialogue import asking, menu, returning, searching, words
from antigone.interfaces.telegram.dialogue.talk import Surroundings, Talk
from antigone.interfaces.telegram.incoming import Incoming

#: Updates of one chat in a minute beyond which nothing is answered.
MOST_IN_A_MINUTE = 30

_COMMANDS: Mapping[str, Callable[[Talk], None]] = MappingProxyType(
    {
        "start": menu.begin,
        "search": searching.begin,
        "ask": asking.begin,
        "words": returning.begin,
        "help": menu.advice,
        "data": menu.data,
        "language": menu.languages,
        "cancel": menu.forget,
        "clear": menu.clear,
        "ask:on": asking.go_on,
        "ask:review": asking.review,
        "ask:change": asking.offer_changes,
        "ask:send": asking.send,
        "search:more": searching.more,
        "search:open": searching.open_record,
    }
)
#: What can be called by a written command, with its name in Telegram's list.
WRITTEN = ("search", "ask", "words", "help", "data", "language", "clear", "cancel")
_NEED_A_DRAFT = frozenset({"ask:review", "ask:change", "ask:send"})


def respond(came: Incoming, state: State, late: bool, around: Surroundings) -> Outcome:
    """What an update leads to.

    Args:
        late: one that was written after it was taken in before.

    Raises:
        FileWanted: a photograph must be fetched first; nothing has happened yet.
    """
    state.setdefault("language", came.language)
    talk = Talk(came, state, around)
    with override(str(talk.state["language"])):
        flood = _flood(talk)
        if flood > 1:
            pass
        elif flood:
            talk.say(words.too_fast())
        elif came.press:
            _press(talk, late=late)
        elif late and came.picture is None:
            talk.say(words.came_late())
        else:
            _hear(talk)
    return Outcome(talk.state, tuple(talk.calls), talk.seconds)


def _flood(talk: Talk) -> int:
    """Nought while somebody writes as people do; one when it first is too much; then more."""
    minute = int(talk.around.now // 60)
    before, count = talk.state.get("minute", [minute, 0])
    count = count + 1 if before == minute else 1
    talk.state["minute"] = [minute, count]
    return max(0, count - MOST_IN_A_MINUTE)


def _hear(talk: Talk) -> None:
    came = talk.came
    if came.picture is not None:
        _hear_photograph(talk)
        return
    if came.strange:
        talk.say(words.not_taken())
        return
    text = came.text.strip()
    if text.startswith("/"):
        name = text[1:].split(maxsplit=1)[0].split("@")[0].lower() if len(text) > 1 else ""
        _COMMANDS[name](talk) if name in (*WRITTEN, "start") else menu.show(talk)
        return
    room, _, field = talk.step.partition(":")
    if room == "search":
        searching.hear(talk, field, text)
    elif room == "ask":
        asking.hear(talk, field, text)
    elif room == "words" and field == "words":
        returning.hear_words(talk, text)
    elif room == "words" and field in ("message", "detail"):
        returning.hear(talk, field, text)
    else:
        menu.show(talk)


def _hear_photograph(talk: Talk) -> None:
    picture = talk.came.picture
    if picture is None:
        return
    if returning.is_open(talk) and talk.step.startswith("words:"):
        returning.hear_photograph(talk, picture)
    elif talk.step.startswith("ask:") and talk.state.get("draft") is not None:
        asking.hear_photograph(talk, picture)
    else:
        asking.photograph_from_nowhere(talk, picture)


def _press(talk: Talk, *, late: bool) -> None:
    press = talk.came.press
    if late:
        talk.heard_press(words.old_button())
        return
    what, _, rest = press.partition(":")
    if press == "kept":
        talk.heard_press()
        talk.delete(talk.came.message)
        menu.show(talk)
    elif what == "language" and rest:
        talk.heard_press()
        menu.choose_language(talk, rest)
    elif what == "words" and rest:
        talk.heard_press()
        returning.press(talk, rest)
    elif what in ("skip", "set") or press.startswith("ask:again:"):
        _press_of_question(talk, press)
    elif press in _COMMANDS and (press not in _NEED_A_DRAFT or talk.state.get("draft") is not None):
        talk.heard_press()
        _COMMANDS[press](talk)
    else:
        talk.heard_press(words.old_button())


def _press_of_question(talk: Talk, press: str) -> None:
    """A button of one question counts only while that question is open; to change an answer opens it."""
    what, _, rest = press.partition(":")
    begun = talk.state.get("draft") is not None
    room, _, field = rest.partition(":")
    if what == "skip" and talk.step == rest and (room == "search" or begun):
        talk.heard_press()
        searching.hear(talk, field, "") if room == "search" else asking.skip(talk, field)
    elif what == "set" and begun and talk.step == f"ask:{room}":
        talk.heard_press()
        asking.choose(talk, room, field)
    elif what == "ask" and begun and field in asking.QUESTIONS:
        talk.heard_press()
        asking.ask(talk, field)
    else:
        talk.heard_press(words.old_button())
