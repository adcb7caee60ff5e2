"""Free words of relatives and pathologists become one set of codes, whatever the language."""

from __future__ import annotations

import pytest

from antigone.evidence.traits import BodyState, Mark, MarkKind, Range, Tooth, ToothState, read

TATTOO, SKIN, BONE, LOSS = MarkKind


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("рост 178", 178, 178),
        ("рост 1,78", 178, 178),
        ("зріст 1.78 м", 178, 178),
        ("1м78", 178, 178),
        ("178 см", 178, 178),
        ("height 5'10\"", 177.8, 177.8),
        ("5 ft 10 in tall", 177.8, 177.8),
        ("рост 170-175 см", 170, 175),
        ("зріст близько 180", 177, 183),
        ("рост около 180 см", 177, 183),
        ("Рост: 182", 182, 182),
        ("height about 6 feet", 182.9, 182.9),
    ],
)
def test_stature(text: str, low: float, high: float) -> None:
    assert read(text).stature == Range(low, high)


@pytest.mark.parametrize(
    "texts",
    [
        ("рост 178; телосложение худощавое", "зріст 178; статура худорлява", "height 178; build slim"),
        ("глаза карие", "очі карі", "brown eyes", "кареглазый", "кароокий"),
        ("глаза серо-голубые", "очі сіро-блакитні", "grey-blue eyes", "eyes blue-grey"),
        ("волосы тёмно-русые", "волосся темно-русяве", "dark blond hair"),
        ("волосы светлые", "волосся світле", "fair hair", "блондин"),
        ("лысый", "лисий", "bald"),
        ("седые волосы", "сиве волосся", "grey hair", "волосы с проседью"),
        ("левша", "шульга", "left-handed", "левша."),
        ("размер обуви 43", "розмір взуття 43", "shoe size 43", "обувь 43"),
        ("длина стопы 27 см", "довжина стопи 27 см", "foot length 27 cm"),
        ("татуировка: якорь на левом предплечье", "татуювання: якір на лівому передпліччі",
         "tattoo of an anchor, left forearm", "anchor tattoo, left forearm", "tattoo on the left forearm, an anchor",
         "тату якоря на лев. предплечье", "татуровка: якорь на левом предплечьи"),
        ("татуировка: лев на спине", "татуювання лева на спині", "tattoo of a lion on the back"),
        ("татуировка: имя «Марина» на груди", "татуювання: ім'я «Марина» на грудях",
         "tattoo: the name Marina on the chest"),
        ("шрам от аппендицита", "шрам від апендициту", "appendectomy scar", "рубец после аппендэктомии"),
        ("шрам над левой бровью", "шрам над лівою бровою", "scar above the left eyebrow"),
        ("старый перелом левого запястья", "старий перелом лівого зап'ястя", "old fracture of the left wrist"),
        ("пластина в правой ключице", "пластина у правій ключиці", "plate in the right collarbone"),
        ("нет фаланги на правом указательном пальце", "немає фаланги на правому вказівному пальці",
         "right index finger lacks a phalanx"),
        ("нет зуба 26", "немає зуба 26", "tooth missing 26", "no tooth 26", "отсутствует 26 зуб"),
        ("коронка на зубе 16", "коронка на зубі 16", "crown on tooth 16"),
        ("группа крови A(II) Rh+", "група крові A(II) Rh+", "blood group A positive", "вторая группа крови, резус +",
         "2 группа крови положительная", "група крові друга позитивна"),
        ("без татуировок", "татуювань немає", "no tattoos", "татуировок нет"),
        ("часы", "годинник", "wrist watch"),
        ("скелетированные останки", "скелетовані останки", "skeletonised remains"),
    ],
)  # fmt: skip
def test_one_thing_said_in_many_ways(texts: tuple[str, ...]) -> None:
    said = {text: read(text) for text in texts}
    facts = {
        (one.stature, one.build, one.eyes, one.hair, one.hand, one.shoe, one.marks, one.teeth, one.denied, one.effects,
         one.state, one.abo)
        for one in said.values()
    }  # fmt: skip
    assert len(facts) == 1, said
    assert facts != {(None, "", "", "", "", None, (), (), (), (), BodyState.UNSAID, "")}


def test_a_relative_writes_in_one_breath() -> None:
    said = read("рост 178 глаза серые волосы русые, крепкого телосложения, без татуировок, шрамов нет")
    assert (said.stature, said.eyes, said.hair, said.build) == (Range(178, 178), "grey", "light brown", "sturdy")
    assert said.denied == ("tattoo", "skin")


