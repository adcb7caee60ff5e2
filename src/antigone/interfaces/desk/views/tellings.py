"""Telling a family: a draft, a second reader, one delivery by a person; and a freeze that hides at once.

Each page is about one family. There is no page and no act for several.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.enquiries import queries, vault_client
from antigone.bureau.enquiries.cards import EnquiryCard, TellingCard
from antigone.bureau.enquiries.models import AboutKind, Channel
from antigone.bureau.enquiries.telling import Template, template_text
from antigone.bureau.enquiries.telling.actions import (
    About,
    approve_telling,
    deliver_telling,
    draft_telling,
    drop_telling,
    freeze_record,
    unfreeze_record,
)
from antigone.bureau.enquiries.values import EnquiryError
from antigone.bureau.identification.deciding import verifying
from antigone.bureau.identification.deciding.queries import identification_card
from antigone.bureau.identification.deciding.values import IdentificationSummary, UnknownIdentification
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.values import UnknownRecord
from antigone.interfaces.desk.deciding.forms import DeliveryForm, TellingForm
from antigone.interfaces.desk.deciding.refusals import enquiry_in_words
from antigone.interfaces.desk.deciding.signatures import verified
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.views.enquiries import attempted, card_of, others_of, signed_of


@accepts("GET", "HEAD", "POST")
def telling_draft(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write what this one family shall be told, from a template in its language."""
    card = card_of(public_id)
    signed = signed_of(card)
    template = _template(request.POST.get("template") or request.GET.get("template", ""))
    if template is None or not card.sealed:
        return redirect("desk:enquiry", public_id=public_id)
    about = _about(card, signed, request.POST.get("about") or request.GET.get("about", ""))
    if template in _NEED and (about is None or about.summary.rule not in _NEED[template]):
        messages.error(request, _("That can be told only of an identification that two people signed."))
        return redirect("desk:enquiry", public_id=public_id)
    form = TellingForm(request.POST or None, initial={"text": template_text(template, card.language)})
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_telling(
                public_id,
                about.about if about else About(AboutKind.RECORD, str(card.record or public_id), card.record),
                form.cleaned_data["text"],
                actor=request.visitor.actor(request.route),
            )
        except EnquiryError as refused:
            form.add_error("text", enquiry_in_words(refused))
        else:
            messages.success(request, _("The draft is kept under seal. A colleague must read it before it goes out."))
            return redirect("desk:telling", public_id=made)
    return page(
        request,
        "decisions/telling_draft",
        status=400 if form.errors else 200,
        card=card,
        form=form,
        kind=template.value,
        about=about.summary if about else None,
        others=others_of(card),
    )


