"""Victims against families: who may be whom, one by one and all together.

An assignment says for each victim whom of the missing he is, or nobody listed. Given an assignment, families are
independent: each contributes the likelihood of its relatives' readings and of the victims placed in it. So all
assignments need
not be listed: each family's own options are weighed once, and the sum over ways to give them to victims, none twice,
is a sum over subsets of victims, family by family (after Vigeland and Egeland 2021, "Joint DNA-based disaster victim
identification", who list assignments). A family with several missing has an option for each way to place victims in it.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.likelihood import likelihoods
from antigone.evidence.dna.markers import Panel, Profiles, panel
from antigone.evidence.dna.pedigrees import Member, Pedigree, pedigree

Floats = NDArray[np.float64]

#: Sums over subsets that are taken on for one knot of victims and families; a minute of one core or so.
MOST_SUBSETS = 2_000_000_000
#: A family's options beyond this are not listed.
MOST_OPTIONS = 200_000


class TooManyTogether(ValueError):
    """An incident too large for the exact joint calculation; the sentence says what is too many."""


class ImpossibleReadings(ValueError):
    """Readings that cannot be under the pedigree or frequencies; the sentence names family or victim."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One family that misses people.

    Attributes:
        name: of the family.
        tree: its pedigree, the missing included.
        missing: ids of the missing, in order.
    """

    name: str
    tree: Pedigree
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Incident:
    """Victims, families and markers of one disaster or grave.

    Attributes:
        victims: id -> sex.
        families: the families.
        over: the markers.
        victim_readings, relative_readings: people's readings.
        theta: co-ancestry between all of one family and the victims placed in it.
    """

    victims: Mapping[str, str]
    families: tuple[Family, ...]
    over: Panel
    victim_readings: Profiles
    relative_readings: Profiles
    theta: float = 0.0
    _known: dict[tuple[int, tuple[tuple[str, str], ...]], Floats] = field(default_factory=dict)

    def missing(self) -> list[tuple[int, str]]:
        """(number of the family, id) of every missing person."""
        return [(number, person) for number, family in enumerate(self.families) for person in family.missing]

    def may_be(self, victim: str, family: Family, person: str) -> bool:
        """Whether the sexes allow it; an unknown sex allows both."""
        wanted = family.tree.members[family.tree.place(person)].sex
        return "U" in (self.victims[victim], wanted) or self.victims[victim] == wanted

    def victim_likelihoods(self, victim: str) -> Floats:
        """P(readings of one victim, as somebody unrelated to all) at each locus."""
        key = (-1, ((victim, ""),))
        if key not in self._known:
            alone = pedigree([Member(victim, sex=self.victims[victim])])
            self._known[key] = likelihoods(alone, self.over, self.victim_readings, self.theta)
        return self._known[key]

    def family_likelihoods(self, number: int, placed: Mapping[str, str]) -> Floats:
        """P(readings of a family with victims placed at some of its missing) at each locus."""
        key = (number, tuple(sorted(placed.items())))
        if key not in self._known:
            family = self.families[number]
            readings = _placed(self.relative_readings, self.victim_readings, family.tree, placed)
            self._known[key] = likelihoods(family.tree, self.over, readings, self.theta)
        return self._known[key]


def _placed(relatives: Profiles, victims: Profiles, tree: Pedigree, placed: Mapping[str, str]) -> Profiles:
    """Readings of a family's members: relatives' own, victims' under the names of those whom they are placed at."""
    people: list[str] = []
    sources: list[tuple[Profiles, int]] = []
    for member in tree.members:
        from_victim = {person: victim for victim, person in placed.items()}.get(member.id)
        source, row = (victims, victims.row(from_victim)) if from_victim else (relatives, relatives.row(member.id))
        if row >= 0:
            people.append(member.id)
            sources.append((source, row))
    if not sources:
        return Profiles((), relatives.codes[:0], relatives.typing[:0], {})
    observations = {
        (new, locus): seen
        for new, (source, row) in enumerate(sources)
        for (old, locus), seen in source.observations.items()
        if old == row
    }
    codes = np.stack([source.codes[row] for source, row in sources])
    typing = np.stack([source.typing[row] for source, row in sources])
    return Profiles(tuple(people), codes, typing, observations)


