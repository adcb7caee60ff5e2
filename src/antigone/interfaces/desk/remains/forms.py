"""What custodians fill in. An act's form does it itself: `perform` is one action, and gives where to go on to."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.bureau.ledger import Actor
from antigone.bureau.remains import actions
from antigone.bureau.remains.bodies import actions as bodies
from antigone.bureau.remains.counting.actions import note_temperature
from antigone.bureau.remains.effects import actions as effects
from antigone.bureau.remains.models import Step, Subject
from antigone.bureau.remains.queries import open_places, public_id_of, whose_number
from antigone.bureau.remains.values import PartDraft, RecoveryDraft, Signed
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.remains.words import STEPS, SUBJECTS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Said = str | _StrPromise

_ONE_A_LINE = _("One on each line; a hand scanner types them so.")


def lines_of(text: str) -> list[str]:
    """The lines that hold something; numbers may also stand beside each other with commas."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]


def numbers_field(label: Said, *, required: bool = True, help_text: Said = "") -> forms.CharField:
    """A field for numbers, typed or scanned."""
    return forms.CharField(
        label=label,
        help_text=help_text or _ONE_A_LINE,
        max_length=200_000,
        required=required,
        widget=forms.Textarea({"rows": 4, "autocapitalize": "characters", "autocomplete": "off", "data-scan": "many"}),
    )


def place_field(label: Said) -> forms.ChoiceField:
    """A field for a place of storage that is open."""
    return forms.ChoiceField(
        label=label, choices=lambda: [("", "—"), *((code, f"{code} — {name}") for code, name in open_places())]
    )


def short(label: Said, *, required: bool = True, help_text: Said = "", most: int = 200) -> Any:
    """A line of text."""
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=required)


