"""Descriptions as they stand: of one record, and of two side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from antigone.bureau.registry.cards import RecordCard, record_card
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.registry.values import UnknownRecord
from antigone.bureau.remains.description.groups import Group, Side, groups_of
from antigone.bureau.remains.models import DescriptionEntry, Part
from antigone.bureau.remains.values import UnknownNumber
from antigone.evidence.teeth import Chart, ChartComparison, chart_of, compare_charts


@dataclass(frozen=True, slots=True)
class GroupCard:
    """What a group of fields says, who wrote it and when; `versions` counts how often it was written."""

    group: Group
    content: Mapping[str, Any]
    by: str
    at: datetime
    versions: int


@dataclass(frozen=True, slots=True)
class Described:
    """The whole description of a record. A group of which nothing is told is not in `told`.

    Attributes:
        parts: numbers of the parts that the record describes, each with its public id.
    """

    record: RecordCard
    side: Side
    told: Mapping[Group, GroupCard]
    parts: tuple[tuple[str, UUID], ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group of this side, told or not."""
        return groups_of(self.side)

    @property
    def chart(self) -> Chart:
        """The teeth; empty where nobody looked."""
        return chart_of(self.said(Group.DENTAL).get("teeth", {}))

    def said(self, group: Group) -> Mapping[str, Any]:
        """The fields of a group; empty where nothing is told."""
        return self.told[group].content if group in self.told else {}


def description_of(record: UUID) -> Described:
    """The description of a record as it stands.

    Raises:
        UnknownNumber: there is no such record.
    """
    try:
        card = record_card(record)
    except UnknownRecord:
        raise UnknownNumber(f"there is no record {record}") from None
    told: dict[Group, GroupCard] = {}
    for entry in DescriptionEntry.objects.filter(record_id=card.record_id).order_by("pk"):
        group = Group(entry.group)
        before = told[group].versions if group in told else 0
        told[group] = GroupCard(group, entry.content, entry.by, entry.at, before + 1)
    side = Side.PM if card.said.kind is RecordKind.REMAINS else Side.AM
    parts = Part.objects.filter(record_id=card.record_id).order_by("number").values_list("number", "public_id")
    return Described(card, side, told, tuple(parts))


def teeth_compared(sought: UUID, found: UUID) -> ChartComparison:
    """The teeth of somebody who is missed against those of remains; no teeth where either side tells of none.

    Raises:
        UnknownNumber: a record is not there.
    """
    before, after = description_of(sought).chart, description_of(found).chart
    return compare_charts(before, after) if before and after else ChartComparison(())
