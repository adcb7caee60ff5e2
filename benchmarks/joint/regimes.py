"""Weights between sought and found, from crowds that nothing tells apart to loops that all but close."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def planted(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Weak everywhere, strong with the own body and nearly as strong with a neighbour's."""
    matrix = rng.normal(-2, 1, (n, m))
    own = np.arange(n)
    matrix[own, own] += 5
    matrix[own, own ^ 1] += 4.7
    return matrix


def even(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Nothing tells anybody apart."""
    return rng.normal(0, 0.1, (n, m)) - math.log10(n)


def namesakes(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rows alike by fours."""
    return np.repeat(rng.normal(-2, 1, (-(-n // 4), m)), 4, axis=0)[:n] + 0.01 * rng.normal(size=(n, m))


def rough(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Weights of all sizes, none of them planted."""
    return rng.normal(0, 1.3, (n, m)) - math.log10(n)


def clumps(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Two crowds, rough within."""
    matrix = rng.normal(-2.5, 0.3, (n, m))
    for rows, cols in ((slice(0, n // 2), slice(0, m // 2)), (slice(n // 2, n), slice(m // 2, m))):
        block = matrix[rows, cols]
        block[:] = rng.normal(1, 1, block.shape)
    return matrix


def disaster(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Seven in ten are here, found by DNA; every person has one strong stranger."""
    matrix = rng.normal(-9, 2, (n, m))
    own = np.arange(int(0.7 * n))
    matrix[own, own] = rng.normal(7, 3, len(own))
    matrix[np.arange(n), rng.integers(0, m, n)] = rng.normal(5, 3, n)
    return matrix


def ring_places(n: int) -> list[tuple[int, int]]:
    """First member and length of the rings of `loops`: lengths 2 to 9 in turn."""
    places, first = [], 0
    while first + 2 <= n:
        length = min(2 + len(places) % 8, n - first)
        length = length if n - first - length != 1 else length + 1
        places.append((first, length))
        first += length
    return places


def loops(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rings in which everybody is as likely the next as himself, at a million to one; other pairs hardly possible."""
    matrix = np.full((n, m), -12.0) + rng.normal(0, 0.3, (n, m))
    for first, length in ring_places(n):
        for i in range(length):
            matrix[first + i, first + i] = 6 + rng.normal(0, 0.2)
            matrix[first + i, first + (i + 1) % length] = 6 + rng.normal(0, 0.2)
    return matrix


def pressed(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rough, and so strong that hardly anybody is alone."""
    return rng.normal(6, 3, (n, m))


def thin(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Three or four pairs a person, all strong."""
    matrix = np.where(rng.random((n, m)) < 3.5 / m, rng.normal(8, 0.5, (n, m)), -np.inf)
    matrix[np.arange(n), np.arange(n)] = rng.normal(8, 0.5, n)
    return matrix
