"""What people sign, as bytes: built here from the rows, and built a second time by the database, which compares.

A decision holds everything that it rests on: both records as they are named, the newest comparison of every identifier,
the reasons, and the board's document where there is one. A statement says who does what with a decision. Both are
canonical JSON, so that anybody can check a signature years later with the bytes alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.identification.deciding.models import Comparison, Identification
from antigone.bureau.identification.deciding.values import Act, BoardDecision, DecisionError
from antigone.bureau.ledger.encoding import canonical_json
from antigone.bureau.ledger.values import JSON, EventError
from antigone.bureau.registry.models import Name, Record

FORMAT = "antigone-identification/1"


def decision_bytes(
    public_id: UUID,
    sought: Record,
    found: Record,
    *,
    because: str,
    board: BoardDecision | None,
    by: str,
    on: date,
) -> bytes:
    """The canonical decision on two records, as the comparisons stand now.

    Raises:
        DecisionError: it holds more text than a statement can.
    """
    decision: dict[str, JSON] = {
        "format": FORMAT,
        "identification": str(public_id),
        "rule": found.kind,
        "basis": "comparisons" if board is None else "board",
        "because": because,
        "proposed_by": by,
        "proposed_on": on.isoformat(),
        "sought": record_as_named(sought),
        "found": record_as_named(found),
        "board": None
        if board is None
        else {"document": board.document, "sha256": board.sha256, "members": list(board.members)},
        "comparisons": [_comparison(one) for one in newest_comparisons(sought.pk, found.pk)],
    }
    return _canonical(decision)


def statement_bytes(decision: bytes, act: Act, by: str) -> bytes:
    """What a proposer or a signer signs."""
    return _canonical({"act": act.value, "by": by, "decision": as_json(decision)})


def rescission_bytes(decision: bytes, by: str, because: str) -> bytes:
    """What somebody signs who takes an identification back."""
    return _canonical(
        {
            "act": Act.RESCIND.value,
            "by": by,
            "because": because,
            "identification": as_json(decision)["identification"],
            "decision_sha256": hashlib.sha256(decision).hexdigest(),
        }
    )


def as_json(decision: bytes) -> dict[str, Any]:
    """A decision read back."""
    read = json.loads(decision)
    if not isinstance(read, dict):
        raise DecisionError("this is no decision")
    return read


def newest_comparisons(sought: int, found: int) -> tuple[Comparison, ...]:
    """The comparison that counts, for every identifier that was compared, in the order of identifiers."""
    newest: dict[str, Comparison] = {}
    for one in Comparison.objects.filter(sought=sought, found=found).order_by("id"):
        newest[one.identifier] = one
    return tuple(newest[identifier] for identifier in sorted(newest))


def standing_of(sought: int, found: int, rule: str) -> str:
    """How far the comparisons carry, as the database says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identification_standing(%s, %s, %s)", [sought, found, rule])
        return str(cursor.fetchone()[0])


def finding_of(sought: int, found: int) -> dict[str, Any] | None:
    """What the laboratory says of two records now, as the database puts it with a comparison."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT identification_finding(%s, %s)", [sought, found])
        said = cursor.fetchone()[0]
    read: dict[str, Any] | None = json.loads(said) if isinstance(said, str) else said
    return read


def is_fresh(it: Identification) -> bool:
    """Whether records and comparisons are still what the decision says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.decision = identification_decision(i) FROM identification_identification i WHERE i.id = %s",
            [it.pk],
        )
        return bool(cursor.fetchone()[0])


def _canonical(statement: Mapping[str, JSON]) -> bytes:
    try:
        return canonical_json(statement)
    except EventError as error:
        raise DecisionError(
            f"the decision cannot be written down: {error}; shorten the grounds of its comparisons"
        ) from error


def record_as_named(record: Record) -> dict[str, JSON]:
    """A record as a decision names it."""
    named = sorted(Name.objects.filter(record=record), key=lambda name: (name.kind != "primary", name.pk))
    return {
        "record": str(record.public_id),
        "kind": record.kind,
        "source": record.source.name,
        "source_record": record.source_record_id,
        "birth_date": record.birth_date,
        "names": [name.value for name in named],
    }


def _comparison(one: Comparison) -> dict[str, JSON]:
    return {
        "number": one.pk,
        "identifier": one.identifier,
        "verdict": one.verdict,
        "grounds": one.grounds,
        "evidence": one.evidence,
        "finding": one.finding,
        "by": one.by,
        "on": one.on.isoformat(),
    }
