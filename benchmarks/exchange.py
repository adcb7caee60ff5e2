"""How fast a repository goes out and comes in, and in how much memory.

Run: ``python -m benchmarks.exchange [--persons 1000000] [--only WORD]``. Each work runs in a process of its own;
printed are persons a second of processor time, that of the sandbox included, persons a second by the clock, the highest
memory of that process and of the one in the sandbox, and the ratio of processor times to a peer from Python's own
library that does the same to the same file and understands nothing of it: `ElementTree.iterparse` reading every text,
`XMLGenerator` writing the same elements, `csv.writer` writing the same cells. With `--only` works whose name holds the
word are done, without peers. Last come documents of one person, as partners' programs send them, read one by one.
"""

from __future__ import annotations

import argparse
import csv
import io
import multiprocessing
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import XMLGenerator

from antigone.bureau.disclosure.letting_out import OutgoingPerson

SURNAMES = ("Коваленко", "Бондаренко", "Ткаченко", "Мельник", "Шевчук", "Іваненко", "Петренко", "Кравченко")
GIVEN = ("Іван", "Петро", "Вадим", "Сергій", "Олег", "Юрій")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_DOCUMENTS = 300


def people(count: int) -> Iterator[OutgoingPerson]:
    """Invented people who may be listed."""
    for number in range(count):
        surname, given = SURNAMES[number % 8], GIVEN[number % 6]
        yield OutgoingPerson(
            public_id=f"{number:032x}",
            kind="dead",
            name=f"{surname} {given} {number}ович",
            other_names=(f"Surname{number % 8} Name{number % 6}",),
            birth_year=str(1960 + number % 45),
            death_year="2022",
            region="Вигадана область",
            source="Book of the dead",
            as_of="2024-08-08",
            changed_at=_START + timedelta(seconds=number // 50),
        )


def write_pfif_file(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.outgoing.people import Home, person_of
    from antigone.interfaces.exchange.pfif import write_pfif

    home = Home("bureau.example", "The bureau")
    with path.open("wb") as stream:
        for block in write_pfif(person_of(one, home) for one in people(count)):
            stream.write(block)


def read_pfif_file(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.pfif import open_pfif

    with open_pfif(path) as file:
        assert sum(1 for _ in file.records()) == count


def validate_pfif_file(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.pfif import open_pfif
    from antigone.interfaces.exchange.pfif.validating import validate

    with open_pfif(path) as file:
        assert not list(validate(file, now=_START + timedelta(days=300)))


def rows_from_pfif_file(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.pfif import open_pfif
    from antigone.interfaces.exchange.pfif.rows import rows_of

    def nobody(_: object) -> dict[str, dict[str, str]]:
        return {}

    with open_pfif(path) as file:
        rows = rows_of(file, now=_START, kind=None, own_domains=frozenset(), kept=nobody, gone=print)
        assert sum(1 for _ in rows) == count


def read_with_element_tree(path: Path, count: int) -> None:
    found = 0
    for _, element in ElementTree.iterparse(path):
        if element.tag.endswith("}person"):
            {child.tag: child.text for child in element}
            element.clear()
            found += 1
    assert found == count


def write_with_xml_generator(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.outgoing.people import Home, person_of

    home = Home("bureau.example", "The bureau")
    with path.with_suffix(".peer").open("wb") as stream:
        writer = XMLGenerator(stream, "utf-8")  # type: ignore[arg-type]
        writer.startElement("pfif", {})
        for person in (person_of(one, home) for one in people(count)):
            writer.startElement("person", {})
            for fields in (person.fields, *(note.fields for note in person.notes)):
                for name, text in fields.items():
                    writer.startElement(name, {})
                    writer.characters(text)
                    writer.endElement(name)
            writer.endElement("person")
        writer.endElement("pfif")


def write_csv_file(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.outgoing import COLUMNS
    from antigone.interfaces.exchange.outgoing.files import csv_blocks

    with path.with_suffix(".csv").open("wb") as stream:
        for block in csv_blocks(people(count), COLUMNS):
            stream.write(block)


def write_with_csv_writer(path: Path, count: int) -> None:
    with path.with_suffix(".peer").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            (one.public_id, one.kind, one.name, "; ".join(one.other_names), one.birth_year, one.death_year,
             one.region, one.source, one.as_of, one.changed_at.isoformat())
            for one in people(count)
        )  # fmt: skip


def write_entities(path: Path, count: int) -> None:
    from antigone.interfaces.exchange.outgoing.files import entity_blocks
    from antigone.interfaces.exchange.outgoing.people import Home

    with path.with_suffix(".ftm").open("wb") as stream:
        for block in entity_blocks(people(count), Home("bureau.example", "The bureau")):
            stream.write(block)


@dataclass(frozen=True)
class Measured:
    """Seconds of processor time and by the clock, and the highest resident memory in MiB, here and in the sandbox."""

    seconds: float
    elapsed: float
    mebibytes: float
    inside: float


Work = Callable[[Path, int], None]
#: What is done -> how, and the peer with which it is compared.
WORK: dict[str, tuple[Work, str]] = {
    "ElementTree.iterparse, texts alone": (read_with_element_tree, ""),
    "XMLGenerator, the same elements": (write_with_xml_generator, ""),
    "csv.writer, the same cells": (write_with_csv_writer, ""),
    "PFIF 1.4 written": (write_pfif_file, "XMLGenerator, the same elements"),
    "PFIF 1.4 read": (read_pfif_file, "ElementTree.iterparse, texts alone"),
    "PFIF 1.4 judged": (validate_pfif_file, "ElementTree.iterparse, texts alone"),
    "PFIF 1.4 into drafts (read twice)": (rows_from_pfif_file, "ElementTree.iterparse, texts alone"),
    "CSV written": (write_csv_file, "csv.writer, the same cells"),
    "FollowTheMoney written": (write_entities, ""),
}


def _run(work: Work, path: Path, count: int, answer: multiprocessing.Queue[Measured]) -> None:
    from antigone.imaging.sandbox.calling import end_nursery

    began, began_at = time.process_time(), time.monotonic()
    work(path, count)
    elapsed, seconds = time.monotonic() - began_at, time.process_time() - began
    # Its time is told when it has ended.
    end_nursery()
    here, inside = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds += inside.ru_utime + inside.ru_stime
    answer.put(Measured(seconds, elapsed, here.ru_maxrss / 1024, inside.ru_maxrss / 1024))


def measured(work: Work, path: Path, count: int) -> Measured:
    """The work in a process of its own, so that its memory is its own."""
    spawning = multiprocessing.get_context("spawn")
    answer = spawning.Queue()
    process = spawning.Process(target=_run, args=(work, path, count, answer))
    process.start()
    found: Measured = answer.get()
    process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    count = asked.persons
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antigone.server.settings")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.xml"
        write_pfif_file(path, count)
        print(f"{count:,} persons with a note each, {path.stat().st_size / 2**20:,.0f} MiB of PFIF 1.4")
        print(f"{'work':<36}{'persons/s':>12}{'by the clock':>14}{'peak MiB':>10}{'sandbox':>9}{'ratio to peer':>15}")
        speeds: dict[str, float] = {}
        for name, (work, peer) in WORK.items():
            if asked.only and asked.only not in name:
                continue
            found = measured(work, path, count)
            speeds[name] = count / found.seconds
            ratio = f"{speeds[name] / speeds[peer]:.2f}" if peer in speeds else ""
            speed = f"{speeds[name]:>12,.0f}{count / found.elapsed:>14,.0f}"
            print(f"{name:<36}{speed}{found.mebibytes:>10,.0f}{found.inside:>9,.0f}{ratio:>15}", flush=True)
    if "document" in asked.only or not asked.only:
        _small_documents()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}")


def _small_documents() -> None:
    """How long one person takes that comes in a document of its own."""
    _, alone = _read_one_by_one(1)
    (first, *rest), together = _read_one_by_one(1 + _DOCUMENTS)
    rest.sort()
    half, most = rest[len(rest) // 2], rest[len(rest) * 95 // 100]
    print(
        f"a document of one person: {1000 * (together - alone) / _DOCUMENTS:.1f} ms of processor time; by the clock "
        f"{half:.1f} ms, p95 {most:.1f} ms, the first one of a process {first:.0f} ms"
    )


def _read_one_by_one(count: int) -> tuple[list[float], float]:
    """Milliseconds by the clock of each of so many documents; seconds of processor time of all, sandbox included."""
    from antigone.imaging.sandbox.calling import end_nursery
    from antigone.interfaces.exchange.outgoing.people import Home, person_of
    from antigone.interfaces.exchange.pfif import read_stream, write_pfif

    home = Home("bureau.example", "The bureau")
    documents = [b"".join(write_pfif([person_of(person, home)])) for person in people(count)]
    began, took = os.times(), []
    for document in documents:
        began_at = time.monotonic()
        assert len(list(read_stream("document", io.BytesIO(document)))) == 1
        took.append(1000 * (time.monotonic() - began_at))
    end_nursery()
    return took, sum(os.times()[:4]) - sum(began[:4])


if __name__ == "__main__":
    main()
