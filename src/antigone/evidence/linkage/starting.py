"""The model that a bureau starts with, before it has records of its own to learn from."""

from __future__ import annotations

from functools import lru_cache

from antigone.evidence.linkage.correction import Correction
from antigone.evidence.linkage.model import Model
from antigone.evidence.linkage.namelevels import NameLevels


@lru_cache(maxsize=1)
def starting_model() -> Model:
    """Lines of evidence with the values that the repository ships: learned on public data or taken from papers.

    In the order in which a case worker reads them: who, when and where born, where served, what happened, how he looks.
    """
    # These rooms stand on `linkage.lines`: they are brought when a model is asked for, not when this room opens.
    from antigone.evidence import dates, places, service, traits

    return Model(
        (
            NameLevels(),
            dates.BirthDateLine(),
            places.BirthplaceLine(),
            service.UnitLine(),
            service.ForceLine(),
            service.RankLine(),
            service.ServiceNumberLine(),
            service.CallSignLine(),
            dates.LastSeenLine(),
            places.EventPlaceLine(),
            *traits.lines(),
        ),
        # A chevron with a call-sign and a tag with a number stand among the effects and in fields of their own.
        correction=Correction(once=(("call-sign", "effects"), ("service number", "effects"))),
    )
