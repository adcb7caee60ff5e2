"""Places agree by level, by distance, and the more strongly the fewer people come from there."""

import pytest

from antigone.evidence.linkage import Particulars
from antigone.evidence.places import (
    BirthplaceLine,
    Entry,
    EventPlaceLine,
    Gazetteer,
    GazetteerUnknown,
    PlaceKind,
    distance_km,
    give,
    place_weight,
)

BORN = BirthplaceLine()
EVENT = EventPlaceLine()


def born(place: str, other: str, line: BirthplaceLine = BORN) -> float:
    return line.explain(Particulars(birthplace=place), Particulars(birthplace=other)).log10_lr


def event(place: str, other: str) -> float:
    return EVENT.explain(Particulars(last_seen_place=place), Particulars(occurred_place=other)).log10_lr


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Кировоград", "м. Кропивницький"),
        ("Артемовск, Донецкая обл.", "Бахмут"),
        ("Днепропетровск", "Dnipro"),
        ("Днепродзержинск", "Кам'янське"),
        ("Ленинград", "Saint Petersburg"),
    ],
)
def test_a_renamed_place_is_one_place(before: str, now: str) -> None:
    assert born(before, now) > 1
    assert "the same place" in BORN.explain(Particulars(birthplace=before), Particulars(residence=now)).reason


def test_a_village_says_more_than_a_capital() -> None:
    assert born("Домрець, Нарденська область", "Домрец, Нарденская область") > born("Київ", "Kyiv") > 0.5


def test_levels_are_ordered() -> None:
    whole = "Домрець, Нарденська область"
    same, region, elsewhere = (
        born(whole, other) for other in (whole, "Сурмани, Нарденская область", "Сурмани, Поляненська область")
    )
    assert same > region > 0 > elsewhere


def test_two_places_of_one_name_are_not_one_place() -> None:
    assert born("Іванівка, Одеська область", "Ивановка, Полтавская обл.") <= 0
    assert born("Свердловск, Луганская область", "Екатеринбург") < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("Херсон", "Грозный"), ("Алчевск", "Черноморск"), ("с. Херсонка", "с. Грозновка"), ("Харьков", "Херсон")],
)
def test_places_whose_consonants_agree_are_not_one_place_unless_they_sound_alike(one: str, other: str) -> None:
    assert born(one, other) < 0
    assert event(one, other) < 0


def test_a_place_that_was_asked_for_is_heard_with_its_vowels() -> None:
    assert place_weight("Херсон", "г. Грозный").log10_lr < 0
    assert place_weight("Херсон", "Kherson, Ukraine").log10_lr > 1


def test_a_city_lies_where_it_lies() -> None:
    reason = EVENT.explain(Particulars(last_seen_place="Харьков"), Particulars(occurred_place="Херсон")).reason
    assert "458 km apart" in reason


def test_distance_decides_where_coordinates_are_known() -> None:
    assert born("Донецк", "Макеевка") > 0.5 > 0 > born("Донецк", "Львів")
    reason = BORN.explain(Particulars(birthplace="Донецк"), Particulars(birthplace="Макеевка")).reason
    assert "11 km apart" in reason


def test_a_region_alone_is_compared_with_a_region() -> None:
    assert born("Полтавська область", "м. Полтава") > 0.5
    assert born("Полтавська область", "Одесская обл.") < -0.5


def test_a_birthplace_stands_for_a_home_less_strongly() -> None:
    a, b = Particulars(birthplace="Бахмут"), Particulars(residence="Бахмут")
    assert 0 < BORN.explain(a, b).log10_lr < BORN.explain(a, a).log10_lr


def test_who_moved_is_weighed_by_birthplace_and_home_together() -> None:
    left = Particulars(birthplace="Бахмут", residence="Львів")
    right = Particulars(birthplace="Бахмут", residence="Одеса")
    assert 0 < BORN.explain(left, right).log10_lr < BORN.explain(left, left).log10_lr


def test_a_battle_is_found_near_where_one_was_last_seen() -> None:
    assert event("Бахмут", "Бахмут") > event("Донецк", "Авдіївка") > 0.5 > 0 > event("Бахмут", "Херсон")
    assert event("Бахмут", "лагерь № 7") == 0


def hamlets() -> Gazetteer:
    return Gazetteer.from_rows(
        "hamlets",
        [
            Entry("r1", ("Нарденська",), PlaceKind.REGION),
            Entry("r2", ("Поляненська",), PlaceKind.REGION),
            Entry("a", ("Домрець", "Колишнє"), PlaceKind.SETTLEMENT, "r1", 49.0, 30.0, 900),
            Entry("b", ("Домрець",), PlaceKind.SETTLEMENT, "r2", 47.0, 36.0, 100_000),
        ],
    )


def test_a_gazetteer_is_used_by_its_fingerprint() -> None:
    places = hamlets()
    line = BirthplaceLine(gazetteer=places.fingerprint)
    give(places)
    assert born("Колишнє", "Домрець, Нарденська область", line) > 1
    # Too few people live in a, and too many in b, for their shares to be alike.
    small = born("Домрець, Нарденська область", "Домрець, Нарденська область", line)
    assert small > born("Домрець, Поляненська область", "Домрець, Поляненська область", line)


def test_a_gazetteer_that_was_never_given_is_asked_for() -> None:
    with pytest.raises(GazetteerUnknown, match="antigone gazetteer install"):
        born("Київ", "Київ", BirthplaceLine(gazetteer="0123456789abcdef"))


def test_distances_are_great_circles() -> None:
    kyiv = Entry("k", ("Київ",), PlaceKind.SETTLEMENT, latitude=50.45, longitude=30.523)
    lviv = Entry("l", ("Львів",), PlaceKind.SETTLEMENT, latitude=49.84, longitude=24.03)
    assert distance_km(kyiv, lviv) == pytest.approx(468, abs=2)
    assert distance_km(kyiv, Entry("x", ("Десь",), PlaceKind.SETTLEMENT)) is None
