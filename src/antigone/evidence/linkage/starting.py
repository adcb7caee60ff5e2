"""The model that a bureau starts with, before it has records of its own to learn from."""

from __future__ import annotations

from functools import lru_cache

from antigone.evidence.linkage.correction import Correction, Kin
from antigone.evidence.linkage.graded import Graded
from antigone.evidence.linkage.model import Model
from antigone.evidence.linkage.namelevels import NameLevels
from antigone.evidence.wording import term


@lru_cache(maxsize=1)
def starting_model() -> Model:
    """Lines of evidence with the values that the repository ships: learned on public data or taken from papers.

    In the order in which a case worker reads them: who, when and where born, where served, what happened, how he looks.
    """
    # These rooms stand on `linkage.lines`: they are brought when a model is asked for, not when this room opens.
    from antigone.evidence import dates, places, service, traits

    weighing_by_a_law = (
        dates.BirthDateLine(),
        places.BirthplaceLine(),
        service.UnitLine(),
        service.ForceLine(),
        service.RankLine(),
        service.ServiceNumberLine(),
        service.CallSignLine(),
        dates.LastSeenLine(),
        places.EventPlaceLine(),
    )
    return Model(
        (NameLevels(), *(Graded(line) for line in weighing_by_a_law), *traits.lines()),
        correction=Correction(
            # A chevron with a call-sign and a tag with a number stand among the effects and in fields of their own.
            once=(("call-sign", "effects"), ("service number", "effects")),
            kin=(
                Kin(("name", "birthplace"), 1e-7, term("kin", "relatives or neighbours of one name")),
                Kin(
                    ("name", "birthplace", "unit", "place of event"),
                    1e-8,
                    term("kin", "such people who served together"),
                ),
            ),
        ),
    )
