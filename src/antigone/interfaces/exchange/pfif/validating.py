"""A PFIF file judged by the rules of its version, each fault with its line, record and cure.

What the standard demands is an error; what it allows but readers stumble over is a warning. Memory grows with the
number of records, by about a hundred bytes each, for ids must be unique.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from antigone.interfaces.exchange.errors import UnreadableFile
from antigone.interfaces.exchange.foreign_xml import Element
from antigone.interfaces.exchange.people.rows import shortened
from antigone.interfaces.exchange.pfif.formats import in_capitals, judge_of, place_in_order
from antigone.interfaces.exchange.pfif.reading import PfifFile, qualified, text_of
from antigone.interfaces.exchange.pfif.values import moment
from antigone.interfaces.exchange.pfif.versions import NEWEST, PLACEHOLDER_FIELDS, RENAMED, Version

_A_DAY = timedelta(days=1)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `line` is 0 for the file as a whole; `record` is the id of the person or note, where it has one."""

    severity: Severity
    line: int
    record: str
    field: str
    rule: str
    sentence: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        place = f"line {self.line:,}: " if self.line else ""
        of_what = f"{self.record}: " if self.record else ""
        return f"{self.severity}: {place}{of_what}{self.sentence}"


@dataclass(slots=True)
class _Memory:
    """What must be remembered of the records before."""

    now: datetime
    version: Version | None = None
    lines_of: dict[tuple[str, str], int] = field(default_factory=dict)
    expired: set[str] = field(default_factory=set)
    notes_with_data: dict[str, list[int]] = field(default_factory=dict)
    links: dict[tuple[str, str], int] = field(default_factory=dict)


def validate(file: PfifFile, *, now: datetime) -> Iterator[Finding]:
    """Everything that is wrong with a file, in the order in which it is found.

    A file that cannot be read to its end gives an error and no more findings.
    """
    memory = _Memory(now)
    try:
        for element in file.elements():
            yield from _record(memory, element, of_person=qualified(element.tag)[1] == "person")
    except UnreadableFile as trouble:
        yield Finding(Severity.ERROR, 0, "", "", "unreadable", str(trouble))
        return
    yield from _afterwards(memory)


def _record(memory: _Memory, element: Element, *, of_person: bool, parent: str | None = None) -> Iterator[Finding]:
    version = qualified(element.tag)[0] or NEWEST
    judged = _Judged(memory, version, element, of_person)
    if parent is None:
        yield from _namespace(memory, version, element)
        if not of_person and not version.top_level_notes:
            yield judged.error(element, "note", "top-level-note", "in version 1.1 a note stands inside its person")
    yield from judged.fields(nested=parent is not None)
    yield from judged.identity(parent)
    if of_person:
        yield from judged.expiry()
        for child in element.children:
            if qualified(child.tag)[1] == "note":
                yield from _record(memory, child, of_person=False, parent=judged.text("person_record_id"))
    else:
        judged.remember(parent)


def _namespace(memory: _Memory, version: Version, element: Element) -> Iterator[Finding]:
    line = element.line
    if memory.version is None:
        memory.version = version
        if element.tag.partition("}")[0].endswith("/"):
            yield Finding(
                Severity.ERROR, line, "", "", "namespace", f"the namespace is {version.namespace}, without a slash"
            )
    elif version is not memory.version:
        yield Finding(
            Severity.ERROR,
            line,
            "",
            "",
            "mixed-versions",
            f"this record is of version {version.number} and the file of {memory.version.number}; write one version",
        )


