"""The queue of matches; one match with everything that speaks for and against it; taking it up, handing it back,
excluding, reopening.

What was asked for is kept in the session, so that no name stands in an address; a place in the queue is three numbers.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from antigone.bureau.enquiries.queries import enquiries_of_record, records_asked_after
from antigone.bureau.identification.queries import dna_between
from antigone.bureau.ledger import Subject
from antigone.bureau.ledger.queries import events_of
from antigone.bureau.matching.actions import exclude_match, hand_back_match, reopen_match, take_up_match
from antigone.bureau.matching.models import MatchState, Relation
from antigone.bureau.matching.next_evidence import what_would_decide
from antigone.bureau.matching.queries import (
    cluster_of,
    counts_by_state,
    explanation,
    match_card,
    matches_of_record,
)
from antigone.bureau.matching.values import (
    Explanation,
    MatchCard,
    NotComparable,
    NotExcluded,
    NothingNew,
    NotToBeTakenUp,
    NotUnderReview,
    RecordInMatch,
    UnknownMatch,
)
from antigone.bureau.matching.worklist import (
    Cursor,
    Filter,
    NotACursor,
    QueuePage,
    TooSlow,
    Whose,
    count,
    queue_page,
    taken_up,
)
from antigone.bureau.photographs.queries import photographs_of_records
from antigone.bureau.photographs.values import PhotographCard
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.values import UnknownRecord
from antigone.evidence.linkage.next_evidence import doubt_in_bits
from antigone.interfaces.desk.matches.forms import ExcludeForm, FilterForm, PairForm, ReopenForm
from antigone.interfaces.desk.matches.side_by_side import side_by_side
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address
from antigone.interfaces.desk.waterfall import waterfall

_KEPT = "queue"
_COUNTED_FOR_SECONDS = 60
#: Other matches of one record on a match's page.
_COMPETING = 8
_OF_RECORD = 50
#: Lines of evidence that would decide a match, on its page.
_NEXT = 6
#: Bits of doubt below which shares of it mean nothing to anybody.
_DOUBT = 0.001


@accepts("GET", "HEAD", "POST")
def queue(request: StaffRequest) -> HttpResponse:
    """Matches by likelihood, a page at a time; a posted filter is kept until another one is posted."""
    if request.method == "POST":
        form = FilterForm(request.POST)
        if not form.is_valid():
            return _queue_page(request, form, {}, status=400)
        request.session[_KEPT] = form.as_kept()
        if not _is_htmx(request):
            return redirect("desk:matches")
    form = FilterForm(request.session.get(_KEPT, {}))
    if not form.is_valid():
        # A source that is gone, for example.
        request.session[_KEPT] = {}
        form = FilterForm({})
        form.is_valid()
    found = _found(request, form.wanted())
    return _page(request, "parts/found", **found) if _is_htmx(request) else _queue_page(request, form, found)


def _queue_page(request: StaffRequest, form: FilterForm, found: dict[str, Any], *, status: int = 200) -> HttpResponse:
    counts = cache.get_or_set("desk.matches_by_state", counts_by_state, _COUNTED_FOR_SECONDS) or {}
    return _page(
        request,
        "queue",
        status=status,
        form=form,
        asked=bool(request.session.get(_KEPT)),
        counts=[(state.value, counts.get(state, 0)) for state in MatchState],
        mine=taken_up(request.visitor.name),
        **found,
    )


@accepts("GET", "HEAD")
def my_cases(request: StaffRequest) -> HttpResponse:
    """What this person has taken up and not decided yet."""
    wanted = Filter(relation=None, state=MatchState.UNDER_REVIEW, whose=Whose.MINE)
    return _page(request, "mine", **_found(request, wanted))


@accepts("GET", "HEAD")
def of_record(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Every match of one record, decided ones too."""
    try:
        record, found = record_card(public_id), matches_of_record(public_id, limit=_OF_RECORD)
    except UnknownRecord:
        raise Http404 from None
    return _page(request, "of_record", record=record, matches=QueuePage(found, None, None), most=_OF_RECORD)


