"""Whether an exported case is whole and as it was signed. Asks no database and no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509

from antigone.bureau.incidents.custody import CustodyBroken, Event, FileProof, Head, chained, head_of
from antigone.bureau.incidents.exporting.folder import (
    MANIFEST,
    SIGNATURE,
    FolderRefused,
    listed_in,
    manifest_lines,
    statement,
)
from antigone.bureau.incidents.files import sha256_of
from antigone.bureau.incidents.stamping.tokens import Stamped, opentimestamps, rfc3161
from antigone.bureau.incidents.values import IncidentError
from antigone.bureau.ledger.notes import NoteError, Verifier

#: What a manifest, a chain or a document may at most have; more than 100,000 events.
_LARGEST = 200_000_000
#: How far an authority's clock and the bureau's may be apart.
_CLOCKS = timedelta(minutes=5)


@dataclass(slots=True)
class Verdict:
    """What was found. `faults` is empty for a case that is whole and as it was signed."""

    case: str = ""
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: int = 0
    events: int = 0
    originals: int = 0
    tokens: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom whoever checks trusts: the bureau's key, roots of authorities, headers of blocks. Each may be missing."""

    key: Verifier | None = None
    roots: Sequence[x509.Certificate] = ()
    blocks: Mapping[int, tuple[str, int]] | None = None


def verify_folder(
    folder: Path, trust: Trust | None = None, *, progress: Callable[[int], None] = lambda _bytes: None
) -> Verdict:
    """Check everything in the folder of an exported case.

    Found are: every changed, missing and added file; a chain with an event changed, removed, moved or dated back; an
    original that its event does not name, or that is missing; a token over something else, or older than what it is
    said to follow. Against somebody who writes the whole folder anew only the key helps, which has to come from
    elsewhere.
    """
    trust, verdict = trust or Trust(), Verdict()
    hashed: dict[str, tuple[str, int]] = {}
    with _fault(verdict):
        manifest = _read(folder / MANIFEST)
        _signature(folder, manifest, trust, verdict)
        _files(folder, manifest, hashed, verdict, progress)
    with _fault(verdict):
        events = _chain(folder, verdict)
        _document(folder, events, hashed, verdict)
        _tokens(folder, events, trust, verdict)
    return verdict


def verify_file(file: Path, proof: str, token: bytes, trust: Trust | None = None) -> tuple[Head, Stamped]:
    """Whether a token of time vouches for one file, by the proof that leads from it to the head of its case.

    Raises:
        CustodyBroken: the proof is about another file, or one of them was changed.
        TokenRefused: the token is over something else, or not signed by whom it should be.
    """
    trust = trust or Trust()
    digest, _size = sha256_of(file)
    head = FileProof.from_text(proof).proves(digest)
    return head, _stamped(token, head, trust)


@contextmanager
def _fault(verdict: Verdict) -> Iterator[None]:
    """What stops a part of the check is a fault, and the other parts go on."""
    try:
        yield
    except (IncidentError, CustodyBroken, NoteError) as error:
        verdict.faults.append(str(error))


