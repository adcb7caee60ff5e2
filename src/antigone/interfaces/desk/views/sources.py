"""Sources: who says what we know, how far we trust it, and what we may do with it."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import published_of_source
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.queries import events_of
from antigone.bureau.registry.actions import keep_source
from antigone.bureau.registry.agreements import agreements_of, keep_agreement
from antigone.bureau.registry.cards import SourceCard, source_card, source_cards
from antigone.bureau.registry.queries import batch_summaries
from antigone.bureau.registry.values import UnknownSource
from antigone.interfaces.desk.forms import SourceForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.registrars.source_forms import AgreementForm, NewSourceForm, initial_of


@accepts("GET", "HEAD")
def source_list(request: StaffRequest) -> HttpResponse:
    """Every source, by name."""
    return page(request, "sources", sources=source_cards())


@accepts("GET", "HEAD")
def source(request: StaffRequest, source_id: int) -> HttpResponse:
    """One source with its grades and its imports."""
    return page(
        request,
        "source",
        card=_card(source_id),
        batches=batch_summaries(source_id=source_id),
        history=events_of(Subject("source", str(source_id))),
        agreements=agreements_of(source_id),
        public=published_of_source(source_id),
    )


@accepts("GET", "HEAD", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """A source before anything came from it."""
    form = NewSourceForm(request.POST or None, initial={"reliability": "F", "credibility": 6, "publication": "private"})
    if request.method != "POST" or not form.is_valid():
        return page(request, "sources/new", form=form, status=400 if form.errors else 200)
    kept = keep_source(form.draft(form.cleaned_data.pop("name")), actor=request.visitor.actor(request.route))
    messages.success(request, _("The source is kept."))
    return redirect("desk:source", source_id=kept.pk)


@accepts("GET", "HEAD", "POST")
def agreement(request: StaffRequest, source_id: int) -> HttpResponse:
    """Put an agreement in force in the place of the one before."""
    card = _card(source_id)
    if request.method != "POST":
        return page(request, "sources/agreement", card=card, form=AgreementForm(initial=initial_of(card.agreement)))
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return page(request, "sources/agreement", card=card, form=form, status=400)
    actor = request.visitor.actor(request.route)
    keep_agreement(source_id, form.draft(), actor=actor)
    publish_what_may_be(actor=actor)
    messages.success(request, _("The agreement is in force. What it does not allow is out of sight."))
    return redirect("desk:source", source_id=source_id)


@accepts("GET", "HEAD", "POST")
def edit(request: StaffRequest, source_id: int) -> HttpResponse:
    """Change what is kept of a source. Its name stays: imports know it by that."""
    card = _card(source_id)
    if request.method != "POST":
        return page(request, "source_edit", card=card, form=SourceForm(initial=asdict(card.kept)))
    form = SourceForm(request.POST)
    if not form.is_valid():
        return page(request, "source_edit", card=card, form=form, status=400)
    actor = request.visitor.actor(request.route)
    keep_source(form.draft(card.kept.name), actor=actor)
    publish_what_may_be(actor=actor)
    messages.success(request, _("What we keep of this source is changed."))
    return redirect("desk:source", source_id=source_id)


def _card(source_id: int) -> SourceCard:
    try:
        return source_card(source_id)
    except UnknownSource:
        raise Http404 from None
