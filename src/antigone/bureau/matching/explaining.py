"""Why a match: the weights of two records in words, from the records as they are now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NotRequired, TypedDict

from antigone.bureau.matching.engines.reading import particulars, records_with_ids
from antigone.bureau.matching.outside import weights_of_pairs as outside_weights
from antigone.bureau.matching.parameters import model_to_explain
from antigone.bureau.matching.values import NotComparable
from antigone.evidence import Assessment, Weight, assess
from antigone.evidence.linkage import Model
from antigone.evidence.wording import Said, read_back, stored

if TYPE_CHECKING:
    from antigone.bureau.matching.models import Match


class FrozenReason(TypedDict):
    """A line of a decided match, as the person who decided saw it.

    `reason` is the English sentence; `said`, how it was made, for other languages. Earlier versions kept no `said`.
    """

    line: str
    log10_lr: float
    reason: str
    said: NotRequired[Said]


def weights_of_records(left_id: int, right_id: int, model: Model) -> tuple[Weight, ...]:
    """Every line of the model with its weight and reason, in the model's order, then what is said from outside.

    Raises:
        NotComparable: one of the records is not there or is withheld, or they are one.
    """
    if left_id == right_id:
        raise NotComparable("a record is not compared with itself; give two records")
    return weights_of_pairs({(left_id, right_id): model})[left_id, right_id]


def weights_of_pairs(models: Mapping[tuple[int, int], Model]) -> dict[tuple[int, int], tuple[Weight, ...]]:
    """The same for many pairs, each by a model of its own; every record is read once.

    Raises:
        NotComparable: one of the records is not there or is withheld.
    """
    ids = sorted({record for pair in models for record in pair})
    read = particulars(records_with_ids(ids).table)
    for record in ids:
        if record not in read:
            raise NotComparable(f"record {record} is not there, or is withheld; it cannot be compared")
    outside = outside_weights(models.keys())
    return {
        (left, right): (*model.explain(read[left], read[right]), *outside[left, right])
        for (left, right), model in models.items()
    }


def frozen_reasons(match: Match) -> list[FrozenReason]:
    """What speaks for and against the match, to be kept with a decision."""
    weights = weights_of_records(match.left_id, match.right_id, model_to_explain(match.run.parameters))
    return [_frozen(weight) for weight in weights]


def frozen_assessment(match: Match) -> Assessment:
    """What spoke for and against the match when it was decided."""
    reasons: list[FrozenReason] = match.reasons or []
    return assess(
        (Weight(one["line"], one["log10_lr"], read_back(one["reason"], one.get("said"))) for one in reasons),
        match.prior,
    )


def _frozen(weight: Weight) -> FrozenReason:
    kept = FrozenReason(line=weight.line, log10_lr=_keepable(weight.log10_lr), reason=weight.reason)
    said = stored(weight.reason)
    if said is not None:
        kept["said"] = said
    return kept


def _keepable(log10_lr: float) -> float:
    """JSON knows no infinity; an impossibility is kept as a ratio that no evidence makes up for."""
    return max(log10_lr, -999.0)
