"""Families, donors and samples find their records; the same files twice change nothing; what is wrong is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.swabs import (
    ANALYST,
    KEY,
    MOTHER,
    a_son_is_missed_and_a_body_lies_unnamed,
    both_are_read,
    mother,
    mothers_tree,
    the_family_gives_a_swab,
)
from tests.bureau.people import OPEN_LIST, arrive

from antigone.bureau.identification import actions, queries
from antigone.bureau.identification.models import CustodyEvent, Family, Sample
from antigone.bureau.identification.values import (
    CustodyEnded,
    Kept,
    NoPopulation,
    PopulationDraft,
    ProfileDraft,
    SampleDraft,
    TreeMember,
    UnknownFamily,
    UnknownSample,
)
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db


def test_a_family_is_kept_with_its_record_and_its_donor() -> None:
    assert the_family_gives_a_swab() == Kept(1, 0)
    both_are_read()
    card = queries.family("F-1")
    assert card.sought == Record.objects.get(source_record_id="M-1").public_id
    assert card.missing == "son"
    assert card.members == mothers_tree().members
    (donor,) = card.donors
    assert (donor.member, donor.relation, donor.withdrawn) == ("R-1", "mother", False)
    assert (donor.profiles, donor.loci) == (1, 3)
    held = queries.holdings()
    assert (held.families, held.donors, held.samples_of_remains) == (1, 1, 1)
    assert (held.profiles_of_remains, held.profiles_of_donors) == (1, 1)


def test_the_laboratorys_own_role_can_do_all_of_it() -> None:
    a_son_is_missed_and_a_body_lies_unnamed()
    with acting_as("antigone_laboratory"):
        assert actions.keep_families([mothers_tree()], [mother()], actor=ANALYST).added == 1
        assert actions.keep_samples([SampleDraft("S-1", "B-1")], actor=ANALYST).added == 1
        assert both_are_read() == Kept(2, 0)
        assert actions.withdraw_consent("R-1", actor=ANALYST) == 1


def test_the_same_files_again_change_nothing() -> None:
    the_family_gives_a_swab()
    both_are_read()
    before = (Sample.objects.count(), CustodyEvent.objects.count(), Family.objects.get().pk)
    assert actions.keep_families([mothers_tree()], [mother()], actor=ANALYST) == Kept(0, 1)
    assert actions.keep_samples([SampleDraft("S-1", "B-1")], actor=ANALYST) == Kept(0, 1)
    assert both_are_read() == Kept(0, 2)
    assert (Sample.objects.count(), CustodyEvent.objects.count(), Family.objects.get().pk) == before


def test_another_tree_takes_the_place_of_the_old() -> None:
    the_family_gives_a_swab()
    tree = mothers_tree()
    larger = replace(tree, members=(*tree.members, TreeMember("R-2", "father", "R-1", "F")))
    assert actions.keep_families([larger], [], actor=ANALYST) == Kept(0, 0, 1)
    assert len(queries.family("F-1").members) == 4


def test_what_cannot_be_kept_is_told_and_the_rest_is_kept() -> None:
    the_family_gives_a_swab()
    kept = actions.keep_families(
        [mothers_tree("F-2", "M-77"), mothers_tree("F-3")],
        [
            replace(mother(), family="F-9", sample="R-8"),
            replace(mother(), family="F-3", member="aunt", sample="R-7"),
            replace(mother(uses=("selling",)), family="F-3", sample="R-6"),
            replace(mother(), family="F-3"),
        ],
        actor=ANALYST,
    )
    assert kept.added == 1
    told = "\n".join(kept.rejected)
    for words in (
        "family F-2: there is no record of a missing person with the id M-77",
        "donor R-8: there is no family F-9",
        "donor R-7: aunt is not in the tree of family F-3",
        "donor R-6: «selling» is no use",
        "donor R-1: a sample of this label is kept already",
    ):
        assert words in told
    samples = actions.keep_samples(
        [SampleDraft("S-2", "M-1"), SampleDraft("S-1", "B-2"), SampleDraft("R-1", "B-1")], actor=ANALYST
    )
    assert samples.added == 0
    assert len(samples.rejected) == 3
    profiles = actions.keep_profiles([ProfileDraft("S-9", MOTHER), ProfileDraft("S-1", {})], key=KEY, actor=ANALYST)
    assert [sentence.split(":")[0] for sentence in profiles.rejected] == ["profile of S-9", "profile of S-1"]


def test_an_id_that_two_sources_use_needs_its_source() -> None:
    a_son_is_missed_and_a_body_lies_unnamed()
    other = RecordDraft(RecordKind.MISSING, (NameDraft("Іваненко Лука"),), source_record_id="M-1")
    arrive(other, source=OPEN_LIST)
    (sentence,) = actions.keep_families([mothers_tree()], [], actor=ANALYST).rejected
    assert "2 records bear the id M-1; name their source" in sentence
    assert actions.keep_families([mothers_tree()], [], source=OPEN_LIST.name, actor=ANALYST).added == 1
    assert queries.family("F-1").sought == Record.objects.get(source__name=OPEN_LIST.name).public_id


def test_the_newest_table_of_frequencies_is_in_force() -> None:
    with pytest.raises(NoPopulation):
        queries.population_in_force()
    first = PopulationDraft("Velmaria", "invented", "1" * 64, {"TH01": {"6": 0.4, "9.3": 0.6}})
    assert actions.keep_population(first, actor=ANALYST)
    assert not actions.keep_population(first, actor=ANALYST)
    assert actions.keep_population(replace(first, name="Dorvania", sha256="2" * 64), actor=ANALYST)
    assert queries.population_in_force().name == "Dorvania"
    assert actions.keep_population(first, actor=ANALYST)
    assert queries.population_in_force().name == "Velmaria"


def test_custody_is_told_in_order_and_ends_with_destruction() -> None:
    the_family_gives_a_swab()
    actions.record_custody("S-1", "moved", place="freezer 3", actor=ANALYST)
    actions.record_custody("S-1", "destroyed", place="", actor=ANALYST)
    assert [event.verb for event in queries.custody("S-1")] == ["received", "moved", "destroyed"]
    with pytest.raises(CustodyEnded, match="S-1"):
        actions.record_custody("S-1", "moved", place="freezer 4", actor=ANALYST)
    with pytest.raises(UnknownSample, match="sold"):
        actions.record_custody("S-1", "sold", place="", actor=ANALYST)
    with pytest.raises(UnknownSample, match="S-5"):
        actions.record_custody("S-5", "moved", place="", actor=ANALYST)
    kept = actions.keep_profiles([ProfileDraft("S-1", MOTHER)], key=KEY, actor=ANALYST)
    assert kept.rejected == ("profile of S-1: the sample was destroyed",)


def test_every_act_is_one_event() -> None:
    the_family_gives_a_swab()
    both_are_read()
    verbs = list(Event.objects.filter(verb__startswith="identification").order_by("id").values_list("verb", flat=True))
    assert verbs == ["identification.keep_families", "identification.keep_samples", "identification.keep_profiles"]


def test_an_unknown_family_is_one_sentence() -> None:
    with pytest.raises(UnknownFamily, match="no family F-1"):
        queries.family("F-1")


def test_whatever_belongs_to_a_deleted_record_goes_with_it() -> None:
    the_family_gives_a_swab()
    both_are_read()
    for name in ("M-1", "B-1"):
        delete_record(
            str(Record.objects.get(source_record_id=name).public_id), reason="asked by the family", actor=ANALYST
        )
    assert not Family.objects.exists()
    assert not Sample.objects.exists()
    assert not CustodyEvent.objects.exists()
