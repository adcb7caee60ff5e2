"""Exact search over a million faces, from the database to the answer, beside approximate peers.

    python -m benchmarks.faces.search [--faces 1000000] [--queries 200] [--peers 200000]

Writes synthetic vectors of 128 numbers into a throwaway bureau, four to a person with a cosine of 0.60 between them
(near what SFace gives), one record a person. Then, on one thread:

- how long a process takes to rebuild its index from the database, and the memory that it takes;
- the share of a person's four faces among the ten nearest to a fifth, and milliseconds of CPU time and of the clock,
  with faiss, with NumPy, and with the mask of a caller who may see one record in ten;
- the same over the first `--peers` vectors for faiss' HNSW graph and its compressed index, with the ratios.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import gc
import importlib
import importlib.metadata
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.throwaway import bureau, quantile, versions

Floats = NDArray[np.float32]
Found = Callable[[Floats, int], NDArray[np.int64]]
DIMENSION, PICTURES, COSINE = 128, 4, 0.60
#: Kinds of groups, so that strangers are not all equally strange.
_GROUPS = 200
_AT_ONCE = 100_000


def people(count: int, seed: int) -> tuple[Floats, Floats]:
    """Faces of so many people, four rows a person one after another, and a fifth of each, all of unit length."""
    random = np.random.default_rng(seed)
    groups = random.normal(size=(_GROUPS, DIMENSION)).astype(np.float32)
    centres = random.normal(size=(count, DIMENSION)).astype(np.float32)
    centres = _unit(centres + 0.35 * groups[random.integers(0, _GROUPS, count)])
    rows = np.empty((count, PICTURES + 1, DIMENSION), dtype=np.float32)
    # A picture is the person and something of its own: two pictures then have the product of both cosines.
    own = np.sqrt(COSINE)
    for picture in range(PICTURES + 1):
        noise = random.normal(size=(count, DIMENSION)).astype(np.float32)
        noise -= (noise * centres).sum(axis=1, keepdims=True) * centres
        rows[:, picture] = own * centres + np.sqrt(1 - COSINE) * _unit(noise)
    return rows[:, :PICTURES].reshape(-1, DIMENSION), rows[:, PICTURES]


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def write(rows: Floats) -> Any:
    """The faces into the tables, one record a person; triggers that count and guard do their work for the faces."""
    from django.db import connection

    from antigone.bureau.photographs.faces.models import FaceModel
    from antigone.bureau.registry.models import Batch, Record, Source

    source = Source.objects.create(name="synthetic", kind="organisation")
    batch = Batch.objects.create(source=source, file_name="x", file_sha256="0" * 64, imported_by="benchmark")
    model = FaceModel.objects.create(key="synthetic/0", licence="CC0-1.0", dimension=DIMENSION, declared_by="benchmark")
    persons = len(rows) // PICTURES
    template = Record.objects.create(
        source=source, batch=batch, source_record_id="0", kind="dead", content_hash="0" * 32
    )
    copied = [field.column for field in Record._meta.concrete_fields if field.column not in _OWN]
    columns = ", ".join(f'"{column}"' for column in copied)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO registry_record (source_record_id, {columns}) SELECT n::text, {columns} "
            "FROM registry_record, generate_series(1, %s) n WHERE id = %s ORDER BY n",
            [persons - 1, template.pk],
        )
        cursor.execute(
            "INSERT INTO photographs_photograph (record_id, shows, sensitivity, sha256, pixels_sha256, file_format, "
            "size, width, height, added_by) SELECT r.id, 'face', 'dead', lpad(r.id || '-' || n, 64, '0'), "
            "lpad(r.id || '-' || n, 64, '0'), 'jpeg', 1, 1, 1, 'benchmark' "
            "FROM registry_record r, generate_series(1, %s) n ORDER BY r.id, n",
            [PICTURES],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT min(id) FROM photographs_photograph")
        first = cursor.fetchone()[0]
        halves = rows.astype(np.float16)
        for start in range(0, len(rows), _AT_ONCE):
            with cursor.copy(
                "COPY photographs_keptface (photograph_id, model_id, number, vector, x, y, width, height, "
                "quarter_turns, size, sharpness, contrast, brightness, score, seen) FROM STDIN"
            ) as copy:
                for at in range(start, min(start + _AT_ONCE, len(rows))):
                    copy.write_row(
                        (first + at, model.pk, 1, halves[at].tobytes(), 0, 0, 1, 1, 0, 99, 2, 40, 120, 0.9, "good")
                    )
            print(f"\r{start:,} written", end="", flush=True)
        cursor.execute("ANALYZE registry_record, photographs_photograph, photographs_keptface")
    print("\r", end="")
    return model


_OWN = ("id", "public_id", "source_record_id")


def resident() -> float:
    """Memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def asked(queries: Floats, persons: NDArray[np.int64], find: Found) -> tuple[float, float, float, float]:
    """Share of true faces among the ten nearest; CPU ms, median and 95th percentile; ms of the clock (p95)."""
    mates, cpu, clock = 0, [], []
    for query, person in zip(queries, persons, strict=True):
        began, ticked = time.process_time(), time.perf_counter()
        found = find(query, 10)
        cpu.append(1e3 * (time.process_time() - began))
        clock.append(1e3 * (time.perf_counter() - ticked))
        mates += int((found // PICTURES == person).sum())
    return mates / (PICTURES * len(queries)), quantile(cpu, 0.5), quantile(cpu, 0.95), quantile(clock, 0.95)


def row(what: str, measured: tuple[float, float, float, float], more: str = "") -> None:
    mates, median, high, clock = measured
    print(f"{what:44s} {mates:7.4f} {median:9.1f} {high:9.1f} {clock:9.1f}  {more}", flush=True)


def from_the_database(rows: Floats, queries: Floats, persons: NDArray[np.int64]) -> None:
    """The real way: index, mask, records."""
    from antigone.bureau.photographs.faces.index import FaceIndex
    from antigone.bureau.photographs.faces.values import Rights
    from antigone.bureau.photographs.models import Sensitivity

    began = time.perf_counter()
    model, dead = write(rows), Rights(frozenset({Sensitivity.DEAD}))
    print(f"{len(rows):,} faces of {len(rows) // PICTURES:,} records written in {time.perf_counter() - began:.0f} s")
    for with_faiss in (True, False):
        gc.collect()
        before, began = resident(), time.perf_counter()
        index = FaceIndex(model, with_faiss=with_faiss)
        index.refresh()
        took, memory = time.perf_counter() - began, resident() - before
        first = int(index.nearest(rows[0], 1)[0].record)
        name = "faiss" if with_faiss else "NumPy"

        for what, rights in ((f"the bureau's index, {name}", None), ("  with the mask of a caller's rights", dead)):

            def find(
                query: Floats,
                count: int,
                index: FaceIndex = index,
                first: int = first,
                rights: Rights | None = rights,
            ) -> NDArray[np.int64]:
                # A record stands for its four faces: it is found or it is not.
                mates = index.nearest(query, count, rights=rights)
                return np.repeat([(mate.record - first) * PICTURES for mate in mates], PICTURES)

            row(what, asked(queries, persons, find), f"rebuilt in {took:.1f} s, {memory:.0f} MB")
        del index


def beside_peers(rows: Floats, queries: Floats, persons: NDArray[np.int64]) -> None:
    """Our exact shards and faiss' approximate indexes over the same rows."""
    from antigone.bureau.photographs.faces.shards import Shards

    faiss = importlib.import_module("faiss")
    faiss.omp_set_num_threads(1)
    ours = Shards(DIMENSION)
    ours.add(rows.astype(np.float16))
    exact = asked(queries, persons, lambda query, count: ours.nearest(query, count).positions)
    row(f"exact, half precision, {len(rows):,}", exact)
    for name, recipe, settings in (
        ("faiss HNSW32, efSearch 64", "HNSW32,Flat", {"efSearch": 64}),
        ("faiss PQ64x4fs, refined", "PQ64x4fs,RFlat", {"k_factor_rf": 20}),
    ):
        index = faiss.index_factory(DIMENSION, recipe, faiss.METRIC_INNER_PRODUCT)
        began = time.process_time()
        index.train(rows)
        index.add(rows)
        built = time.process_time() - began
        for setting, value in settings.items():
            faiss.ParameterSpace().set_index_parameter(index, setting, value)

        def find(query: Floats, count: int, index: Any = index) -> NDArray[np.int64]:
            return np.asarray(index.search(query[None, :], count)[1][0])

        its = asked(queries, persons, find)
        lost = 1 - its[0] / exact[0]
        row(name, its, f"built in {built:.0f} CPU s; {lost:.1%} of the mates lost, {exact[1] / its[1]:.1f}x as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--peers", type=int, default=200_000)
    said = parser.parse_args()
    rows, fifth = people(said.faces // PICTURES, 1)
    random = np.random.default_rng(2)
    persons = random.choice(len(fifth), said.queries, replace=False)
    few = random.choice(said.peers // PICTURES, said.queries, replace=False)
    with bureau():
        print(f"{versions()}, NumPy {np.__version__}, faiss {importlib.metadata.version('faiss-cpu')}; one thread")
        print(f"{'':44s} {'mates':>7s} {'CPU ms':>9s} {'CPU p95':>9s} {'clock p95':>9s}")
        from_the_database(rows, fifth[persons], persons)
        beside_peers(rows[: said.peers], fifth[few], few)


if __name__ == "__main__":
    main()