def pairwise_log_lr(incident: Incident) -> Floats:
    """Natural log of LR(victim is this missing person : unrelated), float64[victims, missing].

    All other missing stay untyped. NaN where the sexes differ, -inf where the pair is impossible.

    Raises:
        ImpossibleReadings: a family or a victim is impossible in itself.
    """
    columns = incident.missing()
    found = np.full((len(incident.victims), len(columns)), np.nan)
    for number in range(len(incident.families)):
        _check_possible(incident, number)
    for i, victim in enumerate(incident.victims):
        for j, (number, person) in enumerate(columns):
            if incident.may_be(victim, incident.families[number], person):
                found[i, j] = _log_ratio(incident, number, {victim: person})
    return found


def exclusion_counts(incident: Incident) -> Floats:
    """At how many loci each pairing is impossible without mutation: float64[victims, missing], NaN for other sexes."""
    unmutable = panel(
        replace(one, mothers=None, fathers=None, targets=np.zeros((2, len(one.alleles))))
        for one in incident.over.markers
    )
    strict = Incident(
        incident.victims, incident.families, unmutable, incident.victim_readings, incident.relative_readings
    )
    columns = strict.missing()
    found = np.full((len(strict.victims), len(columns)), np.nan)
    for i, victim in enumerate(strict.victims):
        for j, (number, person) in enumerate(columns):
            if strict.may_be(victim, strict.families[number], person):
                found[i, j] = np.count_nonzero(strict.family_likelihoods(number, {victim: person}) == 0)
    return found


def _check_possible(incident: Incident, number: int) -> None:
    impossible = np.flatnonzero(incident.family_likelihoods(number, {}) == 0)
    if len(impossible):
        locus = incident.over.markers[int(impossible[0])].name
        raise ImpossibleReadings(
            f"family «{incident.families[number].name}»: the relatives' readings at {locus} contradict the pedigree; "
            "check parentage and samples, or allow mutation"
        )
    for victim in incident.victims:
        impossible = np.flatnonzero(incident.victim_likelihoods(victim) == 0)
        if len(impossible):
            locus = incident.over.markers[int(impossible[0])].name
            raise ImpossibleReadings(f"victim «{victim}»: the reading at {locus} has frequency 0")


def _log_ratio(incident: Incident, number: int, placed: Mapping[str, str]) -> float:
    """ln of P(family with victims placed) / (P(family) P(each victim unrelated))."""
    with np.errstate(divide="ignore"):
        total = np.log(incident.family_likelihoods(number, placed)) - np.log(incident.family_likelihoods(number, {}))
        for victim in placed:
            total = total - np.log(incident.victim_likelihoods(victim))
    return math.fsum(total) if np.all(np.isfinite(total)) else -math.inf


@dataclass(frozen=True, slots=True)
class Assignment:
    """Victims placed at missing people; whoever is not named is nobody listed. `log_lr` is against all being nobody."""

    placed: Mapping[str, str]
    log_lr: float


