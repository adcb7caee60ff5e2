"""`action`: one transaction, one event. `record_event`: what the event says.

    @action
    def withdraw_record(record: Record, *, actor: Actor, reason: str) -> Record:
        ...
        record_event("registry.withdraw_record", actor=actor, subject=Subject("record", record.public_id),
                     detail={"reason": reason})
        return record

The event is written when the function returns, as the transaction's last statement, so that its time
is as near as can be to the commit and no lock of the ledger is held while the action works.
"""

from __future__ import annotations

import functools
import inspect
import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from antigone.bureau.ledger import encoding
from antigone.bureau.ledger.values import JSON, Actor, LedgerError, Subject, checked_verb

P = ParamSpec("P")
R = TypeVar("R")


class ActionRuleError(LedgerError, RuntimeError):
    """A function broke the rule of one transaction and one event; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class _Said:
    verb: str
    actor: Actor
    subject: Subject
    canonical_detail: bytes


@dataclass(slots=True)
class _Act:
    name: str
    said: list[_Said] = field(default_factory=list)


_running: ContextVar[_Act | None] = ContextVar("antigone_running_action", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` as one durable transaction that records exactly one event.

    Whatever `function` raises rolls everything back, and so does recording no event or two. The
    signature is kept. An action cannot call an action: share a plain function instead.

    Raises, when called:
        ActionRuleError: no event, two events, an action inside an action, or a transaction already open
            around it (its commit would not be its own).
    """
    name = f"{function.__module__}.{function.__qualname__}"
    if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise TypeError(f"{name} cannot be an action: it returns before its work is done")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _running.get()
        if outer is not None:
            raise ActionRuleError(f"action {name} was called inside action {outer.name}: each is one transaction")
        if _inside_foreign_transaction():
            raise ActionRuleError(f"action {name} was called inside a transaction; it commits its own")
        act = _Act(name)
        token = _running.set(act)
        try:
            with transaction.atomic(durable=True):
                result = function(*args, **kwargs)
                if len(act.said) != 1:
                    raise ActionRuleError(f"action {name} recorded no event, so nothing of it was kept")
                _write(act.said[0])
            return result
        finally:
            _running.reset(token)

    return run


def record_event(verb: str, *, actor: Actor, subject: Subject, detail: Mapping[str, JSON]) -> None:
    """Say what the running action did; call it once in each action.

    Args:
        verb: ``room.act``, such as ``registry.import_records``.
        detail: what a later reader must know, at most 64 KiB as JSON; personal data only where needed.
            It is copied, so that later changes to it do not matter.

    Raises:
        ActionRuleError: outside an action, or a second time in one.
        EventError: the verb or the detail cannot be kept.
    """
    act = _running.get()
    if act is None:
        raise ActionRuleError(f"event {verb} was recorded outside an action; put @action on the function")
    if act.said:
        raise ActionRuleError(
            f"action {act.name} recorded a second event ({act.said[0].verb}, then {verb}); one act is one event"
        )
    act.said.append(_Said(checked_verb(verb), actor, subject, encoding.canonical_json(detail)))


def _inside_foreign_transaction() -> bool:
    """Whether somebody else's transaction is open; a test case's own, which Django marks, does not count."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


_INSERT = """
    INSERT INTO ledger_event
        (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment)
    VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""


def _write(said: _Said) -> None:
    # Plain SQL names no column that staff may not write: neither the id nor the time is theirs to choose.
    salt = secrets.token_bytes(encoding.SALT_BYTES)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                said.actor.name,
                said.actor.role,
                said.verb,
                said.subject.kind,
                said.subject.public_id,
                said.canonical_detail.decode(),
                salt,
                encoding.commitment(salt, said.canonical_detail),
            ],
        )
