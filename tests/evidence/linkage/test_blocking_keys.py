"""Records of one person share a key, whatever was left out or written wrongly; strangers hardly ever do."""

from __future__ import annotations

import csv
import os
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import names
from antigone.evidence.linkage import Particulars, as_columns
from antigone.evidence.linkage.blocking import (
    NARROWER_RULES,
    RULES,
    Blocking,
    Keys,
    Rule,
    UnknownRule,
    keys,
    rules_named,
)

ROOT = Path(__file__).parents[3]
LINKAGE = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "linkage"


def shared(left: Particulars, right: Particulars) -> set[str]:
    """Rules under which two records are candidates."""
    found = keys(as_columns([left, right]), ALL_RULES)
    by_number = {rule.number: rule.name for rule in ALL_RULES}
    return {by_number[int(found.rule[a])] for a, b in meetings(found) if found.rows[a] != found.rows[b]}


def meetings(found: Keys) -> list[tuple[int, int]]:
    """Pairs of keys that meet: same rule, same key, years that overlap."""
    return [
        (a, b)
        for a, b in combinations(range(len(found)), 2)
        if found.rule[a] == found.rule[b]
        and found.key[a] == found.key[b]
        and found.birth_from[a] <= found.birth_to[b]
        and found.birth_from[b] <= found.birth_to[a]
    ]


def person(name: str, birth_date: str = "", **more: str) -> Particulars:
    return Particulars(names=(name,) if name else (), birth_date=birth_date, **more)  # type: ignore[arg-type]


SAME_PERSON = {
    "three words": (person("Гончарук Остап Лукич", "1987"), person("Остап Лукич ГОНЧАРУК", "1978")),
    "two words": (person("Гончарук Остап Лукич", "1987"), person("Ostap Honcharuk", "1990")),
    "surname and two initials": (person("Гончарук О. Л."), person("Honcharuk Ostap Lukych")),
    "surname and initial": (person("Гончарук О."), person("Гончарук Остап Лукич", "1987")),
    "surname slip and given name": (person("Гонарук Остап"), person("Гончарук Остап Лукич")),
    "surname slip and initial": (person("Гонарук О.", "1987"), person("Гончарук Остап Лукич", "1988-01-02")),
    "surname and birth date": (person("Гонарук Семен", "1987-05-03"), person("Гончарук Остап", "1987-03-05")),
    "given name and birth date": (person("Дзеркало Остап", "1987-05-13"), person("Гончарук Остап", "1987-05-13")),
    "given name and patronymic": (person("Дзеркало Остап Лукич", "1987"), person("Гончарук Остап Лукич", "1988")),
    "service number": (person("", service_number="АБ-123456"), person("", service_number="AB 12346")),
    "call sign and unit": (
        person("", call_sign="Грак", unit="72 омбр"),
        person("Гончарук Остап", call_sign="Hrak", unit="72nd brigade"),
    ),
    "mark": (
        person("Гончарук Остап", kind="missing", sex="male", description="татуировка: волк на левом плече"),
        person("", kind="remains", description="wolf tattoo on the left shoulder"),
    ),
    "event": (
        person("Гончарук Остап", kind="missing", last_seen_place="с. Вербове", last_seen_date="2023-03-30"),
        person("", kind="remains", sex="male", occurred_place="Вербове", occurred_date="2023-04-20"),
    ),
    "place": (
        person("Гончарук Остап", kind="missing", last_seen_place="с. Вербове, Полтавська обл.", last_seen_date="2023"),
        person("Остап", kind="remains", sex="male", occurred_place="Вербовое, Полтавская область"),
    ),
    "region and looks": (
        person("Гончарук Остап", kind="missing", last_seen_place="Полтавська область", description="зріст 178"),
        person("", kind="remains", sex="male", occurred_place="с. Вербове, Полтавская обл.", description="рост 175"),
    ),
    "surname, initial, year": (person("Гончарук О.", "1987"), person("Гончарук Остап Лукич", "1989-01-02")),
    "surname slip, given name, year": (person("Гонарук Остап", "1987"), person("Гончарук Остап Лукич", "1988")),
}  # fmt: skip
ALL_RULES = (*RULES, *NARROWER_RULES)


@pytest.mark.parametrize("rule", SAME_PERSON)
def test_two_records_of_one_person_meet_under_the_rule_for_them(rule: str) -> None:
    assert rule in shared(*SAME_PERSON[rule])


