"""A gazetteer is put together whole or refused with the entry that is wrong."""

import pytest

from antigone.evidence.places import Entry, Gazetteer, GazetteerInvalid, PlaceKind, built_in, merged, read

REGION = Entry("r", ("Нарденська",), PlaceKind.REGION)


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([REGION, REGION], "stands twice"),
        ([Entry("a", ("А",), PlaceKind.SETTLEMENT, "nowhere")], "not in the list"),
        ([Entry("a", ("А",), PlaceKind.REGION, "b"), Entry("b", ("Б",), PlaceKind.REGION, "a")], "lies in itself"),
        ([Entry("a", ("А",), PlaceKind.SETTLEMENT, latitude=99.0, longitude=0.0)], "latitude"),
        ([Entry("", ("А",), PlaceKind.SETTLEMENT)], "no id or no name"),
        ([Entry("a", ("А",), PlaceKind.SETTLEMENT, population=-1)], "population"),
    ],
)
def test_what_is_impossible_is_named(entries: list[Entry], complaint: str) -> None:
    with pytest.raises(GazetteerInvalid, match=complaint):
        Gazetteer.from_rows("bad", entries)


def test_the_same_entries_have_the_same_fingerprint() -> None:
    assert Gazetteer.from_rows("one", [REGION]) == Gazetteer.from_rows("other", [REGION])
    other = Gazetteer.from_rows("one", [Entry("r", ("Нардинська",), PlaceKind.REGION)])
    assert other != Gazetteer.from_rows("one", [REGION])


def test_the_only_place_of_a_name_tells_its_region() -> None:
    known = built_in().known(read("Артемовск"))
    assert [entry.names[0] for entry in known.settlements] == ["Бахмут"]
    assert known.region is not None
    assert known.region.names[0] == "Донецька"


def test_a_region_named_narrows_the_places_of_one_name() -> None:
    assert len(built_in().known(read("Свердловск")).settlements) == 2
    assert len(built_in().known(read("Свердловск, Луганская обл.")).settlements) == 1


def test_former_names_are_merged_into_a_gazetteer_that_lacks_them() -> None:
    base = Gazetteer.from_rows(
        "codifier",
        [
            Entry("UA", ("Україна",), PlaceKind.COUNTRY),
            Entry("X1", ("Кіровоградська",), PlaceKind.REGION, "UA"),
            Entry("X2", ("Кропивницький",), PlaceKind.SETTLEMENT, "X1"),
            Entry("X3", ("Домрець",), PlaceKind.SETTLEMENT, "X1"),
        ],
    )
    both = Gazetteer.from_rows("both", merged(base, built_in()))
    (city,) = both.known(read("Кировоград")).settlements
    assert (city.id, city.population is not None, city.latitude is not None) == ("X2", True, True)
    assert both.entries["X3"] == base.entries["X3"]
    assert [entry.id for entry in both.known(read("Ленинград")).settlements] == ["+RU-petersburg"]


def test_no_two_built_in_places_share_an_id_or_lie_nowhere() -> None:
    assert len(built_in()) > 100
    for entry in built_in().entries.values():
        assert entry.kind is not PlaceKind.SETTLEMENT or entry.latitude is not None
