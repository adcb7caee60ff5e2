"""What is tattooed: motifs by their words, each drawn from a number, with lettering and ornament around it.

A design is ink on a square: uint8[SIDE, SIDE], 0 bare skin, 255 full ink. The words are those by which
`evidence.traits` knows what a tattoo shows, so that a drawn tattoo can be told in words as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]
Points = NDArray[np.float64]

#: Side of a design, in pixels.
SIDE: Final = 512
_HALF = SIDE / 2
_LETTERS = (
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
)
_WORDS = ("DMB", "AMOR", "NATO", "FREEDOM", "NEVER", "VITA", "MAMA", "ROMA", "SPES", "UNA", "LEX", "FIDES")


class Needle:
    """Draws in places from -1 to 1, y downwards, turned, shrunk and moved as it was told."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        self.ink: Ink = np.zeros((SIDE, SIDE), dtype=np.uint8)
        self._matrix = np.eye(2) * 0.8
        self._shift = np.zeros(2)
        self.width = random.uniform(0.018, 0.04)

    def placed(self, at: Sequence[float] | Points, size: float, turned: float = 0.0) -> None:
        """From here on everything lies there, so large, turned by so many radians."""
        cos, sin = np.cos(turned), np.sin(turned)
        self._matrix = np.array([[cos, -sin], [sin, cos]]) * size
        self._shift = np.asarray(at, dtype=np.float64)

    def fill(self, outline: Points, tone: float = 1.0) -> None:
        """A filled outline; what lies under it is replaced, so that tone 0 scrapes bare."""
        cv2.fillPoly(self.ink, [self._pixels(outline)], 255 * tone, cv2.LINE_AA, 4)

    def line(self, points: Points, *, width: float | None = None, closed: bool = False, tone: float = 1.0) -> None:
        """A line through these points."""
        thickness = max(1, round((width or self.width) * _HALF))
        cv2.polylines(self.ink, [self._pixels(points)], closed, 255 * tone, thickness, cv2.LINE_AA, 4)

    def letters(self, text: str, at: Sequence[float], height: float) -> None:
        """Writing of this height, its middle there, not turned."""
        font = int(self.random.choice(_LETTERS))
        (wide, high), _ = cv2.getTextSize(text, font, 1.0, 2)
        scale = min(height * _HALF / high, 1.7 * _HALF / wide)
        x = (at[0] + 1) * _HALF - wide * scale / 2
        y = (at[1] + 1) * _HALF + high * scale / 2
        thickness = max(2, round(scale * self.random.uniform(1.5, 3.5)))
        cv2.putText(self.ink, text, (round(x), round(y)), font, scale, 255.0, thickness, cv2.LINE_AA)

    def hatch(self, outline: Points) -> None:
        """Fill an outline by parallel lines."""
        mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
        cv2.fillPoly(mask, [self._pixels(outline)], 255.0, cv2.LINE_AA, 4)
        angle, pitch = self.random.uniform(0, np.pi), self.random.uniform(9, 18)
        y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        lines = (((x * np.cos(angle) + y * np.sin(angle)) % pitch) < pitch * 0.4).astype(np.uint8)
        self.ink = np.maximum(self.ink, mask * lines)

    def body(self, outline: Points) -> None:
        """An outline as this tattooist fills them: full, hatched, or bare with an edge."""
        style = self.random.integers(3)
        if style == 0:
            self.fill(outline, self.random.uniform(0.7, 1.0))
        else:
            self.fill(outline, 0.0)
            if style == 1:
                self.hatch(outline)
            self.line(outline, closed=True)

    def _pixels(self, points: Points) -> NDArray[np.int32]:
        placed = np.asarray(points, dtype=np.float64) @ self._matrix.T + self._shift
        # Four binary places of a pixel.
        return np.asarray(np.rint((placed + 1) * _HALF * 16), dtype=np.int32)


def _arc(start: float, end: float, *, across: float = 1.0, down: float = 1.0, count: int = 48) -> Points:
    turn = np.linspace(start, end, count)
    return np.stack([across * np.cos(turn), down * np.sin(turn)], axis=1)


def _at(points: Points, x: float, y: float) -> Points:
    return np.asarray(points + np.array([x, y]))


def _mirrored(points: Points) -> Points:
    return np.asarray(points * np.array([-1.0, 1.0]))


