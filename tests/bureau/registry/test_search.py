"""A person is found by any spelling of his name, and the reasons are given."""

from __future__ import annotations

import pytest
from tests.bureau.people import arrive, dead, prisoner

from antigone.bureau.registry.queries import search
from antigone.bureau.registry.values import SearchQuery

pytestmark = pytest.mark.django_db

CROWD = [
    dead(f"crowd-{number}", f"{surname} {given} {patronymic}", birth_date=str(1960 + number % 40))
    for number, (surname, given, patronymic) in enumerate(
        (surname, given, patronymic)
        for surname in ("Мельник", "Кравець", "Бондаренко", "Сидоров", "Зайцев", "Петренко")
        for given in ("Іван", "Петро", "Олексій", "Сергій", "Микола")
        for patronymic in ("Іванович", "Петрович", "Миколайович")
    )
]


@pytest.fixture(autouse=True)
def registry(db: None) -> None:
    arrive(
        *CROWD,
        dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13", birthplace="Вербівська обл., с. Вербове"),
        dead("namesake", "Гончаровський Остап Лукич", birth_date="1955-02-01", unit="в/ч А9917"),
        prisoner("yukhym", "ДЗЕРКАЛО Юхим Захарович", birth_date="1999"),
        dead("nikita", "Поморцев Никита Андреевич", service_number="АБ-123456"),
    )


def found(name: str, **more: str) -> list[str]:
    from antigone.bureau.registry.models import Record

    ids = dict(Record.objects.values_list("id", "source_record_id"))
    return [ids[hit.record_id] for hit in search(SearchQuery(name, **more))]


@pytest.mark.parametrize(
    "spelling",
    [
        "Дзеркало Юхим Захарович",
        "Юхим Дзеркало",
        "Dzerkalo Yukhym",
        "Зеркало Ефим Захарович",
        "Dzerkalo, Yukhym Zakharovych",
        "Дзеркало Ю. З.",
        "Дзерклао Юхим",
        "Дзepкaлo Юхим",  # Latin e, p, a, o
    ],
)
def test_every_usual_spelling_finds_him(spelling: str) -> None:
    assert "yukhym" in found(spelling)[:3]


def test_a_pet_name_finds_him() -> None:
    assert found("Никитка Поморцев")[0] == "nikita"


def test_the_year_of_birth_tells_namesakes_apart() -> None:
    assert found("Гончаровський Остап Лукич", born="1955")[0] == "namesake"
    assert found("Гончаровський Остап Лукич", born="1987-05-13")[0] == "ostap"


def test_the_fathers_name_stands_for_the_patronymic() -> None:
    assert found("Дзеркало Юхим", father="Захар")[0] == "yukhym"


def test_place_unit_and_number_weigh_too() -> None:
    name = "Гончаровський Остап Лукич"
    assert found(name, place="Вербове")[0] == "ostap"
    assert found(name, unit="А9917")[0] == "namesake"
    numbered, plain = (search(SearchQuery("Поморцев Никита", service_number=number))[0] for number in ("АБ 123456", ""))
    assert numbered.name == plain.name == "Поморцев Никита Андреевич"
    assert numbered.assessment.log10_lr > plain.assessment.log10_lr + 3


def test_each_hit_says_why_in_weights_that_add_up() -> None:
    hit = search(SearchQuery("Гончаровський Остап Лукич", born="1987-05-13"))[0]
    lines = {weight.line: weight.log10_lr for weight in hit.assessment.weights}
    assert set(lines) == {"name", "birth date"}
    assert hit.assessment.log10_lr == pytest.approx(sum(lines.values()))
    assert all(weight.reason for weight in hit.assessment.weights)


@pytest.mark.parametrize("name", ["", "   ", "!!!", "\x00", "1234", "я", "Щ. Щ.", "ж" * 5000, "а б в г д е є ж з и"])
def test_a_query_without_a_name_finds_nothing_and_breaks_nothing(name: str) -> None:
    assert isinstance(search(SearchQuery(name)), tuple)


@pytest.mark.parametrize("born", ["31.02.1999", "soon", "9999-99-99", "19XX", "../1990"])
def test_a_birth_date_that_cannot_be_read_does_not_hide_the_person(born: str) -> None:
    assert "yukhym" in found("Дзеркало Юхим Захарович", born=born)
