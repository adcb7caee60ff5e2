"""Search by name: the website's own form, question by question, and the website's own answer.

What is shown, to whom, and that nothing known, withheld and too vague are one answer, `disclosure.queries` decides.
"""

from __future__ import annotations

import time

from django.utils.translation import gettext as _

from antigone.bureau.disclosure.queries import public_search
from antigone.bureau.disclosure.values import PublicPerson
from antigone.interfaces.telegram.dialogue import labels, words
from antigone.interfaces.telegram.dialogue.talk import Talk
from antigone.interfaces.website.even_answers import next_release
from antigone.interfaces.website.forms import SearchForm
from antigone.interfaces.website.templatetags.plain_dates import in_words

_FIRST = ("name", "born")
_FURTHER = ("father", "place", "unit", "service_number")


def begin(talk: Talk) -> None:
    """Ask for the name."""
    talk.state["query"] = {}
    talk.say(words.search_begins())
    _ask(talk, "name")


def more(talk: Talk) -> None:
    """Go on from what was asked, with what else the person may know."""
    if not talk.state.get("query"):
        begin(talk)
        return
    _ask(talk, _FURTHER[0])


def hear(talk: Talk, field: str, text: str) -> None:
    """An answer to the question `field`; empty for none."""
    asked = {**talk.state.get("query", {}), field: text.strip()}
    form = SearchForm(asked)
    if wrong := form.errors.get(field):
        talk.say("\n".join(map(str, wrong)))
        _ask(talk, field)
        return
    talk.state["query"] = asked
    order = _FIRST if field in _FIRST else _FURTHER
    if field == order[-1]:
        answer(talk)
    else:
        _ask(talk, order[order.index(field) + 1])


def answer(talk: Talk) -> None:
    """Search with what was told."""
    form = SearchForm(talk.state.get("query", {}))
    if not form.is_valid():
        begin(talk)
        return
    began = time.monotonic()
    people = public_search(form.query()).found
    talk.go("")
    if people:
        talk.say(words.found(), [(labels.OPEN_RECORD, "search:open")], [(labels.ASK, "ask")], [(labels.CLEAR, "clear")])
    else:
        talk.say(
            words.nothing(),
            [(labels.MORE, "search:more")],
            [(labels.ASK, "ask")],
            [(labels.HELP, "help"), (labels.CLEAR, "clear")],
        )
    # Answers leave on the website's grid of instants, so that how long the search took says nothing.
    elapsed = time.monotonic() - began
    talk.seconds = next_release(elapsed) - elapsed


def open_record(talk: Talk) -> None:
    """Show what was found, if it may still be shown. The question is forgotten with the answer."""
    form = SearchForm(talk.state.get("query") or {})
    people = public_search(form.query()).found if form.is_valid() else ()
    talk.state.pop("query", None)
    if not people:
        talk.say(words.nothing(), [(labels.ASK, "ask")], [(labels.CLEAR, "clear")])
        return
    said = (
        _("According to the source named below, this person has died. We are deeply sorry.")
        if len(people) == 1
        else _("According to the sources named below, this person has died. We are deeply sorry.")
    )
    talk.say(
        "\n\n".join(
            (
                said,
                *(_person(person) for person in people),
                _(
                    "More than this we show to nobody here: no place of burial, no circumstances and no photographs. "
                    "The family can ask the bureau for them."
                ),
                _(
                    "If you know that the record is wrong, above all if the person is alive, please write to us at "
                    "once."
                ),
            )
        ),
        [(labels.ASK, "ask")],
        [(labels.CLEAR, "clear")],
        [(labels.HELP, "help")],
    )


def _person(person: PublicPerson) -> str:
    lines = (
        (_("Born"), in_words(person.birth_year)),
        (_("Died"), in_words(person.death_year)),
        (_("Region"), person.region),
        (_("Also written"), "; ".join(person.other_names)),
        (_("Source"), person.source),
        (_("As of"), in_words(person.as_of)),
        (_("Number of the record"), person.public_id),
    )
    return "\n".join((person.name, *(f"{label}: {value}" for label, value in lines if value)))


def _ask(talk: Talk, field: str) -> None:
    talk.go(f"search:{field}")
    asked = SearchForm().fields[field]
    question = f"{asked.label}\n{asked.help_text}".strip()
    skip = [] if field == "name" else [[(labels.SKIP, f"skip:search:{field}")]]
    talk.say(question, *skip, [(labels.CANCEL, "cancel")])
