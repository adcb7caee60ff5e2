"""Asking, and coming back with ten words: two addresses, everything private in the body of a request."""

from __future__ import annotations

import base64
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from antigone.bureau.disclosure.gallery import read_code, shown_code
from antigone.bureau.disclosure.pictures import PictureHeldBack
from antigone.bureau.enquiries.intake import leave_enquiry, open_enquiry
from antigone.bureau.enquiries.pictures.looking import look, waiting_pictures
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.values import EnquiryRejected, NoSuchEnquiry
from antigone.interfaces.website.enquiries.acts import ACTS, Refusal
from antigone.interfaces.website.enquiries.ask_form import AskForm
from antigone.interfaces.website.enquiries.opened import opened_page
from antigone.interfaces.website.enquiries.receipt_forms import WordsForm
from antigone.interfaces.website.enquiries.words import DONE
from antigone.interfaces.website.even_answers import evenly, of_even_length
from antigone.interfaces.website.surroundings import language_choices_of
from antigone.interfaces.website.views import accepts, page

#: What the reader does with a form besides sending it: change the language of the page.
_LANGUAGE = ("act", "language")
#: Whoever thinks that he knows a thing of the gallery comes with its code.
_THING = ("act", "thing")


@accepts("GET", "HEAD", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    """The form; and, at the same address, the receipt."""
    if request.method == "POST":
        return _left(request)
    return page(request, "enquiries/ask", form=AskForm())


@of_even_length
def _left(request: HttpRequest) -> HttpResponse:
    """Keep what was written, and show its ten words this one time; or the form with hints, and nothing lost.

    The same for the first who asks of a person and the tenth, for whoever is blocked and for a flood.
    """
    if _THING[1] == request.POST.get(_THING[0]):
        return _with_thing(request, shown_code(read_code(request.POST.get("thing", ""))))
    form = AskForm(request.POST, request.FILES)
    if _LANGUAGE[1] == request.POST.get(_LANGUAGE[0]):
        return _form_again(request, form)
    if not form.is_valid():
        return _form_again(request, form, status=400)
    try:
        receipt = leave_enquiry(form.draft(get_language() or ""))
    except EnquiryRejected:
        return _form_again(request, form, status=400, unkeepable=True)
    except (InterfaceError, OperationalError):
        return _form_again(request, form, status=503, not_now=True)
    return _card(request, receipt, new=True)


def _with_thing(request: HttpRequest, thing: str) -> HttpResponse:
    return page(request, "enquiries/ask", form=AskForm(initial={"thing": thing}), carried=[("thing", thing), _THING])


def _form_again(request: HttpRequest, form: AskForm, *, status: int = 200, **said: object) -> HttpResponse:
    return page(request, "enquiries/ask", status=status, form=form, carried=[*form.carried(), _LANGUAGE], **said)


@accepts("GET", "HEAD", "POST")
def receipt(request: HttpRequest) -> HttpResponse:
    """Ten words are asked for; and, at the same address, what they open."""
    if request.method == "POST":
        return _with_words(request)
    return page(request, "enquiries/receipt", form=WordsForm())


@evenly
def _with_words(request: HttpRequest) -> HttpResponse:
    """Do what the holder of the receipt wants, and show the enquiry as it stands afterwards.

    Words that never opened anything and words whose enquiry was deleted are one page after one and the same work.
    """
    form = WordsForm(request.POST)
    carried = [*form.carried()]
    if not form.is_valid():
        return page(request, "enquiries/receipt", status=400, form=form, carried=carried)
    held: Receipt = form.cleaned_data["words"]
    act = request.POST.get("act", "")
    if act == "card":
        return _card(request, held, new=False)
    if act == "look":
        return _look(request, held, carried)
    refusal: Refusal | None = None
    done = act if act in ACTS else ""
    try:
        if done:
            refusal = ACTS[done](held, request.POST, request.FILES)
        found, pictures = open_enquiry(held), waiting_pictures(held)
    except NoSuchEnquiry:
        # Ended meanwhile: the page below says how it stands, if it stands.
        done = ""
        found, pictures = open_enquiry(held), waiting_pictures(held)
    except (InterfaceError, OperationalError):
        return page(request, "enquiries/receipt", status=503, form=form, carried=carried, not_now=True)
    if done == "delete" and refusal is None:
        return page(request, "enquiries/deleted")
    if found is None:
        return page(request, "enquiries/unknown", form=form, carried=carried)
    shown = opened_page(found, held, refusal)
    said = DONE.get(done, "") if refusal is None else ""
    return page(
        request,
        "enquiries/enquiry",
        status=400 if refusal else 200,
        shown=shown,
        pictures=pictures,
        carried=[("words", held.text)],
        done=said,
    )


def _look(request: HttpRequest, held: Receipt, carried: list[tuple[str, str]]) -> HttpResponse:
    """A picture that two people let this family see, in the answer itself: it has no address to be passed on."""
    try:
        content = look(held, UUID(request.POST.get("number", "")))
    except (ValueError, PictureHeldBack):
        content = None
    except (InterfaceError, OperationalError):
        return page(
            request, "enquiries/receipt", status=503, form=WordsForm(request.POST), carried=carried, not_now=True
        )
    picture = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}" if content else ""
    answer = page(request, "enquiries/picture", words=held.text, picture=picture, carried=[("words", held.text)])
    if picture:
        answer._csp_update = {"img-src": ["data:"]}  # type: ignore[attr-defined]
    return answer


def _card(request: HttpRequest, held: Receipt, *, new: bool) -> HttpResponse:
    """The ten words, large and ready for paper; from here another language leads to the page that asks for them."""
    return page(
        request,
        "enquiries/card",
        receipt=held,
        new=new,
        languages=language_choices_of("website:receipt"),
        carried=[("words", held.text), ("act", "card")],
    )
