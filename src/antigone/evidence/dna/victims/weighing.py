"""How likely a family's readings are with victims placed in it, for many placements at once.

Placements of one family differ little: at one locus there are few distinct genotypes among the victims, and whether
this or that victim bears one makes no difference there. So each locus is weighed once for every distinct row of
genotypes, by one compiled plan for all rows in which the same people are typed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.elimination import Question, Typing
from antigone.evidence.dna.likelihood import likelihoods
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.pedigrees import Member, Pedigree, pedigree
from antigone.evidence.dna.rows import run_rows
from antigone.evidence.dna.victims.incident import Floats, Incident, Ints

_ROWS_AT_ONCE, _LADDER_ROWS_AT_ONCE = 6_000, 1_000
_NOBODY = "a victim"
_NOBODY_READ = Profiles((), np.empty((0, 0, 2), np.int64), np.empty((0, 0), np.int8), {})


@dataclass(frozen=True, slots=True, eq=False)
class Bodies:
    """The victims' readings in the incident's order, and at each locus who shares a genotype with whom.

    Attributes:
        rows: int64[V], rows in the readings, -1 for a victim without any.
        codes, typing: int64[V, N, 2] and int8[V, N], as in `Profiles`.
        kinds: int64[V, N], number of the distinct reading at that locus; 0 is "not typed".
    """

    rows: Ints
    codes: Ints
    typing: NDArray[np.int8]
    kinds: Ints


def bodies_of(incident: Incident) -> Bodies:
    """The victims of an incident, their readings numbered locus by locus."""
    read, n_loci = incident.victim_readings, len(incident.over)
    rows = np.array([read.row(victim) for victim in incident.victims], dtype=np.int64)
    codes = np.full((len(rows), n_loci, 2), -1, dtype=np.int64)
    typing = np.zeros((len(rows), n_loci), dtype=np.int8)
    read_of = rows >= 0
    codes[read_of], typing[read_of] = read.codes[rows[read_of]], read.typing[rows[read_of]]
    kinds = np.zeros((len(rows), n_loci), dtype=np.int64)
    low, high = np.sort(codes, axis=2).transpose(2, 0, 1)
    pairs = low * (int(codes.max(initial=0)) + 1) + high
    for locus in range(n_loci):
        exact = typing[:, locus] == Typing.EXACT
        seen, which = np.unique(pairs[exact, locus], return_inverse=True)
        kinds[exact, locus] = which + 1
        doubtful: dict[object, int] = {}
        for victim in np.flatnonzero(typing[:, locus] == Typing.SOFT).tolist():
            observation = read.observations[int(rows[victim]), locus]
            kinds[victim, locus] = doubtful.setdefault(observation, len(seen) + len(doubtful) + 1)
    return Bodies(rows, codes, typing, kinds)


def family_likelihoods(incident: Incident, bodies: Bodies, number: int, placements: Ints) -> Floats:
    """P(readings of a family and of the victims placed in it) at each locus, float64[n, N].

    Args:
        incident: whose family.
        bodies: its victims.
        number: of the family.
        placements: int64[n, M], for each missing person the victim's number or -1.
    """
    found = np.ones((len(placements), len(incident.over)))
    taken = placements >= 0
    for used in np.unique(taken, axis=0):
        rows = np.flatnonzero((taken == used).all(axis=1))
        found[rows] = _with_places(incident, bodies, number, placements[rows], np.flatnonzero(used))
    return found


def victim_likelihoods(incident: Incident, bodies: Bodies) -> Floats:
    """P(readings of each victim, as somebody unrelated to all) at each locus, float64[V, N]."""
    found = np.ones((len(bodies.rows), len(incident.over)))
    sexes = np.array(list(incident.victims.values()))
    for sex in np.unique(sexes):
        mine = np.flatnonzero(sexes == sex)
        alone = _Setting(pedigree([Member(_NOBODY, sex=str(sex))]), np.array([0]), incident, _NOBODY_READ)
        found[mine] = alone.weigh(bodies, mine[:, None])
    return found


def _with_places(incident: Incident, bodies: Bodies, number: int, placements: Ints, used: Ints) -> Floats:
    """The same where all placements fill the same places `used`."""
    family = incident.families[number]
    at = np.array([family.tree.place(family.missing[place]) for place in used], dtype=np.int64)
    return _Setting(family.tree, at, incident, incident.relative_readings).weigh(bodies, placements[:, used])


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """A pedigree, the places in it that victims fill, and who else of it was read."""

    tree: Pedigree
    filled: Ints
    incident: Incident
    relatives: Profiles

    def weigh(self, bodies: Bodies, chosen: Ints) -> Floats:
        """P(readings) at each locus, float64[n, N], with victims `chosen` int64[n, places filled]."""
        over = self.incident.over
        at_home, pattern_at_home = self._at_home()
        kinds = bodies.kinds[chosen]
        key = np.tile(np.arange(len(over)), (len(chosen), 1))
        for place in range(chosen.shape[1]):
            key = _compressed(key) * (int(bodies.kinds.max(initial=0)) + 1) + kinds[:, place]
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        row, locus = np.divmod(first, len(over))
        typing = at_home[locus]
        typing[:, self.filled] = bodies.typing[chosen[row], locus[:, None]]
        pattern = pattern_at_home[locus]
        for place in self.filled:
            pattern = pattern * len(Typing) + typing[:, place]
        values = np.ones(len(first))
        for code in np.unique(pattern):
            mine = np.flatnonzero(pattern == code)
            kind = tuple(Typing(one) for one in typing[mine[0]].tolist())
            if not any(kind):
                continue
            if self.incident.theta or Typing.SOFT in kind:
                values[mine] = [self._one_by_one(bodies, chosen[row[k]], int(locus[k])) for k in mine]
                continue
            at = int(locus[mine[0]])
            question = Question(kind, bool(over.x_linked[at]), full_ladder=not over.lumpable[at])
            codes = self._codes(bodies, chosen[row[mine]], locus[mine], [p for p, one in enumerate(kind) if one])
            values[mine] = _run(self.tree, question, over, locus[mine], codes)
        return values[which.reshape(len(chosen), len(over))]

    def _at_home(self) -> tuple[NDArray[np.int8], Ints]:
        """How each member was typed at each locus, int8[N, members], and a number for each such pattern."""
        over = self.incident.over
        typing = np.zeros((len(over), len(self.tree)), dtype=np.int8)
        for place, member in enumerate(self.tree.members):
            row = self.relatives.row(member.id)
            if row >= 0 and place not in self.filled:
                typing[:, place] = self.relatives.typing[row]
        numbers: dict[object, int] = {}
        loci = zip(typing, over.x_linked.tolist(), over.lumpable.tolist(), strict=True)
        found = [numbers.setdefault((of.tobytes(), x, lumpable), len(numbers)) for of, x, lumpable in loci]
        return typing, np.array(found, dtype=np.int64)

    def _one_by_one(self, bodies: Bodies, chosen: Ints, locus: int) -> float:
        """One row of victims at one locus, by the general way: doubtful readings, co-ancestry."""
        placed = dict(zip(self.filled.tolist(), chosen.tolist(), strict=True))
        people: list[str] = []
        codes, typing, observations = [], [], {}
        for place, member in enumerate(self.tree.members):
            if place in placed:
                source, row = self.incident.victim_readings, int(bodies.rows[placed[place]])
            else:
                source, row = self.relatives, self.relatives.row(member.id)
            if row < 0 or not source.typing[row, locus]:
                continue
            if (row, locus) in source.observations:
                observations[len(people), 0] = source.observations[row, locus]
            people.append(member.id)
            codes.append(source.codes[row, locus])
            typing.append(source.typing[row, locus])
        readings = Profiles(tuple(people), np.array(codes)[:, None], np.array(typing)[:, None], observations)
        here = self.incident.over.subset([locus])
        return float(likelihoods(self.tree, here, readings, self.incident.theta)[0])

    def _codes(self, bodies: Bodies, chosen: Ints, locus: Ints, places: Sequence[int]) -> Ints:
        """Allele numbers of the typed at `places`, int64[R, T, 2], each row at a locus of its own."""
        codes = np.empty((len(locus), len(places), 2), dtype=np.int64)
        filled = self.filled.tolist()
        for at, place in enumerate(places):
            if place in filled:
                codes[:, at] = bodies.codes[chosen[:, filled.index(place)], locus]
            else:
                codes[:, at] = self.relatives.codes[self.relatives.row(self.tree.members[place].id), locus]
        return codes


def _compressed(key: Ints) -> Ints:
    """The same distinctions in small numbers, before they outgrow their type."""
    if not key.size or int(key.max()) < 2**31:
        return key
    return np.unique(key, return_inverse=True)[1].reshape(key.shape).astype(np.int64)


def _run(tree: Pedigree, question: Question, over: Panel, locus: Ints, codes: Ints) -> Floats:
    """P(readings) of rows, each at a locus of its own: codes int64[R, T, 2] of the typed in the order of the tree."""
    typed = [place for place, kind in enumerate(question.typing) if kind]
    found = np.empty(len(locus))

    def run(start: int) -> None:
        part = slice(start, start + step)
        found[part] = run_rows(tree, question, over, locus[part], typed, codes[part]).values[:, 0]

    step = _LADDER_ROWS_AT_ONCE if question.full_ladder else _ROWS_AT_ONCE
    starts = range(0, len(locus), step)
    if len(starts) > 1:
        # The machine lets go of the interpreter's lock, so that threads use all cores.
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            list(workers.map(run, starts))
    else:
        run(0)
    return found