def test_every_rule_has_its_example() -> None:
    assert set(SAME_PERSON) == {rule.name for rule in ALL_RULES}
    assert len({rule.number for rule in ALL_RULES}) == len(ALL_RULES)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (person("Гончарук Остап Лукич", "1987-05-13"), person("Дзеркало Юхим Захарович", "1987-05-13")),
        (person("Гончарук Остап", "1955"), person("Гончарук Остап", "1987")),
        (person("", service_number="АБ-123456"), person("", service_number="АБ-654321")),
        (person("", call_sign="Грак", unit="72 омбр"), person("", call_sign="Грак", unit="14 омбр")),
        (person(""), person("")),
        (
            person("", kind="remains", sex="female", description="wolf tattoo on the left shoulder"),
            person("", kind="missing", sex="male", description="wolf tattoo on the left shoulder"),
        ),
        (
            person("Гончарук Остап", kind="dead", occurred_place="Вербове", occurred_date="2023-04"),
            person("Дзеркало Юхим", kind="missing", last_seen_place="Вербове", last_seen_date="2023-04"),
        ),
    ],
    ids=["strangers", "a generation apart", "numbers", "call-sign alone", "nothing said", "sex", "a named body"],
)
def test_records_with_nothing_in_common_do_not_meet(left: Particulars, right: Particulars) -> None:
    assert not shared(left, right)


@pytest.mark.parametrize("narrower", NARROWER_RULES, ids=lambda rule: rule.name)
def test_a_narrower_rule_asks_for_the_year_and_brings_nothing_that_the_wider_one_does_not(narrower: Rule) -> None:
    one, other = SAME_PERSON[narrower.name]
    wider = narrower.name.replace(", year", "").replace(", ", " and ")
    assert {narrower.name, wider} <= shared(one, other)
    without = person(other.names[0])
    assert narrower.name not in shared(one, without)
    assert wider in shared(one, without)


def test_a_mark_meets_when_the_body_does_not_tell_the_sex_but_not_a_generation_away() -> None:
    sought = person("Гончарук Остап", "1987", kind="missing", sex="male", description="татуировка: волк на груди")
    young = Particulars(kind="remains", description="tattoo of a wolf on the chest", age_low=30, age_high=40,
                        occurred_date="2023")  # fmt: skip
    old = Particulars(kind="remains", description="tattoo of a wolf on the chest", age_low=70, age_high=80,
                      occurred_date="2023")  # fmt: skip
    assert shared(sought, young) == {"mark"}
    assert not shared(sought, old)


@settings(deadline=None, max_examples=50)
@given(
    st.text("0123456789АВС", min_size=6, max_size=12),
    st.integers(0, 10),
    st.sampled_from(("wrong", "missing", "swapped", "none")),
)
def test_a_service_number_meets_itself_with_one_slip(number: str, at: int, slip: str) -> None:
    at %= len(number) - 1
    other = {
        "wrong": number[:at] + "7" + number[at + 1 :],
        "missing": number[:at] + number[at + 1 :],
        "swapped": number[:at] + number[at + 1] + number[at] + number[at + 2 :],
        "none": number.lower(),
    }[slip]
    assert "service number" in shared(person("", service_number=number), person("", service_number=other))


_NAMES = st.sampled_from(
    ("Гончарук Остап Лукич", "Honcharuk Ostap", "Иванов Иван Иванович", "Ivanov I. I.", "Иванова Анна", "Мамедов Али",
     "Ali Mammadov", "Ковальчук Олексій", "Aleksey Kovalchuk", "Петров-Водкин Кузьма", "Леша Петров", "Чехов", "")
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(_NAMES, _NAMES)
def test_words_meet_as_they_do_in_the_index_of_names(one: str, other: str) -> None:
    """The scalar keys of `names` are the oracle of the arrays."""
    for kind, rule in (("3:", "three words"), ("2:", "two words")):
        expected = any(key.startswith(kind) for key in names.keys(one) & names.keys(other))
        assert (rule in shared(person(one), person(other))) == expected


@settings(deadline=None, max_examples=50)
@given(
    st.integers(1950, 2005), st.integers(1950, 2005), st.sampled_from([rule for rule in ALL_RULES if rule.years_apart])
)
def test_years_overlap_exactly_when_the_rule_lets_them(one: int, other: int, rule: object) -> None:
    index = ALL_RULES.index(rule)  # type: ignore[arg-type]
    rule_ = ALL_RULES[index]
    example = SAME_PERSON[rule_.name]
    pair = [
        Particulars(**{name: getattr(record, name) for name in Particulars.__slots__} | {"birth_date": str(year)})
        for record, year in zip(example, (one, other), strict=True)
    ]
    assert rule_.years_apart is not None
    assert (rule_.name in shared(*pair)) == (abs(one - other) <= rule_.years_apart)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.builds(person, st.text(max_size=30), st.sampled_from(("", "1987", "1987-05-13", "nonsense"))), max_size=4
    )
)
def test_any_text_has_keys_and_they_hang_on_nothing_but_the_record(records: list[Particulars]) -> None:
    together = keys(as_columns(records))
    for row, record in enumerate(records):
        alone = keys(as_columns([record]))
        mine = together.rows == row
        assert np.array_equal(together.key[mine], alone.key)
        assert np.array_equal(together.rule[mine], alone.rule)
        assert np.array_equal(together.birth_from[mine], alone.birth_from)


