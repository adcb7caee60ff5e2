"""Files that name each field themselves, PFIF and FollowTheMoney, imported as `incoming.import_file` imports tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import delete_record, import_records, preview_import
from antigone.bureau.registry.drafts import ParsedRow, RecordKind, RejectedRow
from antigone.bureau.registry.queries import kept_records
from antigone.bureau.registry.values import ImportedFile, RecordIsHeld, SourceDraft
from antigone.evidence.dates import UncertainDate
from antigone.interfaces.exchange.errors import MappingInvalid, MappingNeeded
from antigone.interfaces.exchange.ftm import open_entities
from antigone.interfaces.exchange.ftm import rows_of as rows_of_entities
from antigone.interfaces.exchange.incoming import (
    Arrival,
    IncomingFile,
    Progress,
    import_file,
    preview_file,
    sha256_of,
)
from antigone.interfaces.exchange.pfif import PfifFile, open_pfif
from antigone.interfaces.exchange.pfif.rows import rows_of as rows_of_persons
from antigone.interfaces.exchange.pfif.tables import PfifTable, open_pfif_table

_SNIFFED = 8192
_AT_ONCE = 500


class SelfDescribing(StrEnum):
    """Formats whose fields need no mapping."""

    PFIF = "pfif"
    FTM = "ftm"


@dataclass(frozen=True, slots=True)
class Told:
    """How a file of such a format was read, for the person who sent it."""

    lines: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        return self.lines


@dataclass(slots=True)
class _Rows:
    """Rows of one file, and the ids of whoever expired at home."""

    rows: Iterator[ParsedRow | RejectedRow]
    gone: list[str] = field(default_factory=list)


def self_describing(incoming: IncomingFile) -> SelfDescribing | None:
    """The format of such a file, as it was named or as its beginning shows; None for a table."""
    if incoming.table_format is not None:
        named = incoming.table_format.lower()
        return SelfDescribing(named) if named in set(SelfDescribing) else None
    try:
        with incoming.path.open("rb") as stream:
            head = stream.read(_SNIFFED)
    except OSError:
        return None
    if _is_xml(head):
        return SelfDescribing.PFIF if b"zesty.ca/pfif/" in head else None
    if b"person_record_id" in head.partition(b"\n")[0] and incoming.mapping_file is None:
        return SelfDescribing.PFIF
    try:
        first = json.loads(head.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return None
    return SelfDescribing.FTM if isinstance(first, dict) and {"schema", "properties"} <= first.keys() else None


def _is_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _open_pfif(path: Path) -> AbstractContextManager[PfifFile | PfifTable]:
    """As XML or a feed, or in its form as a table."""
    try:
        with path.open("rb") as stream:
            xml = _is_xml(head := stream.read(_SNIFFED)) or not head
    except OSError:
        xml = True
    return open_pfif(path) if xml else open_pfif_table(path)


def import_any(
    incoming: IncomingFile,
    source: SourceDraft,
    *,
    actor: Actor,
    own_domains: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Arrival:
    """Import a file of any format under a source; see `registry.actions.import_records`.

    A PFIF record that expired at its home repository is deleted here too, for good: its tombstone stops the next
    import, and undoing the batch does not bring it back.

    Args:
        own_domains: the bureau's own, whose records are no second source when they come back.

    Raises:
        UnreadableFile: the file cannot be read, or must not be read as that kind; nothing was changed.
    """
    file_format = self_describing(incoming)
    if file_format is None:
        return import_file(incoming, source, actor=actor, progress=progress)
    with _opened(file_format, incoming, source, own_domains) as (read, file):
        summary = import_records(source, read.rows, file=file, actor=actor, progress=progress)
    notes = _forget(source, read.gone, actor)
    return Arrival(_TOLD[file_format], file, summary, publish_what_may_be(actor=actor), notes)


def preview_any(
    incoming: IncomingFile,
    source: SourceDraft,
    *,
    actor: Actor,
    own_domains: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Arrival:
    """What `import_any` would do; nothing is kept and nothing deleted."""
    file_format = self_describing(incoming)
    if file_format is None:
        return preview_file(incoming, source, actor=actor, progress=progress)
    with _opened(file_format, incoming, source, own_domains) as (read, file):
        summary = preview_import(source, read.rows, file=file, actor=actor, progress=progress)
    known = sum(len(_kept(source, part)) for part in _parts(read.gone))
    notes = (f"expired at their home repository, and would be deleted here: {known}",) if known else ()
    return Arrival(_TOLD[file_format], file, summary, notes=notes)


@contextmanager
def _opened(
    file_format: SelfDescribing, incoming: IncomingFile, source: SourceDraft, own_domains: frozenset[str]
) -> Iterator[tuple[_Rows, ImportedFile]]:
    if incoming.mapping_file is not None or incoming.sheet is not None:
        raise MappingInvalid(
            f"{incoming.path.name} is {file_format} and names its fields itself; leave the mapping out"
        )
    described = ImportedFile(
        name=incoming.path.name,
        sha256=sha256_of(incoming.path),
        table_format=file_format.value,
        mapping={"kind": incoming.kind.value if incoming.kind else ""},
    )
    with ExitStack() as stack:
        read = _Rows(iter(()))
        if file_format is SelfDescribing.PFIF:
            file = stack.enter_context(_open_pfif(incoming.path))
            read.rows = rows_of_persons(
                file,
                now=datetime.now(UTC),
                kind=_kind_in_pfif(incoming),
                own_domains=own_domains,
                kept=partial(_originals, source),
                gone=read.gone.append,
            )
        else:
            entities = stack.enter_context(open_entities(incoming.path))
            as_of = UncertainDate.parse(incoming.as_of).edtf if incoming.as_of else ""
            read.rows = rows_of_entities(entities, kind=_kind_of_entities(incoming), as_of=as_of)
        yield read, described


def _kind_of_entities(incoming: IncomingFile) -> RecordKind:
    if incoming.kind is None:
        raise MappingNeeded(
            f"{incoming.path.name} does not say whether it lists missing persons, prisoners or the dead; add --kind"
        )
    return incoming.kind


def _kind_in_pfif(incoming: IncomingFile) -> RecordKind | None:
    if incoming.kind in (RecordKind.DEAD, RecordKind.REMAINS):
        raise MappingInvalid(
            f"{incoming.path.name} is PFIF, whose statuses are hearsay: it can list missing persons or prisoners, "
            "and nobody is dead by it; leave --kind out"
        )
    return incoming.kind


def _kept(source: SourceDraft, identifiers: Sequence[str]) -> Mapping[str, str]:
    return {one: kept.public_id for one, kept in kept_records(source.name, identifiers).items()}


def _originals(source: SourceDraft, identifiers: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    return {one: kept.original for one, kept in kept_records(source.name, identifiers).items()}


def _parts(identifiers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(identifiers), _AT_ONCE):
        yield identifiers[start : start + _AT_ONCE]


def _forget(source: SourceDraft, identifiers: Sequence[str], actor: Actor) -> tuple[str, ...]:
    """Delete what expired at home, one act each; a record that stands in an identification stays and is named."""
    deleted, held = 0, []
    for part in _parts(identifiers):
        for identifier, public_id in _kept(source, part).items():
            try:
                delete_record(public_id, reason="expired at its home repository", actor=actor)
            except RecordIsHeld:
                held.append(identifier)
            else:
                deleted += 1
    notes = []
    if deleted:
        notes.append(f"expired at their home repository and therefore deleted here too, for good: {deleted}")
    if held:
        notes.append(f"these have expired and stay, for they stand in an identification: {', '.join(held[:10])}")
    return tuple(notes)


_TOLD: Mapping[SelfDescribing, Told] = {
    SelfDescribing.PFIF: Told(
        (
            "every person is somebody missing, whatever the notes say: «believed_dead» is hearsay",
            "how authors are reached is not kept; ask the home repository",
        )
    ),
    SelfDescribing.FTM: Told(("each Person becomes a record; other entities are rejected",)),
}
