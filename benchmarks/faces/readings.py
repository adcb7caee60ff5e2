"""Reads the faces of the corpus once and keeps vectors and measurements in a folder of scratch, by what made them."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces import SHIPPED, FaceReader, Quality, face_reader
from benchmarks.faces.corpus import Work, corpus, read, work

#: Work that is lost where reading is cut off.
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The chosen face of one picture in one condition."""

    vector: NDArray[np.float32]
    quality: Quality


class Readings:
    """All faces of a corpus that were found, by `Work.key`; what is missing was not found."""

    def __init__(self, found: dict[str, Reading], looked_at: int, seconds: float) -> None:
        self._found = found
        self.looked_at = looked_at
        self.seconds = seconds

    def __getitem__(self, key: str) -> Reading:
        return self._found[key]

    def __contains__(self, key: str) -> bool:
        return key in self._found

    def __len__(self) -> int:
        return len(self._found)


def readings(folder: Path, cache: Path, *, minutes: float = 1e9, model: str = SHIPPED) -> Readings | None:
    """The faces of the corpus; None where the minutes were over before everything was read (call it again)."""
    todo = list(work(corpus(folder)))
    shelf = cache / face_reader(model).model.key.replace("/", "-")
    shelf.mkdir(parents=True, exist_ok=True)
    looked, _ = _kept(shelf)
    missing = [one for one in todo if one.key not in looked]
    parts = [missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)]
    until = time.monotonic() + 60 * minutes
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_read_part, folder, part, shelf, until, model) for part in parts]
        for done, one in enumerate(waiting, start=1):
            one.result()
            print(f"\r{done} of {len(parts)} parts", end="", file=sys.stderr, flush=True)
    looked, found = _kept(shelf)
    wanted = {one.key for one in todo}
    if wanted - looked.keys():
        return None
    its = {key: reading for key, reading in found.items() if key in wanted}
    return Readings(its, len(wanted), sum(looked[key] for key in wanted))


def _read_part(folder: Path, part: Sequence[Work], shelf: Path, until: float, model: str) -> None:
    if time.monotonic() > until:
        return
    reader = _reader(model)
    keys, vectors, measurements, seconds = [], [], [], []
    for one in part:
        began = time.process_time()
        face = read(one, reader)
        seconds.append(time.process_time() - began)
        if face is not None:
            quality = face.quality
            keys.append(one.key)
            vectors.append(face.vector)
            measurements.append([quality.size, quality.sharpness, quality.contrast, quality.brightness, quality.score])
    file = shelf / f"{hashlib.sha256(part[0].key.encode()).hexdigest()[:16]}.npz"
    being_written = file.with_suffix(".part")
    with being_written.open("wb") as stream:
        np.savez(
            stream,
            looked=np.array([one.key for one in part]),
            keys=np.array(keys),
            vectors=np.array(vectors, dtype=np.float32),
            measurements=np.array(measurements, dtype=np.float64),
            seconds=np.array(seconds),
        )
    being_written.rename(file)


_READERS: dict[str, FaceReader] = {}


def _reader(model: str) -> FaceReader:
    if model not in _READERS:
        cv2.setNumThreads(1)
        _READERS[model] = face_reader(model)
    return _READERS[model]


def _kept(shelf: Path) -> tuple[dict[str, float], dict[str, Reading]]:
    """Seconds that each work took, and the faces that were found."""
    looked: dict[str, float] = {}
    found: dict[str, Reading] = {}
    for file in sorted(shelf.glob("*.npz")):
        with np.load(file) as part:
            looked |= dict(zip(part["looked"].tolist(), part["seconds"].tolist(), strict=True))
            for key, vector, row in zip(part["keys"].tolist(), part["vectors"], part["measurements"], strict=True):
                found[key] = Reading(vector, Quality(*row[:5].tolist()))
    return looked, found
