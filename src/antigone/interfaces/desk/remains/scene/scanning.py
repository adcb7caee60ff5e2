"""Numbers read off a photograph of labels, for whom has no scanner. The photograph is not kept."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from antigone.imaging.codes import codes_in
from antigone.imaging.decoding import PictureRefused
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.handler import IncomingPhotograph, bytes_of
from antigone.interfaces.desk.photographs.words import refusal_in_words


class ScanForm(DeskForm):
    """A photograph of labels."""

    file = forms.FileField(
        label=_("Photograph of labels"),
        help_text=_("Up to six labels at once are read well. The photograph is not kept."),
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )


@accepts("GET", "HEAD", "POST")
def scan(request: StaffRequest) -> HttpResponse:
    """The numbers on a photograph: as JSON for the script of other pages, and as a page that needs none."""
    form = ScanForm()
    if request.method != "POST":
        return page(request, "remains/scene/scan", form=form)
    form = ScanForm(request.POST, request.FILES)
    numbers: list[str] = []
    if form.is_valid():
        numbers = read_labels(form, request.FILES.get("file"))
    status = 400 if form.errors else 200
    if request.headers.get("Accept") == "application/json":
        sentences = [said[0] for said in form.errors.values()]
        return JsonResponse({"numbers": numbers, "sentences": sentences}, status=status)
    return page(request, "remains/scene/scan", form=form, numbers=numbers, status=status)


def read_labels(form: DeskForm, file: object) -> list[str]:
    """The numbers on the photograph in the form's field `file`; says in the form why it gives none."""
    try:
        numbers = list(codes_in(bytes_of(file))) if isinstance(file, IncomingPhotograph) else []
    except PictureRefused as refusal:
        form.add_error("file", refusal_in_words(refusal))
    except SandboxUnavailable:
        form.add_error("file", _("Photographs cannot be read on this machine now. Tell the operator."))
    else:
        if not numbers:
            form.add_error("file", _("No label could be read. Go nearer, hold still, and avoid shadows and glare."))
        return numbers
    return []
