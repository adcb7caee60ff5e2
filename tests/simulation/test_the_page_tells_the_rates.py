"""The page of the simulation cannot lag behind the code."""

from dataclasses import fields
from pathlib import Path

from antigone.simulation import LISTS, SourceErrors, slips

PAGE = Path(__file__).parents[2] / "docs" / "simulation.md"


def test_the_table_of_rates_is_that_of_the_code() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    header = next(line for line in lines if line.startswith("| slip |"))
    kinds = [cell.strip(" `") for cell in header.strip("|").split("|")][1:]
    told = {}
    for line in lines[lines.index(header) + 2 :]:
        if not line.startswith("|"):
            break
        name, *rates = [cell.strip(" `") for cell in line.strip("|").split("|")]
        told[name] = {kind: float(rate or 0) for kind, rate in zip(kinds, rates, strict=True)}
    numbers = [field.name for field in fields(SourceErrors) if not field.name.startswith("romanisation")]
    assert list(told) == numbers
    for name in numbers:
        for kind in kinds:
            assert told[name][kind] == round(100 * getattr(getattr(slips, kind), name), 6), (name, kind)
    every_kind = {id(source.errors) for source in LISTS}
    assert {id(getattr(slips, kind)) for kind in kinds} == every_kind


def test_the_page_names_every_list() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for source in LISTS:
        stem = source.file.removesuffix(".csv").removesuffix("_velmaria").removesuffix("_dorvania")
        assert f"`{stem}" in page
