"""Transfer lists: drawn up, offered, answered, handed over, printed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.bureau.ledger import Actor
from antigone.bureau.remains.counting.queries import list_parts
from antigone.bureau.remains.queries import (
    answers_due,
    transfer_acts,
    transfer_card,
    transfer_cards,
    transfer_parts,
)
from antigone.bureau.remains.transfers import actions
from antigone.bureau.remains.values import Refusal, RemainsError, UnknownNumber
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.remains.forms import SignedForm, lines_of, long, numbers_field, place_field, short
from antigone.interfaces.desk.remains.reading import MOST_ROWS, packed, paper_languages
from antigone.interfaces.desk.remains.refusing import in_words
from antigone.interfaces.papers.remains.issuing import issue_transfer_list

_ALL_IF_EMPTY = gettext_lazy("Empty: all of them.")
ANSWERS = {
    "accepted": gettext_lazy("accepted"),
    "refused": gettext_lazy("refused"),
    "unanswered": gettext_lazy("no answer"),
    "withdrawn": gettext_lazy("offer taken back"),
}


class DrawUpForm(DeskForm):
    """A new list."""

    number = short(gettext_lazy("Number of the list"), most=40)
    party = short(gettext_lazy("For whom"))
    channel = short(
        gettext_lazy("Through whom"),
        required=False,
        help_text=gettext_lazy("Empty where the offer goes straight there."),
    )
    numbers = numbers_field(gettext_lazy("Numbers of the parts"), required=False)
    place = place_field(gettext_lazy("Or everything in this place that is not on offer"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].required = False

    def parts(self) -> list[str]:
        """The numbers that were typed, or those of what lies in the place."""
        written = lines_of(str(self.cleaned_data["numbers"]))
        chosen = str(self.cleaned_data["place"])
        if written or not chosen:
            return written
        return [part.number for part in list_parts(chosen) if not part.offer]


class OfferForm(DeskForm):
    """That the list goes out."""

    letter = short(gettext_lazy("Number of the letter that carries the offer"), required=False, most=300)


class AnswerForm(DeskForm):
    """What the party said."""

    answer = forms.ChoiceField(label=gettext_lazy("The answer"), choices=lambda: [("", "—"), *ANSWERS.items()])
    answered = numbers_field(gettext_lazy("Numbers of the parts"), required=False, help_text=_ALL_IF_EMPTY)
    words = long(gettext_lazy("What was said"), required=False)
    source = short(gettext_lazy("Where it was said"), required=False, most=300)
    said_on = short(gettext_lazy("On which day"), required=False, most=40)

    def record(self, public_id: UUID, actor: Actor) -> int:
        """Keep the answer; gives of how many parts it was.

        Raises:
            RemainsError: the register refuses.
        """
        said = {name: str(self.cleaned_data[name]).strip() for name in ("words", "source", "said_on")}
        some = lines_of(str(self.cleaned_data["answered"])) or None
        match self.cleaned_data["answer"]:
            case "accepted":
                words, source, day = said["words"], said["source"], said["said_on"]
                return actions.accept(public_id, some, words=words, source=source, said_on=day, actor=actor)
            case "refused":
                return actions.refuse(public_id, some, refusal=Refusal(**said), actor=actor)
            case "unanswered":
                return actions.note_silence(public_id, some, words=said["words"], actor=actor)
            case _:
                return actions.withdraw_offer(public_id, some or [], words=said["words"], actor=actor)


class HandOverForm(SignedForm):
    """A handover against both signatures. Its fields have names of their own: the form stands beside the answer's."""

    handed = numbers_field(gettext_lazy("Numbers of the parts"), required=False, help_text=_ALL_IF_EMPTY)


@accepts("GET", "HEAD")
def transfers(request: StaffRequest) -> HttpResponse:
    """Every list in numbers."""
    return page(request, "remains/transfers", cards=transfer_cards())


@accepts("GET", "HEAD", "POST")
def draw_up_list(request: StaffRequest) -> HttpResponse:
    """A new list of parts for a party."""
    form = DrawUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            public_id = actions.draw_up(
                said["number"],
                form.parts(),
                party=said["party"],
                channel=said["channel"],
                actor=request.visitor.actor(request.route),
            )
        except RemainsError as error:
            return page(request, "remains/draw_up", form=form, refused=in_words(error), status=400)
        messages.success(request, _("The list is drawn up. Nothing is offered yet."))
        return redirect("desk:remains-transfer", public_id=public_id)
    return page(request, "remains/draw_up", form=form, status=400 if form.errors else 200)


@accepts("GET", "HEAD")
def transfer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One list: its numbers, what became of it, what can be done next."""
    return _transfer(request, public_id)


@accepts("POST")
def offer_list(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Offer everything on the list."""
    form = OfferForm(request.POST)

    def act() -> int:
        return actions.offer(
            public_id, document=form.cleaned_data["letter"], actor=request.visitor.actor(request.route)
        )

    return _done(request, public_id, form, "offer", act, _("Parts offered: %(count)s."))


@accepts("POST")
def answer(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Keep what the party said."""
    form = AnswerForm(request.POST)

    def act() -> int:
        return form.record(public_id, request.visitor.actor(request.route))

    return _done(request, public_id, form, "answer", act, _("The answer is kept. Parts: %(count)s."))


@accepts("POST")
def hand_over_list(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Hand over what was accepted."""
    form = HandOverForm(request.POST)

    def act() -> int:
        some = lines_of(form.said("handed")) or None
        actor = request.visitor.actor(request.route)
        return actions.hand_over(public_id, some, signed=form.signed(), actor=actor)

    return _done(request, public_id, form, "hand_over", act, _("Parts handed over: %(count)s."))


@accepts("POST")
def list_paper(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The list as a signed paper."""
    try:
        issued = issue_transfer_list(public_id, paper_languages(), actor=request.visitor.actor(request.route))
    except UnknownNumber:
        raise Http404 from None
    return packed(issued)


def _done(request: StaffRequest, public_id: UUID, form: DeskForm, name: str, act: Any, sentence: str) -> HttpResponse:
    if not form.is_valid():
        return _transfer(request, public_id, status=400, **{f"{name}_form": form})
    try:
        count = act()
    except RemainsError as error:
        return _transfer(request, public_id, status=400, refused=in_words(error), **{f"{name}_form": form})
    messages.success(request, sentence % {"count": count})
    return redirect("desk:remains-transfer", public_id=public_id)


def _transfer(request: StaffRequest, public_id: UUID, *, status: int = 200, **more: object) -> HttpResponse:
    try:
        card = transfer_card(public_id)
        unanswered, accepted = answers_due(public_id)
    except UnknownNumber:
        raise Http404 from None
    parts = transfer_parts(public_id)
    around: dict[str, object] = {
        "offer_form": OfferForm(),
        "answer_form": AnswerForm(),
        "hand_over_form": HandOverForm(),
    }
    return page(
        request,
        "remains/transfer",
        status=status,
        **(
            around
            | {
                "card": card,
                "unanswered": unanswered,
                "accepted": accepted,
                "acts": transfer_acts(public_id),
                "parts": parts[:MOST_ROWS],
                "total": len(parts),
            }
            | more
        ),
    )
