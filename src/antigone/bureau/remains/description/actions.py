"""Writing a description down, a group of fields at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.acts import refusals
from antigone.bureau.remains.description.groups import Group, checked
from antigone.bureau.remains.models import DescriptionEntry
from antigone.bureau.remains.values import UnknownNumber


@action
def describe_group(record: UUID, group: Group, said: Mapping[str, Any], *, actor: Actor) -> None:
    """Keep what a group of fields says of a record; what it said before stays in its history.

    Args:
        record: its public id.
        said: name of a field -> its value; empty values are left out. Teeth are under ``teeth``.

    Raises:
        UnknownNumber: there is no such record.
        NotDescribable: a value cannot be, or nothing is said.
        RemainsError: this group is told of the other side only.
    """
    keep_entry(record, group, checked(group, said), actor)
    record_event(
        "remains.describe_group",
        actor=actor,
        subject=Subject("record", str(record)),
        detail={"group": group.value, "fields": sorted(said)},
    )


def keep_entry(record: UUID, group: Group, content: Mapping[str, Any], actor: Actor) -> None:
    """The row of a group, for an action to write."""
    found = Record.objects.filter(public_id=record).first()
    if found is None:
        raise UnknownNumber(f"there is no record {record}")
    with refusals():
        DescriptionEntry.objects.create(record=found, group=group.value, content=dict(content), by=actor.name)
