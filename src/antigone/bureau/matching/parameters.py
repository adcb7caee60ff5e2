"""Which numbers the evidence is weighed with now, and which it was weighed with then."""

from __future__ import annotations

import math
from functools import lru_cache

from django.db import connection

from antigone.bureau.matching.models import Origin, ParameterSet, Relation
from antigone.bureau.matching.values import ParametersCard
from antigone.evidence.linkage import Model, NotAParameterSet, starting_model

#: The prior moves in steps of a quarter of a decade, so that one more record does not change every posterior.
_STEPS_PER_DECADE = 4
_SHIPPED_BY = "Antigone"


def parameters_in_force() -> ParameterSet:
    """The newest set; the shipped one, kept at its first use, as long as nothing was learned here.

    A newer Antigone that ships other numbers replaces shipped ones, and never those that the bureau learned. Every
    record is due then, because every weight may change.
    """
    newest = ParameterSet.objects.order_by("-id").first()
    shipped = starting_model()
    if newest is not None and (newest.origin == Origin.TRAINED or newest.version == shipped.version):
        return newest
    if newest is not None:
        make_every_record_due()
    return ParameterSet.objects.create(
        version=shipped.version, origin=Origin.SHIPPED, model=shipped.to_json(), kept_by=_SHIPPED_BY
    )


def make_every_record_due() -> int:
    """Have every record compared anew; gives their number."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO matching_due (record_id) SELECT id FROM registry_record ORDER BY id")
        return int(cursor.rowcount)


def model_of(parameters: ParameterSet) -> Model:
    """The model that a set was kept from.

    Raises:
        NotAParameterSet: another version of Antigone wrote it.
    """
    return _read(parameters.version, parameters.model)


@lru_cache(maxsize=4)
def _read(_version: str, text: str) -> Model:
    return Model.from_json(text)


def model_to_explain(parameters: ParameterSet) -> Model:
    """The model that a match was weighed by; where this version cannot read it, the one in force.

    Until the match is weighed anew by it, a weight in words may then differ from the one that is kept.
    """
    try:
        return model_of(parameters)
    except NotAParameterSet:
        return model_of(parameters_in_force())


def card_of(parameters: ParameterSet) -> ParametersCard:
    """The set without its numbers."""
    return ParametersCard(
        parameters.version, parameters.origin, parameters.trained_on, parameters.kept_at, parameters.kept_by
    )


def prior_log10_odds(model: Model, others: int, relation: Relation) -> float:
    """log10 odds that a record and one of `others` are one person, all of them alike likely, to a quarter of a decade.

    Rounded, because the number of records changes with each import and every posterior hangs on it: within a step
    nothing has to be computed anew.
    """
    prior = model.prior
    learned = {Relation.SOUGHT: prior.repeated_sought, Relation.FOUND: prior.repeated_found}.get(relation)
    share = prior.matched_share if learned is None else learned
    exact = math.log10(share / (1 - share) / max(others, 1))
    return round(exact * _STEPS_PER_DECADE) / _STEPS_PER_DECADE
