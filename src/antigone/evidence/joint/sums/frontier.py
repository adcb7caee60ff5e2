"""Exact marginals of components with loops, without enumerating matchings.

One side's vertices are the *sites*, taken one after the other; the other side's are the *places*. A site chooses one
of its alternatives, each of which occupies some places, or none of them. Only places that earlier sites touch and
later sites still touch need to be remembered (the frontier), so the sum runs over subsets of the frontier: a
transfer matrix, or dynamic programming over a path decomposition. For a dense component this is the subset dynamic
programme over its smaller side; for a long chain of any length the frontier stays narrow.

All sums are sums of positive terms in logarithms: nothing cancels, and ratios of 10^300 are welcome.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Floats, Ints
from antigone.evidence.joint.sums.arithmetic import log_add

WIDEST = 24
"""Places in the frontier at most; more would need more than 2^24 numbers a site."""
_PLANNING_STEPS = 20_000_000
_OPEN, _CHOOSE, _CLOSE = 0, 1, 2


@njit(cache=True)
def plan(
    site_start: Ints,
    alternative_start: Ints,
    places: Ints,
    place_start: Ints,
    place_sites: Ints,
    first: int,
    last: int,
    most_states: float,
    state: Ints,
    waiting: Ints,
    order: Ints,
) -> float:
    """Order the sites ``first:last`` so that the frontier stays narrow; returns the numbers to be kept, or infinity.

    Greedy: of the sites that touch the frontier, the one that opens the fewest places and closes the most. `state`
    (one a place: 0 not met, 1 in the frontier, 2 done) and `waiting` (one a place) are scratch; `order` receives
    the sites. Gives up, with infinity, where more than `most_states` numbers or too much planning is needed.
    """
    for s in range(first, last):
        for a in range(site_start[s], site_start[s + 1]):
            for k in range(alternative_start[a], alternative_start[a + 1]):
                p = places[k]
                state[p] = 0
                waiting[p] = place_start[p + 1] - place_start[p]
    done = np.zeros(last - first, np.bool_)
    live = np.empty(WIDEST + 1, np.int64)
    width = 0
    needed = 0.0
    steps = 0
    for turn in range(last - first):
        best, best_gain, best_new = -1, 1 << 30, 0
        if width == 0:
            fewest = 1 << 60
            for s in range(first, last):
                size = alternative_start[site_start[s + 1]] - alternative_start[site_start[s]]
                if not done[s - first] and size < fewest:
                    best, fewest = s, size
            steps += last - first
        else:
            for w in range(width):
                for q in range(place_start[live[w]], place_start[live[w] + 1]):
                    s = place_sites[q]
                    if done[s - first]:
                        continue
                    new, closing = 0, 0
                    for a in range(site_start[s], site_start[s + 1]):
                        for k in range(alternative_start[a], alternative_start[a + 1]):
                            p = places[k]
                            if state[p] == 0:
                                new += 1
                                state[p] = 3
                            elif state[p] == 1 and waiting[p] == 1:
                                closing += 1
                            steps += 1
                    for k in range(alternative_start[site_start[s]], alternative_start[site_start[s + 1]]):
                        if state[places[k]] == 3:
                            state[places[k]] = 0
                    if new - closing < best_gain:
                        best, best_gain, best_new = s, new - closing, new
                    if new == 0:
                        break
                if best >= 0 and best_new == 0:
                    break
        if steps > _PLANNING_STEPS:
            return math.inf
        order[turn] = best
        done[best - first] = True
        for k in range(alternative_start[site_start[best]], alternative_start[site_start[best + 1]]):
            p = places[k]
            if state[p] == 0:
                if width >= WIDEST:
                    return math.inf
                state[p] = 1
                live[width] = p
                width += 1
        needed += 2.0**width
        kept = 0
        for w in range(width):
            p = live[w]
            touched = False
            for q in range(place_start[p], place_start[p + 1]):
                if place_sites[q] == best:
                    touched = True
            if touched:
                waiting[p] -= 1
            if waiting[p] == 0:
                state[p] = 2
                needed += 2.0 ** (kept + width - w)
            else:
                live[kept] = p
                kept += 1
        width = kept
        if needed > most_states:
            return math.inf
    return needed


@njit(cache=True)
def _with_site(before: Floats, masks: Ints, weights: Floats, base: float) -> Floats:
    """Sums over subsets of occupied places after a site has chosen: float64[2^w] from float64[2^w]."""
    after = np.empty_like(before)
    count = len(masks)
    terms = np.empty(count)
    for m in range(len(before)):
        stay = base + before[m]
        top = stay
        for a in range(count):
            terms[a] = -np.inf
            if m & masks[a] == masks[a]:
                terms[a] = weights[a] + before[m ^ masks[a]]
                top = max(top, terms[a])
        if top == -np.inf:
            after[m] = top
            continue
        total = math.exp(stay - top)
        for a in range(count):
            if terms[a] > -np.inf:
                total += math.exp(terms[a] - top)
        after[m] = top + math.log(total)
    return after


@njit(cache=True)
def _before_site(
    before: Floats, later: Floats, masks: Ints, weights: Floats, base: float, log_z: float, posterior: Floats
) -> tuple[Floats, float]:
    """Backwards through a site: its marginals from the sums `before` it and `later` than it.

    Adds to `posterior`; returns the sums backwards before the site, and the log ratio without partner.
    """
    count = len(masks)
    terms = np.empty(count)
    earlier = np.full(len(before), -np.inf)
    alone = -np.inf
    for m in range(len(before)):
        if before[m] == -np.inf:
            continue
        alone = log_add(alone, before[m] + later[m])
        stay = base + later[m]
        top = stay
        for a in range(count):
            terms[a] = -np.inf
            if m & masks[a] == 0:
                terms[a] = weights[a] + later[m | masks[a]]
                top = max(top, terms[a])
        if top == -np.inf:
            continue
        total = math.exp(stay - top)
        share = math.exp(before[m] + top - log_z)
        for a in range(count):
            if terms[a] > -np.inf:
                part = math.exp(terms[a] - top)
                total += part
                posterior[a] += part * share
        earlier[m] = top + math.log(total)
    return earlier, alone - log_z


@njit(cache=True)
def solve(
    site_start: Ints,
    alternative_start: Ints,
    places: Ints,
    place_start: Ints,
    place_sites: Ints,
    log_weight: Floats,
    site_base: Floats,
    place_base: Floats,
    order: Ints,
    needed: int,
    waiting: Ints,
    where: Ints,
    masks: Ints,
    alternative_out: Floats,
    site_out: Floats,
    place_out: Floats,
) -> float:
    """The log of the sum over all choices of the sites in `order`, and all marginals.

    `alternative_out` receives the posterior of each alternative; `site_out` and `place_out` the log of the ratio of
    the sum in which that vertex has no partner, its base left out, and the whole sum. `needed` is what `plan`
    returned; `waiting`, `where` (one a place) and `masks` (one an alternative) are scratch. If the whole sum is 0,
    returns -inf and leaves the marginals alone.
    """
    operations = 0
    for s in order:
        operations += 2
        for k in range(alternative_start[site_start[s]], alternative_start[site_start[s + 1]]):
            waiting[places[k]] = place_start[places[k] + 1] - place_start[places[k]]
            where[places[k]] = -1
            operations += 1
    kept = np.empty(needed)
    kinds = np.empty(operations, np.int64)
    what = np.empty(operations, np.int64)
    position = np.empty(operations, np.int64)
    offsets = np.empty(operations, np.int64)
    live = np.empty(WIDEST + 1, np.int64)
    width, operations, offset = 0, 0, 0
    now = np.zeros(1)
    for s in order:
        first, last = site_start[s], site_start[s + 1]
        opened = width
        for k in range(alternative_start[first], alternative_start[last]):
            p = places[k]
            if where[p] < 0:
                where[p] = width
                live[width] = p
                width += 1
        if width > opened:
            wider = np.full(1 << width, -np.inf)
            wider[: 1 << opened] = now
            now = wider
            kinds[operations], what[operations], position[operations] = _OPEN, s, opened
            operations += 1
        for a in range(first, last):
            mask = 0
            for k in range(alternative_start[a], alternative_start[a + 1]):
                mask |= 1 << where[places[k]]
            masks[a] = mask
        kept[offset : offset + len(now)] = now
        kinds[operations], what[operations], offsets[operations] = _CHOOSE, s, offset
        operations += 1
        offset += len(now)
        now = _with_site(now, masks[first:last], log_weight[first:last], site_base[s])
        w = 0
        while w < width:
            p = live[w]
            for q in range(place_start[p], place_start[p + 1]):
                if place_sites[q] == s:
                    waiting[p] -= 1
            if waiting[p] > 0:
                w += 1
                continue
            kept[offset : offset + len(now)] = now
            kinds[operations], what[operations], position[operations], offsets[operations] = _CLOSE, p, w, offset
            operations += 1
            offset += len(now)
            width -= 1
            low = (1 << w) - 1
            narrower = np.empty(1 << width)
            for m in range(1 << width):
                free = (m & low) | ((m & ~low) << 1)
                narrower[m] = log_add(now[free] + place_base[p], now[free | (1 << w)])
            now = narrower
            for x in range(w, width):
                live[x] = live[x + 1]
                where[live[x]] = x
    log_z = float(now[0])
    if log_z == -np.inf:
        return log_z

    later = np.zeros(1)
    for o in range(operations - 1, -1, -1):
        if kinds[o] == _OPEN:
            later = later[: 1 << position[o]].copy()
        elif kinds[o] == _CLOSE:
            p, low = what[o], (1 << position[o]) - 1
            wider = np.empty(2 * len(later))
            alone = -np.inf
            for m in range(len(later)):
                free = (m & low) | ((m & ~low) << 1)
                wider[free] = later[m] + place_base[p]
                wider[free | (1 << position[o])] = later[m]
                alone = log_add(alone, kept[offsets[o] + free] + later[m])
            place_out[p] = alone - log_z
            later = wider
        else:
            s = what[o]
            first, last = site_start[s], site_start[s + 1]
            alternative_out[first:last] = 0.0
            later, site_out[s] = _before_site(
                kept[offsets[o] : offsets[o] + len(later)],
                later,
                masks[first:last],
                log_weight[first:last],
                site_base[s],
                log_z,
                alternative_out[first:last],
            )
    return log_z
