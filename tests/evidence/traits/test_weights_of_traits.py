"""What the weights do: agreement counts by its rarity, absence only as far as it could be seen, dependence once."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from antigone.evidence import traits
from antigone.evidence.linkage import Line, Particulars, as_columns
from antigone.evidence.traits.ratios import matched_sets


def family(description: str = "", **fields: object) -> Particulars:
    return Particulars(kind="missing", source_kind="family", description=description, **fields)  # type: ignore[arg-type]


def body(description: str = "", **fields: object) -> Particulars:
    return Particulars(kind="remains", source_kind="authority", description=description, **fields)  # type: ignore[arg-type]


def weight(line: Line, left: Particulars, right: Particulars) -> float:
    return line.explain(left, right).log10_lr


def test_a_woman_on_both_sides_says_more_than_a_man() -> None:
    line = traits.SexLine()
    women = weight(line, family(sex="female"), body(sex="female"))
    assert women > 1 > 0.1 > weight(line, family(sex="male"), body(sex="male")) > 0
    assert weight(line, family(sex="male"), body("body, well preserved", sex="female")) < -1


def test_the_sex_of_a_skeleton_is_less_sure_than_that_of_a_body() -> None:
    line = traits.SexLine()
    skeleton = body("скелетированные останки", sex="female")
    assert weight(line, family(sex="male"), body("body, well preserved", sex="female")) < weight(
        line, family(sex="male"), skeleton
    )


def test_two_birth_dates_leave_the_age_nothing_to_say() -> None:
    one = family(birth_date="1990-03-04", age_low=33, age_high=33)
    other = body(birth_date="1955-01-01", age_low=68, age_high=68)
    explained = traits.AgeLine().explain(one, other)
    assert explained.log10_lr == 0
    assert "birth date" in explained.reason


def test_an_age_range_speaks_for_those_whom_it_holds() -> None:
    line = traits.AgeLine()
    found = body(age_low=25, age_high=35, occurred_date="2023-05-01")
    by_year = [weight(line, family(birth_date=str(year)), found) for year in (1993, 1985, 1975, 1960)]
    assert by_year == sorted(by_year, reverse=True)
    assert by_year[0] > 0.3
    assert by_year[-1] < -1
    assert (
        weight(line, family(birth_date="1993"), body(age_low=29, age_high=31, occurred_date="2023-05-01")) > by_year[0]
    )


def test_an_open_age_range_is_a_vague_one() -> None:
    line = traits.AgeLine()
    assert weight(line, family(birth_date="1990"), body(age_low=60, occurred_date="2023")) < -1
    assert weight(line, family(birth_date="1990"), body(age_low=30, occurred_date="2023")) > 0


def test_statures_agree_within_their_errors() -> None:
    line = traits.StatureLine()
    same = weight(line, family("рост 178"), body("зріст 178"))
    near = weight(line, family("рост 178"), body("зріст 181"))
    far = weight(line, family("рост 178"), body("зріст 195"))
    assert same > near > 0 > far
    rare = weight(line, family("рост 199"), body("зріст 199"))
    assert rare > same


def test_stature_is_taken_among_people_of_the_same_sex() -> None:
    line = traits.StatureLine()
    tall_women = weight(line, family("рост 182", sex="female"), body("зріст 182", sex="female"))
    assert tall_women > weight(line, family("рост 182", sex="male"), body("зріст 182", sex="male"))


def test_bones_say_less_of_stature_than_a_body() -> None:
    line = traits.StatureLine()
    bones = weight(line, family("рост 178"), body("скелетированные останки; рост 188"))
    whole = weight(line, family("рост 178"), body("тело, сохранность хорошая; рост 188"))
    assert whole < bones < 0


def test_stature_and_shoe_size_together_are_the_joint_density_of_four_numbers() -> None:
    """The chain rule, against a multivariate normal law written down independently."""
    stature = traits.StatureLine(blunders=0.0, told=3.0, unsaid_body=3.0)
    shoe = traits.ShoeSizeLine(blunders=0.0)
    left, right = family("рост 178; обувь 43", sex="male"), body("рост 181; обувь 45", sex="male")
    cm, size, cross = shoe.male_spread**2, shoe.slope**2 * shoe.male_spread**2 + shoe.remainder**2, (
        shoe.slope * shoe.male_spread**2
    )  # fmt: skip
    one = np.array([[cm, cross], [cross, size]])
    noise = [np.diag([9.0, error**2 + 0.25 / 3]) for error in (shoe.told, shoe.body)]
    mean = np.array([shoe.male_stature, shoe.male])
    whole = np.block([[one + noise[0], one], [one, one + noise[1]]])
    seen = np.array([178, 43, 181, 45.0])
    joint = stats.multivariate_normal(np.tile(mean, 2), whole).logpdf(seen)
    alone = [stats.multivariate_normal(mean, one + noise[i]).logpdf(seen[2 * i : 2 * i + 2]) for i in (0, 1)]
    expected = (joint - sum(alone)) / math.log(10)
    assert weight(stature, left, right) + weight(shoe, left, right) == pytest.approx(expected, abs=1e-6)


def test_large_shoes_say_little_where_stature_has_explained_them() -> None:
    line = traits.ShoeSizeLine()
    alone = weight(line, family("обувь 47"), body("обувь 47"))
    with_stature = weight(line, family("обувь 47; рост 199"), body("обувь 47; рост 199"))
    assert alone > with_stature > 0


def test_rare_colours_and_groups_weigh_more() -> None:
    for line, rare, common in (
        (traits.HairLine(), "red hair", "dark blond hair"),
        (traits.EyesLine(), "green eyes", "brown eyes"),
        (traits.BloodGroupLine(), "blood AB-", "blood A+"),
        (traits.HandednessLine(), "left-handed", "right-handed"),
        (traits.BuildLine(), "heavy build", "medium build"),
    ):
        assert weight(line, family(rare), body(rare)) > weight(line, family(common), body(common)) > 0


def test_colours_that_clash_speak_against() -> None:
    assert weight(traits.EyesLine(), family("карие глаза"), body("очі блакитні")) < -0.3
    assert weight(traits.BloodGroupLine(), family("кровь A+"), body("кровь B+")) < -0.5
    assert weight(traits.EyesLine(), family("карие глаза"), body("тело, гнилостные изменения; blue eyes")) > weight(
        traits.EyesLine(), family("карие глаза"), body("body, well preserved; blue eyes")
    )


def test_grey_hair_says_less_where_both_are_old() -> None:
    line = traits.HairLine()
    old = {"birth_date": "1960", "occurred_date": "2023"}
    assert weight(line, family("седые волосы", **old), body("grey hair", **old)) < weight(
        line, family("седые волосы"), body("grey hair")
    )


def test_one_tattoo_at_one_place_is_strong_and_grows_with_detail() -> None:
    line = traits.MarksLine()
    told = "татуировка: якорь на левом предплечье"
    exact = weight(line, family(told), body("tattoo: anchor on the left forearm"))
    near = weight(line, family(told), body("tattoo: anchor on the left hand"))
    swapped = weight(line, family(told), body("tattoo: anchor on the right forearm"))
    other = weight(line, family(told), body("tattoo: skull on the chest"))
    vague = weight(line, family(told), body("tattoo on the left arm"))
    assert exact > near > other
    assert exact > swapped > other
    assert exact > vague > other
    assert exact > 2
    assert other < 0


def test_absence_counts_only_as_far_as_it_could_be_seen() -> None:
    line = traits.MarksLine()
    told = family("татуировка: якорь на левом предплечье; татуировка: волк на груди")
    whole = weight(line, told, body("body, well preserved; eyes grey"))
    rotten = weight(line, told, body("body, decomposed; hair dark"))
    bones = weight(line, told, body("skeletonised remains; hair dark; height 175"))
    assert whole < rotten < bones == 0
    assert weight(line, told, body("skeletonised remains; tooth missing 26")) == 0


def test_metal_in_bone_outlasts_the_skin() -> None:
    told = family("пластина в правой ключице; глаза серые")
    assert weight(traits.MarksLine(), told, body("skeletonised remains; plate in the right collarbone")) > 1
    assert weight(traits.MarksLine(), told, body("skeletonised remains; height 175")) < 0


def test_a_denial_speaks_against_what_is_there() -> None:
    line = traits.MarksLine()
    denied = weight(line, family("без татуировок"), body("tattoo: wolf on the back"))
    unsaid = weight(line, family("глаза серые"), body("tattoo: wolf on the back"))
    assert denied < unsaid < 0


def test_the_same_name_on_the_skin_weighs_more_than_some_name() -> None:
    line = traits.MarksLine()
    told = family("татуировка: имя «Марина» на груди")
    same = weight(line, told, body("tattoo: the name Marina on the chest"))
    other = weight(line, told, body("tattoo: the name Olya on the chest"))
    assert same > other + 1


def test_pairings_of_lists_are_all_summed() -> None:
    rng = np.random.default_rng(3)
    ratio, left, right = rng.random((5, 3, 4)) * 4, rng.random((5, 3)), rng.random((5, 4))
    expected = np.zeros(5)
    for size in range(4):
        for mine in itertools.combinations(range(3), size):
            for theirs in itertools.permutations(range(4), size):
                term = np.prod([ratio[:, i, j] for i, j in zip(mine, theirs, strict=True)], axis=0) * np.ones(5)
                term = term * np.prod([left[:, i] for i in range(3) if i not in mine], axis=0)
                term = term * np.prod([right[:, j] for j in range(4) if j not in theirs], axis=0)
                expected += term
    assert matched_sets(ratio, left, right) == pytest.approx(expected)


def test_teeth_match_by_their_places() -> None:
    line = traits.TeethLine()
    one = weight(line, family("нет зуба 12"), body("tooth missing 12"))
    molar = weight(line, family("нет зуба 36"), body("tooth missing 36"))
    assert one > molar > 0.5
    assert weight(line, family("нет зуба 12"), body("tooth missing 25")) < 0
    assert weight(line, family("коронка на зубе 12"), body("tooth missing 12")) > 0
    many = "нет зубов 16, 17, 26, 27, 36, 37, 46, 47"
    assert weight(line, family(many), body(many)) > one
    assert weight(line, family("все зубы целые"), body("teeth 16, 17, 26, 27, 36 missing")) < -0.3


def test_serial_numbers_nearly_decide() -> None:
    line = traits.SerialNumberLine()
    told = family("пластина в правой ключице, № AK44517")
    assert weight(line, told, body("plate, serial number АК-44517")) > 5
    assert 1 < weight(line, told, body("plate, serial number AK44511")) < 5
    assert weight(line, told, body("plate, serial number ZX90331")) < 0


def test_a_call_sign_on_a_patch_is_weighed_once() -> None:
    line = traits.EffectsLine()
    patch = "шеврон с позывным «Барс»"
    told = family(call_sign="Барс")
    assert weight(line, told, body(patch)) > 1
    assert weight(line, family(call_sign="Кедр"), body(patch)) < 0
    assert weight(line, told, body(patch, call_sign="Барс")) == 0


def test_rare_things_weigh_more_than_common_ones() -> None:
    line = traits.EffectsLine()
    beads = weight(line, family("чётки"), body("prayer beads"))
    phone = weight(line, family("телефон"), body("phone"))
    assert beads > phone > 0
    assert weight(line, family("чётки"), body("phone")) < 0


@pytest.mark.parametrize(
    "line",
    [
        traits.SexLine(),
        traits.BuildLine(),
        traits.EyesLine(),
        traits.BloodGroupLine(),
        traits.HandednessLine(),
    ],
    ids=lambda line: line.name,
)
def test_the_mean_ratio_of_strangers_is_one(line: Line) -> None:
    """Exact for classes: statements drawn from each side's own law, over all pairs of statements."""
    told, found = statements(line)
    left, right = as_columns([record for record, _ in told]), as_columns([record for record, _ in found])
    i, j = (index.ravel() for index in np.meshgrid(np.arange(len(told)), np.arange(len(found)), indexing="ij"))
    ratio = 10 ** line.weigh(line.encode(left), line.encode(right), i, j).reshape(len(told), len(found))
    shares = np.outer([share for _, share in told], [share for _, share in found])
    assert (ratio * shares).sum() == pytest.approx(1, abs=1e-9)


