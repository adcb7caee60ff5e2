"""The faces of one model in this process, rebuilt from the database at start and kept in step with it.

The database counts what came and what changed (`models.FaceChanges`). What came is read from the last number on; where
something changed or went, everything is read anew, which takes some seconds a million. A record with several chosen
faces has one more row, their mean direction.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.photographs.faces.models import FaceModel
from antigone.bureau.photographs.faces.shards import Mask, Shards
from antigone.bureau.photographs.faces.values import Rights
from antigone.bureau.photographs.models import Sensitivity
from antigone.bureau.registry.drafts import RecordKind

Ids = NDArray[np.int64]
_SENSITIVITIES = list(Sensitivity)
_KINDS = list(RecordKind)
_SEEN = ("good", "degraded", "hidden")
_NOBODY_SAID = -1
#: Rows that are read at a time: what they weigh on the way is given back.
_AT_ONCE = 65_536

# Withheld records are left out as the matching leaves them out. Numbers come in the byte order of the network.
_READ = """
    SELECT coalesce(max(f.id), 0), count(*), string_agg(f.vector, ''::bytea ORDER BY f.id),
        string_agg(int8send(f.id) || int8send(f.photograph_id) || int8send(p.record_id), ''::bytea ORDER BY f.id),
        string_agg(int2send(array_position(%(sensitivities)s::text[], p.sensitivity::text)::int2)
            || int2send(array_position(%(kinds)s::text[], r.kind::text)::int2)
            || int2send(array_position(%(seen)s::text[], f.seen::text)::int2)
            || int2send(coalesce(f.chosen::int, %(nobody)s)::int2), ''::bytea ORDER BY f.id)
    FROM (
        SELECT * FROM photographs_keptface
        WHERE model_id = %(model)s AND id > %(after)s ORDER BY id LIMIT %(rows)s
    ) f
    JOIN photographs_photograph p ON p.id = f.photograph_id AND p.withdrawn_on IS NULL
    JOIN registry_record r ON r.id = p.record_id AND r.sensitivity = ''
"""
_LAST = """
    SELECT max(id) FROM (
        SELECT id FROM photographs_keptface WHERE model_id = %s AND id > %s ORDER BY id LIMIT %s
    ) these
"""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What is known of rows: numbers of face, photograph and record, and codes. Of a mean row the face is 0."""

    face: Ids
    photograph: Ids
    record: Ids
    sensitivity: NDArray[np.int8]
    kind: NDArray[np.int8]
    seen: NDArray[np.int8]
    chosen: NDArray[np.int8]

    @classmethod
    def none(cls) -> Rows:
        wide, narrow = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int8)
        return cls(wide, wide, wide, narrow, narrow, narrow, narrow)

    def __add__(self, other: Rows) -> Rows:
        return Rows(*(np.concatenate([mine, its]) for mine, its in zip(self._columns(), other._columns(), strict=True)))

    def at(self, positions: Ids | Mask) -> Rows:
        """Some of the rows."""
        return Rows(*(column[positions] for column in self._columns()))

    def allowed(self, rights: Rights) -> Mask:
        """For each row whether a caller with these rights may be led to it."""
        sensitivities = [_SENSITIVITIES.index(one) for one in rights.sensitivities]
        mask = np.isin(self.sensitivity, sensitivities)
        if rights.kinds is not None:
            mask &= np.isin(self.kind, [_KINDS.index(RecordKind(one)) for one in rights.kinds])
        return mask

    def _columns(self) -> tuple[Any, ...]:
        return (self.face, self.photograph, self.record, self.sensitivity, self.kind, self.seen, self.chosen)


@dataclass(frozen=True, slots=True)
class Mate:
    """A record that an index found: its best photograph, how it is seen, how many pictures speak, and the cosine."""

    record: int
    photograph: int
    seen: str
    chosen: bool | None
    pictures: int
    cosine: float


