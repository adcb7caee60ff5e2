"""Decodes one workbook from standard input and writes its rows to standard output, a line of JSON each.

Runs as a script in a process of its own (see `workbook`), which shuts itself in as decoders of pictures are shut in
(`imaging.sandbox.jail`): a decoder that is tricked by a hostile file can spend its own memory and time, nothing else.

Arguments: bytes of memory, seconds of processor time, bytes of output, the sheet's name or an empty string.
"""

from __future__ import annotations

import datetime
import json
import os
import sys

import python_calamine

from antigone.imaging.sandbox import Bounds
from antigone.imaging.sandbox.jail import account_of_its_own, program_size, shut_in

EXIT_NOT_A_WORKBOOK, EXIT_PASSWORD, EXIT_NO_SHEET, EXIT_TOO_LARGE, EXIT_EMPTY = 3, 4, 5, 6, 7


def confine(memory: int, seconds: int, output: int) -> None:
    """Shut this process in: `memory` bytes beyond what it takes now, `seconds` of processor time, `output` bytes."""
    shut_in(Bounds(memory, seconds, output), account=account_of_its_own(), baseline=program_size())


def text_of(value: object) -> str:
    """A cell as a registrar sees it: whole numbers without ".0", days without midnight."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def decode(wanted: str) -> int:
    """Writes a line with the sheets' names, a line for every row that is not blank, and one that says all is there."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(sys.stdin.buffer)
    except python_calamine.PasswordError:
        return EXIT_PASSWORD
    names = [sheet.name for sheet in book.sheets_metadata]
    chosen = [wanted] if wanted else names
    if wanted and wanted not in names:
        return EXIT_NO_SHEET
    for name in chosen:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            break
    else:
        return EXIT_EMPTY
    out = sys.stdout
    out.write(json.dumps({"sheet": name, "sheets": names}) + "\n")
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [text_of(cell) for cell in cells]
        if any(texts):
            out.write(json.dumps([number, texts], ensure_ascii=True) + "\n")
    out.write('"end"\n')
    out.flush()
    return 0


def main(arguments: list[str]) -> int:
    memory, seconds, output = (int(argument) for argument in arguments[:3])
    confine(memory, seconds, output)
    try:
        return decode(arguments[3])
    except (MemoryError, OSError):
        return EXIT_TOO_LARGE
    except Exception:
        return EXIT_NOT_A_WORKBOOK


if __name__ == "__main__":
    # The interpreter's own way out would open files.
    os._exit(main(sys.argv[1:]))
