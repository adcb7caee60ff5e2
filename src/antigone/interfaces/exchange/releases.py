"""One release of a list of persons, from CSV: each person's number, name, sex, birth and age."""

from __future__ import annotations

import csv
import io
from hashlib import sha256
from pathlib import Path

from antigone.evidence.revisions import Entry
from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    MappingNeeded,
    UndecodableText,
)

_COLUMNS = {
    "number": ("id", "number", "no", "номер", "№"),
    "name": ("name", "full name", "имя", "фио", "піб", "ім'я"),
    "sex": ("sex", "gender", "пол", "стать"),
    "birth": ("dob", "birth", "birth date", "born", "дата рождения", "дата народження"),
    "age": ("age", "возраст", "вік"),
}
_MOST_BYTES = 512 * 1024 * 1024


def read_release(path: Path) -> tuple[list[Entry], str]:
    """The entries of a release, in the file's order, and the file's SHA-256.

    Needs a column of numbers and one of names; other columns than sex, birth and age are ignored.

    Raises:
        UnreadableFile: one sentence that names the file, the line and the cure.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileTooLarge(f"{path.name} is larger than {_MOST_BYTES // 1024 // 1024} MiB")
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as trouble:
        raise FileMissing(f"{path} cannot be read: {trouble.strerror}") from trouble
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise UndecodableText(f"{path.name}, line {line}: this is not UTF-8; save the table as UTF-8 text") from None
    reader = csv.DictReader(io.StringIO(text), strict=True)
    place = {
        what: column
        for what, words in _COLUMNS.items()
        for column in reader.fieldnames or ()
        if column.strip().casefold() in words
    }
    if missing := [what for what in ("number", "name") if what not in place]:
        raise MappingNeeded(
            f"{path.name} has no column of each person's {missing[0]}; call it «{_COLUMNS[missing[0]][0]}»"
        )
    entries = []
    try:
        for row in reader:
            if None in row:
                raise BrokenTable(f"{path.name}, line {reader.line_num}: more cells than columns; check the commas")
            said = {what: (row[column] or "").strip() for what, column in place.items()}
            if not said["number"] or not said["name"]:
                lacking = "number" if not said["number"] else "name"
                raise BrokenTable(f"{path.name}, line {reader.line_num}: the person has no {lacking}")
            entries.append(Entry(**said))
    except csv.Error as trouble:
        raise BrokenTable(f"{path.name}, line {reader.line_num + 1}: {trouble}; check the quotation marks") from None
    if not entries:
        raise EmptyTable(f"{path.name}: there is nobody in it")
    return entries, sha256(content).hexdigest()
