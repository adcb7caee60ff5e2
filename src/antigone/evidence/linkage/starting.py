"""The model that a bureau starts with, before it has records of its own to learn from."""

from __future__ import annotations

from functools import lru_cache

from antigone.evidence.linkage.model import Model


@lru_cache(maxsize=1)
def starting_model() -> Model:
    """Lines of evidence with the values that the repository ships: learned on public data or taken from papers."""
    # Rooms of evidence stand on `linkage.lines`; what stands on them in turn is brought when it is asked for.
    from antigone.evidence.linkage.plainlines import (
        BirthDateLine,
        BirthplaceLine,
        NameLine,
        ServiceNumberLine,
        UnitLine,
    )  # fmt: skip

    return Model((NameLine(), BirthDateLine(), BirthplaceLine(), UnitLine(), ServiceNumberLine()))
