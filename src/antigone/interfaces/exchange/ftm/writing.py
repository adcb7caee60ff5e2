"""People who may leave, as FollowTheMoney entities of schema Person."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

#: What the entities' `datasets` says unless the bureau names its own.
DATASET: Final = "antigone"
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


@dataclass(slots=True)
class Entity:
    """An entity under construction: properties that say something, in the order in which they were added."""

    id: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str) -> None:
        """Add values; empty and repeated ones are left out."""
        for value in values:
            known = self.properties.setdefault(name, []) if value else []
            if value and value not in known:
                known.append(value)

    def add_date(self, name: str, edtf: str) -> bool:
        """Add a date where the format can say it: a year, a month, a day. False for a vague one."""
        if _DATE.fullmatch(edtf):
            self.add(name, edtf)
            return True
        return not edtf


def entity_line(
    entity: Entity, *, caption: str, changed: str, datasets: Sequence[str] = (DATASET,), target: bool = True
) -> str:
    """One line of a file of nested entities, as yente loads them.

    Args:
        caption: the name to show.
        changed: date and time of the last change (ISO 8601, UTC).
    """
    document: dict[str, Any] = {
        "id": entity.id,
        "caption": caption,
        "schema": "Person",
        "properties": entity.properties,
        "referents": [],
        "datasets": list(datasets),
        "first_seen": changed,
        "last_seen": changed,
        "last_change": changed,
        "target": target,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
