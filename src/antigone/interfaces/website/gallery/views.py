"""Looking through things, and at one of them. What was asked stands in the body of the request and nowhere else."""

from __future__ import annotations

import time

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from antigone.bureau.disclosure import gallery
from antigone.bureau.disclosure.gallery import Things
from antigone.bureau.disclosure.pictures import PictureHeldBack
from antigone.imaging.decoding import PictureRefused, decoded
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.website.even_answers import next_release, of_even_length
from antigone.interfaces.website.gallery.forms import ThingsForm
from antigone.interfaces.website.gallery.permits import PermitRefused, read_permit
from antigone.interfaces.website.gallery.shown import shown
from antigone.interfaces.website.views import accepts, not_found, page

#: Pixels of the longer side to which a picture that is compared is reduced.
_COMPARED = 1000
#: Seconds between two instants at which answers to a picture leave, so that the time tells little of how many things
#: stand in the gallery. A comparison is done within the first where the machine is not busy (docs/gallery.md).
COMPARED_SLOT_SECONDS = 2.0


@accepts("GET", "HEAD", "POST")
def things(request: HttpRequest) -> HttpResponse:
    """The newest things; and, by POST at the same address, what was looked for, or one of them."""
    try:
        if request.method == "POST":
            return _answered(request)
        return _listed(request, ThingsForm(), gallery.things(gallery.ThingsQuery()))
    except (InterfaceError, OperationalError, SandboxUnavailable):
        return page(request, "errors/not_now", status=503)


@of_even_length
def _answered(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act in ("open", "show"):
        return _one(request, show=act == "show")
    form = ThingsForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "things/gallery", status=400, form=form, carried=form.carried())
    sent = form.cleaned_data["photograph"]
    if sent is None:
        return _listed(request, form, gallery.things(form.query()), pictures=act == "pictures")
    if not gallery.admit("compare"):
        return _listed(request, form, gallery.things(form.query()), busy=True)
    arrived = time.monotonic()
    answer = _compared(request, form, sent)
    elapsed = time.monotonic() - arrived
    time.sleep(next_release(elapsed, COMPARED_SLOT_SECONDS) - elapsed)
    return answer


def _compared(request: HttpRequest, form: ThingsForm, sent: bytes) -> HttpResponse:
    try:
        pixels = decoded(sent, longest=_COMPARED).pixels
    except PictureRefused:
        form.add_error(
            "photograph",
            _("We cannot read this picture. Open it on the telephone, take a picture of the screen, and choose that."),
        )
        return page(request, "things/gallery", status=400, form=form, carried=form.carried())
    return _listed(request, form, gallery.alike(pixels, form.query()), compared=True)


def _listed(
    request: HttpRequest,
    form: ThingsForm,
    found: Things,
    *,
    pictures: bool = False,
    compared: bool = False,
    busy: bool = False,
) -> HttpResponse:
    """A page of things; their pictures only where the reader asked for them and all visitors together may have more."""
    if pictures and not gallery.admit("picture", sum(thing.kind != "face" for thing in found.things)):
        pictures, busy = False, True
    listed = [shown(thing, picture="small" if pictures and thing.kind != "face" else "") for thing in found.things]
    number = (form.cleaned_data["page"] or 1) if form.is_bound and not compared else 1
    return page(
        request,
        "things/gallery",
        form=form,
        listed=listed,
        asked=form.said(),
        number=number,
        following=number + 1 if found.more else 0,
        cut=found.cut,
        compared=compared,
        pictures=pictures,
        can_be_uncovered=not pictures and not compared and any(thing.kind != "face" for thing in found.things),
        busy=busy,
        carried=[*form.carried(), ("act", "pictures" if pictures else "")] if form.is_bound else [],
    )


def _one(request: HttpRequest, *, show: bool) -> HttpResponse:
    """One thing; a code that never was and one that was taken out are one page."""
    code = gallery.read_code(request.POST.get("code", ""))
    thing = gallery.thing_of(code)
    asked = ThingsForm(request.POST).said()
    carried = [*asked, ("code", request.POST.get("code", "")[:40]), ("act", "open")]
    if thing is None:
        return page(request, "things/none", carried=carried, asked=asked)
    busy = show and not gallery.admit("picture")
    seen = shown(thing, picture="large" if show and not busy else "")
    return page(request, "things/thing", thing=seen, asked=asked, carried=carried, busy=busy)


@accepts("GET", "HEAD")
def picture(request: HttpRequest, permit: str) -> HttpResponse:
    """A picture, to whoever lifted its cover in the last minutes."""
    try:
        code, size = read_permit(permit)
        content = gallery.picture_of(code, size=size)
    except (PermitRefused, PictureHeldBack):
        content = None
    except (InterfaceError, OperationalError):
        return page(request, "errors/not_now", status=503)
    if content is None:
        return not_found(request, PermitRefused())
    return HttpResponse(content, content_type="image/jpeg")
