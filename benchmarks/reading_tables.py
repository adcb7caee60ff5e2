"""How fast lists of people become drafts, beside reading the same rows as plain dictionaries.

Run: ``python -m benchmarks.reading_tables [--rows 100000]``. Prints rows a second of processor time on one core, for an
invented list as CSV (UTF-8 and windows-1251) and as XLSX, the ratio to `csv.DictReader`, and the peak memory.
The peer reads the same bytes and understands nothing of them: the ratio is the price of understanding.
"""

from __future__ import annotations

import argparse
import csv
import platform
import random
import resource
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import openpyxl

from antigone.interfaces.exchange import open_table, propose_mapping, read_drafts

HEADER = (
    "Прізвище",
    "Ім'я",
    "По батькові",
    "Дата народження",
    "Місце народження",
    "Звання",
    "В/ч",
    "Дата загибелі",
    "Місце загибелі",
    "Особистий номер",
)
SURNAMES = ("Коваленко", "Бондаренко", "Ткаченко", "Мельник", "Шевчук", "Іваненко", "Петренко", "Кравченко")
GIVEN = ("Іван", "Петро", "Вадим", "Сергій", "Олег", "Юрій")
PATRONYMICS = ("Іванович", "Петрович", "Сергійович", "Олегович")


def invented_rows(count: int) -> list[list[str]]:
    chance = random.Random(1)
    return [
        [
            chance.choice(SURNAMES),
            chance.choice(GIVEN),
            chance.choice(PATRONYMICS),
            f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.{chance.randint(1960, 2003)}",
            f"м. Місто {number % 500}",
            "солдат",
            f"А{number % 300:04d}",
            f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}.2022",
            "с. Нове",
            f"КВ-{number:06d}",
        ]
        for number in range(count)
    ]


def as_csv(path: Path, rows: list[list[str]], encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def as_xlsx(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    return path


def drafts_in(path: Path) -> int:
    with open_table(path) as table:
        return sum(1 for _ in read_drafts(table, propose_mapping(table)))


def dictionaries_in(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(1 for _ in csv.DictReader(stream))


def rows_a_second(read: Callable[[Path], int], path: Path) -> float:
    """Of processor time, children's included."""
    before = time.process_time() + _children()
    count = read(path)
    return count / (time.process_time() + _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = invented_rows(parser.parse_args().rows)
    with tempfile.TemporaryDirectory() as folder:
        utf8 = as_csv(Path(folder) / "utf8.csv", rows, "utf-8")
        windows = as_csv(Path(folder) / "windows.csv", rows, "cp1251")
        workbook = as_xlsx(Path(folder) / "list.xlsx", rows)
        del rows
        peer = rows_a_second(dictionaries_in, utf8)
        print(f"{'work':<28}{'rows/s, one core':>18}{'ratio to csv.DictReader':>26}")
        for name, path in (("CSV, UTF-8", utf8), ("CSV, windows-1251", windows), ("XLSX", workbook)):
            ours = rows_a_second(drafts_in, path)
            print(f"{name:<28}{ours:>18,.0f}{ours / peer:>26.3f}")
        print(f"{'csv.DictReader, UTF-8':<28}{peer:>18,.0f}{1:>26.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Python {platform.python_version()}, python-calamine {version('python-calamine')}; peak {peak} MiB")


if __name__ == "__main__":
    main()
