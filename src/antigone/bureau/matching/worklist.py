"""The queue as people work it: filters, a page at a time by keyset, and counts that stay cheap.

A page reads its list of matches in the order of an index from where the page before ended, so that the thousandth page
costs what the first one does. Every statement here has a time limit; what would take longer is refused in a sentence.
"""

from __future__ import annotations

import math
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from antigone.bureau.matching.models import LIVE, Match, MatchState, Relation
from antigone.bureau.matching.queries import cards_of
from antigone.bureau.matching.values import MatchCard, MatchingError
from antigone.evidence import names

#: Matches on one page.
PAGE = 50
#: More are not counted.
COUNTED = 1_000
_TIMEOUT_MS = 3_000
_COUNTING_MS = 250
_MOST_WORDS = 4


class TooSlow(MatchingError):
    """What was asked for would take too long."""


class NotACursor(MatchingError):
    """The place in the queue cannot be read."""


class Whose(StrEnum):
    """By whom a match was taken up."""

    ANYBODY = ""
    MINE = "mine"
    NOBODY = "nobody"


class Band(StrEnum):
    """Joint posteriors, lower bound inclusive, upper exclusive."""

    ALL = ""
    NEAR_CERTAIN = "0.99"
    LIKELY = "0.9"
    EVEN = "0.5"
    POSSIBLE = "0.1"
    UNLIKELY = "0"

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and next to highest posterior."""
        if self is Band.ALL:
            return 0.0, math.inf
        ranked = [float(one) for one in Band if one is not Band.ALL]
        low = float(self.value)
        return low, min((other for other in ranked if other > low), default=math.inf)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which matches are wanted.

    Attributes:
        relation: across, or within one side; None for all, which is for lists that are short.
        state: one state; None for the undecided ones.
        found_kind: kind of the found record; empty for all.
        source: number of the source of either record; None for all.
        name: part of a name of either record, in any script; its words in any order.
        dna: only pairs of which a laboratory has said something.
        enquired: only where a family has an enquiry after the sought record.
    """

    relation: Relation | None = Relation.ACROSS
    state: MatchState | None = None
    found_kind: str = ""
    band: Band = Band.ALL
    name: str = ""
    source: int | None = None
    whose: Whose = Whose.ANYBODY
    dna: bool = False
    enquired: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of the queue: just after, or just before, this match."""

    joint_posterior: float
    log10_lr: float
    number: int

    def __str__(self) -> str:
        packed = struct.pack(">ddq", self.joint_posterior, self.log10_lr, self.number)
        return urlsafe_b64encode(packed).decode()

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The place that `str` wrote.

        Raises:
            NotACursor: it wrote no such thing.
        """
        try:
            joint, weight, number = struct.unpack(">ddq", urlsafe_b64decode(text.encode("ascii")))
        except (ValueError, struct.error):
            raise NotACursor("this place in the queue cannot be read; begin at its start") from None
        if not (math.isfinite(joint) and math.isfinite(weight)):
            raise NotACursor("this place in the queue cannot be read; begin at its start")
        return cls(joint, weight, number)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue.

    Attributes:
        cards: the likeliest first.
        before, after: where the pages before and after begin; None where there is none.
    """

    cards: tuple[MatchCard, ...]
    before: Cursor | None
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are; `more` when there are more than were counted."""

    number: int
    more: bool


def queue_page(
    wanted: Filter,
    *,
    worker: str,
    after: Cursor | None = None,
    before: Cursor | None = None,
    enquired: Collection[int] = (),
    size: int = PAGE,
) -> QueuePage:
    """Matches that are wanted, the likeliest first by joint posterior, from a place on or up to one.

    Args:
        wanted: which.
        worker: whose are `Whose.MINE`.
        after, before: at most one of them; neither begins at the start.
        enquired: numbers of the sought records after which families ask; read when `wanted.enquired`.
        size: how many.

    Raises:
        TooSlow: it would take longer than three seconds.
    """
    conditions, values = _conditions(wanted, worker, enquired)
    backwards = before is not None
    place = before if backwards else after
    if place is not None:
        conditions.append(_BEFORE if backwards else _AFTER)
        values |= {"joint": place.joint_posterior, "weight": place.log10_lr, "number": place.number}
    order = _BACKWARDS if backwards else _FORWARDS
    statement = f"SELECT m.id {_FROM} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT {size + 1}"
    found = [row[0] for row in _rows(statement, values)]
    beyond = len(found) > size
    ids = found[:size][::-1] if backwards else found[:size]
    rows = {match.pk: match for match in Match.objects.filter(pk__in=ids)}
    kept = [rows[one] for one in ids if one in rows]
    first, last = (_place(kept[0]), _place(kept[-1])) if kept else (None, None)
    if backwards:
        return QueuePage(cards_of(kept), first if beyond else None, last)
    return QueuePage(cards_of(kept), first if after is not None else None, last if beyond else None)


