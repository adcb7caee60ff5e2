"""Coming back with ten words: the website's own acts on an enquiry.

The words stay in the conversation, under seal, for half an hour at most. What has to be told to a family is not told in
a messenger: here it only hears that there is something.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from antigone.bureau.enquiries.intake import change_contact, open_enquiry
from antigone.bureau.enquiries.receipts import Receipt, parsed
from antigone.bureau.enquiries.values import (
    LARGEST_PHOTOGRAPH,
    Contact,
    EnquiryPage,
    EnquiryState,
    KeepRecord,
    LetterKind,
    NoSuchEnquiry,
    Notices,
)
from antigone.interfaces.telegram.dialogue import labels, menu, words
from antigone.interfaces.telegram.dialogue.talk import Talk
from antigone.interfaces.telegram.incoming import Picture
from antigone.interfaces.website.enquiries.acts import ACTS
from antigone.interfaces.website.enquiries.opened import opened_page
from antigone.interfaces.website.enquiries.photographs import Photograph
from antigone.interfaces.website.enquiries.receipt_forms import WordsForm
from antigone.interfaces.website.enquiries.words import DONE

#: Seconds for which the ten words are remembered.
HELD = 30 * 60
#: Acts that are one button each.
_PLAIN = frozenset({"pause", "resume", "renew"})


def begin(talk: Talk) -> None:
    """Ask for the words."""
    _let_go(talk)
    asked = WordsForm.base_fields["words"]
    talk.go("words:words")
    talk.say(f"{asked.label}\n{asked.help_text}\n\n{words.words_wanted()}", [(labels.CANCEL, "cancel")])


def hear_words(talk: Talk, text: str) -> None:
    """Ten words, as somebody types them; they leave the chat at once."""
    talk.delete(talk.came.message)
    form = WordsForm({"words": text})
    if not form.is_valid():
        talk.say("\n".join(map(str, form.errors["words"])), [(labels.CANCEL, "cancel")])
        return
    receipt: Receipt = form.cleaned_data["words"]
    page = open_enquiry(receipt)
    if page is None:
        talk.say(words.words_open_nothing(), [(labels.WORDS, "words")], [(labels.ASK, "ask")])
        talk.go("")
        return
    talk.state.update(words=receipt.text, held_until=talk.around.now + HELD)
    _show(talk, receipt, page)


def press(talk: Talk, act: str) -> None:
    """A button under an opened enquiry."""
    receipt = _held(talk)
    if receipt is None:
        return
    if act in ("message", "detail"):
        talk.go(f"words:{act}")
        talk.say(words.write_now() if act == "message" else words.add_now(), [(labels.BACK, "words:back")])
    elif act == "read":
        _read(talk, receipt)
    elif act == "news":
        talk.say(words.news_here_warning(), [(labels.YES, "words:news-yes"), (labels.NO, "words:back")])
    elif act == "news-yes":
        _perform(talk, receipt, "contact")
    elif act == "withdraw":
        talk.say(
            words.withdraw_question(),
            [(words.may_stay(), "words:withdraw-keep")],
            [(words.shall_go(), "words:withdraw-erase")],
            [(labels.BACK, "words:back")],
        )
    elif act.startswith("withdraw-"):
        _perform(talk, receipt, "withdraw", {"keep_record": KeepRecord(act.removeprefix("withdraw-")).value})
    elif act == "delete":
        talk.say(words.delete_question(), [(labels.YES, "words:delete-yes"), (labels.NO, "words:back")])
    elif act == "delete-yes":
        _perform(talk, receipt, "delete", {"sure": "on"})
    elif act in _PLAIN:
        _perform(talk, receipt, act)
    elif act == "close":
        menu.only_what_stays(talk)
        talk.say(words.closed_again(), [(labels.CLEAR, "clear")])
    else:
        _show_again(talk, receipt)


def hear(talk: Talk, act: str, text: str) -> None:
    """A letter, or what else the family knows."""
    receipt = _held(talk)
    if receipt is not None:
        _perform(talk, receipt, act, {act: text})


def hear_photograph(talk: Talk, picture: Picture) -> None:
    """A photograph for the enquiry that is open."""
    receipt = _held(talk)
    if receipt is None:
        return
    if picture.size > LARGEST_PHOTOGRAPH:
        talk.say(words.photograph_too_large(LARGEST_PHOTOGRAPH // (1024 * 1024)), [(labels.BACK, "words:back")])
        return
    content = talk.content_of(picture)
    if content is None:
        talk.say(words.photograph_not_kept(), [(labels.BACK, "words:back")])
        return
    _perform(talk, receipt, "detail", {}, {"photograph": Photograph(content, len(content))})


def is_open(talk: Talk) -> bool:
    """Whether an enquiry is open here."""
    return bool(talk.state.get("words"))


def _held(talk: Talk) -> Receipt | None:
    """The receipt, or nothing after half an hour, which is then said."""
    if not is_open(talk):
        begin(talk)
        return None
    if talk.around.now > float(talk.state.get("held_until", 0)):
        _let_go(talk)
        talk.say(words.held_too_long(), [(labels.WORDS, "words")])
        return None
    return parsed(str(talk.state["words"]))


def _let_go(talk: Talk) -> None:
    for name in ("words", "held_until"):
        talk.state.pop(name, None)
    talk.go("")


def _perform(
    talk: Talk, receipt: Receipt, act: str, said: dict[str, Any] | None = None, files: dict[str, Any] | None = None
) -> None:
    """Do what the website's page does, say the same, and show the enquiry as it stands then."""
    try:
        if act == "contact":
            change_contact(receipt, replace(Contact(), chat=str(talk.came.chat), notices=Notices.TELEGRAM))
        elif (refusal := ACTS[act](receipt, said or {}, files or {})) is not None:
            wrong = [str(line) for lines in refusal.errors.values() for line in lines]
            talk.say("\n".join(wrong), [(labels.BACK, "words:back")])
            return
    except NoSuchEnquiry:
        _let_go(talk)
        talk.say(words.words_open_nothing(), [(labels.WORDS, "words")])
        return
    if act == "delete":
        menu.only_what_stays(talk)
        talk.say(words.deleted(), [(labels.CLEAR, "clear")])
        return
    talk.say(words.photograph_kept() if files else DONE[act])
    _show_again(talk, receipt)


