"""A case whose pictures can be looked at, made without decoding anything; by its random numbers."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.bureau.incidents.story import ANALYST, ITEM, open_case, write_file

from antigone.bureau.incidents.actions import add_file
from antigone.bureau.incidents.alignment.actions import align_by_points
from antigone.bureau.incidents.counts.actions import count_in
from antigone.bureau.incidents.frames.actions import keep_looked
from antigone.bureau.incidents.frames.looking import Look, Looked
from antigone.bureau.incidents.models import Picture
from antigone.bureau.ledger import Actor
from antigone.imaging.derivatives import Encoded, encoded
from antigone.imaging.footage.alignment import PointPair
from antigone.simulation.footage import ground

Arguments = dict[str, object]
_CORNERS = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)]


def a_case_with_pictures() -> Arguments:
    """Two pictures laid over each other; graves counted by two in the first; the second lies under a cover."""
    with tempfile.TemporaryDirectory() as folder:
        code = open_case(Path(folder), files=0)
        for number, sensitivity in ((1, "ordinary"), (2, "graphic")):
            path = write_file(Path(folder), f"{number}.jpg", seed=number)
            add_file(code, str(path), replace(ITEM, sensitivity=sensitivity), actor=ANALYST)
            keep_looked(code, number, _looked(path), actor=ANALYST)
    align_by_points(code, 1, 2, [PointPair(corner, corner) for corner in _CORNERS], actor=ANALYST)
    for actor in (ANALYST, Actor("iryna", "case worker")):
        count_in(code, 1, "graves", [(0.5, 0.5)], actor=actor)
    return {"public_id": Picture.objects.get(number=1).incident.public_id}


def a_picture(number: int, **more: object) -> Arguments:
    """One of its pictures."""
    case = a_case_with_pictures()
    return case | {"picture": Picture.objects.get(number=number).public_id} | more


def a_pair(**more: object) -> Arguments:
    """Both of its pictures."""
    case = a_case_with_pictures()
    before, after = Picture.objects.order_by("number")
    return case | {"before": before.public_id, "after": after.public_id} | more


@functools.cache
def _copy() -> Encoded:
    return encoded(np.ascontiguousarray(ground(3)[400:800, 500:1100]))


def _looked(path: Path) -> Looked:
    copy = _copy()
    look = Look(None, "0" * 64, copy, copy, copy, 0)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Looked(digest, 600, 400, 0.5, True, (), (), "none", "", (look,), ())
