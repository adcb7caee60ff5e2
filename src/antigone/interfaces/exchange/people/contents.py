"""What one row says, cell by cell, before it is a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

from antigone.bureau.registry.drafts import NameDraft, NameKind, Sex
from antigone.interfaces.exchange.fields import DATES, NAME_PARTS, Field
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms, ReadDate, RejectedDate, read_date
from antigone.interfaces.exchange.people.rows import RejectedRow, RowWarning, shortened
from antigone.interfaces.exchange.people.values import (
    AgeRange,
    clean,
    hides_something,
    is_known,
    known_part_of_name,
    known_text,
    name_and_birth,
    other_names,
    read_age,
    read_sex,
    why_not_a_name,
)

_NAME_KINDS = {
    Field.ALIAS: NameKind.ALIAS,
    Field.MAIDEN: NameKind.MAIDEN,
    Field.TRANSLITERATION: NameKind.TRANSLITERATION,
}
_NAMES = frozenset({Field.NAME, *NAME_PARTS})


_MOSTLY_DIFFERENT = frozenset({Field.ID, Field.NAME, Field.SERVICE_NUMBER, Field.DOCUMENTS, *_NAME_KINDS})
_LONGEST_REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class CellReader:
    """One use of one column: where its cell stands, what it is read as, and how. `text` gives an empty string where
    nothing is known; `date` is None for what is no date."""

    at: int
    column: str
    field: Field
    customs: DateCustoms
    text: Callable[[str], str]
    date: Callable[[str], ReadDate | RejectedDate] | None


def cell_reader(at: int, column: str, field: Field, customs: DateCustoms) -> CellReader:
    """The reader of one column; it remembers values that lists repeat (dates, places, ranks, given names)."""
    if field in DATES:
        return CellReader(at, column, field, customs, clean, lru_cache(maxsize=50_000)(partial(_date, customs)))
    if field in NAME_PARTS:
        return CellReader(at, column, field, customs, known_part_of_name, None)
    return CellReader(at, column, field, customs, _known_once if field in _MOSTLY_DIFFERENT else _known, None)


def _date(customs: DateCustoms, raw: str) -> ReadDate | RejectedDate:
    return read_date(clean(raw), customs)


def _known_once(raw: str) -> str:
    text = clean(raw)
    return text if is_known(text) else ""


def _known(raw: str) -> str:
    return known_text(raw) if len(raw) < _LONGEST_REMEMBERED else _known_once(raw)


@dataclass(slots=True)
class Contents:
    """What the cells of the row on `line` say: texts and dates (EDTF) by field, further names, the column that each
    text came from, and warnings so far."""

    line: int
    texts: dict[Field, str] = field(default_factory=dict)
    dates: dict[Field, str] = field(default_factory=dict)
    further_names: list[tuple[Field, str]] = field(default_factory=list)
    columns: dict[Field, str] = field(default_factory=dict)
    warnings: list[RowWarning] = field(default_factory=list)

    def warn(self, column: str, value: str, reason: str) -> None:
        self.warnings.append(RowWarning(self.line, column, shortened(value), reason))


def read_cells(line: int, cells: list[str], readers: list[CellReader]) -> Contents | RejectedRow:
    """The contents of a row; a rejection when its date of birth cannot be."""
    said = Contents(line)
    texts = said.texts
    for reader in readers:
        raw = cells[reader.at]
        if not raw:
            continue
        what = reader.field
        if reader.date is not None:
            rejected = _read_date(said, reader, raw, reader.date(raw))
            if rejected:
                return rejected
            continue
        text = reader.text(raw)
        if not text:
            continue
        if what in _NAME_KINDS:
            said.further_names.append((what, text))
        elif what in texts:
            texts[what] = f"{texts[what]}; {text}"
        else:
            texts[what] = text
            said.columns[what] = reader.column
            if what in _NAMES and not raw.isprintable() and hides_something(raw):
                said.warn(reader.column, text, "invisible characters were taken out of this name")
    _split_birth_from_name(said, readers)
    return said


def _split_birth_from_name(said: Contents, readers: list[CellReader]) -> None:
    """A cell such as "Іваненко Іван, 1990 р.н." gives the birth too, where no other cell does."""
    whole = said.texts.get(Field.NAME)
    if not whole or not any(character.isdigit() for character in whole):
        return
    name, birth = name_and_birth(whole)
    if not birth or Field.BIRTH_DATE in said.dates:
        return
    customs = next(reader.customs for reader in readers if reader.field is Field.NAME)
    read = read_date(birth, customs)
    if isinstance(read, ReadDate) and read.edtf:
        said.texts[Field.NAME] = name
        said.dates[Field.BIRTH_DATE] = read.edtf
        said.columns[Field.BIRTH_DATE] = said.columns[Field.NAME]
        said.warn(said.columns[Field.NAME], whole, f"the name was read as {name} and the birth as {read.edtf}")


def _read_date(said: Contents, reader: CellReader, raw: str, read: ReadDate | RejectedDate) -> RejectedRow | None:
    if isinstance(read, RejectedDate):
        if reader.field is Field.BIRTH_DATE and read.impossible:
            return RejectedRow(said.line, reader.column, shortened(raw), read.reason)
        said.warn(reader.column, raw, f"{read.reason}; the row is kept without it")
        return None
    if read.remark:
        said.warn(reader.column, raw, read.remark)
    if read.edtf:
        said.dates[reader.field] = read.edtf
        said.columns[reader.field] = reader.column
    return None


@dataclass(frozen=True, slots=True)
class PrimaryName:
    """The name, or an empty one with the reason; `column` is where it stood or should have."""

    value: str
    column: str
    why_none: str = ""


def primary_name(said: Contents) -> PrimaryName:
    """The whole name if there is one, else surname, given name and patronymic in this order."""
    texts = said.texts
    whole = texts.get(Field.NAME)
    if whole:
        why = why_not_a_name(whole)
        return PrimaryName("" if why else whole, said.columns[Field.NAME], why)
    parts = [part for part in NAME_PARTS if part in texts]
    if not parts:
        return PrimaryName("", "")
    joined = " ".join(texts[part] for part in parts)
    why = why_not_a_name(joined)
    return PrimaryName("" if why else joined, said.columns[parts[0]], why)


def further_names(said: Contents, primary: str) -> tuple[NameDraft, ...]:
    """Aliases, maiden names and transliterations, none twice and none equal to the primary name."""
    if not said.further_names:
        return ()
    drafts: list[NameDraft] = []
    known = {primary}
    surname, given, patronymic = (said.texts.get(part, "") for part in NAME_PARTS)
    for what, text in said.further_names:
        found: tuple[str, ...]
        if what is Field.TRANSLITERATION:
            found = () if why_not_a_name(text) else (text,)
        else:
            found = other_names(text, surname, given, patronymic)
        for value in found:
            if value not in known:
                known.add(value)
                drafts.append(NameDraft(value, _NAME_KINDS[what]))
    return tuple(drafts)


def sex_of(said: Contents) -> Sex:
    """The sex; with a warning, unknown, where the cell holds something else."""
    text = said.texts.get(Field.SEX)
    if not text:
        return Sex.UNKNOWN
    read = read_sex(text)
    if read is None:
        reason = f"{text[:20]} is not a sex; write m, f or other; the row is kept without it"
        said.warn(said.columns.get(Field.SEX, ""), text, reason)
        return Sex.UNKNOWN
    return read


_NO_AGE = AgeRange(None, None)


def age_of(said: Contents) -> AgeRange:
    """The age; with a warning, open to both sides, where the cell holds something else."""
    text = said.texts.get(Field.AGE)
    if not text:
        return _NO_AGE
    read = read_age(text)
    if isinstance(read, str):
        said.warn(said.columns.get(Field.AGE, ""), text, f"{read}; the row is kept without it")
        return _NO_AGE
    return read


def check_order_of_dates(said: Contents) -> None:
    """Warns where somebody is born after what befell him; both dates stay as the source says them."""
    born, occurred = said.dates.get(Field.BIRTH_DATE), said.dates.get(Field.OCCURRED_DATE)
    if not born or not occurred or not born[:4].isdigit() or not occurred[:4].isdigit() or "/" in occurred:
        return
    length = 10 if len(born) == len(occurred) == 10 else 4
    if born[:length] > occurred[:length]:
        column = said.columns.get(Field.BIRTH_DATE, "")
        said.warn(column, born, f"the birth is later than {occurred}; both are kept as the source has them")