@dataclass(frozen=True, slots=True, eq=False)
class JointPosterior:
    """What the readings say of all victims together, with a flat prior over assignments that the sexes allow.

    Attributes:
        n_assignments: assignments that the sexes allow.
        n_possible: those with a likelihood above 0.
        null_log_likelihood: ln P(all readings) when no victim is anybody listed.
        log_sum: ln of the sum of the likelihoods of all assignments.
        marginal: float64[victims, missing + 1], posterior of each pairing; the last column is "nobody listed".
        best: the most likely assignments, best first.
    """

    n_assignments: int
    n_possible: int
    null_log_likelihood: float
    log_sum: float
    marginal: Floats
    best: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to place victims in a family: bits of the victims used, ln LR, who is whom."""

    victims: int
    log_lr: float
    placed: tuple[tuple[str, str], ...]


def joint_posterior(incident: Incident, *, best: int = 60) -> JointPosterior:
    """All assignments weighed together, exactly.

    Args:
        incident: victims and families.
        best: how many of the best assignments to list.

    Raises:
        ImpossibleReadings: as `pairwise_log_lr`.
        TooManyTogether: too many victims and families hang together, or a family has too many options.
    """
    pairwise_log_lr(incident)
    victims = list(incident.victims)
    options = [_options(incident, number, victims) for number in range(len(incident.families))]
    possible = [[one for one in choices if one.log_lr > -math.inf] for choices in options]
    null = math.fsum(
        math.fsum(np.log(incident.family_likelihoods(number, {}))) for number in range(len(incident.families))
    ) + math.fsum(math.fsum(np.log(incident.victim_likelihoods(victim))) for victim in victims)
    marginal = np.zeros((len(victims), len(incident.missing()) + 1))
    column = {pair: place for place, pair in enumerate(incident.missing())}
    log_sum, n_possible = null, 1
    for families, tied in _components(possible):
        log_total, count, chances = _component_posterior([possible[f] for f in families], tied)
        log_sum += log_total
        n_possible *= count
        for f, of_family in zip(families, chances, strict=True):
            for option, chance in zip(possible[f], of_family, strict=True):
                for victim, person in option.placed:
                    marginal[victims.index(victim), column[f, person]] += chance
        nobody = _nobody(families, possible, chances, tied)
        for bit, chance in nobody.items():
            marginal[bit, -1] = chance
    for bit in range(len(victims)):
        if not any(option.victims >> bit & 1 for choices in possible for option in choices):
            marginal[bit, -1] = 1.0
    n_assignments = _count(incident)
    return JointPosterior(
        n_assignments,
        n_possible,
        null,
        log_sum,
        marginal,
        tuple(_best(options if n_assignments <= best else possible, victims, best)),
    )


def _options(incident: Incident, number: int, victims: Sequence[str]) -> list[_Option]:
    """Every way that the sexes allow to place victims in one family, nobody included."""
    family = incident.families[number]
    choices = [
        [None, *(victim for victim in victims if incident.may_be(victim, family, person))] for person in family.missing
    ]
    if math.prod(len(choice) for choice in choices) > MOST_OPTIONS:
        raise TooManyTogether(
            f"family «{family.name}» has {len(family.missing)} missing and {len(victims)} victims may be any of them: "
            "too many ways to weigh exactly; leave out victims that a first look excludes"
        )
    found = []
    for chosen in itertools.product(*choices):
        placed = tuple(
            (victim, person) for victim, person in zip(chosen, family.missing, strict=True) if victim is not None
        )
        if len({victim for victim, _ in placed}) == len(placed):
            single = [_log_ratio(incident, number, {victim: person}) for victim, person in placed]
            # A pair that is impossible alone stays so in company.
            log_lr = -math.inf if -math.inf in single else _log_ratio(incident, number, dict(placed))
            bits = sum(1 << victims.index(victim) for victim, _ in placed)
            found.append(_Option(bits, log_lr, placed))
    return found


def _components(possible: Sequence[Sequence[_Option]]) -> Iterator[tuple[list[int], list[int]]]:
    """Families that compete for the same victims, with the places of those victims."""
    waiting = set(range(len(possible)))
    reach = [0] * len(possible)
    for family, choices in enumerate(possible):
        for option in choices:
            reach[family] |= option.victims
    while waiting:
        families = {min(waiting)}
        bits = 0
        while True:
            grown = {family for family in waiting if family in families or reach[family] & bits}
            new = 0
            for family in grown:
                new |= reach[family]
            if grown == families and new == bits:
                break
            families, bits = grown, new
        waiting -= families
        yield sorted(families), [bit for bit in range(bits.bit_length()) if bits >> bit & 1]


def _component_posterior(
    choices: Sequence[Sequence[_Option]], tied: Sequence[int]
) -> tuple[float, int, list[list[float]]]:
    """ln of the sum over assignments, their number, and the posterior of every option.

    Subsets are of the victims, or, where every family misses one person and families are fewer, of the families.
    """
    if len(choices) < len(tied) and all(len(option.placed) <= 1 for of_family in choices for option in of_family):
        turned = [[_Option(0, 0.0, ())] for _ in tied]
        local = {bit: place for place, bit in enumerate(tied)}
        homes: list[list[tuple[int, int]]] = []
        for f, of_family in enumerate(choices):
            homes.append([])
            for option in of_family:
                victim = local[option.victims.bit_length() - 1] if option.victims else -1
                homes[f].append((victim, len(turned[victim]) if victim >= 0 else 0))
                if victim >= 0:
                    turned[victim].append(_Option(1 << f, option.log_lr, option.placed))
        log_sum, count, chances = _sum_over_subsets(turned, range(len(choices)))
        found = []
        for of_homes in homes:
            placed = [chances[victim][place] if victim >= 0 else 0.0 for victim, place in of_homes]
            rest = 1 - math.fsum(placed)
            found.append([rest if victim < 0 else chance for (victim, _), chance in zip(of_homes, placed, strict=True)])
        return log_sum, count, found
    return _sum_over_subsets(choices, tied)


def _sum_over_subsets(
    choices: Sequence[Sequence[_Option]], tied: Sequence[int]
) -> tuple[float, int, list[list[float]]]:
    """The same, by giving each of `choices` one option in turn while no bit is used twice.

    Forwards, `before[f][s]` is the sum over the first f that used exactly the bits s; backwards, `after[s]` is the
    sum over those from f on that use none of s.
    """
    work = (1 << len(tied)) * sum(map(len, choices))
    if work > MOST_SUBSETS:
        raise TooManyTogether(
            f"{len(tied)} victims or families compete with each other, too many to weigh exactly; first decide the "
            "pairs that nobody disputes and leave out those that are excluded"
        )
    local = {bit: place for place, bit in enumerate(tied)}
    subsets = np.arange(1 << len(tied))
    masks = [[_localised(option.victims, local) for option in of_one] for of_one in choices]
    peaks = [max(option.log_lr for option in of_one) for of_one in choices]
    weights = [[math.exp(o.log_lr - peak) for o in of_one] for of_one, peak in zip(choices, peaks, strict=True)]
    free = {mask: subsets[(subsets & mask) == 0] for mask in {mask for of_one in masks for mask in of_one}}
    before = [np.zeros(len(subsets))]
    before[0][0] = 1.0
    counts = np.zeros(len(subsets))
    counts[0] = 1
    for of_masks, of_weights in zip(masks, weights, strict=True):
        following, numbers = np.zeros(len(subsets)), np.zeros(len(subsets))
        for mask, weight in zip(of_masks, of_weights, strict=True):
            following[free[mask] | mask] += before[-1][free[mask]] * weight
            numbers[free[mask] | mask] += counts[free[mask]]
        before.append(following)
        counts = numbers
    after = np.ones(len(subsets))
    chances: list[list[float]] = []
    total = float(before[-1].sum())
    for f in range(len(choices) - 1, -1, -1):
        of_one = []
        earlier = np.zeros(len(subsets))
        for mask, weight in zip(masks[f], weights[f], strict=True):
            onward = after[free[mask] | mask] * weight
            of_one.append(float(np.sum(before[f][free[mask]] * onward)) / total)
            earlier[free[mask]] += onward
        after = earlier
        chances.append(of_one)
    chances.reverse()
    return math.log(total) + math.fsum(peaks), int(counts.sum()), chances


def _localised(bits: int, local: Mapping[int, int]) -> int:
    return sum(1 << place for bit, place in local.items() if bits >> bit & 1)


def _nobody(
    families: Sequence[int],
    possible: Sequence[Sequence[_Option]],
    chances: Sequence[Sequence[float]],
    tied: Sequence[int],
) -> dict[int, float]:
    """Posterior of "nobody listed" of each victim: by subtraction only where that loses no digits."""
    found = {}
    for bit in tied:
        placed = math.fsum(
            chance
            for f, of_family in zip(families, chances, strict=True)
            for option, chance in zip(possible[f], of_family, strict=True)
            if option.victims >> bit & 1
        )
        if placed < 0.5:
            found[bit] = 1 - placed
            continue
        # The same sum over assignments in which this victim has no place.
        without = [[option for option in possible[f] if not option.victims >> bit & 1] for f in families]
        log_without, _, _ = _component_posterior(without, [other for other in tied if other != bit])
        log_all, _, _ = _component_posterior([possible[f] for f in families], tied)
        found[bit] = math.exp(log_without - log_all)
    return found


def _count(incident: Incident) -> int:
    """Number of ways to place victims at missing people as the sexes allow, nobody twice; exact up to 2**53."""
    allowed = [
        [incident.may_be(victim, incident.families[number], person) for number, person in incident.missing()]
        for victim in incident.victims
    ]
    rows = (
        allowed if len(allowed) >= len(incident.missing()) else [list(column) for column in zip(*allowed, strict=True)]
    )
    if not rows or not rows[0]:
        return 1
    subsets = np.arange(1 << len(rows[0]))
    if len(rows) * len(rows[0]) * len(subsets) > MOST_SUBSETS:
        raise TooManyTogether(
            f"{len(rows)} and {len(rows[0])} victims and missing people are too many to weigh together exactly"
        )
    ways = np.zeros(len(subsets))
    ways[0] = 1
    for row in rows:
        following = ways.copy()
        for place, may in enumerate(row):
            if may:
                free = subsets[(subsets >> place & 1) == 0]
                following[free | 1 << place] += ways[free]
        ways = following
    return int(ways.sum())


def _best(options: Sequence[Sequence[_Option]], victims: Sequence[str], count: int) -> Iterator[Assignment]:
    """The likeliest assignments, by best-first search under the bound that every later family gets its best option.

    Equal ones stand in the order of the missing persons' names, victim by victim, nobody last.
    """
    ranked = [sorted(choices, key=lambda option: -option.log_lr) for choices in options]
    bounds = [0.0] * (len(ranked) + 1)
    for f in range(len(ranked) - 1, -1, -1):
        bounds[f] = bounds[f + 1] + max((o.log_lr for o in ranked[f]), default=0.0)

    def names(placed: tuple[tuple[str, str], ...]) -> tuple[tuple[bool, str], ...]:
        by_victim = dict(placed)
        return tuple((victim not in by_victim, by_victim.get(victim, "")) for victim in victims)

    start: tuple[tuple[str, str], ...] = ()
    # Sorted by bound to nine digits, then by how far the search has come, so that ties are complete before they are
    # ranked.
    queue: list[tuple[float, int, float, int, int, tuple[tuple[str, str], ...]]] = [(-bounds[0], 0, 0.0, 0, 0, start)]
    order = itertools.count(1)
    found: list[Assignment] = []
    while queue:
        bound, _, value, f, used, placed = heapq.heappop(queue)
        if len(found) >= count and -bound < found[count - 1].log_lr - 1e-9:
            break
        if f == len(ranked):
            found.append(Assignment(dict(placed), value))
            continue
        for option in ranked[f]:
            if not option.victims & used:
                new = value + option.log_lr
                entry = (-(new + bounds[f + 1]), next(order), new, f + 1, used | option.victims, placed + option.placed)
                heapq.heappush(queue, entry)
    found.sort(key=lambda one: (-round(one.log_lr, 9), names(tuple(one.placed.items()))))
    return iter(found[:count])
