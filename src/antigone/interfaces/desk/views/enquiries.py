"""Families' enquiries at the desk: who works on which, what was written, answers.

What a family wrote, and how it is reached, opens in the vault alone: with a reason, a fresh second factor, and an event
in the ledger before anything is shown. Nothing of it is kept on this side.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.enquiries import queries, vault_client
from antigone.bureau.enquiries.actions import assign, reply
from antigone.bureau.enquiries.cards import EnquiryCard, EnquiryLine
from antigone.bureau.enquiries.telling import Template
from antigone.bureau.enquiries.values import Contact, EnquiryError, NoSuchEnquiry
from antigone.bureau.identification.deciding.queries import identifications_of_record
from antigone.bureau.identification.deciding.values import IdentificationSummary
from antigone.bureau.photographs.queries import photographs_of_enquiry, set_aside_of_enquiry
from antigone.interfaces.desk.deciding.forms import OpeningForm, ReplyForm
from antigone.interfaces.desk.deciding.refusals import enquiry_in_words
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.second_factor.fresh import step_up_of


@accepts("GET", "HEAD")
def enquiries(request: StaffRequest) -> HttpResponse:
    """This person's enquiries, those that nobody has, and what waits for a reader or for delivery."""
    actor = request.visitor.actor(request.route)
    return page(
        request,
        "decisions/enquiries",
        mine=queries.my_enquiries(actor),
        free=queries.enquiries(assigned_to=""),
        drafts=queries.tellings(stage="draft"),
        approved=queries.tellings(stage="approved"),
    )


@accepts("GET", "HEAD")
def enquiry(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One family's enquiry: where it stands, what can be told it, what it was told."""
    return _enquiry_page(request, card_of(public_id))


@accepts("POST")
def enquiry_take(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The visitor takes the enquiry on."""
    card_of(public_id)
    attempted(
        request,
        lambda: assign(public_id, to=request.visitor.name, actor=request.visitor.actor(request.route)),
        _("The enquiry is yours."),
    )
    return redirect("desk:enquiry", public_id=public_id)


@accepts("POST")
def enquiry_open(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Read what the family wrote, or how it is reached: once, on this answer."""
    card = card_of(public_id)
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _enquiry_page(request, card, opening=form, status=400)
    asked = {
        "reason": form.cleaned_data["reason"],
        "actor": request.visitor.actor(request.route),
        "step_up": step_up_of(request),
    }
    contact, letters = None, None
    try:
        if form.cleaned_data["what"] == "contact":
            contact = _lines(vault_client.opened_contact(public_id, **asked))
        else:
            letters = vault_client.opened_messages(public_id, **asked)
    except EnquiryError as refused:
        return _enquiry_page(request, card, opening=form, problem=enquiry_in_words(refused), status=403)
    # Anew, because this opening counts among those that the page names.
    return _enquiry_page(request, card_of(public_id), contact=contact, letters=letters)


@accepts("POST")
def enquiry_reply(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Answer a question of the family. News of the person they seek goes through a telling, which two people read."""
    card = card_of(public_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _enquiry_page(request, card, answer=form, status=400)
    attempted(
        request,
        lambda: reply(public_id, form.cleaned_data["text"], actor=request.visitor.actor(request.route)),
        _("The answer is on the page of the receipt."),
    )
    return redirect("desk:enquiry", public_id=public_id)


def card_of(public_id: UUID) -> EnquiryCard:
    """One enquiry, or the page that says that there is nothing."""
    try:
        return queries.enquiry_card(public_id)
    except NoSuchEnquiry:
        raise Http404 from None


def signed_of(card: EnquiryCard) -> tuple[IdentificationSummary, ...]:
    """Signed identifications of the person whom an enquiry seeks."""
    if card.record is None:
        return ()
    return tuple(one for one in identifications_of_record(card.record) if one.state == "signed")


def others_of(card: EnquiryCard) -> int:
    """How many other families seek the same person; each is told by a telling of its own."""
    return len(_enquiries_of_others(card))


def signed_for_others(card: EnquiryCard) -> tuple[IdentificationSummary, ...]:
    """Signed identifications of the person whom another family seeks, perhaps the same, with somebody with whom the
    person of this enquiry is not identified. That the two families seek one man only the engine says; so this family
    can be told once two people have signed for its own record as well."""
    known = {one.found for one in signed_of(card)}
    records = dict.fromkeys(line.record for line in _enquiries_of_others(card) if line.record is not None)
    return tuple(
        one
        for record in records
        for one in identifications_of_record(record)
        if one.state == "signed" and one.found not in known
    )


def _enquiries_of_others(card: EnquiryCard) -> list[EnquiryLine]:
    if card.record_id is None:
        return []
    return [line for line in queries.enquiries_of_record(card.record_id) if line.id != card.id]


def attempted(request: StaffRequest, act: Callable[[], object], done: str) -> None:
    """Do an act of the enquiries, and say what came of it on the next page."""
    try:
        act()
        messages.success(request, done)
    except EnquiryError as refused:
        messages.error(request, enquiry_in_words(refused))


def _enquiry_page(request: StaffRequest, card: EnquiryCard, *, status: int = 200, **context: object) -> HttpResponse:
    around = {
        "card": card,
        "mine": card.assigned_to == request.visitor.name,
        "identifications": signed_of(card),
        "others": others_of(card),
        "for_others": signed_for_others(card),
        "templates": list(Template),
        "opening": OpeningForm(),
        "answer": ReplyForm(),
        "photographs": photographs_of_enquiry(card.id),
        "set_aside": len(set_aside_of_enquiry(card.id)),
    }
    return page(request, "decisions/enquiry", status=status, **(around | context))


def _lines(contact: Contact) -> list[tuple[str, str]]:
    told = (
        (_("Name"), contact.name),
        (_("Telephone"), contact.phone),
        (_("E-mail"), contact.email),
        ("Telegram", contact.telegram),
        (_("Postal address"), contact.postal),
        (_("Other ways"), contact.other),
        (_("Best time"), contact.best_time),
    )
    return [(label, value) for label, value in told if value]