def test_no_key_stands_twice_in_a_record() -> None:
    found = keys(as_columns([SAME_PERSON["three words"][0]] * 3))
    rows = set(zip(found.rows.tolist(), found.rule.tolist(), found.key.tolist(), strict=True))
    assert len(rows) == len(found)


def test_keys_are_the_same_on_every_machine_and_in_every_version() -> None:
    """Keys are stored: a change of any of them asks for a migration that makes all keys anew."""
    record = Particulars(
        kind="missing", names=("Гончарук Остап Лукич",), birth_date="1987-05-13", service_number="АБ-123456",
        call_sign="Грак", unit="72 омбр", sex="male", description="рост 178, татуировка: волк на груди",
        last_seen_place="Вербове, Полтавська обл.", last_seen_date="2023-03-30",
    )  # fmt: skip
    found = keys(as_columns([record]), ALL_RULES)
    first = {int(rule): int(found.key[found.rule == rule][0]) for rule in np.unique(found.rule)}
    assert first == GOLDEN


GOLDEN = {
    1: 4564369122204009390,
    2: 2701870138369913887,
    3: -3285107167672143318,
    4: -2911731712962696140,
    5: 6896974416413327506,
    6: 2729279635493360554,
    7: 697143095387901040,
    8: -3437214495336255627,
    9: -4179760947597694179,
    10: 1824363771073185309,
    11: 5964364961239140013,
    12: 5782864986287952924,
    13: 3713743979829319710,
    14: -2911731712962696140,
    15: 6896974416413327506,
    16: -4504352562723983661,
    17: -9066057797461397615,
}


def test_a_choice_of_rules_is_written_and_read_back() -> None:
    choice = Blocking(rules_named(["mark", "two words"]), 1000)
    assert Blocking.from_json(choice.as_json()) == choice
    assert [rule.name for rule in choice.rules] == ["two words", "mark"]


def test_an_unknown_rule_is_refused_with_the_list_of_those_there_are() -> None:
    with pytest.raises(UnknownRule, match=r"«shoe size».*three words"):
        rules_named(["shoe size"])


@pytest.mark.skipif(not LINKAGE.exists(), reason=f"reference linkage not found: {LINKAGE}; set ANTIGONE_REFERENCE")
def test_real_spellings_on_both_sides_meet() -> None:
    sides = []
    for file in ("a.csv", "b.csv"):
        with (LINKAGE / file).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        found = keys(as_columns(person(row["name"], row["birth_date"]) for row in rows))
        places = {row["id"]: at for at, row in enumerate(rows)}
        filed: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        columns = (found.rows, found.rule, found.key, found.birth_from, found.birth_to)
        for row, rule, key, first, last in zip(*(column.tolist() for column in columns), strict=True):
            filed.setdefault((rule, key), []).append((row, first, last))
        sides.append((places, filed))
    (left_places, left), (right_places, right) = sides
    pairs = {
        (a, b)
        for block in left.keys() & right.keys()
        for a, a_first, a_last in left[block]
        for b, b_first, b_last in right[block]
        if a_first <= b_last and b_first <= a_last
    }
    with (LINKAGE / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {(left_places[row["a_id"]], right_places[row["b_id"]]) for row in csv.DictReader(stream)}
    assert len(truth & pairs) / len(truth) >= 0.98
    assert len(pairs) <= 10 * len(truth)
