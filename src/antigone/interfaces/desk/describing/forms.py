"""What is filled in of a description: a group of fields, teeth, measures of bones, the bones in a bag."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from antigone.bureau.remains.description.groups import FIELDS, LONGEST, Field, Group, Kind
from antigone.evidence.bones import (
    PHASES,
    SINGLE,
    AgeClass,
    Bone,
    Element,
    Measure,
    NotCountable,
    Piece,
    Portion,
    Sex,
    Side,
)
from antigone.evidence.teeth import MILK, PERMANENT, Chart, Finding, Material, NotATooth, State, chart_of, surfaces_of
from antigone.interfaces.desk.describing.words import capital, words
from antigone.interfaces.desk.forms import DeskForm, edtf_of

#: How many kinds of bones one inventory names on the page; a file names more (`antigone remains inventory`).
BONES_ON_A_PAGE = 16
_NOTHING = _("Nothing is filled in.")


class GroupForm(DeskForm):
    """One group of fields; every field may stay empty, and one must not."""

    def __init__(self, group: Group, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._group = group
        labels, choices = words("field"), words("choice")
        for field in FIELDS[group]:
            self.fields[field.name] = _field(field, labels, choices)
        self._dress()

    def clean(self) -> dict[str, Any]:
        """Dates as people write them; something must be said."""
        for field in FIELDS[self._group]:
            if field.kind is Kind.DATE and self.cleaned_data.get(field.name):
                try:
                    self.cleaned_data[field.name] = edtf_of(self.cleaned_data[field.name])
                except forms.ValidationError as error:
                    self.add_error(field.name, error)
        if not self.errors and not any(self.said().values()):
            self.add_error(None, _NOTHING)
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What is kept of the group."""
        return {field.name: self.cleaned_data[field.name] for field in FIELDS[self._group]}


