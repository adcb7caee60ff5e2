"""Pages that only show: where everything lies, one place, one part, one body, moves that wait; and papers of them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from antigone.bureau.remains.counting.queries import counted, list_parts, temperatures, totals
from antigone.bureau.remains.field.queries import samples_of_part
from antigone.bureau.remains.queries import (
    bodies_of,
    body_number,
    body_page,
    part_page,
    stocktakes_of,
    waiting_moves,
    whose_number,
)
from antigone.bureau.remains.values import RemainsError, UnknownNumber
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.remains.acting import place_row
from antigone.interfaces.desk.remains.forms import lines_of, numbers_field
from antigone.interfaces.desk.remains.refusing import in_words
from antigone.interfaces.desk.remains.scene.entries import pictures_of
from antigone.interfaces.papers.remains import NotWritable
from antigone.interfaces.papers.remains.issuing import Issued, issue_custody_sheet, print_labels

#: How many rows a page shows; a paper shows all.
MOST_ROWS = 300


class NumberForm(DeskForm):
    """By which number a part or a body is looked for."""

    number = forms.CharField(
        label=_("Number of a part or of a body"),
        help_text=_("Typed or scanned."),
        max_length=60,
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "data-scan": "one"}),
    )


class DayForm(DeskForm):
    """On which day it shall be told."""

    day = forms.DateField(label=_("As it was at the end of"), widget=forms.DateInput({"type": "date"}), required=False)


class LabelsForm(DeskForm):
    """What labels are printed for."""

    wanted = numbers_field(_("Numbers to print labels for"))


@accepts("GET", "HEAD", "POST")
def home(request: StaffRequest) -> HttpResponse:
    """The tree of places with what lies in each, now or at the end of a day; and a look-up by number."""
    number, day = NumberForm(), DayForm()
    if request.method == "POST" and "number" in request.POST:
        number = NumberForm(request.POST)
        if number.is_valid():
            try:
                what, public_id = whose_number(number.cleaned_data["number"])
            except RemainsError as error:
                return _home(request, number, day, refused=in_words(error), status=404)
            return redirect(f"desk:remains-{what}", public_id=public_id)
        return _home(request, number, day, status=400)
    if request.method == "POST":
        day = DayForm(request.POST)
        if not day.is_valid():
            return _home(request, number, day, status=400)
    return _home(request, number, day)


def _home(
    request: StaffRequest, number: NumberForm, day: DayForm, *, status: int = 200, **more: object
) -> HttpResponse:
    asked = day.cleaned_data.get("day") if day.is_bound and day.is_valid() else None
    at = datetime.combine(asked, time(23, 59, 59), UTC) if asked else None
    rows = totals("", at)
    return page(
        request,
        "remains/home",
        number=number,
        day=day,
        asked=asked,
        rows=rows,
        count=counted(at),
        waiting=len(waiting_moves()),
        status=status,
        **more,
    )


@accepts("GET", "HEAD")
def place(request: StaffRequest, code: str) -> HttpResponse:
    """A place with what is below it, what lies there, and when it was counted."""
    here = place_row(code)
    parts = list_parts(here.code)
    return page(
        request,
        "remains/place",
        here=here,
        rows=totals(here.code)[1:],
        parts=parts[:MOST_ROWS],
        total=len(parts),
        bodies=bodies_of(part.body for part in parts[:MOST_ROWS]),
        counts=stocktakes_of(here.code),
        readings=temperatures(here.code, limit=10),
    )


@accepts("GET", "HEAD")
def part(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One part: where it is, its chain of custody, its examination, its effects."""
    try:
        found = part_page(public_id)
    except UnknownNumber:
        raise Http404 from None
    return page(
        request,
        "remains/part",
        part=found,
        bodies=bodies_of([found.now.body]),
        photographs=pictures_of(public_id),
        samples=samples_of_part(public_id),
    )


@accepts("GET", "HEAD")
def body(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One body: its parts, wherever each lies, and how they came together."""
    try:
        found = body_page(body_number(public_id))
    except UnknownNumber:
        raise Http404 from None
    return page(request, "remains/body", body=found)


@accepts("GET", "HEAD")
def moves(request: StaffRequest) -> HttpResponse:
    """Moves that wait for a second signature."""
    return page(request, "remains/moves", moves=waiting_moves())


@accepts("POST")
def sheet(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The custody sheet of a part, signed."""
    try:
        issued = issue_custody_sheet(public_id, paper_languages(), actor=request.visitor.actor(request.route))
    except UnknownNumber:
        raise Http404 from None
    return packed(issued)


@accepts("GET", "HEAD", "POST")
def labels(request: StaffRequest) -> HttpResponse:
    """Sheets of labels."""
    form = LabelsForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "remains/labels", form=form, status=400 if form.errors else 200)
    try:
        made = print_labels(lines_of(form.cleaned_data["wanted"]))
    except NotWritable:
        return page(request, "remains/labels", form=form, status=400)
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="labels.pdf"'}
    )


def paper_languages() -> tuple[str, str]:
    """The reader's language, and one that the other side reads."""
    own = get_language() or "uk"
    return (own, "uk" if own == "en" else "en")


def packed(issued: Issued) -> HttpResponse:
    """A paper and its signature in one file to keep together."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{issued.name}.pdf", issued.content)
        archive.writestr(f"{issued.name}.pdf.sig", issued.signature)
    return HttpResponse(
        box.getvalue(),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{issued.name.encode("ascii", "replace").decode()}.zip"'
        },
    )
