"""The likeliest assignments, without listing the others."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Sequence

import numpy as np

from antigone.evidence.dna.victims.incident import Floats
from antigone.evidence.dna.victims.options import Options

#: Steps of the search through one component; a component in which many assignments are nearly alike needs more, and
#: then fewer are listed.
_MOST_STEPS = 60_000
_NEARLY_EQUAL = 1e-9

#: ln weight and the number of the option of each family.
Ranked = tuple[float, tuple[int, ...]]


def best_of_component(options: Sequence[Options], count: int) -> list[Ranked]:
    """Up to `count` choices of one option a family, no victim twice, the likeliest first.

    Best-first search under the bound that every later family gets its best option; those equal to the last one that is
    kept are kept too.
    """
    orders = [np.argsort(-one.log_weight, kind="stable") for one in options]
    weights = [one.log_weight[order].tolist() for one, order in zip(options, orders, strict=True)]
    victims = [_bits(one, order) for one, order in zip(options, orders, strict=True)]
    bounds = [*np.cumsum([of_one[0] for of_one in weights[::-1]])[::-1].tolist(), 0.0]
    # (negative bound, tie breaker, weight so far, family, place in its order, victims used, options chosen before)
    queue: list[tuple[float, int, float, int, int, int, tuple[int, ...]]] = [(-bounds[0], 0, 0.0, 0, 0, 0, ())]
    serial = itertools.count(1)
    found: list[Ranked] = []
    for _ in range(_MOST_STEPS):
        if not queue:
            break
        bound, _, value, f, at, used, chosen = heapq.heappop(queue)
        if len(found) >= count and -bound < found[count - 1][0] - _NEARLY_EQUAL:
            break
        if f == len(options):
            found.append((value, chosen))
            continue
        # The next best option of the same family waits behind this one.
        if at + 1 < len(weights[f]):
            behind = value + weights[f][at + 1] + bounds[f + 1]
            heapq.heappush(queue, (-behind, next(serial), value, f, at + 1, used, chosen))
        if not victims[f][at] & used:
            new = value + weights[f][at]
            taken = (*chosen, int(orders[f][at]))
            entry = (-(new + bounds[f + 1]), next(serial), new, f + 1, 0, used | victims[f][at], taken)
            heapq.heappush(queue, entry)
    return found


def _bits(one: Options, order: np.ndarray) -> list[int]:
    return [sum(1 << victim for victim in row if victim >= 0) for row in one.placements[order].tolist()]


def best_pairs(log_weight: Floats) -> tuple[float, list[tuple[int, int]]]:
    """The likeliest one-to-one assignment of rows to columns, any of them alone if that is likelier.

    Args:
        log_weight: float64[R, C], -inf or NaN where a pair is impossible.
    """
    from scipy.optimize import linear_sum_assignment

    gain = np.where(log_weight > 0, log_weight, 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if log_weight[i, j] > 0]
    return math.fsum(float(log_weight[pair]) for pair in pairs), pairs


def best_together(parts: Sequence[Sequence[Ranked]], count: int) -> list[tuple[float, tuple[int, ...]]]:
    """Up to `count` ways to take one entry of each component's list, the likeliest sums first."""
    if any(not part for part in parts):
        return []
    losses = {k: [part[0][0] - value for value, _ in part] for k, part in enumerate(parts) if len(part) > 1}
    top = math.fsum(part[0][0] for part in parts)
    # Only the components that do not take their first entry are written down, each with the place of its entry.
    queue: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())]
    seen: set[tuple[tuple[int, int], ...]] = {()}
    found: list[tuple[float, tuple[int, ...]]] = []
    while queue and (len(found) < count or top - queue[0][0] >= found[count - 1][0] - _NEARLY_EQUAL):
        loss, moved = heapq.heappop(queue)
        at = dict(moved)
        found.append((top - loss, tuple(at.get(k, 0) for k in range(len(parts)))))
        if len(found) > 4 * count:
            break
        for k, of_part in losses.items():
            place = at.get(k, 0)
            if place + 1 < len(of_part):
                following = tuple(sorted((at | {k: place + 1}).items()))
                if following not in seen:
                    seen.add(following)
                    heapq.heappush(queue, (loss - of_part[place] + of_part[place + 1], following))
    return found
