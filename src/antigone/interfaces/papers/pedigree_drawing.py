"""A family tree drawn with the standard symbols, as one SVG document.

Squares are men, circles women, diamonds people of unknown sex; partners are joined, a double line where they are
related; children hang from their parents (Bennett and others, J. Genet. Couns. 17, 2008, 424). Filled are those whose
DNA was read; the person in question has an arrow. Nobody is told apart by colour alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import Pedigree, kinship_matrix

_STEP, _STOREY, _HALF = 92.0, 104.0, 17.0
_MARGIN_X, _MARGIN_Y = 54.0, 34.0
_LONGEST_NAME = 14
_SWEEPS = 60

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class DrawingWords:
    """What the drawing says besides names: its title, and a sentence for those who cannot see it."""

    title: str
    description: str


def pedigree_drawing(
    tree: Pedigree,
    *,
    read: Collection[str],
    in_question: str | None,
    words: DrawingWords,
    names: Mapping[str, str] = {},
) -> str:
    """The tree as SVG.

    Args:
        tree: the pedigree; several families stand side by side.
        read: ids of those whose DNA was read.
        in_question: id of the person whom the case asks about.
        words: title and description in the reader's language.
        names: what to write under a symbol in place of the id.
    """
    at = _places(tree)
    width = max((x for x, _ in at), default=0.0) + 2 * _MARGIN_X
    height = max((y for _, y in at), default=0.0) + 2 * _MARGIN_Y + 22
    lines = _kin_lines(tree, at)
    symbols = [
        _symbol(
            member.sex,
            at[place],
            names.get(member.id, member.id),
            filled=member.id in read,
            arrow=member.id == in_question,
        )
        for place, member in enumerate(tree.members)
    ]
    body = "\n".join(lines + symbols)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'font-family="system-ui, sans-serif" font-size="12">\n'
        f'<title id="title">{escape(words.title)}</title>\n<desc id="desc">{escape(words.description)}</desc>\n'
        f'<g stroke="#1b1b1b" stroke-width="1.4" fill="none">\n{body}\n</g>\n</svg>\n'
    )


def _generations(tree: Pedigree) -> list[int]:
    """Storey of each member: below both parents; whoever married in stands level with the partner where that can be."""
    storey = [0] * len(tree)
    for place in tree.order:
        father, mother = tree.parents[place]
        if father >= 0:
            storey[place] = max(storey[father], storey[mother]) + 1
    couples = _couples(tree)
    for place in range(len(tree)):
        if not tree.is_founder(place):
            continue
        partners = [storey[other] for couple in couples if place in couple for other in couple if other != place]
        children = [storey[child] for couple, born in couples.items() if place in couple for child in born]
        if partners:
            storey[place] = min(max(partners), min(children) - 1)
    return storey


def _couples(tree: Pedigree) -> dict[tuple[int, int], list[int]]:
    couples: dict[tuple[int, int], list[int]] = {}
    for place, (father, mother) in enumerate(tree.parents):
        if father >= 0:
            couples.setdefault((father, mother), []).append(place)
    return couples


def _places(tree: Pedigree) -> list[Place]:
    """Where each member stands: rows by generation, ordered so that kin lie near each other, families side by side."""
    storey = _generations(tree)
    couples = _couples(tree)
    family = _families(tree)
    x = np.zeros(len(tree))
    begins = 0.0
    for number in dict.fromkeys(family):
        members = [place for place in _walk(tree, couples) if family[place] == number]
        rows: dict[int, list[int]] = {}
        for place in members:
            rows.setdefault(storey[place], []).append(place)
        levels = sorted(rows)
        for level in levels:
            rows[level] = _uncrossed(rows[level], tree, couples, x)
            x[rows[level]] = np.arange(len(rows[level])) * _STEP
        for sweep in range(_SWEEPS):
            for level in levels if sweep % 2 == 0 else levels[::-1]:
                x[rows[level]] = _kept_apart([_wish(place, tree, couples, x) for place in rows[level]])
        x[members] += begins - x[members].min()
        begins = float(x[members].max()) + _STEP
    return [(float(x[place]) + _MARGIN_X, storey[place] * _STOREY + _MARGIN_Y) for place in range(len(tree))]


def _uncrossed(
    row: Sequence[int], tree: Pedigree, couples: Mapping[tuple[int, int], Sequence[int]], x: NDArray[np.float64]
) -> list[int]:
    """A row in the order of the parents above it; whoever married in stays beside the partner."""
    below = {
        place: float(x[father] + x[mother]) for place in row for father, mother in [tree.parents[place]] if father >= 0
    }
    order: list[int] = []
    for place in sorted(row, key=lambda one: below.get(one, 0.0)) if below else row:
        if place in below or not below:
            order.append(place)
    for place in row:
        if place not in order:
            partners = [other for couple in couples if place in couple for other in couple if other in order]
            order.insert(order.index(partners[0]) + 1 if partners else len(order), place)
    return order


def _families(tree: Pedigree) -> list[int]:
    """For each member the number of his family: those who are joined by parents and children."""
    family = list(range(len(tree)))
    for place in tree.order:
        for parent in tree.parents[place]:
            if parent >= 0 and family[parent] != family[place]:
                old, new = sorted((family[parent], family[place]), reverse=True)
                family = [new if number == old else number for number in family]
    return family


def _walk(tree: Pedigree, couples: Mapping[tuple[int, int], Sequence[int]]) -> list[int]:
    """Members so that partners stand next to each other and children of one couple together."""
    partners: dict[int, list[int]] = {}
    for father, mother in couples:
        partners.setdefault(father, []).append(mother)
        partners.setdefault(mother, []).append(father)
    order: list[int] = []
    seen: set[int] = set()

    def visit(place: int) -> None:
        stack = [place]
        while stack:
            one = stack.pop()
            if one in seen:
                continue
            # Partners first on the stack's top, so that they follow at once; children after them.
            seen.add(one)
            order.append(one)
            children = [child for couple, born in couples.items() if one in couple for child in born]
            stack += [child for child in reversed(children) if child not in seen]
            stack += [partner for partner in partners.get(one, []) if partner not in seen]

    for place in tree.order:
        if tree.is_founder(place):
            visit(place)
    return order


def _wish(
    place: int, tree: Pedigree, couples: Mapping[tuple[int, int], Sequence[int]], x: NDArray[np.float64]
) -> float:
    """Where a member would like to stand: near the middle of parents, children and partner."""
    near = []
    father, mother = tree.parents[place]
    if father >= 0:
        near.append((x[father] + x[mother]) / 2)
    for couple, children in couples.items():
        if place in couple:
            other = couple[0] if couple[1] == place else couple[1]
            side = -1 if x[place] <= x[other] else 1
            near.append(float(np.mean(x[list(children)])) + side * _STEP / 2)
    return float(np.mean(near)) if near else float(x[place])


def _kept_apart(wish: Sequence[float]) -> NDArray[np.float64]:
    """The places nearest to those wished for that keep the order and one step between neighbours.

    Isotonic regression of the wishes less their steps, by pooling adjacent violators.
    """
    blocks: list[tuple[float, int]] = []
    for place, wanted in enumerate(wish):
        value, count = wanted - place * _STEP, 1
        while blocks and blocks[-1][0] > value:
            before, size = blocks.pop()
            value, count = (before * size + value * count) / (size + count), size + count
        blocks.append((value, count))
    flat = np.repeat([value for value, _ in blocks], [count for _, count in blocks])
    apart: NDArray[np.float64] = flat + np.arange(len(flat)) * _STEP
    return apart


def _kin_lines(tree: Pedigree, at: Sequence[Place]) -> list[str]:
    related = kinship_matrix(tree)
    lines = []
    marriages: dict[int, int] = {}
    for (father, mother), children in _couples(tree).items():
        nth = max(marriages.get(father, 0), marriages.get(mother, 0))
        marriages[father] = marriages[mother] = nth + 1
        (left, y), (right, other_y) = sorted((at[father], at[mother]))
        middle = (left + right) / 2
        between = any(
            left < x < right and abs(its_y - y) < 1
            for place, (x, its_y) in enumerate(at)
            if place not in (father, mother)
        )
        double = related[father, mother] > 0
        if between or abs(y - other_y) > 1:
            # Somebody stands between them: the line goes over his head, and the children hang from its end.
            high = min(y, other_y) - _HALF - 5 - 5 * min(nth, 2)
            lines.append(f'<path d="M{left:.1f} {y - _HALF:.1f}V{high:.1f}H{right:.1f}V{other_y - _HALF:.1f}"/>')
            middle, start = right - _STEP / 2, high
        else:
            for shift in (-2.0, 2.0) if double else (0.0,):
                lines.append(f'<path d="M{left + _HALF:.1f} {y + shift:.1f}H{right - _HALF:.1f}"/>')
            start = y
        top = min(at[child][1] for child in children)
        # Bars of one person's marriages stand one above the other, so that nobody's children run into another's.
        bar = top - _HALF - 16 - 7 * min(nth, 3)
        xs = [at[child][0] for child in children]
        lines.append(f'<path d="M{middle:.1f} {start:.1f}V{bar:.1f}"/>')
        lines.append(f'<path d="M{min([*xs, middle]):.1f} {bar:.1f}H{max([*xs, middle]):.1f}"/>')
        lines += [f'<path d="M{at[child][0]:.1f} {bar:.1f}V{at[child][1] - _HALF:.1f}"/>' for child in children]
    return lines


def _symbol(sex: str, at: Place, name: str, *, filled: bool, arrow: bool) -> str:
    x, y = at
    paint = "#1b1b1b" if filled else "#ffffff"
    if sex == "M":
        shape = (
            f'<rect x="{x - _HALF:.1f}" y="{y - _HALF:.1f}" width="{2 * _HALF}" height="{2 * _HALF}" fill="{paint}"/>'
        )
    elif sex == "F":
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_HALF}" fill="{paint}"/>'
    else:
        corners = f"{x:.1f},{y - _HALF:.1f} {x + _HALF:.1f},{y:.1f} {x:.1f},{y + _HALF:.1f} {x - _HALF:.1f},{y:.1f}"
        shape = f'<polygon points="{corners}" fill="{paint}"/>'
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
    label = (
        f'<text x="{x:.1f}" y="{y + _HALF + 15:.1f}" text-anchor="middle" fill="#1b1b1b" stroke="none">'
        f"{escape(short)}</text>"
    )
    pointer = ""
    if arrow:
        # From the left, above the name.
        tip_x, tip_y = x - _HALF - 3, y + 3
        pointer = (
            f'<path d="M{tip_x - 18:.1f} {tip_y + 12:.1f}L{tip_x:.1f} {tip_y:.1f}M{tip_x - 9:.1f} {tip_y - 1:.1f}'
            f'L{tip_x:.1f} {tip_y:.1f}L{tip_x - 4:.1f} {tip_y + 8:.1f}" stroke-width="2"/>'
        )
    return f"<g><title>{escape(name)}</title>{shape}{pointer}{label}</g>"
