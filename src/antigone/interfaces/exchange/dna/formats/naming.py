"""Names of samples in formats that know no families."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.interfaces.exchange.dna.checking import Collector
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.values import DnaFile, Sample


def distinct_names(contents: DnaFile, found: Collector) -> Iterable[tuple[str, Sample]]:
    """Every sample under a name that no other has: its own, or with the family in front where two families share it."""
    everybody = list(contents.everybody())
    times: dict[str, int] = {}
    for _, sample in everybody:
        times[sample.id] = times.get(sample.id, 0) + 1
    used: set[str] = set()
    for family, sample in everybody:
        name = sample.id
        if times[name] > 1 and family:
            name = f"{family}/{name}"
            found.note(f"«{sample.id}» stands in more than one family and is written as «{name}»")
        if name in used:
            raise ExportRefused(f"two samples would be called «{name}»; rename one of them")
        used.add(name)
        yield name, sample
