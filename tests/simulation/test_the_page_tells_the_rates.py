"""The page of the simulation cannot lag behind the code."""

from dataclasses import fields
from pathlib import Path

from antigone.simulation import LISTS, SourceErrors, genes, laboratory, slips

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


def test_the_rates_of_dna_are_those_of_the_code() -> None:
    told = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `") and line.count("|") == 3:
            what, rate = (cell.strip() for cell in line.strip("|").split("|"))
            told[what.split("`")[1]] = rate
    names = {genes: ("PATERNAL_MUTATION", "MATERNAL_MUTATION", "FALSE_PATERNITY"), laboratory: (
        "FAMILY_GIVES", "RELATIVE_GIVES", "SEARCH_ONLY", "DROP_OUT", "NO_PROFILE", "MISREAD", "DROP_IN")}  # fmt: skip
    for module, constants in names.items():
        for name in constants:
            value = getattr(module, name)
            rates = value if isinstance(value, tuple) else (value,)
            assert told[name] == ", ".join(f"{100 * rate:g}" for rate in rates), name