class FaceIndex:
    """All indexed faces of one model. Safe for several threads, one at a time."""

    def __init__(self, model: FaceModel, *, with_faiss: bool | None = None) -> None:
        """An empty index; `refresh` fills it."""
        self.model = model
        self._with_faiss = with_faiss
        self._lock = threading.RLock()
        self._empty()

    def __len__(self) -> int:
        return len(self._faces)

    def _empty(self) -> None:
        self._came, self._changed, self._after = 0, 0, 0
        self._faces = Shards(self.model.dimension, with_faiss=self._with_faiss)
        self._rows = Rows.none()
        self._means = Shards(self.model.dimension, with_faiss=self._with_faiss)
        self._mean_rows = Rows.none()
        self._alone: Mask | None = None
        self._pictures: dict[int, int] = {}

    def refresh(self) -> int:
        """Bring the index in step with the database; gives how many rows were read."""
        with self._lock:
            with connection.cursor() as cursor:
                cursor.execute("SELECT came, changed FROM photographs_facechanges")
                came, changed = cursor.fetchone() or (0, 0)
            if (came, changed) == (self._came, self._changed):
                return 0
            if changed != self._changed or came < self._came:
                self._empty()
            before = len(self._faces)
            while self._read_on():
                pass
            self._came, self._changed = came, changed
            self._make_means()
            return len(self._faces) - before

    def _read_on(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_LAST, [self.model.pk, self._after, _AT_ONCE])
            (last,) = cursor.fetchone()
            if last is None:
                return False
            cursor.execute(
                _READ,
                {
                    "sensitivities": [str(one) for one in _SENSITIVITIES],
                    "kinds": [str(one) for one in _KINDS],
                    "seen": list(_SEEN),
                    "nobody": _NOBODY_SAID,
                    "model": self.model.pk,
                    "after": self._after,
                    "rows": _AT_ONCE,
                },
            )
            _, count, vectors, numbers, codes = cursor.fetchone()
        self._after = last
        if count:
            self._faces.add(np.frombuffer(vectors, dtype="<f2").astype(np.float16).reshape(count, -1))
            wide = np.frombuffer(numbers, dtype=">i8").reshape(count, 3).astype(np.int64)
            narrow = np.frombuffer(codes, dtype=">i2").reshape(count, 4).astype(np.int8)
            # Positions of PostgreSQL's arrays begin at 1; what somebody chose is 0, 1 or -1 already.
            places = narrow[:, :3] - 1
            columns = (np.ascontiguousarray(column) for column in (*wide.T, *places.T, narrow[:, 3]))
            self._rows = self._rows + Rows(*columns)
        return True

    def _make_means(self) -> None:
        """One row for each record with several chosen faces: their mean direction, at its best-seen picture."""
        self._means = Shards(self.model.dimension, with_faiss=self._with_faiss)
        self._mean_rows, self._pictures, self._alone = Rows.none(), {}, None
        positions = np.flatnonzero(self._rows.chosen == 1)
        # By record, the best seen first.
        positions = positions[np.lexsort((self._rows.seen[positions], self._rows.record[positions]))]
        records, starts, counts = np.unique(self._rows.record[positions], return_index=True, return_counts=True)
        several = counts > 1
        if not several.any():
            return
        vectors = self._faces.rows(positions).astype(np.float32)
        sums = np.add.reduceat(vectors, starts, axis=0)[several]
        self._means.add((sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float16))
        first = self._rows.at(positions[starts[several]])
        self._mean_rows = Rows(
            np.zeros_like(first.face), first.photograph, first.record, first.sensitivity, first.kind, first.seen,
            first.chosen,
        )  # fmt: skip
        self._pictures = dict(zip(records[several].tolist(), counts[several].tolist(), strict=True))
        self._alone = ~((self._rows.chosen == 1) & np.isin(self._rows.record, records[several]))

    def nearest(
        self, query: NDArray[np.float32], count: int, *, rights: Rights | None = None, without_record: int | None = None
    ) -> list[Mate]:
        """The records most alike to a face, each once, exactly.

        Where several pictures of a record are chosen their mean speaks for it, and its single faces do not.

        Args:
            query: a vector of the model, of unit length.
            count: how many records at most.
            rights: whom the caller may be led to; None for all.
            without_record: a record that is not meant, such as the one whose face is sought.
        """
        with self._lock:
            found: list[tuple[float, int, Rows]] = []
            for shards, rows, alone in ((self._means, self._mean_rows, None), (self._faces, self._rows, self._alone)):
                if not len(shards):
                    continue
                allowed = alone
                if rights is not None:
                    its_rights = rows.allowed(rights)
                    allowed = its_rights if allowed is None else allowed & its_rights
                if without_record is not None:
                    others = rows.record != without_record
                    allowed = others if allowed is None else allowed & others
                # A record has a handful of faces; asked for so many more, the first records are all among them.
                wanted = count
                while True:
                    nearest = shards.nearest(query, wanted, allowed=allowed)
                    its = rows.at(nearest.positions)
                    if len(nearest.positions) < wanted or len(np.unique(its.record)) >= count:
                        break
                    wanted *= 4
                found += [(cosine, at, its) for at, cosine in enumerate(nearest.cosines.tolist())]
        return self._each_once(found, count)

    def _each_once(self, found: list[tuple[float, int, Rows]], count: int) -> list[Mate]:
        mates: dict[int, Mate] = {}
        for cosine, at, rows in sorted(found, key=lambda one: (-one[0], int(one[2].record[one[1]]))):
            record, chosen = int(rows.record[at]), int(rows.chosen[at])
            if record in mates:
                continue
            mates[record] = Mate(
                record,
                int(rows.photograph[at]),
                _SEEN[rows.seen[at]],
                None if chosen == _NOBODY_SAID else bool(chosen),
                1 if rows.face[at] else self._pictures[record],
                cosine,
            )
        return list(mates.values())[:count]

    def speakers(self) -> tuple[Rows, NDArray[np.float32]]:
        """For every record with a chosen face one row and its vector: the mean where there are several."""
        with self._lock:
            single = self._rows.chosen == 1
            if self._alone is not None:
                single &= self._alone
            vectors = np.concatenate(
                [
                    self._means.rows(np.arange(len(self._means))),
                    self._faces.rows(np.flatnonzero(single)),
                ]
            )
            return self._mean_rows + self._rows.at(single), vectors.astype(np.float32)

    def chosen(self) -> tuple[Rows, NDArray[np.float32]]:
        """Every chosen face and its vector."""
        with self._lock:
            positions = np.flatnonzero(self._rows.chosen == 1)
            return self._rows.at(positions), self._faces.rows(positions).astype(np.float32)


_INDEXES: dict[tuple[str, int], FaceIndex] = {}
_INDEXES_LOCK = threading.Lock()


def index_of(model: FaceModel) -> FaceIndex:
    """This process's index of a model, in step with the database."""
    key = (str(connection.settings_dict["NAME"]), model.pk)
    with _INDEXES_LOCK:
        index = _INDEXES.setdefault(key, FaceIndex(model))
    index.refresh()
    return index
