"""Photographs behind their covers. Lifting one is a form that is sent, and a row before anything is shown."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.bureau.photographs import actions, queries
from antigone.bureau.photographs.faces.queries import faces_of, model_in_use
from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.models import Purpose
from antigone.bureau.photographs.values import Look, PhotographCard, PhotographError, UnknownPhotograph
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.values import UnknownRecord
from antigone.imaging.decoding import PictureRefused
from antigone.imaging.derivatives import marked
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.forms import AddForm, DescribeForm, LookForm, RedactionForm, RegionForm
from antigone.interfaces.desk.photographs.handler import IncomingPhotograph, bytes_of
from antigone.interfaces.desk.photographs.words import refusal_in_words

#: Seconds for which the address of a picture shows it, to who lifted the cover.
_SHOWN_SECONDS = 120
_signer = TimestampSigner(salt="antigone photograph")


@accepts("GET", "HEAD", "POST")
def new(request: StaffRequest, record: UUID) -> HttpResponse:
    """Hand in a photograph of a record."""
    try:
        card = record_card(record)
    except UnknownRecord:
        raise Http404 from None
    if request.method != "POST":
        return page(request, "photographs/new", card=card, form=AddForm())
    form = AddForm(request.POST, request.FILES)
    file = request.FILES.get("file")
    if form.is_valid() and isinstance(file, IncomingPhotograph):
        actor = request.visitor.actor(request.route)
        try:
            added = actions.add_photograph(record, prepared(bytes_of(file)), form.draft(), actor=actor)
        except (PhotographError, PictureRefused) as refusal:
            form.add_error("file", refusal_in_words(refusal))
        except SandboxUnavailable:
            form.add_error("file", _("Photographs cannot be read on this machine now. Tell the operator."))
        else:
            messages.success(request, _("The photograph is kept."))
            return redirect("desk:photograph", public_id=added)
    return page(request, "photographs/new", card=card, form=form, status=400)


@accepts("GET", "HEAD")
def photograph(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One photograph under its cover, and what is said of it."""
    return photograph_page(request, card_of(public_id))


@accepts("GET", "HEAD")
def cover(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The cover, in which nothing can be made out; looking at it is no look."""
    return jpeg(lambda: queries.content_of(public_id, Purpose.COVER))


@accepts("POST")
def look(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Lift the cover."""
    card = card_of(public_id)
    form = LookForm(request.POST)
    if card.needs_reason and not form.is_valid():
        return photograph_page(request, card, looking=form, status=400)
    reason = form.cleaned_data["reason"] if card.needs_reason else ""
    try:
        seen = actions.look_at(public_id, reason=reason, actor=request.visitor.actor(request.route))
    except PhotographError as refusal:
        return photograph_page(request, card, problem=refusal_in_words(refusal), status=403)
    address = reverse("desk:photograph-picture", kwargs={"public_id": public_id, "permit": permit_for(seen.view)})
    return photograph_page(request, card_of(public_id), picture=address)


@accepts("GET", "HEAD")
def picture(request: StaffRequest, public_id: UUID, permit: str) -> HttpResponse:
    """The picture, for two minutes, to who lifted its cover, with his mark upon it."""
    seen = Look(public_id, permitted_view(request, public_id, permit))
    return jpeg(lambda: marked(queries.content_of(public_id, Purpose.LARGE), seen.mark))


@accepts("POST")
def describe(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Say better what it shows."""
    card = card_of(public_id)
    form = DescribeForm(request.POST)
    if not form.is_valid():
        return photograph_page(request, card, describing=form, status=400)
    actor = request.visitor.actor(request.route)
    return _done(
        request,
        public_id,
        lambda: actions.describe_photograph(public_id, form.draft(), actor=actor),
        _("What is said of the photograph is kept."),
    )


@accepts("POST")
def mark(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Mark a part of it."""
    card = card_of(public_id)
    form = RegionForm(request.POST)
    if not form.is_valid():
        return photograph_page(request, card, marking=form, status=400)
    actor = request.visitor.actor(request.route)
    return _done(
        request, public_id, lambda: actions.mark_region(public_id, form.draft(), actor=actor), _("The part is marked.")
    )


@accepts("POST")
def unmark(request: StaffRequest, public_id: UUID, region: UUID) -> HttpResponse:
    """Take a mark back."""
    actor = request.visitor.actor(request.route)
    return _done(request, public_id, lambda: actions.unmark_region(region, actor=actor), _("The mark is taken back."))


@accepts("POST")
def part(request: StaffRequest, public_id: UUID, link: int) -> HttpResponse:
    """Say that two photographs are not one."""
    actor = request.visitor.actor(request.route)
    return _done(
        request, public_id, lambda: actions.part_copies(link, actor=actor), _("The two are kept apart from now on.")
    )


@accepts("GET", "HEAD", "POST")
def withdraw(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Destroy it, after a page that says what that means."""
    card = card_of(public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "photographs/withdraw", card=card, form=form, status=400 if form.errors else 200)
    try:
        actions.withdraw_photograph(
            public_id, reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route)
        )
    except UnknownPhotograph:
        raise Http404 from None
    messages.success(request, _("The photograph is destroyed. That there was one, and why it went, stays written."))
    return redirect("desk:record", public_id=card.record)


def permit_for(view: UUID) -> str:
    """What in an address shows a picture for two minutes."""
    return _signer.sign(view.hex)


def permitted_view(request: StaffRequest, public_id: UUID, permit: str) -> UUID:
    """The look that a permit was given for, of this person at this photograph; else the page that says nothing."""
    try:
        view = UUID(_signer.unsign(permit, max_age=_SHOWN_SECONDS))
    except (BadSignature, ValueError):
        raise Http404 from None
    if queries.view_of(view) != (public_id, request.visitor.name):
        raise Http404
    return view


def card_of(public_id: UUID) -> PhotographCard:
    """One photograph, or the page that says that there is nothing."""
    try:
        return queries.photograph_card(public_id)
    except UnknownPhotograph:
        raise Http404 from None


def jpeg(content: Callable[[], bytes]) -> HttpResponse:
    """A picture as an answer that nobody keeps."""
    try:
        return HttpResponse(content(), content_type="image/jpeg", headers={"Content-Disposition": "inline"})
    except UnknownPhotograph:
        raise Http404 from None


def photograph_page(
    request: StaffRequest, card: PhotographCard, *, status: int = 200, **context: object
) -> HttpResponse:
    """The page of one photograph."""
    said = {"shows": card.shows, "obtained": card.obtained, "taken": card.taken}
    around: dict[str, object] = {
        "card": card,
        "looking": LookForm(),
        "describing": DescribeForm(initial=said),
        "marking": RegionForm(initial={"shows": card.shows}),
        "redacting": RedactionForm(),
        "faces": len(faces_of(card.public_id, model_in_use())),
    }
    return page(request, "photographs/photograph", status=status, **(around | context))


def _done(request: StaffRequest, public_id: UUID, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except UnknownPhotograph:
        raise Http404 from None
    except PhotographError as refusal:
        messages.error(request, refusal_in_words(refusal))
    return redirect("desk:photograph", public_id=public_id)
