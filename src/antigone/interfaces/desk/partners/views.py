"""Partners and their keys: who has one, for what, how much it is used; given, given anew, taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.disclosure.partners import (
    HasKey,
    Partner,
    Scope,
    UnknownPartner,
    add_partner,
    partner_with_id,
    partners_with_keys,
    renew_key,
    revoke_partner,
    used_lately,
)
from antigone.bureau.disclosure.partners.webhooks import signers_key, webhooks
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.queries import events_of
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.partners.forms import PartnerForm, WebhookForm
from antigone.interfaces.desk.partners.words import ON_THE_MACHINE


@accepts("GET", "HEAD")
def listed(request: StaffRequest) -> HttpResponse:
    """Everybody who has a key, with the state of its webhooks; and who had one."""
    hooks = [hook for hook in webhooks() if hook.removed_on is None]
    found = [(one, [hook for hook in hooks if hook.partners_id == one.public_id]) for one in partners_with_keys()]
    return page(
        request,
        "partners/list",
        partners=[(one, own) for one, own in found if one.revoked_on is None],
        gone=[one for one, _own in found if one.revoked_on],
    )


@accepts("GET", "HEAD", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """Give a partner a key. The answer shows it, this once."""
    form = PartnerForm(request.POST or None, initial={"quota": 1_000})
    if request.method == "POST" and form.is_valid():
        try:
            key = add_partner(form.draft(), actor=request.visitor.actor(request.route))
        except HasKey:
            form.add_error("name", _("A partner of this name has a key. Take that back first, or give it a new one."))
        else:
            return _shown_once(request, form.cleaned_data["name"].strip(), key)
    return page(request, "partners/new", form=form, status=400 if form.errors else 200)


@accepts("GET", "HEAD")
def partner(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One partner: its key, what it asked lately, its webhooks."""
    return partner_page(request, card_of(public_id))


@accepts("POST")
def renew(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Give it a new key in place of the one it has. The answer shows it, this once."""
    card = card_of(public_id)
    if Scope.AGREED in card.scopes:
        return partner_page(request, card, problem=str(ON_THE_MACHINE), status=409)
    if card.revoked_on is not None:
        return partner_page(request, card, problem=_("Its key was taken back already."), status=409)
    key = renew_key(card.name, actor=request.visitor.actor(request.route))
    return _shown_once(request, card.name, key)


@accepts("POST")
def revoke(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take the key back; one person suffices."""
    card, form = card_of(public_id), ReasonForm(request.POST)
    if not form.is_valid():
        return partner_page(request, card, revoking=form, status=400)
    if card.revoked_on is not None:
        return partner_page(request, card, problem=_("Its key was taken back already."), status=409)
    revoke_partner(card.name, reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route))
    messages.success(request, _("The key is good no more, from this moment, and no webhook of the partner is told."))
    return redirect("desk:partner", public_id=public_id)


def card_of(public_id: UUID) -> Partner:
    """The partner of this address.

    Raises:
        Http404: there is none.
    """
    found = partner_with_id(public_id)
    if found is None:
        raise Http404
    return found


def partner_page(request: StaffRequest, card: Partner, *, status: int = 200, **context: object) -> HttpResponse:
    """The page of one partner; what is in `context` stands in the place of a fresh form."""
    around: dict[str, object] = {
        "card": card,
        "agreed": Scope.AGREED in card.scopes,
        "on_the_machine": ON_THE_MACHINE,
        "used": used_lately(UUID(card.public_id)),
        "others": [one for one in partners_with_keys() if one.name == card.name and one.public_id != card.public_id],
        "hooks": [hook for hook in webhooks() if hook.partners_id == card.public_id],
        "public_key": signers_key(),
        "history": events_of(Subject("partner", card.public_id)),
        "revoking": ReasonForm(),
        "adding": WebhookForm(),
    }
    return page(request, "partners/partner", status=status, **(around | context))


def _shown_once(request: StaffRequest, name: str, key: str) -> HttpResponse:
    try:
        public_id = next(one.public_id for one in partners_with_keys() if one.name == name and one.revoked_on is None)
    except StopIteration:
        raise UnknownPartner(name) from None
    return page(request, "partners/key", name=name, key=key, public_id=public_id)
