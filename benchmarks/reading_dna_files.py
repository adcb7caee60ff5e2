"""How fast laboratories' files become profiles, beside a parser that understands nothing of them.

Run: ``python -m benchmarks.reading_dna_files [--profiles 5000]``. Prints profiles a second of processor time, that of
the sandbox included, written and read, of invented profiles of 24 loci in each format, and the ratio of reading to the
plain parser (csv.reader, lxml's iterparse, or splitting lines).
"""

from __future__ import annotations

import argparse
import csv
import itertools
import platform
import random
import resource
import tempfile
from pathlib import Path

from lxml import etree

from antigone.imaging.sandbox.calling import end_nursery
from antigone.interfaces.exchange.dna import (
    CodisExport,
    DnaFile,
    DnaFormat,
    FrequencyTable,
    LocusFrequencies,
    Reading,
    Sample,
    read_dna,
    render,
)

LOCI = """
    CSF1PO D10S1248 D12S391 D13S317 D16S539 D18S51 D19S433 D1S1656 D21S11 D22S1045 D2S1338 D2S441 D3S1358 D5S818
    D7S820 D8S1179 FGA Penta_D Penta_E SE33 TH01 TPOX vWA DYS391
"""
REPEATS = {"D21S11": 28, "FGA": 20, "D12S391": 16, "D2S1338": 18, "SE33": 16}
CODIS = CodisExport("HERE", "THERE", "lab", "2024-05-01T12:00:00", "Unidentified Person")


def invented(count: int) -> DnaFile:
    chance = random.Random(1)
    ladders = {at.replace("_", " "): [str(REPEATS.get(at, 8) + n) for n in range(6)] for at in LOCI.split()}
    samples = tuple(
        Sample(
            f"V{number}",
            readings=tuple(
                Reading(at, tuple(sorted(chance.choices(ladder, k=1 if at == "DYS391" else 2), key=float)))
                for at, ladder in ladders.items()
            ),
        )
        for number in range(count)
    )
    table = FrequencyTable(
        "even", tuple(LocusFrequencies(at, tuple(ladder), (1 / 6,) * 6) for at, ladder in ladders.items())
    )
    return DnaFile("invented", DnaFormat.LRMIX, samples=samples, frequencies=(table,))


def spent() -> float:
    """Seconds of processor time of this process and of its sandbox, which is ended for it."""
    end_nursery()
    both = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(one.ru_utime + one.ru_stime for one in both)


def parsed(path: Path, kind: DnaFormat) -> None:
    """What the peer does: every cell, element or line once."""
    if path.suffix == ".xml":
        for _, element in etree.iterparse(path, resolve_entities=False):
            element.clear()
    elif kind in (DnaFormat.FAMILIAS, DnaFormat.PED):
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                line.split("\t")
    else:
        with path.open(encoding="utf-8", newline="") as stream:
            for _ in csv.reader(stream, delimiter="," if path.suffix == ".csv" else "\t"):
                pass


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--profiles", type=int, default=5_000)
    count = arguments.parse_args().profiles
    contents = invented(count)
    print(f"{'format':18}{'MB':>7}{'written/s':>12}{'read/s':>10}{'ratio to a plain parser':>26}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, ending in (
            (DnaFormat.LRMIX, ".csv"),
            (DnaFormat.GENEMAPPER_LONG, ".txt"),
            (DnaFormat.GENEMAPPER_WIDE, ".txt"),
            (DnaFormat.SMARTRANK, ".csv"),
            (DnaFormat.CMF_33, ".xml"),
            (DnaFormat.FAMILIAS, ".fam"),
            (DnaFormat.PED, ".ped"),
        ):
            path = Path(folder) / f"file{ending}"
            moments = [spent()]
            path.write_text(render(contents, kind, codis=CODIS).text, encoding="utf-8")
            moments.append(spent())
            back = read_dna(path)
            moments.append(spent())
            parsed(path, kind)
            moments.append(spent())
            assert sum(1 for _ in back.everybody()) == count
            writing, reading, plain = (after - before for before, after in itertools.pairwise(moments))
            size = path.stat().st_size / 1e6
            print(f"{kind:18}{size:>7.1f}{count / writing:>12,.0f}{count / reading:>10,.0f}{plain / reading:>26.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Python {platform.python_version()}, lxml {etree.__version__}; peak {peak} MiB")


if __name__ == "__main__":
    main()