def long(label: Said, *, required: bool = True, help_text: Said = "") -> Any:
    """Some lines of text."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=4_000, required=required, widget=forms.Textarea({"rows": 3})
    )


def tags_field() -> forms.CharField:
    """A field for the tags that were found on remains."""
    return forms.CharField(
        label=_("Tags found on it"),
        help_text=_("One on each line."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
    )


class CustodyForm(DeskForm):
    """What a custodian fills in."""

    def said(self, name: str) -> str:
        """What stands in a field, without outer blanks."""
        return str(self.cleaned_data.get(name) or "").strip()

    def signed(self) -> Signed:
        """Both signatures and their paper."""
        return Signed(self.said("gives"), self.said("takes"), self.said("document"))


class SignedForm(CustodyForm):
    """Two signatures on a paper."""

    gives = short(_("Who gives"), help_text=_("As signed on the paper."))
    takes = short(_("Who takes"), help_text=_("Another person, as signed on the paper."))
    document = short(_("Number of the paper"), most=300)


class ActForm(CustodyForm):
    """An act that a custodian writes down."""

    title: Said = ""
    lead: Said = ""
    button: Said = _("Write it down")
    done: Said = _("It is written down.")

    @abstractmethod
    def perform(self, actor: Actor) -> str:
        """Do it; gives the address of the page to go on to.

        Raises:
            RemainsError: the register refuses.
        """


class ReceiveForm(ActForm):
    """One part, taken in."""

    title = _("Take in")
    lead = _("What lies in one bag is one part under one number. Take nothing in that nobody checked for explosives.")
    button = _("Take it in")
    done = _("The part is taken in.")

    number = short(
        _("Number on the tag"), required=False, most=40, help_text=_("Empty: the register gives the next one.")
    )
    place = place_field(_("Where it lies now"))
    explosives = short(_("Who checked it for explosives"))
    what = short(_("What it is"), required=False, help_text=_("Without a name of anybody."))
    tags = tags_field()
    brought_by = short(_("Who brought it"), required=False)
    recovery = short(_("Number of the recovery"), required=False, most=60)
    site = short(_("Where it was found"), required=False, most=300)
    grid = short(
        _("Grid square (MGRS)"), required=False, most=20, help_text=_("Of 10 km or more, such as 37UDQ41; no closer.")
    )
    finder = short(_("Who found it"), required=False)
    found_on = short(_("Day it was found"), required=False, most=40, help_text=_("2026-03-01, or 2026-03."))

    def clean(self) -> dict[str, Any]:
        """A site belongs to a recovery with a number."""
        if self.said("site") and not self.said("recovery"):
            self.add_error("recovery", _("Please fill this in."))
        return self.cleaned_data

    def perform(self, actor: Actor) -> str:
        found = None
        if self.said("recovery"):
            found = RecoveryDraft(*map(self.said, ("recovery", "site", "grid", "finder", "found_on")))
        draft = PartDraft(
            self.said("number"),
            self.said("place"),
            self.said("explosives"),
            self.said("what"),
            tuple(lines_of(self.said("tags"))),
            found,
        )
        (number,) = actions.receive([draft], brought_by=self.said("brought_by"), taken_by=actor.name, actor=actor)
        return part_address(number)


class MoveForm(ActForm):
    """A move, signed first."""

    title = _("Move")
    lead = _("You sign first. The move is one when another custodian has signed it too; until then nothing has moved.")
    button = _("Sign the move")
    done = _("You have signed. Another custodian must sign too.")

    numbers_moved = numbers_field(_("Numbers of the parts"))
    to = place_field(_("Where to"))
    words = long(_("Why"), required=False)

    def perform(self, actor: Actor) -> str:
        numbers = lines_of(self.said("numbers_moved"))
        actions.propose_move(numbers, self.said("to"), words=self.said("words"), actor=actor)
        return reverse("desk:remains-moves")


class ExamineForm(ActForm):
    """How far the examination of a part is."""

    title = _("Examination")
    lead = _("Say how far each subject is; what you leave as it is stays so.")

    number = short(_("Number of the part"), most=40)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for subject in Subject:
            self.fields[subject.value] = forms.ChoiceField(
                label=str(SUBJECTS[subject.value]), choices=[("", "—"), *STEPS.items()], required=False
            )
        self.fields["words"] = long(_("Remarks"), required=False)
        self._dress()

    def perform(self, actor: Actor) -> str:
        found = {subject: Step(self.said(subject.value)) for subject in Subject if self.said(subject.value)}
        actions.examine(self.said("number"), found, words=self.said("words"), actor=actor)
        return part_address(self.said("number"))


class SealForm(ActForm):
    """Effects, sealed."""

    title = _("Seal effects")
    lead = _(
        "A packet has a seal, the full list of what is in it, and two signatures (Geneva Convention III, article 122)."
    )

    number = short(_("Number of the part"), most=40)
    seal = short(_("Number of the seal"), most=40)
    contents = forms.CharField(
        label=_("What is in it"), help_text=_("One thing on each line."), max_length=20_000, widget=forms.Textarea
    )
    gives = short(_("Who sealed it"))
    takes = short(_("Who saw it sealed"), help_text=_("Another person."))
    replaces = short(_("In the place of the opened packet"), required=False, most=40, help_text=_("Its seal."))

    def perform(self, actor: Actor) -> str:
        items = [line.strip() for line in self.said("contents").splitlines() if line.strip()]
        effects.seal(
            self.said("seal"),
            self.said("number"),
            items,
            signed=self.signed(),
            replaces=self.said("replaces"),
            actor=actor,
        )
        return part_address(self.said("number"))


class OpenForm(ActForm):
    """A packet, opened before a witness."""

    title = _("Open a packet")
    lead = _("Open it before a witness, and seal what lay in it anew under another seal.")

    seal = short(_("Number of the seal"), most=40)
    words = long(_("Why"))
    gives = short(_("Who opened it"))
    takes = short(_("Who saw it opened"), help_text=_("Another person."))

    def perform(self, actor: Actor) -> str:
        effects.open_packet(self.said("seal"), because=self.said("words"), signed=self.signed(), actor=actor)
        return part_address(effects.packet_sealed(self.said("seal")).part.number)


class AssembleForm(ActForm):
    """Parts put together."""

    title = _("Put parts together")
    lead = _("Parts that are of one human being make a body. Say what tells you so: it is kept for ever.")

    body = short(_("Number of the body"), most=40, help_text=_("A new number makes a new body."))
    numbers = numbers_field(_("Numbers of the parts"))
    out_of = short(_("The body that they are in until now"), required=False, most=40)
    words = long(_("Why"))

    def perform(self, actor: Actor) -> str:
        parts, because = lines_of(self.said("numbers")), self.said("words")
        if self.said("out_of"):
            into = self.said("body")
            bodies.reassociate(parts, out_of=self.said("out_of"), into=into, because=because, actor=actor)
        else:
            bodies.assemble(self.said("body"), parts, because=because, actor=actor)
        return reverse("desk:remains-body", args=[whose_number(self.said("body"))[1]])


class TakeOutForm(ActForm):
    """Parts taken out of a body."""

    title = _("Take parts out of a body")
    lead = _("Whatever spoke for one human being no longer does. Say why.")

    numbers = numbers_field(_("Numbers of the parts"))
    words = long(_("Why"))

    def perform(self, actor: Actor) -> str:
        parts = lines_of(self.said("numbers"))
        bodies.take_out(parts, because=self.said("words"), actor=actor)
        return part_address(parts[0])


class SplitForm(ActForm):
    """One bag that holds more than one."""

    title = _("Split a part")
    lead = _("What lay in one bag gets numbers of its own. The part keeps its number and what is left of it.")

    number = short(_("Number of the part"), most=40)
    pieces = forms.CharField(
        label=_("New parts"),
        help_text=_("A number on each line; after a blank what it is."),
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
    )
    explosives = short(_("Who checked it for explosives"))
    words = long(_("Why"))

    def perform(self, actor: Actor) -> str:
        pieces = [line.strip().partition(" ") for line in self.said("pieces").splitlines() if line.strip()]
        bodies.split(
            self.said("number"),
            [(number, what) for number, _blank, what in pieces],
            explosives_checked_by=self.said("explosives"),
            because=self.said("words"),
            actor=actor,
        )
        return part_address(self.said("number"))


class BuryForm(ActForm, SignedForm):
    """A burial."""

    title = _("Burial")
    lead = _(
        "Each in a grave of its own, with all that is needed to find it again (Geneva Convention III, article 120)."
    )

    numbers = numbers_field(_("Numbers of the parts"))
    grave = long(_("The grave"), help_text=_("Cemetery, plot, row, number; how it is marked."))

    def perform(self, actor: Actor) -> str:
        parts = lines_of(self.said("numbers"))
        actions.bury(parts, self.said("grave"), signed=self.signed(), actor=actor)
        return part_address(parts[0])


class ReturnForm(ActForm, SignedForm):
    """Parts that came back."""

    title = _("Take back")
    lead = _("From a party that they were handed over to, or out of a grave.")

    numbers = numbers_field(_("Numbers of the parts"))
    to = place_field(_("Where they lie now"))
    words = long(_("Why they came back"), required=False)

    def perform(self, actor: Actor) -> str:
        parts = lines_of(self.said("numbers"))
        actions.take_back(parts, self.said("to"), signed=self.signed(), words=self.said("words"), actor=actor)
        return part_address(parts[0])


class SampleForm(ActForm):
    """A sample taken."""

    title = _("Sample taken")
    lead = _("The laboratory knows the sample by its label.")

    number = short(_("Number of the part"), most=40)
    label = short(_("Label of the sample"))

    def perform(self, actor: Actor) -> str:
        actions.note_sample(self.said("number"), self.said("label"), actor=actor)
        return part_address(self.said("number"))


class DescribeForm(ActForm):
    """Which record describes a part."""

    title = _("Tie to a record")
    lead = _("A record of remains in the registry describes what was found; matching and the laboratory work with it.")

    number = short(_("Number of the part"), most=40)
    record = forms.UUIDField(
        label=_("Id of the record"),
        help_text=_("It stands in the address of the record’s page. Empty: tied to none."),
        required=False,
        error_messages={"invalid": _("This is no id of a record.")},
    )

    def perform(self, actor: Actor) -> str:
        actions.describe(self.said("number"), self.cleaned_data["record"], actor=actor)
        return part_address(self.said("number"))


class PacketOutForm(ActForm, SignedForm):
    """A packet handed over by itself."""

    title = _("Hand a packet over by itself")
    lead = _("Apart from the remains, such as to the family. It stays in the chain, and can come back.")

    seal = short(_("Number of the seal"), most=40)
    to = short(_("To whom"))

    def perform(self, actor: Actor) -> str:
        effects.hand_packet_over(self.said("seal"), to=self.said("to"), signed=self.signed(), actor=actor)
        return part_address(effects.packet_sealed(self.said("seal")).part.number)


class PacketBackForm(ActForm, SignedForm):
    """A packet that came back."""

    title = _("A packet came back")
    lead = _("With its seal whole. If the seal is broken, open it before a witness and seal it anew.")

    seal = short(_("Number of the seal"), most=40)

    def perform(self, actor: Actor) -> str:
        effects.take_packet_back(self.said("seal"), signed=self.signed(), actor=actor)
        return part_address(effects.packet_sealed(self.said("seal")).part.number)


class TemperatureForm(ActForm):
    """A reading of the thermometer."""

    title = _("Temperature")
    lead = _("What the thermometer shows now. Every reading is kept.")

    place = place_field(_("Where"))
    celsius = forms.DecimalField(
        label=_("Degrees Celsius"),
        min_value=-80,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        error_messages={"invalid": _("Write a number, such as -4.5.")},
    )

    def perform(self, actor: Actor) -> str:
        note_temperature(self.said("place"), self.cleaned_data["celsius"], actor=actor)
        return reverse("desk:remains-place", args=[self.said("place")])


#: The acts by the word that stands in their address.
ACTS: dict[str, type[ActForm]] = {
    "receive": ReceiveForm,
    "move": MoveForm,
    "examine": ExamineForm,
    "seal": SealForm,
    "open": OpenForm,
    "assemble": AssembleForm,
    "take-out": TakeOutForm,
    "split": SplitForm,
    "bury": BuryForm,
    "return": ReturnForm,
    "sample": SampleForm,
    "describe": DescribeForm,
    "packet-out": PacketOutForm,
    "packet-back": PacketBackForm,
    "temperature": TemperatureForm,
}


def part_address(number: str) -> str:
    """The page of the part with this number."""
    return reverse("desk:remains-part", args=[public_id_of(number)])
