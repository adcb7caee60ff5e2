"""A reason says what each side told, in words that a case worker can check against the two records."""

from __future__ import annotations

import pytest

from antigone.evidence import traits
from antigone.evidence.linkage import Line, Particulars

ANCHOR = "татуировка: якорь на левом предплечье"


def reason(line: Line, told: str, found: str, **of_both: str) -> str:
    return line.explain(
        Particulars(kind="missing", source_kind="family", description=told, **of_both),
        Particulars(kind="remains", source_kind="authority", description=found, **of_both),
    ).reason


@pytest.mark.parametrize(
    ("told", "found", "said"),
    [
        (ANCHOR, "tattoo: anchor on the left forearm", "both tell of a tattoo (anchor) on the left forearm"),
        (
            "без татуировок",
            "татуювання: вовк на спині",
            "one side tells of a tattoo (wolf) on the back, the other denies",
        ),
        (ANCHOR, "body, well preserved; eyes grey", "only one side tells of a tattoo (anchor) on the left forearm"),
        ("без татуировок", "no tattoos", "both deny tattoos"),
        ("без татуировок", "body, well preserved; eyes grey", "one side denies tattoos and the other tells of none"),
        ("шрам на подбородке", "scar on the chin", "both tell of a scar on the chin"),
        ("эндопротез правого бедра", "endoprosthesis, right hip", "both tell of an endoprosthesis in the right hip"),
        ("ампутация левой стопы", "loss of the left foot", "both tell of the loss of the left foot"),
        ("родинка на шее слева", "birthmark, neck, left", "both tell of a birthmark on the left of the neck"),
        (ANCHOR, "skeletonised remains", "no marks are told on one side, or none could be seen on the other"),
    ],
)
def test_marks(told: str, found: str, said: str) -> None:
    assert said in reason(traits.MarksLine(), told, found)


@pytest.mark.parametrize(
    ("line", "told", "found", "said"),
    [
        (traits.EyesLine(), "глаза карие", "blue eyes", "eyes differ: brown and blue"),
        (traits.HairLine(), "лысый", "grey hair", "hair differs: bald and grey"),
        (traits.BuildLine(), "міцна статура", "sturdy build", "build: both say sturdy"),
        (traits.BloodGroupLine(), "кровь 1+", "blood O+", "blood group: both say O+"),
        (traits.FeaturesLine(), "борода", "без бороды", "beard told on one side and denied on the other"),
        (traits.FeaturesLine(), "очки", "glasses", "glasses told by both"),
        (traits.StatureLine(), "рост 178", "174-182 cm", "statures agree: 178 cm and 174 to 182 cm"),
        (traits.StatureLine(), "рост 178", "stature unknown", "stature not said on one side"),
        (traits.TeethLine(), "нет зубов 16, 26", "teeth 16, 26 missing", "teeth alike: 16 missing, 26 missing"),
        (traits.TeethLine(), "коронка на зубе 16", "filling 16", "told differently: 16 (crown and filling)"),
        (
            traits.SerialNumberLine(),
            "пластина № AK44517",
            "plate, serial number АК-44517",
            "AK44517 stands on both sides",
        ),
        (traits.SerialNumberLine(), "пластина № AK44517", "plate, serial number AK44511", "differ in one sign"),
        (
            traits.EffectsLine(),
            "кольцо «Оля»",
            "ring engraved «Olya»",
            "the same words on a thing and on the other side",
        ),
        (traits.EffectsLine(), "кольцо «Оля»", "ring engraved «Vera»", "fit nothing on the other side: «olia», «vera»"),
        (traits.EffectsLine(), "чётки", "phone", "no thing is told by both"),
    ],
)
def test_other_lines(line: Line, told: str, found: str, said: str) -> None:
    assert said in reason(line, told, found)


def test_ages_are_told_with_their_day() -> None:
    line = traits.AgeLine()
    born = Particulars(kind="missing", birth_date="1990-03-04")
    young = Particulars(kind="remains", age_low=25, age_high=40, occurred_date="2023-05")
    old = Particulars(kind="remains", age_low=50, age_high=60, occurred_date="2023-05")
    assert line.explain(born, young).reason == (
        "ages agree: born 1990-03-04 and aged 25 to 40 (as of 2023-05), hardly apart"
    )
    assert line.explain(born, old).reason.startswith("ages disagree: born 1990-03-04 and aged 50 to 60")
    assert line.explain(born, Particulars(kind="remains")).reason == "one side gives no age and no birth date"


def test_statures_of_records_that_contradict_each_other_on_sex_are_said_to_be_so() -> None:
    woman = Particulars(kind="missing", source_kind="family", sex="female", description="рост 170")
    man = Particulars(kind="remains", source_kind="authority", sex="male", description="рост 158")
    assert "the two sides contradict each other" in traits.StatureLine().explain(woman, man).reason
