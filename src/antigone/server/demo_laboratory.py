"""The demonstration's laboratory: swabs, bones and trees of the invented war, kept under seal and compared once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from antigone.server.configuration import Configuration
from antigone.server.secrets import laboratory_private_key


def compare_dna_once(configuration: Configuration, world: Path, sources: dict[str, str]) -> int:
    """Keep the DNA of the invented war and search it, unless that was done; gives how many pairs DNA speaks for.

    Needs Django set up with the laboratory's or the owner's rights. What was interrupted goes on where it stopped.

    Args:
        configuration: where the laboratory's key is.
        world: the folder of the war; one that was written without DNA is left alone.
        sources: name of the source by file of the war.
    """
    from antigone.bureau.identification import actions
    from antigone.bureau.identification.arrivals import search_everything
    from antigone.bureau.identification.bench import Assumptions
    from antigone.bureau.identification.models import KinshipWeight, Search
    from antigone.bureau.identification.sealing import laboratory_key
    from antigone.bureau.ledger import Actor
    from antigone.interfaces.exchange.swabs import read_population, read_profiles, read_samples, read_swabs

    folder = world / "dna"
    if folder.exists() and not Search.objects.exists():
        actor = Actor("demonstration", "laboratory")
        key = laboratory_key(laboratory_private_key(configuration.data))
        actions.keep_population(read_population(folder / "frequencies.csv"), actor=actor)
        for side in _sides(folder):
            read = read_swabs(folder / f"families_{side}.ped", folder / f"donors_{side}.csv")
            missing = sources[f"missing_{side}.csv"]
            actions.keep_families(read.families, read.donors, source=missing, actor=actor)
            samples = read_samples(folder / f"samples_{side}.csv").samples
            actions.keep_samples(samples, source=sources[f"remains_{side}.csv"], actor=actor)
            for kind in ("relatives", "remains"):
                profiles = read_profiles(folder / f"{kind}_{side}.csv", laboratory=f"Laboratory of {side.title()}")
                actions.keep_profiles(profiles.profiles, key=key, actor=actor)
        search_everything(key, Assumptions(), actor=actor)
    strong: Any = KinshipWeight.objects.filter(log10_lr__gte=6)
    return int(strong.count())


def _sides(folder: Path) -> Iterator[str]:
    for trees in sorted(folder.glob("families_*.ped")):
        yield trees.stem.removeprefix("families_")
