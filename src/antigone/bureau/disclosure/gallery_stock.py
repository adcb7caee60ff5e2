"""The features of all released things in this process, so that a picture is compared with every one of them in time.

They are read from the published schema with the rights of whoever asks, and brought in step with it at each question:
what is shown no more leaves the memory then, and what came is read. The first question after a start reads them all.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from django.db import connection

from antigone.bureau.photographs.gallery.likeness import comparable
from antigone.imaging.marks import METHOD, Query
from antigone.imaging.marks.features import Descriptors
from antigone.imaging.marks.stock import Stock, learned

#: Things that are kept in mind, the newest: some 17 KB each.
MOST_KEPT: Final = 20_000
#: Things whose features are read at a time.
_AT_ONCE: Final = 500

_SHOWN = "SELECT code FROM published.thing WHERE measured = %s ORDER BY shown_on DESC, code LIMIT %s"
_READ = "SELECT code, features FROM published.thing WHERE code = ANY(%s::text[]) ORDER BY code"


class GalleryStock:
    """Released things by their codes. Safe for several threads."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._lock = threading.Lock()
        self._stock: Stock | None = None
        self._places: Mapping[str, int] = {}

    def worth(self, query: Query, codes: Sequence[str], *, limit: int) -> list[str]:
        """Which of these things are worth comparing in full with what is sought, the most promising first.

        Args:
            query: of `likeness.sought`.
            codes: of the things that fit the rest of the question.
            limit: how many at most.
        """
        stock, places = self._in_step()
        if stock is None:
            return []
        among = np.zeros(stock.count, dtype=bool)
        among[[places[code] for code in codes if code in places]] = True
        named = list(places)
        sides = (query.straight.descriptors, query.mirrored.descriptors)
        return [named[position] for position in stock.worth(sides, limit=limit, among=among)]

    def _in_step(self) -> tuple[Stock | None, Mapping[str, int]]:
        with self._lock:
            stock, shown = self._stock, {code for (code,) in _rows(_SHOWN, [METHOD, MOST_KEPT])}
            codes = [code for code in self._places if code in shown]
            if stock is not None and len(codes) < len(self._places):
                stock = stock.changed(added=[], kept=np.array([code in shown for code in self._places]))
            came = sorted(shown.difference(codes))
            for start in range(0, len(came), _AT_ONCE):
                read = [
                    (code, _descriptors(content)) for code, content in _rows(_READ, [came[start : start + _AT_ONCE]])
                ]
                added = [descriptors for _, descriptors in read]
                # Codes are drawn by chance, so that the first of them are as good as any to learn from.
                stock = (stock or Stock.none(learned(added))).changed(added=added)
                codes += [code for code, _ in read]
            self._stock, self._places = stock, {code: place for place, code in enumerate(codes)}
            return self._stock, self._places


def _descriptors(content: Any) -> Descriptors:
    features = comparable(bytes(content))
    return np.zeros((0, 128), np.uint8) if features is None else features.descriptors


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
