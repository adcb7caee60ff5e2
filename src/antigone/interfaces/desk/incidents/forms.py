"""What is filled in about an incident. Each form does its act itself: `perform` is one action."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.incidents.actions import describe_medium, open_incident
from antigone.bureau.incidents.concluding.actions import amend_finding, link, propose_decision, write_finding
from antigone.bureau.incidents.seeing.actions import (
    add_feature,
    add_picture,
    add_site,
    observe,
    state_order,
    time_picture,
)
from antigone.bureau.incidents.values import (
    AlternativeSaid,
    FindingDraft,
    IncidentDraft,
    IncidentError,
    ItemDraft,
    Overhead,
    PictureDraft,
)
from antigone.bureau.ledger import Actor
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.incidents import words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Said = str | _StrPromise

_DATES = _(
    "2022-07-18, 2022-07, 2022-07-18T10:30+03:00, or two with a slash between them; a day alone is a day of UTC."
)


def short(label: Said, *, required: bool = True, help_text: Said = "", most: int = 300) -> Any:
    """A line of text."""
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=required)


def long(label: Said, *, required: bool = True, help_text: Said = "") -> Any:
    """Some lines of text."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=8_000, required=required, widget=forms.Textarea({"rows": 3})
    )


def chosen(label: Said, among: words.Words, *, help_text: Said = "") -> Any:
    """One of the register's words."""
    return forms.ChoiceField(label=label, help_text=help_text, choices=lambda: list(among.items()))


def number(label: Said, *, help_text: Said = "", required: bool = False) -> Any:
    """A number with decimals."""
    return forms.FloatField(label=label, help_text=help_text, required=required)


class CaseForm(DeskForm):
    """An act on a case. `case` is its page: what can be chosen from comes from there."""

    title: Said = ""
    lead: Said = ""
    button: Said = _("Write it down")
    done: Said = _("It is written down.")

    def __init__(self, *args: object, case: Any = None, **kwargs: object) -> None:
        self.case = case
        super().__init__(*args, **kwargs)

    @abstractmethod
    def perform(self, code: str, actor: Actor) -> object:
        """Do it.

        Raises:
            IncidentError: the register refuses.
        """

    def said(self, name: str) -> str:
        """What stands in a field, without outer blanks."""
        return str(self.cleaned_data.get(name) or "").strip()


class OpenForm(CaseForm):
    """A new case."""

    title = _("Open a case")
    lead = _("Write what is claimed, and by whom. Name no exact place and no person.")
    button = _("Open it")
    done = _("The case is open.")

    code = short(_("Code"), most=40, help_text=_("Latin capitals, digits, dots and hyphens. It never changes."))
    called = short(_("Title"))
    claim = long(_("What is claimed"))
    claimed_by = short(_("Who claims it"))
    happened = short(
        _("When it is said to have happened"), required=False, most=40, help_text=_("2022-07-29 or 2022-07")
    )
    place = short(_("Where"), required=False, help_text=_("A settlement, not coordinates."))

    def perform(self, code: str, actor: Actor) -> object:
        """Open it; gives its code."""
        draft = IncidentDraft(
            *(self.said(one) for one in ("code", "called", "claim", "claimed_by", "happened", "place"))
        )
        return open_incident(draft, actor=actor)


class DescribeForm(CaseForm):
    """A medium that the bureau does not hold."""

    title = _("Describe a recording that we do not hold")
    lead = _("Files themselves are taken in with the command «antigone footage add», from where they lie.")

    kind = chosen(_("What it is"), words.MEDIA)
    called = short(_("In a few words"))
    obtained_from = short(_("From where we know it"))
    obtained_on = forms.DateField(label=_("On which day we learned of it"), widget=forms.DateInput({"type": "date"}))
    published_by = short(_("Who published it"), required=False)
    published = short(_("When it was published"), required=False, most=80, help_text=_DATES)
    recorded = short(_("When it is said to have been recorded"), required=False, most=80, help_text=_DATES)
    claimed_place = short(_("Where it is said to have been recorded"), required=False)
    note = long(_("Whatever else must be known of it"), required=False)

    def perform(self, code: str, actor: Actor) -> object:
        """Write it down."""
        draft = ItemDraft(
            self.said("called"),
            self.said("obtained_from"),
            self.cleaned_data["obtained_on"],
            published=self.said("published"),
            published_by=self.said("published_by"),
            recorded=self.said("recorded"),
            claimed_place=self.said("claimed_place"),
            note=self.said("note"),
        )
        return describe_medium(code, self.said("kind"), draft, actor=actor)


