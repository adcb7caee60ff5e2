"""Leaving an enquiry: the website's own form, question by question, and the website's own intake.

What was told so far stands in the conversation, under seal; a photograph stays with Telegram until the enquiry is sent,
and is locked away in the moment in which it comes to us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from antigone.bureau.enquiries.checking import checked_photograph
from antigone.bureau.enquiries.intake import add_photograph, leave_enquiry
from antigone.bureau.enquiries.values import LARGEST_PHOTOGRAPH, EnquiryDraft, EnquiryRejected, Notices
from antigone.interfaces.telegram.dialogue import labels, menu, words
from antigone.interfaces.telegram.dialogue.talk import Talk
from antigone.interfaces.telegram.incoming import Picture
from antigone.interfaces.website.enquiries.ask_form import AskForm
from antigone.interfaces.website.enquiries.photographs import Photograph

#: What is asked, in this order; the rest of the website's form can be told in words.
QUESTIONS = (
    *("name", "birth_date", "father_name", "photograph", "unit", "last_seen_date", "last_seen_place", "circumstances"),
    *("description", "relation", "may_be_told", "own_name", "phone", "first_message", "news"),
)
_CHOICES = frozenset({"relation", "may_be_told"})
#: Photographs that one enquiry begins with.
MOST_PHOTOGRAPHS = 4


def begin(talk: Talk) -> None:
    """A new enquiry, or the one that was begun."""
    if talk.state.get("draft") or talk.state.get("photographs"):
        go_on(talk)
        return
    talk.state.update(draft={}, photographs=[], seen=False)
    talk.say(words.enquiry_begins())
    ask(talk, QUESTIONS[0])


def go_on(talk: Talk) -> None:
    """Take the enquiry up where it was left."""
    if talk.state.get("draft") is None:
        begin(talk)
        return
    at = str(talk.state.get("at", QUESTIONS[0]))
    if at == "review":
        review(talk)
    else:
        ask(talk, at)


def photograph_from_nowhere(talk: Talk, picture: Picture) -> None:
    """Somebody sends a photograph without having been asked: an enquiry begins with it."""
    if talk.state.get("draft") is None:
        talk.state.update(draft={}, photographs=[], seen=False)
    if _keep(talk, picture):
        talk.say(words.photograph_came())
    go_on(talk)


def hear(talk: Talk, field: str, text: str) -> None:
    """An answer in words to the question `field`; empty for none."""
    if field == "photograph" and text:
        _again(talk, field, [words.not_taken()])
        return
    if field in _CHOICES or field == "news":
        ask(talk, field)
        return
    if text and (wrong := AskForm({field: text}).errors.get(field)):
        _again(talk, field, wrong)
        return
    _told(talk, field, text.strip())


def hear_photograph(talk: Talk, picture: Picture) -> None:
    """A photograph, whichever question is open."""
    if _keep(talk, picture):
        talk.say(words.photograph_came())
    if talk.step == "ask:photograph":
        _next(talk, "photograph")
    else:
        go_on(talk)


def choose(talk: Talk, field: str, value: str) -> None:
    """A button of the question `field`."""
    draft = talk.state["draft"]
    if field == "may_be_told":
        chosen = set(draft.get(field, []))
        draft[field] = sorted(chosen ^ {value})
        ask(talk, field)
    else:
        _told(talk, field, value)


def skip(talk: Talk, field: str) -> None:
    """Nothing to say to this question; what was said before stays."""
    _next(talk, field)


def review(talk: Talk) -> None:
    """What was told, by the names of its questions alone, and whether it shall be sent."""
    talk.state.update(seen=True, at="review")
    talk.go("")
    told = ", ".join(_label(field) for field in QUESTIONS if talk.state["draft"].get(field))
    talk.say(
        words.review(told or "–", len(talk.state["photographs"])),
        [(labels.SEND, "ask:send")],
        [(labels.CHANGE, "ask:change")],
        [(labels.CANCEL, "cancel")],
    )


def offer_changes(talk: Talk) -> None:
    """Every question, to be asked once more."""
    talk.say(
        words.what_to_change(),
        *([(_label(field), f"ask:again:{field}")] for field in QUESTIONS),
        [(labels.BACK, "ask:review")],
    )


def send(talk: Talk) -> None:
    """Leave the enquiry with the bureau, and give the ten words."""
    pictures = []
    for file, size in talk.state["photographs"]:
        content = talk.content_of(Picture(file, size))
        if content is None or not _is_photograph(content):
            talk.state["photographs"].remove([file, size])
            talk.say(words.photograph_not_kept())
            ask(talk, "photograph")
            return
        pictures.append(content)
    form = _form(talk.state["draft"], pictures[:1])
    if not form.is_valid():
        field = next((field for field in QUESTIONS if field in form.errors), "name")
        _again(talk, field, form.errors.get(field) or [words.need_name_or_photograph()])
        return
    try:
        receipt = leave_enquiry(_with_news(talk, form.draft(str(talk.state["language"]))))
    except EnquiryRejected:
        _again(talk, "name", [words.need_name_or_photograph()])
        return
    for content in pictures[1:]:
        add_photograph(receipt, content)
    menu.only_what_stays(talk)
    talk.say(words.receipt_comes())
    talk.say(receipt.text, [(labels.KEPT, "kept")])


def ask(talk: Talk, field: str) -> None:
    """Put the question `field`."""
    talk.state["at"] = field
    talk.go(f"ask:{field}")
    last = [(labels.ENOUGH, "ask:review"), (labels.CANCEL, "cancel")]
    if field == "news":
        talk.say(words.news_question(), [(labels.YES, "set:news:yes"), (labels.NO, "set:news:")], last)
        return
    asked = AskForm.base_fields[field]
    question = f"{asked.label}\n{asked.help_text}".strip()
    rows: list[Sequence[tuple[str | Promise, str]]] = [[(labels.SKIP, f"skip:ask:{field}")], last]
    if field in _CHOICES:
        chosen = talk.state["draft"].get(field, [])
        choices = [(str(value), label) for value, label in asked.choices if value]  # type: ignore[attr-defined]
        rows = [
            *([(f"✓ {label}" if value in chosen else str(label), f"set:{field}:{value}")] for value, label in choices),
            *rows,
        ]
    talk.say(question, *rows)


def _form(draft: dict[str, Any], pictures: Sequence[bytes]) -> AskForm:
    said = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in draft.items() if name != "news"}
    )
    files = {"photograph": Photograph(pictures[0], len(pictures[0]))} if pictures else {}
    return AskForm(said, files)


def _with_news(talk: Talk, draft: EnquiryDraft) -> EnquiryDraft:
    if not talk.state["draft"].get("news"):
        return draft
    return replace(draft, contact=replace(draft.contact, chat=str(talk.came.chat), notices=Notices.TELEGRAM))


def _is_photograph(content: bytes) -> bool:
    try:
        checked_photograph(content)
    except EnquiryRejected:
        return False
    return True


def _keep(talk: Talk, picture: Picture) -> bool:
    """Note a photograph that stays with Telegram until the enquiry is sent; says why not where it cannot."""
    kept = talk.state["photographs"]
    if picture.size > LARGEST_PHOTOGRAPH:
        talk.say(words.photograph_too_large(LARGEST_PHOTOGRAPH // (1024 * 1024)))
        return False
    if len(kept) >= MOST_PHOTOGRAPHS:
        talk.say(words.photographs_enough(MOST_PHOTOGRAPHS))
        return False
    if [picture.file, picture.size] not in kept:
        kept.append([picture.file, picture.size])
    return True


def _told(talk: Talk, field: str, value: str) -> None:
    talk.state["draft"][field] = value
    _next(talk, field)


def _next(talk: Talk, field: str) -> None:
    """The question after this one; or the review, where one has been there already."""
    place = QUESTIONS.index(field) + 1
    if talk.state.get("seen") or place == len(QUESTIONS):
        review(talk)
    else:
        ask(talk, QUESTIONS[place])


def _again(talk: Talk, field: str, wrong: Sequence[Any]) -> None:
    talk.say("\n".join(str(one) for one in wrong))
    ask(talk, field)


def _label(field: str) -> str:
    return str(labels.NEWS_HERE if field == "news" else AskForm.base_fields[field].label)
