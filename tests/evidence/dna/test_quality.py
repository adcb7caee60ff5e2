"""What a laboratory is told to look at: each mishap is made on purpose, and a family without it is left alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SHARES, people

from antigone.evidence.dna import (
    CaseRejected,
    Doubt,
    Member,
    Model,
    MutationSpec,
    Panel,
    Pedigree,
    Profiles,
    ReadingRejected,
    likelihoods,
    marker,
    panel,
    pedigree,
    profiles,
)
from antigone.evidence.dna.quality import (
    Concern,
    Relation,
    check_elimination,
    check_family,
    check_panel,
    check_sex,
    check_strangers,
    consensus,
    relation_log10_lr,
    sensitivity,
)

N = 24
OVER = panel([marker(f"L{k}", LADDER, SHARES) for k in range(N)])
FAMILY = people("f M", "m F", "a M f m", "b F f m", "u M")


def born(tree: Pedigree, seed: int) -> dict[str, np.ndarray]:
    """Genotypes of a whole family, int64[N, 2] each, inherited without mutation."""
    chance = np.random.default_rng(seed)
    found: dict[str, np.ndarray] = {}
    for place in tree.order:
        member = tree.members[place]
        if member.father is None or member.mother is None:
            found[member.id] = chance.choice(len(LADDER), (N, 2), p=SHARES)
        else:
            both = (member.father, member.mother)
            strands = [found[parent][np.arange(N), chance.integers(0, 2, N)] for parent in both]
            found[member.id] = np.stack(strands, axis=1)
    return found


def read(of: dict[str, np.ndarray], *names: str, under: dict[str, str] | None = None, over: Panel = OVER) -> Profiles:
    called = under or {}
    return profiles(
        over,
        {called.get(name, name): {f"L{k}": [LADDER[c] for c in of[name][k]] for k in range(N)} for name in names},
        {},
    )


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_true_family_is_left_alone(seed: int) -> None:
    assert check_family("Koval", FAMILY, read(born(FAMILY, seed), "f", "m", "a", "b"), OVER) == ()


def test_a_father_who_is_not_is_named_with_his_child() -> None:
    other = replace_father(FAMILY, "b")
    first = check_family("Koval", FAMILY, read(born(other, 5), "f", "m", "a", "b"), OVER)[0]
    assert (first.concern, first.people) == (Concern.PARENTAGE, ("b", "f"))
    assert "«f» looks like not the father of «b»" in first.in_words
    assert first.log10_lr is not None
    assert first.log10_lr > 5


def replace_father(tree: Pedigree, child: str) -> Pedigree:
    members = [replace(one, father="u") if one.id == child else one for one in tree.members]
    return pedigree(members)


def test_samples_of_father_and_son_that_changed_places() -> None:
    of = born(FAMILY, 8)
    swapped = read(of, "f", "m", "a", "b", under={"f": "a", "a": "f"})
    found = check_family("Koval", FAMILY, swapped, OVER)
    assert (found[0].concern, set(found[0].people)) == (Concern.SWAP, {"a", "f"})


def test_a_sample_from_another_family() -> None:
    of = born(FAMILY, 9) | {"a": born(FAMILY, 10)["a"]}
    found = check_family("Koval", FAMILY, read(of, "f", "m", "a", "b"), OVER)
    assert (found[0].concern, found[0].people) == (Concern.STRANGER, ("a",))


def test_one_mutation_is_no_mishap() -> None:
    of = born(FAMILY, 11)
    mutated = of["a"].copy()
    mutated[0] = (of["m"][0, 0], next(x for x in range(5) if x not in of["f"][0]))
    spec = MutationSpec(Model.PROPORTIONAL, 0.002)
    over = panel([marker(f"L{k}", LADDER, SHARES, mothers=spec, fathers=spec) for k in range(N)])
    assert check_family("Koval", FAMILY, read(of | {"a": mutated}, "f", "m", "a", "b", over=over), over) == ()


def test_relations_are_those_of_the_pedigree_engine() -> None:
    of = born(FAMILY, 12)
    left, right = read(of, "f"), read(of, "a")
    both = read(of, "f", "a")
    for relation, tree in ((Relation.PARENT_AND_CHILD, people("f M", "m F", "a M f m")),
                           (Relation.FULL_SIBS, people("x M", "y F", "f M x y", "a M x y"))):  # fmt: skip
        apart = likelihoods(people("f M", "a M"), OVER, both)
        ratios = likelihoods(tree, OVER, both) / apart
        expected = math.fsum(np.log10(0.995 * ratios + 0.005))
        assert relation_log10_lr(left, right, OVER, relation)[0, 0] == pytest.approx(expected, rel=1e-9)


def test_donors_of_two_families_who_are_father_and_son_and_one_who_gave_twice() -> None:
    of = born(FAMILY, 13)
    stranger = born(FAMILY, 14)["f"]
    donors = read(of | {"s": stranger, "again": stranger}, "f", "a", "s", "again")
    found = check_strangers(donors, ["A", "B", "C", "D"], OVER, log10_lr=4)
    assert [(one.concern, one.people) for one in found] == [
        (Concern.SAME_PERSON, ("s", "again")),
        (Concern.RELATED, ("f", "a")),
    ]
    assert check_strangers(donors, ["A", "A", "C", "C"], OVER) == ()


def test_a_sample_that_reads_like_its_technician() -> None:
    of = born(FAMILY, 15)
    found = check_elimination(read(of, "f", "m"), read(of, "u", "m", under={"m": "technician"}), OVER)
    assert [one.people for one in found] == [("m", "technician")]
    assert "of the staff" in found[0].in_words


@pytest.mark.parametrize(
    ("sex", "alleles", "said"),
    [
        ("F", ["X", "Y"], "stated to be a woman and Amelogenin reads a Y"),
        ("M", ["X", "X"], "stated to be a man and Amelogenin reads no Y"),
        ("M", ["X", "Q"], "reads X, Q, which is no X and Y"),
        ("M", ["X", "Y"], None),
        ("U", ["X", "Y"], None),
    ],
)
def test_amelogenin_against_the_stated_sex(sex: str, alleles: list[str], said: str | None) -> None:
    found = check_sex({"V": {"Amelogenin": alleles, "L0": ["8", "9"]}}, {"V": sex})
    assert bool(found) == (said is not None)
    assert said is None or said in found[0].in_words


def test_linked_loci_and_models_that_are_not_stationary_are_said_once() -> None:
    spec = MutationSpec(Model.EQUAL, 0.002)
    over = panel([marker(name, LADDER, SHARES, mothers=spec) for name in ("vWA", "D12S391", "TH01")])
    found = check_panel(over)
    assert [one.concern for one in found] == [Concern.LINKED, Concern.MODEL]
    assert found[1].in_words.startswith("vWA, D12S391, TH01: the mutation model is not stationary")
    assert check_panel(OVER) == ()


DOUBT = Doubt(dropout=0.3, dropin=0.02)


def test_three_replicates_with_drop_out_give_the_genotype() -> None:
    read_thrice = [{"L0": ["8"], "L1": ["9"]}, {"L0": ["10"], "L1": ["9"]}, {"L0": ["8", "10"], "L1": ["9"]}]
    told = consensus("bone", read_thrice, OVER, DOUBT)
    assert told.genotypes["L0"] == ("8", "10")
    assert "L1" not in told.genotypes or told.genotypes["L1"] == ("9", "9")
    assert told.posteriors["L0"] > 0.99


def test_the_consensus_is_bayes_over_every_genotype() -> None:
    told = consensus("bone", [{"L0": ["8"]}, {"L0": ["8"]}], OVER, DOUBT, enough=0)
    d, c = 0.3, 0.02
    p = dict(zip(LADDER, SHARES, strict=True))
    weights = {}
    for i, a in enumerate(LADDER):
        for b in LADDER[i:]:
            if a == b:
                one = (1 - d**2) * (1 - c) if a == "8" else d**2 * c * p["8"]
                weights[a, b] = p[a] ** 2 * one**2
            else:
                one = (1 - d) * d * (1 - c) if "8" in (a, b) else d**2 * c * p["8"]
                weights[a, b] = 2 * p[a] * p[b] * one**2
    best = max(weights, key=lambda genotype: weights[genotype])
    assert told.genotypes["L0"] == best
    assert told.posteriors["L0"] == pytest.approx(weights[best] / sum(weights.values()), rel=1e-9)


def test_replicates_of_two_people_and_open_loci_are_told() -> None:
    told = consensus("bone", [{"L0": ["8", "9"], "L1": ["8"]}, {"L0": ["10", "11"]}], OVER, Doubt(0.05, 0.01))
    assert any("likelier of different people" in one.in_words for one in told.findings)
    assert any("has a posterior of" in one.in_words for one in told.findings)
    with pytest.raises(ReadingRejected, match="«bone», locus L0"):
        consensus("bone", [{"L0": ["8", "77"]}], OVER, DOUBT)


def case() -> dict[str, object]:
    of = born(FAMILY, 16)
    spec = {"model": "proportional", "rate": 0.001}
    one = {"alleles": list(LADDER), "freqs": list(SHARES), "mutation": {"female": spec, "male": spec}}
    trees = {
        "child": [Member("f", sex="M"), Member("m", sex="F"), Member("a", "f", "m", "M")],
        "stranger": [Member("f", sex="M"), Member("a", sex="M")],
    }
    return {
        "kind": "kinship_lr",
        "markers": [{"name": f"L{k}", **one} for k in range(N)],
        "hypotheses": {
            name: [{"id": m.id, "father": m.father, "mother": m.mother, "sex": m.sex} for m in tree]
            for name, tree in trees.items()
        },
        "reference_hypothesis": "stranger",
        "genotypes": {name: {f"L{k}": [LADDER[c] for c in of[name][k]] for k in range(N)} for name in ("f", "a")},
    }


def test_sensitivity_changes_one_assumption_at_a_time() -> None:
    other = {f"L{k}": dict(zip(LADDER, SHARES[::-1], strict=True)) for k in range(N)}
    few = {f"L{k}": {"8": 0.5, "9": 0.5} for k in range(3)}
    rows = {row.assumption: row.log10_lr for row in sensitivity(case(), populations={"east": other, "few": few})}
    assert list(rows) == [
        "as stated", "theta 0.01", "theta 0.03", "no mutation", "proportional mutation, 0.002",
        "mutation by steps, 0.002", "population east", "as stated, loci of few only", "population few",
    ]  # fmt: skip
    assert rows["as stated"] > rows["theta 0.01"] > rows["theta 0.03"] > 0
    assert rows["no mutation"] == pytest.approx(rows["as stated"], abs=0.05)
    assert rows["population east"] != pytest.approx(rows["as stated"], abs=0.01)


def test_sensitivity_is_of_kinship_cases() -> None:
    with pytest.raises(CaseRejected, match="not of «dvi»"):
        sensitivity({"kind": "dvi"})
