"""Acts of custodians: forms that write something down, moves that are signed twice, counts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.remains.actions import drop_move, sign_move
from antigone.bureau.remains.counting.actions import take_stock
from antigone.bureau.remains.counting.queries import totals
from antigone.bureau.remains.queries import part_page, stocktakes_of
from antigone.bureau.remains.values import PlaceTotal, RemainsError, UnknownNumber
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.remains.forms import ACTS
from antigone.interfaces.desk.remains.refusing import Refused, in_words
from antigone.interfaces.desk.remains.scene.scanning import read_labels
from antigone.interfaces.desk.remains.stock_form import StockForm


@accepts("GET", "HEAD", "POST")
def act(request: StaffRequest, what: str, about: UUID | None = None) -> HttpResponse:
    """One act: its form, and what became of it."""
    form_of = ACTS.get(what)
    if form_of is None:
        raise Http404
    if request.method != "POST":
        number = _number(about) if about else ""
        initial = {"number": number, "numbers": number, "numbers_moved": number}
        return page(request, "remains/act", form=form_of(initial=initial), what=what, about=about)
    form = form_of(request.POST)
    refused: Refused | None = None
    if form.is_valid():
        try:
            onward = form.perform(request.visitor.actor(request.route))
        except RemainsError as error:
            refused = in_words(error)
        else:
            messages.success(request, str(form.done))
            return redirect(onward)
    return page(request, "remains/act", form=form, what=what, about=about, refused=refused, status=400)


@accepts("POST")
def sign(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The second signature under a move."""
    try:
        count = sign_move(public_id, actor=request.visitor.actor(request.route))
    except RemainsError as error:
        _tell(request, in_words(error))
    else:
        messages.success(request, _("The move is signed twice. Parts moved: %(count)s.") % {"count": count})
    return redirect("desk:remains-moves")


@accepts("POST")
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A move that nobody shall sign any more."""
    try:
        drop_move(public_id, actor=request.visitor.actor(request.route))
    except RemainsError as error:
        _tell(request, in_words(error))
    else:
        messages.success(request, _("The move is dropped. Nothing has moved."))
    return redirect("desk:remains-moves")


@accepts("GET", "HEAD", "POST")
def stock(request: StaffRequest, code: str) -> HttpResponse:
    """A count of a place by typing or scanning numbers, and what differs from the register."""
    here = place_row(code)
    form = StockForm(request.POST or None, request.FILES or None)
    if "read" in request.POST and form.is_valid():
        # What was read joins what stands there, to be looked over before it is compared.
        numbers = read_labels(form, request.FILES.get("file"))
        typed = [*form.seen(), *(one for one in numbers if one not in form.seen())]
        again = form if form.errors else StockForm(initial={"numbers": "\n".join(typed)})
        return page(request, "remains/stock", here=here, form=again, status=400 if form.errors else 200)
    if request.method == "POST" and form.is_valid():
        try:
            found = take_stock(here.code, form.seen(), actor=request.visitor.actor(request.route))
        except RemainsError as error:
            return page(request, "remains/stock", here=here, form=form, refused=in_words(error), status=400)
        return page(request, "remains/stock", here=here, form=StockForm(), found=found)
    status = 400 if form.errors else 200
    return page(request, "remains/stock", here=here, form=form, before=stocktakes_of(here.code), status=status)


def place_row(code: str) -> PlaceTotal:
    """The place with what lies in it now."""
    try:
        return totals(code)[0]
    except UnknownNumber:
        raise Http404 from None


def _number(about: UUID) -> str:
    try:
        return part_page(about).now.number
    except UnknownNumber:
        raise Http404 from None


def _tell(request: StaffRequest, refused: Refused) -> None:
    messages.error(request, " ".join(refused.sentences))
