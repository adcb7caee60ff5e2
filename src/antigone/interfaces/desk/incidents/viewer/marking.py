"""Clicks on pictures: control points, outlines of masks, marks of a count. They work without a script: a picture is the
button of a form, and where it was clicked comes with it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.incidents.alignment.actions import align_by_points, draw_mask, propose_alignment, remove_mask
from antigone.bureau.incidents.counts.actions import both_counted, count_in, counts_shown
from antigone.bureau.incidents.models import Counted, Hides, Mask
from antigone.bureau.incidents.values import IncidentError, UnknownThing
from antigone.imaging.footage.alignment import PointPair
from antigone.interfaces.desk.incidents.viewer import words
from antigone.interfaces.desk.incidents.viewer.cards import card_of, covered, incident_of, picture_of
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address

_MOST = 2_000
Point = tuple[float, float]


@accepts("GET", "HEAD", "POST")
def mark(request: StaffRequest, public_id: UUID, picture: UUID, what: str) -> HttpResponse:
    """Mark what is counted (`graves`, …) or what is hidden (`cloud`, …) in one picture, click by click."""
    incident = incident_of(public_id)
    found = picture_of(incident, picture)
    counting = what in Counted.values
    if covered(request, found) or not (counting or what in Hides.values):
        raise Http404
    marks = clicked(request.POST, "marks")
    refused = ""
    if request.method == "POST" and "remove" in request.POST and not counting:
        with contextlib.suppress(ValueError, UnknownThing):
            remove_mask(UUID(request.POST["remove"]), actor=request.visitor.actor(request.route))
        return redirect("desk:footage-mark", public_id, picture, what)
    if request.method == "POST" and "save" in request.POST:
        actor = request.visitor.actor(request.route)
        try:
            if counting:
                count_in(incident.code, found.number, what, marks, note=request.POST.get("note", "")[:500], actor=actor)
                messages.success(request, _("Your count is kept. What others counted is shown now."))
            else:
                draw_mask(incident.code, found.number, what, marks, actor=actor)
                messages.success(request, _("The mask is kept. Nothing is compared there."))
            return redirect("desk:footage-mark", public_id, picture, what)
        except IncidentError as error:
            refused = words.refused(error)
    return page(
        request,
        "footage/mark",
        incident=incident,
        card=card_of(request, found),
        what=what,
        named=(words.COUNTED if counting else words.HIDES)[what],
        counting=counting,
        marks=marks,
        said=said(marks),
        others=counts_shown(found, what, request.visitor.name) if counting else [],
        both=both_counted(found, what) if counting and counts_shown(found, what, request.visitor.name) else None,
        masks=[] if counting else list(Mask.objects.filter(picture=found, removed_by="").order_by("pk")),
        refused=refused,
        status=400 if refused else 200,
        sheet=static_address("desk/footage.css"),
    )


@accepts("GET", "HEAD", "POST")
def align(request: StaffRequest, public_id: UUID, before: UUID, after: UUID) -> HttpResponse:
    """Let the machine propose how one picture lies on the other, or set control points: once here, once there."""
    incident = incident_of(public_id)
    one, two = picture_of(incident, before), picture_of(incident, after)
    if covered(request, one) or covered(request, two):
        raise Http404
    first, second = clicked(request.POST, "first"), clicked(request.POST, "second")
    refused = ""
    if request.method == "POST" and ("propose" in request.POST or "save" in request.POST):
        actor = request.visitor.actor(request.route)
        try:
            if "propose" in request.POST:
                propose_alignment(incident.code, one.number, two.number, actor=actor)
            else:
                pairs = [PointPair(a, b) for a, b in zip(first, second, strict=False)]
                align_by_points(incident.code, one.number, two.number, pairs, actor=actor)
            return redirect("desk:footage-compare", public_id, before, after)
        except IncidentError as error:
            refused = words.refused(error)
    return page(
        request,
        "footage/align",
        incident=incident,
        before=card_of(request, one),
        after=card_of(request, two),
        first=said(first),
        second=said(second),
        points=min(len(first), len(second)),
        here_next=len(first) <= len(second),
        refused=refused,
        status=400 if refused else 200,
        sheet=static_address("desk/footage.css"),
    )


def clicked(form: QueryDict, name: str) -> list[Point]:
    """Points so far, and one more where the picture of this name was clicked; one fewer after «undo»."""
    marks = []
    for part in form.get(name, "").split(";")[:_MOST]:
        x, _comma, y = part.partition(",")
        try:
            marks.append((min(1.0, max(0.0, float(x))), min(1.0, max(0.0, float(y)))))
        except ValueError:
            continue
    try:
        width, height = (int(str(form[f"{name}_{side}"])) for side in ("width", "height"))
        right, down = (int(str(form[f"{name}_at.{side}"])) for side in "xy")
        marks.append((min(1.0, max(0.0, right / width)), min(1.0, max(0.0, down / height))))
    except (KeyError, ValueError, ZeroDivisionError):
        pass
    return marks[:-1] if "undo" in form else marks


def said(marks: Sequence[Point]) -> str:
    """The points as a hidden field keeps them."""
    return ";".join(f"{x:.5f},{y:.5f}" for x, y in marks)
