"""A synthetic war whose truth is known, for demos, tests and benchmarks.

    write_world(Path("world"), people=10_000, seed=7)

Two invented countries, invented places and units; names are chance combinations of real-language names, so that the
science of names is tried. `docs/simulation.md` tells what is modelled and how often each source goes wrong.
"""

from antigone.simulation.lists import LISTS, SourceList
from antigone.simulation.output import FolderUnusable, WorldSummary, write_world
from antigone.simulation.people import ImpossibleWorld
from antigone.simulation.slips import SourceErrors
from antigone.simulation.world import World, create_world

__all__ = [
    "LISTS",
    "FolderUnusable",
    "ImpossibleWorld",
    "SourceErrors",
    "SourceList",
    "World",
    "WorldSummary",
    "create_world",
    "write_world",
]
