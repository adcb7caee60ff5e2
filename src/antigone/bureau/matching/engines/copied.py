"""Rows of PostgreSQL's binary COPY as arrays (PostgreSQL's documentation, COPY, file formats)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: What stands before the rows and after them: signature, flags, length of an extension; a row of no fields.
_SIGNATURE, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def copied(**fields: str) -> np.dtype[np.void]:
    """A row: the number of fields, then each, of a big-endian type of NumPy's, with its length before it."""
    lengths = ((f"{name} length", ">i4") for name in fields)
    both = zip(lengths, fields.items(), strict=True)
    return np.dtype([("fields", ">i2"), *(column for pair in both for column in pair)])


def rows_of(said: bytes, row: np.dtype[np.void]) -> NDArray[np.void]:
    """The rows that a COPY TO gave; none may hold NULL."""
    return np.frombuffer(said[len(_SIGNATURE) : -len(_END)], dtype=row)


def as_copied(row: np.dtype[np.void], **columns: NDArray[Any]) -> bytes:
    """What a COPY FROM takes: these columns as rows."""
    count = len(next(iter(columns.values())))
    rows = np.empty(count, dtype=row)
    rows["fields"] = len(columns)
    for name, column in columns.items():
        rows[name] = column
        rows[f"{name} length"] = row[name].itemsize
    return _SIGNATURE + rows.tobytes() + _END
