"""Reads the faces of the corpus once and keeps vectors and measurements in a folder of scratch, by what made them."""

from __future__ import annotations

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

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The chosen face of one picture in one condition."""

    vector: NDArray[np.float32]
    quality: Quality
    seconds: float


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
    people = corpus(folder)
    todo = list(work(people))
    shelf = cache / face_reader(model).model.key.replace("/", "-")
    shelf.mkdir(parents=True, exist_ok=True)
    parts = [todo[at : at + _AT_ONCE] for at in range(0, len(todo), _AT_ONCE)]
    files = [shelf / f"{at:04d}.npz" for at in range(len(parts))]
    missing = [at for at, file in enumerate(files) if not file.exists()]
    until = time.monotonic() + 60 * minutes
    with ProcessPoolExecutor(3 * (os.cpu_count() or 1), multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(_read_part, folder, parts[at], files[at], until, model) for at in missing]
        for done, one in enumerate(waiting, start=1):
            one.result()
            print(f"\r{done + len(parts) - len(missing)} of {len(parts)} parts", end="", file=sys.stderr, flush=True)
    if not all(file.exists() for file in files):
        return None
    return _kept(files, len(todo))


def _read_part(folder: Path, part: Sequence[Work], file: Path, until: float, model: str) -> None:
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
            measurements.append(
                [quality.size, quality.sharpness, quality.contrast, quality.brightness, quality.score, seconds[-1]]
            )
    being_written = file.with_suffix(".part.npz")
    np.savez(
        being_written,
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


def _kept(files: Sequence[Path], looked_at: int) -> Readings:
    found: dict[str, Reading] = {}
    seconds = 0.0
    for file in files:
        with np.load(file) as part:
            seconds += float(part["seconds"].sum())
            for key, vector, row in zip(part["keys"].tolist(), part["vectors"], part["measurements"], strict=True):
                found[key] = Reading(vector, Quality(*row[:5].tolist()), float(row[5]))
    return Readings(found, looked_at, seconds)
