"""What comes is compared as it comes, and comes to what comparing everything anew would give."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import ProgrammingError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.swabs import ANALYST, CASE_WORKER, KEY
from tests.bureau.identification.town import DAY, FREQUENCIES, POPULATION, Genotype, Town
from tests.bureau.people import CLOSED_LIST, arrive

from antigone.bureau.identification import actions
from antigone.bureau.identification.arrivals import (
    Bench,
    Compared,
    compare_what_is_due,
    search_everything,
    things_due,
    work,
)
from antigone.bureau.identification.arrivals.actions import LOCK, compare_arrivals
from antigone.bureau.identification.bench import Assumptions, people_expected
from antigone.bureau.identification.laboratory import blind_search
from antigone.bureau.identification.models import Donor, Due, Family, KinshipWeight, PartLink, Sample, Search
from antigone.bureau.identification.sealing import LaboratoryKey, laboratory_key
from antigone.bureau.identification.values import (
    AnotherSearch,
    DonorDraft,
    FamilyDraft,
    NothingDue,
    ProfileDraft,
    SampleDraft,
    TreeMember,
)
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match, MatchState, OutsideWeight, Relation, Run, RunState
from antigone.bureau.matching.parameters import parameters_in_force
from antigone.bureau.matching.runs import compare_due_records
from antigone.bureau.matching.values import NothingDue as MatchingNothingDue
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record

pytestmark = pytest.mark.django_db
USUAL = Assumptions()


def compared(bench: Bench) -> list[Compared]:
    with acting_as("antigone_laboratory"):
        return list(compare_what_is_due(bench, actor=ANALYST))


def all_searched(assumptions: Assumptions = USUAL) -> Bench:
    """A bench after a search of everything."""
    with acting_as("antigone_laboratory"):
        search_everything(KEY, assumptions, actor=ANALYST)
    return Bench(KEY)


Weights = dict[tuple[str, str], float]


def weights_and_links(weights: Iterable[KinshipWeight], links: Iterable[PartLink]) -> tuple[Weights, Weights]:
    label = dict(Sample.objects.values_list("pk", "label"))
    family = dict(Family.objects.values_list("pk", "label"))
    return (
        {(family[one.family_id], label[one.sample_id]): one.log10_lr for one in weights},
        {(label[one.one_id], label[one.other_id]): one.log10_lr for one in links},
    )


def told_to_matching() -> Weights:
    return {(row.left_id, row.right_id): row.log10_lr for row in OutsideWeight.objects.filter(line="DNA")}


def assert_as_if_all_were_compared(assumptions: Assumptions = USUAL) -> None:
    assert things_due() == 0
    expected = blind_search(KEY, assumptions)
    kept = weights_and_links(KinshipWeight.objects.all(), PartLink.objects.all())
    wanted = weights_and_links(expected.weights, expected.links)
    assert kept[0] == pytest.approx(wanted[0], abs=1e-9)
    assert kept[1] == pytest.approx(wanted[1], rel=1e-6)
    parts = {(one.family_id, one.sample_id): one.per_locus for one in KinshipWeight.objects.all()}
    for one in expected.weights:
        assert parts[one.family_id, one.sample_id] == pytest.approx(one.per_locus, abs=2e-4)


def a_new_body(number: int, genotype: Genotype, *, record: str = "") -> None:
    if not record:
        arrive(RecordDraft(RecordKind.REMAINS, (), source_record_id=f"B-{number}"), source=CLOSED_LIST)
    actions.keep_samples([SampleDraft(f"S-{number}", record or f"B-{number}", "tooth")], actor=ANALYST)
    actions.keep_profiles([ProfileDraft(f"S-{number}", genotype)], key=KEY, actor=ANALYST)


def a_new_family(number: int, town: Town) -> Genotype:
    """A mother and a brother come; gives the genotype of whom they miss."""
    father, mother = town.stranger("M"), town.stranger("F")
    brother, son = town.child(father, mother), town.child(father, mother)
    arrive(
        RecordDraft(RecordKind.MISSING, (NameDraft("Сірко Данило"),), source_record_id=f"M-{number}"),
        source=CLOSED_LIST,
    )
    who = f"M-{number}"
    members = (
        TreeMember(who, "father", f"R-{number}m", "M"),
        TreeMember(f"R-{number}b", "father", f"R-{number}m", "M"),
        TreeMember(f"R-{number}m", "", "", "F"),
        TreeMember("father", "", "", "M"),
    )
    donors = [
        DonorDraft(f"F-{number}", f"R-{number}{letter}", f"R-{number}{letter}", "kin", ("search",), DAY)
        for letter in "mb"
    ]
    actions.keep_families([FamilyDraft(f"F-{number}", who, who, members)], donors, actor=ANALYST)
    read = [ProfileDraft(f"R-{number}m", mother), ProfileDraft(f"R-{number}b", brother)]
    actions.keep_profiles(read, key=KEY, actor=ANALYST)
    return son


def degraded(genotype: Genotype, every: int = 3) -> Genotype:
    loci = list(FREQUENCIES)
    return {
        locus: alleles[:1] if locus in loci[::every] else alleles
        for locus, alleles in genotype.items()
        if locus not in loci[1:6:2]
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_bench_that_stays_ready_gives_what_comparing_everything_gives(seed: int) -> None:
    town = Town(6, seed=seed)
    town.settle()
    bench = all_searched()
    sons: list[Genotype] = []
    steps: list[Callable[[], object]] = [
        lambda: a_new_body(20, degraded(town.sons[0])),
        lambda: sons.append(a_new_family(30, town)),
        lambda: a_new_body(21, degraded(sons[0], 5)),
        lambda: actions.withdraw_consent("R-2f", actor=CASE_WORKER),
        lambda: actions.keep_profiles([ProfileDraft("S-21", {"TH01": sons[0]["TH01"]})], key=KEY, actor=ANALYST),
        lambda: Donor.objects.filter(member="R-1m").update(uses=["quality"]),
        lambda: a_new_body(22, degraded(town.sons[0], 4), record="B-0"),
        lambda: Record.objects.filter(source_record_id="B-20").delete(),
        lambda: Record.objects.filter(source_record_id="M-3").delete(),
        lambda: actions.withdraw_consent("R-2m", actor=CASE_WORKER),
    ]
    ready = []
    for step in steps:
        step()
        done = compared(bench)
        assert done
        assert not any(one.everything for one in done)
        ready.append(bench.at_hand)
        assert_as_if_all_were_compared()
    assert len({id(one) for one in ready}) == 1  # nobody made the bench ready a second time
    told = told_to_matching()
    all_searched()
    assert told == pytest.approx(told_to_matching(), rel=1e-6)


def test_what_dna_says_against_a_matched_pair_comes_with_the_arrival() -> None:
    town = Town(4)
    town.settle()
    bench = all_searched()
    arrive(RecordDraft(RecordKind.REMAINS, (), source_record_id="B-20"), source=CLOSED_LIST)
    a_match("M-1", "B-20")
    a_new_body(20, town.stranger("M"), record="B-20")
    compared(bench)
    assert KinshipWeight.objects.get(family__label="F-1", sample__label="S-20").log10_lr < -5
    assert_as_if_all_were_compared()


def test_a_match_that_comes_after_the_search_is_told_what_dna_says_against_it() -> None:
    town = Town(4)
    town.settle()
    bench = all_searched()
    ready = compared(bench)
    a_match("M-1", "B-2")
    (done,) = compared(bench)
    assert (done.matches, done.samples, done.families, done.weights) == (1, 0, 0, 1)
    assert ready == []
    assert KinshipWeight.objects.get(family__label="F-1", sample__label="S-2").log10_lr < -5
    assert told_to_matching()[pair_of("M-1", "B-2")] < -5
    assert_as_if_all_were_compared()


def pair_of(sought: str, found: str) -> tuple[int, int]:
    left, right = (Record.objects.get(source_record_id=name).pk for name in (sought, found))
    return min(left, right), max(left, right)


def test_what_dna_said_against_a_match_that_went_is_not_forgotten() -> None:
    town = Town(4)
    town.settle()
    bench = all_searched()
    a_match("M-1", "B-2")
    compared(bench)
    said = told_to_matching()[pair_of("M-1", "B-2")]
    Match.objects.all().delete()
    all_searched()
    assert told_to_matching()[pair_of("M-1", "B-2")] == said
    actions.keep_profiles([ProfileDraft("S-2", {"TH01": town.sons[2]["TH01"]})], key=KEY, actor=ANALYST)
    compared(bench)
    assert told_to_matching()[pair_of("M-1", "B-2")] < -5
    assert_as_if_all_were_compared()
    a_match("M-1", "B-2")
    assert things_due() == 0  # DNA was asked, and its answer is kept


def test_a_match_is_due_once_both_sides_were_read_and_when_it_is_live_again() -> None:
    town = Town(3)
    town.settle()
    arrive(RecordDraft(RecordKind.REMAINS, (), source_record_id="B-20"), source=CLOSED_LIST)
    all_searched()
    a_match("M-1", "B-20")
    assert things_due() == 0
    a_match("M-0", "B-2", state=MatchState.SUPERSEDED)
    assert things_due() == 0
    with acting_as("antigone_worker"):
        Match.objects.filter(state=MatchState.SUPERSEDED).update(state=MatchState.UNDER_REVIEW)
        Match.objects.update(joint_posterior=0.25)
    match = Match.objects.get(state=MatchState.UNDER_REVIEW)
    assert list(Due.objects.values_list("what", "ref")) == [("match", match.pk)]


def test_the_matching_hears_what_dna_says_against_its_own_proposal() -> None:
    town = Town(3)
    town.settle()
    settled_by_matching()
    bench = all_searched()
    settled_by_matching()
    he = {"names": (NameDraft("Гнатюк Остап Романович"),), "birth_date": "1990-03-04"}
    arrive(RecordDraft(RecordKind.MISSING, source_record_id="M-1", **he), source=CLOSED_LIST)
    arrive(RecordDraft(RecordKind.REMAINS, source_record_id="B-2", **he), source=CLOSED_LIST)
    settled_by_matching()
    match = Match.objects.get(left__source_record_id="M-1", right__source_record_id="B-2")
    assert match.state == MatchState.PROPOSED
    (done,) = compared(bench)
    assert done.matches == 1
    settled_by_matching()
    assert not Match.objects.filter(pk=match.pk).exists()
    assert compared(bench) == []


def settled_by_matching() -> None:
    """The worker compares records until none is due."""
    with acting_as("antigone_worker"):
        while True:
            try:
                compare_due_records(actor=CASE_WORKER)
            except MatchingNothingDue:
                return


def a_match(sought: str, found: str, state: MatchState = MatchState.PROPOSED) -> None:
    what = {"engine": "postgres", "engine_version": "0", "blocking": {}, "floor": 2, "sought": 1, "found": 1}
    run = Run.objects.create(
        **what, parameters=parameters_in_force(), inputs="", priors={}, state=RunState.RUNNING, started_by="nobody"
    )
    left, right = (Record.objects.get(source_record_id=name) for name in (sought, found))
    Match.objects.create(
        left=left,
        right=right,
        relation=Relation.ACROSS,
        log10_lr=3,
        prior=-3,
        weights=[],
        pairwise_posterior=0.5,
        joint_posterior=0.5,
        run=run,
        state=state,
    )


def test_numbers_of_the_last_search_are_those_of_arrivals() -> None:
    town = Town(4)
    town.settle()
    stricter = replace(USUAL, theta=0.02, floor=3.0)
    bench = all_searched(stricter)
    a_new_body(20, degraded(town.sons[3]))
    (done,) = compared(bench)
    assert not done.everything
    search = Search.objects.get(pk=done.search)
    assert (search.model["theta"], search.floor, search.outcome["since"]) == (0.02, 3.0, search.pk - 1)
    assert_as_if_all_were_compared(stricter)


def test_whoever_searches_beside_the_bench_makes_it_read_anew() -> None:
    town = Town(4)
    town.settle()
    bench = all_searched()
    a_new_body(20, town.sons[0])
    compared(bench)
    first = bench.at_hand
    a_new_body(21, town.sons[1])
    all_searched()
    assert compared(bench) == []
    a_new_body(22, town.sons[2])
    (done,) = compared(bench)
    assert (done.samples, done.everything) == (1, "")
    assert bench.at_hand is not first
    assert_as_if_all_were_compared()


def test_what_changes_every_weight_is_compared_with_everything() -> None:
    town = Town(3)
    town.settle()
    bench = Bench(KEY)
    (begun,) = compared(bench)
    assert "nothing was compared yet" in begun.everything
    odd = town.stranger("M") | {"TH01": ("13.3", "9")}
    a_new_body(20, odd)
    (first,) = compared(bench)
    assert "without a frequency" in first.everything
    assert_as_if_all_were_compared()
    Record.objects.filter(source_record_id="B-20").delete()
    (last,) = compared(bench)
    assert "nobody has it any more" in last.everything
    actions.keep_population(replace(POPULATION, sha256="6" * 64), actor=ANALYST)
    (anew,) = compared(bench)
    assert "frequencies" in anew.everything
    assert_as_if_all_were_compared()


def test_parts_are_put_together_by_round_numbers() -> None:
    assert [people_expected(n) for n in (0, 1, 2, 3, 5, 6, 10, 11, 700, 1_000, 1_001)] == [
        1, 1, 2, 5, 5, 10, 10, 20, 1_000, 1_000, 2_000,
    ]  # fmt: skip
    town = Town(4)
    town.settle()
    bench = all_searched()
    for number, why in ((20, ""), (21, "round number")):
        a_new_body(number, town.stranger("M"))
        (done,) = compared(bench)
        assert why in done.everything
        assert bool(why) == bool(done.everything)
        assert_as_if_all_were_compared()


def test_an_arrival_makes_its_records_due_in_matching_and_nobody_elses() -> None:
    town = Town(4)
    town.settle()
    bench = all_searched()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_due")
        a_new_body(20, town.sons[2])
        cursor.execute("DELETE FROM matching_due")
        compared(bench)
        cursor.execute(
            "SELECT DISTINCT source_record_id FROM matching_due d JOIN registry_record r ON r.id = record_id"
        )
        assert {name for (name,) in cursor.fetchall()} == {"M-2", "B-2", "B-20"}


def test_the_event_counts_and_names_no_allele() -> None:
    town = Town(3)
    town.settle()
    bench = all_searched()
    a_new_body(20, town.sons[0])
    compared(bench)
    event = Event.objects.get(verb="identification.compare_arrivals")
    assert (event.actor_role, event.detail["samples"], event.detail["families"]) == ("laboratory", 1, 0)
    assert not [locus for locus in FREQUENCIES if locus in str(event.detail)]


def test_when_nothing_is_due_nothing_is_done() -> None:
    Town(3).settle()
    bench = all_searched()
    before = Search.objects.count()
    assert compared(bench) == []
    with acting_as("antigone_laboratory"), pytest.raises(NothingDue):
        compare_arrivals(bench, actor=ANALYST)
    assert Search.objects.count() == before


def test_a_bench_that_failed_is_made_ready_again(monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town(3)
    town.settle()
    bench = all_searched()
    a_new_body(20, town.sons[0])

    def broken(**of: object) -> int:
        raise RuntimeError("the power went")

    monkeypatch.setattr("antigone.bureau.identification.arrivals.actions.tell_matching", broken)
    with pytest.raises(RuntimeError):
        compared(bench)
    assert bench.at_hand is None
    assert not KinshipWeight.objects.filter(sample__label="S-20").exists()
    monkeypatch.undo()
    assert [one.samples for one in compared(bench)] == [1]
    assert_as_if_all_were_compared()


def test_two_searches_do_not_write_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Town(2).settle()
    monkeypatch.setattr("antigone.bureau.identification.arrivals.actions.PATIENCE", 0.1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(AnotherSearch, match="under way"):
            all_searched()
    finally:
        other.close()


@pytest.mark.parametrize("role", ["antigone_staff", "antigone_worker", "antigone_public"])
def test_only_the_laboratory_takes_what_is_due(role: str) -> None:
    Town(1).settle()
    with acting_as(role), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM identification_due")
    assert Due.objects.exists()


class StopsAtTheFirstPause(threading.Event):
    """Asked to stop as soon as nothing is left to do."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_the_service_compares_until_nothing_is_due_and_stops_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)  # this test's transaction lives in it
    town = Town(3)
    town.settle()
    all_searched()
    a_new_body(20, town.sons[1])
    a_new_family(30, town)
    served()
    assert_as_if_all_were_compared()
    assert Search.objects.filter(outcome__has_key="since").exists()


def heartbeat() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() - at < '1 minute', problem FROM identification_heartbeat")
        (row,) = cursor.fetchall()
        return tuple(row)


def served(key: LaboratoryKey = KEY) -> None:
    """The service looks once, and is asked to stop at its first pause."""
    with acting_as("antigone_laboratory"):
        work(StopsAtTheFirstPause(), key, actor=ANALYST)


def test_the_service_says_that_it_works_and_what_it_complains_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)
    served()
    assert heartbeat() == (True, "")
    Town(2).settle()
    served(laboratory_key(X25519PrivateKey.generate()))
    works, problem = heartbeat()
    assert works
    assert "does not open" in problem
    served()
    assert heartbeat() == (True, "")
    assert Search.objects.count() == 1


def test_the_service_stops_in_the_middle_of_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "close", lambda: None)
    Town(2).settle()
    stop = threading.Event()

    def asked_meanwhile(*_: object, progress: Callable[[str, int], None], **__: object) -> None:
        stop.set()
        progress("families", 1)
        raise AssertionError("it went on")

    monkeypatch.setattr("antigone.bureau.identification.arrivals.working.search_everything", asked_meanwhile)
    with acting_as("antigone_laboratory"):
        work(stop, KEY, actor=ANALYST)
    assert things_due()
