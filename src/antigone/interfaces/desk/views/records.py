"""One record: what its source said, where it came from, what it lacks; freeze, release, delete."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import is_published
from antigone.bureau.enquiries.queries import enquiries_of_record
from antigone.bureau.incidents.queries import incidents_of
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.queries import events_of
from antigone.bureau.photographs.queries import photographs_of_records
from antigone.bureau.registry.actions import delete_record, release_record, withhold_record
from antigone.bureau.registry.cards import RecordCard, record_card
from antigone.bureau.registry.values import AlreadyWithheld, NotWithheld, RecordIsHeld, UnknownRecord
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.registrars.record_words import said_groups


@accepts("GET", "HEAD")
def record(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """All that is kept of one record."""
    return _record_page(request, _card(public_id), ReasonForm())


@accepts("POST")
def withhold(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Freeze the record: from the next moment nobody outside the staff sees it."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _record_page(request, _card(public_id), form, status=400)
    try:
        withhold_record(str(public_id), reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route))
        messages.success(request, _("The record is withheld. Families cannot find it any more."))
    except AlreadyWithheld:
        messages.info(request, _("The record was withheld already."))
    except UnknownRecord:
        raise Http404 from None
    return redirect("desk:record", public_id=public_id)


@accepts("POST")
def release(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End the freeze; what may be public is published."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _record_page(request, _card(public_id), form, status=400)
    actor = request.visitor.actor(request.route)
    try:
        release_record(str(public_id), reason=form.cleaned_data["reason"], actor=actor)
        publish_what_may_be(actor=actor)
        messages.success(request, _("The record is released."))
    except NotWithheld:
        messages.info(request, _("The record was not withheld."))
    except UnknownRecord:
        raise Http404 from None
    return redirect("desk:record", public_id=public_id)


@accepts("GET", "HEAD", "POST")
def delete(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Delete for good, after a page that says what that means."""
    card = _card(public_id)
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "delete", card=card, form=form, status=400 if form.errors else 200)
    try:
        delete_record(str(public_id), reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route))
    except RecordIsHeld:
        messages.error(request, _("The record stands in an identification. Take that back first."))
        return redirect("desk:record", public_id=public_id)
    except UnknownRecord:
        raise Http404 from None
    messages.success(request, _("The record is deleted. The next import will not bring it back."))
    return redirect("desk:home")


def _card(public_id: UUID) -> RecordCard:
    try:
        return record_card(public_id)
    except UnknownRecord:
        raise Http404 from None


def _record_page(request: StaffRequest, card: RecordCard, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    return page(
        request,
        "record",
        status=status,
        card=card,
        groups=said_groups(card.said),
        original=list(card.said.original.items()),
        published=is_published(card.public_id),
        history=events_of(Subject("record", card.public_id)),
        incidents=incidents_of(UUID(card.public_id)) if request.visitor.may("desk:incident") else [],
        form=form,
        photographs=photographs_of_records([UUID(card.public_id)]),
        enquiries=len(enquiries_of_record(card.record_id)),
        agreement_over=card.agreement is not None and not card.agreement.allows,
    )
