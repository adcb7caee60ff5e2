"""Two charts of teeth side by side: what was told in life, and what was found after death.

Time runs one way. A filling may come, grow or become a crown, and a tooth may be lost; nothing grows back. So a
discrepancy that time explains is told from one that time cannot explain (the rule of the INTERPOL guide and of the
American Board of Forensic Odontology: one discrepancy that nothing explains excludes). Whether a wrong entry explains
it, a person says, not this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antigone.evidence.teeth.notation import (
    GONE,
    MILK,
    PERMANENT,
    Chart,
    Finding,
    Material,
    State,
)


class Agreement(StrEnum):
    """How one tooth of both charts agrees."""

    SAME = "same"
    EXPLAINABLE = "explainable"
    INCOMPATIBLE = "incompatible"
    NOTHING = "nothing"
    """One chart does not tell of it, or it was lost after death."""


class Reason(StrEnum):
    """Why a tooth is judged so; the desk and the papers have words for each."""

    AS_TOLD = "as told"
    UNTOLD = "untold"
    LOST_AFTER_DEATH = "lost after death"
    LOST_SINCE = "lost since"
    TREATED_SINCE = "treated since"
    MORE_SINCE = "more since"
    DECAYED_SINCE = "decayed since"
    ERUPTED_SINCE = "erupted since"
    REPLACED_SINCE = "replaced since"
    OTHER_MATERIAL = "other material"
    LESS_TOLD = "less told"
    GREW_BACK = "grew back"
    UNTREATED_AGAIN = "untreated again"
    FEWER_SURFACES = "fewer surfaces"
    CANNOT_RETURN = "cannot return"
    ROOT_UNFILLED_AGAIN = "root unfilled again"


_OF: Final = {
    Reason.AS_TOLD: Agreement.SAME,
    Reason.UNTOLD: Agreement.NOTHING,
    Reason.LOST_AFTER_DEATH: Agreement.NOTHING,
    Reason.LOST_SINCE: Agreement.EXPLAINABLE,
    Reason.TREATED_SINCE: Agreement.EXPLAINABLE,
    Reason.MORE_SINCE: Agreement.EXPLAINABLE,
    Reason.DECAYED_SINCE: Agreement.EXPLAINABLE,
    Reason.ERUPTED_SINCE: Agreement.EXPLAINABLE,
    Reason.REPLACED_SINCE: Agreement.EXPLAINABLE,
    Reason.OTHER_MATERIAL: Agreement.EXPLAINABLE,
    Reason.LESS_TOLD: Agreement.EXPLAINABLE,
    Reason.GREW_BACK: Agreement.INCOMPATIBLE,
    Reason.UNTREATED_AGAIN: Agreement.INCOMPATIBLE,
    Reason.FEWER_SURFACES: Agreement.INCOMPATIBLE,
    Reason.CANNOT_RETURN: Agreement.INCOMPATIBLE,
    Reason.ROOT_UNFILLED_AGAIN: Agreement.INCOMPATIBLE,
}
# How far treatment has gone; a dentist does not go back.
_STAGE: Final = {State.SOUND: 0, State.DECAYED: 1, State.FILLED: 2, State.CROWN: 3}
#: What makes a person known among others: a tooth that was treated or lost. Thirty-two sound teeth say little.
_TELLING: Final = frozenset({State.FILLED, State.CROWN, State.MISSING, State.IMPLANT, State.PONTIC, State.ROOT})


@dataclass(frozen=True, slots=True)
class ToothComparison:
    """One tooth of both charts. `before` or `after` is None where the chart does not tell of it."""

    number: int
    before: Finding | None
    after: Finding | None
    reason: Reason

    @property
    def agreement(self) -> Agreement:
        return _OF[self.reason]


@dataclass(frozen=True, slots=True)
class ChartComparison:
    """Every tooth that either chart tells of.

    Attributes:
        teeth: in the order of the mouth.
        same, explainable, incompatible: how many.
        telling: how many teeth agree that were treated or lost; sound teeth, which most people have, are not counted.
    """

    teeth: tuple[ToothComparison, ...]

    @property
    def same(self) -> int:
        return self._many(Agreement.SAME)

    @property
    def explainable(self) -> int:
        return self._many(Agreement.EXPLAINABLE)

    @property
    def incompatible(self) -> int:
        return self._many(Agreement.INCOMPATIBLE)

    @property
    def telling(self) -> int:
        return sum(
            tooth.agreement is Agreement.SAME and tooth.after is not None and tooth.after.state in _TELLING
            for tooth in self.teeth
        )

    def _many(self, agreement: Agreement) -> int:
        return sum(tooth.agreement is agreement for tooth in self.teeth)


def compare_charts(before: Chart, after: Chart) -> ChartComparison:
    """A chart of somebody alive against a later one of somebody dead, tooth by tooth.

    Args:
        before: as a dentist or the family told it.
        after: as it was found on the remains.
    """
    numbers: Sequence[int] = [number for number in (*PERMANENT, *MILK) if number in before or number in after]
    return ChartComparison(
        tuple(
            ToothComparison(
                number, before.get(number), after.get(number), _judged(before.get(number), after.get(number))
            )
            for number in numbers
        )
    )


def _judged(before: Finding | None, after: Finding | None) -> Reason:
    if before is None or after is None:
        return Reason.UNTOLD
    if State.LOST_AFTER_DEATH in (after.state, before.state):
        return Reason.LOST_AFTER_DEATH
    if before.state in GONE:
        return _gone(before.state, after.state)
    if after.state in GONE:
        return Reason.LOST_SINCE
    if before.state is State.UNERUPTED or after.state is State.UNERUPTED:
        return _unerupted(before.state, after.state)
    return _standing(before, after)


def _gone(before: State, after: State) -> Reason:
    if after not in GONE:
        # A tooth that a dentist took out can be one that never came through, entered as missing.
        return Reason.LESS_TOLD if before is State.MISSING and after is State.UNERUPTED else Reason.GREW_BACK
    if before is after:
        return Reason.AS_TOLD
    # An implant is fixed in the jaw and does not become a bridge; bridges and dentures come and go.
    return Reason.CANNOT_RETURN if before is State.IMPLANT else Reason.REPLACED_SINCE


def _unerupted(before: State, after: State) -> Reason:
    if before is after:
        return Reason.AS_TOLD
    return Reason.ERUPTED_SINCE if before is State.UNERUPTED else Reason.CANNOT_RETURN


def _standing(before: Finding, after: Finding) -> Reason:
    """Of two teeth that stand in their place."""
    if State.ROOT in (before.state, after.state):
        if before.state is after.state:
            return Reason.AS_TOLD
        return Reason.DECAYED_SINCE if after.state is State.ROOT else Reason.GREW_BACK
    if before.root_filled and not after.root_filled:
        return Reason.ROOT_UNFILLED_AGAIN
    treated, now = _STAGE[before.state], _STAGE[after.state]
    if now < treated:
        # A filled tooth may decay beside its filling; then the filling is still there to be told.
        return Reason.DECAYED_SINCE if (treated, now) == (2, 1) else Reason.UNTREATED_AGAIN
    if now > treated:
        return Reason.DECAYED_SINCE if after.state is State.DECAYED else Reason.TREATED_SINCE
    return _alike(before, after)


def _alike(before: Finding, after: Finding) -> Reason:
    if before.state is State.FILLED and before.surfaces and after.surfaces:
        if not set(before.surfaces) <= set(after.surfaces):
            return Reason.FEWER_SURFACES
        if before.surfaces != after.surfaces:
            return Reason.MORE_SINCE
    if after.root_filled and not before.root_filled:
        return Reason.TREATED_SINCE
    if Material.UNKNOWN not in (before.material, after.material) and before.material is not after.material:
        return Reason.OTHER_MATERIAL
    if before.state is State.FILLED and bool(before.surfaces) != bool(after.surfaces):
        return Reason.LESS_TOLD
    return Reason.AS_TOLD
