"""What happened to each soldier, when and where, and to his body.

Shares of fates are the same for both sides and far above those of a real army: the world is about the families whom
the war reached, so that lists come out long for the people asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.simulation import words
from antigone.simulation.people import AS_OF, NEVER, WAR_BEGAN, People, Units
from antigone.simulation.places import Map, front_line

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Fate(IntEnum):
    """What is true of a soldier on the day the lists are closed."""

    UNHARMED = 0
    PRISONER = 1
    EXCHANGED = 2
    DIED_IN_CAPTIVITY = 3
    KILLED = 4


class Body(IntEnum):
    """What is true of the body of one who died."""

    NONE = 0
    NAMED_BY_OWN = 1
    UNNAMED_WITH_OWN = 2
    NAMED_BY_OTHER = 3
    UNNAMED_WITH_OTHER = 4
    NOT_RECOVERED = 5


FATE_SHARES: Final = {
    Fate.UNHARMED: 0.42,
    Fate.PRISONER: 0.12,
    Fate.EXCHANGED: 0.07,
    Fate.DIED_IN_CAPTIVITY: 0.02,
    Fate.KILLED: 0.37,
}
KILLED_BODY_SHARES: Final = {
    Body.NAMED_BY_OWN: 0.46,
    Body.UNNAMED_WITH_OWN: 0.18,
    Body.NAMED_BY_OTHER: 0.05,
    Body.UNNAMED_WITH_OTHER: 0.11,
    Body.NOT_RECOVERED: 0.20,
}
CAPTIVE_BODY_SHARES: Final = {
    Body.NAMED_BY_OWN: 0.45,
    Body.UNNAMED_WITH_OWN: 0.30,
    Body.NAMED_BY_OTHER: 0.15,
    Body.NOT_RECOVERED: 0.10,
}
# Offensives: day of the war on which each is at its height, days it lasts (s.d.), share of the losses.
_OFFENSIVES: Final = ((70, 25, 0.16), (250, 40, 0.22), (430, 30, 0.12), (760, 55, 0.16), (1050, 45, 0.14))
_CAMPS: Final = 9


@dataclass(frozen=True)
class War:
    """Fates, one entry a soldier in the order of `who`; days count from `people.EPOCH`, `NEVER` where none.

    Attributes:
        who: rows of the soldiers among the people.
        fate, body: codes of `Fate` and `Body`.
        struck: day of capture or death at the front.
        place: settlement of capture or death at the front; x and y its true point in kilometres.
        wounded: whether he was wounded when captured.
        camp: number of the camp of a prisoner, 0 where none.
        camp_place: settlement of that camp.
        ended: day of exchange or of death in captivity.
        cause: row of `words.CAUSES` for the dead, else -1.
        found: day on which the body was recovered.
        state: row of `words.BODY_STATES` for recovered bodies, else -1.
        parts: in how many pieces with numbers of their own an unnamed body lies, 0 where not recovered or named.
    """

    who: Ints
    fate: Ints
    body: Ints
    struck: Ints
    place: Ints
    x: Floats
    y: Floats
    wounded: Bools
    camp: Ints
    camp_place: Ints
    ended: Ints
    cause: Ints
    found: Ints
    state: Ints
    parts: Ints

    def died_on(self) -> Ints:
        """Day of death in the war, `NEVER` for the living."""
        return np.where(
            self.fate == Fate.KILLED, self.struck, np.where(self.fate == Fate.DIED_IN_CAPTIVITY, self.ended, NEVER)
        )


def _draw(rng: np.random.Generator, shares: dict[Fate, float] | dict[Body, float], count: int) -> Ints:
    return rng.choice([int(key) for key in shares], count, p=list(shares.values()))


def wage(rng: np.random.Generator, people: People, units: Units, land: Map) -> War:
    """Let the war happen to every soldier."""
    who = np.flatnonzero(people.soldier)
    count = len(who)
    fate = _draw(rng, FATE_SHARES, count)
    harmed = fate != Fate.UNHARMED
    captive = (fate == Fate.PRISONER) | (fate == Fate.EXCHANGED) | (fate == Fate.DIED_IN_CAPTIVITY)

    length = AS_OF - WAR_BEGAN
    uniform, day = rng.random(count), rng.integers(5, length - 40, count).astype(np.float64)
    low = 0.0
    for peak, spread, share in _OFFENSIVES:
        here = (uniform >= low) & (uniform < low + share)
        day[here] = rng.normal(peak, spread, int(here.sum()))
        low += share
    # A battle that came before he enlisted cannot have struck him: draw again within his own service.
    since = np.maximum(people.enlisted[who] + 10, WAR_BEGAN + 3)
    struck = WAR_BEGAN + day.astype(np.int64)
    outside = (struck < since) | (struck > AS_OF - 40)
    redrawn = since + (rng.random(count) * (AS_OF - 40 - since)).astype(np.int64)
    struck = np.where(outside, redrawn, struck)

    y = (units.sector[people.unit[who]] + rng.normal(0, 9, count)).clip(1, 499)
    x = front_line(y, (struck - WAR_BEGAN).astype(np.float64)) + rng.normal(0, 5, count)
    place = land.nearest(x, y)

    held = rng.random(count)
    remaining = AS_OF - struck
    ended = struck + np.maximum(1, (remaining * (0.15 + 0.8 * held)).astype(np.int64))
    ended = np.where((fate == Fate.EXCHANGED) | (fate == Fate.DIED_IN_CAPTIVITY), ended, NEVER)

    killed, died_captive = fate == Fate.KILLED, fate == Fate.DIED_IN_CAPTIVITY
    body = np.where(killed, _draw(rng, KILLED_BODY_SHARES, count), int(Body.NONE))
    body = np.where(died_captive, _draw(rng, CAPTIVE_BODY_SHARES, count), body)
    dead_on = np.where(killed, struck, ended)
    recovered = (killed | died_captive) & (body != Body.NOT_RECOVERED)
    unnamed = (body == Body.UNNAMED_WITH_OWN) | (body == Body.UNNAMED_WITH_OTHER)
    wait = np.where(unnamed, rng.exponential(150, count), rng.exponential(9, count)).astype(np.int64)
    found = np.where(recovered, np.minimum(dead_on + wait, AS_OF - 5), NEVER)
    lain = found - dead_on
    state = np.select([lain < 12, lain < 150], [0, 1], 2)
    in_part = unnamed & (rng.random(count) < 0.16)
    state = np.where(recovered, np.where(in_part, 3, state), -1)
    parts = np.where(in_part, rng.choice((1, 2, 3), count, p=(0.55, 0.33, 0.12)), unnamed.astype(np.int64))

    # Camps of a side lie far behind its own front: a prisoner of side 0's army is held by side 1.
    camps = [rng.choice(np.flatnonzero((land.side == code) & (np.abs(land.x - 400) > 120)), _CAMPS) for code in (0, 1)]
    camp = np.where(captive, rng.integers(1, _CAMPS + 1, count), 0)
    holder = 1 - people.side[who]
    camp_place = np.where(holder == 0, camps[0][camp - 1], camps[1][camp - 1])
    cause = np.where(
        killed,
        rng.choice(len(words.CAUSES), count, p=(0.48, 0.32, 0.14, 0.05, 0.01)),
        np.where(died_captive, rng.choice(len(words.CAUSES), count, p=(0.1, 0.05, 0.1, 0.05, 0.7)), -1),
    )
    return War(
        who=who, fate=fate, body=body, struck=np.where(harmed, struck, NEVER), place=np.where(harmed, place, -1), x=x,
        y=y, wounded=captive & (rng.random(count) < 0.38), camp=camp, camp_place=np.where(captive, camp_place, -1),
        ended=ended, cause=cause, found=found, state=state, parts=parts,
    )  # fmt: skip
