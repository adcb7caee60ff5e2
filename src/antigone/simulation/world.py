"""The world as a whole: people, their war and the map, drawn from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.simulation.genes import Genes, inherit
from antigone.simulation.people import ImpossibleWorld, People, Units, invent_units, people_of
from antigone.simulation.places import Map, invented_map
from antigone.simulation.stock import NameBook, name_book
from antigone.simulation.war import War, wage


@dataclass(frozen=True)
class World:
    """One invented war, whole and true. Nothing in it depends on what any source will write."""

    seed: int
    people: People
    units: Units
    war: War
    land: Map
    book: NameBook

    @cached_property
    def died_on(self) -> NDArray[np.int64]:
        """Day of each person's death, in the war or in peace; -1 for the living."""
        day = self.people.died.copy()
        day[self.war.who] = np.maximum(day[self.war.who], self.war.died_on())
        return day

    @cached_property
    def genes(self) -> Genes:
        """Everybody's genotypes, from a stream of chance of their own."""
        return inherit(np.random.default_rng(np.random.SeedSequence([self.seed, 3])), self.people)


def create_world(people: int, seed: int) -> World:
    """The world of a seed, with exactly `people` persons: soldiers and their families.

    The same two numbers give the same world. Raises ImpossibleWorld for fewer people than a world needs
    or a negative seed.
    """
    if seed < 0:
        raise ImpossibleWorld(f"a seed is a whole number from 0 up, not {seed}; choose another")
    book, land = name_book(), invented_map()
    streams = [np.random.default_rng(stream) for stream in np.random.SeedSequence([seed, 1]).spawn(3)]
    units = invent_units(streams[0])
    everybody = people_of(streams[1], people, book, land, units)
    return World(seed, everybody, units, wage(streams[2], everybody, units, land), land, book)