def statements(line: Line) -> tuple[list[tuple[Particulars, float]], list[tuple[Particulars, float]]]:
    """All statements of a family and of a mortuary, each with its share under the line's own parameters."""
    if isinstance(line, traits.SexLine):
        told, found = ([line.male * (1 - error) + (1 - line.male) * error] for error in (line.told, line.unsaid_body))
        return (
            [(family(sex="male"), told[0]), (family(sex="female"), 1 - told[0])],
            [(body(sex="male"), found[0]), (body(sex="female"), 1 - found[0])],
        )
    if isinstance(line, traits.BuildLine):
        words, shares = ("slim", "medium", "sturdy", "heavy"), [line.slim, line.medium, line.sturdy]
        said = [f"build {word}" for word in words]
    elif isinstance(line, traits.EyesLine):
        words, shares = ("brown", "blue", "grey", "green"), [line.brown, line.blue, line.grey]
        full = [*shares, 1 - sum(shares)]
        said = [f"eyes {word}" for word in words]
        pairs = [(1, 2), (3, 2), (0, 3), (1, 3)]
        often = [sum(colour in pair for pair in pairs) for colour in range(4)]
        mixed = [(f"eyes {words[a]}-{words[b]}", (full[a] / often[a] + full[b] / often[b]) * 0.1) for a, b in pairs]
        dark = [("eyes dark", full[0] * 0.1), ("eyes light", sum(full[1:]) * 0.1)]
        rows = [*((text, share * 0.8) for text, share in zip(said, full, strict=True)), *mixed, *dark]
        return [(family(text), share) for text, share in rows], [(body(text), share) for text, share in rows]
    elif isinstance(line, traits.BloodGroupLine):
        letters, of_letters = ("O", "A", "B", "AB"), [line.o, line.a, line.b]
        of_letters.append(1 - sum(of_letters))
        signs = (("+", 1 - line.rh_negative), ("-", line.rh_negative))
        rows = [(f"blood {abo}{rh}", p * q) for abo, p in zip(letters, of_letters, strict=True) for rh, q in signs]
        return [(family(text), share) for text, share in rows], [(body(text), share) for text, share in rows]
    else:
        assert isinstance(line, traits.HandednessLine)
        said, shares = ["left-handed", "right-handed", "ambidextrous"], [line.left, 1 - line.left - line.both]
    shares = [*shares, 1 - sum(shares)]
    rows = list(zip(said, shares, strict=True))
    return [(family(text), share) for text, share in rows], [(body(text), share) for text, share in rows]
