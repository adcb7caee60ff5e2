"""Each source goes wrong as often as its `SourceErrors` say, no more and no less."""

from dataclasses import fields, replace
from math import sqrt

import pytest
from tests.simulation.reading import Row, WrittenWorld

from antigone.simulation import LISTS, SourceErrors, SourceList

# Slips that can befall every record of a list that has the column.
NEEDS = {
    "birth_missing": "birth_date",
    "birth_year_only": "birth_date",
    "birth_about": "birth_date",
    "unit_missing": "unit",
    "rank_missing": "rank",
    "number_missing": "service_number",
    "place_vague": "last_seen_place",
    "surname_typo": "name",
    "given_typo": "name",
    "capitals": "name",
    "order_changed": "name",
}
ANY_LIST = pytest.mark.parametrize("source", LISTS, ids=lambda source: source.file)
# A mortuary writes names from scraps only, and one body may lie there in parts.
OF_NAMED_PEOPLE = pytest.mark.parametrize(
    "source", [source for source in LISTS if source.record_kind != "remains"], ids=lambda source: source.file
)


def links_of(source: SourceList, written: WrittenWorld) -> list[Row]:
    return [link for link in written.links if link["file"] == source.file]


def bounds(rate: float, count: int) -> tuple[float, float]:
    """Four standard deviations of a share of `count` at `rate`, and one record for the smallest lists."""
    width = 4 * sqrt(rate * (1 - rate) / count) + 1 / count
    return rate - width, rate + width


@ANY_LIST
def test_no_slip_is_more_frequent_than_stated(source: SourceList, written: WrittenWorld) -> None:
    links = links_of(source, written)
    for field in fields(SourceErrors):
        rate = getattr(source.errors, field.name)
        if isinstance(rate, float) and field.name != "duplicates":
            seen = sum(field.name in link["slips"].split() for link in links) / len(links)
            # Hearsay of the dead comes from coverage: the few living whom an official list holds.
            allowed = 0.02 if field.name == "hearsay" and source.record_kind == "dead" else rate
            assert seen <= bounds(allowed, len(links))[1], (field.name, seen, rate)


@OF_NAMED_PEOPLE
def test_slips_that_can_befall_anyone_are_as_frequent_as_stated(source: SourceList, written: WrittenWorld) -> None:
    links = links_of(source, written)
    has = {column.field for column in source.columns}
    for name, column in NEEDS.items():
        rate = getattr(source.errors, name)
        if column in has:
            seen = sum(name in link["slips"].split() for link in links) / len(links)
            low, high = bounds(rate, len(links))
            # A letter cannot be lost from the shortest names.
            assert low - (0.1 * rate if name.endswith("typo") else 0) <= seen <= high, (name, seen, rate)


@OF_NAMED_PEOPLE
def test_patronymics_are_left_out_as_often_as_stated(source: SourceList, written: WrittenWorld) -> None:
    links = [link for link in links_of(source, written) if written.persons[link["person_id"]]["patronymic_ru"]]
    seen = sum("patronymic_missing" in link["slips"].split() for link in links) / len(links)
    low, high = bounds(source.errors.patronymic_missing, len(links))
    assert low <= seen <= high


@OF_NAMED_PEOPLE
def test_duplicates_are_as_many_as_stated(source: SourceList, written: WrittenWorld) -> None:
    links = links_of(source, written)
    again = sum("duplicates" in link["slips"].split() for link in links)
    people = len({link["person_id"] for link in links})
    assert again == len(links) - people
    low, high = bounds(source.errors.duplicates, people)
    assert low <= again / people <= high


def test_a_record_without_slips_says_the_truth(written: WrittenWorld) -> None:
    clean = 0
    rows = {row["Номер записи"]: row for row in written.lists["returned_velmaria.csv"]}
    for link in written.links:
        if link["file"] == "returned_velmaria.csv" and set(link["slips"].split()) <= {"rank_missing", "unit_missing"}:
            person, row = written.persons[link["person_id"]], rows[link["record_id"]]
            name = f"{person['surname_ru']} {person['given_ru']} {person['patronymic_ru']}".rstrip()
            assert row["ФИО"] == name
            assert ".".join(reversed(row["Дата рождения"].split("."))) == person["birth_date"].replace("-", ".")
            assert row["Личный номер"] == person["service_number"]
            clean += 1
    assert clean > 20


def test_a_wrong_birth_year_is_wrong_by_one_or_two(written: WrittenWorld) -> None:
    rows = {row["Номер заявки"]: row for row in written.lists["missing_velmaria.csv"]}
    off = 0
    for link in written.links:
        slips = set(link["slips"].split())
        if link["file"] == "missing_velmaria.csv" and "birth_year_off" in slips and "birth_digit" not in slips:
            year = int(rows[link["record_id"]]["Дата рождения"][-4:])
            true = int(written.persons[link["person_id"]]["birth_date"][:4])
            assert 1 <= abs(year - true) <= 2
            off += 1
    assert off > 5


def test_a_rate_outside_nought_and_one_is_refused() -> None:
    with pytest.raises(ValueError, match="misread"):
        replace(LISTS[0].errors, misread=1.5)
