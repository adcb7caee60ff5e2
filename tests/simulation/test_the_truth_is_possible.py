"""Nothing in the truth contradicts itself: ages, kinship, names, blood, service, fates and places."""

from collections import Counter
from datetime import date

import numpy as np
from tests.simulation.reading import Row, WrittenWorld

from antigone.evidence.names import eastern_patronymic, russian_patronymic, ukrainian_patronymic
from antigone.simulation import World
from antigone.simulation.people import SMALLEST_WORLD
from antigone.simulation.war import Body, Fate

AS_OF = date(2026, 10, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_parents_are_older_than_their_children_and_mothers_not_too_old(written: WrittenWorld) -> None:
    children = [person for person in written.persons.values() if person["father_id"]]
    assert len(children) > SMALLEST_WORLD
    for child in children:
        born = day(child["birth_date"])
        for parent in ("father_id", "mother_id"):
            years = (born - day(written.persons[child[parent]]["birth_date"])).days / 365.25
            assert years >= 18, child
            assert parent == "father_id" or years <= 46, child


def test_parents_are_a_man_and_a_woman_of_the_family(written: WrittenWorld) -> None:
    for child in written.persons.values():
        if child["father_id"]:
            father, mother = written.persons[child["father_id"]], written.persons[child["mother_id"]]
            assert (father["sex"], mother["sex"]) == ("male", "female")
            assert father["family_id"] == mother["family_id"] == child["family_id"]
            assert father["spouse_id"] == child["mother_id"]


def test_nobody_dies_before_birth_or_a_childs_birth_or_after_the_lists_close(written: WrittenWorld) -> None:
    dead = [person for person in written.persons.values() if person["death_date"]]
    assert len(dead) > SMALLEST_WORLD
    for person in dead:
        assert day(person["birth_date"]) < day(person["death_date"]) <= AS_OF
    for child in written.persons.values():
        for parent in ("father_id", "mother_id"):
            died = child[parent] and written.persons[child[parent]]["death_date"]
            assert not died or day(died) > day(child["birth_date"])


def possible_patronymics(father: Row) -> set[tuple[str, str, str]]:
    ru, uk = father["given_ru"], father["given_uk"]
    return {
        ("male", "", ""),
        ("female", "", ""),
        ("male", russian_patronymic(ru, "m"), ukrainian_patronymic(uk, "m")),
        ("female", russian_patronymic(ru, "f"), ukrainian_patronymic(uk, "f")),
        ("male", eastern_patronymic(ru, "m", "ru"), eastern_patronymic(uk, "m", "uk")),
        ("female", eastern_patronymic(ru, "f", "ru"), eastern_patronymic(uk, "f", "uk")),
    }


def test_patronymics_come_from_the_fathers_given_name(written: WrittenWorld) -> None:
    with_patronymic = 0
    for person in written.persons.values():
        father = {"given_ru": person["father_given_ru"], "given_uk": person["father_given_uk"]}
        assert (person["sex"], person["patronymic_ru"], person["patronymic_uk"]) in possible_patronymics(father)
        if person["father_id"]:
            assert person["father_given_ru"] == written.persons[person["father_id"]]["given_ru"]
        with_patronymic += bool(person["patronymic_ru"])
    assert 0.9 < with_patronymic / len(written.persons) < 0.999


def test_children_are_born_with_their_fathers_surname(world: World) -> None:
    people = world.people
    children = np.flatnonzero(people.father >= 0)
    assert (people.maiden[children] == people.maiden[people.father[children]]).all()


def test_women_bear_feminine_surnames_where_the_surname_bends(written: WrittenWorld) -> None:
    endings = Counter(person["surname_ru"][-2:] for person in written.persons.values() if person["sex"] == "female")
    assert not endings["ов"]
    assert not endings["ий"]
    assert endings["ва"] > 1000


def test_blood_groups_can_be_inherited(world: World) -> None:
    people, looks = world.people, world.people.looks
    for parent, column in ((people.father, 0), (people.mother, 1)):
        children = np.flatnonzero(parent >= 0)
        inherited = looks.blood[children, column]
        assert (looks.blood[parent[children]] == inherited[:, None]).any(axis=1).all()


def test_service_numbers_are_unique_and_only_adults_serve(written: WrittenWorld) -> None:
    soldiers = [person for person in written.persons.values() if person["soldier"]]
    assert len({person["service_number"] for person in soldiers}) == len(soldiers)
    for person in soldiers:
        assert (day(person["enlisted"]) - day(person["birth_date"])).days >= 18 * 365
    assert not any(person["service_number"] for person in written.persons.values() if not person["soldier"])


def test_events_follow_each_other_in_time_and_agree_with_the_fate(written: WrittenWorld) -> None:
    events: dict[str, list[Row]] = {}
    for event in written.events:
        events.setdefault(event["person_id"], []).append(event)
    for identity, mine in events.items():
        person = written.persons[identity]
        dates = [day(event["date"]) for event in mine]
        assert dates == sorted(dates)
        assert day(person["enlisted"]) < dates[0]
        assert dates[-1] <= AS_OF
        kinds = [event["event"] for event in mine]
        last = kinds[-1] if kinds[-1] != "recovered" else kinds[-2]
        fates = {"captured": "prisoner", "exchanged": "exchanged", "killed": "killed"}
        assert person["fate"] == fates.get(last, last)
        assert bool(person["death_date"]) == (person["fate"] in ("killed", "died in captivity"))
    harmed = {identity for identity, person in written.persons.items() if person["fate"] not in ("", "unharmed")}
    assert harmed == set(events)


def test_fights_happen_along_the_front(world: World) -> None:
    struck = world.war.struck >= 0
    assert (np.abs(world.war.x[struck] - 400) < 130).all()
    land, place = world.land, world.war.place[struck]
    distance = np.hypot(land.x[place] - world.war.x[struck], land.y[place] - world.war.y[struck])
    assert np.median(distance) < 15
    assert distance.max() < 60


def test_only_the_dead_have_bodies(world: World) -> None:
    dead = (world.war.fate == Fate.KILLED) | (world.war.fate == Fate.DIED_IN_CAPTIVITY)
    assert ((world.war.body != Body.NONE) == dead).all()
    assert ((world.war.found >= 0) == (dead & (world.war.body != Body.NOT_RECOVERED))).all()


def test_namesakes_are_as_many_as_in_life(world: World) -> None:
    counts = np.sort(np.bincount(world.people.maiden[world.people.generation == 0]))[::-1]
    founders = counts.sum()
    assert 0.003 < counts[0] / founders < 0.02
    assert (counts > 0).sum() > 3_000


def test_every_people_of_the_world_appears(written: WrittenWorld) -> None:
    peoples = Counter(person["culture"] for person in written.persons.values())
    assert len(peoples) == 12
    assert min(peoples.values()) > 20
