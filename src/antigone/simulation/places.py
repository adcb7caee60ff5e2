"""The map of the invented war: two countries on a plane, their regions, districts and settlements, and the front.

Nothing here lies on the Earth. Coordinates are kilometres on a plane of `WIDTH` by `HEIGHT`; country 0, Velmaria,
lies east of the front and writes Russian, country 1, Dorvania, lies west of it and writes Ukrainian. Names are made of
invented roots with Slavic endings; a likeness to a real place is chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names import RomanisationScheme, romanise

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Texts = NDArray[np.object_]

WIDTH: Final = 800.0
HEIGHT: Final = 500.0
COUNTRIES: Final = (("Велмария", "Велмарія", "Velmaria"), ("Дорвания", "Дорванія", "Dorvania"))
"""Names of the two sides in Russian, Ukrainian and English; the row number is the side's code."""

_REGIONS_A_SIDE, _DISTRICTS_A_REGION, _SETTLEMENTS_A_DISTRICT = 8, 5, 24
_MAP_SEED: Final = 19700101
_GRID_KM: Final = 2.0
# Only letters that both alphabets share and that sound alike in both, so that a root needs one spelling.
_ROOT_WORDS: Final = """
Вел Гард Дорм Тарв Ланд Мерз Залм Травн Оран Камр Вард Белан Горст Сельм Варн Долз Кост Рудн Полян Сарм Ольш
Барв Верест Гранд Дубор Жарв Заран Калган Ладн Марв Назор Орлав Пестр Радун Савр Турав Хвор Чарн Шалв Ястр Анд
Берд Вегр Гольш Дравн Еланд Журб Зелон Корв Лазор Мальд Нард Остаж Пруд Ревун Соснар Тулан Харв Черем Ярван
Бурст Венд Глазар Домр Жемлан Загор Колтар Лудан Марн Новр Орванд Плазн Рогаш Сурм Тверл Холмар Чубар Шорм
Каргоп Лютов Морвал Дазор Вазуз Стогар Крагол Брезан
"""
_ROOTS: Final = tuple(_ROOT_WORDS.split())
# Endings in Russian and Ukrainian, with the share of settlements that bear them.
_ENDINGS: Final = (
    ("ово", "ове", 1.4), ("овка", "івка", 2.0), ("инск", "инськ", 0.8), ("град", "град", 0.3), ("ополь", "опіль", 0.4),
    ("ец", "ець", 0.9), ("ное", "не", 1.4), ("овичи", "овичі", 0.8), ("агора", "агора", 0.5), ("аны", "ани", 0.7),
    ("ов Брод", "ів Брід", 0.3), ("ов Яр", "ів Яр", 0.4), ("ское", "ське", 1.0), ("ин Луг", "ин Луг", 0.3),
    ("енка", "енка", 0.9), ("ачи", "ачі", 0.6), ("анка", "анка", 1.0), ("ов Дол", "ів Діл", 0.3),
    ("ищи", "ища", 0.5), ("озеро", "озеро", 0.4), ("янское", "янське", 0.8), ("итов", "итів", 0.6),
)  # fmt: skip


@dataclass(frozen=True)
class Map:
    """Settlements as parallel arrays; a place in the world is a row number.

    Attributes:
        names: object[n, 3], Russian, Ukrainian, Latin.
        regions: object[16, 3], region names in the three languages, numbered through both countries.
        districts: object[80, 3].
        x, y: kilometres on the plane.
        side: country that the settlement belonged to when the war began.
        region, district: row numbers in `regions` and `districts`.
        weight: share of its country's people who come from it; sums to 1 in each country.
    """

    names: Texts
    regions: Texts
    districts: Texts
    x: Floats
    y: Floats
    side: Ints
    region: Ints
    district: Ints
    weight: Floats
    _nearest: NDArray[np.int16]

    def nearest(self, x: Floats, y: Floats) -> Ints:
        """The settlement nearest to each point, to the two kilometres of the lookup grid."""
        column = (x / _GRID_KM).astype(np.int64).clip(0, self._nearest.shape[0] - 1)
        row = (y / _GRID_KM).astype(np.int64).clip(0, self._nearest.shape[1] - 1)
        found: Ints = self._nearest[column, row].astype(np.int64)
        return found

    def draw_home(self, rng: np.random.Generator, side: Ints) -> Ints:
        """A home settlement for each person of the given sides; big ones are drawn more often."""
        drawn = np.zeros(len(side), dtype=np.int64)
        for code in (0, 1):
            here = np.flatnonzero(side == code)
            ids = np.flatnonzero(self.side == code)
            cumulative = np.cumsum(self.weight[ids])
            picked = np.searchsorted(cumulative, rng.random(len(here)), side="right").clip(max=len(ids) - 1)
            drawn[here] = ids[picked]
        return drawn


