"""By what a row is known again: the source's own id, or one made of what tells people apart.

A made id is "row-" and 32 hexadecimal digits: BLAKE2b over the kind of record and either the columns that the mapping
names, or name, parents, date and place of birth, documents and service number, in lower case. Importing a list a
second time thus changes nothing, and a release in which only other columns changed updates the same records.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.exchange.fields import IDENTIFYING, NAME_PARTS, Field
from antigone.interfaces.exchange.people.contents import Contents
from antigone.interfaces.exchange.people.rows import RejectedRow, shortened
from antigone.interfaces.exchange.people.values import clean

LONGEST_ID = 200
_MADE = "row-"
_CONTENT = 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class Identity:
    """The id under which a row is kept."""

    source_record_id: str


class RowsSeen:
    """The ids met in one file, each with its line and a 64-bit hash of its row: about 200 bytes a row."""

    def __init__(self, kind: RecordKind, id_positions: tuple[int, ...]) -> None:
        self._kind = kind
        self._id_positions = id_positions
        self._seen: dict[str, int] = {}

    def identify(self, said: Contents, cells: list[str], joined: str) -> Identity | RejectedRow:
        """The id of this row; a rejection when it stands in the file already.

        Two different rows with one made id (namesakes born in one year) are both kept: the later one gets an id with
        a hash of its whole row, and a warning.
        """
        content = hash(joined) & _CONTENT
        own = said.texts.get(Field.ID, "")
        if own and len(own) <= LONGEST_ID:
            before = self._first_with(own, said.line, content)
            return self._again(said, cells, before, content) if before else Identity(own)
        made = self._made_id(said, cells)
        before = self._first_with(made, said.line, content)
        if before and before & _CONTENT != content:
            namesake_on = before >> 64
            made = f"{made}-{_digest(joined)[:8]}"
            before = self._first_with(made, said.line, content)
            if not before:
                reason = f"name, birth and what else tells people apart are as on line {namesake_on}; both are kept"
                said.warn("", " | ".join(cell for cell in cells if cell.strip()), reason)
        return self._again(said, cells, before, content) if before else Identity(made)

    def _first_with(self, source_id: str, line: int, content: int) -> int:
        """What stood under this id before (line and content in one number), 0 if nothing did."""
        mine = line << 64 | content
        before = self._seen.setdefault(source_id, mine)
        return 0 if before == mine else before

    def _again(self, said: Contents, cells: list[str], before: int, content: int) -> RejectedRow:
        line = before >> 64
        if before & _CONTENT == content:
            shown = shortened(" | ".join(cell for cell in cells if cell.strip()))
            return RejectedRow(said.line, "", shown, f"the same row stands on line {line}")
        own = shortened(said.texts[Field.ID])
        reason = f"the id {own} stands on line {line} with other content; give each person an id"
        return RejectedRow(said.line, said.columns[Field.ID], own, reason)

    def _made_id(self, said: Contents, cells: list[str]) -> str:
        if self._id_positions:
            told = [clean(cells[at]) for at in self._id_positions]
        elif any(part in said.texts for part in (Field.NAME, *NAME_PARTS)):
            told = [said.texts.get(what) or said.dates.get(what, "") for what in IDENTIFYING]
        else:
            told = [f"{what}={value}" for what, value in sorted({**said.texts, **said.dates}.items())]
            told += sorted(text for _, text in said.further_names)
        return _MADE + _digest("\x1f".join((self._kind, *told)).casefold())


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