def _smooth(points: Points, *, closed: bool = True, times: int = 3) -> Points:
    """Corners cut until they are round (Chaikin 1974)."""
    for _ in range(times):
        after = np.roll(points, -1, axis=0) if closed else points[1:]
        before = points if closed else points[:-1]
        cut = np.empty((2 * len(before), 2))
        cut[0::2], cut[1::2] = 0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after
        points = cut
    return points


def _star(needle: Needle) -> None:
    points = int(needle.random.integers(4, 9))
    angles = np.arange(2 * points) * np.pi / points - np.pi / 2
    inner = needle.random.uniform(0.3, 0.6)
    reach = np.where(np.arange(2 * points) % 2 == 0, 1.0, inner)
    needle.body(np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1))
    if needle.random.random() < 0.6:
        needle.body(_arc(0, 2 * np.pi, across=inner * 0.7, down=inner * 0.7))


def _cross(needle: Needle) -> None:
    draw = needle.random
    arm, thick, at = draw.uniform(0.45, 0.8), draw.uniform(0.07, 0.2), draw.uniform(-0.5, -0.15)
    flare = draw.uniform(0.0, 0.16)
    needle.body(
        np.array([
            [-thick - flare, -1], [thick + flare, -1], [thick, at - thick], [arm, at - thick - flare],
            [arm, at + thick + flare], [thick, at + thick], [thick + flare, 1], [-thick - flare, 1],
            [-thick, at + thick], [-arm, at + thick + flare], [-arm, at - thick - flare], [-thick, at - thick],
        ])
    )  # fmt: skip
    if draw.random() < 0.5:
        slope = draw.uniform(-0.12, 0.12)
        needle.line(np.array([[-0.3, 0.5 - slope], [0.3, 0.5 + slope]]), width=thick)
    if draw.random() < 0.4:
        needle.line(_at(_arc(0, 2 * np.pi, across=arm * 0.6, down=arm * 0.6), 0, at), closed=True)


def _anchor(needle: Needle) -> None:
    draw = needle.random
    wide, deep, thick = draw.uniform(0.6, 0.9), draw.uniform(0.5, 0.8), draw.uniform(0.06, 0.12)
    outer = _at(_arc(0.05 * np.pi, 0.95 * np.pi, across=wide, down=deep), 0, 0.2)
    inner = _at(_arc(0.95 * np.pi, 0.05 * np.pi, across=wide - 0.18, down=deep - 0.18), 0, 0.2)
    needle.body(np.concatenate([outer, inner]))
    needle.body(np.array([[-thick, -0.7], [thick, -0.7], [thick, 0.9], [-thick, 0.9]]))
    bar = draw.uniform(-0.55, -0.3)
    needle.line(np.array([[-0.45, bar], [0.45, bar]]), width=thick * 1.5)
    needle.line(_at(_arc(0, 2 * np.pi, across=0.16, down=0.16), 0, -0.85), closed=True, width=thick)
    if draw.random() < 0.6:
        along = np.linspace(0, 1, 60)
        waves = draw.uniform(2, 4)
        rope = np.stack([0.4 * np.sin(along * np.pi * 2 * waves), -0.8 + 1.6 * along], axis=1)
        needle.line(rope, width=0.04)


def _heart(needle: Needle) -> None:
    turn = np.linspace(0, 2 * np.pi, 60)
    x = 16 * np.sin(turn) ** 3
    y = -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn))
    needle.body(np.stack([x, y], axis=1) / 17 * np.array([1.0, needle.random.uniform(0.8, 1.2)]))
    if needle.random.random() < 0.5:
        slope = needle.random.uniform(-0.5, 0.5)
        needle.line(np.array([[-1.15, slope], [1.15, -slope]]), width=0.06)
        needle.fill(np.array([[1.15, -slope - 0.12], [1.3, -slope], [1.1, -slope + 0.14]]))


def _wings(needle: Needle) -> None:
    draw = needle.random
    feathers, rise, droop = int(draw.integers(3, 8)), draw.uniform(-0.9, -0.4), draw.uniform(0.2, 0.4)
    for feather in range(feathers):
        end = np.array([1.0 - 0.6 * feather / feathers, rise + droop * feather * 4 / feathers])
        outline = _smooth(
            np.array([[0.08, -0.2], end, end * 0.9 + [0, 0.16], [0.3, 0.2 + 0.1 * feather], [0.06, 0.45]])
        )
        needle.body(outline)
        needle.body(_mirrored(outline))
    needle.body(_arc(0, 2 * np.pi, across=draw.uniform(0.08, 0.18), down=draw.uniform(0.3, 0.6)))