def front_line(y: Floats, day_of_war: Floats) -> Floats:
    """Where the front runs: x in kilometres at height `y` on a day counted from the war's first.

    It starts on the border, bends west for eight months, comes back, and then creeps west in the south only.
    """
    border = WIDTH / 2 + 22 * np.sin(y / 70) + 9 * np.sin(y / 23 + 1)
    thrust = 62 * np.exp(-(((day_of_war - 240) / 170) ** 2))
    creep = 0.018 * np.maximum(day_of_war - 500, 0) * (1 - y / HEIGHT)
    line: Floats = border - thrust - creep
    return line


def _latin(word: str) -> str:
    return romanise(word, RomanisationScheme.RU_PRESS)


@cache
def invented_map() -> Map:
    """The one map; it belongs to the simulation, not to a seed, so that lists of several worlds fit one atlas."""
    rng = np.random.default_rng(_MAP_SEED)
    combinations = [(root + ru, root + uk) for root in _ROOTS for ru, uk, _ in _ENDINGS]
    shares = np.array([share for _ in _ROOTS for _, _, share in _ENDINGS])
    districts_in_all = 2 * _REGIONS_A_SIDE * _DISTRICTS_A_REGION
    count = districts_in_all * _SETTLEMENTS_A_DISTRICT
    # More settlements than names: the last share a name with one elsewhere, as villages do in life.
    order = rng.choice(len(combinations), len(combinations), replace=False, p=shares / shares.sum())
    names = [combinations[n] for n in order.tolist()]
    names = (names + names)[:count]
    district = np.repeat(np.arange(districts_in_all), _SETTLEMENTS_A_DISTRICT)
    region = district // _DISTRICTS_A_REGION
    side = region // _REGIONS_A_SIDE
    # Regions tile each half in two columns of four; districts are columns of their region.
    within = region % _REGIONS_A_SIDE
    half, cell_width, cell_height = WIDTH / 2, WIDTH / 4, HEIGHT / 4
    left = np.where(side == 0, half, 0.0) + (within % 2) * cell_width
    part = (district % _DISTRICTS_A_REGION) * (cell_width / _DISTRICTS_A_REGION)
    x = left + part + rng.random(count) * cell_width / _DISTRICTS_A_REGION
    y = (within // 2) * cell_height + rng.random(count) * cell_height
    size = 1.0 / (1.0 + np.arange(count) % _SETTLEMENTS_A_DISTRICT) ** 1.1 * rng.uniform(0.4, 1.6, count)
    weight = np.zeros(count)
    for code in (0, 1):
        weight[side == code] = size[side == code] / size[side == code].sum()
    # A district and a region bear the root of their chief settlement.
    areas: dict[str, list[tuple[str, str, str]]] = {"region": [], "district": []}
    roots = rng.permutation(len(_ROOTS)).tolist()
    for number in range(2 * _REGIONS_A_SIDE):
        root = _ROOTS[roots[number]]
        areas["region"].append((f"{root}енская область", f"{root}енська область", f"{_latin(root)}en Region"))
    for number in range(districts_in_all):
        root = _ROOTS[roots[(number + 17) % len(_ROOTS)]]
        ending = ("ов", "ав", "ин")[(number + 17) // len(_ROOTS) % 3]
        areas["district"].append(
            (f"{root}{ending}ский район", f"{root}{ending}ський район", f"{_latin(root + ending)} District")
        )
    columns, rows = int(WIDTH / _GRID_KM), int(HEIGHT / _GRID_KM)
    nearest = np.zeros((columns, rows), dtype=np.int16)
    centre_y = (np.arange(rows) + 0.5) * _GRID_KM
    for column in range(columns):
        centre_x = (column + 0.5) * _GRID_KM
        near = np.flatnonzero(np.abs(x - centre_x) < 60)
        distance = (x[near, None] - centre_x) ** 2 + (y[near, None] - centre_y[None, :]) ** 2
        nearest[column] = near[distance.argmin(axis=0)]
    return Map(
        names=_table([(ru, uk, _latin(ru)) for ru, uk in names]),
        regions=_table(areas["region"]),
        districts=_table(areas["district"]),
        x=x, y=y, side=side, region=region, district=district, weight=weight, _nearest=nearest,
    )  # fmt: skip


def _table(rows: list[tuple[str, str, str]]) -> Texts:
    table = np.empty((len(rows), 3), dtype=object)
    for number, row in enumerate(rows):
        table[number] = row
    return table