def initial_of(group: Group, content: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields at first: rows as lines with semicolons."""
    found = dict(content)
    for field in FIELDS[group]:
        if field.kind is Kind.ROWS and field.name in found:
            found[field.name] = "\n".join(
                "; ".join(row.get(column, "") for column in field.columns).rstrip("; ") for row in found[field.name]
            )
    return found


def _field(field: Field, labels: Mapping[str, str], choices: Mapping[str, str]) -> forms.Field:
    label = capital(labels[field.name])
    if field.kind is Kind.CHOICE:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "—"), *((one, choices.get(one, one)) for one in field.choices)]
        )
    if field.kind is Kind.ROWS:
        columns = "; ".join(labels[column] for column in field.columns)
        return forms.CharField(
            label=label,
            required=False,
            max_length=LONGEST[Kind.ROWS],
            help_text=_("One on each line, with semicolons between: %(columns)s.") % {"columns": columns},
            widget=forms.Textarea({"rows": 5}),
        )
    if field.kind is Kind.LONG:
        return forms.CharField(
            label=label, required=False, max_length=LONGEST[Kind.LONG], widget=forms.Textarea({"rows": 3})
        )
    attributes = {"inputmode": "decimal"} if field.kind is Kind.NUMBER else {}
    return forms.CharField(
        label=label, required=False, max_length=LONGEST[Kind.TEXT], widget=forms.TextInput(attributes)
    )


class TeethForm(GroupForm):
    """The chart of teeth, a tooth after another, with who looked and when."""

    rest_sound = forms.BooleanField(
        label=_("Every other permanent tooth is sound"),
        help_text=_("Only if you have looked at all of them. A tooth that is left empty was not looked at."),
        required=False,
    )
    tell = forms.BooleanField(
        label=_("Put the teeth that tell apart into the record"),
        help_text=_("Those treated or lost in life, in words; there matching weighs them."),
        required=False,
    )

    def __init__(self, *args: object, chart: Chart | None = None, **kwargs: object) -> None:
        super().__init__(Group.DENTAL, *args, **kwargs)
        states, materials = words("state"), words("material")
        for number in (*PERMANENT, *MILK):
            before = (chart or {}).get(number)
            self.fields[f"state_{number}"] = forms.ChoiceField(
                label=_("What there is"),
                required=False,
                choices=[("", "—"), *((state.value, states[state]) for state in State)],
                initial=before.state if before else "",
            )
            self.fields[f"surfaces_{number}"] = forms.CharField(
                label=_("Surfaces"), required=False, max_length=10, initial=before.surfaces if before else ""
            )
            self.fields[f"material_{number}"] = forms.ChoiceField(
                label=_("Material"),
                required=False,
                choices=[("", "—"), *((one.value, materials[one]) for one in Material if one)],
                initial=before.material if before else "",
            )
            self.fields[f"root_{number}"] = forms.BooleanField(
                label=_("Root filled"), required=False, initial=bool(before and before.root_filled)
            )
        self._dress()

    def around(self) -> Iterator[BoundField]:
        """The fields that are about no single tooth."""
        for field in FIELDS[Group.DENTAL]:
            yield self[field.name]

    def teeth(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Permanent teeth with their fields."""
        return self._teeth(PERMANENT)

    def milk_teeth(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Milk teeth with their fields."""
        return self._teeth(MILK)

    def _teeth(self, numbers: tuple[int, ...]) -> Iterator[tuple[int, list[BoundField]]]:
        for number in numbers:
            yield number, [self[f"{what}_{number}"] for what in ("state", "surfaces", "material", "root")]

    def clean(self) -> dict[str, Any]:
        """The chart as it is kept, under `teeth`."""
        data = self.cleaned_data
        teeth: dict[str, Any] = {}
        for number in (*PERMANENT, *MILK):
            state = data.get(f"state_{number}")
            if not state and data.get("rest_sound") and number in PERMANENT:
                state = State.SOUND.value
            if not state:
                continue
            try:
                teeth[str(number)] = Finding(
                    State(state),
                    surfaces_of(data.get(f"surfaces_{number}") or ""),
                    Material(data.get(f"material_{number}") or ""),
                    bool(data.get(f"root_{number}")),
                ).as_json()
            except NotATooth:
                self.add_error(
                    f"surfaces_{number}",
                    _("Only fillings and decay have surfaces: M, O or I, D, V, L. Only a standing tooth has a root."),
                )
        data["teeth"] = teeth
        return super().clean()

    def chart(self) -> Chart:
        """The chart that was filled in."""
        return chart_of(self.cleaned_data["teeth"])

    def said(self) -> dict[str, Any]:
        """What is kept of the group, with the teeth."""
        return super().said() | {"teeth": self.cleaned_data["teeth"]}


class BonesForm(DeskForm):
    """Measures of one person's bones."""

    def __init__(self, *args: object, measured: Mapping[str, Any] | None = None, **kwargs: object) -> None:
        before = measured or {}
        super().__init__(*args, initial={field_of(name): value for name, value in before.items()}, **kwargs)
        labels, choices = words("bone"), words("choice")
        for name in (*Bone, *Measure):
            self.fields[field_of(name)] = forms.CharField(
                label=capital(labels[name]),
                required=False,
                max_length=12,
                help_text=_("In cm."),
                widget=forms.TextInput({"inputmode": "decimal"}),
            )
        self.fields["phase"] = forms.ChoiceField(
            label=capital(labels["phase"]),
            required=False,
            choices=[("", "—"), *((str(phase), str(phase)) for phase in range(1, PHASES + 1))],
            help_text=_("Suchey-Brooks, by whoever has learnt it."),
        )
        self.fields["sex"] = forms.ChoiceField(
            label=capital(labels["sex"]),
            required=False,
            choices=[("", "—"), *((sex.value, choices[sex]) for sex in Sex)],
            help_text=_("Such as from DNA; it comes before the bones."),
        )
        self.fields["tell"] = forms.BooleanField(
            label=_("Put the estimates into the record"),
            help_text=_("There matching weighs them. Sex and age go in only where nobody has told them yet."),
            required=False,
        )
        self._dress()

    def clean(self) -> dict[str, Any]:
        """Lengths are numbers, and something was measured."""
        for name in (*Bone, *Measure):
            length = self.cleaned_data.get(field_of(name))
            if length and not _is_number(length):
                self.add_error(field_of(name), _("Write a number, such as 47.2."))
        if not self.errors and not self.measured().keys() - {"sex"}:
            self.add_error(None, _NOTHING)
        return self.cleaned_data

    def measured(self) -> dict[str, str]:
        """What was measured; fields left empty are left out."""
        said = {name: self.cleaned_data.get(field_of(name)) for name in (*Bone, *Measure, "phase", "sex")}
        return {str(name): value for name, value in said.items() if value}


def field_of(measure: str) -> str:
    """The field of a measure; a page knows fields by their names, and no blank may stand in these."""
    return measure.replace(" ", "_")


def _is_number(written: str) -> bool:
    try:
        float(written.replace(",", "."))
    except ValueError:
        return False
    return True


class InventoryForm(DeskForm):
    """The bones in a part, a kind on each row; rows that name no bone are left out."""

    def __init__(self, *args: object, pieces: tuple[Piece, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        elements, sides, portions, ages = ELEMENTS, SIDES, PORTIONS, AGES
        self._many = max(BONES_ON_A_PAGE, len(pieces) + 4)
        if self.is_bound:
            self._many = min(200, max(self._many, sum(name.startswith("element_") for name in self.data)))
        for row in range(self._many):
            piece = pieces[row] if row < len(pieces) else None
            self.fields[f"count_{row}"] = forms.IntegerField(
                label=_("How many"), required=False, min_value=1, max_value=500, initial=piece.count if piece else 1
            )
            for name, label, known, value in (
                ("element", _("Bone"), elements, piece.element if piece else ""),
                ("side", _("Side"), sides, piece.side if piece else ""),
                ("portion", _("Portion"), portions, piece.portion if piece else Portion.WHOLE),
                ("age", _("Age"), ages, piece.age if piece else ""),
            ):
                self.fields[f"{name}_{row}"] = forms.ChoiceField(
                    label=label, choices=list(known.items()), required=False, initial=str(value)
                )
        self._dress()

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """Each row, counted from 1, with its fields."""
        for row in range(self._many):
            yield row + 1, [self[f"{name}_{row}"] for name in ("count", "element", "side", "portion", "age")]

    def clean(self) -> dict[str, Any]:
        """The pieces."""
        data, pieces = self.cleaned_data, []
        for row in range(self._many):
            if not data.get(f"element_{row}"):
                continue
            element = Element(data[f"element_{row}"])
            try:
                pieces.append(
                    Piece(
                        element,
                        Side(data.get(f"side_{row}") or ""),
                        Portion(data.get(f"portion_{row}") or "whole"),
                        AgeClass(data.get(f"age_{row}") or ""),
                        data.get(f"count_{row}") or 1,
                    )
                )
            except NotCountable:
                at = "side" if element in SINGLE and data.get(f"side_{row}") else "portion"
                self.add_error(f"{at}_{row}", _("This bone has no such side or portion."))
        if not pieces and not self.errors:
            self.add_error("element_0", _("Please fill this in."))
        data["pieces"] = pieces
        return data


ELEMENTS = {
    "": "—",
    "cranium": _("skull without lower jaw"),
    "mandible": _("lower jaw"),
    "atlas": _("first neck vertebra"),
    "axis": _("second neck vertebra"),
    "sternum": _("breastbone"),
    "sacrum": _("sacrum"),
    "clavicle": _("collarbone"),
    "scapula": _("shoulder blade"),
    "humerus": _("upper arm"),
    "radius": _("radius"),
    "ulna": _("ulna"),
    "hip bone": _("hip bone"),
    "femur": _("thigh bone"),
    "patella": _("kneecap"),
    "tibia": _("shinbone"),
    "fibula": _("fibula"),
    "talus": _("ankle bone"),
    "calcaneus": _("heel bone"),
}
SIDES = {"": "—", "left": _("left one"), "right": _("right one")}
PORTIONS = {
    "whole": _("whole"),
    "proximal": _("end nearer the trunk"),
    "shaft": _("shaft"),
    "distal": _("end farther from the trunk"),
    "fragment": _("fragment"),
}
AGES = {
    "": "—",
    "adult": _("grown up"),
    "adolescent": _("adolescent"),
    "child": _("child"),
    "infant": _("infant"),
}
