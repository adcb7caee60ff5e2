"""The first page, languages, advice, and letting go."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import activate

from antigone.interfaces.telegram.dialogue import labels, words
from antigone.interfaces.telegram.dialogue.talk import Buttons, Talk

#: What is kept of a conversation when all else is forgotten.
_STAYS = ("language", "minute")


def begin(talk: Talk) -> None:
    """Greet, and show what there is."""
    talk.say(words.greeting(settings.CONFIGURATION.bureau_name), *_all(talk))


def show(talk: Talk) -> None:
    """What there is to do."""
    talk.say(words.what_now(), *_all(talk))


def advice(talk: Talk) -> None:
    """Help and warnings."""
    talk.say(words.advice(), *_all(talk))


def data(talk: Talk) -> None:
    """What Telegram learns, and the other ways."""
    talk.say(words.what_telegram_learns(talk.around.site), *_all(talk))


def languages(talk: Talk) -> None:
    """Offer the languages, each in its own words."""
    talk.say(words.choose_language(), [(name, f"language:{code}") for code, name in words.OWN_NAMES.items()])


def choose_language(talk: Talk, code: str) -> None:
    """From now on in this language."""
    if code in words.OWN_NAMES:
        talk.state["language"] = code
        activate(code)
    show(talk)


def forget(talk: Talk) -> None:
    """Drop whatever was begun and not sent."""
    only_what_stays(talk)
    talk.say(words.forgotten(), *_all(talk))


def clear(talk: Talk) -> None:
    """Forget, and delete what was written here."""
    only_what_stays(talk)
    talk.clear()
    talk.say(words.gone(), *_all(talk))


def only_what_stays(talk: Talk) -> None:
    """Drop all of the conversation but its language."""
    talk.state = {name: talk.state[name] for name in _STAYS if name in talk.state}


def _all(talk: Talk) -> Buttons:
    begun = [[(labels.GO_ON, "ask:on")]] if talk.state.get("draft") is not None else []
    return [
        *begun,
        [(labels.SEARCH, "search")],
        [(labels.ASK, "ask")],
        [(labels.WORDS, "words")],
        [(labels.HELP, "help"), (labels.LANGUAGE, "language")],
        [(labels.DATA, "data")],
        [(labels.CLEAR, "clear")],
    ]
