"""Telling a record what was found, as a clause of its description in words, where `evidence.traits` weighs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from antigone.bureau.ledger import Actor
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.registry.entering.actions import amend_record
from antigone.bureau.registry.entering.values import NothingChanged
from antigone.bureau.registry.models import Basis
from antigone.bureau.registry.values import RegistryError, UnknownRecord
from antigone.bureau.remains.values import RemainsError, UnknownNumber
from antigone.evidence.teeth import Chart, chart_in_words

_TEETH = re.compile(r"(?:;\s*)?teeth: [0-9, ]+ [a-z]+")


def amend_own(record: UUID, change: Callable[[RecordDraft], RecordDraft], *, reason: str, actor: Actor) -> bool:
    """Change what a record of the bureau itself says; False where it says all this already.

    Raises:
        UnknownNumber: there is no such record.
        RemainsError: the record is what another source said, and that is not the bureau's to change.
    """
    try:
        card = record_card(record)
    except UnknownRecord:
        raise UnknownNumber(f"there is no record {record}") from None
    try:
        amend_record(str(record), change(card.said), version=card.version, basis=Basis.OWN, reason=reason, actor=actor)
    except NothingChanged:
        return False
    except RegistryError as error:
        raise RemainsError(str(error), "remains_of_another_source") from error
    return True


def tell_teeth(record: UUID, chart: Chart, *, actor: Actor) -> bool:
    """Put the teeth that tell somebody apart into the record's description; they take the place of earlier ones.

    Raises:
        UnknownNumber, RemainsError: as `amend_own`.
    """
    return amend_own(
        record,
        lambda said: replace(said, description=with_clause(said.description, _TEETH, chart_in_words(chart))),
        reason="teeth as they are charted",
        actor=actor,
    )


def with_clause(description: str, earlier: re.Pattern[str], clause: str) -> str:
    """A description with a clause at its end, in the place of an earlier one."""
    return "; ".join(filter(None, [earlier.sub("", description).strip(" ;"), clause]))