def _read(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            raise FolderRefused(f"{path.name} is missing, or is not what it should be")
        return path.read_bytes()
    except OSError as error:
        raise FolderRefused(f"{path.name} cannot be read: {error.strerror}") from error


def _text(path: Path) -> str:
    try:
        return _read(path).decode()
    except UnicodeDecodeError:
        raise FolderRefused(f"{path.name} is no text") from None


def _signature(folder: Path, manifest: bytes, trust: Trust, verdict: Verdict) -> None:
    note = _text(folder / SIGNATURE)
    case = note.split("\n")[1] if note.count("\n") > 2 else ""
    if trust.key is None:
        key = Verifier.from_text(_text(folder / "key.txt"))
        verdict.notes.append(
            f"the signature was checked with the key that lies in the folder itself ({key.name}+{key.key_id.hex()});"
            " compare it with what the bureau has published, or give the bureau's key"
        )
    else:
        key = trust.key
    said = key.signed_text(note, "signature")
    if said != statement(case, manifest) or note.count("\n— ") != 1:
        raise FolderRefused("MANIFEST is not the one that was signed")
    verdict.case = case


def _files(
    folder: Path,
    manifest: bytes,
    hashed: dict[str, tuple[str, int]],
    verdict: Verdict,
    progress: Callable[[int], None],
) -> None:
    """Each file is read once; `hashed` keeps what was found."""
    listed = {one.path: one for one in manifest_lines(manifest)}
    there = set(listed_in(folder))
    verdict.faults += [f"{name} is missing" for name in sorted(set(listed) - there)]
    verdict.faults += [f"{name} was added: the manifest does not list it" for name in sorted(there - set(listed))]
    for name in sorted(there & set(listed)):
        hashed[name] = digest, size = sha256_of(folder / name)
        if (digest, size) != (listed[name].sha256, listed[name].size):
            verdict.faults.append(f"{name} was changed: it is not the file that was signed")
        progress(size)
    verdict.files = len(listed)


def _chain(folder: Path, verdict: Verdict) -> list[Event]:
    text = _text(folder / "custody.jsonl")
    if not text.endswith("\n"):
        raise CustodyBroken("custody.jsonl was cut off")
    events = chained(text.removesuffix("\n").split("\n"))
    if verdict.case and any(event.case != verdict.case for event in events):
        verdict.faults.append("custody.jsonl is of another case")
    verdict.events = len(events)
    return events


def _document(folder: Path, events: list[Event], hashed: dict[str, tuple[str, int]], verdict: Verdict) -> None:
    """Whatever the chain says came in stands in the document, and the other way round."""
    try:
        said: Any = json.loads(_text(folder / "case.json"))
        items = {int(one["number"]): one for one in said["items"]}
        digests = [str(one["digest"]) for one in said["custody"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FolderRefused("case.json is no case") from None
    came = {event.item: event for event in events if event.verb in ("added", "described")}
    if set(items) != set(came) or sorted(came) != list(range(1, len(came) + 1)):
        verdict.faults.append("case.json has other items than came in by the chain of custody")
    if digests != [event.digest().hex() for event in events]:
        verdict.faults.append("case.json tells another chain of custody than custody.jsonl")
    numbered = {
        int(name.partition(".")[0]): name for name in _names(folder / "items") if name.partition(".")[0].isdigit()
    }
    for number in sorted(set(items) & set(came)):
        event, item = came[number], items[number]
        if event.verb == "described":
            continue
        if item.get("sha256") != event.detail.get("sha256") or item.get("size") != event.detail.get("size"):
            verdict.faults.append(f"item {number} has other bytes in case.json than it came in with")
        if number in numbered:
            name = f"items/{numbered[number]}"
            if (hashed.get(name) or sha256_of(folder / name)) != (event.detail.get("sha256"), event.detail.get("size")):
                verdict.faults.append(f"item {number} is not the file that came in")
            verdict.originals += 1
    held = sum(event.verb == "added" for event in came.values())
    exported = any(event.verb == "exported" for event in events[-1:])
    if (numbered and len(numbered) != held) or (exported and not numbered and held):
        verdict.faults.append(f"{held - len(numbered)} of {held} originals are missing")
    if not numbered and held:
        verdict.notes.append(f"the folder holds none of the {held} originals; their SHA-256 stand in the chain")


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _tokens(folder: Path, events: list[Event], trust: Trust, verdict: Verdict) -> None:
    entries = [event.entry() for event in events]
    stamps = {int(str(event.detail["token"])): event for event in events if event.verb == "stamped"}
    names = {}
    for name in _names(folder / "tokens"):
        number, _, ending = name.partition(".")
        if ending in ("tsr", "ots") and number.isdigit():
            names[int(number)] = name
    if set(names) != set(stamps):
        verdict.faults.append("the folder has other tokens than the chain of custody says")
    for token in sorted(set(names) & set(stamps)):
        with _fault(verdict):
            stamp, head = stamps[token], Head.from_text(_text(folder / "tokens" / f"{token:03}.head.txt"))
            if not 0 < head.events < stamp.number or head != head_of(head.case, entries[: head.events]):
                raise FolderRefused(f"token {token} is over a head that this chain never had")
            content = _read(folder / "tokens" / names[token])
            stamped = _stamped(content, head, trust)
            if not stamped.checked:
                verdict.notes.append(
                    f"token {token} by «{stamped.authority}» was not checked: nobody said whom to trust"
                )
            if stamped.says is not None:
                _in_time(token, stamped.says, events, head.events, stamp.number, verdict)
            verdict.tokens += 1


def _in_time(token: int, says: datetime, events: list[Event], covered: int, kept: int, verdict: Verdict) -> None:
    """What a token covers happened before it, what followed it in the chain after it, as far as two clocks agree."""
    newest, following = events[covered - 1], events[kept - 1]
    if newest.at > says + _CLOCKS:
        verdict.faults.append(f"event {newest.number} is dated after token {token}, which is over it")
    if following.at < says - _CLOCKS:
        verdict.faults.append(f"event {following.number} is dated before token {token}, which it says was kept")


def _stamped(content: bytes, head: Head, trust: Trust, ending: str = "") -> Stamped:
    if ending == "ots" or (not ending and content.startswith(b"\x00OpenTimestamps")):
        return opentimestamps(content, head, trust.blocks)
    return rfc3161(content, head, trust.roots)