class PictureForm(CaseForm):
    """Something to look at."""

    title = _("Add a picture to look at")
    lead = _("The recording itself, one moment of a video, or one image from above.")

    item = forms.ChoiceField(label=_("Of which recording"))
    label = short(_("What it is"), most=200)
    taken = short(_("When it was taken"), required=False, most=80, help_text=_DATES)
    because = short(_("From what that is known"), required=False)
    gsd = number(
        _("What a pixel shows, in metres"), help_text=_("Empty if nobody measured it: then it proves no absence.")
    )
    at_seconds = number(_("For a video: seconds after its beginning"))
    sensor = short(_("For an image from above: which satellite or camera"), required=False, most=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (str(one["number"]), f"{one['number']}. {one['title']}") for one in self.case["items"]
        ]

    def perform(self, code: str, actor: Actor) -> object:
        """Add it."""
        seconds = self.cleaned_data["at_seconds"]
        draft = PictureDraft(
            self.said("label"),
            taken=self.said("taken"),
            because=self.said("because"),
            gsd=self.cleaned_data["gsd"],
            at_ms=round(seconds * 1000) if seconds is not None and seconds >= 0 else None,
            overhead=Overhead(self.said("sensor")) if self.said("sensor") else None,
        )
        return add_picture(code, int(self.said("item")), draft, actor=actor)


