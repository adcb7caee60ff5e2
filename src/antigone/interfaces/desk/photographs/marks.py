"""Search for a mark: where on the body, what it is, words; then, among what answers, by a picture."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from antigone.bureau.photographs.marks.actions import search_marks
from antigone.bureau.photographs.marks.queries import marks
from antigone.bureau.photographs.marks.values import MarksRefused
from antigone.bureau.photographs.values import LARGEST_FILE
from antigone.imaging.decoding import PictureRefused, decoded
from antigone.imaging.derivatives import LARGE
from antigone.imaging.sandbox import SandboxUnavailable
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.forms import MarkForm
from antigone.interfaces.desk.photographs.handler import IncomingPhotograph
from antigone.interfaces.desk.photographs.words import refusal_in_words

_MOST = 60


@accepts("GET", "HEAD", "POST")
def search(request: StaffRequest) -> HttpResponse:
    """The form; once it is sent, marks under their covers. Nothing of a search stands in an address."""
    if request.method != "POST":
        return page(request, "photographs/marks", form=MarkForm())
    form = MarkForm(request.POST, request.FILES)
    file = request.FILES.get("picture")
    if not form.is_valid():
        return page(request, "photographs/marks", form=form, status=400)
    if not isinstance(file, IncomingPhotograph):
        return page(request, "photographs/marks", form=form, found=marks(form.sought(), limit=_MOST), by_words=True)
    try:
        if (file.size or 0) > LARGEST_FILE:
            form.add_error("picture", _("The photograph is larger than 20 MB. Send a smaller copy."))
        else:
            picture = decoded(file.read(), longest=LARGE)
            actor = request.visitor.actor(request.route)
            answer = search_marks(picture, form.sought(), limit=_MOST // 3, actor=actor)
            return page(request, "photographs/marks", form=form, found=answer.found, answer=answer)
    except PictureRefused as refusal:
        form.add_error("picture", refusal_in_words(refusal))
    except MarksRefused:
        form.add_error("place", _("Too many pictures answer. Say where on the body it is, or describe it in words."))
    except SandboxUnavailable:
        form.add_error("picture", _("Photographs cannot be read on this machine now. Tell the operator."))
    return page(request, "photographs/marks", form=form, status=400)
