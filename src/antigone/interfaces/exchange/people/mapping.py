"""Which column says what: the decision that stands between a table and the people in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange.fields import Field


class DayOrder(StrEnum):
    """What 03/04/1999 means in a column. Dates with points are always day, month, year."""

    UNKNOWN = "unknown"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class NoHeader(StrEnum):
    """The value of `ColumnMapping.header` for a table that begins with its first person."""

    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column that is read, and as what. `day_order` matters for dates only."""

    column: str
    field: Field
    day_order: DayOrder = DayOrder.UNKNOWN


@dataclass(frozen=True, slots=True)
class IgnoredColumn:
    """One column that is not read (the original row keeps it all the same), and why."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the rows of one kind of file become drafts; the same mapping and bytes always give the same drafts.

    `constants` are given to every row that says nothing for that field itself. `id_columns` make the
    source's own id where no column is one. `header` is None to find the header line by its words, a line
    number counting from 1, or `NoHeader.NONE` (columns are then called "1", "2", ...).
    `two_digit_years_from` is the first year of the hundred that a year such as 38 belongs to; None refuses
    such years.
    """

    kind: RecordKind
    columns: tuple[ColumnUse, ...]
    ignored: tuple[IgnoredColumn, ...] = ()
    constants: tuple[tuple[Field, str], ...] = ()
    id_columns: tuple[str, ...] = ()
    header: int | NoHeader | None = None
    two_digit_years_from: int | None = None

    def sentences(self) -> tuple[str, ...]:
        """The mapping for a registrar to check, one line for each decision."""
        lines = [f"every row is a record of kind {self.kind}"]
        for use in self.columns:
            order = "" if use.day_order is DayOrder.UNKNOWN else f" ({use.day_order.replace('_', ' ')})"
            lines.append(f"«{use.column}» is read as {use.field}{order}")
        lines += [f"every row that does not say gets {field}: {value}" for field, value in self.constants]
        lines += [f"«{column.column}» is not read: {column.why}" for column in self.ignored]
        if self.id_columns:
            lines.append("a row is known again by " + ", ".join(f"«{c}»" for c in self.id_columns))
        elif not any(use.field is Field.ID for use in self.columns):
            lines.append("no column is an id: a row is known again by name, parents, birth and documents")
        return tuple(lines)
