"""Drawn ground seen from above: fields, roads, houses, trees, and what a war leaves. The same number draws the same.

Nothing of it is anywhere. One pixel is `METRES` wide, north is up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.uint8]

#: Metres that one pixel of the ground is wide.
METRES: Final = 0.5
#: Pixels of a scene, across and down.
WIDTH, HEIGHT = 1600, 1200
#: Where the camp lies that may be there or not, in pixels of the ground: left, top, right, bottom.
CAMP: Final = (980, 380, 1180, 520)
#: Where the road may be damaged: middle and radius, in pixels of the ground.
DAMAGE: Final = (760, 600, 15)
#: Where rows of graves may lie: left and top, in pixels of the ground.
GRAVES: Final = (330, 850)
_IN_A_ROW, _GRAVE = 10, (8, 16)
#: Which way shadows fall and how much darker the ground is there.
_SHADOW: Final = (5, -7)


@dataclass(frozen=True, slots=True)
class State:
    """What lies on the ground on one day.

    Attributes:
        camp: whether the tents stand.
        damage: whether the road's surface is damaged.
        graves: how many there are.
        light: how bright the day is, 1 as drawn.
        season: moves the colours of the fields, -1 to 1.
        clouds: share of the picture that clouds hide, 0 to 0.5.
        day: of which the grain of the ground is drawn: what grows, what dries, where wheels went.
    """

    camp: bool = False
    damage: bool = False
    graves: int = 0
    light: float = 1.0
    season: float = 0.0
    clouds: float = 0.0
    day: int = 0


BARE: Final = State()


@dataclass(slots=True)
class _Sheet:
    """What is being drawn on."""

    image: Image.Image
    chance: np.random.Generator
    shadows: Image.Image
    pen: ImageDraw.ImageDraw = field(init=False)
    shade: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.pen, self.shade = ImageDraw.Draw(self.image), ImageDraw.Draw(self.shadows)

    def raised(self, corners: list[tuple[float, float]], colour: tuple[int, int, int], height: float) -> None:
        """Something with a shadow."""
        away = [(x + _SHADOW[0] * height, y + _SHADOW[1] * height) for x, y in corners]
        self.shade.polygon([*corners, *reversed(away)], fill=140)
        self.shade.polygon(away, fill=140)
        self.pen.polygon(corners, fill=colour, outline=tuple(part * 2 // 3 for part in colour))


def ground(seed: int, state: State = BARE) -> Pixels:
    """The ground on a day, uint8[HEIGHT, WIDTH, 3].

    Args:
        seed: which place; what stands there always is drawn from it alone, so that two days show one place.
        state: what the day changes.
    """
    chance = np.random.default_rng([20260611, seed])
    sheet = _Sheet(_fields(chance, state), chance, Image.new("L", (WIDTH, HEIGHT), 0))
    _roads(sheet)
    _houses(sheet)
    _trees(sheet)
    if state.damage:
        _damage(sheet)
    if state.camp:
        _camp(sheet)
    _graves(sheet, state.graves)
    dark = np.asarray(sheet.shadows.filter(ImageFilter.GaussianBlur(1.2)), np.float32)[..., None] / 255
    lit = np.asarray(sheet.image, np.float32) * (1 - 0.6 * dark) * state.light
    today = np.random.default_rng([20260613, seed, state.day])
    lit += np.sum([_noise(today, cell, 4.0) for cell in (3, 7, 19, 60)], axis=0)[..., None]
    return _clouded(np.clip(lit, 0, 255).astype(np.uint8), seed, state.clouds)


def _noise(chance: np.random.Generator, cell: int, strength: float) -> NDArray[np.float32]:
    """Smooth chance: values of about `strength`, changing over `cell` pixels."""
    rough = chance.standard_normal((HEIGHT // cell + 2, WIDTH // cell + 2)).astype(np.float32) * strength
    grown = Image.fromarray(rough).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return np.asarray(grown, np.float32)


def _fields(chance: np.random.Generator, state: State) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), (112, 118, 84))
    pen = ImageDraw.Draw(image)
    across = np.sort(chance.uniform(0, WIDTH, 7))
    down = np.sort(chance.uniform(0, HEIGHT, 5))
    for left, right in zip([0.0, *across], [*across, float(WIDTH)], strict=True):
        for top, bottom in zip([0.0, *down], [*down, float(HEIGHT)], strict=True):
            colour = np.asarray((118, 120, 82)) + chance.normal(0, 8, 3) + chance.normal(0, 18)
            colour += state.season * (chance.normal(0, 10, 3) + chance.normal(0, 22))
            pen.rectangle((left, top, right, bottom), fill=tuple(int(part) for part in colour.clip(30, 210)))
            _furrows(pen, chance, (left, top, right, bottom), colour)
    values = np.asarray(image, np.float32)
    values = values + np.sum([_noise(chance, cell, 4.0) for cell in (4, 11, 37, 120)], axis=0)[..., None]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _furrows(
    pen: ImageDraw.ImageDraw,
    chance: np.random.Generator,
    box: tuple[float, float, float, float],
    colour: NDArray[np.float64],
) -> None:
    left, top, right, bottom = box
    step, shift = int(chance.integers(9, 26)), float(chance.uniform(-14, 14))
    darker = tuple(int(part) for part in (colour - 9).clip(0, 255))
    if chance.random() < 0.5:
        for x in np.arange(left, right, step):
            pen.line((x, top, min(x + shift, right), bottom), fill=darker, width=2)
    else:
        for y in np.arange(top, bottom, step):
            pen.line((left, y, right, min(y + shift, bottom)), fill=darker, width=2)


def _roads(sheet: _Sheet) -> None:
    """One paved road through the place where it may be damaged, and tracks between the fields."""
    chance, pen = sheet.chance, sheet.pen
    for _ in range(4):
        line = [(float(chance.uniform(0, WIDTH)), 0.0)]
        for y in np.linspace(HEIGHT / 4, HEIGHT, 4):
            line.append((line[-1][0] + float(chance.normal(0, 90)), float(y)))
        pen.line(line, fill=(156, 146, 122), width=6, joint="curve")
    bend = float(chance.uniform(-160, 160))
    paved = [(0.0, DAMAGE[1] + bend), (DAMAGE[0] - 260.0, float(DAMAGE[1])), (DAMAGE[0] + 240.0, float(DAMAGE[1]))]
    paved.append((float(WIDTH), DAMAGE[1] - bend))
    pen.line(paved, fill=(98, 98, 102), width=22, joint="curve")
    for x in range(0, WIDTH, 26):
        y = float(np.interp(x, [place[0] for place in paved], [place[1] for place in paved]))
        pen.line((x, y, x + 12, y), fill=(196, 196, 188), width=2)


def _houses(sheet: _Sheet) -> None:
    chance = sheet.chance
    for _ in range(56):
        middle = chance.uniform((60, 60), (WIDTH - 60, HEIGHT - 60))
        if abs(middle[1] - DAMAGE[1]) < 60 or _inside(middle, (*GRAVES, GRAVES[0] + 220, GRAVES[1] + 260)):
            continue
        if _inside(middle, CAMP):
            continue
        size, turn = chance.uniform((9, 8), (26, 18)), chance.uniform(0, np.pi)
        colour = tuple(int(part) for part in chance.choice([(150, 78, 62), (168, 164, 158), (118, 110, 104)]))
        sheet.raised(_box(middle, size, turn), (colour[0], colour[1], colour[2]), float(chance.uniform(0.8, 2.0)))
        ridge = np.asarray((np.cos(turn), np.sin(turn))) * size[0]
        sheet.pen.line((*(middle - ridge), *(middle + ridge)), fill=tuple(part * 3 // 4 for part in colour), width=2)


def _trees(sheet: _Sheet) -> None:
    chance = sheet.chance
    for _ in range(420):
        x, y = chance.uniform((0, 0), (WIDTH, HEIGHT))
        if abs(y - DAMAGE[1]) < 40 or _inside((x, y), CAMP):
            continue
        size = float(chance.uniform(3, 9))
        sheet.shade.ellipse((x - size + 5, y - size - 7, x + size + 5, y + size - 7), fill=120)
        green = int(chance.integers(60, 100))
        sheet.pen.ellipse((x - size, y - size, x + size, y + size), fill=(green - 22, green, green - 30))


def _camp(sheet: _Sheet) -> None:
    """Tents in rows; drawn from numbers of their own, so that their absence moves nothing else."""
    chance = np.random.default_rng(5)
    left, top, right, bottom = CAMP
    for x in range(left + 20, right - 10, 40):
        for y in range(top + 20, bottom - 10, 34):
            turn = float(chance.normal(0, 0.06))
            middle = np.asarray((x, y)) + chance.normal(0, 1.5, 2)
            sheet.raised(_box(middle, np.asarray((13.0, 9.0)), turn), (206, 204, 190), 0.7)
            sheet.pen.line((x - 13, y, x + 13, y), fill=(150, 148, 136), width=1)


def _damage(sheet: _Sheet) -> None:
    x, y, radius = DAMAGE
    chance = np.random.default_rng(6)
    for _ in range(60):
        away, turn = abs(float(chance.normal(0, radius * 1.6))), float(chance.uniform(0, 2 * np.pi))
        size = float(chance.uniform(1, 4))
        at = (x + away * np.cos(turn), y + away * np.sin(turn))
        sheet.pen.ellipse((at[0] - size, at[1] - size, at[0] + size, at[1] + size), fill=(74, 64, 52))
    sheet.pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=(58, 48, 38), outline=(126, 112, 90), width=3
    )


def grave_middle(number: int) -> tuple[float, float]:
    """Middle of grave `number` (from 0), in pixels of the ground."""
    x, y = _grave(number)
    return x + _GRAVE[0] / 2, y + _GRAVE[1] / 2


def _grave(number: int) -> tuple[int, int]:
    left, top = GRAVES
    return left + (number % _IN_A_ROW) * (_GRAVE[0] + 10), top + (number // _IN_A_ROW) * (_GRAVE[1] + 10)


def _graves(sheet: _Sheet, count: int) -> None:
    for number in range(count):
        x, y = _grave(number)
        corners = [(x, y), (x + _GRAVE[0], y), (x + _GRAVE[0], y + _GRAVE[1]), (x, y + _GRAVE[1])]
        sheet.raised([(float(a), float(b)) for a, b in corners], (122, 86, 58), 0.3)


def _clouded(pixels: Pixels, seed: int, share: float) -> Pixels:
    if share <= 0:
        return pixels
    chance = np.random.default_rng([20260612, seed])
    heap = np.sum([_noise(chance, cell, weight) for cell, weight in ((180, 1.0), (60, 0.3), (20, 0.1))], axis=0)
    thick = np.clip((heap - np.quantile(heap, 1 - share)) * 4, 0, 1)[..., None]
    return np.asarray(pixels * (1 - thick) + 238 * thick, np.uint8)


def _inside(place: NDArray[np.float64] | tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return bool(box[0] - 30 < place[0] < box[2] + 30 and box[1] - 30 < place[1] < box[3] + 30)


def _box(middle: NDArray[np.float64], size: NDArray[np.float64], turn: float) -> list[tuple[float, float]]:
    along, over = np.asarray((np.cos(turn), np.sin(turn))), np.asarray((-np.sin(turn), np.cos(turn)))
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    places = [middle + a * size[0] * along + b * size[1] * over for a, b in signs]
    return [(float(x), float(y)) for x, y in places]