class _Judged:
    """One record under judgement: its elements by their names in 1.4."""

    def __init__(self, memory: _Memory, version: Version, element: Element, of_person: bool) -> None:
        self._memory = memory
        self._version = version
        self._element = element
        self._kind = "person" if of_person else "note"
        self._names = version.person if of_person else version.note
        self._needed = version.needed_of_person if of_person else version.needed_of_note
        self._found: dict[str, Element] = {}
        for child in element.children:
            name = qualified(child.tag)[1]
            self._found.setdefault(RENAMED.get(name, name), child)

    @property
    def id(self) -> str:
        return self.text(f"{self._kind}_record_id")

    def text(self, name: str) -> str:
        child = self._found.get(name)
        return "" if child is None else text_of(child)

    def error(self, element: Element, name: str, rule: str, sentence: str) -> Finding:
        return self._finding(Severity.ERROR, element, name, rule, sentence)

    def _finding(self, severity: Severity, element: Element, name: str, rule: str, sentence: str) -> Finding:
        line = element.line
        return Finding(severity, line, shortened(self.id), name, rule, f"{name}: {sentence}" if name else sentence)

    def fields(self, *, nested: bool) -> Iterator[Finding]:
        """Unknown, doubled, misplaced, empty, malformed and missing fields."""
        known = {*self._names, "note"} if self._kind == "person" else set(self._names)
        seen: set[str] = set()
        last = 0
        misplaced = False
        for child in self._element.children:
            of_version, name = qualified(child.tag)
            if name not in known or of_version is None:
                yield self._unknown(child, name)
                continue
            newest = RENAMED.get(name, name)
            place = place_in_order(newest, self._version, of_person=self._kind == "person")
            if place < last and not misplaced:
                misplaced = True
                yield self.error(child, name, "order", f"stands too late; version {self._version.number} has an order")
            last = max(last, place)
            if name == "note":
                continue
            if name in seen:
                yield self.error(child, name, "duplicate", "stands a second time in this record")
            seen.add(name)
            yield from self._judge(child, name, newest)
        needed = set(self._needed)
        if self._kind == "note" and not nested:
            needed.add("person_record_id")
        for name in self._names:
            if name in needed and name not in seen:
                yield self.error(self._element, name, "missing", f"is mandatory in a {self._kind} and missing")
        if self.text("age") and not self.text("source_date"):
            yield self.error(self._found["age"], "age", "age", "means nothing without source_date")

    def _unknown(self, child: Element, name: str) -> Finding:
        shown = name or child.tag.rpartition("}")[2][:40]
        if not name:
            sentence = "is of another namespace; other programs pass it over"
            return self._finding(Severity.WARNING, child, shown, "foreign", sentence)
        sentence = f"is no field of a {self._kind} in version {self._version.number}"
        return self.error(child, shown, "unknown", sentence)

    def _judge(self, child: Element, name: str, newest: str) -> Iterator[Finding]:
        raw = child.text
        text = text_of(child)
        if child.children:
            yield self.error(child, name, "nested", "holds further elements; a field holds text alone")
        if not text:
            if not self._may_be_empty(newest):
                yield self._finding(Severity.WARNING, child, name, "empty", "is empty; leave it out")
            return
        if raw != text:
            yield self._finding(
                Severity.WARNING, child, name, "white-space", "has white space around it, which some readers keep"
            )
        judge = judge_of(newest, self._version)
        why = judge(text)
        if why:
            # The reference's own example of 1.1 has small letters, and nobody refuses them.
            severity = Severity.WARNING if judge is in_capitals else Severity.ERROR
            yield self._finding(severity, child, name, "format", f"«{shortened(text)}»: {why}")

    def _may_be_empty(self, newest: str) -> bool:
        return newest == "full_name" and self._is_expired()

    def identity(self, parent: str | None) -> Iterator[Finding]:
        """Ids are unique, and a note inside a person is that person's."""
        identifier = self.id
        if identifier:
            key = (self._kind, identifier)
            line = self._element.line
            first = self._memory.lines_of.get(key)
            if first is None:
                self._memory.lines_of[key] = line
            else:
                name = f"{self._kind}_record_id"
                yield self.error(self._element, name, "unique", f"stands on line {first:,} already")
        own = self.text("person_record_id")
        if parent and own and own != parent:
            yield self.error(
                self._found["person_record_id"],
                "person_record_id",
                "owner",
                f"the note stands inside {shortened(parent)} and names {shortened(own)}",
            )

    def _is_expired(self) -> bool:
        expiry = moment(self.text("expiry_date"))
        return expiry is not None and expiry < self._memory.now

    def expiry(self) -> Iterator[Finding]:
        """From a day after its expiry a person is a placeholder made in time; its source and entry date are one."""
        expiry = moment(self.text("expiry_date"))
        if expiry is None or expiry + _A_DAY >= self._memory.now:
            return
        self._memory.expired.add(self.id)
        yield from self._emptied(self._element, PLACEHOLDER_FIELDS)
        made = moment(self.text("source_date"))
        if made is None or self.text("source_date") != self.text("entry_date"):
            yield self.error(
                self._element, "source_date", "placeholder", "of an expired record must be the same as its entry_date"
            )
        elif made > expiry + _A_DAY:
            yield self.error(
                self._found["source_date"],
                "source_date",
                "placeholder",
                "the record was emptied more than a day after it expired",
            )

    def _emptied(self, element: Element, kept: tuple[str, ...]) -> Iterator[Finding]:
        for child in element.children:
            name = qualified(child.tag)[1]
            if name == "note":
                yield from self._emptied(child, ("note_record_id", "person_record_id", "entry_date", "source_date"))
            elif name not in kept and text_of(child):
                yield self.error(child, name, "expired", "the record has expired and still says this")

    def remember(self, parent: str | None) -> None:
        """Keep what can be judged only when the whole file was seen: links, and notes of expired persons."""
        line = self._element.line
        person, linked = parent or self.text("person_record_id"), self.text("linked_person_record_id")
        if linked and person:
            self._memory.links.setdefault((person, linked), line)
        if parent is None and person:
            kept = {"note_record_id", "person_record_id", "entry_date", "source_date"}
            if any(name not in kept and text_of(child) for name, child in self._found.items()):
                self._memory.notes_with_data.setdefault(person, []).append(line)


def _afterwards(memory: _Memory) -> Iterator[Finding]:
    for person, linked in memory.links:
        if (linked, person) not in memory.links:
            line = memory.links[person, linked]
            sentence = f"links to {shortened(linked)}, which has no note that links back"
            yield Finding(Severity.WARNING, line, shortened(person), "linked_person_record_id", "link", sentence)
    for person in sorted(memory.expired & memory.notes_with_data.keys()):
        for line in memory.notes_with_data[person]:
            sentence = "the note's person has expired and the note still says something"
            yield Finding(Severity.ERROR, line, shortened(person), "", "expired", sentence)
