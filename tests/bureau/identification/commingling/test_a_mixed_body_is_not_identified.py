"""A body whose samples are not of one person by DNA is not identified: not at the desk, and not with SQL."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.identification.deciding.board import compared, proposed, public_id, signed, the_staff_is_there
from tests.bureau.identification.swabs import ANALYST, KEY
from tests.bureau.identification.town import POPULATION, Genotype, Town
from tests.bureau.people import CLOSED_LIST, arrive
from tests.bureau.remains import morgue

from antigone.bureau.identification import actions
from antigone.bureau.identification.commingling.actions import compare_pairs, compare_pairs_due, pairs_due
from antigone.bureau.identification.commingling.models import NOT_ONE, SamplePair
from antigone.bureau.identification.deciding.queries import identification_row
from antigone.bureau.identification.deciding.values import Commingled
from antigone.bureau.identification.models import Sample
from antigone.bureau.identification.values import NothingDue, ProfileDraft, SampleDraft
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.remains.actions import describe, note_sample
from antigone.bureau.remains.bodies.actions import assemble, take_out

pytestmark = pytest.mark.django_db

TOWN = Town(2)
SON, STRANGER = TOWN.sons
BROTHER = TOWN.child(*TOWN.parents[0])


@pytest.fixture(autouse=True)
def a_body(db: None) -> Iterator[None]:
    """Three parts of body B-1, the first of which a record describes; a sample of each."""
    the_staff_is_there()
    missing = RecordDraft(RecordKind.MISSING, (NameDraft("Гончаровський Остап Лукич"),), source_record_id="M-1")
    of_remains = [RecordDraft(RecordKind.REMAINS, source_record_id=number) for number in ("F-1", "F-2", "F-3")]
    arrive(missing, *of_remains, source=CLOSED_LIST)
    morgue.build()
    morgue.arrive("P-1", "P-2", "P-3")
    assemble("B-1", ["P-1", "P-2", "P-3"], because="лежали поруч", actor=morgue.KEEPER)
    describe("P-1", public_id("F-1"), actor=morgue.KEEPER)
    actions.keep_population(POPULATION, actor=ANALYST)
    actions.keep_samples([SampleDraft(f"S-{n}", f"F-{n}", "bone") for n in (1, 2, 3)], actor=ANALYST)
    for number in ("1", "2", "3"):
        note_sample(f"P-{number}", f"S-{number}", actor=morgue.KEEPER)
    compared("dental")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def read(*profiles: tuple[str, Genotype]) -> None:
    """The laboratory reads these samples and compares what is due."""
    actions.keep_profiles([ProfileDraft(label, genotype) for label, genotype in profiles], key=KEY, actor=ANALYST)
    with acting_as("antigone_laboratory"):
        list(compare_pairs_due(KEY, actor=ANALYST))


def found_of(label: str, other: str) -> float:
    one, two = sorted(Sample.objects.filter(label__in=[label, other]).values_list("pk", flat=True))
    return SamplePair.objects.get(one=one, other=two).log10_lr


def partly(genotype: Genotype, share: int = 3) -> Genotype:
    return {locus: alleles for at, (locus, alleles) in enumerate(genotype.items()) if at % share}


def test_parts_of_one_person_stand_in_nobodys_way() -> None:
    read(("S-1", SON), ("S-2", SON), ("S-3", partly(SON)))
    assert (found_of("S-1", "S-2") > 10, found_of("S-1", "S-3") > 5) == (True, True)
    it = proposed()
    assert signed(it) == "signed"


@pytest.mark.parametrize("other", [STRANGER, BROTHER], ids=["a stranger", "a brother"])
def test_a_body_with_a_part_of_somebody_else_is_not_proposed(other: Genotype) -> None:
    read(("S-1", SON), ("S-2", SON), ("S-3", other))
    assert found_of("S-1", "S-3") <= NOT_ONE
    with pytest.raises(Commingled) as told:
        proposed()
    assert str(told.value) in {
        f"body B-1 holds more than one person: samples {one} and S-3 differ by DNA; take its parts apart before anybody"
        " is identified with it"
        for one in ("S-1", "S-2")
    }
    assert Event.objects.filter(verb="identification.compare_pairs").count() == 1


def test_taking_the_part_out_opens_the_way_again() -> None:
    read(("S-1", SON), ("S-3", STRANGER))
    with pytest.raises(Commingled):
        proposed()
    take_out(["P-3"], because="ДНК іншої людини", actor=morgue.KEEPER)
    assert signed(proposed()) == "signed"


def test_what_is_read_after_the_proposal_stops_the_signature() -> None:
    read(("S-1", SON))
    it = proposed()
    read(("S-3", STRANGER))
    with pytest.raises(Commingled, match="B-1 holds more than one person"):
        signed(it)
    assert identification_row(it).state == "proposed"


def test_two_samples_of_one_record_that_differ_stop_it_too() -> None:
    take_out(["P-1"], because="окремо", actor=morgue.KEEPER)
    actions.keep_samples([SampleDraft("S-9", "F-1", "tooth")], actor=ANALYST)
    read(("S-1", SON), ("S-9", STRANGER))
    with pytest.raises(Commingled, match="samples S-1 and S-9 of this record are not of one person by DNA"):
        proposed()


def test_nobody_gets_past_it_with_sql() -> None:
    read(("S-1", SON), ("S-2", STRANGER))
    statement = """
        INSERT INTO identification_identification (public_id, sought_id, found_id, rule, basis, because, document,
            document_sha256, members, proposed_by, proposed_on, decision, state)
        SELECT %s, m.id, f.id, 'remains', 'comparisons', 'so', '', '', '{}', 'taras', current_date, 'x', 'proposed'
        FROM registry_record m, registry_record f WHERE m.source_record_id = 'M-1' AND f.source_record_id = 'F-1'
    """
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        with pytest.raises(DatabaseError) as told, transaction.atomic():
            cursor.execute(statement, [uuid4()])
        assert str(told.value).splitlines()[0] == (
            "body B-1 holds more than one person: samples S-1 and S-2 differ by DNA; take its parts apart before"
            " anybody is identified with it"
        )
        for attempt in ("DELETE FROM identification_samplepair", "UPDATE identification_samplepair SET log10_lr = 9",
                        "SELECT * FROM identification_pairs_due(1)"):  # fmt: skip
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(attempt)


def test_a_sample_that_is_read_again_is_compared_again() -> None:
    read(("S-1", SON), ("S-2", partly(SON, 2)))
    with acting_as("antigone_laboratory"):
        assert pairs_due() == []
        with pytest.raises(NothingDue):
            compare_pairs(KEY, actor=ANALYST)
    before = found_of("S-1", "S-2")
    read(("S-2", SON))
    assert found_of("S-1", "S-2") > before
