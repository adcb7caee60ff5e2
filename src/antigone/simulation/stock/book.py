"""The name book: every name of the world as tables that codes point into, and how people draw from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names import eastern_patronymic, russian_patronymic, ukrainian_patronymic
from antigone.simulation.stock.surnames import Surname, surname_pools

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

CULTURES: Final = (
    "russian", "ukrainian", "belarusian", "tatar", "bashkir", "buryat", "tuvan", "vainakh", "georgian",
    "armenian", "jewish", "azeri",
)  # fmt: skip
"""Peoples of the world, in the order of their codes."""

# Where each people's surnames come from (pool, share) and which given names they bear.
_SURNAME_POOLS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "russian": (("ru", 0.93), ("uk", 0.07)),
    "ukrainian": (("uk", 0.86), ("ru", 0.14)),
    "belarusian": (("be", 0.60), ("ru", 0.28), ("uk", 0.12)),
    "tatar": (("tatar", 0.97), ("ru", 0.03)),
    "bashkir": (("tatar", 1.0),),
    "buryat": (("buryat", 0.95), ("ru", 0.05)),
    "tuvan": (("tuvan", 1.0),),
    "vainakh": (("vainakh", 1.0),),
    "georgian": (("georgian", 1.0),),
    "armenian": (("armenian", 1.0),),
    "jewish": (("jewish", 0.85), ("ru", 0.15)),
    "azeri": (("azeri", 1.0),),
}
_GIVEN_POOL: Final = {"russian": "slavic", "ukrainian": "slavic", "belarusian": "slavic", "bashkir": "tatar"}
_BORROWS_SLAVIC_GIVEN: Final = {"tatar": 0.12, "bashkir": 0.1, "buryat": 0.4, "tuvan": 0.45, "armenian": 0.1}
_COHORT_BOUNDARY: Final = 1980
# Zipf-Mandelbrot: weight of rank r is 1 / (r + offset). With 10 the commonest Russian surname is borne by about
# 1.3 % of people, the order of magnitude of published surname counts.
_RANK_OFFSET: Final = {"ru": 10.0, "uk": 14.0}
_SMALL_POOL_OFFSET: Final = 6.0
# Hyphenated surnames: how many a pool holds, and which share of its people bear one.
_DOUBLE_SURNAMES: Final = {"ru": 5000, "uk": 5000}
_DOUBLE_SHARE: Final = 0.008
# The order of the unordered tail belongs to the book, not to a world: every seed meets the same common names.
_BOOK_SEED: Final = 20210410


@dataclass(frozen=True, slots=True)
class _Pool:
    ids: Ints
    cumulative: NDArray[np.float64]

    def draw(self, uniform: NDArray[np.float64]) -> Ints:
        place = np.searchsorted(self.cumulative, uniform, side="right").clip(max=len(self.ids) - 1)
        drawn: Ints = self.ids[place]
        return drawn


def _pool(ids: Ints, weights: NDArray[np.float64]) -> _Pool:
    return _Pool(ids, np.cumsum(weights / weights.sum()))


@dataclass(frozen=True)
class NameBook:
    """Tables of names; a name in the world is a row number in one of them.

    Attributes:
        surnames: object[n_surnames, 4], columns Russian masculine, Russian feminine, Ukrainian masculine, feminine.
        given: object[n_given, 2], columns Russian and Ukrainian.
        pet_names: for each given name, the pet forms in Russian and in Ukrainian (may be empty).
        patronymics: object[n_given, 4], same columns as `surnames`, from the given name of the row as a father's;
            empty strings for women's names.
        eastern: the same with *oglu* and *qızı*.
    """

    surnames: Texts
    given: Texts
    pet_names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    patronymics: Texts
    eastern: Texts
    _surname_pools: dict[str, _Pool]
    _given_pools: dict[tuple[str, int, int, int], _Pool]

    def draw_surnames(self, rng: np.random.Generator, culture: Ints) -> Ints:
        """One surname for each person of the given peoples (codes into `CULTURES`)."""
        chosen = np.zeros(len(culture), dtype=np.int64)
        which, uniform = rng.random(len(culture)), rng.random(len(culture))
        for code, name in enumerate(CULTURES):
            low = 0.0
            for pool, share in _SURNAME_POOLS[name]:
                here = (culture == code) & (which >= low) & (which < low + share + 1e-12)
                chosen[here] = self._surname_pools[pool].draw(uniform[here])
                low += share
        return chosen

    def draw_given(
        self, rng: np.random.Generator, culture: Ints, female: NDArray[np.bool_], born: Ints, side: Ints
    ) -> Ints:
        """One given name for each person.

        Args:
            rng: where chance comes from.
            culture: codes into `CULTURES`.
            female: sex of each.
            born: year of birth, which decides the cohort's fashion.
            side: 0 where names follow Russian fashion, 1 where Ukrainian (for Slavic names only).
        """
        count = len(culture)
        chosen = np.zeros(count, dtype=np.int64)
        borrow, uniform = rng.random(count), rng.random(count)
        young = (born >= _COHORT_BOUNDARY).astype(np.int64)
        for code, name in enumerate(CULTURES):
            mine = culture == code
            own = _GIVEN_POOL.get(name, name)
            slavic = mine & (borrow < (1.0 if own == "slavic" else _BORROWS_SLAVIC_GIVEN.get(name, 0.0)))
            fashion = np.zeros(count, dtype=np.int64) if name == "russian" else side
            fashion = np.ones(count, dtype=np.int64) if name == "ukrainian" else fashion
            for sex in (0, 1):
                for cohort in (0, 1):
                    some = (female == bool(sex)) & (young == cohort)
                    for language in (0, 1):
                        here = slavic & some & (fashion == language)
                        chosen[here] = self._given_pools["slavic", sex, cohort, language].draw(uniform[here])
                    if own != "slavic":
                        here = mine & ~slavic & some
                        chosen[here] = self._given_pools[own, sex, cohort, 0].draw(uniform[here])
        return chosen


def _columns(rows: list[tuple[str, ...]]) -> Texts:
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    for number, row in enumerate(rows):
        table[number] = row
    return table


def _hyphenated(first: Surname, second: Surname) -> Surname:
    return Surname(
        f"{first.ru_m}-{second.ru_m}",
        f"{first.ru_f}-{second.ru_f}",
        f"{first.uk_m}-{second.uk_m}",
        f"{first.uk_f}-{second.uk_f}",
    )


def _pets(text: str) -> tuple[str, ...]:
    return () if text == "-" else tuple(text.split(","))


@cache
def name_book() -> NameBook:
    """The one name book; building it takes a fraction of a second and is done once."""
    text = files(__package__).joinpath("given_names.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    given = _columns([(row[2], row[3]) for row in rows])
    given_pools: dict[tuple[str, int, int, int], _Pool] = {}
    for culture in dict.fromkeys(row[0] for row in rows):
        for sex_code, sex in enumerate("mf"):
            ids = np.array([n for n, row in enumerate(rows) if row[0] == culture and row[1] == sex])
            for cohort in (0, 1):
                for language in (0, 1):
                    column = 4 + cohort + 2 * (language if culture == "slavic" else 0)
                    weights = np.array([float(rows[n][column]) for n in ids])
                    given_pools[culture, sex_code, cohort, language] = _pool(ids, weights)
    patronymics: list[tuple[str, ...]] = []
    eastern: list[tuple[str, ...]] = []
    sexes: tuple[Literal["m"], Literal["f"]] = ("m", "f")
    for row in rows:
        if row[1] == "f":
            patronymics.append(("",) * 4)
            eastern.append(("",) * 4)
            continue
        patronymics.append(
            (
                *(russian_patronymic(row[2], sex) for sex in sexes),
                *(ukrainian_patronymic(row[3], sex) for sex in sexes),
            )
        )
        eastern.append(
            (
                *(eastern_patronymic(row[2], sex, "ru") for sex in sexes),
                *(eastern_patronymic(row[3], sex, "uk") for sex in sexes),
            )
        )
    men = [row for row in rows if row[1] == "m" and row[0] == "slavic"]
    surnames: list[Surname] = []
    surname_pools_by_code: dict[str, _Pool] = {}
    shuffle = np.random.default_rng(_BOOK_SEED)
    for pool, (forms, head) in surname_pools([row[2] for row in men], [row[3] for row in men]).items():
        rank = np.arange(len(forms))
        rank[head:] = head + shuffle.permutation(len(forms) - head)
        shares = (1.0 / (1.0 + rank + _RANK_OFFSET.get(pool, _SMALL_POOL_OFFSET))).astype(np.float64)
        doubled = [
            _hyphenated(forms[first], forms[second])
            for first, second in shuffle.integers(0, len(forms), (_DOUBLE_SURNAMES.get(pool, 0), 2)).tolist()
            if first != second
        ]
        if doubled:
            each = _DOUBLE_SHARE * shares.sum() / len(doubled)
            shares = np.concatenate([shares, np.full(len(doubled), each)])
        first_id = len(surnames)
        surnames.extend((*forms, *doubled))
        surname_pools_by_code[pool] = _pool(np.arange(first_id, len(surnames)), shares)
    return NameBook(
        surnames=_columns([(s.ru_m, s.ru_f, s.uk_m, s.uk_f) for s in surnames]),
        given=given,
        pet_names=tuple((_pets(row[8]), _pets(row[9])) for row in rows),
        patronymics=_columns(patronymics),
        eastern=_columns(eastern),
        _surname_pools=surname_pools_by_code,
        _given_pools=given_pools,
    )
