"""Whether a mark can be seen where a few features say it is: edges of the two pictures laid over one another.

A look is a picture small and evened out: how far each place is darker or brighter than what is around it. The sought
look is bent into the mark's frame by an affine change, and both are compared as edges by direction in small cells
(Dalal and Triggs 2005), block by block, each block free to slip a little (Felzenszwalb et al. 2010), for skin bends. A
block under cloth costs little, and a block with much ink counts more.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.marks.features import KEPT_SIDE, SIDE, STEPS, Floats, Look

_CELLS, _BLOCKS, _DIRECTIONS = 32, 8, 8
_SLIP = 2
_STEEPEST = 4.0
# What a block's likeness is by chance and how much a block under cloth may cost; what slipping costs; and what
# steadies a likeness of blocks without edges.
_CHANCE, _HIDDEN, _SLIPPED, _STEADY = 0.35, -0.1, 0.01125, 0.15

Change = NDArray[np.float64]
_SLIPS: Final = np.array([x**2 + y**2 for y in range(-_SLIP, _SLIP + 1) for x in range(-_SLIP, _SLIP + 1)])


def evened(look: Look) -> Floats:
    """How far each place is from what is around it: float32, 0 as there, -3 the darkest."""
    return (look.astype(np.float32) - 128) / np.float32(STEPS)


def edges_of(look: Floats) -> Floats:
    """Edges of a mark that is kept, of `evened`, by cell and direction: float32[32, 32, 8]."""
    return _edges(look, _CELLS)


def seen(edges: Floats, look: Floats, change: Change) -> float:
    """How much of a mark is seen in a look: 0 is chance, and each block of ink that is seen adds to it.

    Args:
        edges: of the mark.
        look: that is sought, of `evened`.
        change: float64[2, 3], from points of the mark to points of what is sought, as features have them.
    """
    blocks = np.linalg.norm(edges.reshape(_BLOCKS, _CELLS // _BLOCKS, _BLOCKS, -1), axis=(1, 3))
    alike = _laid_over(edges, np.asarray(blocks, dtype=np.float32), look, change)
    return float((np.sqrt(blocks) * np.maximum(alike - _CHANCE, _HIDDEN)).sum())


def fitted(there: NDArray[np.floating], here: NDArray[np.floating], weights: NDArray[np.floating], *,
           stiffness: float) -> Change:  # fmt: skip
    """The affine change that brings points there to points here, by weighted least squares.

    Args:
        there, here: [n, 2].
        weights: [n], not all 0.
        stiffness: how much it is drawn to the best change of place, turn and size alone; 0 is not at all.
    """
    share = weights / weights.sum()
    middle, target = share @ there, share @ here
    one, other = there - middle, here - target
    spread = float(share @ (one**2).sum(axis=1)) + 1e-6
    turn = float(share @ (one * other).sum(axis=1)) / spread
    twist = float(share @ (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])) / spread
    alike = np.array([[turn, -twist], [twist, turn]])
    weighted = share[:, None] * one
    steady = weighted.T @ one + np.eye(2) * (stiffness * spread / 2 + 1e-3)
    linear = alike + np.linalg.solve(steady, weighted.T @ (other - one @ alike.T)).T
    return np.hstack([linear, (target - linear @ middle)[:, None]])


def _laid_over(edges: Floats, blocks: Floats, look: Floats, change: Change) -> Floats:
    """For each block its likeness where it is most alike."""
    side = KEPT_SIDE * (_CELLS + 2 * _SLIP) // _CELLS
    scale = SIDE / KEPT_SIDE
    # Middles of pixels: of the bent look to points of the mark, of the sought to pixels of its look.
    outer = np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2], [0, 0, 1]])
    outer[:2, 2] -= scale * _SLIP * KEPT_SIDE / _CELLS
    smaller = look.shape[0] / SIDE
    inner = np.array([[smaller, 0, (smaller - 1) / 2], [0, smaller, (smaller - 1) / 2]])
    whole = inner @ np.vstack([change, [0, 0, 1]]) @ outer
    bent = cv2.warpAffine(
        look, whole, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT, borderValue=0.0,
    )  # fmt: skip
    its = _edges(np.asarray(bent, dtype=np.float32), _CELLS + 2 * _SLIP)
    slipped = np.lib.stride_tricks.sliding_window_view(its, (_CELLS, _CELLS), axis=(0, 1))
    energy = np.lib.stride_tricks.sliding_window_view((its**2).sum(axis=2), (_CELLS, _CELLS))
    common = _by_block(np.einsum("yxohw,hwo->yxhw", slipped, edges))
    alike = common / (blocks * np.sqrt(_by_block(energy)) + _STEADY * _CELLS / _BLOCKS)
    return np.asarray((alike - _SLIPPED * _SLIPS[:, None, None]).max(axis=0), dtype=np.float32)


def _by_block(cells: Floats) -> Floats:
    size = _CELLS // _BLOCKS
    return np.asarray(cells.reshape(-1, _BLOCKS, size, _BLOCKS, size).sum(axis=(2, 4)), dtype=np.float32)


def _edges(look: Floats, cells: int) -> Floats:
    across, down = cv2.Sobel(look, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(look, cv2.CV_32F, 0, 1, ksize=3)
    steep = np.sqrt(across**2 + down**2) + np.float32(1e-3)
    counted = np.minimum(steep, np.float32(_STEEPEST))
    across, down = across / steep, down / steep
    found = np.empty((_DIRECTIONS, cells, cells), dtype=np.float32)
    half = _DIRECTIONS // 2
    for number in range(half):
        turn = number * np.pi / half
        toward = across * np.float32(np.cos(turn)) + down * np.float32(np.sin(turn))
        sharp = (toward * toward) ** 2 * counted
        ahead = np.where(toward > 0, sharp, np.float32(0))
        found[number] = cv2.resize(ahead, (cells, cells), interpolation=cv2.INTER_AREA)
        found[number + half] = cv2.resize(sharp - ahead, (cells, cells), interpolation=cv2.INTER_AREA)
    found = np.sqrt(np.maximum(found, 0))
    return np.ascontiguousarray((found - found.mean(axis=0)).transpose(1, 2, 0))