def _rose(needle: Needle) -> None:
    draw = needle.random
    if draw.random() < 0.7:
        bend = draw.uniform(-0.5, 0.5)
        stem = _smooth(np.array([[0, 0], [bend, 0.5], [bend * 0.4, 1.1]]), closed=False)
        needle.line(stem, width=0.05)
        for side in (-1, 1)[: int(draw.integers(1, 3))]:
            leaf = _smooth(np.array([[0, 0], [0.25, -0.18], [0.55, 0.0], [0.25, 0.14]])) * np.array([side, 1])
            needle.body(_at(leaf, bend * 0.7, draw.uniform(0.5, 0.9)))
    rings = int(draw.integers(3, 6))
    for ring in range(rings):
        reach, petals, phase = 0.75 * (1 - ring / rings), int(draw.integers(4, 8)), draw.uniform(0, 6)
        turn = np.linspace(0, 2 * np.pi, 90)
        reaches = reach * (1 + 0.16 * np.abs(np.sin(turn * petals / 2 + phase)))
        outline = np.stack([reaches * np.cos(turn), reaches * np.sin(turn) - 0.25], axis=1)
        needle.fill(outline, draw.choice([0.0, 0.0, 0.45]))
        needle.line(outline, closed=True)


def _skull(needle: Needle) -> None:
    draw = needle.random
    wide, jaw = draw.uniform(0.6, 0.8), draw.uniform(0.3, 0.5)
    head = np.concatenate([
        _at(_arc(np.pi, 2 * np.pi, across=wide, down=0.75), 0, -0.15),
        np.array([[wide * 0.9, 0.25], [jaw, 0.4], [jaw, 0.85], [-jaw, 0.85], [-jaw, 0.4], [-wide * 0.9, 0.25]]),
    ])  # fmt: skip
    needle.fill(_smooth(head, times=2), draw.choice([0.0, 0.3]))
    needle.line(_smooth(head, times=2), closed=True)
    eye, apart = draw.uniform(0.15, 0.24), draw.uniform(0.26, 0.36)
    for side in (-1, 1):
        needle.fill(_at(_arc(0, 2 * np.pi, across=eye, down=eye * draw.uniform(0.8, 1.2)), side * apart, 0.0))
    needle.fill(np.array([[0, 0.15], [0.1, 0.38], [-0.1, 0.38]]))
    teeth = int(draw.integers(3, 7))
    for x in np.linspace(-jaw * 0.85, jaw * 0.85, teeth):
        needle.line(np.array([[x, 0.55], [x, 0.83]]))
    if draw.random() < 0.4:
        for side in (-1, 1):
            needle.line(np.array([[-side * 1.0, 0.5], [side * 1.0, 1.15]]), width=0.1)


def _celtic(needle: Needle) -> None:
    draw = needle.random
    across, down = int(draw.integers(2, 6)), int(draw.integers(2, 6))
    turn = np.linspace(0, 2 * np.pi, 400)
    wave = draw.uniform(0, np.pi)
    band = np.stack([np.sin(across * turn + wave), np.sin((down + (down == across)) * turn)], axis=1) * 0.85
    needle.line(band, closed=True, width=0.13)
    needle.line(band, closed=True, width=0.06, tone=0.0)
    if draw.random() < 0.7:
        needle.line(_arc(0, 2 * np.pi, across=1.05, down=1.05, count=90), closed=True, width=0.06)


def _date(needle: Needle) -> None:
    day, month, year = (int(needle.random.integers(low, high)) for low, high in ((1, 29), (1, 13), (1965, 2020)))
    text = f"{day:02d}.{month:02d}.{year}" if needle.random.random() < 0.6 else f"{year} - {year + 20}"
    needle.letters(text, (0, 0), needle.random.uniform(0.2, 0.34))


def _blood_group(needle: Needle) -> None:
    group = str(needle.random.choice(["0 (I)", "A (II)", "B (III)", "AB (IV)"]))
    sign = str(needle.random.choice(["Rh+", "Rh-"]))
    if needle.random.random() < 0.5:
        needle.letters(f"{group} {sign}", (0, 0), 0.3)
    else:
        needle.letters(group, (0, -0.25), 0.3)
        needle.letters(sign, (0, 0.3), 0.3)
    if needle.random.random() < 0.4:
        needle.line(_arc(0, 2 * np.pi, across=1.1, down=0.75, count=80), closed=True)


