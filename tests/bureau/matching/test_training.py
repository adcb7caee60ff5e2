"""The bureau's own records teach the weights: shown first, kept when somebody says so, taken back as easily."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from tests.bureau.matching.lists import CASE_WORKER, a_village, compare, due, everything_kept, families_say, missing
from tests.bureau.people import arrive

from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.actions import keep_parameters
from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.models import Run
from antigone.bureau.matching.queries import parameter_sets
from antigone.bureau.matching.training import learned_from_records
from antigone.bureau.matching.values import TooFewRecords
from antigone.evidence.linkage import starting_model
from antigone.evidence.linkage.charts import old_and_new

pytestmark = pytest.mark.django_db


def test_weights_are_learned_shown_kept_and_taken_back() -> None:
    arrive(*a_village(80, seed=2))
    compare()
    before = everything_kept()
    training = learned_from_records(LocalEngine(processes=0))
    rows = training.learned.old_and_new

    compare()
    assert everything_kept() == before, "learning alone changes nothing"
    assert [one.origin for one in parameter_sets()] == ["shipped"]
    drawn = "".join(ElementTree.fromstring(old_and_new(rows)).itertext())
    assert all(f"{row.old:+.2f}" in drawn and f"{row.new:+.2f}" in drawn for row in rows if row.line != "prior")
    assert any(row.old != row.new for row in rows)
    prior = training.learned.model.prior
    assert prior.repeated_sought is not None
    assert prior.repeated_found is not None
    assert 0 < prior.repeated_sought <= 0.5
    assert 0 < prior.repeated_found <= 0.5

    keep_parameters(training.learned.model, trained_on=training.trained_on, actor=CASE_WORKER)
    assert due()
    compare()
    assert everything_kept() != before
    assert Run.objects.latest("id").parameters.version == training.learned.model.version

    keep_parameters(starting_model(), trained_on={}, actor=CASE_WORKER)
    compare()
    assert everything_kept() == before
    assert [one.origin for one in parameter_sets()] == ["shipped", "trained", "shipped"]
    assert Event.objects.filter(verb="matching.keep_parameters").count() == 2


def test_too_few_records_teach_nothing() -> None:
    families_say(missing("1", "Гончар Остап"))
    with pytest.raises(TooFewRecords, match="learning takes 200 at least"):
        learned_from_records(LocalEngine(processes=0))
