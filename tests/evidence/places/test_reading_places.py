"""Settlement, district and region are read from words of three languages."""

import pytest

from antigone.evidence.places import Place, read
from antigone.evidence.places.reading import area_keys, settlement_keys


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("с. Малая Виска, Кировоградская обл.", Place("Малая Виска", "", "Кировоградская")),
        ("Полтавская обл. с. Диканька", Place("Диканька", "", "Полтавская")),
        ("м. Полтава", Place("Полтава")),
        ("Poltava oblast", Place("", "", "Poltava")),
        ("Кременчуцький р-н Полтавської області", Place("", "Кременчуцький", "Полтавської")),
        ("Козятинський район, Вінницької області, с. Іванівка", Place("Іванівка", "Козятинський", "Вінницької")),
        ("Республика Коми, г. Воркута", Place("Воркута", "", "Коми")),
        ("Bakhmut, Donetsk", Place("Bakhmut", "", "Donetsk")),
        ("Киев, Украина", Place("Киев")),
        ("г. Полтава, ул. Садовая, 5", Place("Полтава")),
        ("близ н. п. Сурмани", Place("Сурмани")),
    ],
)
def test_each_part_is_told_by_its_word_or_its_position(text: str, place: Place) -> None:
    assert read(text) == place


@pytest.mark.parametrize("text", ["", "лагерь № 7", "camp No 3", "СИЗО", "—", "12345", "Украина"])
def test_what_names_no_place_says_nothing(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("adjective", "root"),
    [
        ("Полтавская", "Poltava"),
        ("Донецька", "Донецк"),
        ("Радуненская", "Radunen"),
        ("Київська", "Kyiv"),
        ("Сумська", "Sumy"),
    ],
)
def test_an_adjective_of_a_region_is_its_root(adjective: str, root: str) -> None:
    assert set(area_keys(adjective)) & set(area_keys(root))


def test_one_settlement_has_one_sound_in_three_languages() -> None:
    assert settlement_keys("Гардів Брід") == settlement_keys("Гардов Брод") == settlement_keys("Gardov Brod")