def _spider(needle: Needle) -> None:
    draw = needle.random
    spokes, rings = int(draw.integers(6, 11)), int(draw.integers(3, 6))
    angles = np.sort(np.linspace(0, 2 * np.pi, spokes, endpoint=False) + draw.uniform(-0.15, 0.15, spokes))
    ends = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    for end in ends:
        needle.line(np.array([[0, 0], end]), width=0.02)
    for ring in np.linspace(0.25, 0.95, rings):
        needle.line(ends * ring * draw.uniform(0.9, 1.05, (spokes, 1)), closed=True, width=0.02)
    at = ends[int(draw.integers(spokes))] * draw.uniform(0.3, 0.7)
    for angle in np.linspace(0.2, 2.9, 4):
        for side in (-1, 1):
            leg = np.array(
                [[0, 0], [side * 0.2 * np.sin(angle), -0.2 * np.cos(angle)], [side * 0.34, -0.3 * np.cos(angle)]]
            )
            needle.line(_at(leg, *at), width=0.03)
    needle.fill(_at(_arc(0, 2 * np.pi, across=0.12, down=0.17), *at))


def _snake(needle: Needle) -> None:
    draw = needle.random
    along = np.linspace(0, 1, 140)
    coils, sway = draw.uniform(1.2, 3.0), draw.uniform(0.35, 0.7)
    x = sway * np.sin(along * coils * 2 * np.pi + draw.uniform(0, 6)) * (0.4 + 0.6 * along)
    points = np.stack([x, 0.95 - 1.8 * along], axis=1)
    needle.line(points, width=0.16)
    needle.line(points, width=0.09, tone=0.0)
    for place in points[5 : -5 : int(draw.integers(5, 10))]:
        needle.fill(_at(_arc(0, 2 * np.pi, across=0.045, down=0.045), *place))
    head = points[-1]
    needle.fill(_at(_smooth(np.array([[-0.13, 0.12], [0.13, 0.12], [0.09, -0.16], [-0.09, -0.16]])), *head))
    needle.line(_at(np.array([[-0.08, -0.3], [0, -0.18], [0.08, -0.3]]), *head), width=0.02)


def _sun(needle: Needle) -> None:
    draw = needle.random
    rays, inner = int(draw.integers(8, 20)), draw.uniform(0.35, 0.55)
    bent = draw.uniform(-0.3, 0.3)
    for angle in np.arange(rays) * 2 * np.pi / rays:
        left, right = angle - 0.7 * np.pi / rays, angle + 0.7 * np.pi / rays
        tip = angle + bent
        needle.fill(np.array([
            [np.cos(left) * inner * 1.1, np.sin(left) * inner * 1.1], [np.cos(tip), np.sin(tip)],
            [np.cos(right) * inner * 1.1, np.sin(right) * inner * 1.1],
        ]))  # fmt: skip
    needle.body(_arc(0, 2 * np.pi, across=inner, down=inner))
    if draw.random() < 0.5:
        for side in (-1, 1):
            needle.fill(_at(_arc(0, 2 * np.pi, across=0.06, down=0.06), side * inner * 0.4, -inner * 0.2))
        needle.line(_at(_arc(0.15 * np.pi, 0.85 * np.pi, across=inner * 0.5, down=inner * 0.4), 0, 0))


def _compass(needle: Needle) -> None:
    draw = needle.random
    for ring in np.linspace(0.55, 1.0, int(draw.integers(1, 4))):
        needle.line(_arc(0, 2 * np.pi, across=ring, down=ring, count=80), closed=True)
    points, slim = int(draw.choice([4, 8])), draw.uniform(0.1, 0.2)
    for number in range(points):
        angle = number * 2 * np.pi / points + (0.0 if draw.random() < 0.8 else 0.1)
        reach = 1.1 if number % 2 == 0 or points == 4 else 0.7
        tip, aside = np.array([np.cos(angle), np.sin(angle)]) * reach, np.array([-np.sin(angle), np.cos(angle)]) * slim
        needle.fill(np.array([[0, 0], tip, aside + tip * 0.2]))
        needle.fill(np.array([[0, 0], tip, -aside + tip * 0.2]), 0.0)
        needle.line(np.array([[0, 0], tip, -aside + tip * 0.2]), closed=True, width=0.02)


