"""Parts of a task that are done, kept on disk so that a run that was cut short goes on where it stopped."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from antigone.bureau.matching.engines.task import Task


def fingerprint(task: Task) -> str:
    """Thirty-two hexadecimal digits that two tasks share only when they ask the same of the same records."""
    digest = blake2b(digest_size=16)
    said = {"model": task.model.version, "blocking": task.blocking.as_json(), "floor": task.floor}
    digest.update(json.dumps(said, sort_keys=True).encode())
    for table in (task.left, task.right):
        if table is not None:
            for batch in table.combine_chunks().to_batches(max_chunksize=100_000):
                digest.update(batch.serialize())
        digest.update(b"end")
    return digest.hexdigest()


class KeptParts:
    """What is done of one task, in a folder that other tasks may share.

    Each part is a file written aside and then given its name, so that a file that has its name is whole.
    """

    def __init__(self, folder: Path, task: Task) -> None:
        self._own = folder / fingerprint(task)
        self._own.mkdir(parents=True, exist_ok=True)

    def _path(self, first: int, beyond: int) -> Path:
        return self._own / f"{first}-{beyond}.arrow"

    def part(self, first: int, beyond: int) -> tuple[list[pa.RecordBatch], int] | None:
        """Scored pairs of the left rows from `first` up to `beyond`, and how many were weighed; None if not done."""
        path = self._path(first, beyond)
        if not path.exists():
            return None
        with pa.OSFile(str(path), "rb") as stream:
            reader = pa.ipc.open_stream(stream)
            return list(reader), int(reader.schema.metadata[b"weighed"])

    def keep(self, first: int, beyond: int, batches: Sequence[pa.RecordBatch], weighed: int, schema: pa.Schema) -> None:
        """Keep what `part` will give back."""
        path = self._path(first, beyond)
        aside = path.with_suffix(".part")
        said = {"weighed": str(weighed)}
        with pa.OSFile(str(aside), "wb") as stream, pa.ipc.new_stream(stream, schema.with_metadata(said)) as writer:
            for batch in batches:
                writer.write_batch(batch.replace_schema_metadata(said))
        aside.replace(path)

    def forget(self) -> None:
        """The task is done: nothing of it need be kept."""
        shutil.rmtree(self._own, ignore_errors=True)
