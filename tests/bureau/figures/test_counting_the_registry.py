"""Persons of the registry are counted once, and overlaps of sources follow matching's own certainty."""

from __future__ import annotations

import pytest
from tests.bureau.matching.lists import compare, found, missing
from tests.bureau.people import CLOSED_LIST, OPEN_LIST, arrive

from antigone.bureau.figures.registry_counts import (
    Aspect,
    NoLists,
    Shown,
    overlap_samples,
    overlaps_of_sources,
    persons_by,
)
from antigone.bureau.matching.models import Match
from antigone.bureau.registry.drafts import Sex
from antigone.bureau.registry.values import SourceDraft

pytestmark = pytest.mark.django_db

NAMES = [
    "Гончаровський Остап Лукич", "Мельник Ярина Петрівна", "Завадовський Юхим Карпович", "Пилипчук Одарка Іванівна",
    "Вишневецький Лаврін Якович", "Тарасевич Килина Савівна", "Нечипорук Гнат Омелянович", "Олійничук Мотря Юріївна",
]  # fmt: skip
VOLUNTEERS = SourceDraft("volunteers", publication="open")


@pytest.fixture
def two_lists() -> None:
    """Eight dead on one list, of whom the first three stand on another, which has two more of its own."""
    arrive(
        *(
            found(
                f"a{number}", name, birth_date=f"19{60 + number}-03-1{number}", occurred_date="2031-03-05", sex=Sex.MALE
            )
            for number, name in enumerate(NAMES)
        ),
        source=OPEN_LIST,
    )
    arrive(
        *(
            found(f"b{number}", name, birth_date=f"19{60 + number}-03-1{number}", occurred_date="2031-03")
            for number, name in enumerate(NAMES[:3])
        ),
        found("b8", "Кучеренко Самійло Тихонович", birth_date="1971-09-02"),
        found("b9", "Ярошенко Хівря Данилівна", birth_date="1948-01-30"),
        source=VOLUNTEERS,
    )
    arrive(missing("c1", NAMES[0]), source=CLOSED_LIST)
    compare()


@pytest.mark.usefixtures("two_lists")
def test_a_person_of_two_sources_counts_once() -> None:
    counted = persons_by(Aspect.KIND, kind="dead")
    assert (counted.persons, counted.records, counted.cells) == (10, 13, {"dead": 10})
    assert persons_by(Aspect.YEAR, kind="dead").cells == {"2031": 8, "": 2}
    assert persons_by(Aspect.SEX, kind="dead").cells["male"] == 8
    assert persons_by(Aspect.AGE, kind="dead").cells == {"60-69": 6, "70-79": 2, "": 2}


@pytest.mark.usefixtures("two_lists")
def test_the_public_is_told_no_cell_under_five() -> None:
    assert persons_by(Aspect.YEAR, kind="dead", public=Shown.PUBLIC).cells == {"2031": 8, "": None}


@pytest.mark.usefixtures("two_lists")
def test_the_sources_overlap_as_matching_proposes() -> None:
    table = overlaps_of_sources(kind="dead")
    assert set(table.lists) == {OPEN_LIST.name, "volunteers"}
    assert table.documented == 10
    assert sorted(table.as_patterns().values()) == [2, 3, 5]
    with pytest.raises(NoLists, match="come from 1 source"):
        overlaps_of_sources(kind="missing")
    with pytest.raises(NoLists, match="«nobody» has no record"):
        overlaps_of_sources(kind="dead", sources=[OPEN_LIST.name, "nobody"])


@pytest.mark.usefixtures("two_lists")
def test_samples_waver_as_much_as_the_matches_do() -> None:
    certain = {tuple(table.as_patterns().items()) for table in overlap_samples(kind="dead", samples=20)}
    assert len(certain) <= 3
    Match.objects.filter(relation="found").update(joint_posterior=0.5)
    both = "11"
    shared = [table.as_patterns().get(both, 0) for table in overlap_samples(kind="dead", samples=200)]
    assert 1.2 < sum(shared) / len(shared) < 1.8
    assert set(shared) == {0, 1, 2, 3}
    again = [table.as_patterns().get(both, 0) for table in overlap_samples(kind="dead", samples=200)]
    assert again == shared
