"""Skin with a tattoo in it, as a camera sees it: bent around a limb, lit from a side, covered, stained, turned away.

Nothing here is the photograph of anybody: skin is colour and noise, a stain is a soft patch, an arm is a cylinder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.simulation.pictures.canvas import Colour, Picture
from antigone.simulation.pictures.designs import SIDE, Ink

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sight:
    """How a tattoo is seen.

    Attributes:
        size: how much of the picture's half the design fills.
        turned: in the plane of the picture, in radians.
        aside, above: from how far aside and above it is seen, in radians.
        bend: radius of the limb in half pictures; the smaller, the more it is bent. 0 is flat.
        faded: how much of the ink is gone, 0 to 1.
        bled: how far ink has run into the skin, in pixels of the design.
        light: brightness; slant: how much darker the far side is; shine: a lamp's reflection.
        covered: share of the design under cloth; stained: how strong stains are, 0 to 1.
        blur: of the camera, in pixels; grain: its noise; quality: of the JPEG in between, 0 for none.
        colour: whether the picture has any.
    """

    size: float = 0.62
    turned: float = 0.0
    aside: float = 0.0
    above: float = 0.0
    bend: float = 0.0
    faded: float = 0.2
    bled: float = 1.5
    light: float = 1.0
    slant: float = 0.0
    shine: float = 0.0
    covered: float = 0.0
    stained: float = 0.0
    blur: float = 0.6
    grain: float = 3.0
    quality: int = 85
    colour: bool = True


def as_in_an_album(random: np.random.Generator) -> Sight:
    """As a family's photograph shows it: near, in light, a little turned and bent."""
    return Sight(
        size=random.uniform(0.65, 0.85),
        turned=random.normal(0, 0.15),
        aside=random.normal(0, 0.15),
        above=random.normal(0, 0.15),
        bend=random.uniform(0.9, 2.5),
        faded=random.uniform(0.1, 0.35),
        bled=random.uniform(1.0, 2.5),
        light=random.uniform(0.8, 1.1),
        slant=random.uniform(-0.3, 0.3),
        shine=random.uniform(0, 0.15),
        blur=random.uniform(0.4, 1.0),
        grain=random.uniform(2, 5),
        quality=int(random.integers(60, 92)),
    )


def as_on_a_body(random: np.random.Generator) -> Sight:
    """As it is photographed on a body: from aside, any way up, bent, covered in part, stained, in a poor light."""
    return Sight(
        size=random.uniform(0.6, 0.85),
        turned=random.uniform(-np.pi, np.pi),
        aside=random.uniform(-0.7, 0.7),
        above=random.uniform(-0.6, 0.6),
        bend=random.uniform(0.65, 1.5),
        faded=random.uniform(0.2, 0.5),
        bled=random.uniform(1.5, 4.0),
        light=random.uniform(0.7, 1.15),
        slant=random.uniform(-0.5, 0.5),
        shine=random.uniform(0, 0.35),
        covered=random.uniform(0.0, 0.3),
        stained=random.uniform(0.2, 0.65),
        blur=random.uniform(0.6, 1.6),
        grain=random.uniform(4, 10),
        quality=int(random.integers(35, 80)),
        colour=bool(random.random() < 0.85),
    )


def on_skin(ink: Ink, skin: Colour, tint: Colour, sight: Sight, random: np.random.Generator, side: int) -> Picture:
    """The picture, side x side x 3 bytes, red first."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) * np.float32(2 / side) - np.float32(1 - 1 / side)
    across, down, depth, inside = _on_the_limb(x, y, sight)
    flat = _skin(skin, random, side)
    mask = _seen(ink, across, down, sight)
    strength = mask[:, :, None] * np.float32(1 - sight.faded)
    picture = flat * (1 - strength) + tint.astype(np.float32) * strength
    if sight.stained:
        picture = _stained(picture, sight.stained, random, side)
    picture = picture * _lit(x, y, depth, sight)[:, :, None] + _shine(x, y, sight, random)[:, :, None]
    picture = np.where(inside[:, :, None], picture, _ground(random, side))
    if sight.covered:
        picture = _covered(picture, x, y, mask, sight.covered, random)
    return _taken(picture, sight, random)


def _on_the_limb(x: Floats, y: Floats, sight: Sight) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Where on the unrolled skin each pixel looks, how far the skin there faces us, and whether there is any."""
    cos, sin = np.cos(-sight.turned), np.sin(-sight.turned)
    u, v = x * cos - y * sin, x * sin + y * cos
    # A plane turned away about both axes, seen from three half pictures away.
    far = 1 + (u * np.sin(sight.aside) + v * np.sin(sight.above)) / 3
    u, v = u * far / np.cos(sight.aside), v * far / np.cos(sight.above)
    if not sight.bend:
        return u / sight.size, v / sight.size, np.ones_like(u), np.ones(u.shape, dtype=np.bool_)
    share = (u / sight.bend).astype(np.float32)
    inside = np.abs(share) < 0.995
    angle = np.arcsin(np.clip(share, -0.995, 0.995))
    return (
        np.asarray(angle * sight.bend / sight.size, dtype=np.float32),
        np.asarray(v / sight.size, dtype=np.float32),
        np.cos(angle).astype(np.float32),
        inside,
    )


def _seen(ink: Ink, across: Floats, down: Floats, sight: Sight) -> Floats:
    run = np.asarray(cv2.GaussianBlur(ink.astype(np.float32) / 255, (0, 0), max(0.3, sight.bled)), dtype=np.float32)
    half = np.float32(SIDE / 2)
    return np.asarray(
        cv2.remap(run, (across + 1) * half, (down + 1) * half, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT),
        dtype=np.float32,
    )