def _show_again(talk: Talk, receipt: Receipt) -> None:
    page = open_enquiry(receipt)
    if page is None:
        _let_go(talk)
        talk.say(words.words_open_nothing(), [(labels.WORDS, "words")])
        return
    _show(talk, receipt, page)


def _show(talk: Talk, receipt: Receipt, page: EnquiryPage) -> None:
    """Where the enquiry stands, and what can be done. Nothing of whom it seeks, and no letter, is in it."""
    talk.go("words:open")
    shown = opened_page(page, receipt, None)
    lines = [str(shown.state)]
    replies = sum(letter.kind is LetterKind.REPLY for letter in page.letters)
    if replies:
        lines.append(words.replies_wait(replies))
    if page.told:
        lines.append(words.told_elsewhere(talk.around.site))
    rows = [[(labels.READ, "words:read")]] if replies else []
    if shown.lives:
        rest = (labels.RESUME, "words:resume") if page.state is EnquiryState.PAUSED else (labels.REST, "words:pause")
        rows += [
            [(labels.WRITE, "words:message")],
            [(labels.ADD, "words:detail")],
            [rest] if shown.may_rest or shown.rests else [],
            [(labels.RENEW, "words:renew")],
            [(labels.NEWS_HERE, "words:news")],
        ]
    if not shown.withdrawn:
        rows.append([(labels.WITHDRAW, "words:withdraw")])
    rows += [[(labels.DELETE, "words:delete")], [(labels.CLOSE, "words:close")]]
    talk.say("\n\n".join(lines), *(row for row in rows if row))


def _read(talk: Talk, receipt: Receipt) -> None:
    page = open_enquiry(receipt)
    replies = [letter for letter in page.letters if letter.kind is LetterKind.REPLY] if page else []
    for letter in replies:
        talk.say(letter.text)
    talk.say(
        words.what_now() if replies else words.no_replies(), [(labels.BACK, "words:back")], [(labels.CLEAR, "clear")]
    )