def _tree(needle: Needle) -> None:
    draw = needle.random

    def branch(at: Points, angle: float, length: float, depth: int) -> None:
        end = at + length * np.array([np.sin(angle), -np.cos(angle)])
        needle.line(np.stack([at, end]), width=0.1 * length + 0.01)
        if depth:
            for _ in range(2 + int(draw.random() < 0.25)):
                branch(end, angle + draw.uniform(-0.75, 0.75), length * draw.uniform(0.6, 0.82), depth - 1)

    branch(np.array([0.0, 1.0]), draw.uniform(-0.1, 0.1), draw.uniform(0.5, 0.65), 4)


def _tribal(needle: Needle) -> None:
    draw = needle.random
    for _ in range(int(draw.integers(3, 7))):
        count = int(draw.integers(4, 7))
        points = np.stack([draw.uniform(0.05, 1.0, count), np.sort(draw.uniform(-1, 1, count))], axis=1)
        thin = points + np.stack([draw.uniform(0.03, 0.22, count), draw.uniform(-0.1, 0.1, count)], axis=1)
        thin[[0, -1]] = points[[0, -1]]
        outline = np.concatenate([_smooth(points, closed=False), _smooth(thin, closed=False)[::-1]])
        needle.fill(outline)
        needle.fill(_mirrored(outline))


def _sword(needle: Needle) -> None:
    draw = needle.random
    thick, guard, grip = draw.uniform(0.06, 0.13), draw.uniform(0.25, 0.5), draw.uniform(0.5, 0.7)
    needle.body(np.array([[-thick, grip], [-thick, -0.7], [0, -1.05], [thick, -0.7], [thick, grip]]))
    bow = np.array([[-guard, grip - draw.uniform(-0.2, 0.2)], [0, grip], [guard, grip - 0.05]])
    needle.line(_smooth(bow, closed=False), width=0.1)
    needle.line(np.array([[0, grip], [0, 1.05]]), width=0.09)
    if draw.random() < 0.6:
        along = np.linspace(0, 1, 60)
        waves = draw.uniform(1.5, 3.5)
        needle.line(np.stack([0.3 * np.sin(along * np.pi * 2 * waves), -0.9 + 1.3 * along], axis=1), width=0.05)


def _crescent(needle: Needle) -> None:
    depth, turned = needle.random.uniform(0.25, 0.6), needle.random.uniform(0.6, 1.0)
    outer = _arc(np.pi * 0.5, np.pi * 1.5)
    inner = _arc(np.pi * 1.5, np.pi * 0.5, across=depth)
    needle.body(np.concatenate([outer, inner]) * turned)
    points = int(needle.random.integers(5, 8))
    angles = np.arange(2 * points) * np.pi / points
    reach = np.where(np.arange(2 * points) % 2 == 0, 0.3, 0.12)[:, None]
    needle.body(_at(np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach, 0.45, needle.random.uniform(-0.4, 0.4)))


def _bar_code(needle: Needle) -> None:
    at = -0.9
    while at < 0.9:
        wide = needle.random.choice([0.03, 0.06, 0.1])
        needle.fill(np.array([[at, -0.5], [at + wide, -0.5], [at + wide, 0.4], [at, 0.4]]))
        at += wide + needle.random.choice([0.03, 0.05, 0.1])
    needle.letters("".join(str(digit) for digit in needle.random.integers(0, 10, 9)), (0, 0.55), 0.16)


def _parachute(needle: Needle) -> None:
    draw = needle.random
    down, folds = draw.uniform(0.5, 0.8), int(draw.integers(3, 7))
    needle.body(np.concatenate([_at(_arc(np.pi, 2 * np.pi, down=down), 0, -0.2), np.array([[1, -0.2], [-1, -0.2]])]))
    for x in np.linspace(-1, 1, folds + 1):
        needle.line(np.array([[x, -0.2], [0, 0.75]]), width=0.025)
        needle.line(np.array([[x, -0.2], [x * 0.3, -0.2 - down * 0.95]]), width=0.025)
    needle.body(_at(_arc(0, 2 * np.pi, across=0.12, down=0.18), 0, 0.85))


#: What can be drawn, by the word under which a search would find it.
MOTIFS: Final[dict[str, Callable[[Needle], None]]] = {
    "star": _star,
    "cross": _cross,
    "anchor": _anchor,
    "heart": _heart,
    "wings": _wings,
    "rose": _rose,
    "skull": _skull,
    "celtic": _celtic,
    "date": _date,
    "blood group": _blood_group,
    "spider": _spider,
    "snake": _snake,
    "sun": _sun,
    "compass": _compass,
    "tree": _tree,
    "tribal": _tribal,
    "sword": _sword,
    "crescent": _crescent,
    "bar code": _bar_code,
    "parachute": _parachute,
}


