"""The groups of fields: what can be told of a person who is missed (ante mortem) and of remains (post mortem) alike.

Both sides have the same fields, so that they can be laid side by side; only who the person was is told on one side
alone, and the state of a body on the other. The groups are those of INTERPOL's forms for victims of disasters; where a
family lives is no field of any, because contacts are kept in the vault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from antigone.bureau.remains.values import RemainsError
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.teeth import NotATooth, chart_of


class Group(StrEnum):
    """A group of fields that is told and kept together."""

    REFERENCE = "reference"
    PERSON = "person"
    STATE = "state"
    PHYSICAL = "physical"
    MARKS = "marks"
    EFFECTS = "effects"
    MEDICAL = "medical"
    DENTAL = "dental"
    FINGERPRINTS = "fingerprints"
    DNA = "dna"
    BONES = "bones"


class Side(StrEnum):
    """Whether somebody is described as in life, or as found."""

    AM = "ante mortem"
    PM = "post mortem"


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    ROWS = "rows"


class NotDescribable(RemainsError):
    """A value that its field cannot hold; `field` is its name, `bounds` the least and the greatest of a number."""

    def __init__(self, sentence: str, field: str, bounds: tuple[float, float] | None = None) -> None:
        super().__init__(sentence, "remains_field")
        self.field = field
        self.bounds = bounds


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        name: its key in what is kept; the desk and the papers have words for it.
        kind: how it is filled in.
        choices: codes of a choice.
        low, high: bounds of a number.
        columns: names of the columns of rows, which people write on one line with semicolons between.
    """

    name: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    columns: tuple[str, ...] = ()


def _choice(name: str, *choices: str) -> Field:
    return Field(name, Kind.CHOICE, choices)


def _number(name: str, low: float, high: float) -> Field:
    return Field(name, Kind.NUMBER, low=low, high=high)


def _rows(name: str, *columns: str) -> Field:
    return Field(name, Kind.ROWS, columns=columns)


def _long(name: str) -> Field:
    return Field(name, Kind.LONG)


FIELDS: Final[Mapping[Group, tuple[Field, ...]]] = {
    Group.REFERENCE: (
        Field("case_number"),
        Field("event"),
        Field("taken_by"),
        Field("taken_on", Kind.DATE),
        Field("photographs"),
    ),
    Group.PERSON: (
        Field("other_names"),
        Field("occupation"),
        Field("informant_relation"),
        Field("relatives_for_dna"),
        Field("dentist"),
        Field("physician"),
        _long("last_worn"),
    ),
    Group.STATE: (
        _choice("completeness", "complete", "incomplete", "part"),
        _choice("condition", "fresh", "decomposed", "mummified", "adipocere", "skeletonised", "burned"),
        _long("damage"),
        Field("since_death"),
    ),
    Group.PHYSICAL: (
        _number("stature_cm", 40, 250),
        _number("weight_kg", 1, 300),
        _choice("build", "slim", "medium", "sturdy", "heavy"),
        Field("skin"),
        _choice("eyes", "blue", "grey", "green", "brown", "hazel", "different"),
        _choice("hair_colour", "black", "dark brown", "brown", "fair", "red", "grey", "white", "dyed"),
        _choice("hair_length", "shaved", "short", "medium", "long"),
        Field("hair_style"),
        _choice("baldness", "none", "receding", "crown", "bald"),
        _choice("facial_hair", "none", "stubble", "moustache", "beard", "moustache and beard"),
        Field("body_hair"),
        _choice("hand", "left", "right", "both"),
        Field("missing_limbs"),
    ),
    Group.MARKS: (_rows("marks", "kind", "where", "side", "what"),),
    Group.EFFECTS: (_rows("effects", "what", "layer", "colour", "size", "inscription", "seal"),),
    Group.MEDICAL: (
        _long("fractures"),
        _rows("implants", "what", "where", "serial"),
        _choice("blood_group", "O", "A", "B", "AB"),
        _choice("rhesus", "+", "-"),
        _long("surgery"),
        _long("conditions"),
    ),
    Group.DENTAL: (
        Field("examined_by"),
        Field("examined_on", Kind.DATE),
        Field("radiographs"),
        _long("dental_remarks"),
    ),
    Group.FINGERPRINTS: (
        _choice("quality", "good", "partial", "poor", "not possible"),
        Field("fingers"),
        Field("file"),
    ),
    Group.DNA: (
        Field("laboratory"),
        Field("samples"),
        Field("material"),
        Field("kit"),
        _number("loci", 1, 500),
        Field("donor_relation"),
    ),
    Group.BONES: (),
}
#: Groups that people fill in on one side only; the others on both.
ONE_SIDED: Final[Mapping[Group, Side]] = {Group.PERSON: Side.AM, Group.STATE: Side.PM, Group.BONES: Side.PM}
LONGEST: Final[Mapping[Kind, int]] = {Kind.TEXT: 300, Kind.LONG: 4_000, Kind.ROWS: 8_000}
_MOST_ROWS: Final = 100