def _soft(random: np.random.Generator, side: int, cells: int) -> Floats:
    """Smooth chance between about -1 and 1, in so many cells a side."""
    coarse = random.uniform(-1, 1, (cells + 3, cells + 3)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def _skin(skin: Colour, random: np.random.Generator, side: int) -> Floats:
    tone = 1 + 0.05 * _soft(random, side, 4) + 0.03 * _soft(random, side, 24)
    flat = skin.astype(np.float32) * tone[:, :, None]
    for _ in range(int(random.integers(0, 14))):
        at, size = random.integers(0, side, 2), random.uniform(0.003, 0.012) * side
        cv2.circle(flat, (int(at[0]), int(at[1])), max(1, round(size)), (skin * 0.6).tolist(), -1, cv2.LINE_AA)
    for _ in range(int(random.integers(0, 120))):
        at, angle, length = random.integers(0, side, 2), random.normal(1.2, 0.4), random.uniform(0.02, 0.06) * side
        end = at + length * np.array([np.cos(angle), np.sin(angle)])
        cv2.line(flat, (int(at[0]), int(at[1])), (int(end[0]), int(end[1])), (skin * 0.72).tolist(), 1, cv2.LINE_AA)
    return flat


_STAINS: Final = ((96, 42, 34), (70, 78, 52), (52, 34, 40), (120, 96, 60), (60, 20, 22))


def _stained(picture: Floats, strength: float, random: np.random.Generator, side: int) -> Floats:
    """Pallor, patches of several colours, the marbling of veins, and places where skin has slipped."""
    pale = picture.mean(axis=2, keepdims=True) * np.array([1.0, 0.98, 0.92], dtype=np.float32)
    picture = picture + (pale - picture) * np.float32(0.6 * strength)
    for _ in range(int(2 + 5 * strength)):
        patch = np.clip((_soft(random, side, int(random.integers(2, 7))) - random.uniform(0.1, 0.6)) * 3, 0, 1)
        colour = np.array(_STAINS[int(random.integers(len(_STAINS)))], dtype=np.float32)
        share = (patch * np.float32(random.uniform(0.3, 0.8) * strength))[:, :, None]
        picture = picture * (1 - share) + colour * share
    veins = np.clip(1 - np.abs(_soft(random, side, 5)) * 14, 0, 1)[:, :, None] * np.float32(0.35 * strength)
    picture = picture * (1 - veins) + np.array([64, 58, 62], dtype=np.float32) * veins
    for _ in range(int(3 * strength)):
        at, size = random.integers(0, side, 2), random.uniform(0.03, 0.09, 2) * side
        mask = np.zeros((side, side), dtype=np.float32)
        cv2.ellipse(
            mask, (int(at[0]), int(at[1])), (int(size[0]), int(size[1])), float(random.uniform(0, 180)), 0, 360, 1.0, -1
        )
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), side * 0.01))[:, :, None] * np.float32(0.9)
        picture = picture * (1 - mask) + np.array([168, 110, 98], dtype=np.float32) * mask
    return np.asarray(picture, dtype=np.float32)


def _lit(x: Floats, y: Floats, depth: Floats, sight: Sight) -> Floats:
    return np.asarray(sight.light * (1 + sight.slant * (0.7 * x + 0.3 * y)) * (0.35 + 0.65 * depth), dtype=np.float32)


def _shine(x: Floats, y: Floats, sight: Sight, random: np.random.Generator) -> Floats:
    at = random.uniform(-0.6, 0.6, 2)
    reach = random.uniform(0.08, 0.3)
    return np.asarray(255 * sight.shine * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / reach**2), dtype=np.float32)


def _ground(random: np.random.Generator, side: int) -> Floats:
    """Cloth or earth behind the limb."""
    colour = _muted(random)
    rough = 1 + 0.25 * _soft(random, side, 6) + 0.2 * _soft(random, side, 60)
    return np.asarray(colour * rough[:, :, None], dtype=np.float32)


def _muted(random: np.random.Generator) -> Floats:
    """The colour of field dress, earth, or a sheet."""
    return np.asarray(random.uniform(35, 170) * random.uniform(0.8, 1.1, 3), dtype=np.float32)


def _covered(picture: Floats, x: Floats, y: Floats, mask: Floats, share: float, random: np.random.Generator) -> Floats:
    """Cloth from one side, as far as it hides this share of the ink."""
    angle = random.uniform(0, 2 * np.pi)
    toward = x * np.cos(angle) + y * np.sin(angle) + 0.04 * np.sin(9 * (y * np.cos(angle) - x * np.sin(angle)))
    there = toward[mask > 0.3]
    if not len(there):
        return picture
    under = toward > np.quantile(there, 1 - share)
    weave = (
        1 + 0.12 * np.sin(np.arange(picture.shape[0]) * 1.3)[:, None] * np.sin(np.arange(picture.shape[1]) * 1.3)[None]
    )
    cloth = _muted(random) * (weave + 0.15 * _soft(random, picture.shape[0], 8))[:, :, None]
    return np.asarray(np.where(under[:, :, None], cloth, picture), dtype=np.float32)


def _taken(picture: Floats, sight: Sight, random: np.random.Generator) -> Picture:
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.3, sight.blur)))
    noisy = np.clip(soft + random.normal(0, sight.grain, soft.shape), 0, 255).astype(np.uint8)
    if not sight.colour:
        noisy = np.repeat(cv2.cvtColor(noisy, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    if not sight.quality:
        return noisy
    _, coded = cv2.imencode(".jpg", noisy[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, sight.quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)[:, :, ::-1])
