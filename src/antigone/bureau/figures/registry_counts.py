"""Documented counts: persons of the registry, each once, however many sources speak of him.

Records of one side that matching takes for one person (its clusters, which are proposals and can be undone) are one
person here. The overlaps of the sources' lists, and samples of them under matching's own uncertainty, follow from the
same matches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.db import connection

from antigone.bureau.disclosure.figures import shown_count
from antigone.bureau.figures.values import FiguresError
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.estimation import OverlapTable, from_membership
from antigone.evidence.places import region_of


class Aspect(StrEnum):
    """By what persons are counted."""

    KIND = "kind"
    SOURCE = "source"
    REGION = "region"
    YEAR = "year"
    SEX = "sex"
    AGE = "age"


class NoLists(FiguresError):
    """There are not two sources with records of the kind, so there is no overlap to speak of."""


@dataclass(frozen=True, slots=True)
class PersonsCounted:
    """Persons in each cell of an aspect.

    Attributes:
        aspect: by what.
        cells: value -> persons, the most frequent first; the empty value is «not said». None is «fewer than 5».
        persons: all persons; records: what their sources wrote of them.
    """

    aspect: Aspect
    cells: dict[str, int | None]
    persons: int
    records: int


@dataclass(frozen=True, slots=True)
class _Row:
    record: int
    person: int
    kind: str
    source: str
    place: str
    occurred: str
    born: str
    sex: str


_ROWS = """
    SELECT r.id, coalesce(c.label, r.id), r.kind, s.name, coalesce(nullif(r.occurred_place, ''), r.last_seen_place),
        coalesce(nullif(r.occurred_date, ''), r.last_seen_date), r.birth_date, r.sex
    FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    LEFT JOIN matching_cluster c ON c.record_id = r.id
    WHERE (%s = '' OR r.kind = %s) ORDER BY r.id
"""


def persons_by(aspect: Aspect, *, kind: str = "", public: Shown | None = None) -> PersonsCounted:
    """Persons by one aspect; a person whose records disagree counts where most of them put him, the first on a tie.

    Args:
        kind: of record; every kind when empty.
        public: `Shown.PUBLIC` leaves cells under 5 out, as every page does; staff see every number.
    """
    of_person: dict[int, Counter[str]] = defaultdict(Counter)
    records = 0
    for row in _rows(kind):
        of_person[row.person][_value(aspect, row)] += 1
        records += 1
    cells = Counter(values.most_common(1)[0][0] for values in of_person.values())
    shown = {value: shown_count(count) if public is Shown.PUBLIC else count for value, count in cells.most_common()}
    return PersonsCounted(aspect, shown, len(of_person), records)


class Shown(StrEnum):
    """For whom a count is made."""

    STAFF = "staff"
    PUBLIC = "public"


def overlaps_of_sources(*, kind: str, sources: Sequence[str] = ()) -> OverlapTable:
    """How the sources' lists overlap in persons, as matching now proposes them.

    Args:
        kind: of record.
        sources: names, at least two; all that have records of the kind when empty.

    Raises:
        NoLists: fewer than two lists.
    """
    lists, rows = _lists(kind, sources)
    persons = {person: place for place, person in enumerate(dict.fromkeys(row.person for row in rows))}
    membership = np.zeros((len(persons), len(lists)), dtype=bool)
    for row in rows:
        membership[persons[row.person], lists.index(row.source)] = True
    return from_membership(lists, membership)


def overlap_samples(
    *, kind: str, sources: Sequence[str] = (), samples: int = 200, seed: int = 1
) -> Iterator[OverlapTable]:
    """Tables of overlaps under samples of who is the same person.

    Each match of two records of the kind is drawn with its joint posterior (decided matches as decided); records that
    hang together are one person. What `evidence.estimation.estimate_with_linkage` takes.

    Raises:
        NoLists: fewer than two lists.
    """
    lists, rows = _lists(kind, sources)
    place = {row.record: at for at, row in enumerate(rows)}
    on_list = np.array([lists.index(row.source) for row in rows])
    pairs = [
        (place[left], place[right], chance) for left, right, chance in _matches() if left in place and right in place
    ]
    ends = np.array([(left, right) for left, right, _chance in pairs], dtype=np.int64).reshape(-1, 2)
    chances = np.array([chance for _left, _right, chance in pairs])
    rng = np.random.default_rng(seed)
    for _ in range(samples):
        drawn = ends[rng.random(len(chances)) < chances]
        person = _components(len(rows), drawn)
        membership = np.zeros((int(person.max()) + 1, len(lists)), dtype=bool)
        membership[person, on_list] = True
        yield from_membership(lists, membership)


def _components(records: int, links: np.ndarray) -> np.ndarray:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(links), dtype=bool), (links[:, 0], links[:, 1])), shape=(records, records))
    _number, person = connected_components(graph, directed=False)
    return np.asarray(person)


def _matches() -> list[tuple[int, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left_id, right_id, CASE state WHEN 'confirmed' THEN 1.0 WHEN 'excluded' THEN 0.0"
            " ELSE joint_posterior END FROM matching_match WHERE relation <> 'across' AND state <> 'superseded'"
            " ORDER BY id"
        )
        return [(int(left), int(right), float(chance)) for left, right, chance in cursor.fetchall()]


def _lists(kind: str, sources: Sequence[str]) -> tuple[list[str], list[_Row]]:
    rows = [row for row in _rows(kind) if not sources or row.source in sources]
    lists = sorted({row.source for row in rows})
    if missing := [name for name in sources if name not in lists]:
        raise NoLists(f"the source «{missing[0]}» has no record of the kind {kind}")
    if len(lists) < 2:
        raise NoLists(f"records of the kind {kind} come from {len(lists)} source; an overlap needs two or more")
    return lists, rows


def _rows(kind: str) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [kind, kind])
        return [_Row(*row) for row in cursor.fetchall()]


def _value(aspect: Aspect, row: _Row) -> str:
    if aspect is Aspect.KIND:
        return row.kind
    if aspect is Aspect.SOURCE:
        return row.source
    if aspect is Aspect.SEX:
        return row.sex
    if aspect is Aspect.REGION:
        return region_of(row.place)
    if aspect is Aspect.YEAR:
        return _year(row.occurred)
    born, died = _year(row.born), _year(row.occurred)
    if not (born and died):
        return ""
    decade = max(int(died) - int(born), 0) // 10 * 10
    return f"{decade}-{decade + 9}"


def _year(edtf: str) -> str:
    try:
        first, last = UncertainDate.parse(edtf).years
    except NotADate:
        return ""
    return str(first) if first == last else ""