def groups_of(side: Side) -> tuple[Group, ...]:
    """The groups of one side, in the order of the forms."""
    return tuple(group for group in Group if ONE_SIDED.get(group, side) is side)


def checked(group: Group, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a group: known fields that hold something, each within its bounds. Teeth are under ``teeth``, as
    `evidence.teeth.chart_of` takes them.

    Raises:
        NotDescribable: a field cannot hold its value, there is no such field, or nothing is said.
    """
    fields = {field.name: field for field in FIELDS[group]}
    kept: dict[str, Any] = {}
    for name, value in said.items():
        if name == "teeth" and group is Group.DENTAL:
            kept |= {"teeth": _teeth(value)} if value else {}
        elif name not in fields:
            raise NotDescribable(f"the group {group} has no field {name}", name)
        elif value not in ("", None, [], ()):
            kept[name] = _value(fields[name], value)
    if not kept:
        raise NotDescribable(f"nothing is said in the group {group}", "")
    return kept


def _teeth(value: Any) -> dict[str, Any]:
    try:
        return {str(number): finding.as_json() for number, finding in chart_of(value).items()}
    except NotATooth as error:
        raise NotDescribable(str(error), "teeth") from error


def _value(field: Field, value: Any) -> Any:
    if field.kind is Kind.NUMBER:
        try:
            number = float(str(value).replace(",", "."))
        except ValueError:
            number = float("nan")
        if not field.low <= number <= field.high:
            raise NotDescribable(
                f"«{value}» is no number from {field.low:g} to {field.high:g}", field.name, (field.low, field.high)
            )
        return int(number) if number.is_integer() else number
    if field.kind is Kind.ROWS:
        return _rows_of(field, value)
    text = str(value).strip()
    if field.kind is Kind.CHOICE and text not in field.choices:
        raise NotDescribable(f"«{text}» is none of {', '.join(field.choices)}", field.name)
    if field.kind is Kind.DATE:
        try:
            return UncertainDate.parse(text).edtf
        except NotADate as error:
            raise NotDescribable(f"«{text}» is no date; write 2026-03-01, or 2026-03", field.name) from error
    if len(text) > LONGEST.get(field.kind, 300):
        raise NotDescribable(f"{field.name} is longer than the {LONGEST[field.kind]:,} characters kept", field.name)
    return text


def _rows_of(field: Field, value: Any) -> list[dict[str, str]]:
    """Rows, given as text with a row a line and semicolons between columns, or as they are kept."""
    if isinstance(value, str):
        lines = [[cell.strip() for cell in line.split(";")] for line in value.splitlines() if line.strip()]
    else:
        lines = [[str(row.get(column, "")).strip() for column in field.columns] for row in value]
    for number, cells in enumerate(lines, 1):
        if len(cells) > len(field.columns):
            raise NotDescribable(
                f"line {number} has {len(cells)} parts, and {len(field.columns)} can be told: "
                f"{'; '.join(field.columns)}",
                field.name,
            )
        if any(len(cell) > LONGEST[Kind.TEXT] for cell in cells):
            raise NotDescribable(f"a part of line {number} is longer than {LONGEST[Kind.TEXT]} characters", field.name)
    if len(lines) > _MOST_ROWS:
        raise NotDescribable(f"{len(lines)} lines are more than the {_MOST_ROWS} that are kept", field.name)
    return [{column: cell for column, cell in zip(field.columns, cells, strict=False) if cell} for cells in lines]
