"""A face from a number: measures and colours drawn at random within what faces have."""

from __future__ import annotations

from importlib.resources import files

import numpy as np

from antigone.simulation.pictures.canvas import Canvas, Colour, Picture

_HAIR = ((40, 30, 25), (90, 60, 40), (170, 140, 90), (120, 120, 120))
_IRIS = ((90, 60, 40), (80, 110, 140), (90, 110, 80))
_DARK, _WHITE, _LASH = (np.array(rgb, dtype=float) for rgb in ((15, 15, 15), (235, 232, 228), (50, 35, 30)))
_SIDES = (-1, 1)


def drawn_calibration() -> str:
    """What drawn faces weigh to the shipped model, as `evidence.faces.Calibration` writes it; made by
    ``python -m benchmarks.faces.drawn``."""
    return (files(__package__) / "drawn_faces.json").read_text(encoding="utf-8")


def drawn_face(seed: int, *, view: int = 0, side: int = 256) -> Picture:
    """A face that is nobody's, from the front.

    Args:
        seed: who it is.
        view: which picture of him: another light, another grain, another opening of the mouth.
        side: of the square picture, in pixels.

    Returns:
        side x side x 3 bytes, red first.
    """
    who, taken = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2, view])
    skin = np.array([who.uniform(190, 235), who.uniform(140, 185), who.uniform(110, 150)])
    hair = np.array(_HAIR[who.integers(len(_HAIR))], dtype=float)
    x, y = 0.5 + taken.normal(0, 0.01), 0.52
    width, height = who.uniform(0.22, 0.28), who.uniform(0.30, 0.36)
    canvas = Canvas(side, who.uniform(60, 200, 3))
    _head(canvas, who, skin, hair, (x, y), (width, height))
    eyes = y - height * who.uniform(0.08, 0.16)
    _eyes(canvas, who, hair, (x, eyes), width)
    nose = eyes + height * who.uniform(0.28, 0.36)
    _nose(canvas, skin, (x, nose), width * who.uniform(0.14, 0.20), nose - eyes)
    _mouth(canvas, who, skin, (x, nose + height * who.uniform(0.20, 0.26)), width, taken.uniform(0, 0.2))
    return canvas.picture(taken, light=taken.uniform(0.85, 1.1))


def _head(
    canvas: Canvas,
    who: np.random.Generator,
    skin: Colour,
    hair: Colour,
    centre: tuple[float, float],
    axes: tuple[float, float],
) -> None:
    (x, y), (width, height) = centre, axes
    canvas.ellipse((x, y - height * 0.25), (width * 1.12, height * 0.95), hair)
    canvas.ellipse((x, y + height * 1.1), (width * 0.5, height * 0.5), skin * 0.85)
    canvas.ellipse((x, y + height * 1.9), (width * 1.9, height * 0.8), who.uniform(30, 150, 3))
    for side in _SIDES:
        canvas.ellipse((x + side * width, y), (width * 0.14, height * 0.2), skin * 0.85)
    canvas.ellipse(centre, axes, skin)
    across, down = canvas.grid()
    across, down = (across - x) / width, (down - y) / height
    face = across**2 + down**2 < 1
    # Round things darken towards their edge.
    canvas.pixels[face] *= (1 - 0.28 * np.clip(across**2 + 0.6 * down**2, 0, 1) ** 1.5)[face][:, None]
    fringe = face & (down < -who.uniform(0.55, 0.8) + 0.12 * np.cos(3 * across + who.uniform(0, 6)))
    canvas.pixels[fringe] = hair


def _eyes(canvas: Canvas, who: np.random.Generator, hair: Colour, middle: tuple[float, float], width: float) -> None:
    x, y = middle
    apart, size, tilt = width * who.uniform(0.42, 0.50), width * who.uniform(0.15, 0.19), who.uniform(-8, 8)
    iris = np.array(_IRIS[who.integers(len(_IRIS))], dtype=float)
    brow = size * who.uniform(0.95, 1.15)
    for side in _SIDES:
        canvas.shade((x + side * apart, y - size * 0.2), (size * 1.6, size * 1.1), size * 0.4, -0.25)
    for side in _SIDES:
        eye = (x + side * apart, y)
        canvas.ellipse(eye, (size, size * 0.45), _WHITE)
        canvas.ellipse(eye, (size * 0.42, size * 0.42), iris)
        canvas.ellipse(eye, (size * 0.2, size * 0.2), _DARK)
        canvas.ellipse((eye[0] - size * 0.1, y - size * 0.12), (size * 0.08, size * 0.08), _WHITE)
        canvas.ellipse(eye, (size * 1.02, size * 0.5), _LASH, arc=(180, 360), line=size * 0.16)
        canvas.ellipse(
            (eye[0], y - brow), (size * 1.25, size * 0.35), hair * 0.9, turned=side * tilt, arc=(190, 350),
            line=size * 0.3,
        )  # fmt: skip


def _nose(canvas: Canvas, skin: Colour, tip: tuple[float, float], width: float, length: float) -> None:
    x, y = tip
    canvas.shade((x + width * 0.8, y - length * 0.4), (width * 0.3, length * 0.45), width * 0.3, -0.2)
    canvas.shade((x, y + width * 0.35), (width * 1.2, width * 0.3), width * 0.3, -0.3)
    canvas.shade((x - width * 0.1, y - width * 0.4), (width * 0.35, length * 0.5), width * 0.25, 0.1)
    for side in _SIDES:
        canvas.ellipse((x + side * width * 0.55, y + width * 0.15), (width * 0.25, width * 0.16), skin * 0.35)


def _mouth(
    canvas: Canvas, who: np.random.Generator, skin: Colour, middle: tuple[float, float], face: float, opened: float
) -> None:
    x, y = middle
    width = face * who.uniform(0.34, 0.46)
    canvas.ellipse(middle, (width, width * who.uniform(0.18, 0.28)), skin * np.array([0.8, 0.5, 0.5]))
    canvas.ellipse(middle, (width * 0.95, width * (0.03 + 0.12 * opened)), np.array([70.0, 25.0, 25.0]))
    canvas.shade((x, y + width * 0.5), (width * 0.6, width * 0.12), width * 0.1, -0.2)
