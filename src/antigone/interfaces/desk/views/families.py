"""Families who gave swabs: list, tree, donors, samples, what DNA says, whom to ask next; a donor who withdraws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.bureau.identification.actions import withdraw_consent
from antigone.bureau.identification.families import FamilyPage, GiverCard, families_with, family_page, prospects
from antigone.bureau.identification.values import AlreadyWithdrawn, NoPopulation, UnknownDonor, UnknownFamily
from antigone.evidence.dna.kin import Kin
from antigone.interfaces.desk.families.words import KIN, people_of
from antigone.interfaces.desk.pages import StaffRequest, accepts, page

#: What suffices, and one of how many bodies he is, unless the reader says otherwise.
_POSTERIOR, _BODIES = 0.9995, 7_000


class LabelForm(forms.Form):
    """By which label families are looked for."""

    label = forms.CharField(label=gettext_lazy("Label of a family or of a sample"), max_length=100, required=False)


class BodiesForm(forms.Form):
    """Among how many bodies somebody is looked for."""

    bodies = forms.IntegerField(
        label=gettext_lazy("Among how many bodies he is looked for"), min_value=2, max_value=1_000_000, initial=_BODIES
    )


class WithdrawalForm(forms.Form):
    """Whether somebody is sure."""

    sure = forms.BooleanField(
        label=gettext_lazy("The donor has asked for it. I know that the profile cannot be brought back.")
    )


@dataclass(frozen=True, slots=True)
class _Giver:
    """A donor with the word for what he is to the missing person."""

    word: str
    card: GiverCard


@accepts("GET", "HEAD", "POST")
def family_list(request: StaffRequest) -> HttpResponse:
    """All families, those of whom DNA says most first; or those whose label was asked for."""
    form = LabelForm(request.POST or None)
    asked = form.cleaned_data["label"] if request.method == "POST" and form.is_valid() else ""
    rows, total = families_with(asked)
    return page(request, "families/list", form=form, asked=asked, rows=rows, total=total)


@accepts("GET", "HEAD")
def family(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One family with everything that is no genotype and no name."""
    found = _family(public_id)
    donors = [_Giver(_word(found, one), one) for one in found.donors]
    return page(
        request,
        "families/family",
        family=found,
        donors=donors,
        people=len(found.tree),
        read=sum(one.read for one in found.donors),
        record=found.sought if request.visitor.may("desk:record") else None,
    )


@accepts("GET", "HEAD")
def tree(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The family tree as a picture; a relative is called by what he is to the missing person."""
    from antigone.interfaces.papers import DrawingWords, pedigree_drawing

    found = _family(public_id)
    read = {one.member for one in found.donors if one.read}
    words = DrawingWords(
        _("Family %(label)s") % {"label": found.label},
        _("%(people)s people; DNA was read of %(read)s of them. The arrow points to the missing person.")
        % {"people": len(found.tree), "read": len(read)},
    )
    # The arrow says who is missing; the whole words would not stand under a symbol.
    names = people_of(found) | {found.missing: "?"}
    drawing = pedigree_drawing(found.tree, read=read, in_question=found.missing, words=words, names=names)
    return HttpResponse(drawing, content_type="image/svg+xml")


@accepts("GET", "HEAD", "POST")
def next_relative(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How likely the DNA of a family like this would suffice, and which relative to ask next."""
    from antigone.evidence.dna.power import NothingToWeigh

    found = _family(public_id)
    form = BodiesForm(request.POST or None, initial={"bodies": _BODIES})
    bodies = form.cleaned_data["bodies"] if request.method == "POST" and form.is_valid() else _BODIES
    around: dict[str, Any] = {"family": found, "form": form, "bodies": bodies, "posterior": _POSTERIOR}
    if form.errors:
        return page(request, "families/next", status=400, **around)
    try:
        power = prospects(found, bodies=bodies, posterior=_POSTERIOR)
    except (NoPopulation, NothingToWeigh) as trouble:
        # The sentence itself, which can be said in the reader's language; `str` would give its English text.
        return page(request, "families/next", trouble=trouble.args[0], **around)
    people = people_of(found)
    following = [(people[one.with_donor or ""], one) for one in power.following if one.with_donor]
    best = power.following[0] if power.following else None
    clear = best is not None and best.power - power.now.power > 2 * (best.standard_error + power.now.standard_error)
    return page(
        request, "families/next", power=power, following=following, clear=following[0][0] if clear else "", **around
    )


@accepts("GET", "HEAD", "POST")
def withdraw(request: StaffRequest, public_id: UUID, donor: int) -> HttpResponse:
    """A donor withdraws: after a page that says what that means, profiles are destroyed."""
    found = _family(public_id)
    giver = next((one for one in found.donors if one.number == donor and one.samples and not one.withdrawn_on), None)
    if giver is None:
        raise Http404
    sample = giver.samples[0].label
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            destroyed = withdraw_consent(sample, actor=request.visitor.actor(request.route))
        except (AlreadyWithdrawn, UnknownDonor):
            raise Http404 from None
        messages.success(
            request,
            _("The donor of sample %(sample)s has withdrawn; profiles destroyed: %(count)s.")
            % {"sample": sample, "count": destroyed},
        )
        return redirect("desk:family", public_id=public_id)
    return page(
        request,
        "families/withdraw",
        status=400 if request.method == "POST" else 200,
        family=found,
        form=WithdrawalForm(request.POST) if request.method == "POST" else form,
        giver=giver,
        word=_word(found, giver),
    )


def _word(family: FamilyPage, giver: GiverCard) -> str:
    return people_of(family).get(giver.member, str(KIN[Kin.OTHER]))


def _family(public_id: UUID) -> FamilyPage:
    try:
        return family_page(public_id)
    except UnknownFamily:
        raise Http404 from None
