"""A tattoo from a number: a plain motif in one ink on skin, seen under some angle and light."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from antigone.simulation.pictures.canvas import Canvas, Picture

Outline = NDArray[np.float64]


def _star(random: np.random.Generator) -> list[Outline]:
    points = int(random.integers(5, 9))
    angles = np.arange(2 * points) * np.pi / points - np.pi / 2
    reach = np.where(np.arange(2 * points) % 2 == 0, 1.0, random.uniform(0.35, 0.6))
    return [np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=1)]


def _cross(random: np.random.Generator) -> list[Outline]:
    arm, thick, at = random.uniform(0.5, 0.8), random.uniform(0.08, 0.16), random.uniform(-0.5, -0.2)
    upright = np.array([[-thick, -1], [thick, -1], [thick, 1], [-thick, 1]])
    across = np.array([[-arm, at - thick], [arm, at - thick], [arm, at + thick], [-arm, at + thick]])
    return [upright, across]


def _anchor(random: np.random.Generator) -> list[Outline]:
    angles = np.linspace(0.1 * np.pi, 0.9 * np.pi, 24)
    outer = np.stack([0.8 * np.cos(angles), 0.1 + 0.85 * np.sin(angles)], axis=1)
    inner = np.stack([0.62 * np.cos(angles[::-1]), 0.1 + 0.66 * np.sin(angles[::-1])], axis=1)
    turn = np.linspace(0, 2 * np.pi, 24)
    ring = np.stack([0.16 * np.cos(turn), -0.85 + 0.16 * np.sin(turn)], axis=1)
    return [np.concatenate([outer, inner]), *_cross(random), ring]


def _heart(random: np.random.Generator) -> list[Outline]:
    turn = np.linspace(0, 2 * np.pi, 60)
    x = 16 * np.sin(turn) ** 3
    y = -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn))
    return [np.stack([x, y], axis=1) / 17 * np.array([1.0, random.uniform(0.85, 1.15)])]


def _wings(random: np.random.Generator) -> list[Outline]:
    feathers = int(random.integers(3, 6))
    found = []
    for side in (-1, 1):
        for feather in range(feathers):
            end = np.array([side * (1.0 - 0.12 * feather), -0.7 + 0.35 * feather])
            found.append(np.array([[0, -0.2], end, [side * 0.35, 0.1 + 0.2 * feather], [0, 0.5]]))
    return found


#: What can be drawn, by the word under which a search would find it.
MOTIFS: dict[str, Callable[[np.random.Generator], list[Outline]]] = {
    "star": _star,
    "cross": _cross,
    "anchor": _anchor,
    "heart": _heart,
    "wings": _wings,
}


def drawn_tattoo(seed: int, *, view: int = 0, side: int = 256) -> tuple[str, Picture]:
    """A tattoo on skin.

    Args:
        seed: which tattoo; the motif is its remainder by the number of motifs.
        view: which picture of it: another angle, size, light and fading.
        side: of the square picture, in pixels.

    Returns:
        the motif's word, and side x side x 3 bytes, red first.
    """
    what, taken = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 4, view])
    motif = list(MOTIFS)[seed % len(MOTIFS)]
    skin = np.array([what.uniform(185, 230), what.uniform(135, 180), what.uniform(105, 145)])
    ink = np.array([what.uniform(20, 70), what.uniform(30, 80), what.uniform(50, 110)])
    canvas = Canvas(side, skin)
    canvas.shade((0.5, 0.5), (0.5, 0.6), 0.1, 0.08)
    angle, size = taken.uniform(-0.6, 0.6), taken.uniform(0.24, 0.34)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    squeezed = turned @ np.diag([taken.uniform(0.8, 1.0), 1.0]) * size
    faded = 0.25 + taken.uniform(0.0, 0.25)
    for outline in MOTIFS[motif](what):
        canvas.polygon(outline @ squeezed.T + 0.5, ink * (1 - faded) + skin * faded)
    return motif, canvas.picture(taken, light=taken.uniform(0.75, 1.1), grain=4.0)
