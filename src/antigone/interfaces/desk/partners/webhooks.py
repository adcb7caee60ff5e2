"""Webhooks of partners: added, tried, paused, resumed, sent again, removed."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.partners import UnknownPartner
from antigone.bureau.disclosure.partners.webhooks import (
    KnownWebhook,
    PausedAlready,
    UnknownWebhook,
    Webhook,
    add_webhook,
    messages_of,
    pause_webhook,
    remove_webhook,
    resume_webhook,
    send_again,
    try_webhook,
    webhook_with_id,
)
from antigone.bureau.ledger import Actor, Subject
from antigone.bureau.ledger.queries import events_of
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.partners.forms import WebhookForm
from antigone.interfaces.desk.partners.views import card_of, partner_page


@accepts("POST")
def add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Tell a partner's program at this address that something changed."""
    card, form = card_of(public_id), WebhookForm(request.POST)
    if form.is_valid():
        actor = request.visitor.actor(request.route)
        try:
            made = add_webhook(card.name, form.cleaned_data["url"], form.wanted(), actor=actor)
        except KnownWebhook:
            form.add_error("url", _("The partner hears at this address already."))
        except UnknownPartner:
            return partner_page(request, card, problem=_("Its key was taken back already."), status=409)
        else:
            messages.success(request, _("The webhook is added. Send a test, so that both sides know that it works."))
            return redirect("desk:webhook", public_id=made)
    return partner_page(request, card, adding=form, status=400)


@accepts("GET", "HEAD")
def webhook(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One webhook and its newest messages."""
    return _webhook_page(request, _hook(public_id))


@accepts("POST")
def pause(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Send nothing there for a while."""
    return _acted(
        request, public_id, pause_webhook, _("Nothing is sent there until you resume it. What happens waits.")
    )


@accepts("POST")
def resume(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Send there again."""
    return _acted(request, public_id, resume_webhook, _("Messages go there again, first what waits."))


@accepts("POST")
def test(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Send one message that says nothing."""
    return _acted(
        request,
        public_id,
        try_webhook,
        _("A test is on its way. Look again in half a minute: it says here what came of it."),
    )


@accepts("POST")
def again(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Try at once what waits or did not arrive."""
    return _acted(
        request, public_id, send_again, _("What waits or did not arrive is tried at once. Look again in half a minute.")
    )


@accepts("POST")
def remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Send nothing there any more, for good."""
    hook, form = _hook(public_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _webhook_page(request, hook, removing=form, status=400)
    reason = form.cleaned_data["reason"]
    return _acted(
        request,
        public_id,
        lambda hook, *, actor: remove_webhook(hook, reason=reason, actor=actor),
        _("The webhook is removed. Nothing goes there any more."),
    )


class Act(Protocol):
    """Does something with the webhook of this id."""

    def __call__(self, public_id: str, /, *, actor: Actor) -> object: ...


def _acted(request: StaffRequest, public_id: UUID, act: Act, said: str) -> HttpResponse:
    _hook(public_id)
    try:
        act(str(public_id), actor=request.visitor.actor(request.route))
    except UnknownWebhook:
        messages.error(request, _("The webhook was removed already."))
    except PausedAlready:
        messages.info(request, _("Somebody did that already."))
    else:
        messages.success(request, said)
    return redirect("desk:webhook", public_id=public_id)


def _hook(public_id: UUID) -> Webhook:
    found = webhook_with_id(public_id)
    if found is None:
        raise Http404
    return found


def _webhook_page(
    request: StaffRequest, hook: Webhook, *, removing: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    card = card_of(UUID(hook.partners_id))
    return page(
        request,
        "partners/webhook",
        status=status,
        hook=hook,
        card=card,
        stands=hook.removed_on is None and card.revoked_on is None,
        kept=messages_of(UUID(hook.public_id)),
        history=events_of(Subject("webhook", hook.public_id)),
        removing=removing or ReasonForm(),
    )
