"""Files in hand: their folders, what is known of each, and the process that works at one."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from antigone.bureau.registry.values import SourceDraft

#: Bytes of a file that the desk takes; a larger one goes in by the command line.
LARGEST_FILE = 128 * 1024 * 1024
#: A file that nobody touched for so long is dropped.
FORGOTTEN_SECONDS = 24 * 3600
_TABLE, _STATE, _RUNNING, _PROGRESS, _STOP = "table", "state.json", "running", "progress", "stop"


class UnknownUpload(Exception):
    """No such file is in hand: it was imported, dropped, or never there."""


class Stage(StrEnum):
    """What is being done, or waits for a person, with a file."""

    READING = "reading"
    MAPPING = "mapping"
    PREVIEWING = "previewing"
    PREVIEWED = "previewed"
    IMPORTING = "importing"
    FAILED = "failed"

    @property
    def is_work(self) -> bool:
        """Whether a process does it, and not a person."""
        return self in (Stage.READING, Stage.PREVIEWING, Stage.IMPORTING)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said of how to read the file: the sheet, the line of the header (0: the table has none)."""

    sheet: str = ""
    header: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in hand.

    `reading` and `preview` are what the work found, for the pages; `mapping` is a mapping file (YAML); `problem` is a
    sentence of what went wrong last, "?" where it was a fault of ours.
    """

    number: UUID
    by: str
    role: str
    at: datetime
    file_name: str
    size: int
    sha256: str
    source: SourceDraft
    stage: Stage
    asked: Asked = Asked()
    reading: dict[str, Any] = field(default_factory=dict)
    mapping: str = ""
    as_of: str = ""
    preview: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def table(self) -> Path:
        """The file itself."""
        return folder_of(self.number) / _TABLE


def root() -> Path:
    """The folder of all files in hand; nobody else on the machine may look into it."""
    path: Path = settings.DATA_DIR / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def folder_of(number: UUID) -> Path:
    """The folder of one file."""
    return root() / str(number)


def new_folder() -> UUID:
    """Make room for a file that is coming in."""
    number = uuid4()
    folder_of(number).mkdir(mode=0o700)
    return number


def table_of(number: UUID) -> Path:
    """Where the file itself lies."""
    return folder_of(number) / _TABLE


def save(upload: Upload) -> None:
    """Keep what is known of a file; whoever reads meanwhile sees the former state whole or the new one."""
    document = asdict(upload) | {"number": str(upload.number), "at": upload.at.isoformat()}
    place = folder_of(upload.number) / _STATE
    beside = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(document, stream, ensure_ascii=False)
    beside.replace(place)


def load(number: UUID) -> Upload:
    """A file in hand.

    Raises:
        UnknownUpload: there is none of this number.
    """
    try:
        document = json.loads((folder_of(number) / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UnknownUpload(str(number)) from None
    return Upload(
        **document
        | {
            "number": UUID(document["number"]),
            "at": datetime.fromisoformat(document["at"]),
            "source": SourceDraft(**document["source"]),
            "stage": Stage(document["stage"]),
            "asked": Asked(**document["asked"]),
        }
    )


def in_hand() -> list[Upload]:
    """Every file in hand, the newest first."""
    found = []
    for path in root().iterdir():
        with contextlib.suppress(UnknownUpload, ValueError):
            found.append(load(UUID(path.name)))
    return sorted(found, key=lambda upload: upload.at, reverse=True)


def now() -> datetime:
    """The time that is kept with a file."""
    return datetime.now(UTC)


def _lock_file(number: UUID) -> int:
    return os.open(folder_of(number) / _RUNNING, os.O_RDWR | os.O_CREAT, 0o600)


@contextlib.contextmanager
def _locked(number: UUID) -> Iterator[int | None]:
    """The lock of a file's work for the length of the block; None when somebody else has it."""
    try:
        handle = _lock_file(number)
    except OSError:
        raise UnknownUpload(str(number)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield handle
    finally:
        os.close(handle)


def is_running(number: UUID) -> bool:
    """Whether a process works at a file now."""
    try:
        with _locked(number) as handle:
            return handle is None
    except UnknownUpload:
        return False


def begin(upload: Upload, stage: Stage) -> bool:
    """Let a process do a stage's work. False, and nothing is changed, when one works at this file already.

    Raises:
        UnknownUpload: the file is no longer in hand.
    """
    with _locked(upload.number) as handle:
        if handle is None:
            return False
        folder = folder_of(upload.number)
        for name in (_PROGRESS, _STOP):
            (folder / name).unlink(missing_ok=True)
        save(replace(upload, stage=stage, problem=""))
        # The lock belongs to the open file, which the process inherits: it is held without a gap until that one ends.
        spawn(upload.number, handle)
    return True


def spawn(number: UUID, handle: int) -> None:
    """Start the process. It has the staff's rights, as the desk has, without the desk's bound on a statement's time."""
    module = "antigone.interfaces.desk.registrars.importing.child"
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(number)],
        env=os.environ | {"ANTIGONE_ZONE": "staff"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        pass_fds=(handle,),
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True, name="reaper").start()


def wait(number: UUID, seconds: float = 2.5) -> None:
    """Give short work the time to end, so that a small file needs no page in between."""
    deadline = time.monotonic() + seconds
    while is_running(number) and time.monotonic() < deadline:
        time.sleep(0.05)


def tell_progress(number: UUID, rows: int) -> None:
    """Say how many rows were read; for the process that works."""
    place = folder_of(number) / _PROGRESS
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(str(rows))


def progress_of(number: UUID) -> int:
    """How many rows were read so far."""
    try:
        return int((folder_of(number) / _PROGRESS).read_text() or 0)
    except (OSError, ValueError):
        return 0


def is_to_stop(number: UUID) -> bool:
    """Whether a person dropped the file while it was worked at."""
    return (folder_of(number) / _STOP).exists()


def drop(number: UUID) -> None:
    """Let a file go. One that is worked at goes when the work has seen that it shall stop, and keeps nothing of it."""
    try:
        with _locked(number) as handle:
            if handle is None:
                (folder_of(number) / _STOP).touch(mode=0o600)
            else:
                remove(number)
    except UnknownUpload:
        return


def remove(number: UUID) -> None:
    """Delete the folder of a file; for whoever holds its lock."""
    shutil.rmtree(folder_of(number), ignore_errors=True)


def sweep() -> None:
    """Drop files that nobody touched for a day, and what a broken upload left."""
    for path in root().iterdir():
        with contextlib.suppress(OSError, ValueError):
            if time.time() - path.stat().st_mtime > FORGOTTEN_SECONDS:
                drop(UUID(path.name))