def design(seed: int, motif: str | None = None) -> tuple[str, Ink]:
    """The ink of one tattoo.

    Args:
        seed: which.
        motif: a key of `MOTIFS`; None takes the one that the seed's remainder names.

    Returns:
        the motif's word and the ink.
    """
    random = np.random.default_rng([seed, 3])
    word = motif or list(MOTIFS)[seed % len(MOTIFS)]
    needle = Needle(random)
    # Nobody's tattoo is one sign alone in the middle: what stands around it is chance as well.
    around = random.permutation(5)[: int(random.integers(1, 4))]
    crowded = len(around) > 1
    needle.placed(random.uniform(-0.12, 0.12, 2), random.uniform(0.5, 0.62) if crowded else random.uniform(0.62, 0.8),
                  random.normal(0, 0.12))  # fmt: skip
    MOTIFS[word](needle)
    for ornament in around:
        _ORNAMENTS[ornament](needle, word)
    return word, needle.ink


def _ribbon(needle: Needle, word: str) -> None:
    at, bend = needle.random.uniform(0.62, 0.8) * needle.random.choice([-1, 1]), needle.random.uniform(-0.15, 0.15)
    needle.placed((0, at), 1.0)
    x = np.linspace(-0.85, 0.85, 30)
    high = 0.13
    upper, lower = np.stack([x, bend * x**2 - high], axis=1), np.stack([x[::-1], bend * x[::-1] ** 2 + high], axis=1)
    outline = np.concatenate([upper, lower])
    needle.fill(outline, 0.0)
    needle.line(outline, closed=True, width=0.02)
    number = int(needle.random.integers(1970, 2015))
    needle.letters(f"{needle.random.choice(_WORDS)} {number}", (0, at + 0.2 * bend), 0.15)


def _dots(needle: Needle, word: str) -> None:
    needle.placed((0, 0), 1.0)
    count, start, reach = (
        int(needle.random.integers(4, 14)),
        needle.random.uniform(0, 6),
        needle.random.uniform(0.75, 0.95),
    )
    for angle in start + np.linspace(0, needle.random.uniform(1.5, 6), count):
        size = needle.random.uniform(0.015, 0.05)
        needle.fill(
            _at(_arc(0, 2 * np.pi, across=size, down=size, count=16), reach * np.cos(angle), reach * np.sin(angle))
        )


def _flourish(needle: Needle, word: str) -> None:
    needle.placed((0, needle.random.uniform(-0.75, 0.75)), 0.55)
    along = np.linspace(0, 1, 80)
    for _ in range(int(needle.random.integers(1, 4))):
        turns, reach, rise = (
            needle.random.uniform(0.6, 1.8),
            needle.random.uniform(0.4, 1.0),
            needle.random.uniform(-1, 1),
        )
        angle = along * turns * 2 * np.pi
        curl = np.stack(
            [1.6 - reach * along * np.cos(angle), rise * (1 - along) + reach * along * np.sin(angle) * 0.6], axis=1
        )
        needle.line(curl, width=0.05)
        needle.line(_mirrored(curl), width=0.05)


def _second(needle: Needle, word: str) -> None:
    others = [
        name for name in ("star", "cross", "heart", "crescent", "sun", "swallow") if name != word and name in MOTIFS
    ]
    angle = needle.random.uniform(0, 2 * np.pi)
    for _ in range(int(needle.random.integers(1, 4))):
        size = needle.random.uniform(0.1, 0.2)
        needle.placed((0.78 * np.cos(angle), 0.78 * np.sin(angle)), size, needle.random.uniform(-0.5, 0.5))
        MOTIFS[str(needle.random.choice(others))](needle)
        angle += needle.random.uniform(0.8, 2.2)


def _rays(needle: Needle, word: str) -> None:
    needle.placed((0, 0), 1.0)
    count, inner = int(needle.random.integers(10, 30)), needle.random.uniform(0.72, 0.82)
    for number, angle in enumerate(np.linspace(0, 2 * np.pi, count, endpoint=False)):
        outer = inner + (0.2 if number % 2 else 0.1)
        toward = np.array([np.cos(angle), np.sin(angle)])
        needle.line(np.stack([toward * inner, toward * outer]), width=0.02)


_ORNAMENTS: Final = (_ribbon, _dots, _flourish, _second, _rays)
