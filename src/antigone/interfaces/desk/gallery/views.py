"""Things for the families' gallery: proposed, looked at as families will see them, signed, taken out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.enquiries.pictures.queries import enquiries_that_know
from antigone.bureau.photographs.gallery import actions, queries
from antigone.bureau.photographs.gallery.values import ReleaseCard, UnknownRelease
from antigone.bureau.photographs.values import PhotographError
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.gallery.forms import ReleaseForm
from antigone.interfaces.desk.gallery.words import STAGES, release_refusal
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.views import jpeg
from antigone.interfaces.website.gallery.words import KINDS, WHAT


@accepts("GET", "HEAD")
def listed(request: StaffRequest) -> HttpResponse:
    """What waits for a signature, what anybody can see, and what was taken out."""
    stages = [(stage, STAGES[stage], queries.releases(stage)) for stage in ("proposed", "shown", "withdrawn")]
    return page(request, "gallery/list", stages=stages, kinds=KINDS, what=WHAT)


@accepts("GET", "HEAD", "POST")
def propose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Say what a signed copy shows, and propose it."""
    found = queries.suggested(public_id)
    if found is None:
        raise Http404
    if request.method != "POST":
        form = ReleaseForm(initial=ReleaseForm.initial_of(found.draft))
        return page(request, "gallery/propose", form=form, redaction=public_id)
    form = ReleaseForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            code = actions.propose_release(public_id, form.draft(), actor=request.visitor.actor(request.route))
        except PhotographError as refusal:
            problem = release_refusal(refusal)
        else:
            messages.success(request, _("The thing waits for a colleague’s signature. Nobody outside sees it yet."))
            return redirect("desk:gallery-thing", code=code)
    return page(request, "gallery/propose", form=form, redaction=public_id, problem=problem, status=400)


@accepts("GET", "HEAD")
def thing(request: StaffRequest, code: str) -> HttpResponse:
    """One thing as families see it, and who thinks that he knows it."""
    return _thing_page(request, _card(code))


@accepts("GET", "HEAD")
def picture(request: StaffRequest, code: str) -> HttpResponse:
    """The picture, byte for byte as families get it."""

    def content() -> bytes:
        try:
            return actions.content_of_release(code, "large")
        except UnknownRelease:
            raise Http404 from None

    return jpeg(content)


@accepts("POST")
def sign(request: StaffRequest, code: str) -> HttpResponse:
    """The second signature: from now on anybody can see it."""
    _card(code)
    try:
        actions.sign_release(code, actor=request.visitor.actor(request.route))
        messages.success(request, _("Two people have decided: the thing stands in the gallery."))
    except PhotographError as refusal:
        messages.error(request, release_refusal(refusal))
    return redirect("desk:gallery-thing", code=code)


@accepts("POST")
def take_out(request: StaffRequest, code: str) -> HttpResponse:
    """Out at once; one person suffices."""
    card = _card(code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _thing_page(request, card, taking_out=form, status=400)
    try:
        actions.withdraw_release(code, reason=form.cleaned_data["reason"], actor=request.visitor.actor(request.route))
        messages.success(request, _("The thing is taken out. Nobody outside sees it any more."))
    except PhotographError as refusal:
        messages.error(request, release_refusal(refusal))
    return redirect("desk:gallery-thing", code=code)


def _card(code: str) -> ReleaseCard:
    try:
        return queries.release_card(code)
    except UnknownRelease:
        raise Http404 from None


def _thing_page(request: StaffRequest, card: ReleaseCard, *, status: int = 200, **context: object) -> HttpResponse:
    around: dict[str, object] = {
        "card": card,
        "stage": STAGES[card.stage],
        "kind": KINDS[card.draft.kind],
        "what": WHAT.get(card.draft.what, ""),
        "own": card.proposed_by == request.visitor.name,
        "taking_out": ReasonForm(),
        "known_by": enquiries_that_know(card.shown_code) if request.visitor.may("desk:enquiry") else (),
    }
    return page(request, "gallery/thing", status=status, **(around | context))
