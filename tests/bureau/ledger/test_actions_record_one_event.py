"""An action is one transaction and one event; whatever breaks that rule leaves no trace."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction
from tests.bureau.ledger.conftest import REGISTRAR, enter_record

from antigone.bureau.ledger import Actor, LedgerError, Subject, action, record_event
from antigone.bureau.ledger.actions import ActionRuleError
from antigone.bureau.ledger.models import Event, Pending
from antigone.bureau.ledger.values import EventError

BATCH = Subject("batch", "b-1")


def record(verb: str = "registry.try") -> None:
    record_event(verb, actor=REGISTRAR, subject=BATCH, detail={})


@pytest.mark.django_db
def test_an_action_records_who_did_what_to_which_thing() -> None:
    assert enter_record(7, note="«Колодій»") == 7
    event = Event.objects.get()
    assert (event.actor_name, event.actor_role) == ("olena.registrar", "registrar")
    assert (event.verb, event.subject_kind, event.subject_id) == ("registry.enter_record", "record", "r-7")
    assert event.detail == {"number": 7, "note": "«Колодій»", "weight": 1}
    assert list(Pending.objects.values_list("event_id", flat=True)) == [event.pk]


@pytest.mark.django_db
def test_an_action_keeps_its_name_and_its_words() -> None:
    assert enter_record.__name__ == "enter_record"
    assert enter_record.__doc__ == "An action as a register has them."


@pytest.mark.django_db
def test_an_action_without_an_event_is_undone_and_named() -> None:
    @action
    def silent() -> None:
        Event.objects.create(
            actor_name="x", actor_role="x", verb="a.b", subject_kind="x", subject_id="x",
            detail={}, salt=bytes(16), commitment=bytes(32),
        )  # fmt: skip

    with pytest.raises(ActionRuleError, match=r"silent recorded no event"):
        silent()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_action_with_two_events_is_undone_and_named() -> None:
    @action
    def talkative() -> None:
        record("registry.first")
        record("registry.second")

    with pytest.raises(ActionRuleError, match=r"talkative recorded a second event \(registry.first, then"):
        talkative()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_failing_action_leaves_no_event() -> None:
    @action
    def failing() -> None:
        record()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        failing()
    assert not Event.objects.exists()
    enter_record(1)  # and the next one works
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_an_action_inside_an_action_is_refused_and_both_are_named() -> None:
    @action
    def outer() -> None:
        record()
        enter_record(1)

    with pytest.raises(ActionRuleError, match=r"enter_record was called inside action .*outer"):
        outer()
    assert not Event.objects.exists()


def test_an_action_inside_a_transaction_is_refused(own_database: str) -> None:
    with transaction.atomic(), pytest.raises(ActionRuleError, match="inside a transaction; it commits its own"):
        enter_record(1)


@pytest.mark.django_db
def test_an_event_outside_an_action_is_refused() -> None:
    with pytest.raises(ActionRuleError, match="outside an action"):
        record()


def test_a_coroutine_cannot_be_an_action() -> None:
    async def later() -> None: ...

    with pytest.raises(TypeError, match="returns before its work is done"):
        action(later)


@pytest.mark.django_db
def test_a_constraint_that_speaks_at_commit_undoes_the_event_too() -> None:
    @action
    def doomed() -> None:
        record()
        Pending.objects.create(event_id=1)
        Pending.objects.create(event_id=1)

    with pytest.raises(IntegrityError):
        doomed()
    assert not Event.objects.exists()


@pytest.mark.parametrize("verb", ["import", "Registry.import", "registry import", "registry.", "реєстр.дія", ""])
@pytest.mark.django_db
def test_a_verb_reads_room_dot_act(verb: str) -> None:
    @action
    def misspelt() -> None:
        record(verb)

    with pytest.raises(EventError, match="is no verb"):
        misspelt()


@pytest.mark.parametrize("bad", ["", "  ", "a\x00b", "\ud800", "x" * 201])
def test_actors_and_subjects_are_words_that_can_be_kept(bad: str) -> None:
    with pytest.raises(LedgerError):
        Actor(bad, "registrar")
    with pytest.raises(LedgerError):
        Actor("olena", bad)
    with pytest.raises(LedgerError):
        Subject(bad, "1")
    with pytest.raises(LedgerError):
        Subject("record", bad)


def test_the_ledger_can_be_imported_before_djangos_apps_are_ready() -> None:
    command = "import antigone.bureau.ledger, django.apps; assert not django.apps.apps.ready"
    subprocess.run([sys.executable, "-c", command], check=True, env={"PATH": ""})
