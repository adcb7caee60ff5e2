"""A spreadsheet of remains, as a morgue keeps one: a row a part, columns in any order, in three languages."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from antigone.bureau.remains.values import PartDraft, RecoveryDraft
from antigone.interfaces.exchange.errors import WrongFormat
from antigone.interfaces.exchange.tables import open_table

#: What a column may be called; compared without case and outer blanks.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "номер", "no", "№", "номер останків", "номер останков"),
    "place": ("place", "місце", "место", "місце зберігання", "место хранения"),
    "explosives": (
        "explosives checked by", "explosives", "перевірив на вибухонебезпечне", "проверил на взрывоопасное",
        "сапер", "сапёр",
    ),
    "what": ("what", "опис", "описание", "що", "что"),
    "tags": ("tags", "бирки"),
    "recovery": ("recovery", "recovery number", "вилучення", "номер вилучення", "извлечение", "номер извлечения"),
    "site": ("site", "де знайдено", "где найдено"),
    "grid": ("grid", "mgrs", "квадрат"),
    "finder": ("finder", "хто знайшов", "кто нашёл", "кто нашел"),
    "found_on": ("found on", "коли знайдено", "когда найдено"),
    "record": ("record", "запис", "запись"),
}  # fmt: skip
_NEEDED = ("number", "place", "explosives")
_CALLED = {called: name for name, names in COLUMNS.items() for called in names}


def read_parts(path: Path) -> list[PartDraft]:
    """The parts of a table: CSV, TSV or XLSX, in any encoding.

    It must say number, place (a code) and who checked for explosives; it may say what it is, tags (with semicolons),
    the recovery with its number, site, grid square, finder and day, and the public id of the record that describes it.

    Raises:
        UnreadableFile: the file is no such table, or a row of it cannot be read; the message names the line.
    """
    drafts = []
    with open_table(path) as table:
        rows = table.rows(None)
        _, header = next(rows)
        columns = [_CALLED.get(cell.strip().casefold(), "") for cell in header]
        for needed in _NEEDED:
            if needed not in columns:
                raise WrongFormat(
                    f"{path.name} has no column «{COLUMNS[needed][0]}» (or «{COLUMNS[needed][1]}»); it has"
                    f" {', '.join(cell.strip() for cell in header)}"
                )
        for line, cells in rows:
            row = dict.fromkeys(COLUMNS, "") | {
                name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name
            }
            if any(row.values()):
                drafts.append(_draft(path, line, row))
    return drafts


def _draft(path: Path, line: int, row: dict[str, str]) -> PartDraft:
    where = f"{path.name}, line {line:,}"
    for needed in _NEEDED:
        if not row[needed]:
            raise WrongFormat(f"{where}: the column «{COLUMNS[needed][0]}» is empty")
    if row["site"] and not row["recovery"]:
        raise WrongFormat(f"{where}: a site is given without the number of its recovery; fill in «recovery»")
    try:
        record = UUID(row["record"]) if row["record"] else None
    except ValueError:
        raise WrongFormat(f"{where}: «{row['record']}» is no public id of a record") from None
    recovery = (
        RecoveryDraft(row["recovery"], row["site"], row["grid"], row["finder"], row["found_on"])
        if row["recovery"]
        else None
    )
    tags = tuple(tag.strip() for tag in row["tags"].split(";") if tag.strip())
    return PartDraft(row["number"], row["place"], row["explosives"], row["what"], tags, recovery, record, line)
