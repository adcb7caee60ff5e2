"""Which face of a photograph is the record's person: chosen by a human, behind the same cover as everywhere."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.bureau.photographs import actions, queries
from antigone.bureau.photographs.faces.actions import choose_face, choose_nobody
from antigone.bureau.photographs.faces.queries import (
    FaceCard,
    count_to_choose_in,
    faces_of,
    model_in_use,
    photographs_to_choose_in,
)
from antigone.bureau.photographs.faces.values import UnknownFace
from antigone.bureau.photographs.models import Purpose
from antigone.bureau.photographs.values import Look, PhotographCard, PhotographError
from antigone.evidence.faces import Seen
from antigone.imaging.derivatives import marked
from antigone.imaging.faces.showing import numbered
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.forms import NOBODY, FaceForm, LookForm
from antigone.interfaces.desk.photographs.views import card_of, jpeg, permit_for, permitted_view
from antigone.interfaces.desk.photographs.words import refusal_in_words

_SHOWN = 60


@accepts("GET", "HEAD")
def waiting(request: StaffRequest) -> HttpResponse:
    """Photographs in which somebody must choose, under their covers."""
    model = model_in_use()
    cards = [queries.photograph_card(one) for one in photographs_to_choose_in(model, limit=_SHOWN)]
    return page(request, "photographs/faces_waiting", photographs=cards, count=count_to_choose_in(model))


@accepts("GET", "HEAD")
def faces(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The faces of one photograph, which lies under its cover."""
    card = card_of(public_id)
    return _page(request, card, _faces_of(public_id))


@accepts("POST")
def look(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Lift the cover and show the numbered faces."""
    card, its = card_of(public_id), _faces_of(public_id)
    form = LookForm(request.POST)
    if card.needs_reason and not form.is_valid():
        return _page(request, card, its, looking=form, status=400)
    reason = form.cleaned_data["reason"] if card.needs_reason else ""
    try:
        seen = actions.look_at(public_id, reason=reason, actor=request.visitor.actor(request.route))
    except PhotographError as refusal:
        return _page(request, card, its, problem=refusal_in_words(refusal), status=403)
    address = reverse("desk:photograph-faces-picture", kwargs={"public_id": public_id, "permit": permit_for(seen.view)})
    return _page(request, card, its, picture=address, form=FaceForm(faces=its))


@accepts("GET", "HEAD")
def picture(request: StaffRequest, public_id: UUID, permit: str) -> HttpResponse:
    """The picture with its faces numbered, for two minutes, to who lifted its cover, with his mark upon it."""
    view = permitted_view(request, public_id, permit)
    its = [(face.number, face.box) for face in _faces_of(public_id)]
    mark = Look(public_id, view).mark
    return jpeg(lambda: marked(numbered(queries.content_of(public_id, Purpose.LARGE), its), mark))


@accepts("POST")
def choose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Say which it is, or that it is none; then the next photograph."""
    card, its = card_of(public_id), _faces_of(public_id)
    form = FaceForm(request.POST, faces=its)
    if not form.is_valid():
        return _page(request, card, its, form=form, status=400)
    actor, model = request.visitor.actor(request.route), model_in_use()
    try:
        if form.cleaned_data["face"] == NOBODY:
            choose_nobody(public_id, model, actor=actor)
        else:
            seen = Seen.HIDDEN if form.cleaned_data["hidden"] else None
            choose_face(public_id, model, int(form.cleaned_data["face"]), seen=seen, actor=actor)
    except UnknownFace:
        raise Http404 from None
    messages.success(request, _("What you said of the faces is kept. The worker lets the matches know."))
    following = photographs_to_choose_in(model, limit=1)
    return redirect("desk:photograph-faces", public_id=following[0]) if following else redirect("desk:faces")


def _faces_of(public_id: UUID) -> tuple[FaceCard, ...]:
    found = faces_of(public_id, model_in_use())
    if not found:
        raise Http404
    return found


def _page(
    request: StaffRequest, card: PhotographCard, its: tuple[FaceCard, ...], *, status: int = 200, **context: object
) -> HttpResponse:
    chosen = next((face.number for face in its if face.chosen), None)
    decided = all(face.chosen is not None for face in its)
    around: dict[str, object] = {
        "card": card,
        "faces": its,
        "chosen": chosen,
        "decided": decided,
        "looking": LookForm(),
    }
    return page(request, "photographs/faces", status=status, **(around | context))