def test_a_heading_carries_through_its_list() -> None:
    said = read("Татуировки: волк на лев. плече, крест на спине. Отсутствуют зубы 16, 17,26. Глаза карие.")
    assert said.marks == (Mark(TATTOO, "wolf", "shoulder", "left"), Mark(TATTOO, "cross", "back"))
    assert said.teeth == tuple(Tooth(number, ToothState.MISSING) for number in (16, 17, 26))
    assert said.eyes == "brown"


def test_values_before_their_nouns() -> None:
    said = read("tall, slim, blue eyes and brown hair, wears glasses")
    assert (said.size, said.build, said.eyes, said.hair, said.features) == (
        "tall",
        "slim",
        "blue",
        "brown",
        ("glasses",),
    )


def test_a_cross_on_the_skin_is_not_a_cross_in_the_pocket() -> None:
    assert read("татуировка: крест на груди").effects == ()
    worn = read("нательный крестик на чёрном шнурке")
    assert worn.effects == ("cross",)
    assert worn.marks == ()


def test_teeth_keep_each_its_own_state() -> None:
    said = read("нет зубов 16 17; пломба 36; crowns 11, 21")
    assert {tooth.number: tooth.state.value for tooth in said.teeth} == {
        16: "missing", 17: "missing", 36: "filling", 11: "crown", 21: "crown",
    }  # fmt: skip


def test_blood_of_every_notation() -> None:
    for text, group in {
        "группа крови 0(I) Rh-": "O-",
        "blood AB+": "AB+",
        "група крові B(III) Rh+": "B+",
        "кровь третья, резус отрицательный": "B-",
        "blood group O": "O",
        "IV (AB) Rh(+) кровь": "AB+",
    }.items():
        said = read(text)
        assert said.abo + said.rh == group, text


def test_serial_numbers_of_implants() -> None:
    assert read("пластина в правой ключице, № 4451-АК").serials == ("4451AK",)
    assert read("hip endoprosthesis, serial number ZX 90-331").serials == ("90331",)
    assert read("рост 178 см, глаза карие").serials == ()


def test_a_patch_with_a_call_sign() -> None:
    said = [read(text) for text in ("шеврон с позывным «Барс»", "шеврон з позивним «Барс»", 'patch, call sign "Bars"')]
    assert {one.inscriptions for one in said} == {("bars",)}


def test_losses_are_not_teeth() -> None:
    assert read("ампутация левой голени").marks == (Mark(LOSS, "", "shin", "left"),)
    assert read("немає правої руки").marks == (Mark(LOSS, "", "arm", "right"),)


def test_what_is_not_known_is_kept_and_changes_nothing() -> None:
    said = read("глаза карие; любит кроссворды; рост 180")
    assert said.unread == ("любит кроссворды",)
    assert (said.eyes, said.stature) == ("brown", Range(180, 180))


def test_one_denial_does_not_reach_the_next_thing() -> None:
    said = read("телефон без SIM-карты; письмо без адреса; без обуви")
    assert said.effects == ("phone", "letter", "barefoot")
    assert said.denied == ()
    assert read("без бороды").features == ("-beard",)


@pytest.mark.parametrize(
    "text",
    [
        "teeth 16, 26 missing",
        "missing teeth: 16, 26",
        "зубы 16, 26 отсутствуют",
        "відсутні зуби 16, 26",
        "16 и 26 зубов нет",
    ],
)
def test_a_state_holds_for_all_teeth_that_wait_for_it(text: str) -> None:
    said = read(text)
    assert {(tooth.number, tooth.state.value) for tooth in said.teeth} == {(16, "missing"), (26, "missing")}
    assert said.unread == ()


def test_teeth_whose_state_is_never_named_are_not_understood() -> None:
    assert read("teeth 16, 26").teeth == ()
    assert read("teeth 16, 26").unread == ("teeth 16 26",)
    assert read("зубы 16, 26; рост 178").unread == ("teeth 16 26",)


@pytest.mark.parametrize(
    ("text", "side", "place"),
    [
        ("loss of the left lower leg", "left", "shin"),
        ("утрата правой кисти", "right", "hand"),
        ("втрата лівої ноги", "left", "leg"),
        ("ампутована ліва стопа", "left", "foot"),
    ],
)
def test_a_lost_part_is_a_mark(text: str, side: str, place: str) -> None:
    assert read(text).marks == (Mark(MarkKind.LOSS, "", place, side),)


@pytest.mark.parametrize("text", ["hair loss", "loss of weight", "he was lost near the bridge", "blood loss"])
def test_other_losses_are_no_marks(text: str) -> None:
    assert read(text).marks == ()
