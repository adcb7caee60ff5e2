"""The laboratory's search: the right family by far, brothers alike, parts together, and what is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.bureau.identification.swabs import ANALYST, CASE_WORKER, KEY
from tests.bureau.identification.town import FREQUENCIES, Town, best, searched

from antigone.bureau.identification import actions, queries
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.laboratory import blind_search
from antigone.bureau.identification.models import PartLink
from antigone.bureau.identification.values import (
    FamilyDraft,
    NoPopulation,
    ProfileDraft,
    TreeMember,
)

pytestmark = pytest.mark.django_db


def test_every_son_finds_his_parents() -> None:
    town = Town(12)
    town.settle()
    found = searched()
    assert best() == {f"S-{n}": f"F-{n}" for n in range(12)}
    cards = queries.strongest_weights(12)
    assert min(card.log10_lr for card in cards) > 8
    for card in cards:
        assert card.log10_lr == pytest.approx(sum(card.per_locus.values()), abs=0.01)
        assert card.loci == 24
        assert card.inconsistent == 0
    assert (found.search.families, found.search.bodies) == (12, 12)
    assert found.notes == ()


def test_a_degraded_bone_still_finds_them() -> None:
    town = Town(8)
    names = list(FREQUENCIES)
    bone = {locus: alleles for locus, alleles in town.sons[0].items() if locus not in names[:4]}
    for locus in names[4:12]:
        bone[locus] = bone[locus][:1]
    del bone["AMEL"]
    town.sons[0] = bone
    town.settle()
    searched()
    assert best()["S-0"] == "F-0"
    (card,) = (card for card in queries.strongest_weights(100, sample="S-0") if card.family == "F-0")
    assert 3 < card.log10_lr < queries.strongest_weights(1)[0].log10_lr


def test_brothers_fit_both_families_alike() -> None:
    town = Town(5)
    town.parents[1] = town.parents[0]
    town.sons[1] = town.child(*town.parents[0])
    town.settle()
    searched()
    weights = {(card.sample, card.family): card.log10_lr for card in queries.strongest_weights(100)}
    assert weights["S-0", "F-0"] == pytest.approx(weights["S-0", "F-1"])
    assert weights["S-1", "F-0"] == pytest.approx(weights["S-1", "F-1"])


def test_parts_of_one_body_are_linked() -> None:
    town = Town(6)
    town.sons[5] = {
        locus: alleles[:1] if n % 4 == 0 else alleles for n, (locus, alleles) in enumerate(town.sons[0].items())
    }
    town.settle()
    searched()
    (link,) = PartLink.objects.select_related("one", "other")
    assert (link.one.label, link.other.label) == ("S-0", "S-5")
    assert link.log10_lr > 10


def test_who_withdrew_or_did_not_allow_it_is_not_compared() -> None:
    town = Town(4)
    town.settle(uses=("quality",))
    assert searched().search.families == 0
    assert queries.strongest_weights() == ()


def test_a_withdrawal_takes_the_weights_and_the_next_search_does_without() -> None:
    town = Town(4)
    town.settle()
    before = searched()
    by_both = queries.strongest_weights(family="F-2")[0].log10_lr
    actions.withdraw_consent("R-2f", actor=CASE_WORKER)
    assert queries.strongest_weights(family="F-2") == ()
    after = searched()
    assert after.search.inputs != before.search.inputs
    (card, *_) = queries.strongest_weights(family="F-2")
    assert card.sample == "S-2"
    assert 3 < card.log10_lr < by_both - 3


def test_a_woman_is_nobodys_son() -> None:
    town = Town(4)
    town.sons[3]["AMEL"] = ("X", "X")
    town.settle()
    searched()
    assert "S-3" not in best()


def test_relatives_who_contradict_each_other_are_told() -> None:
    town = Town(3)
    town.settle()
    members = [TreeMember("M-0", "", "", "M"), *(TreeMember(f"x{n}", "", "", "F") for n in range(1))]
    child = TreeMember("R-0m", "M-0", "x0", "F")
    other = TreeMember("R-0f", "", "", "M")
    actions.keep_families([FamilyDraft("F-0", "M-0", "M-0", (*members, child, other))], [], actor=ANALYST)
    wrong = [
        TreeMember("M-1", "R-1f", "R-1m", "M"),
        TreeMember("R-1f", "", "", "M"),
        TreeMember("R-1m", "R-1f", "w", "F"),
        TreeMember("w", "", "", "F"),
    ]
    actions.keep_families([FamilyDraft("F-1", "M-1", "M-1", tuple(wrong))], [], actor=ANALYST)
    notes = searched(Assumptions(mothers=0.0, fathers=0.0)).notes
    assert any("family F-1: the relatives contradict each other at" in note for note in notes)


def test_an_allele_off_the_table_is_counted_and_told() -> None:
    town = Town(3)
    town.sons[0]["TH01"] = ("13.3", town.sons[0]["TH01"][1])
    town.settle()
    notes = searched().notes
    assert "locus TH01: allele 13.3 is not in the table; taken as 0.001" in notes


def test_replicates_are_put_together() -> None:
    town = Town(3)
    town.settle()
    partial = {locus: alleles[1:] for locus, alleles in town.sons[0].items() if locus in ("TH01", "FGA")}
    odd = {"vWA": ("13",), "TPOX": town.sons[0]["TPOX"]}
    actions.keep_profiles([ProfileDraft("S-0", partial), ProfileDraft("S-0", odd)], key=KEY, actor=ANALYST)
    found = searched()
    assert best()["S-0"] == "F-0"
    assert found.search.outcome["notes"] == len(found.notes)
    assert not any(note in str(found.search.outcome) for note in found.notes)  # staff may read it
    three = "13" not in town.sons[0]["vWA"] and len(set(town.sons[0]["vWA"])) == 2
    assert any("sample S-0, locus vWA: replicates show" in note for note in found.notes) == three


def test_the_same_profiles_give_the_same_inputs() -> None:
    Town(3).settle()
    assert searched().search.inputs == searched().search.inputs
    assert searched(replace(Assumptions(), theta=0.02)).search.model["theta"] == 0.02


def test_without_frequencies_nothing_is_weighed() -> None:
    with pytest.raises(NoPopulation, match="antigone laboratory frequencies"):
        blind_search(KEY, Assumptions())
