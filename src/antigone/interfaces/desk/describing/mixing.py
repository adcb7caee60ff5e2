"""Bodies that hold more than one person, graves, and the bones in a bag."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from antigone.bureau.remains.commingling.actions import take_inventory
from antigone.bureau.remains.commingling.queries import graves, inventory_of, mixed_bodies
from antigone.bureau.remains.queries import part_page
from antigone.bureau.remains.values import RemainsError, UnknownNumber
from antigone.interfaces.desk.describing.forms import InventoryForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address
from antigone.interfaces.desk.remains.refusing import Refused, in_words


@accepts("GET", "HEAD")
def mixed(request: StaffRequest) -> HttpResponse:
    """Bodies that cannot be one human being, and of how many people at least each grave was."""
    return page(request, "describing/mixed", bodies=mixed_bodies(), graves=graves())


@accepts("GET", "HEAD", "POST")
def inventory(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Which bones lie in a part."""
    try:
        part, pieces = part_page(public_id), inventory_of(public_id)
    except UnknownNumber:
        raise Http404 from None
    form = InventoryForm(request.POST or None, pieces=pieces)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            take_inventory(part.now.number, form.cleaned_data["pieces"], actor=request.visitor.actor(request.route))
        except RemainsError as error:
            refused = in_words(error)
        else:
            messages.success(request, _("The bones are counted. Earlier counts are kept."))
            return redirect("desk:remains-part", public_id=public_id)
    return page(
        request,
        "describing/inventory",
        styles=static_address("desk/describing.css"),
        part=part,
        form=form,
        refused=refused,
        status=400 if form.errors or refused else 200,
    )
