"""Copies fit to be published: made by one person, looked at and signed by another."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.photographs import actions, queries
from antigone.bureau.photographs.gallery.queries import release_of_copy
from antigone.bureau.photographs.values import PhotographError, RedactionCard, UnknownPhotograph
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.forms import RedactionForm
from antigone.interfaces.desk.photographs.views import card_of, jpeg, photograph_page
from antigone.interfaces.desk.photographs.words import refusal_in_words


@accepts("POST")
def propose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Make a copy in which parts are blurred, or one part is cut out."""
    card = card_of(public_id)
    form = RedactionForm(request.POST)
    if not form.is_valid():
        return photograph_page(request, card, redacting=form, status=400)
    said = form.cleaned_data
    try:
        made, _copy = actions.propose_redaction(
            public_id,
            manner=said["manner"],
            boxes=[form.box()],
            purpose=said["purpose"],
            actor=request.visitor.actor(request.route),
        )
    except PhotographError as refusal:
        return photograph_page(request, card, redacting=form, problem=refusal_in_words(refusal), status=400)
    return redirect("desk:redaction", public_id=made)


@accepts("GET", "HEAD")
def redaction(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The copy as it would be published, and who has signed it."""
    card = _card(public_id)
    return page(
        request,
        "photographs/redaction",
        card=card,
        own=card.proposed_by == request.visitor.name,
        release=release_of_copy(public_id),
    )


@accepts("GET", "HEAD")
def copy(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The copy itself."""
    return jpeg(lambda: queries.redaction_content(public_id))


@accepts("POST")
def sign(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second signature."""
    _card(public_id)
    actor = request.visitor.actor(request.route)
    return _done(
        request,
        public_id,
        lambda: actions.sign_redaction(public_id, actor=actor),
        _("Two people have signed the copy."),
    )


@accepts("POST")
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The copy is not published."""
    card = _card(public_id)
    try:
        actions.drop_redaction(public_id, actor=request.visitor.actor(request.route))
        messages.success(request, _("The copy is dropped."))
    except PhotographError as refusal:
        messages.error(request, refusal_in_words(refusal))
    return redirect("desk:photograph", public_id=card.photograph)


def _card(public_id: UUID) -> RedactionCard:
    try:
        return queries.redaction_card(public_id)
    except UnknownPhotograph:
        raise Http404 from None


def _done(request: StaffRequest, public_id: UUID, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except PhotographError as refusal:
        messages.error(request, refusal_in_words(refusal))
    return redirect("desk:redaction", public_id=public_id)
