"""Pictures for verified relatives: granted for one enquiry by one case worker, signed by another, ended by either."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.bureau.enquiries.pictures import actions, queries
from antigone.bureau.enquiries.pictures.values import LONGEST_DAYS, Grantable, PictureRefused
from antigone.bureau.photographs.values import PhotographError
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.photographs.words import SENSITIVITY, SHOWS, refusal_in_words
from antigone.interfaces.desk.views.enquiries import card_of

_SENTENCES = {
    "say in a few words how it was verified who the family is to the person": gettext_lazy(
        "Say in a few words how it was verified who the family is to the person."
    ),
    f"a family may see a picture for 1 to {LONGEST_DAYS} days": gettext_lazy("Choose between 1 and 30 days."),
    "take the enquiry on before you show this family a picture": gettext_lazy(
        "Take the enquiry on before you show this family a picture."
    ),
    "you granted this; another person signs it": gettext_lazy("You granted this. Another person signs it."),
    "there is no such picture that waits for a signature": gettext_lazy(
        "There is no such picture that waits for a signature."
    ),
    "there is no such picture any more": gettext_lazy("There is no such picture any more."),
    "this picture is not for this family: a prisoner's is shown only where two people have identified him, nobody's "
    "where the match is excluded, contested or frozen or the source does not let relatives know, and nothing that "
    "another family sent": gettext_lazy(
        "This picture is not for this family: a prisoner’s is shown only where two people have identified him, "
        "nobody’s where the match is excluded, contested or frozen or the source does not let relatives know, and "
        "nothing that another family sent."
    ),
}


class GrantForm(DeskForm):
    """Which picture, how it is known that this is a relative, and for how long."""

    photograph = forms.ChoiceField(label=gettext_lazy("Photograph"))
    because = forms.CharField(
        label=gettext_lazy("How was it verified who the family is to the person?"),
        help_text=gettext_lazy("A few words; they are kept with your name. Name no person in them."),
        min_length=10,
        max_length=300,
        error_messages={"min_length": gettext_lazy("Write a little more.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=LONGEST_DAYS, initial=7, localize=False
    )

    def __init__(self, *args: object, may_be_granted: tuple[Grantable, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["photograph"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [
                (str(one.photograph), f"{SHOWS.get(one.shows, one.shows)}, {SENSITIVITY[one.sensitivity]}, "
                 f"{str(one.photograph)[:8]}")
                for one in may_be_granted
            ]  # fmt: skip


@accepts("GET", "HEAD", "POST")
def pictures(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What this family may see, and a picture more."""
    card = card_of(public_id)
    may_be_granted = queries.grantable(public_id)
    form = GrantForm(request.POST if request.method == "POST" else None, may_be_granted=may_be_granted)
    problem, status = "", 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            said = form.cleaned_data
            try:
                actions.grant_picture(
                    public_id,
                    UUID(said["photograph"]),
                    because=said["because"],
                    days=said["days"],
                    actor=request.visitor.actor(request.route),
                )
            except (PictureRefused, PhotographError) as refusal:
                problem = _in_words(refusal)
            else:
                messages.success(
                    request, _("The picture waits for a colleague’s signature. The family does not see it yet.")
                )
                return redirect("desk:enquiry-pictures", public_id=public_id)
    grants = queries.grants_of(public_id)
    return page(
        request,
        "gallery/relatives",
        card=card,
        mine=card.assigned_to == request.visitor.name,
        form=form,
        grants=grants,
        may_be_granted=may_be_granted,
        problem=problem,
        status=status,
    )


@accepts("POST")
def sign(request: StaffRequest, number: UUID) -> HttpResponse:
    """The second signature."""
    actor = request.visitor.actor(request.route)
    return _done(
        request, number, lambda: actions.sign_picture(number, actor=actor), _("The family can see the picture now.")
    )


@accepts("POST")
def end(request: StaffRequest, number: UUID) -> HttpResponse:
    """The family does not see it any more."""
    actor = request.visitor.actor(request.route)
    return _done(
        request, number, lambda: actions.end_picture(number, actor=actor), _("The family does not see it any more.")
    )


def _done(request: StaffRequest, number: UUID, act: Callable[[], None], said: str) -> HttpResponse:
    enquiry = queries.enquiry_of_grant(number)
    if enquiry is None:
        raise Http404
    try:
        act()
        messages.success(request, said)
    except PictureRefused as refusal:
        messages.error(request, _in_words(refusal))
    return redirect("desk:enquiry-pictures", public_id=enquiry)


def _in_words(refusal: PictureRefused | PhotographError) -> str:
    if isinstance(refusal, PhotographError):
        return refusal_in_words(refusal)
    return str(_SENTENCES.get(str(refusal), refusal))
