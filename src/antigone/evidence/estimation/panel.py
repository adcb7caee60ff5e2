"""Several methods side by side on one table, with what speaks against each; never one number alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.estimation.bounds import PairEstimate, chao_lower_bound, pair_estimates, two_lists
from antigone.evidence.estimation.decomposable import decomposable
from antigone.evidence.estimation.latent_class import DEFAULT, LatentClassSettings, latent_class
from antigone.evidence.estimation.log_linear import log_linear, log_linear_averaged
from antigone.evidence.estimation.table import (
    NotATable,
    OverlapTable,
    from_patterns,
    pairs_without_overlap,
    separate_groups,
)
from antigone.evidence.estimation.values import Method, MethodEstimate, NotIdentifiable, Range, Refusal

#: A number above so many times the documented names is refused, whatever method gives it.
LARGEST_MULTIPLE = 50.0
#: Lists that share nobody with the others are left out where they hold at most this share of the documented.
LARGEST_SHARE_APART = 0.01


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many persons there are, those on no list among them.

    Attributes:
        n, low, high: of the leading method, the first of latent class, decomposable graphs, averaged and single
            log-linear model that did not refuse.
        model: the leading method and what it fitted.
        diagnostics: of the leading method.
        documented: persons on at least one list; the floor of everything.
        panel: every method's number or refusal, the leading one first.
        range: of the numbers that were not refused. This is what a page says first.
        lower_bound: Chao's floor, which holds whatever differs between persons.
        pairs: what each two lists alone would say.
        warnings: sentences that must stand beside the number.
    """

    n: float
    low: float
    high: float
    model: str
    diagnostics: dict[str, float]
    documented: int
    panel: tuple[MethodEstimate | Refusal, ...]
    range: Range
    lower_bound: float
    pairs: tuple[PairEstimate, ...]
    warnings: tuple[str, ...]

    def by(self, method: Method) -> MethodEstimate | Refusal | None:
        """What one method said; None when it was not asked."""
        return next((one for one in self.panel if one.method == method), None)


def estimate(table: OverlapTable | Mapping[str, Any], *, latent: LatentClassSettings = DEFAULT) -> Estimate:
    """How many persons there are, by every method that the lists allow.

    Assumptions, which stand beside every number: nobody enters or leaves while the lists are kept, everybody was
    recognised on each list he stands on, and how lists depend on each other and persons differ is within reach of
    the methods. Only lists of persons, each person once, belong here; never rumours or counts.

    Args:
        table: the lists' overlaps; or ``{"lists": [...], "patterns": {"110": 6, ...}}``.
        latent: how the latent-class sampler runs.

    Raises:
        NotATable: the numbers are no table.
        NotIdentifiable: no method can say anything: one list, lists that share nobody, all methods refused.
    """
    asked = table if isinstance(table, OverlapTable) else _read(table)
    if len(asked.lists) == 1:
        raise NotIdentifiable("one list says nothing of those who are not on it; a second, independent list is needed")
    documented = asked.documented
    asked, left_out = _connected(asked)
    panel = _panel(asked, latent)
    numbers = [one for one in panel if isinstance(one, MethodEstimate)]
    if not numbers:
        reasons = "; ".join(f"{one.method}: {one.reason}" for one in panel if isinstance(one, Refusal))
        raise NotIdentifiable(f"every method refuses ({reasons})")
    leading, bound = numbers[0], chao_lower_bound(asked)
    return Estimate(
        leading.n,
        leading.low,
        leading.high,
        f"{leading.method}: {leading.model}",
        leading.diagnostics,
        documented,
        tuple(sorted(panel, key=lambda one: isinstance(one, Refusal))),
        Range(max(documented, min(one.n for one in numbers)), max(one.n for one in numbers)),
        bound,
        tuple(pair_estimates(asked)),
        (
            *(f"The list {name} was left out: it shares nobody with the others." for name in left_out),
            *leading.warnings,
            *_warnings(asked, numbers, bound),
        ),
    )


def _read(table: Mapping[str, Any]) -> OverlapTable:
    try:
        lists, patterns = table["lists"], table["patterns"]
    except KeyError as missing:
        raise NotATable(f"the table has no {missing}; it needs «lists» and «patterns»") from None
    return from_patterns(lists, patterns)


def _connected(table: OverlapTable) -> tuple[OverlapTable, tuple[str, ...]]:
    """The lists that hang together, and the names of those left out because they share nobody with them.

    A list apart says nothing of overlaps; who stands on it alone is one of those whom the others missed. That is borne
    where it holds next to nobody.

    Raises:
        NotIdentifiable: more than `LARGEST_SHARE_APART` of the documented stand apart.
    """
    groups = separate_groups(table)
    main = max(groups, key=lambda group: int(table.counts[_on_any(table, group)].sum()))
    apart = 1 - table.counts[_on_any(table, main)].sum() / table.documented
    if apart > LARGEST_SHARE_APART or len(main) == 1:
        other = next(group for group in groups if group != main)
        raise NotIdentifiable(
            f"nobody stands both on {', '.join(main)} and on {', '.join(other)}; "
            "without persons in common the number has no upper end"
        )
    left_out = tuple(name for name in table.lists if name not in main)
    return (table.only(main) if left_out else table), left_out


def _on_any(table: OverlapTable, lists: tuple[str, ...]) -> NDArray[np.bool_]:
    chosen = [table.lists.index(name) for name in lists]
    return np.asarray(table.patterns[:, chosen].any(axis=1))


def _panel(table: OverlapTable, latent: LatentClassSettings) -> list[MethodEstimate | Refusal]:
    if len(table.lists) == 2:
        return [_bounded(two_lists(table), table)]
    results = [latent_class(table, latent), decomposable(table), log_linear_averaged(table), log_linear(table)]
    return [_bounded(one, table) for one in results]


def _bounded(result: MethodEstimate | Refusal, table: OverlapTable) -> MethodEstimate | Refusal:
    """The result, unless it is out of all proportion, or all of its interval lies below what is certain."""
    if isinstance(result, Refusal):
        return result
    if not result.high <= LARGEST_MULTIPLE * table.documented:
        return Refusal(
            result.method,
            f"the upper end is more than {LARGEST_MULTIPLE:.0f} times the documented number; the lists do not bound it",
        )
    return result


def _warnings(table: OverlapTable, numbers: list[MethodEstimate], bound: float) -> list[str]:
    found = []
    if apart := pairs_without_overlap(table):
        named = "; ".join(f"{one} and {other}" for one, other in apart[:3])
        more = f" and {len(apart) - 3} more pairs" if len(apart) > 3 else ""
        found.append(f"These lists share nobody: {named}{more}.")
    below = [one for one in numbers if one.high < bound]
    if below:
        found.append(
            f"The interval of {', '.join(one.method for one in below)} lies below Chao's lower bound of {bound:,.0f}, "
            "so persons differ in how visible they were more than that method allows."
        )
    if len(numbers) > 1 and max(one.n for one in numbers) > 2 * min(one.n for one in numbers):
        found.append("The methods differ by more than a factor of two; what is known is the range, not a number.")
    return found
