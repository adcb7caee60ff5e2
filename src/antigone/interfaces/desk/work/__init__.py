"""What there is to do, as numbers on the first page: never a name, and small numbers of people only as «fewer than 5».

A room adds its numbers by a tuple of `Tile`s, named in `TILES` below. A number that tells a person how much waits for
herself is exact: she opens the list behind it anyway. Every other number of people below five is not said, and where
one of several is not said their sum is not exact either, or it would tell.
"""

from __future__ import annotations

from antigone.interfaces.desk.work.others import OTHER_TILES
from antigone.interfaces.desk.work.registrars import REGISTRARS_TILES
from antigone.interfaces.desk.work.small_cells import LEAST_SAID, Cell, cell, total_of
from antigone.interfaces.desk.work.tiles import Counted, ShownTile, Tile, shown_tiles

#: All tiles, in the order of the page.
TILES: tuple[Tile, ...] = (*REGISTRARS_TILES, *OTHER_TILES)

__all__ = ["LEAST_SAID", "TILES", "Cell", "Counted", "ShownTile", "Tile", "cell", "shown_tiles", "total_of"]