@accepts("GET", "HEAD", "POST")
def telling(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One telling. A POST opens its text in the vault; that is written into the ledger."""
    card = _telling(public_id)
    text, problem = "", ""
    if request.method == "POST":
        text, problem = _opened(request, card)
    return _telling_page(request, card, text=text, problem=problem, status=503 if problem else 200)


@accepts("POST")
def telling_approve(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second reader lets it go out. The form stands under the opened text and carries its SHA-256."""
    card = _telling(public_id)
    if request.POST.get("read") != card.digest:
        messages.error(request, _("Open the text and read it first."))
    else:
        attempted(request, lambda: approve_telling(public_id, actor=request.visitor.actor(request.route)),
              _("Approved. It can be delivered now."))  # fmt: skip
    return redirect("desk:telling", public_id=public_id)


@accepts("POST")
def telling_drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take back what was not delivered."""
    card = _telling(public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _telling_page(request, card, drop=form, status=400)
    reason = form.cleaned_data["reason"]
    attempted(request, lambda: drop_telling(public_id, reason=reason, actor=request.visitor.actor(request.route)),
          _("The draft is dropped and its text deleted."))  # fmt: skip
    return redirect("desk:telling", public_id=public_id)


@accepts("POST")
def telling_deliver(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Tell this family now: on its receipt's page, or write down that a person told it."""
    card = _telling(public_id)
    form = DeliveryForm(request.POST)
    if not form.is_valid():
        return _telling_page(request, card, delivery=form, status=400)
    if problem := _no_longer_so(card):
        return _telling_page(request, card, problem=problem, status=409)
    channel = Channel(form.cleaned_data["channel"])
    attempted(request, lambda: deliver_telling(public_id, channel=channel, actor=request.visitor.actor(request.route)),
          _("It is written down that this family was told."))  # fmt: skip
    return redirect("desk:telling", public_id=public_id)


@accepts("GET", "HEAD", "POST")
def record_freeze(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Hide a contested record, and whatever families were told of it, at once."""
    return _freeze(request, public_id, frozen=False)


@accepts("GET", "HEAD", "POST")
def record_unfreeze(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End a freeze."""
    return _freeze(request, public_id, frozen=True)


#: What may be said only of a signed identification, and of records of which kinds.
_NEED = {Template.IDENTIFIED: ("remains", "dead"), Template.IN_CAPTIVITY: ("prisoner",)}


@dataclass(frozen=True, slots=True)
class _Of:
    """A signed identification that a telling is about."""

    summary: IdentificationSummary
    about: About


def _freeze(request: StaffRequest, public_id: UUID, *, frozen: bool) -> HttpResponse:
    try:
        record = record_card(public_id)
    except UnknownRecord:
        raise Http404 from None
    form = ReasonForm(request.POST or None)
    if not form.is_valid():
        return page(
            request, "decisions/freeze", status=400 if form.errors else 200, record=record, form=form, frozen=frozen
        )
    actor, reason = request.visitor.actor(request.route), form.cleaned_data["reason"]
    if frozen:
        shown = unfreeze_record(public_id, reason=reason, actor=actor)
        messages.success(request, _("The freeze is ended. Tellings shown again: %(n)d.") % {"n": shown})
    else:
        hidden = freeze_record(public_id, reason=reason, actor=actor)
        messages.success(request, _("The record is frozen. Tellings hidden: %(n)d.") % {"n": hidden})
    return redirect("desk:record", public_id=public_id)


def _telling_page(
    request: StaffRequest,
    card: TellingCard,
    *,
    text: str = "",
    problem: str = "",
    drop: ReasonForm | None = None,
    delivery: DeliveryForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return page(
        request,
        "decisions/telling",
        status=status,
        card=card,
        enquiry=card_of(card.enquiry),
        text=text,
        text_is_the_drafts=bool(text) and hashlib.sha256(text.encode()).hexdigest() == card.digest,
        problem=problem,
        may_approve=card.stage == "draft" and card.drafted_by != request.visitor.name and not card.frozen,
        may_deliver=card.stage == "approved" and not card.frozen,
        may_drop=card.stage in ("draft", "approved"),
        drop=drop or ReasonForm(),
        delivery=delivery or DeliveryForm(),
        no_longer_so=_no_longer_so(card) if card.stage in ("draft", "approved") else "",
    )


def _opened(request: StaffRequest, card: TellingCard) -> tuple[str, str]:
    try:
        return vault_client.opened_telling(card.enquiry, card.public_id, actor=request.visitor.actor(request.route)), ""
    except EnquiryError as refused:
        return "", enquiry_in_words(refused)


def _no_longer_so(card: TellingCard) -> str:
    """Why what was drafted must not be delivered any more; empty where nothing speaks against it."""
    if card.about_kind != AboutKind.IDENTIFICATION:
        return ""
    try:
        it = identification_card(UUID(card.about_id))
    except (UnknownIdentification, ValueError):
        return _("The identification of which this tells is not there any more.")
    if it.state != "signed" or it.standing.value == "excluded":
        return _("The identification of which this tells was taken back, or is contested. Do not tell it.")
    if not all(one.sound for one in verifying.verify(verified, it.public_id)):
        return _("A signature under this identification does not hold. Do not tell it; call the administrator.")
    return ""


def _about(card: EnquiryCard, signed: tuple[IdentificationSummary, ...], chosen: str) -> _Of | None:
    for one in signed:
        if str(one.public_id) == chosen:
            return _Of(one, About(AboutKind.IDENTIFICATION, chosen, one.found))
    return None


def _template(name: str) -> Template | None:
    return Template(name) if name in list(Template) else None


def _telling(public_id: UUID) -> TellingCard:
    found = queries.telling(public_id)
    if found is None:
        raise Http404
    return found
