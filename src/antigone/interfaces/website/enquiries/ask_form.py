"""The form with which a family asks: one page in folded sections, nothing obligatory but a name or a photograph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.bureau.enquiries.values import EnquiryDraft, MayBeTold, Relation, Sex
from antigone.interfaces.website.enquiries.fields import ContactForm, line, lines, photograph_field
from antigone.interfaces.website.enquiries.understood import names_in, sought_in

_SEXES = [
    (Sex.UNKNOWN.value, pgettext_lazy("whether man or woman", "not said")),
    (Sex.MALE.value, _("man")),
    (Sex.FEMALE.value, _("woman")),
    (Sex.OTHER.value, _("other")),
]
_RELATIONS = [
    (Relation.UNSAID.value, _("I would rather not say")),
    (Relation.PARENT.value, _("mother or father")),
    (Relation.SPOUSE.value, _("wife or husband")),
    (Relation.CHILD.value, _("daughter or son")),
    (Relation.SIBLING.value, _("sister or brother")),
    (Relation.RELATIVE.value, _("another relative")),
    (Relation.FRIEND.value, _("friend")),
    (Relation.COMRADE.value, _("served together")),
    (Relation.OTHER.value, _("someone else")),
]
_MAY_BE_TOLD = [
    (
        MayBeTold.NEUTRAL_AGENCY.value,
        _("the neutral agency: the Central Tracing Agency of the International Committee of the Red Cross"),
    ),
    (MayBeTold.OWN_AUTHORITIES.value, _("the authorities of the side to which the person belongs")),
]

_WHOM = ("name", "birth_date", "age", "photograph")
_FOLDED = {
    "person": (
        *("other_names", "father_name", "mother_maiden_name", "sex", "birthplace", "residence", "nationality"),
        "documents",
    ),
    "service": ("force", "branch", "unit", "rank", "service_number", "call_sign"),
    "last_heard": ("last_seen_date", "last_seen_place", "circumstances"),
    "looks": ("description",),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A folded section; it stands open when something in it is said or wrong."""

    heading: str | Promise
    fields: list[forms.BoundField]

    @property
    def stands_open(self) -> bool:
        return any(field.errors or field.value() for field in self.fields)


class AskForm(ContactForm):
    """Whom a family seeks, who asks, how it may be answered, and who may know."""

    name = line(
        _("Name of the person you are looking for"),
        _("Family name, given name and patronymic, as you are used to writing them. Part of it is enough."),
    )
    birth_date = line(_("Date or year of birth"), _("For example 12.03.1987, or March 1987, or about 1987."))
    age = line(_("Age"), _("If you do not know the date: 34, or 30–35."))
    photograph = photograph_field(
        _("On which the face can be seen well. It is locked away as you send it, and never shown on this site.")
    )
    thing = line(
        _("Code of the thing that you think you know"),
        _("It goes along with your enquiry. What you remember of the thing, write below."),
    )
    other_names = lines(
        _("Other names"),
        _("A former family name, a nickname, another spelling. Each on a line of its own."),
        longest=1_000,
        rows=2,
    )
    father_name = line(_("Father’s name"), _("If you have not written the patronymic above."))
    mother_maiden_name = line(_("Mother’s family name before she married"))
    sex = forms.ChoiceField(label=_("Man or woman"), choices=_SEXES, required=False)
    birthplace = line(_("Where the person was born"))
    residence = line(_("Where the person lived"))
    nationality = line(_("Citizenship"))
    documents = line(_("Documents"), _("Kind and number, if you have them: passport, military ticket, identity disc."))
    force = line(_("Armed force, or whose"), _("For example army, guard, police, volunteers; or civilian."))
    branch = line(_("Branch"), _("For example infantry, artillery, medical service."))
    unit = line(_("Military unit"), _("Its number or its name, if you know it."))
    rank = line(_("Rank"))
    service_number = line(_("Service number"), _("From an identity disc or a military document."))
    call_sign = line(_("Call sign"))
    last_seen_date = line(_("When you last saw or heard of the person"), _("For example 05.11.2023, or November 2023."))
    last_seen_place = line(_("Where the person was then"), _("A village, a town or a region is enough."))
    circumstances = lines(
        _("What you know of what happened"), _("And from whom you know it, if you can say so without danger to anyone.")
    )
    description = lines(
        _("How the person can be recognised"),
        _("Height, hair, eyes, scars, tattoos, teeth, old fractures; what the person wore or carried."),
    )
    relation = forms.ChoiceField(label=_("Who you are to the person"), choices=_RELATIONS, required=False)
    may_be_told = forms.MultipleChoiceField(
        label=_("Besides the bureau, this enquiry may be shown to"),
        help_text=_("Tick nothing, and nobody but the bureau learns of it."),
        choices=_MAY_BE_TOLD,
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )
    first_message = lines(
        _("Anything else that you want to tell us or ask"),
        _("It is locked; only the person who works on your enquiry reads it."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean()
        if not names_in(said) and not said.get("photograph") and not {"name", "photograph"} & set(self.errors):
            self.add_error(
                "name",
                ValidationError(_("Please write a name, or choose a photograph: one of the two we need to begin.")),
            )
        return said

    @property
    def photograph_must_be_chosen_again(self) -> bool:
        """Whether a photograph came with a form that could not be kept; no browser sends it a second time by itself."""
        return bool(self.files)

    def whom_fields(self) -> list[forms.BoundField]:
        """What stands open from the beginning."""
        return [self[name] for name in (*_WHOM, *(["thing"] if self["thing"].value() else []))]

    def sections(self) -> list[Section]:
        """What is folded away until the reader opens it."""
        headings = {
            "person": _("More about the person"),
            "service": _("If the person served"),
            "last_heard": _("When and where you last heard of the person"),
            "looks": _("How the person can be recognised"),
        }
        return [Section(headings[key], [self[name] for name in names]) for key, names in _FOLDED.items()]

    def reaching(self) -> Section:
        """How the family may be reached."""
        return Section(_("How we may reach you"), self.contact_fields())

    def draft(self, language: str) -> EnquiryDraft:
        """What is left with the bureau, once the form is valid."""
        said = self.cleaned_data
        return EnquiryDraft(
            sought_in(said),
            relation=Relation(said["relation"]),
            contact=self.contact(),
            may_be_told=frozenset(MayBeTold(one) for one in said["may_be_told"]),
            language=language,
            first_message=said["first_message"],
            photograph=said["photograph"],
        )
