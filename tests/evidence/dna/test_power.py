"""How often a true match would suffice: against sums over every genotype, and as a family would expect it."""

from __future__ import annotations

import itertools
import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from tests.evidence.dna.families import LADDER, SHARES, THREE_GENERATIONS, TRIO, people

from antigone.evidence.dna import (
    Model,
    MutationSpec,
    Panel,
    SoughtPerson,
    genotype_tables,
    marker,
    panel,
    profiles,
)
from antigone.evidence.dna.power import (
    NothingToWeigh,
    Power,
    Question,
    log10_lr_needed,
    power_chart,
    power_of_family,
)


def loci(n: int, model: Model | None = Model.PROPORTIONAL) -> Panel:
    spec = None if model is None else MutationSpec(model, 0.002)
    return panel([marker(f"L{k}", LADDER, SHARES, mothers=spec, fathers=spec) for k in range(n)])


MOTHER = {f"L{k}": ("8", "9") if k % 2 else ("10", "11") for k in range(20)}
UNCLE = {f"L{k}": ("9", "9.3") for k in range(20)}


def family(over: Panel, read: dict[str, dict[str, tuple[str, str]]]) -> SoughtPerson:
    return SoughtPerson("Koval", THREE_GENERATIONS, "sought", profiles(over, read, {}))


def test_power_is_the_sum_over_every_genotype() -> None:
    over = loci(2)
    sought = SoughtPerson("Koval", TRIO, "child", profiles(over, {"mother": MOTHER}, {}))
    needed = 0.9
    chances = []
    for table in genotype_tables(TRIO, over, sought.readings, "child"):
        of_child = table / table.sum()
        random = np.outer(SHARES, SHARES)
        both = np.add(of_child, of_child.T)
        chances.append([(both[i, j] / (1 if i != j else 2), both[i, j] / (2 * random[i, j])) for i, j in
                        itertools.combinations_with_replacement(range(5), 2)])  # fmt: skip
    exact = stranger = 0.0
    for (p, lr_p), (q, lr_q) in itertools.product(*chances):
        if lr_p * lr_q >= 10**needed:
            exact += p * q
            stranger += p * q / (lr_p * lr_q)
    told = power_of_family(Question(sought, ("mother",), (), needed), over, trials=40_000).now
    assert told.power == pytest.approx(exact, abs=4 * told.standard_error)
    assert told.stranger == pytest.approx(stranger, abs=0.003)


def test_the_nearest_relative_helps_most_and_a_stranger_by_marriage_without_children_not_at_all() -> None:
    over = loci(20)
    question = Question(family(over, {"uncle": UNCLE}), ("uncle",), ("mother", "daughter", "grandfather", "wife"), 4.0)
    answer = power_of_family(question, over, trials=400)
    helped = {one.with_donor: one.power for one in answer.following}
    assert helped["mother"] > helped["grandfather"] + 0.1
    assert helped["daughter"] > helped["grandfather"] + 0.1
    assert helped["wife"] == pytest.approx(answer.now.power, abs=0.06)
    assert [one.power for one in answer.following] == sorted(helped.values(), reverse=True)


def test_more_loci_of_the_bone_suffice_more_often() -> None:
    over = loci(20)
    sought = family(over, {"uncle": UNCLE, "mother": MOTHER})
    told = [
        power_of_family(Question(sought, ("uncle", "mother"), (), 2.0, read), over, trials=2_000).now.median
        for read in (5, 10, None)
    ]
    assert told == sorted(told)
    assert told[2] == pytest.approx(2 * told[1], rel=0.25)


def test_a_donor_who_was_not_read_yet_is_drawn() -> None:
    over = loci(20)
    nobody = family(over, {})
    promised = power_of_family(Question(nobody, ("mother", "daughter"), (), 9.0), over, trials=300)
    assert 0.2 < promised.now.power < 1
    only_mother = power_of_family(Question(nobody, ("mother",), ("daughter",), 9.0), over, trials=300)
    assert only_mother.following[0].power == pytest.approx(promised.now.power, abs=0.12)


def test_the_same_seed_gives_the_same_answer() -> None:
    over = loci(6)
    question = Question(family(over, {"mother": MOTHER}), ("mother",), ("uncle",), 2.0)
    one, two, other = (power_of_family(question, over, trials=50, seed=seed) for seed in (3, 3, 4))
    assert one == two
    assert one != other


def test_progress_ends_at_the_whole_work() -> None:
    over, told = loci(4), list[int]()
    question = Question(family(over, {"mother": MOTHER}), ("mother", "uncle"), ("daughter",), 2.0)
    power_of_family(question, over, trials=40, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 40 * (1 + 1 + 2)


@pytest.mark.parametrize(
    ("sentence", "donors", "following", "read"),
    [
        ("«sought» is the one who is missing", ("sought",), (), None),
        ("«mother» is a donor already", ("mother",), ("mother",), None),
        ("99 loci cannot be read of 4", ("mother",), (), 99),
        ("nobody of the family was sampled", (), (), None),
    ],
)
def test_what_cannot_be_asked(sentence: str, donors: tuple[str, ...], following: tuple[str, ...], read: int) -> None:
    over = loci(4)
    with pytest.raises(NothingToWeigh, match=sentence):
        power_of_family(Question(family(over, {"mother": MOTHER}), donors, following, 2.0, read), over)


def test_relatives_who_contradict_each_other_are_named() -> None:
    over = loci(2, None)
    tree = people("f M", "m F", "s M f m", "b M f m")
    read = {"f": {"L0": ("8", "8")}, "b": {"L0": ("9", "9")}}
    with pytest.raises(NothingToWeigh, match="family «Koval»: the relatives' readings at L0 contradict"):
        power_of_family(Question(SoughtPerson("Koval", tree, "s", profiles(over, read, {})), ("f", "b"), (), 2.0), over)


def test_what_is_needed() -> None:
    assert log10_lr_needed(0.9995, 1 / 7000) == pytest.approx(math.log10(1999 * 6999))
    with pytest.raises(ValueError, match="between 0 and 1"):
        log10_lr_needed(1, 0.5)


def test_the_chart_says_every_number_in_words() -> None:
    over = loci(6)
    question = Question(family(over, {"mother": MOTHER}), ("mother",), ("uncle", "daughter"), 2.0)
    answer: Power = power_of_family(question, over, trials=60)
    drawn = ET.fromstring(power_chart(answer))
    said = "".join(drawn.itertext())
    for row in (answer.now, *answer.following):
        assert f"{row.power:.1%}" in said
    bars = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") in ("now", "more")]
    assert [float(one.get("width", 0)) for one in bars] == pytest.approx(
        [390 * row.power for row in (answer.now, *answer.following)], abs=0.06
    )
