"""The chain of custody of a case as bytes: what an event's hash is made of, and the head that outsiders sign.

    entry   = canonical JSON of {at, by, case, detail, event, item, previous, tool, verb, version}
    digest  = SHA-256(entry); `previous` is the digest of the event before, or 64 zeros
    files   = Merkle tree (RFC 6962) whose leaves are the SHA-256 of the files, in the order in which they came in
    events  = Merkle tree whose leaves are the entries
    head    = four lines: format, case, number and root of the files, number and root of the events

A token over the head proves every event and every file up to it; a path of the first tree proves one file alone.
Nothing here asks a database, so that whoever holds an exported case can check it without the bureau.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from antigone.bureau.ledger import JSON, merkle
from antigone.bureau.ledger.encoding import canonical_json

FORMAT: Final = "antigone-case/v1"
NOTHING_BEFORE: Final = "0" * 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HASH = re.compile(r"[0-9a-f]{64}")


class CustodyBroken(ValueError):
    """A chain, a head or a proof does not hold; the message says where."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a chain. `item` is 0 for what concerns the whole case; `at` has a zone."""

    case: str
    number: int
    item: int
    verb: str
    at: datetime
    by: str
    tool: str
    detail: Mapping[str, JSON]
    previous: str

    def entry(self) -> str:
        """The text that is hashed."""
        return canonical_json(
            {
                "at": microseconds(self.at),
                "by": self.by,
                "case": self.case,
                "detail": dict(self.detail),
                "event": self.number,
                "item": self.item,
                "previous": self.previous,
                "tool": self.tool,
                "verb": self.verb,
                "version": 1,
            }
        ).decode()

    @classmethod
    def from_entry(cls, entry: str) -> Event:
        """The inverse of `entry`, for a text that is written in the one way in which it can be.

        Raises:
            CustodyBroken: it is no entry, or written otherwise.
        """
        try:
            said: Any = json.loads(entry)
            event = cls(
                case=said["case"],
                number=said["event"],
                item=said["item"],
                verb=said["verb"],
                at=moment(said["at"]),
                by=said["by"],
                tool=said["tool"],
                detail=said["detail"],
                previous=said["previous"],
            )
            if event.entry() != entry:
                raise ValueError(entry)
        except (ValueError, KeyError, TypeError, OverflowError, AttributeError, RecursionError):
            raise CustodyBroken(f"this is no event of a chain of custody: {entry[:80]!r}") from None
        return event

    def digest(self) -> bytes:
        """SHA-256 of the entry."""
        return digest_of(self.entry())


def digest_of(entry: str) -> bytes:
    """SHA-256 of an entry."""
    return hashlib.sha256(entry.encode()).digest()


