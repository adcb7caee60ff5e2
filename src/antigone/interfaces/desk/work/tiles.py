"""A number on the first page: what it counts, for whom, and where the list behind it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import Promise

from antigone.interfaces.desk.permissions import ROUTES, Role, Visitor
from antigone.interfaces.desk.work.small_cells import Cell, cell

# A page that everybody opens first must not count everything each time.
_KEPT_SECONDS = 60


class Counted(Enum):
    """What a number counts, which decides how it is said."""

    MINE = "what waits for this visitor alone; exact, and counted anew each time"
    PEOPLE = "people, or what tells of people; small numbers are not said"
    THINGS = "sources, files, accounts, events; exact"


@dataclass(frozen=True, slots=True)
class Tile:
    """One number.

    Attributes:
        key: names it in the cache; unique.
        label: what is counted, in a few words.
        count: counts it; must be cheap (an index, or a small table): the first page waits for it.
        counted: see `Counted`.
        roles: who sees it.
        route: the page with the list behind it, without arguments; empty where there is none. It is a link for
            whoever may open that page.
    """

    key: str
    label: str | Promise
    count: Callable[[Visitor], int]
    counted: Counted
    roles: frozenset[Role]
    route: str = ""


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A tile for one visitor. `address` is empty where there is no list to open."""

    label: str | Promise
    cell: Cell
    address: str
    mine: bool


def shown_tiles(tiles: Iterable[Tile], visitor: Visitor) -> list[ShownTile]:
    """The tiles of a visitor's roles with their numbers. What waits for herself and is nothing is left out."""
    shown = []
    for tile in tiles:
        if not visitor.roles & tile.roles:
            continue
        number = _number(tile, visitor)
        mine = tile.counted is Counted.MINE
        if mine and not number:
            continue
        said = cell(number) if tile.counted is Counted.PEOPLE else Cell(number)
        opens = tile.route in ROUTES and visitor.may(tile.route)
        shown.append(ShownTile(tile.label, said, reverse(tile.route) if opens else "", mine))
    return shown


def _number(tile: Tile, visitor: Visitor) -> int:
    if tile.counted is Counted.MINE:
        return tile.count(visitor)
    kept = cache.get_or_set(f"desk.work.{tile.key}", lambda: tile.count(visitor), _KEPT_SECONDS)
    return int(kept or 0)
