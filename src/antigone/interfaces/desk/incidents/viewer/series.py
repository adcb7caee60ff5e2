"""What two people counted, picture by picture; and as a claim among the figures."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.figures.actions import import_claims
from antigone.bureau.figures.values import FiguresError, ReleaseFile
from antigone.bureau.incidents.counts import actions
from antigone.bureau.incidents.counts.actions import TwoCounts
from antigone.bureau.incidents.models import Counted, Incident
from antigone.evidence import claims
from antigone.interfaces.desk.incidents.viewer import words
from antigone.interfaces.desk.incidents.viewer.cards import incident_of
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address


@accepts("GET", "HEAD")
def series(request: StaffRequest, public_id: UUID, what: str) -> HttpResponse:
    """All pictures of a case in which two have counted this; graves can go to the figures."""
    incident = incident_of(public_id)
    if what not in Counted.values:
        raise Http404
    found = actions.series(incident.code, what)
    return page(
        request,
        "footage/series",
        incident=incident,
        what=what,
        named=words.COUNTED[what],
        series=found,
        sheet=static_address("desk/footage.css"),
        claimable=what == Counted.GRAVES and any(_day(one) for one in found.counts),
    )


@accepts("POST")
def to_figures(request: StaffRequest, public_id: UUID, what: str) -> HttpResponse:
    """Each picture's two counts of graves become one claim among the figures, from the lower to the higher.

    A picture whose time is not known to lie in an interval gives none: a count of no day is no figure.
    """
    incident = incident_of(public_id)
    if what != Counted.GRAVES:
        raise Http404
    said = [claim_of(incident, one) for one in actions.series(incident.code, what).counts if _day(one)]
    content = repr([(one.key, one.amount) for one in said]).encode()
    file = ReleaseFile(f"case {incident.code}, counts of {what}", hashlib.sha256(content).hexdigest())
    try:
        kept = import_claims(said, file=file, actor=request.visitor.actor(request.route)).added
    except FiguresError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(number)d claims are among the figures now.") % {"number": kept})
    return redirect("desk:footage-series", public_id, what)


def claim_of(incident: Incident, one: TwoCounts) -> claims.Claim:
    """Two blind counts of graves in one picture, as a claim."""
    agreed = one.agreement
    quantity = claims.Quantity(
        claims.Counted.GRAVES,
        claims.Population("not known"),
        territory=incident.place,
        tally=claims.Tally.STOCK,
    )
    return claims.Claim(
        key=f"case-{incident.code.lower()}-picture-{one.picture}-graves",
        speaker=f"two observers of this bureau: {one.one}, {one.other}",
        amount=claims.Amount(
            quantity,
            low=agreed.low,
            high=agreed.high,
            qualifier=claims.Qualifier.ABOUT,
            interval=claims.IntervalKind.OVER_SOURCES,
        ),
        as_of=_day(one),
        standing=claims.Standing.PHYSICAL_COUNT,
        on_behalf_of="this bureau",
        method=(
            f"marked one by one in picture {one.picture} of case {incident.code} by two people, neither of whom had"
            f" seen the other's count; {agreed.together} marks lie together ({agreed.share:.0%})"
        ),
        source=claims.Source(place=f"case {incident.code}, picture {one.picture}"),
        unclear=("a mound on a picture need not be a grave, and a grave need not hold one person",),
    )


def _day(one: TwoCounts) -> str:
    """The picture's interval as EDTF; empty where an end of it is open."""
    if one.taken_from is None or one.taken_to is None:
        return ""
    first, last = one.taken_from.date().isoformat(), one.taken_to.date().isoformat()
    return first if first == last else f"{first}/{last}"
