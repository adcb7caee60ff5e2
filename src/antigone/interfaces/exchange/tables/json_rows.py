"""A JSON array of flat objects as rows, one object each."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO

from antigone.interfaces.exchange.errors import BrokenTable, EmptyTable, FileTooLarge, TooManyColumns, WrongFormat
from antigone.interfaces.exchange.limits import Limits
from antigone.interfaces.exchange.tables.sources import Row, is_blank, reading

_SPACE = re.compile(r"[ \t\r\n]*")


class JsonRows:
    """The objects of an array; its columns are the keys in the order in which they first come.

    Numbers stay as they are written. What is nested in an object stays as JSON text.
    """

    def __init__(self, name: str, file: IO[bytes], encoding: str, limits: Limits) -> None:
        self._name = name
        data = reading(file).read(limits.json_bytes + 1)
        if len(data) > limits.json_bytes:
            raise FileTooLarge(f"{name} is more than {limits.json_bytes:,} bytes of JSON; send it as CSV")
        self._text = codecs.decode(data, encoding).lstrip("\ufeff")
        self._decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
        found: dict[str, None] = {}
        for _, item in self._objects():
            for key in item:
                found.setdefault(key)
            if len(found) > limits.columns:
                raise TooManyColumns(
                    f"{name}: its objects have more than {limits.columns:,} different keys; check that it lists people"
                )
        if not found:
            raise EmptyTable(f"{name} is empty: the array holds no object with a key")
        self.keys: tuple[str, ...] = tuple(found)

    def close(self) -> None:
        """The text goes with the object."""

    def rows(self) -> Iterator[Row]:
        for line, item in self._objects():
            cells = [_text_of(item[key]) if key in item else "" for key in self.keys]
            if not is_blank(cells):
                yield line, cells

    def _objects(self) -> Iterator[tuple[int, dict[str, object]]]:
        text, name = self._text, self._name
        at = self._skip(0)
        if not text.startswith("[", at):
            raise WrongFormat(f"{name} is JSON but not an array of objects; write it as [{{…}}, {{…}}]")
        at = self._skip(at + 1)
        line, counted = 1, 0
        if text.startswith("]", at):
            self._check_end(at + 1)
            return
        while True:
            line += text.count("\n", counted, at)
            counted = at
            try:
                item, at = self._decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                raise BrokenTable(
                    f"{name}, line {line}: the JSON that begins here is damaged, cut off or nested too deep; "
                    "ask for it again"
                ) from None
            if not isinstance(item, dict):
                raise WrongFormat(f"{name}, line {line}: an array of objects is read here, and this is something else")
            yield line, item
            at = self._skip(at)
            if text.startswith("]", at):
                self._check_end(at + 1)
                return
            if not text.startswith(",", at):
                raise BrokenTable(
                    f"{name}, line {line}: the JSON is cut off or damaged after this object; ask for it again"
                )
            at = self._skip(at + 1)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _check_end(self, at: int) -> None:
        if self._skip(at) != len(self._text):
            raise BrokenTable(f"{self._name}: something stands after the end of the JSON array; remove it")


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return json.dumps(value, ensure_ascii=False)
