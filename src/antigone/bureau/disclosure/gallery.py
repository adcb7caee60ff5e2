"""What the public sees of the families' gallery: things that two people released, and nothing of whom they are of.

Runs under a role that reads `published.thing` and no other table of photographs. What is asked is bounded: so many a
page, so many pages, so many pictures compared, and so many pictures shown to all visitors together in a minute, because
of no visitor it is known who he is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import connection

from antigone.bureau.disclosure.gallery_stock import MOST_KEPT, GalleryStock
from antigone.bureau.disclosure.pictures import Door, outgoing_picture
from antigone.bureau.photographs.gallery.likeness import most_alike, sought
from antigone.bureau.photographs.gallery.values import LONGEST_WORDS, read_code, shown_code
from antigone.bureau.photographs.gallery.vocabulary import CODES, asked
from antigone.evidence.traits.reading import places
from antigone.imaging.decoding import Pixels
from antigone.imaging.marks import METHOD

__all__ = [
    "CODES",
    "KINDS",
    "LONGEST_WORDS",
    "MOST_COMPARED",
    "ON_A_PAGE",
    "Thing",
    "Things",
    "ThingsQuery",
    "admit",
    "alike",
    "picture_of",
    "read_code",
    "regions",
    "shown_code",
    "thing_of",
    "things",
]

KINDS: Final = ("tattoo", "scar", "clothing", "effect", "document", "face")
#: Things on one page, and pages that a question has; who wants more asks more exactly.
ON_A_PAGE: Final = 12
MOST_PAGES: Final = 10
#: Pictures with which one is compared in full. Of more a first look chooses.
MOST_COMPARED: Final = 150
#: What all visitors together may have in a minute. `picture` counts each picture shown, `compare` each search by one.
IN_A_MINUTE: Final[Mapping[str, int]] = {"picture": 600, "compare": 20}

_COLUMNS = "code, kind, place, side, what, words_uk, words_ru, words_en, year_from, year_to, region, shown_on"
_MOST_REGIONS = 100
_stock = GalleryStock()


@dataclass(frozen=True, slots=True)
class Thing:
    """The whole of what anybody may learn of a thing besides its picture.

    Attributes:
        code: random; names the thing in an enquiry.
        kind, place, side, what: codes; see `photographs.gallery.values.ReleaseDraft`.
        words: language code -> what the bureau says of it; only languages in which it says something.
        year_from, year_to: inclusive, or None.
        region: or empty.
        shown_on: since when it stands here.
    """

    code: str
    kind: str
    place: str
    side: str
    what: str
    words: Mapping[str, str]
    year_from: int | None
    year_to: int | None
    region: str
    shown_on: date

    @property
    def shown_code(self) -> str:
        return shown_code(self.code)


@dataclass(frozen=True, slots=True)
class ThingsQuery:
    """What is asked for; everything may be empty.

    Attributes:
        words: in any of the three languages.
        kind: of `KINDS`; empty means all but faces.
        place, side: of the body; a place that holds others (an arm) stands for them too.
        year: in which the person died or was found; things of which no year is known are found by every year.
        region: one of `regions`.
        page: from 1.
    """

    words: str = ""
    kind: str = ""
    place: str = ""
    side: str = ""
    year: int | None = None
    region: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Things:
    """One page of things; `more` says whether another page follows, `cut` that there is more than is ever shown."""

    things: Sequence[Thing]
    more: bool = False
    cut: bool = False


def things(query: ThingsQuery) -> Things:
    """A page of what fits: most words first, then the newest."""
    page = min(max(1, query.page), MOST_PAGES)
    conditions, values, rank, rank_values = _conditions(query)
    rows = _rows(
        f"SELECT {_COLUMNS} FROM published.thing WHERE {conditions} ORDER BY {rank} DESC, shown_on DESC, code"  # noqa: S608 - parts of this module
        " OFFSET %s LIMIT %s",
        [*values, *rank_values, (page - 1) * ON_A_PAGE, ON_A_PAGE + 1],
    )
    further = len(rows) > ON_A_PAGE
    return Things(
        [_thing(row) for row in rows[:ON_A_PAGE]],
        more=further and page < MOST_PAGES,
        cut=further and page == MOST_PAGES,
    )


def alike(pixels: Pixels, query: ThingsQuery) -> Things:
    """Things whose pictures look like this one, the likest first, among all that fit the rest of the question.

    Where more than `MOST_COMPARED` fit, the most promising of a first look are compared in full. The picture is
    compared and forgotten.
    """
    conditions, values, _, _ = _conditions(replace(query, words=""))
    rows = _rows(
        f"SELECT code FROM published.thing WHERE measured = %s AND {conditions} ORDER BY shown_on DESC, code LIMIT %s",  # noqa: S608 - as above
        [METHOD, *values, MOST_KEPT + 1],
    )
    fitting = [code for (code,) in rows]
    picture = sought(pixels)
    many = len(fitting) > MOST_COMPARED
    worth = _stock.worth(picture, fitting, limit=MOST_COMPARED) if many else fitting
    compared = _rows("SELECT code, features FROM published.thing WHERE code = ANY(%s::text[]) ORDER BY code", [worth])
    best = most_alike(picture, [bytes(features) for _, features in compared], limit=ON_A_PAGE)
    codes = [compared[place][0] for place in best]
    found = {row[0]: _thing(row) for row in _rows(_OF_CODES, [codes])}
    return Things([found[code] for code in codes if code in found], cut=len(fitting) > MOST_KEPT)


def thing_of(code: str) -> Thing | None:
    """The thing of this code; None where there is none, where it was taken out, and where there never was one."""
    rows = _rows(_OF_CODES, [[code]])
    return _thing(rows[0]) if rows else None


def picture_of(code: str, *, size: str) -> bytes | None:
    """Its picture, a JPEG: ``small`` or ``large``; None as for `thing_of`.

    Raises:
        PictureHeldBack: what is kept is no picture that may leave.
    """
    column = "large" if size == "large" else "small"
    rows = _rows(f"SELECT {column} FROM published.thing WHERE code = %s", [code])  # noqa: S608 - one of two
    return outgoing_picture(bytes(rows[0][0]), Door.GALLERY) if rows else None


def regions() -> list[str]:
    """Regions of which there is something, in the order of their letters."""
    statement = "SELECT DISTINCT region FROM published.thing WHERE region <> '' ORDER BY region LIMIT %s"
    return [region for (region,) in _rows(statement, [_MOST_REGIONS])]


def admit(what: str, many: int = 1) -> bool:
    """Whether all visitors together may have so many more in this minute; they are counted as had."""
    rows = _rows("SELECT published.admit_to_things(%s, %s, %s)", [what, many, IN_A_MINUTE[what]])
    return bool(rows[0][0])


_OF_CODES = f"SELECT {_COLUMNS} FROM published.thing WHERE code = ANY(%s::text[])"  # noqa: S608 - columns of this module


def _conditions(query: ThingsQuery) -> tuple[str, list[Any], str, list[Any]]:
    conditions, values = list[str](), list[Any]()
    words = asked(query.words)
    if words:
        conditions.append("terms && %s::text[]")
        values.append(sorted({term for word in words for term in word}))
    # A face is shown to nobody who did not ask for faces.
    conditions.append("kind = %s" if query.kind else "kind <> %s")
    values.append(query.kind or "face")
    if query.place:
        conditions.append("place = ANY(%s::text[])")
        values.append(_within(query.place))
    if query.side:
        conditions.append("side IN ('', %s)")
        values.append(query.side)
    if query.year is not None:
        conditions.append("(year_from IS NULL OR %s BETWEEN year_from AND year_to)")
        values.append(query.year)
    if query.region:
        conditions.append("region = %s")
        values.append(query.region)
    rank = " + ".join(["(terms && %s::text[])::int"] * len(words)) or "0::int"
    return " AND ".join(conditions), values, f"({rank})", list(words)


def _within(place: str) -> list[str]:
    return [place, *(one.code for one in places() if one.region == place and one.code != place)]


def _thing(row: tuple[Any, ...]) -> Thing:
    code, kind, place, side, what, uk, ru, en, year_from, year_to, region, shown_on = row
    words = {language: text for language, text in (("uk", uk), ("ru", ru), ("en", en)) if text}
    return Thing(code, kind, place, side, what, words, year_from, year_to, region, shown_on)


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
