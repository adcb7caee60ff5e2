"""One value after the other from a file of one value a line; every sentence names the line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from antigone.interfaces.exchange.errors import BrokenTable
from antigone.interfaces.exchange.people.rows import shortened

_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:[.,]\d{0,40})?|[.,]\d{1,40})(?:[eE][+-]?\d{1,3})?")
_WHOLE = re.compile(r"-?\d{1,9}")


class Cursor:
    """The lines of a file, with one step of looking ahead."""

    def __init__(self, name: str, lines: Iterator[tuple[int, str]]) -> None:
        self._name = name
        self._lines = lines
        self._ahead: tuple[int, str] | None = None
        self.line = 0

    def refuse(self, expected: str, found: str) -> BrokenTable:
        """What to raise where something else was expected on the line just read."""
        return BrokenTable(
            f"{self._name}, line {self.line:,}: here {expected} should stand, and there is «{shortened(found)}»; "
            "the file is "
            "damaged or was cut off, save it again in Familias"
        )

    def peek(self) -> str | None:
        """The next line without taking it; None at the end."""
        if self._ahead is None:
            self._ahead = next(self._lines, None)
        return None if self._ahead is None else self._ahead[1].strip()

    def text(self, what: str) -> str:
        """The next line, its quotation marks taken off."""
        if self.peek() is None or self._ahead is None:
            raise BrokenTable(
                f"{self._name}, line {self.line + 1:,}: the file ends where {what} should stand; it was cut off, "
                "save it "
                "again in Familias"
            )
        self.line, raw = self._ahead
        self._ahead = None
        value = raw.strip().lstrip("\ufeff")
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value

    def count(self, what: str, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self.text(what)
        return self._count(value, value, what, most)

    def _count(self, value: str, shown: str, what: str, most: int) -> int:
        if not _WHOLE.fullmatch(value) or not 0 <= int(value) <= most:
            raise self.refuse(f"{what}, a whole number up to {most:,},", shown)
        return int(value)

    def leading_count(self, what: str, most: int) -> tuple[int, str]:
        """A whole number and the rest of its line."""
        text = self.text(what)
        number, _, rest = text.partition("\t" if "\t" in text else " ")
        return self._count(number.strip(), text, what, most), rest

    def number(self, what: str) -> float:
        """A number with point or comma."""
        value = self.text(what)
        if not _NUMBER.fullmatch(value):
            raise self.refuse(f"{what}, a number,", value)
        return float(value.replace(",", "."))

    def flag(self, what: str) -> bool:
        """``#TRUE#`` or ``#FALSE#``."""
        value = self.text(what)
        if value not in ("#TRUE#", "#FALSE#"):
            raise self.refuse(f"{what}, #TRUE# or #FALSE#,", value)
        return value == "#TRUE#"

    def rest(self) -> Iterator[tuple[int, str]]:
        """All lines that are left."""
        if self._ahead is not None:
            yield self._ahead
            self._ahead = None
        yield from self._lines