def count(wanted: Filter, *, worker: str, enquired: Collection[int] = ()) -> Count | None:
    """How many matches are wanted, up to `COUNTED`; None when it takes longer than a quarter of a second to know.

    Raises:
        TooSlow: to look up the records of a name takes longer than three seconds.
    """
    conditions, values = _conditions(wanted, worker, enquired)
    # In the order of the queue, so that counting walks the same index and stops as soon as the page does.
    inner = f"SELECT 1 {_FROM} WHERE {' AND '.join(conditions)} ORDER BY {_FORWARDS} LIMIT {COUNTED + 1}"
    whole = f"SELECT count(*) FROM ({inner}) AS found"  # noqa: S608 (every value is a parameter)
    try:
        ((number,),) = _rows(whole, values, milliseconds=_COUNTING_MS)
    except TooSlow:
        return None
    return Count(min(number, COUNTED), number > COUNTED)


def taken_up(worker: str) -> int:
    """How many matches are under review by this person."""
    return Match.objects.filter(state=MatchState.UNDER_REVIEW, taken_up_by=worker).count()


_FROM = "FROM matching_match m"
_FORWARDS = "m.joint_posterior DESC, m.log10_lr DESC, m.id"
_BACKWARDS = "m.joint_posterior, m.log10_lr, m.id DESC"
# The first half bounds the reading of the index, the second tells apart what is equal.
_AFTER = (
    "m.joint_posterior <= %(joint)s AND (m.joint_posterior < %(joint)s OR m.log10_lr < %(weight)s"
    " OR (m.log10_lr = %(weight)s AND m.id > %(number)s))"
)
_BEFORE = (
    "m.joint_posterior >= %(joint)s AND (m.joint_posterior > %(joint)s OR m.log10_lr > %(weight)s"
    " OR (m.log10_lr = %(weight)s AND m.id < %(number)s))"
)
_EITHER = "(m.left_id {among} OR m.right_id {among})"
_WORD = (
    "n.words && ARRAY(SELECT w.word FROM registry_nameword w WHERE w.word LIKE %(word{at})s ORDER BY w.word LIMIT 2000)"
)
_BEARERS = "SELECT n.record_id FROM registry_name n WHERE {words}"
#: So many records are handed to the planner by number, which then sees how few they are; more are left to it.
_BY_NUMBER = 5_000


def _conditions(wanted: Filter, worker: str, enquired: Collection[int]) -> tuple[list[str], dict[str, Any]]:
    # Literals, not parameters, where a partial index has to be recognised; all of them are our own enumerations.
    states = LIVE if wanted.state is None else (wanted.state,)
    if wanted.state is None and wanted.whose is Whose.MINE:
        states = (MatchState.UNDER_REVIEW,)
    conditions = [f"m.state IN ({', '.join(repr(state.value) for state in states)})"]
    if wanted.relation is not None:
        conditions.append(f"m.relation = '{wanted.relation.value}'")
    values: dict[str, Any] = {}
    low, high = wanted.band.bounds
    if low > 0:
        conditions.append("m.joint_posterior >= %(low)s")
        values["low"] = low
    if high < math.inf:
        conditions.append("m.joint_posterior < %(high)s")
        values["high"] = high
    if wanted.whose is Whose.MINE:
        conditions.append("m.taken_up_by = %(worker)s")
        values["worker"] = worker
    elif wanted.whose is Whose.NOBODY:
        conditions.append("m.taken_up_by = ''")
    if wanted.found_kind:
        conditions.append("EXISTS (SELECT FROM registry_record r WHERE r.id = m.right_id AND r.kind = %(kind)s)")
        values["kind"] = wanted.found_kind
    if wanted.source is not None:
        values["source"] = wanted.source
        conditions.append(
            _of_records("of_source", "SELECT r.id FROM registry_record r WHERE r.source_id = %(source)s", values)
        )
    if wanted.dna:
        conditions.append(
            "EXISTS (SELECT FROM matching_outsideweight o WHERE o.left_id = least(m.left_id, m.right_id)"
            " AND o.right_id = greatest(m.left_id, m.right_id) AND lower(o.line) LIKE 'dna%%')"
        )
    if wanted.enquired:
        conditions.append("m.left_id = ANY(%(enquired)s::bigint[])")
        values["enquired"] = list(enquired)
    words = [word.folded for word in names.words(wanted.name)][:_MOST_WORDS]
    if words:
        values |= {f"word{at}": f"%{word}%" if len(word) > 2 else f"{word}%" for at, word in enumerate(words)}
        borne = " AND ".join(_WORD.format(at=at) for at in range(len(words)))
        conditions.append(_of_records("named", _BEARERS.format(words=borne), values))
    elif wanted.name.strip():
        conditions.append("false")
    return conditions, values


def _of_records(name: str, records: str, values: dict[str, Any]) -> str:
    """That either record is one of those; a few are looked up first, and none makes a condition that nothing meets."""
    few = [row[0] for row in _rows(f"{records} LIMIT {_BY_NUMBER + 1}", values)]
    if not few:
        return "false"
    if len(few) > _BY_NUMBER:
        return _EITHER.format(among=f"IN ({records})")
    values[name] = list(set(few))
    return _EITHER.format(among=f"= ANY(%({name})s::bigint[])")


def _place(match: Match) -> Cursor:
    return Cursor(match.joint_posterior, match.log10_lr, match.pk)


def _rows(statement: str, values: dict[str, Any], *, milliseconds: int | None = None) -> list[tuple[Any, ...]]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds or _TIMEOUT_MS)])
            cursor.execute(statement, values)
            rows = list(cursor.fetchall())
            # Inside a transaction of somebody else's, the limit would outlive this statement.
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
            return rows
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow("this would take too long; ask for a narrower part of the queue") from None
        raise