@accepts("GET", "HEAD")
def match(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One match: both records side by side, the weights with their reasons, who else it may be, what was done."""
    card = _card(public_id)
    try:
        found = explanation(card.left.public_id, card.right.public_id)
    except NotComparable:
        return _page(request, "withheld", card=card)
    except UnknownRecord:
        raise Http404 from None
    across = card.relation == Relation.ACROSS
    return _page(
        request,
        "match",
        card=card,
        competing=_competing(card),
        pictured=_pictured(card),
        clusters=[group for side in (card.left, card.right) if len(group := cluster_of(side.record_id)) > 1],
        enquiries=enquiries_of_record(card.left.record_id) if card.left.kind == "missing" else (),
        dna=dna_between(card.left.record_id, card.right.record_id) if across else None,
        history=events_of(Subject("match", str(public_id))),
        open=card.state in (MatchState.PROPOSED, MatchState.UNDER_REVIEW),
        across=across,
        **_both(found),
    )


def _pictured(card: MatchCard) -> list[tuple[RecordInMatch, list[PhotographCard]]]:
    """Photographs of both sides, under their covers; nothing where neither has any."""
    found = photographs_of_records([card.left.public_id, card.right.public_id])
    sides = [(side, [one for one in found if one.record == side.public_id]) for side in (card.left, card.right)]
    return sides if found else []


@accepts("GET", "HEAD")
def next_evidence(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Which missing evidence would tell most; a part of the match's page, or a page of its own without scripts."""
    card = _card(public_id)
    chance = card.joint_posterior
    try:
        found = what_would_decide(card.left.record_id, card.right.record_id, chance=chance)
    except NotComparable:
        return _page(request, "withheld", card=card)
    doubt = doubt_in_bits(chance)
    lines = [(one, round(100 * one.bits / doubt) if doubt > _DOUBT else 0) for one in found[:_NEXT]]
    template = "parts/next" if _is_htmx(request) else "next"
    return _page(request, template, card=card, lines=lines, doubt=doubt > _DOUBT)


@accepts("POST")
def take_up(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Put the match under review by this person."""
    try:
        take_up_match(public_id, actor=request.visitor.actor(request.route))
        said, told = messages.success, _("You have taken this match up. Nobody can decide what nobody has looked at.")
    except NotToBeTakenUp:
        said, told = messages.info, _("This match cannot be taken up any more: somebody else has it, or it is decided.")
    except UnknownMatch:
        raise Http404 from None
    if _is_htmx(request):
        return _page(request, "parts/row", card=_card(public_id), told=told)
    said(request, told)
    return redirect("desk:matches" if request.POST.get("from") == "queue" else _address(public_id))


@accepts("POST")
def hand_back(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Put the match back among those that nobody has."""
    try:
        hand_back_match(public_id, actor=request.visitor.actor(request.route))
        messages.success(request, _("The match is handed back. Any colleague can take it up."))
    except NotUnderReview:
        messages.info(request, _("This match cannot be handed back: nobody has it, or it is decided."))
    except UnknownMatch:
        raise Http404 from None
    return redirect(_address(public_id))


@accepts("GET", "HEAD", "POST")
def exclude(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Say for ever that these are two people, after a page that says what that means."""
    card = _card(public_id)
    form = ExcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exclude_match(public_id, **form.cleaned_data, actor=request.visitor.actor(request.route))
        except NotUnderReview:
            messages.error(request, _("Please take the match up first: nobody may decide what nobody has looked at."))
        except NotComparable:
            messages.error(request, _("One of the records is withheld. Release it first, or leave the match open."))
        else:
            messages.success(request, _("The match is excluded. It comes back only with new evidence."))
        return redirect(_address(public_id))
    return _page(request, "exclude", status=400 if form.errors else 200, card=card, form=form)


@accepts("GET", "HEAD", "POST")
def reopen(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Look at an excluded match again, because something new has come to light."""
    card = _card(public_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_match(public_id, **form.cleaned_data, actor=request.visitor.actor(request.route))
        except NotExcluded:
            messages.info(request, _("This match is not excluded."))
        except NothingNew:
            form.add_error("new_evidence", _("This reopened the match before. Please say what else has come to light."))
            return _page(request, "reopen", status=400, card=card, form=form)
        else:
            messages.success(request, _("The match is open again, and yours."))
        return redirect(_address(public_id))
    return _page(request, "reopen", status=400 if form.errors else 200, card=card, form=form)


@accepts("GET", "HEAD", "POST")
def explain(request: StaffRequest) -> HttpResponse:
    """Why two records were proposed as one person, or were not: by the numbers of both."""
    if request.method != "POST":
        return _page(request, "explain", form=PairForm())
    form = PairForm(request.POST)
    if not form.is_valid():
        return _page(request, "explain", status=400, form=form)
    try:
        for side in ("left", "right"):
            record_card(form.cleaned_data[side])
    except UnknownRecord:
        form.add_error(side, _("There is no record of this number."))
        return _page(request, "explain", status=400, form=form)
    return redirect("desk:explain-pair", left=form.cleaned_data["left"], right=form.cleaned_data["right"])


@accepts("GET", "HEAD")
def explain_pair(request: StaffRequest, left: UUID, right: UUID) -> HttpResponse:
    """The same for two records, whether or not there is a match between them."""
    try:
        found = explanation(left, right)
    except UnknownRecord:
        raise Http404 from None
    except NotComparable:
        form = PairForm({"left": str(left), "right": str(right)})
        if form.is_valid():
            form.add_error(None, _("One of these records is withheld; what is withheld is not compared."))
        return _page(request, "explain", status=409, form=form)
    return _page(request, "explained", found=found, **_both(found))


def _both(found: Explanation) -> dict[str, Any]:
    """Both records and everything between them, for the page."""
    left, right = record_card(found.left.public_id), record_card(found.right.public_id)
    weights = found.assessment.weights
    return {
        "left": left,
        "right": right,
        "rows": side_by_side(left, right, weights),
        "picture": waterfall(found.assessment),
        "assessment": found.assessment,
        "speaking": [weight for weight in weights if weight.log10_lr],
        "silent": [weight.line for weight in weights if not weight.log10_lr],
        "parameters": found.parameters,
    }


def _competing(card: MatchCard) -> list[tuple[MatchCard, ...]]:
    """Other matches of either record, the likeliest first; the left one's, then the right one's."""
    return [
        tuple(other for other in matches_of_record(side.record_id, limit=_COMPETING + 1) if other != card)[:_COMPETING]
        for side in (card.left, card.right)
    ]


def _found(request: StaffRequest, wanted: Filter) -> dict[str, Any]:
    """One page of the matches that are wanted, and how many there are."""
    asked_after = records_asked_after() if wanted.enquired else ()
    worker = request.visitor.name
    try:
        places: dict[str, Any] = {
            name: Cursor.read(request.GET[name]) for name in ("after", "before") if name in request.GET
        }
    except NotACursor:
        places = {}
    if len(places) > 1:
        places.pop("before")
    try:
        return {
            "matches": queue_page(wanted, worker=worker, enquired=asked_after, **places),
            "number": count(wanted, worker=worker, enquired=asked_after),
        }
    except TooSlow:
        return {"too_slow": True, "by_name": bool(wanted.name)}


def _card(public_id: UUID) -> MatchCard:
    try:
        return match_card(public_id)
    except UnknownMatch:
        raise Http404 from None


def _address(public_id: UUID) -> str:
    return reverse("desk:match", kwargs={"public_id": public_id})


def _is_htmx(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page(request: StaffRequest, template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """A page, or a part of one, of this room, with its style sheet and scripts."""
    files = {"styles": "desk/matches.css", "keys": "desk/matches.js", "htmx": "desk/vendor/htmx-2.0.10.min.js"}
    addresses = {name: static_address(path) for name, path in files.items()}
    return page(request, f"matches/{template}", status=status, files=addresses, **context)