class TimeForm(CaseForm):
    """When a picture was taken, once more is known."""

    title = _("Put a picture’s time right")
    lead = _("Both are written anew: leave nothing out that still holds. What stood there stays in the ledger.")

    picture = forms.ChoiceField(label=_("Which picture"))
    taken = short(_("When it was taken"), required=False, most=80, help_text=_DATES)
    because = short(_("From what that is known"))
    gsd = number(
        _("What a pixel shows, in metres"), help_text=_("Empty if nobody measured it: then it proves no absence.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = [  # type: ignore[attr-defined]
            (str(one["number"]), f"№ {one['number']} {one['label']} ({one['taken']})") for one in self.case["pictures"]
        ]

    def perform(self, code: str, actor: Actor) -> object:
        """Put it right."""
        return time_picture(
            code,
            int(self.said("picture")),
            taken=self.said("taken"),
            because=self.said("because"),
            gsd=self.cleaned_data["gsd"],
            actor=actor,
        )


class OrderForm(CaseForm):
    """What somebody states of two pictures."""

    title = _("State the order of two pictures")
    lead = _("Such as «a later day», where no dates are given.")

    earlier = forms.ChoiceField(label=_("This picture is not younger"))
    later = forms.ChoiceField(label=_("than this one"))
    said_by = short(_("Who states it"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                (str(one["number"]), f"№ {one['number']} {one['label']}") for one in self.case["pictures"]
            ]

    def perform(self, code: str, actor: Actor) -> object:
        """Write it down."""
        earlier, later = int(self.said("earlier")), int(self.said("later"))
        return state_order(code, earlier, later, said_by=self.said("said_by"), actor=actor)


class SiteForm(CaseForm):
    """A place."""

    title = _("Add a place")
    lead = _("Only a cell of at least a kilometre is kept of coordinates.")

    called = short(_("Name"), most=200)
    kind = chosen(_("Kind of place"), words.SITES)
    latitude = number(_("Latitude, in degrees"))
    longitude = number(_("Longitude, in degrees"))

    def perform(self, code: str, actor: Actor) -> object:
        """Add it."""
        north, east = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        if (north is None) != (east is None):
            raise IncidentError("latitude and longitude are given together", "incidents_site_on_earth")
        near = None if north is None else (north, east)
        return add_site(code, self.said("called"), self.said("kind"), near=near, actor=actor)


class FeatureForm(CaseForm):
    """What is looked for."""

    title = _("Add what is looked for")
    lead = _("One thing that is or is not there: damage of a road, a row of graves, a camp.")

    site = forms.ChoiceField(label=_("At which place"))
    called = short(_("Name"), most=200)
    kind = chosen(_("What it is"), words.FEATURES)
    size = number(
        _("Its smallest extent, in metres"),
        help_text=_("A picture shows that it is absent only where a pixel is a third of this or less."),
    )
    course = chosen(_("How such a thing comes and goes"), words.COURSES)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [(one["id"], one["name"]) for one in self.case["sites"]]  # type: ignore[attr-defined]

    def perform(self, code: str, actor: Actor) -> object:
        """Add it."""
        return add_feature(
            UUID(self.said("site")),
            self.said("called"),
            self.said("kind"),
            size=self.cleaned_data["size"],
            course=self.said("course"),
            actor=actor,
        )


class LookForm(DeskForm):
    """What one observer sees of one thing in one picture."""

    state = chosen(_("What do you see?"), {"": _("choose"), **words.STATES})
    confidence = chosen(_("How sure are you?"), words.CONFIDENCE)
    note = long(_("What makes you say so"), required=False)
    reported_by = short(
        _("Who published it"),
        required=False,
        help_text=_("Only where you have not looked yourself and write down what somebody else has published."),
    )

    def perform(self, feature: UUID, picture: UUID, actor: Actor) -> UUID:
        """Write it down."""
        said = self.cleaned_data
        return observe(
            feature,
            picture,
            said["state"],
            confidence=said["confidence"],
            note=said["note"],
            reported_by=said["reported_by"],
            actor=actor,
        )


class FindingForm(CaseForm):
    """What is found; the brackets are concluded, not written."""

    title = _("Write a finding")
    lead = _(
        "When something changed is concluded from the observations. You write what that means, and what it does not."
    )
    done = _("The finding is written. Two others review it.")

    text = long(_("What is found"))
    features = forms.MultipleChoiceField(label=_("About what"), widget=forms.CheckboxSelectMultiple)
    unclear = long(_("What stays unclear"), help_text=_("One thing on each line."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["features"].choices = [  # type: ignore[attr-defined]
            (feature["id"], feature["name"]) for site in self.case["sites"] for feature in site["features"]
        ]
        numbers = {one["id"]: one["number"] for one in self.case["pictures"]}
        names = {f["id"]: f["name"] for site in self.case["sites"] for f in site["features"]}
        seen = [
            (one["id"], f"№ {numbers[one['picture']]}: {names[one['feature']]} – {words.STATES[one['state']]}")
            for one in self.case["observations"]
        ]
        for place, (kind, label) in enumerate(words.ALTERNATIVES.items()):
            self.fields[f"open_{place}"] = forms.ChoiceField(
                label=str(label),
                choices=[("", _("is open")), *seen],
                required=False,
                help_text=_("Or what excludes it."),
            )
            self.fields[f"why_{place}"] = forms.CharField(label=_("Why"), max_length=1_000, required=False)
            self.fields[f"open_{place}"].widget.attrs["data-kind"] = kind
        self._dress()

    def perform(self, code: str, actor: Actor) -> object:
        """Write it."""
        return write_finding(code, self.draft(), actor=actor)

    def draft(self) -> FindingDraft:
        """What was written."""
        alternatives = [
            AlternativeSaid(
                kind,
                open=not self.said(f"open_{place}"),
                why=self.said(f"why_{place}"),
                excluded_by=UUID(self.said(f"open_{place}")) if self.said(f"open_{place}") else None,
            )
            for place, kind in enumerate(words.ALTERNATIVES)
        ]
        lines = [line.strip() for line in self.said("unclear").splitlines() if line.strip()]
        features = tuple(UUID(one) for one in self.cleaned_data["features"])
        return FindingDraft(self.said("text"), features, tuple(alternatives), tuple(lines))


class AmendForm(FindingForm):
    """Another version."""

    title = _("Write a new version")
    after = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.IntegerField(widget=forms.HiddenInput)

    def perform(self, code: str, actor: Actor) -> object:
        """Write it."""
        which, after = self.cleaned_data["finding"], self.cleaned_data["after"]
        return amend_finding(code, which, self.draft(), after=after, actor=actor)


class ReviewForm(DeskForm):
    """A reviewer's word."""

    agrees = forms.ChoiceField(
        label=_("Does this version follow from the observations?"),
        choices=lambda: [("yes", _("Yes, I agree")), ("no", _("No"))],
    )
    note = long(_("Why not, or what you checked"), required=False)


class LinkForm(CaseForm):
    """Whom or what it bears on."""

    title = _("Tie it to a record, remains or a claim")
    lead = _("An enquiry’s page never shows it. A family hears of it only by a telling that two people have signed.")

    target = chosen(_("To what"), words.TARGETS)
    to = short(
        _("Which"),
        help_text=_("A record by the id in its page’s address, remains by number, a claim by its key."),
    )
    meaning = chosen(_("What the tie says"), words.MEANINGS)
    because = long(_("Because"))

    def perform(self, code: str, actor: Actor) -> object:
        """Tie it."""
        return link(
            code,
            self.said("target"),
            self.said("to"),
            meaning=self.said("meaning"),
            because=self.said("because"),
            actor=actor,
        )


class ProposeForm(CaseForm):
    """What takes two."""

    title = _("Propose what two must decide")
    lead = _("Another person signs it. Until then faces stay blurred, and nothing is said outside.")

    what = chosen(_("What shall be done"), words.DECISIONS)
    picture = forms.ChoiceField(label=_("In which picture"), required=False)
    because = long(_("Because"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((one["id"], f"№ {one['number']} {one['label']}") for one in self.case["pictures"]),
        ]

    def perform(self, code: str, actor: Actor) -> object:
        """Propose it."""
        picture = UUID(self.said("picture")) if self.said("picture") else None
        return propose_decision(code, self.said("what"), because=self.said("because"), picture=picture, actor=actor)


FORMS: dict[str, type[CaseForm]] = {
    "describe": DescribeForm,
    "picture": PictureForm,
    "time": TimeForm,
    "order": OrderForm,
    "site": SiteForm,
    "feature": FeatureForm,
    "finding": FindingForm,
    "amend": AmendForm,
    "link": LinkForm,
    "propose": ProposeForm,
}
