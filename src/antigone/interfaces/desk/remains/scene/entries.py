"""Finds that came from a scene, at the desk: read, taken in, or tied to a part that was taken in without them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.photographs.intake import prepared
from antigone.bureau.photographs.values import PhotographDraft, PhotographError
from antigone.bureau.remains.field.actions import add_photograph, take_in_entry, tie_entry
from antigone.bureau.remains.field.queries import (
    entries_waiting,
    entry_card,
    photographs_of_entry,
    photographs_of_part,
    samples_of_part,
    waiting_entries,
)
from antigone.bureau.remains.field.values import EntryCard, Sent
from antigone.bureau.remains.queries import part_page, whose_number
from antigone.bureau.remains.values import PartPage, RemainsError, UnknownNumber
from antigone.imaging.decoding import PictureRefused
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.handler import IncomingPhotograph, bytes_of
from antigone.interfaces.desk.photographs.words import refusal_in_words
from antigone.interfaces.desk.remains.refusing import in_words
from antigone.interfaces.desk.remains.scene.forms import PictureForm, TakeInForm


@accepts("GET", "HEAD")
def finds(request: StaffRequest) -> HttpResponse:
    """Finds that nobody has taken in yet."""
    return page(request, "remains/scene/finds", finds=waiting_entries(), total=entries_waiting())


@accepts("GET", "HEAD")
def find(request: StaffRequest, entry: UUID) -> HttpResponse:
    """One find."""
    return _find_page(request, _card(entry))


@accepts("POST")
def take_in(request: StaffRequest, entry: UUID) -> HttpResponse:
    """Take it in, or say which part it is."""
    card = _card(entry)
    actor = request.visitor.actor(request.route)
    form = TakeInForm(request.POST)
    try:
        if "tie" in request.POST:
            tie_entry(entry, card.draft.number, actor=actor)
            number = card.draft.number
        elif form.is_valid():
            number = take_in_entry(
                entry,
                form.said("place"),
                explosives_checked_by=form.said("explosives"),
                brought_by=form.said("brought_by"),
                taken_by=actor.name,
                actor=actor,
            )
        else:
            return _find_page(request, card, form=form, status=400)
    except RemainsError as error:
        return _find_page(request, card, form=form, refused=in_words(error), status=400)
    messages.success(request, _("The part is taken in."))
    return redirect("desk:remains-part", public_id=whose_number(number)[1])


@accepts("GET", "HEAD", "POST")
def photograph(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Hand in a photograph of a part, or of a sample of it."""
    part = _part(public_id)
    samples = samples_of_part(public_id)
    if request.method != "POST":
        return page(request, "remains/scene/photograph", part=part, form=PictureForm(samples=samples))
    form = PictureForm(request.POST, request.FILES, samples=samples)
    file = request.FILES.get("file")
    if form.is_valid() and isinstance(file, IncomingPhotograph):
        said = form.cleaned_data
        try:
            add_photograph(
                part.now.number,
                Sent(uuid4(), said.get("sample", "")),
                prepared(bytes_of(file)),
                PhotographDraft(said["shows"], "", said["taken"]),
                actor=request.visitor.actor(request.route),
            )
        except (PhotographError, PictureRefused) as refusal:
            form.add_error("file", refusal_in_words(refusal))
        except RemainsError as error:
            form.add_error(None, " ".join(in_words(error).sentences))
        except SandboxUnavailable:
            form.add_error("file", _("Photographs cannot be read on this machine now. Tell the operator."))
        else:
            messages.success(request, _("The photograph is kept."))
            return redirect("desk:remains-part", public_id=public_id)
    return page(request, "remains/scene/photograph", part=part, form=form, status=400)


def pictures_of(public_id: UUID) -> list[dict[str, object]]:
    """The photographs of a part as its page shows them, under their covers."""
    return [
        {"public_id": card.public_id, "shows": card.shows, "sample": sample}
        for card, sample in photographs_of_part(public_id)
    ]


def _find_page(request: StaffRequest, card: EntryCard, *, status: int = 200, **more: object) -> HttpResponse:
    bears = _bears(card.draft.number) if card.draft.number and not card.part else ""
    about: dict[str, object] = {
        "card": card,
        "form": TakeInForm(initial={"brought_by": card.draft.finder}),
        "bears": bears,
        "photographs": [one for one, _sample in photographs_of_entry(card.draft.id)],
    }
    return page(request, "remains/scene/find", status=status, **(about | more))


def _bears(number: str) -> str:
    """The number, if a part bears it already."""
    try:
        return number if whose_number(number)[0] == "part" else ""
    except UnknownNumber:
        return ""


def _card(entry: UUID) -> EntryCard:
    try:
        return entry_card(entry)
    except UnknownNumber:
        raise Http404 from None


def _part(public_id: UUID) -> PartPage:
    try:
        return part_page(public_id)
    except UnknownNumber:
        raise Http404 from None
