"""The same records, the same weights, whichever engine compares them: PostgreSQL, this machine, a Spark cluster."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tests.bureau.matching import spark_cluster
from tests.bureau.matching.lists import a_village
from tests.bureau.people import arrive

from antigone.bureau.matching.engines import Engine, Scorer, Tally, Task, postgres, records_table
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.engines.postgres import compare
from antigone.bureau.matching.engines.spark import SparkEngine, SparkIsMissing
from antigone.bureau.matching.models import Relation
from antigone.bureau.matching.runs import both_sides
from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.registry.models import Record
from antigone.evidence.linkage import Particulars, starting_model
from antigone.evidence.linkage.blocking import Blocking

FLOOR = -2.0
#: Blocks of a village under this bound: some whole, some cut by birth year, some too large even so.
CROWDED = Blocking(pairs_per_block=60)

Weighed = dict[tuple[int, int], tuple[float, ...]]


def told_in_full(seed: int) -> list[RecordDraft]:
    """A village whose people also served, were seen, and look like somebody; in each record some of it is told."""
    dice = random.Random(seed)

    def some(*values: str) -> str:
        return dice.choice([*values, ""])

    return [
        replace(
            draft,
            father_name=some("Лука", "Ivan"),
            birthplace=some("Полтава", "с. Іванівка, Полтавська обл.", "Sumy"),
            unit=some("36 омбр", "в/ч А2802", "128 бригада"),
            rank=some("солдат", "sergeant"),
            service_number=some("АБ-123456", "АБ-123465", "ВЛ-700001"),
            call_sign=some("Сокіл", "Sokol"),
            last_seen_date=some("2022-03-08", "2022-03"),
            last_seen_place=some("Маріуполь"),
            occurred_place=some("Mariupol", "Суми"),
            occurred_date=some("2022-03-12", "2022"),
            description=some("рост 180, тату орел на плече", "blue eyes, scar on the left cheek, height 178-182 cm"),
            age_low=dice.choice([None, 30]),
            age_high=dice.choice([None, 36]),
        )
        for draft in a_village(60, seed)
    ]


def weighed(engine: Engine, task: Task) -> tuple[Weighed, Tally]:
    """log10 LR and weights of every pair at or above the floor; a pair that comes twice fails."""
    found: Weighed = {}
    for batch in engine.scored(task):
        for left, right, *numbers in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            assert (left, right) not in found
            found[left, right] = tuple(numbers)
    return found, engine.tally


def assert_same(one: Weighed, other: Weighed) -> None:
    assert one.keys() == other.keys()
    pairs = sorted(one)
    np.testing.assert_allclose([one[pair] for pair in pairs], [other[pair] for pair in pairs], rtol=0, atol=1e-9)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    """An engine on a cluster of two workers."""
    spark_cluster.need_one()
    with spark_cluster.cluster(tmp_path_factory.mktemp("spark")) as master:
        yield SparkEngine(master, settings=spark_cluster.SETTINGS, partitions=2)


@pytest.mark.django_db
@pytest.mark.parametrize("blocking", [CROWDED, Blocking()], ids=["crowded", "roomy"])
def test_postgres_and_local_give_the_same_weights(blocking: Blocking) -> None:
    arrive(*told_in_full(seed=11))
    model = starting_model()
    due = compare(list(Record.objects.values_list("id", flat=True)), Scorer(model, FLOOR), blocking)
    incremental: dict[Relation, Weighed] = {relation: {} for relation in Relation}
    for relation, batch in due.batches:
        for left, right, *numbers in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            incremental[relation][left, right] = tuple(numbers)
    assert len(incremental[Relation.ACROSS]) > 50
    for relation, task in both_sides().tasks(model, blocking, FLOOR):
        for engine in (LocalEngine(processes=0), LocalEngine(processes=2, pairs_a_part=500)):
            found, tally = weighed(engine, task)
            assert_same(found, incremental[relation])
            assert bool(tally.crowding.refined_blocks) == (blocking is CROWDED)


@pytest.mark.django_db
@pytest.mark.parametrize("blocking", [CROWDED, Blocking()], ids=["crowded", "roomy"])
def test_few_records_meet_those_whom_sql_says(blocking: Blocking, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(*told_in_full(seed=13))
    everybody = sorted(Record.objects.values_list("id", flat=True))
    scorer = Scorer(starting_model(), FLOOR)
    compare(everybody, scorer, blocking)
    met = 0
    for some in (everybody[:1], everybody[5:12], everybody[40:70]):
        by_few = compare(some, scorer, blocking)
        with monkeypatch.context() as patched:
            patched.setattr(postgres, "_FEW", 0)
            by_sql = compare(some, scorer, blocking)
        assert (by_few.inputs, by_few.left_out, by_few.newly_due) == (by_sql.inputs, by_sql.left_out, by_sql.newly_due)
        assert [relation for relation, _ in by_few.batches] == [relation for relation, _ in by_sql.batches]
        for (_, one), (_, other) in zip(by_few.batches, by_sql.batches, strict=True):
            assert one.equals(other)
            met += one.num_rows
    assert met > 50


@pytest.mark.slow
@pytest.mark.django_db
def test_a_spark_cluster_gives_the_weights_of_this_machine(spark: SparkEngine) -> None:
    arrive(*told_in_full(seed=12))
    across, within, _ = (task for _, task in both_sides().tasks(starting_model(), CROWDED, FLOOR))
    for task in (across, within):
        here, tally_here = weighed(LocalEngine(processes=0), task)
        there, tally_there = weighed(spark, task)
        assert len(here) > 20
        assert_same(there, here)
        assert tally_there == tally_here


def test_a_cluster_that_is_not_there_is_one_sentence() -> None:
    spark_cluster.need_one()
    table = records_table([1], [Particulars(names=("Гончар Остап",))])
    task = Task(table, table, starting_model())
    with pytest.raises(SparkIsMissing, match="Spark does not start on spark:/no-such-address") as refused:
        list(SparkEngine("spark:/no-such-address").scored(task))
    assert "\n" not in str(refused.value)