def microseconds(at: datetime) -> int:
    """Since 1970 in UTC, without the rounding of floats."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(count: int) -> datetime:
    """The inverse of `microseconds`."""
    return _EPOCH + timedelta(microseconds=count)


def chained(entries: Sequence[str]) -> list[Event]:
    """The events of a whole chain.

    Raises:
        CustodyBroken: an event is missing, stands elsewhere, was changed, or is dated before the one before it.
    """
    events: list[Event] = []
    before = NOTHING_BEFORE
    for number, entry in enumerate(entries, 1):
        event = Event.from_entry(entry)
        if event.number != number:
            raise CustodyBroken(f"event {event.number} stands where event {number} belongs: one is missing or moved")
        if event.previous != before:
            raise CustodyBroken(f"event {number} does not follow from event {number - 1}: one of them was changed")
        if events and (event.case != events[0].case or event.at < events[-1].at):
            raise CustodyBroken(f"event {number} is of another case or dated before event {number - 1}")
        events.append(event)
        before = digest_of(entry).hex()
    return events


def files_in(events: Iterable[Event]) -> list[str]:
    """SHA-256 of the files that came in by these events, in their order."""
    return [str(event.detail.get("sha256", "")) for event in events if event.verb == "added"]


@dataclass(frozen=True, slots=True)
class Head:
    """What outsiders sign: so many files and events, with these roots."""

    case: str
    files: int
    files_root: bytes
    events: int
    events_root: bytes

    def text(self) -> str:
        """The four lines that are signed."""
        files, events = (base64.b64encode(root).decode() for root in (self.files_root, self.events_root))
        return f"{FORMAT}\n{self.case}\n{self.files} {files}\n{self.events} {events}\n"

    def digest(self) -> bytes:
        """SHA-256 of the text: what a token of time is asked for."""
        return hashlib.sha256(self.text().encode()).digest()

    @classmethod
    def from_text(cls, text: str) -> Head:
        """The inverse of `text`.

        Raises:
            CustodyBroken: it is no head.
        """
        try:
            first, case, files, events, rest = text.split("\n")
            number_of_files, files_root = files.split(" ")
            number_of_events, events_root = events.split(" ")
            head = cls(
                case,
                int(number_of_files),
                base64.b64decode(files_root, validate=True),
                int(number_of_events),
                base64.b64decode(events_root, validate=True),
            )
            if first != FORMAT or rest or head.text() != text:
                raise ValueError(text)
        except ValueError:
            raise CustodyBroken("this is no head of a case") from None
        return head


def heads_of(case: str, entries: Iterable[str]) -> Iterator[Head]:
    """The heads after each of these entries, which have to be a chain."""
    files, events = merkle.Frontier(), merkle.Frontier()
    for entry in entries:
        events.extend([merkle.leaf_hash(entry.encode())])
        files.extend(merkle.leaf_hash(bytes.fromhex(one)) for one in files_in([Event.from_entry(entry)]))
        yield Head(case, files.size, files.root(), events.size, events.root())


def head_of(case: str, entries: Sequence[str]) -> Head:
    """The head after these entries, which have to be a chain and at least one."""
    return list(heads_of(case, entries))[-1]


@dataclass(frozen=True, slots=True)
class FileProof:
    """That one file belongs to a case: the head, the file's place, and the path from it to the root of the files."""

    head: str
    place: int
    path: tuple[bytes, ...]

    def text(self) -> str:
        """The head, an empty line, the place, and the path in base64: below 1 KB up to half a million files."""
        lines = [str(self.place), *(base64.b64encode(one).decode() for one in self.path)]
        return f"{self.head}\n" + "\n".join(lines) + "\n"

    @classmethod
    def from_text(cls, text: str) -> FileProof:
        """The inverse of `text`.

        Raises:
            CustodyBroken: it is no proof.
        """
        head, separator, rest = text.partition("\n\n")
        try:
            place, *path = rest.removesuffix("\n").split("\n")
            proof = cls(head + "\n", int(place), tuple(base64.b64decode(one, validate=True) for one in path))
            if not separator or proof.text() != text:
                raise ValueError(text)
        except ValueError:
            raise CustodyBroken("this is no proof of a file") from None
        return proof

    def proves(self, sha256: str) -> Head:
        """The head that vouches for the file with this SHA-256, which is for the caller to compare with a token's.

        Raises:
            CustodyBroken: the path does not lead from the file to the head.
        """
        head = Head.from_text(self.head)
        if not _HASH.fullmatch(sha256):
            raise CustodyBroken("a SHA-256 has 64 letters, 0 to 9 and a to f")
        leaf = merkle.leaf_hash(bytes.fromhex(sha256))
        if not merkle.includes(head.files_root, head.files, leaf, self.place, self.path):
            raise CustodyBroken("the file is not the one that the proof is about, or one of them was changed")
        return head


def file_proof(head: Head, files: Sequence[str], sha256: str) -> FileProof:
    """The proof of one of these files, which are all of the case in their order.

    Raises:
        CustodyBroken: it is not among those of the head.
    """
    if sha256 not in files[: head.files]:
        raise CustodyBroken("the file had not come in when the head was signed")
    place = files.index(sha256)
    leaves = [merkle.leaf_hash(bytes.fromhex(one)) for one in files[: head.files]]
    return FileProof(head.text(), place, merkle.inclusion_path(place, leaves))
